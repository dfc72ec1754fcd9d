"""What people do on the capital pages, in a real browser on the real server."""

from __future__ import annotations

import re

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import go
from tests.pages.page_capital_rows import HOSTILE_PROJECT

PORTFOLIO = "/anlaeg?person=controller"
CARRY_OVERS = "/anlaegsoverfoersler?person=controller"


def chart(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title).first


def point_at(page: Page, drawn: Locator) -> None:
    """Move to the last point of a chart and stay until what it says is shown."""
    point = drawn.locator(".scatterlayer .point").last
    point.scroll_into_view_if_needed()
    for step in (4, 2, 0):
        box = point.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2 + step, box["y"] + box["height"] / 2)
    expect(drawn.locator(".hoverlayer .hovertext")).to_be_visible()


def test_from_the_portfolio_to_the_line_of_the_file_and_back(page: Page) -> None:
    go(page, PORTFOLIO, question="Holder anlægsprojekterne økonomi, tid og bevilling?")
    page.get_by_role("button", name="Egeskolen, ny fløj", exact=True).last.click()
    expect(
        page.get_by_role("heading", name="Egeskolen, ny fløj: holder det økonomi, tid og bevilling?")
    ).to_be_visible()
    expect(page).to_have_url(re.compile("project=WING"))
    page.get_by_role("button", name="Åbn: 2025").click()
    posting = page.get_by_role("row", name="Bilag 882025001-1 · 14.02.2025 · Byg & Bo A/S")
    expect(posting).to_contain_text("posteringer_2025.csv, linje 501")
    expect(posting).to_contain_text("1.001,75")
    page.reload()  # the address holds the project and what stands open
    expect(posting).to_be_visible()
    page.get_by_role("navigation", name="Hvor i organisationen").get_by_role("button", name="Alle projekter").click()
    expect(page.get_by_role("heading", name="Holder anlægsprojekterne økonomi, tid og bevilling?")).to_be_visible()


def test_filters_are_in_the_address(page: Page) -> None:
    go(page, PORTFOLIO)
    page.get_by_label("Type").select_option("Vej")
    projects = page.get_by_role("table", name="Projekterne, ét for ét")
    expect(projects.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("class=Vej"))
    page.get_by_label("Type").select_option("alle typer")
    expect(projects.locator("tbody tr")).to_have_count(4)
    page.get_by_role("radio", name="vist").check()
    expect(projects).to_contain_text("Ældreboliger")
    page.get_by_label("Økonomi, periodisering eller tid").select_option("hold øje")
    expect(projects).not_to_contain_text("Omfartsvej")
    expect(page).to_have_url(re.compile("status=watch.*completed=with"))


def test_a_project_is_reached_by_keyboard_from_the_chart_s_table(page: Page) -> None:
    go(page, PORTFOLIO)
    timeline = chart(page, "2 projekter er senere end planlagt")
    timeline.locator("summary").focus()
    page.keyboard.press("Enter")
    row = timeline.get_by_role("button", name="Omfartsvej ved Åbrinken")
    expect(row).to_be_visible()
    row.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("project=ROAD"))
    expect(page.get_by_role("heading", name=re.compile("Omfartsvej ved Åbrinken: holder det"))).to_be_visible()


def test_a_chart_is_read_pointed_at_and_zoomed(page: Page) -> None:
    go(page, f"{PORTFOLIO}&project=WING")
    course = chart(page, "30,6 mio. kr. af 64,5 mio. kr. er brugt")
    picture = course.get_by_role("img")
    expect(picture).to_have_accessible_name(re.compile("er brugt. plan 52,4. bevilget 64,5. forventet 66,9"))
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 120)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 130, steps=4)
    page.mouse.up()
    whole = course.get_by_role("button", name="Vis alt igen")
    expect(whole).to_be_visible()
    whole.click()
    expect(whole).to_be_hidden()


def test_a_click_on_a_point_opens_its_project(page: Page) -> None:
    go(page, PORTFOLIO)
    both = chart(page, "2 projekter er både forsinkede og over bevillingen")
    expect(both.locator(".scatterlayer .point")).to_have_count(2)
    point_at(page, both)  # the last one that is drawn is the first of the table
    expect(both.locator(".hoverlayer")).to_contain_text("ventes august 2027 (+24 mdr.)")
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile("project=WING"))


def test_charts_follow_light_and_dark_without_the_server(page: Page) -> None:
    go(page, CARRY_OVERS)
    label = chart(page, "Budgettet voksede 59 %; 65 % af det er brugt").locator(".ytick text").first
    light = label.evaluate("one => getComputedStyle(one).fill")
    page.emulate_media(color_scheme="dark")
    expect(label).not_to_have_css("fill", light)


def test_what_data_holds_is_never_markup_in_a_chart(page: Page) -> None:
    go(page, f"{PORTFOLIO}&project=WING")
    moved = chart(page, "Færdiggørelsen er 24 måneder senere end først godkendt")
    point_at(page, moved)
    expect(moved.locator(".hoverlayer")).to_contain_text("<script>alert('bilag')</script>")
    go(page, PORTFOLIO)
    expect(page.get_by_role("table", name="Projekterne, ét for ét")).to_contain_text(HOSTILE_PROJECT)
    assert page.locator("img[src=x]").count() == 0


def test_a_repeater_leads_to_its_project(page: Page) -> None:
    go(page, f"{CARRY_OVERS}&lang=en", question="How much do we push ahead of us")
    chart(page, "1 project carries year after year").get_by_role("button", name="Egeskolen, ny fløj").click()
    expect(page.get_by_role("heading", name=re.compile("Egeskolen, ny fløj: does it keep"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"/anlaeg\?lang=en&person=controller&project=WING"))
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("How much do we push ahead"))).to_be_visible()


def test_the_carry_overs_lead_on_to_the_case_with_unit_and_year(page: Page) -> None:
    go(page, f"{CARRY_OVERS}&unit=north")
    page.get_by_role("button", name="Overførselssagen ud af 2025").click()
    expect(page).to_have_url(re.compile(r"/overfoerselssag\?person=controller&unit=north"))


def test_a_unit_and_a_year_are_in_the_address(page: Page) -> None:
    go(page, CARRY_OVERS)
    page.get_by_label("År", exact=True).select_option("2024")
    expect(page.get_by_text("17,0 mio. kr. skubbes fra 2024 til 2025")).to_be_visible()
    expect(page).to_have_url(re.compile("year=2024"))
    go(page, CARRY_OVERS)
    page.get_by_role("table", name="Hvilke enheder overfører").get_by_role("button", name="Center for Ældre").click()
    expect(page.get_by_text("Der skubbes intet videre fra 2025.")).to_be_visible()
    expect(page).to_have_url(re.compile("unit=south"))


def download(page: Page) -> dict[str, list[tuple[object, ...]]]:
    """The sheets of the workbook that the page offers."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hent til Excel").click()
    with coming.value.path().open("rb") as file:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(file)}


def test_excel_holds_real_numbers(page: Page) -> None:
    go(page, f"{PORTFOLIO}&completed=with")
    projects = download(page)["Projekter"]
    assert len(projects) == 1 + 5
    wing = dict(zip(projects[0], next(row for row in projects if row[0] == "WING"), strict=True))
    assert (wing["Samlet anlægsbevilling"], wing["Måneders forsinkelse"], wing["Tid, status"]) == (
        64_500_000,
        24,
        "handl",
    )
    bath = next(row for row in projects if row[0] == "BATH")
    assert bath[1] == HOSTILE_PROJECT
    go(page, f"{PORTFOLIO}&project=WING")
    sheets = download(page)
    assert [len(sheets[name]) - 1 for name in ("År", "Beslutninger", "Planversioner", "Posteringer")] == [3, 3, 4, 64]
    go(page, CARRY_OVERS)
    sheets = download(page)
    assert 24_300_000 in sheets["Enheder"][1]
    assert len(sheets["Kæden"]) == 1 + 9
    assert {row[0] for row in sheets["Projekter"][1:]} == {"WING", "ROAD", "HOMES", "POOL"}

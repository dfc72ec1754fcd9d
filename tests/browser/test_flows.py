"""What people do on the pages, in a real browser on the real server."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import Answers, go, open_from_menu
from tests.browser.shapes import NARROW, WIDE, violations


def test_the_demo_opens_in_danish(page: Page) -> None:
    go(page, "/", question="Holder vi budgettet?")
    expect(page.locator("html")).to_have_attribute("lang", "da")
    expect(page.get_by_text("Merforbrug 3,4 mio. kr.")).to_be_visible()
    expect(page.get_by_text("udgivelse 2026-11-03.1")).to_be_visible()
    assert page.title() == "Budgetopfølgning – Pejling"


def test_from_the_municipality_to_the_line_of_the_file_and_back(page: Page) -> None:
    go(page, "/?person=controller")
    for name in ("Center for Børn og Unge", "Egeskolen", "Tjenesteydelser"):
        page.get_by_role("row", name=name).get_by_role("button", name=f"Åbn: {name}").click()
        expect(page.get_by_role("button", name=f"Luk: {name}")).to_be_visible()
    posting = page.get_by_role("row", name="Bilag 47101053-2 · 13.10.2026 · Vikarbureauet Nord A/S")
    expect(posting).to_contain_text("posteringer_2026_10.csv, linje 1\u00a0053")
    expect(posting).to_contain_text("1.053,25")
    expect(page.get_by_role("row", name=re.compile("Tillægsbevilling")).first).to_contain_text(
        "dækning: kassebeholdningen"
    )

    page.reload()  # the address holds what stands open
    expect(posting).to_be_visible()

    page.get_by_role("button", name="Luk: Tjenesteydelser").click()
    expect(posting).to_have_count(0)
    page.go_back()
    expect(posting).to_be_visible()


def test_a_unit_by_itself_and_the_way_back(page: Page) -> None:
    go(page, "/?person=controller")
    page.get_by_role("treegrid").get_by_role("button", name="Center for Ældre", exact=True).click()
    expect(page.get_by_role("navigation", name="Hvor i organisationen")).to_contain_text("Center for Ældre")
    expect(page.get_by_role("treegrid")).to_contain_text("Plejehjemmet Åbrinken")
    page.get_by_role("navigation", name="Hvor i organisationen").get_by_role("button", name="Pejleby Kommune").click()
    expect(page.get_by_role("treegrid")).to_contain_text("Center for Børn og Unge")


def test_filters_are_in_the_address(page: Page) -> None:
    go(page, "/?person=controller")
    page.get_by_label("Periode").select_option("2026-08")
    expect(page.get_by_text("Der er ikke givet nogen prognose endnu i år.")).to_be_visible()
    page.get_by_role("radio", name="uden").check()
    expect(page.get_by_role("radio", name="uden")).to_be_checked()
    expect(page).to_have_url(re.compile(r"budget=without"))
    page.get_by_label("Enhed", exact=True).select_option("elm_school")
    expect(page.get_by_text("Mindreforbrug 472 t.kr. indtil nu.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"unit=elm_school.*period=2026-08.*budget=without"))


def test_what_is_done_before_the_answer_has_come_counts_all(page: Page) -> None:
    answers = Answers(page)
    go(page, "/?person=controller")
    answers.hold()
    page.get_by_label("Periode").select_option("2026-08")
    answers.wait(drawings=1)
    page.get_by_role("radio", name="uden").check()
    page.get_by_role("button", name="Åbn: Center for Ældre").click()
    answers.wait(drawings=2)
    answers.release()
    expect(page).to_have_url(re.compile(r"period=2026-08&budget=without&open=south$"))
    expect(page.get_by_role("treegrid")).to_contain_text("Plejehjemmet Åbrinken")
    expect(page.get_by_text("Der er ikke givet nogen prognose endnu i år.")).to_be_visible()


def test_what_is_done_after_going_back_follows_from_there(page: Page) -> None:
    go(page, "/?person=controller")
    page.get_by_label("Periode").select_option("2026-08")
    expect(page.get_by_text("Der er ikke givet nogen prognose endnu i år.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Merforbrug 3,4 mio. kr.")).to_be_visible()
    page.get_by_role("radio", name="uden").check()
    expect(page).to_have_url(re.compile(r"controller&budget=without$"))


def test_the_language_is_switched_in_place(page: Page) -> None:
    go(page, "/?person=controller&unit=north")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Do we keep the budget?")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Overspend 3.4 million DKK.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"lang=en.*unit=north"))
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_another_person_sees_something_else(page: Page) -> None:
    go(page, "/?person=centre_manager:north")
    expect(page.get_by_role("treegrid")).to_contain_text("Elmeskolen")
    page.get_by_label("Set som").select_option("centre_manager:south")
    expect(page.get_by_role("treegrid")).to_contain_text("Plejehjemmet Åbrinken")
    expect(page.get_by_role("treegrid")).not_to_contain_text("Elmeskolen")


def test_a_unit_that_one_may_not_see_leaves_the_address_and_the_way_back(page: Page) -> None:
    go(page, "/datakvalitet?person=centre_manager:south", question="Kan vi stole på tallene?")
    go(page, "/?person=centre_manager:south&unit=oak_school", question="Holder vi budgettet?")
    expect(page.get_by_text("har du ikke adgang til den enhed, som adressen nævner")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/\?person=centre_manager%3Asouth$"))
    page.get_by_role("radio", name="uden").check()
    expect(page).to_have_url(re.compile(r"south&budget=without$"))
    expect(page.get_by_text("har du ikke adgang til den enhed, som adressen nævner")).to_have_count(0)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Kan vi stole på tallene?")).to_be_visible()


def test_the_menu_leads_to_data_quality_and_keeps_person_and_language(page: Page) -> None:
    go(page, "/?person=controller&lang=en")
    open_from_menu(page, "Data", "Data quality")
    expect(page.get_by_role("heading", name="Can the figures be trusted?")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/datakvalitet\?lang=en&person=controller"))
    expect(page.get_by_text("the amount is not a number in the form agreed")).to_be_visible()
    page.get_by_role("button", name="Open: KMD Opus: posteringer").click()
    expect(page.get_by_role("treegrid", name="Sources and deliveries")).to_contain_text("delivered again 1 time")


def test_excel_holds_real_numbers(page: Page, tmp_path: Path) -> None:
    go(page, "/?person=controller&unit=north")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    values = [
        value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True) for value in row
    ]
    assert path.suffix == ".xlsx"
    assert 31_200_000 in values  # the revised budget of Egeskolen, a number
    assert "Egeskolen" in values


def test_the_postings_of_an_account_as_excel(page: Page) -> None:
    go(page, "/?person=controller&unit=oak_school&open=oak_school~4100~032201")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent posteringer til Excel").click()
    with download.value.path().open("rb") as file:
        rows = list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + 70


def test_data_quality_as_excel(page: Page) -> None:
    go(page, "/datakvalitet?person=controller", question="Kan vi stole på tallene?")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").click()
    with download.value.path().open("rb") as file:
        sheets = openpyxl.load_workbook(file)
    assert 95_690_000 in [value for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row]


def test_what_data_holds_is_never_markup(page: Page) -> None:
    go(page, "/?person=controller&unit=north&open=oak_school&open=oak_school~4100~032201")
    expect(page.get_by_role("treegrid")).to_contain_text("<img src=x onerror=alert(1)>**Anbringelser**")
    expect(page.get_by_role("treegrid")).to_contain_text("<script>alert('bilag')</script>")
    assert page.locator("img[src=x]").count() == 0


def test_the_tree_is_walked_by_keyboard(page: Page) -> None:
    go(page, "/?person=controller")
    focused = "element => element.getRootNode().activeElement?.closest('tr')?.innerText.split('\\n')[0]"
    tree = page.get_by_role("treegrid")
    tree.locator("tbody tr").first.focus()
    keys = page.keyboard
    keys.press("ArrowRight")
    expect(tree.locator("tbody tr").first).to_have_attribute("aria-expanded", "true")
    assert tree.evaluate(focused) == "Center for Børn og Unge"  # the place is kept when the rows come
    keys.press("ArrowRight")
    assert tree.evaluate(focused) == "Egeskolen"
    keys.press("ArrowDown")
    assert tree.evaluate(focused) == "Elmeskolen"
    keys.press("ArrowLeft")
    assert tree.evaluate(focused) == "Center for Børn og Unge"
    keys.press("End")
    assert tree.evaluate(focused) == "Center for Ældre"
    keys.press("Enter")
    expect(tree).to_contain_text("Plejehjemmet Åbrinken")
    expect(page.get_by_role("navigation", name="Hvor i organisationen")).to_contain_text("Center for Ældre")


FOCUSED = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at?.innerText?.split('\\n')[0] || at?.getAttribute?.('aria-label') || at?.value || at?.tagName
}"""


def test_before_the_page_is_drawn_tab_stops_at_nothing_of_the_frame(page: Page) -> None:
    page.route_web_socket(re.compile("_stcore/stream"), lambda _: None)  # the server never answers
    page.goto("/?person=controller")
    page.locator("#stMain").wait_for(state="attached")
    page.keyboard.press("Tab")
    assert "Skip" not in page.evaluate(FOCUSED)


def test_a_filter_chosen_by_keyboard_keeps_the_focus(page: Page) -> None:
    go(page, "/?person=controller")
    period = page.get_by_label("Periode")
    period.focus()
    page.keyboard.press("ArrowDown")
    expect(period.locator("option:checked[selected]")).to_have_text("september 2026")  # as the server drew it
    page.keyboard.press("ArrowDown")
    expect(period.locator("option:checked[selected]")).to_have_text("august 2026")


def test_everything_is_reached_by_tab(page: Page) -> None:
    go(page, "/?person=controller")
    page.get_by_role("button", name="Gå til indholdet").wait_for(state="attached")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED) or "")
    assert reached[0] == "Gå til indholdet"
    for name in (
        "Økonomi",
        "Anlæg",
        "Data",
        "DA",
        "today",
        "Vis som tabel",
        "Hent til Excel",
        "Center for Børn og Unge",
    ):
        assert any(name in text for text in reached), (name, reached)


def test_the_way_past_the_masthead(page: Page) -> None:
    go(page, "/?person=controller")
    page.get_by_role("button", name="Gå til indholdet").focus()
    expect(page.get_by_role("button", name="Gå til indholdet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "Holder vi budgettet?"


def test_every_page_ends_with_the_way_to_the_accessibility_statement(page: Page) -> None:
    go(page, "/maaltal?person=controller")
    page.get_by_role("link", name="Tilgængelighedserklæring").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tilgængelighed i Pejling")
    for width, scheme in ((NARROW, "light"), (WIDE, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []

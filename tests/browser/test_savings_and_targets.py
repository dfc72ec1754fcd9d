"""What people do on Besparelser and Måltal, in a real browser on the real server."""

from __future__ import annotations

import re

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import go

SAVINGS, TARGETS = "Hvilke besparelser leverer", "Når vi de måltal"


def test_from_the_centre_to_a_measure_s_statements_and_back(page: Page) -> None:
    go(page, "/besparelser?person=controller", question=SAVINGS)
    page.get_by_role("group", name="Center for Børn og Unge mangler mest").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("unit=north"))
    page.get_by_role("button", name=re.compile("Færre vikarer")).click()
    expect(page.get_by_text("Det går langsomt.")).to_be_visible()
    expect(page.get_by_text("status.csv, linje 10")).to_be_visible()
    page.get_by_label("Program", exact=True).select_option("EFF")
    expect(page).to_have_url(re.compile("programme=EFF"))
    page.get_by_role("navigation", name="Hvor i organisationen").get_by_role("button", name="Pejleby Kommune").click()
    expect(page.get_by_text("1,5 mio. kr. af det lovede leveres ikke")).to_be_visible()


def test_the_workbook_of_the_savings_holds_real_numbers(page: Page) -> None:
    go(page, "/besparelser?person=controller", question=SAVINGS)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").first.click()
    assert download.value.suggested_filename == "Besparelser Pejleby Kommune 2026.xlsx"
    with download.value.path().open("rb") as file:
        book = openpyxl.load_workbook(file)
    assert book.sheetnames[:5] == ["Enheder", "Tiltag", "År for år", "Opgørelser", "Puljer"]
    years = [row[2].value for row in book["År for år"].iter_rows(min_row=2)]
    assert set(years) == {2025, 2026}, "a year is a number, and every year of a measure is there"
    heading, first, *_ = book["Tiltag"].iter_rows(values_only=True)
    assert (first[heading.index("Tiltag nr.")], first[heading.index("Leveres ikke")]) == ("M1", 1_200_000)
    assert first[heading.index("Status")] == "i gang"
    words = [row[6] for row in book["Opgørelser"].iter_rows(min_row=2, values_only=True)]
    assert any("<script>" in str(text) for text in words), "data stays the text that it is"


def test_a_centre_opens_to_its_places_by_keyboard(page: Page) -> None:
    go(page, "/maaltal?person=controller", question=TARGETS)
    page.get_by_role("button", name=re.compile("Center for Ældre")).first.focus()
    page.keyboard.press("Enter")
    department = page.get_by_role("button", name=re.compile("Plejehjemmet Åbrinken"))
    expect(department).to_have_count(2)  # the chart's, and the table's when its centre is open
    department.last.click()
    expect(page.get_by_text("maaltal.csv, linje 16")).to_be_visible()
    page.get_by_label("Måltal", exact=True).select_option("subsidy")
    expect(page.get_by_text("Løntilskud: 49 af 47 pladser er besat (104 %).")).to_be_visible()


def test_the_workbook_of_the_targets_holds_places(page: Page) -> None:
    go(page, "/maaltal?person=controller", question=TARGETS)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").click()
    with download.value.path().open("rb") as file:
        book = openpyxl.load_workbook(file)
    heading, whole, *_ = book["Enheder"].iter_rows(values_only=True)
    assert (whole[heading.index("Måltal")], whole[heading.index("Besat")]) == (100, 4)
    assert whole[heading.index("Målopfyldelse")] == 0.04

"""What people do on Prognosepræcision, in a real browser on the real server."""

from __future__ import annotations

import re

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import go

QUESTION = "Kan vi stole på vores prognoser?"
PATH = "/prognosepraecision?person=controller"


def test_from_the_municipality_to_a_unit_and_back(page: Page) -> None:
    go(page, PATH, question=QUESTION)
    expect(page.get_by_text("Prognoserne ramte regnskabet med 99,4 % præcision i BO3 2025.")).to_be_visible()
    page.get_by_role("button", name="Center for Børn og Unge", exact=True).click()
    expect(page).to_have_url(re.compile("unit=north"))
    page.get_by_role("button", name="Elmeskolen", exact=True).click()
    expect(page.get_by_text("1,1 % for højt og havde 108 % større fejl end budgettet.")).to_be_visible()
    way = page.get_by_role("navigation", name="Hvor i organisationen")
    way.get_by_role("button", name="Pejleby Kommune").click()
    expect(page.get_by_text("Prognoserne ramte regnskabet med 99,4 % præcision i BO3 2025.")).to_be_visible()


def test_round_year_and_level_are_in_the_address(page: Page) -> None:
    go(page, PATH, question=QUESTION)
    page.get_by_label("Runde", exact=True).select_option("BO1")
    expect(page.get_by_text("98,1 % præcision i BO1 2025.")).to_be_visible()
    page.get_by_role("radio", name="centre").check()
    expect(page.get_by_text("over 2 centre")).to_be_visible()
    page.get_by_label("År", exact=True).select_option("2024")
    expect(page.get_by_text("i BO1 2024.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"round=BO1&level=centre&year=2024"))
    page.reload()
    expect(page.get_by_text("over 2 centre")).to_be_visible()


def test_a_chart_has_its_figures_as_a_table(page: Page) -> None:
    go(page, PATH, question=QUESTION)
    chart = page.get_by_role("group", name="Fejlen falder fra 1,9 % til 0,6 % gennem 2025")
    chart.get_by_text("Vis som tabel").click()
    expect(chart.get_by_role("cell", name="99,39 %")).to_be_visible()


def test_the_workbook_holds_real_numbers(page: Page) -> None:
    go(page, f"{PATH}&unit=north", question=QUESTION)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").click()
    assert download.value.suggested_filename == "Prognosepræcision Center for Børn og Unge 2025.xlsx"
    with download.value.path().open("rb") as file:
        book = openpyxl.load_workbook(file)
    assert book.sheetnames[:5] == ["Enheder", "Kontogrupper", "Alle runder", "PEFA", "I år"]
    units = list(book["Enheder"].iter_rows(values_only=True))
    heading, rows = units[0], units[1:]
    assert len(rows) == 3 * 4, "three rounds of the centre and its three institutions"
    newest = next(row for row in rows if row[0] == "elm_school" and row[heading.index("Runde")] == "BO3")
    assert newest[heading.index("Fejl")] == 250_000
    assert newest[heading.index("Gennem året")] == "bliver ikke bedre"


def test_by_keyboard_alone(page: Page) -> None:
    go(page, PATH, question=QUESTION)
    page.get_by_role("button", name="Center for Ældre", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De lå 0,2 % for højt og havde 11 % større fejl end budgettet.")).to_be_visible()

"""What people do on Bilag og indkøb, in a real browser on the real server."""

from __future__ import annotations

import re

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import go

QUESTION = "Flyder fakturaerne af sig selv, og køber vi på vores aftaler?"
PATH = "/bilag-og-indkoeb?person=controller"


def test_from_the_municipality_to_a_supplier_s_posting_and_back_in_time(page: Page) -> None:
    go(page, PATH, question=QUESTION)
    expect(page.get_by_text("58 % af fakturaerne er bogført automatisk.")).to_be_visible()
    page.get_by_role("button", name="Center for Børn og Unge", exact=True).click()
    expect(page).to_have_url(re.compile("unit=north"))
    expect(page.get_by_text("kommunen 58,5 %")).to_be_visible()
    page.get_by_role("button", name="Vikarbureauet Nord A/S").first.click()
    expect(page).to_have_url(re.compile("open=outside_agreement"))
    expect(page.get_by_text(re.compile(r"posteringer_2026_10\.csv, linje")).first).to_be_visible()
    page.get_by_label("Periode", exact=True).select_option("2026-03")
    expect(page).to_have_url(re.compile("period=2026-03"))
    expect(page.get_by_text("af 240 fakturaer")).to_be_visible()


def test_a_chart_has_its_figures_as_a_table(page: Page) -> None:
    go(page, f"{PATH}&unit=north", question=QUESTION)
    chart = page.get_by_role("group", name="Flere fakturaer flyder af sig selv")
    chart.get_by_text("Vis som tabel").click()
    expect(chart.get_by_role("columnheader", name="kommunen")).to_be_visible()


def test_the_workbook_holds_real_numbers(page: Page) -> None:
    go(page, f"{PATH}&unit=north", question=QUESTION)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").click()
    assert download.value.suggested_filename == "Bilag og indkøb Center for Børn og Unge 2026-10.xlsx"
    with download.value.path().open("rb") as file:
        book = openpyxl.load_workbook(file)
    assert book.sheetnames[:5] == ["Enheder", "Perioder", "Uden om aftale", "Konsulenter", "Artskonti"]
    heading, centre, *_ = book["Enheder"].iter_rows(values_only=True)
    assert centre[heading.index("Uden om aftale")] == 1_700_000
    assert centre[heading.index("Fakturaer bogført automatisk")] == 450

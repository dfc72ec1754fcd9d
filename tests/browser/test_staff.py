"""What people do on Personale, in a real browser on the real server."""

from __future__ import annotations

import re

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import go

QUESTION = "Hvor mange er vi"


def test_from_the_municipality_to_a_hidden_institution_and_back(page: Page) -> None:
    go(page, "/personale?person=controller", question=QUESTION)
    page.get_by_role("button", name=re.compile("Åbn.*Center for Børn og Unge|Center for Børn og Unge")).first.click()
    expect(page.get_by_text("Skjult: færre end 5 ansatte i mindst én måned")).to_be_visible()
    expect(page.get_by_text("Skjult: ville røbe en enhed med for få ansatte")).to_be_visible()
    page.get_by_label("Enhed", exact=True).select_option("elm_school")
    expect(page).to_have_url(re.compile("unit=elm_school"))
    expect(page.get_by_text("Enhedens tal er skjult.")).to_be_visible()
    page.get_by_role("navigation", name="Hvor i organisationen").get_by_role("button", name="Pejleby Kommune").click()
    expect(page.get_by_text("Sygefraværet var 5,2 % de seneste tolv måneder.")).to_be_visible()


def test_the_workbook_says_why_a_unit_is_hidden(page: Page) -> None:
    go(page, "/personale?person=controller&unit=north", question=QUESTION)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").first.click()
    assert download.value.suggested_filename == "Personale Center for Børn og Unge 2026-10.xlsx"
    with download.value.path().open("rb") as file:
        book = openpyxl.load_workbook(file)
    heading, *rows = book["Enheder"].iter_rows(values_only=True)
    why = {row[heading.index("Enhed")]: row[heading.index("Hvorfor skjult")] for row in rows}
    assert why["Elmeskolen"] == "Skjult: færre end 5 ansatte i mindst én måned"
    assert why["Egeskolen"] is None

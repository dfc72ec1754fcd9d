"""Data is ordered in a real browser, from a figure's card to the closed order; by keyboard, in every shape."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import go, window
from tests.browser.shapes import refuse_what_shuts_out

PATH = "/bestil-data"
MANAGER, DATA_UNIT = f"{PATH}?person=centre_manager:north", f"{PATH}?person=data_unit"
QUESTION = {"da": "Hvilke data mangler vi, til hvilken beslutning, og hvor langt er de?", "en": "Which data do we need"}


def drawn(page: Page, address: str, language: str = "da") -> None:
    """Open an address of the page and wait until its list of orders is drawn."""
    page.goto(f"{address}&lang={language}")
    page.get_by_role("heading", name=QUESTION[language]).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.get_by_role("heading", name="Bestillinger" if language == "da" else "Orders").wait_for()


def order(page: Page, title: str) -> None:
    """Fill the form in and send it by the keyboard."""
    for name, text in {
        "Hvad mangler du?": title, "Hvilken beslutning": "Om <b>vikarerne</b> deles",
        "Hvad skal du med dem?": "Se, hvor de bruges", "Frist": "31.12.2099",
    }.items():  # fmt: skip
        page.get_by_role("textbox", name=name).fill(text)
    page.get_by_role("textbox", name="Hvem kontrollerer").press("Tab")
    expect(page.get_by_role("button", name="Bestil data").last).to_be_focused()
    page.keyboard.press("Enter")


def test_an_order_goes_from_a_figures_card_to_its_end(browser: Browser, own_server: str, tmp_path: Path) -> None:
    with window(browser, own_server) as page:
        page.goto("/datakatalog?person=centre_manager:north&figure=staff.sickness_share")
        page.get_by_role("button", name="Bestil data om dette tal").click()
        expect(page.get_by_role("heading", name="Ny bestilling")).to_be_focused()
        expect(page.get_by_role("textbox", name="Hvad mangler du?")).to_have_value("Sygefravær i måneden (Personale)")
        page.get_by_role("button", name="Luk", exact=True).click()
        expect(page.get_by_role("heading", name="Ny bestilling")).to_have_count(0)
        page.get_by_role("button", name="Bestil data", exact=True).click()
        expect(page.get_by_role("textbox", name="Hvad mangler du?")).to_have_value("")
        order(page, "=1+1 vikarer")
        expect(page.get_by_text("Bestilt som nr. 1. Dataenheden svarer her.")).to_be_visible()
        expect(page).to_have_url(re.compile("entry=order%3A1|entry=order:1"))

        drawn(page, DATA_UNIT)
        page.get_by_role("button", name="=1+1 vikarer").click()
        page.get_by_role("textbox", name="Hvem der ejer data").fill("HR")
        page.get_by_role("button", name="Aftal bestillingen").click()
        expect(page.get_by_role("alert").get_by_text("Skriv, hvem der kontrollerer dem.")).to_be_visible()
        page.get_by_role("textbox", name="Hvem kontrollerer").fill("Skolelederen")
        page.get_by_role("button", name="Aftal bestillingen").click()
        page.get_by_role("textbox", name="Hvad der er leveret").fill("Et regneark")
        page.get_by_role("button", name="Marker som leveret").click()
        expect(page.get_by_text("Leveret af Dataenheden. Et regneark")).to_be_visible()

        go(page, "/mit-center?person=centre_manager:north")
        page.get_by_role("button", name="1 databestilling venter på dig").click()
        page.get_by_role("button", name="Jeg har det, jeg skal bruge: afslut").click()
        expect(page.get_by_text("Bestillingen er afsluttet.")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent til Excel").click()
        download.value.save_as(tmp_path / "orders.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "orders.xlsx").worksheets[0]
    assert [sheet.cell(2, column).value for column in (1, 2, 3)] == [1, "=1+1 vikarer", "afsluttet"]
    assert sheet.cell(2, 2).data_type == "s"


@pytest.mark.parametrize("language", ["da", "en"])
def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, own_server: str, language: str) -> None:
    with window(browser, own_server, dark=language == "en") as page:
        drawn(page, f"{MANAGER}&entry=order:new")
        page.get_by_role("button", name="Bestil data").last.click()  # each field says what is missing
        expect(page.get_by_role("alert").first).to_be_visible()
        refuse_what_shuts_out(page)
        order(page, "Vikarer pr. skole")
        expect(page.get_by_role("table")).to_be_visible()
        drawn(page, f"{MANAGER}&entry=order:1", language)
        refuse_what_shuts_out(page)

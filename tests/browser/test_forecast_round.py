"""A forecast round lived through in a real browser: as budget holder, centre manager, controller and director."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served, window
from tests.browser.shapes import refuse_what_shuts_out
from tests.pages.page_municipality import YEAR
from tests.pages.page_release import publish_page_release

PAGE = "/prognoserunde?person="
HEAD, MANAGER = f"{PAGE}institution_head:oak_school", f"{PAGE}centre_manager:north"
CONTROLLER, DIRECTOR = f"{PAGE}controller", f"{PAGE}director"
QUESTION = {"da": "Hvad forventer vi, at året ender på?", "en": "What do we expect the year to end at?"}


@pytest.fixture
def round_home(tmp_path: Path) -> Path:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    return tmp_path


@pytest.fixture
def round_server(round_home: Path) -> Iterator[str]:
    """A server of its own: what is entered here, no other test sees."""
    with served(round_home) as address:
        yield address


def opened(page: Page, address: str, language: str = "da") -> None:
    page.goto(f"{address}&lang={language}")
    page.get_by_role("heading", name=QUESTION[language]).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")


def press(page: Page, button: str, says: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(says).first).to_be_visible()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")


def finance_opens(page: Page) -> None:
    opened(page, CONTROLLER)
    page.get_by_label(f"Rundens navn i {YEAR}").fill("BO4")
    page.get_by_label("Opgjort på dagen").fill(f"31.10.{YEAR}")
    page.get_by_label("Åbner").fill(f"1.10.{YEAR}")
    page.get_by_label("Sidste svardag").fill(f"31.12.{YEAR}")
    press(page, "Åbn runden", f"er åben fra 01.10.{YEAR}.")


def the_head_answers(page: Page) -> None:
    opened(page, HEAD)
    page.get_by_label("Løn: forventet for året, kr.").fill("24,5 mio.")
    page.get_by_label("Øvrig drift: forventet for året, kr.").fill("8.100")
    page.get_by_label("Indtægter: forventet for året, kr.").fill("tre")
    press(page, "Vis, hvad der gemmes", "„tre“ er ikke et beløb.")
    expect(page.get_by_text("„8.100“ kan være 8.100\u00a0kr. eller 8.100.000\u00a0kr.")).to_be_visible()
    refuse_what_shuts_out(page)
    page.get_by_text("8.100.000\u00a0kr.", exact=True).click()
    page.get_by_label("Indtægter: forventet for året, kr.").fill("-3,3 mio.")
    page.get_by_label("Bemærkning til løn").fill("Vikarer <b>til juni</b>")
    page.get_by_label("Bemærkning til øvrig drift").fill("=1+1")
    press(page, "Vis, hvad der gemmes", "Det gemmes, når du trykker på en af knapperne:")
    expect(page.get_by_text("Øvrig drift: 8.100.000\u00a0kr.")).to_be_visible()
    press(page, "Gem og meld klar", "Prognosen er meldt klar. Niveauet over godkender den.")


def the_manager_sends_it_back(page: Page) -> None:
    opened(page, MANAGER)
    expect(page.get_by_role("row", name="Egeskolen").first).to_contain_text("Vikarer <b>til juni</b>")
    refuse_what_shuts_out(page)
    page.get_by_role("button", name="Egeskolen").first.click()
    page.get_by_label("Bemærkning (kræves for at sende tilbage)").fill("Husk refusionen")
    press(page, "Send tilbage", "Sendt tilbage.")


def it_is_answered_again_and_approved(page: Page) -> None:
    opened(page, HEAD, "en")
    expect(page.get_by_text("The forecast was sent back: Husk refusionen")).to_be_visible()
    page.get_by_label("Wages: expected for the year, DKK").fill("24.2 million")
    press(page, "Show what is saved", "This is saved when you press one of the buttons:")
    press(page, "Save and say ready", "The forecast is ready. The level above approves it.")
    opened(page, f"{MANAGER}&unit=oak_school")
    press(page, "Godkend", "Godkendt.")


def the_director_takes_it_home(page: Page, folder: Path) -> None:
    opened(page, DIRECTOR)
    expect(page.get_by_text("1 af 4 enheder har svaret, 1 er godkendt.")).to_be_visible()
    expect(page.get_by_role("button", name="Luk runden")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til Excel").click()
    book = folder / "runde.xlsx"
    download.value.save_as(book)
    cells = {cell.value for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row}
    assert cells >= {24_200_000, "=1+1", "Vikarer <b>til juni</b>", "Husk refusionen"}


def test_a_round_from_opening_to_closing_as_four_people(
    browser: Browser, round_server: str, round_home: Path, tmp_path: Path
) -> None:
    with window(browser, round_server) as page:
        finance_opens(page)
        the_head_answers(page)
        the_manager_sends_it_back(page)
        it_is_answered_again_and_approved(page)
        the_director_takes_it_home(page, tmp_path)
        opened(page, CONTROLLER)
        refuse_what_shuts_out(page)
        page.get_by_text("Luk den: ingen ændrer mere i den").click()
        press(page, "Luk runden", "Runden er lukket.")
        opened(page, f"{HEAD}&round=BO4&year={YEAR}")
        expect(page.get_by_text("Enheden svarede.")).to_be_visible()
        expect(page.get_by_role("button", name="Vis, hvad der gemmes")).to_have_count(0)
    (file,) = (round_home / "inbox").glob("pejling_prognoserunde_*.csv")
    assert "oak_school;wages;24200000.00" in file.read_text(encoding="utf-8")

"""A leader signs the month's supervision in a real browser, and a controller follows up on what is atypical."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import go, served, window
from tests.browser.shapes import refuse_what_shuts_out
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.page_release import publish_page_release
from tests.pages.page_supervision_rows import LIST

PATH = "/ledelsestilsyn"
QUESTION = {"da": "Har jeg ført mit tilsyn, og hvor er risikoen?", "en": "Have I done my supervision"}
SIGN = "entry=sign:2026-10:elm_school"
POSTING = "entry=posting:d1:1052:posteringer_2026_10.csv"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of these tests' own, of a municipality that has written what its leaders answer for."""
    home = tmp_path_factory.mktemp("supervised")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    (home / "supervision.toml").write_text(LIST, encoding="utf-8")
    publish_page_release(home / "releases")
    with served(home) as address:
        yield address


def drawn(page: Page, address: str, language: str) -> None:
    """Open an address and wait until the page with its form is drawn."""
    page.goto(address)
    page.get_by_role("heading", name=QUESTION[language]).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.get_by_role("table").last.wait_for()


def choose(page: Page, question: str, answer: str) -> None:
    """Choose an answer as a reader of the screen finds it."""
    page.get_by_role("radiogroup", name=question).get_by_text(answer, exact=True).click()


def downloaded(page: Page, table: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(f".st-key-{table}").get_by_role("link", name="Hent til Excel").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_leader_looks_answers_and_signs(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as page:
        go(page, f"{PATH}?person=centre_manager:north", question=QUESTION["da"])
        page.get_by_role("button", name="Egeskolen").first.click()
        expect(page.get_by_role("heading", name="Egeskolen: ledelsestilsyn")).to_be_focused()
        expect(page).to_have_url(re.compile("entry=sign"))
        for number in (1, 2, 3):
            choose(page, f"Postering {number}: hvad fandt du?", "Set, den er rigtig")
        choose(page, "Jeg *kan* forklare <b>afvigelserne</b>", "Ja")
        page.get_by_role("button", name="Skriv under på tilsynet").click()
        expect(page.get_by_text("Ikke gemt: 1 ting mangler. Det står ved feltet.")).to_be_visible()
        expect(page.get_by_role("alert").get_by_text("Svar på dette punkt.")).to_be_visible()
        choose(page, "Kassen er afstemt", "Ikke relevant")
        page.get_by_role("button", name="Skriv under på tilsynet").click()
        expect(page.get_by_text("Underskrevet.", exact=True)).to_be_visible()
        expect(page.get_by_role("row", name="Egeskolen").first).to_contain_text("Centerchef, udgivelse 2026-11-03.1")
        expect(page.get_by_role("button", name="Træk underskriften tilbage")).to_be_visible()


def test_a_controller_sets_aside_follows_up_and_takes_it_home(
    browser: Browser, own_server: str, tmp_path: Path
) -> None:
    with window(browser, own_server) as page:
        go(page, f"{PATH}?person=controller", question=QUESTION["da"])
        page.locator(".st-key-atypical").get_by_role("button").last.click()
        page.get_by_role("textbox", name="Hvorfor").fill('=HYPERLINK("x") er aftalt')
        page.get_by_role("button", name="Læg den til side").click()
        expect(page.get_by_text("Den er lagt til side.")).to_be_visible()
        page.get_by_role("button", name="Luk", exact=True).click()
        page.locator(".st-key-risks").get_by_role("button", name="Elmeskolen").click()
        page.get_by_label("Hvem gør det").fill("Regnskab")
        page.get_by_label("Hvornår").fill("31.12.2099")
        page.get_by_role("button", name="Gem opfølgningen").click()
        expect(page.get_by_text("Opfølgningen er gemt.")).to_be_visible()
        expect(page.locator(".st-key-risks")).to_contain_text("udvalgt · Regnskab · 31.12.2099")
        postings = openpyxl.load_workbook(downloaded(page, "atypical", tmp_path))
        signed = openpyxl.load_workbook(downloaded(page, "covered", tmp_path))
    heading, *rows = postings["Usædvanlige posteringer"].iter_rows(values_only=True)
    assert len(rows) == 4
    found = {name: [row[heading.index(name)] for row in rows] for name in ("Beløb", "Lagt til side", "Tekst")}
    assert 1052.25 in found["Beløb"]
    assert [told for told in found["Lagt til side"] if told and '=HYPERLINK("x") er aftalt' in told]
    assert HOSTILE_TEXT in found["Tekst"]
    assert all(cell.data_type != "f" for sheet in postings for row in sheet.iter_rows() for cell in row)
    heading, *rows = signed["Dækning"].iter_rows(values_only=True)
    assert {row[heading.index("Skyldige")] for row in rows} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("person", "entry", "language"),
    [("centre_manager:north", SIGN, "da"), ("controller", POSTING, "en"), ("controller", "entry=follow:foster", "da")],
    ids=["sign", "posting", "follow"],
)
def test_nobody_is_shut_out_and_nothing_is_cut(
    browser: Browser, own_server: str, person: str, entry: str, language: str
) -> None:
    with window(browser, own_server) as page:
        drawn(page, f"{PATH}?person={person}&{entry}&lang={language}", language)
        page.get_by_role("textbox").last.wait_for()
        if entry == SIGN:  # what is missing, said at the fields
            page.get_by_role("button", name="Skriv under på tilsynet").click()
            page.get_by_role("alert").first.wait_for()
            page.mouse.move(0, 0)
            page.wait_for_timeout(500)  # what is drawn anew is pale for a moment
        refuse_what_shuts_out(page)

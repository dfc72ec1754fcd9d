"""A finance controller prepares the carry-over case in a real browser; nobody else changes it."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import go, window
from tests.browser.shapes import refuse_what_shuts_out

CASE = "/overfoerselssag?person=controller"
OPEN = f"{CASE}&line=operating:elm_school:service"
QUESTION = {"da": "Hvad skal med over i næste år, og efter hvilken regel?", "en": "What goes on into next year"}


def drawn(page: Page, address: str, language: str = "da") -> None:
    """Open an address and wait until the page with its form is drawn."""
    page.goto(f"{address}&lang={language}")
    page.get_by_role("heading", name=QUESTION[language]).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    page.get_by_role("table").last.wait_for()


def downloaded(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_change_with_a_reason_is_seen_after_reload_and_in_the_files(
    browser: Browser, own_server: str, tmp_path: Path
) -> None:
    with window(browser, own_server) as page:
        go(page, CASE, question=QUESTION["da"])
        page.get_by_role("button", name="Elmeskolen").click()
        expect(page.get_by_role("heading", name="Elmeskolen: ret beløbet")).to_be_focused()
        expect(page).to_have_url(re.compile(r"line=operating"))
        page.get_by_label("Beløb der overføres, kr.").fill("500.000,00")
        page.get_by_label("Begrundelse").fill("To klasser lukkes <b>i august</b>")
        page.get_by_role("button", name="Gem ændringen").click()
        expect(page.get_by_text("Gemt: Ændret fra 1.125.000 kr. til 500.000 kr.")).to_be_visible()
        expect(page.get_by_label("Begrundelse")).to_have_count(1)  # the form of before is gone
        expect(page.get_by_label("Begrundelse")).to_have_value("")

        drawn(page, CASE)
        row = page.get_by_role("row", name="Elmeskolen")
        expect(row).to_contain_text("To klasser lukkes <b>i august</b>")
        expect(row).to_contain_text("ændret")
        document = downloaded(page, "Hent til dagsordenen (Word)", tmp_path)
        workbook = downloaded(page, "Hent til Excel", tmp_path)
    assert document.name == "Overførselssag 2025 til 2026 Pejleby Kommune.docx"
    said = "\n".join(node.text or "" for node in docx.Document(str(document)).element.body.iter(qn("w:t")))
    assert "To klasser lukkes <b>i august</b>" in said
    rows = [row for sheet in openpyxl.load_workbook(workbook) for row in sheet.iter_rows(values_only=True)]
    elm = next(row for row in rows if row[0] == "Elmeskolen")
    assert 500_000 in elm
    assert "To klasser lukkes <b>i august</b>" in elm


def test_a_centre_manager_reads_and_cannot_change(browser: Browser, server: str) -> None:
    with window(browser, server) as page:
        go(page, "/overfoerselssag?person=centre_manager:north&line=operating:elm_school:service")
        expect(page.get_by_role("row", name="Elmeskolen")).to_contain_text("575.000 kr. bortfalder")
        expect(page.get_by_role("button", name="Elmeskolen")).to_have_count(0)
        expect(page.get_by_label("Beløb der overføres, kr.")).to_have_count(0)
        expect(page.get_by_text("Plejehjemmet Åbrinken")).to_have_count(0)


def test_the_year_is_chosen_and_stands_in_the_address(browser: Browser, server: str) -> None:
    with window(browser, server) as page:
        go(page, CASE, question=QUESTION["da"])
        page.get_by_label("År", exact=True).select_option("2026")
        expect(page.get_by_text("2026 er ikke slut: sagen er foreløbig")).to_be_visible()
        expect(page).to_have_url(re.compile(r"year=2026"))


@pytest.mark.parametrize("language", ["da", "en"])
def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, server: str, language: str) -> None:
    with window(browser, server) as page:
        drawn(page, OPEN, language)
        page.get_by_role("textbox").last.wait_for()
        refuse_what_shuts_out(page)

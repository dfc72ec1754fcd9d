"""An administrator gives and takes a right in a real browser, and finds it in the audit log; in every shape."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, expect

from tests.browser.conftest import window
from tests.browser.shapes import refuse_what_shuts_out

WHO = "person=administrator"


def test_a_right_is_given_and_taken_and_stands_in_the_log(browser: Browser, own_server: str, tmp_path: Path) -> None:
    with window(browser, own_server) as page:
        page.goto(f"/?{WHO}")
        page.get_by_role("heading", name="Hvem må se hvad, og hvem venter stadig på adgang?").wait_for()
        page.get_by_role("button", name="Giv en rettighed").click()
        page.get_by_role("textbox", name="Hvem").fill("=1+1 <b>leder</b>")
        page.get_by_role("combobox", name="Enhed og alt under den").click()
        page.get_by_role("option", name="Center for Børn og Unge").click()
        page.get_by_role("radiogroup", name="Rolle").get_by_text("Centerchef").click()
        page.get_by_role("button", name="Giv rettigheden").click()
        expect(page.get_by_role("alert").get_by_text("Skriv hvorfor.")).to_be_visible()
        refuse_what_shuts_out(page)
        page.get_by_role("textbox", name="Hvorfor").fill("Ny leder")
        page.get_by_role("button", name="Giv rettigheden").click()
        expect(page.get_by_text("=1+1 <b>leder</b> er Centerchef for Center for Børn og Unge")).to_be_visible()
        expect(page.get_by_role("textbox", name="Hvorfor")).to_have_count(1)  # the form before it has gone
        page.get_by_role("textbox", name="Hvorfor").fill("Rykket")
        page.get_by_role("button", name="Tag rettigheden nu").click()
        expect(page.get_by_text("Rettigheden er taget. Den ophørte med det samme.")).to_be_visible()

        page.goto(f"/revisionslog?{WHO}")
        page.get_by_role("heading", name="Hvem gjorde hvad, og er loggen hel?").wait_for()
        page.get_by_role("button", name="Efterprøv kæden").click()
        expect(page.get_by_text("Kæden er hel: 2 linjer")).to_be_visible()
        refuse_what_shuts_out(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent til Excel").click()
        download.value.save_as(tmp_path / "log.xlsx")
        page.reload()
        expect(page.get_by_role("cell", name="hentede en fil")).to_be_visible()
    rows = list(openpyxl.load_workbook(tmp_path / "log.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [2, 1]
    assert "=1+1 <b>leder</b>" in str(rows[0])

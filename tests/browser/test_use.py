"""Anvendelse in a real browser: read in every shape, opened row by row, and itself counted while it is read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.store.database import close_stores
from pipelines.home import open_home
from tests.browser.conftest import go, served, window
from tests.browser.shapes import NARROW, refuse_what_is_cut, refuse_what_shuts_out
from tests.pages.page_release import publish_page_release
from tests.pages.used_before import use_before


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A served installation with two quarters of use, and its address."""
    home = tmp_path_factory.mktemp("used")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(home / "releases")
    use_before(open_home(home, home / "municipality.toml"))
    close_stores()
    with served(home) as address:
        yield home, address


@pytest.mark.parametrize("language", ["da", "en"])
def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, used: tuple[Path, str], language: str) -> None:
    with window(browser, used[1], width=NARROW, dark=language == "en") as page:
        go(page, f"/anvendelse?person=data_unit&open=page:my_centre&lang={language}")
        refuse_what_is_cut(page)
        expect(page.get_by_text("mindst 25" if language == "da" else "at least 25").first).to_be_visible()
        refuse_what_shuts_out(page)


def test_a_page_is_opened_to_its_centres_and_whoever_reads_is_counted(browser: Browser, used: tuple[Path, str]) -> None:
    home, address = used
    with window(browser, address) as page:
        go(page, "/anvendelse?person=director")
        page.get_by_role("button", name="Åbn: Personale").click()
        expect(page.get_by_role("row", name="Center for Børn og Unge")).to_contain_text("mindst 20")
        go(page, "/personale?person=director")
    deadline = time.monotonic() + 20
    while (found := counted(home, "director")) != {"page:use", "page:staff"} and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found == {"page:use", "page:staff"}


def counted(home: Path, role: str) -> set[str]:
    with sqlite3.connect(home / "store" / "pejling.db") as store:
        rows = store.execute("select thing from use_mark where role = ? and thing != 'anything'", (role,)).fetchall()
    return {thing for (thing,) in rows}

"""Anvendelse in a real browser: read in every shape, opened row by row, and itself counted while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.store.database import close_stores
from pipelines.home import open_home
from tests.browser.conftest import go, served, window
from tests.browser.shapes import NARROW, refuse_what_is_cut, refuse_what_shuts_out
from tests.pages.page_release import publish_page_release
from tests.pages.used_before import marked_by_now, use_before


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


def test_nobody_is_shut_out_and_nothing_is_cut(browser: Browser, used: tuple[Path, str]) -> None:
    address = "/anvendelse?person=data_unit&open=page:my_centre"
    with window(browser, used[1], width=NARROW) as page:
        go(page, f"{address}&lang=en")
        expect(page.get_by_text("at least 25").first).to_be_visible()
        refuse_what_is_cut(page)
        go(page, address)
        expect(page.get_by_text("mindst 25").first).to_be_visible()
        refuse_what_shuts_out(page)


def test_a_page_is_opened_to_its_centres_and_whoever_reads_is_counted(browser: Browser, used: tuple[Path, str]) -> None:
    home, address = used
    with window(browser, address) as page:
        go(page, "/anvendelse?person=director")
        page.get_by_role("button", name="Åbn: Personale").click()
        expect(page.get_by_role("row", name="Center for Børn og Unge")).to_contain_text("mindst 20")
        go(page, "/personale?person=director")
    found = marked_by_now(home, ("page:staff", "director"))
    assert [thing for thing, role in found if role == "director"] == ["anything", "page:staff", "page:use"]


def test_who_becomes_somebody_without_the_page_is_told_so_on_it(browser: Browser, used: tuple[Path, str]) -> None:
    with window(browser, used[1]) as page:
        go(page, "/anvendelse?person=director")
        page.get_by_label("Set som").select_option("centre_manager:north")
        expect(page.locator("body")).to_contain_text("Din rolle har ikke denne side.")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="Data", exact=True).click()
        expect(page.get_by_role("link", name="Datakatalog")).to_be_visible()
        expect(page.get_by_role("link", name="Anvendelse")).to_have_count(0)

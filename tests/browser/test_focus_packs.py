"""Fokuspakker in a real browser: a pack is read in its frame and taken home, and nothing in it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.home import open_home
from tests.browser.conftest import go, served, window
from tests.browser.shapes import refuse_what_shuts_out
from tests.pages.packs_made import publish_proposed, put_pack
from tests.pages.page_release import publish_page_release

TITLE = "Giv mig pakken"
PATH = "/fokuspakker?person=centre_manager:north"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of these tests' own, with a pack in two editions."""
    home = tmp_path_factory.mktemp("packed")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(home / "releases")
    put_pack(home, "north", "Center for Børn og Unge")
    put_pack(home, "north", "Center for Børn og Unge", edition=2, changed="Nye tal.")
    publish_proposed(open_home(home, home / "municipality.toml"), "2026K2")
    with served(home) as address:
        yield address


@pytest.fixture
def own_page(browser: Browser, own_server: str) -> Iterator[Page]:
    with window(browser, own_server) as opened:
        yield opened


def test_the_page_shuts_nobody_out_on_a_phone(browser: Browser, own_server: str) -> None:
    with window(browser, own_server) as page:
        for address in (f"{PATH}&span=2026K3&unit=north", "/fokuspakker?person=data_unit&lang=en"):
            go(page, address)
            refuse_what_shuts_out(page)


def test_a_pack_is_read_in_the_page_and_taken_home(own_page: Page) -> None:
    go(own_page, PATH, question=TITLE)
    own_page.get_by_role("button", name="Center for Børn og Unge").click()
    expect(own_page.get_by_role("heading", name="Center for Børn og Unge, 3. kvartal 2026")).to_be_focused()
    frame = own_page.frame_locator("iframe")
    expect(frame.get_by_text("Center for Børn og Unge 2026K3 2 da html")).to_be_visible()
    expect(own_page.locator("iframe")).to_have_attribute("sandbox", "")
    with own_page.expect_download() as taken:
        own_page.get_by_role("link", name="PowerPoint").click()
    assert taken.value.suggested_filename == "pejling-north-2.pptx"
    own_page.get_by_role("button", name="1. udgave").click()
    expect(frame.get_by_text("Center for Børn og Unge 2026K3 1 da html")).to_be_visible()
    expect(own_page).to_have_url(re.compile("edition=1"))
    own_page.get_by_role("button", name="Luk").click()
    expect(own_page.locator("iframe")).to_have_count(0)


def test_packs_are_made_from_the_page_which_tells_how_far_it_has_come_and_what_came_of_it(own_page: Page) -> None:
    """Real packs of the quarter before, by a process of its own; nobody presses anything to see its end."""
    go(own_page, "/fokuspakker?person=data_unit&span=2026K2", question=TITLE)
    own_page.get_by_role("button", name="Lav alle pakker").click()
    told = own_page.locator(".st-key-making")
    expect(told).to_contain_text(re.compile(r"Pakkerne for 2. kvartal 2026 bliver lavet: \d af 2\."))
    expect(own_page.get_by_role("button", name="Lav alle pakker")).to_have_count(0)
    expect(told).to_contain_text("Pakker for 2. kvartal 2026: 2 lavet, 0 uændret, 0 ikke lavet.", timeout=120_000)
    expect(own_page.get_by_role("button", name="Lav alle pakker")).to_be_visible()
    go(own_page, "/fokuspakker?person=centre_manager:north&span=2026K2&unit=north")
    frame = own_page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1, name="Center for Børn og Unge")).to_be_visible()
    expect(frame.get_by_role("heading", name="Fokusområder")).to_be_visible()

"""6. Texts of an extract, wherever they are shown, and 8. every parameter of an address, on every page."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from playwright.sync_api import Browser

from dashboard.addresses import Address
from dashboard.pages import PAGES, Page
from dashboard.rules import may
from tests.browser.conftest import served, window
from tests.security.ground import AS_TEXT, Attack, Ground, Strike

OF_FIGURES = [page for page in PAGES if may("director", "page", page.key)]
INJECTED = [
    "img[src='x']", "img[src*=evil]", "svg[onload]", "[onerror]", "[onmouseover]", "iframe[src^=javascript]",
    "a[href^='javascript']", "strong:has-text('fed')", ".katex",
]  # fmt: skip
"""What there would be on a page if a text had become more than that."""
PAYLOADS = [
    "' or 1=1 --", "'; drop table budget_followup__posting; --", "x' union select * from read_csv('/etc/passwd') --",
    "north\") or (1=1", "%' escape '\\", "1; attach '/tmp/x' as x", "<script>alert(1)</script>", "../../../etc/passwd",
    "{{7*7}}${7*7}%s{0}", "\x00", "\u202e", "😀" * 20, "NaN", "-1", "9" * 400, "x" * 5_000, "", "\x1b[2J", "\x9b2J",
]  # fmt: skip
# What a parameter must begin with so that it is looked at at all.
BEGINNINGS = {"line": "operating:", "entry": "posting:", "open": "north~4100~"}
PARAMETERS = sorted({
    *re.findall(r'(?:first|query)(?:\.get\(|\[)"(\w+)"', inspect.getsource(Address.read)),
} - {"lang", "person"})  # fmt: skip
"""As `addresses.py` reads them, but for who looks and in which language."""


def who_may(page: Page) -> str:
    """Somebody of the demo whom the page shows all that it has."""
    return "director" if page in OF_FIGURES else "administrator"


def every_page_drawn(ground: Ground) -> Strike:
    """As Chromium draws it: no dialog and no complaint (`window`), no element of theirs, nothing fetched elsewhere."""
    return lambda: drawn(ground["browser"], ground.home, [(f"/{page.path}?person=director", "") for page in OF_FIGURES])


def drawn(browser: Browser, home: Path, pages: list[tuple[str, str]]) -> str:
    """Each address in Chromium, with a text of theirs on the page, whichever or that one: what is not shown proves
    nothing."""
    with served(home) as server, window(browser, server) as window_of_theirs:
        page, asked = window_of_theirs, list[str]()
        page.on("request", lambda request: asked.append(request.url))
        for address, text in pages:
            page.goto(address)
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
            page.get_by_text(text or "onerror=alert(1)").last.wait_for(state="attached")
            assert [injected for injected in INJECTED if page.locator(injected).count()] == [], address
        assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []
    return AS_TEXT


def every_parameter(page: Page) -> Attack:
    """All of them at once, each with another attack on each page: the page is drawn."""

    def attack(ground: Ground) -> Strike:
        at = PAGES.index(page)
        sent = {
            name: BEGINNINGS.get(name, "") + PAYLOADS[(at + n) % len(PAYLOADS)] for n, name in enumerate(PARAMETERS)
        }

        def strike() -> str:
            screen = ground["open_page"](page.key, ground.home, **sent, person=who_may(page))
            assert not screen.app.error
            assert len(screen.text) > 100
            assert not screen.app.markdown
            return AS_TEXT

        return strike

    return attack


def searched(page: Page) -> Attack:
    """Typed into the page's field one after the other: looked for as it stands, found nowhere, and there to see."""

    def attack(ground: Ground) -> Strike:
        screen = ground["open_page"](page.key, ground.home, person=who_may(page))
        (field,) = screen.app.text_input

        def strike() -> str:
            for text in (
                "' or 1=1 --",
                "x%' union select 1 --",
                "<img src=x onerror=alert(1)>",
                "=2+2",
                "\u202e",
                "%_",
            ):
                field.set_value(text).run()
                assert not screen.app.exception
                assert not screen.app.error
                assert not screen.app.markdown
                assert screen.app.text_input[0].value == text
                found = [one for name, one in screen.components.items() if name in TABLES for one in one["rows"]]
                assert found == [], text
            return AS_TEXT

        return strike

    return attack


TABLES = {"lines", "rights", "figures"}

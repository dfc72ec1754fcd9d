"""The real server with the hand-made release, and a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.serving import served
from tests.pages.page_release import publish_page_release


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[str]:
    """A server of its own: what is entered here, no other test sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    with served(tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("served")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(home / "releases")
    with served(home) as address:
        yield address


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A browser window; the test fails when anything is written to its error console or a dialog opens."""
    with window(browser, server) as opened:
        yield opened


@contextmanager
def window(browser: Browser, server: str, *, width: int = 1280, dark: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
    )
    context.set_default_timeout(60_000)
    opened = context.new_page()
    said, complaints = list[str](), list[str]()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.on("console", lambda message: said.append(message.text))
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if _is_complaint(message.type, message.text) else None,
    )
    try:
        yield opened
    except Exception as error:
        error.add_note(f"the console said: {said}")
        raise
    finally:
        context.close()
    assert complaints == []


def _is_complaint(kind: str, text: str) -> bool:
    # On a page below the root the client first looks for the server there: a 404 that it expects.
    return kind == "error" and "404" not in text


_FIELDS = ".stTextInput, .stTextArea, .stSelectbox, .stRadio, .stCheckbox"


def go(page: Page, address: str, *, question: str = "") -> None:
    """Open an address and wait until the page is drawn."""
    page.goto(address)
    page.locator("h1", has_text=question).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    # Each part fetches its script by itself, and until then looks like nothing; a field of Streamlit's own too.
    parts = page.locator(f"[class*=st-key-]:not([class*=st-key-FormSubmitter-], :has(> :is({_FIELDS})))")
    _wait_until_none(parts.filter(has_not=page.locator(".root:not(:empty)")), "without content")
    charts = page.locator(".canvas[role=img]")
    _wait_until_none(charts.filter(has_not=page.locator(".main-svg")), "a chart that is not drawn")  # Plotly comes last


def _wait_until_none(waiting: Locator, what: str) -> None:
    """Wait until nothing of it is left; what is counted is counted anew each time, for it comes and goes."""
    try:
        expect(waiting).to_have_count(0)
    except AssertionError as error:
        left = waiting.evaluate_all("all => all.map((one) => one.cloneNode(false).outerHTML)")
        error.add_note(f"{what}, when looked at once more: {left}")
        raise


def open_from_menu(page: Page, group: str, name: str) -> None:
    """Go to a page by the menu: through its group, or at once where the group has no other page."""
    menu = page.locator("header nav")
    if menu.get_by_role("button", name=group, exact=True).count():
        menu.get_by_role("button", name=group, exact=True).click()
    menu.get_by_role("link", name=re.compile(f"^{name}")).click()


class Answers:
    """The server's answers to the page: passed on, or held while the reader goes on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._is_holding = False
        self._held: list[bytes] = []
        self._drawn = 0
        page.route_web_socket(re.compile("_stcore/stream"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        server = socket.connect_to_server()
        server.on_message(self._take)

    def _take(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        self._held.append(message)
        told = ForwardMsg.FromString(message)
        is_end = told.WhichOneof("type") == "script_finished"
        self._drawn += is_end and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        if not self._is_holding:
            self.release()

    def hold(self) -> None:
        self._is_holding, self._drawn = True, 0

    def wait(self, drawings: int) -> None:
        """Until the server has made so many drawings that the page does not know of."""
        while self._drawn < drawings:
            self._page.wait_for_timeout(20)

    def release(self) -> None:
        self._is_holding = False
        for message in self._held:
            self._socket.send(message)
        self._held.clear()

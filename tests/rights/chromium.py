"""What a real Chromium has of a page: what stands on it, each message that it was sent, each answer that it got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Page, Response, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import go, window
from tests.rights.personas import COOKIE
from tests.rights.sweep import Found, Query
from tests.rights.visitor import texts_of

SHOWN, SENT, ANSWERED = "what Chromium shows", "what its websockets got", "what it fetched"
CHANNELS = {SHOWN, SENT, ANSWERED}
# Program, fonts and pictures: files of the installed packages, the same for everybody.
_PROGRAM = ("/static/", "/assets/")
_TEXT = """root => {
    const said = []
    const walk = node => {
        if (node.nodeType === Node.TEXT_NODE) said.push(node.data)
        for (const one of node.attributes ?? []) said.push(one.value)
        if (node.value) said.push(String(node.value))
        for (const one of node.childNodes) walk(one)
        if (node.shadowRoot) walk(node.shadowRoot)
    }
    walk(root)
    return said.join("\\n")
}"""


def in_chromium(browser: Browser, address: str, key: str, pages: Iterable[tuple[str, Query]]) -> list[Found]:
    """What each page brought to the browser of somebody who is logged in by that key."""
    found: list[Found] = []
    with window(browser, address) as page:
        page.context.add_cookies([{"name": COOKIE, "value": key, "url": address}])
        for path, query in pages:
            found.append(Found())
            with _kept(page, path, found[-1]) as kept:
                go(page, f"/{path}?{urlencode(query, doseq=True)}")
                page.wait_for_load_state("networkidle")
                for frame in page.frames:
                    kept.add(SHOWN, path, frame.locator(":root").evaluate(_TEXT))
                kept.add(SHOWN, path, page.locator("body").inner_text())
    return found


def refused_in_chromium(browser: Browser, address: str, key: str, pages: Iterable[str]) -> list[Found]:
    """What those pages say to somebody who is logged in and has no right: no page of ours, and no websocket."""
    found: list[Found] = []
    context = browser.new_context(base_url=address)
    context.add_cookies([{"name": COOKIE, "value": key, "url": address}])
    page = context.new_page()
    for path in pages:
        found.append(Found())
        with _kept(page, path, found[-1]) as kept:
            page.goto(f"/{path}", wait_until="networkidle")
            kept.add(SHOWN, path, page.content())
    context.close()
    return found


@contextmanager
def _kept(page: Page, path: str, found: Found) -> Iterator[Found]:
    """Keep what comes meanwhile, whatever it is read for."""
    answers: list[Response] = []

    def got(frame: str | bytes) -> None:
        for text in texts_of(ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())):
            found.add(SENT, path, text)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", got)

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("websocket", listen)
    page.on("response", keep)
    yield found
    page.remove_listener("websocket", listen)
    page.remove_listener("response", keep)
    for answer in answers:
        asked = urlsplit(answer.url)  # what is a blob was made of the messages
        if asked.scheme == "http" and not asked.path.startswith(_PROGRAM) and answer.ok:
            found.add(ANSWERED, asked.path, answer.body().decode("utf-8", "replace"))

"""What was tested of the pages' accessibility, for anybody, and the way to the municipality's own statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from markdown_it import MarkdownIt
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.login.people import login_settings
from dashboard.plain_pages import STATEMENT_PATH, plain_page
from dashboard.store.sessions import Limits
from dashboard.texts import Texts, language_of, mark
from pipelines.home import open_home

PATH = "/tilgaengelighed"
OPEN_PATHS = (STATEMENT_PATH, PATH)
"""Addresses that nobody has to log in for."""
TITLE = mark("Accessibility")
_PAGES = Path(__file__).parents[1] / "docs" / "accessibility"
# Markup in it is text: what a settings file says becomes no element of the page.
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def routes() -> Sequence[BaseRoute]:
    return [Route(STATEMENT_PATH, statement, methods=["GET"]), Route(PATH, tested, methods=["GET"])]


def statement(request: Request) -> Response:
    """To the municipality's own statement; to what was tested where it has not named one."""
    own = open_home().municipality.accessibility.statement
    there = own or f"{PATH}?lang={_texts(request).language}"
    return RedirectResponse(there, status_code=303, headers={"Cache-Control": "no-store"})


def tested(request: Request) -> Response:
    """What was tested, what is known not to hold, and whom to tell."""
    texts = _texts(request)
    words = (_PAGES / f"{texts.language}.md").read_text(encoding="utf-8")
    for name, value in _said(texts).items():
        words = words.replace(f"{{{name}}}", value)
    return plain_page(texts, texts.say(TITLE), _READER.render(words), is_long=True)


def _said(texts: Texts) -> dict[str, str]:
    """What the municipality has set, by its name in the page's text."""
    municipality, login = open_home().municipality, login_settings()
    chosen = municipality.accessibility
    limits = login.limits if login else Limits()
    return {
        "municipality": municipality.name,
        "statement": (
            texts.say("The municipality's own accessibility statement: {address}", address=f"<{chosen.statement}>")
            if chosen.statement
            else texts.say("The municipality has not published a statement of its own yet; this page is not it.")
        ),
        "contact": chosen.contact
        or (login.contact if login else "")
        or texts.say("The municipality has not said here whom to tell; ask whoever gave you access."),
        "idle_minutes": str(limits.idle // timedelta(minutes=1)),
        "longest_hours": str(limits.longest // timedelta(hours=1)),
        "asked_minutes": str(limits.asked // timedelta(minutes=1)),
    }


def _texts(request: Request) -> Texts:
    return Texts(language_of(request.query_params.get("lang")))

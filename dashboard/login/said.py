"""The pages that somebody sees who is not let in."""

from __future__ import annotations

from html import escape
from typing import Literal
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from dashboard.plain_pages import plain_page
from dashboard.texts import Texts, mark

Why = Literal["refused", "provider", "store", "ask", "out", "no_rights"]
WAY_OUT = "/auth/logout"
TOLD: dict[Why, tuple[int, str, str]] = {
    "refused": (
        403,
        mark("You were not logged in"),
        mark("The login did not say who you are, or took too long. Try again; if it happens again, tell {contact}."),
    ),
    "provider": (
        503,
        mark("Nobody can log in right now"),
        mark("The place where you log in does not answer. Try again in a moment."),
    ),
    "store": (
        503,
        mark("Nobody can log in right now"),
        mark("What people may see cannot be looked up. Try again in a moment."),
    ),
    "ask": (
        200,
        mark("Log out?"),
        mark("Another page sent you here. If you did not mean to log out, go back."),
    ),
    "out": (200, mark("You are logged out"), mark("Close the browser if others use this computer.")),
    "no_rights": (
        403,
        mark("You have no access yet"),
        mark("You are logged in as {name}, but nobody has given you access. Ask {contact}."),
    ),
}
"""Why → the HTTP status of the page, its title and its sentence."""


def told(texts: Texts, why: Why, **known: str) -> Response:
    """The page that says why; what its sentence names is `known`."""
    status, title, sentence = TOLD[why]
    out = f"{WAY_OUT}?lang={texts.language}"
    # The language goes along to the first page.
    into = "/auth/login?next=" + quote(f"/?lang={texts.language}", safe="")
    links = {"no_rights": (texts.say("Log in as somebody else"), out), "ask": (texts.say("Log out"), out)}
    again, there = links.get(why, (texts.say("Log in"), into))
    content = (
        f"<h1>{escape(texts.say(title))}</h1><p>{escape(texts.say(sentence, **known))}</p>"
        f'<a href="{there}">{escape(again)}</a>'
    )
    return plain_page(texts, texts.say(title), content, status=status)


def told_plainly(texts: Texts, why: Why, **known: str) -> Response:
    """The same to a program: the sentence alone."""
    status, _title, sentence = TOLD[why]
    return said_plainly(texts.say(sentence, **known), status)


def said_plainly(words: str, status: int) -> Response:
    return PlainTextResponse(words, status_code=status, headers={"Cache-Control": "no-store"})

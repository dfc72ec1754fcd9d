"""The pages that somebody sees who is not let in."""

from __future__ import annotations

from html import escape
from typing import Literal

from starlette.responses import Response

from dashboard.plain_pages import plain_page
from dashboard.texts import Texts, mark

Why = Literal["refused", "provider", "store", "out", "no_rights"]
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
    again = texts.say("Log in as somebody else") if why == "no_rights" else texts.say("Log in")
    there = "/auth/logout" if why == "no_rights" else "/auth/login"
    content = (
        f"<h1>{escape(texts.say(title))}</h1><p>{escape(texts.say(sentence, **known))}</p>"
        f'<a href="{there}">{escape(again)}</a>'
    )
    return plain_page(texts, texts.say(title), content, status=status)

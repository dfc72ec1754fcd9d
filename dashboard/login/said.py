"""The pages that somebody sees who is not let in: made here, whole, without the dashboard's own machinery."""

from __future__ import annotations

from html import escape
from typing import Literal

from starlette.responses import HTMLResponse, Response

from dashboard.texts import Texts, mark
from dashboard.theme import palette

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
_STYLE = """
:root {{ color-scheme: light dark; --ink: {ink}; --paper: {paper}; --muted: {muted}; --accent: {accent}; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: {dark_ink}; --paper: {dark_paper}; --muted: {dark_muted}; --accent: {dark_accent}; }}
}}
@font-face {{ font-family: "Public Sans"; src: url("/assets/fonts/public-sans.woff2"); font-weight: 100 900; }}
body {{ margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 "Public Sans", sans-serif; }}
main {{ max-width: 36rem; margin: 14vh auto 0; padding: 0 1.25rem; }}
.name {{ font-weight: 700; }}
h1 {{ font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 0.5rem; }}
p {{ margin: 0 0 1.5rem; }}
a {{ color: var(--accent); font-weight: 600; }}
"""


def told(texts: Texts, why: Why, **known: str) -> Response:
    """The page that says why; what its sentence names is `known`."""
    status, title, sentence = TOLD[why]
    light, dark = palette("light"), palette("dark")
    colours = {**light, **{f"dark_{meaning}": colour for meaning, colour in dark.items()}}
    again = texts.say("Log in as somebody else") if why == "no_rights" else texts.say("Log in")
    there = "/auth/logout" if why == "no_rights" else "/auth/login"
    page = (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(texts.say(title))} – Pejling</title><style>{_STYLE.format(**colours)}</style></head>"
        f'<body><main><div class="name">Pejling</div><h1>{escape(texts.say(title))}</h1>'
        f'<p>{escape(texts.say(sentence, **known))}</p><a href="{there}">{escape(again)}</a></main></body></html>'
    )
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})

"""Pages that anybody gets: made here, whole, without the dashboard's own machinery and without data."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, Response

from dashboard.texts import Texts, mark
from dashboard.theme import palette

STATEMENT_PATH = "/was"
"""Where Danish public bodies have their accessibility statement, or the way to it."""
STATEMENT = mark("Accessibility statement")
_STYLE = """
:root {{
  color-scheme: light dark;
  --ink: {ink}; --paper: {paper}; --muted: {muted}; --accent: {accent}; --line: {line};
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    --ink: {dark_ink}; --paper: {dark_paper}; --muted: {dark_muted}; --accent: {dark_accent}; --line: {dark_line};
  }}
}}
@font-face {{ font-family: "Public Sans"; src: url("/assets/fonts/public-sans.woff2"); font-weight: 100 900; }}
body {{ margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 "Public Sans", sans-serif; }}
main, footer {{ max-width: 36rem; margin: 0 auto; padding: 0 1.25rem; }}
main {{ margin-top: 14vh; }}
main.long {{ margin-top: 3rem; }}
main.long, main.long + footer {{ max-width: 44rem; }}
.name {{ font-weight: 700; }}
h1 {{ font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 0.5rem; }}
h2 {{ font-size: 1.125rem; margin: 2rem 0 0.5rem; }}
p {{ margin: 0 0 1.5rem; }}
h2 + p, li + li {{ margin-top: 0.35rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; }}
th, td {{ border-bottom: 1px solid var(--line); }}
a {{ color: var(--accent); font-weight: 600; }}
footer {{ padding-block: 2rem 3rem; font-size: 0.875rem; }}
footer a {{ color: var(--muted); }}
"""


def plain_page(texts: Texts, title: str, content: str, *, status: int = 200, is_long: bool = False) -> Response:
    """A page with a title and its content, which is HTML of ours: whatever came from elsewhere is escaped in it."""
    light, dark = palette("light"), palette("dark")
    colours = {**light, **{f"dark_{meaning}": colour for meaning, colour in dark.items()}}
    kind = "long" if is_long else "short"
    page = (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Pejling</title><style>{_STYLE.format(**colours)}</style></head>"
        f"<body><main class='{kind}'><div class='name'>Pejling</div>{content}</main>"
        f'<footer><a href="{STATEMENT_PATH}?lang={texts.language}">{escape(texts.say(STATEMENT))}</a></footer>'
        "</body></html>"
    )
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})

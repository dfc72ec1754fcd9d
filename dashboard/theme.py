"""What the product looks like, in one place: the colours of `.streamlit/config.toml` by what they mean.

Components read them as CSS variables (so light and dark follow the reader's own setting without asking the server);
Python reads the same file through `palette`.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

CONFIG_FILE = Path(__file__).parent.parent / ".streamlit" / "config.toml"
ICON_FILE = Path(__file__).parent / "assets" / "icon.svg"

Mode = Literal["light", "dark"]

MEANINGS: dict[str, str] = {
    "ink": "textColor",
    "muted": "grayTextColor",
    "paper": "backgroundColor",
    "panel": "secondaryBackgroundColor",
    "accent": "primaryColor",
    "over": "orangeTextColor",
    "under": "blueTextColor",
    "watch": "yellowTextColor",
    "reference": "grayColor",
    "line": "borderColor",
}
"""What a colour means → the setting of the theme that holds it."""


@lru_cache(maxsize=2)
def palette(mode: Mode) -> dict[str, str]:
    """The colours of a mode by their meaning, as `#RRGGBB`."""
    theme = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8"))["theme"][mode]
    return {meaning: theme[setting] for meaning, setting in MEANINGS.items()}


def tokens() -> str:
    """The colours as CSS variables by their meaning, for the head of every component's style sheet."""
    lines = [f"  --{meaning}: var(--st-{_dashed(setting)});" for meaning, setting in MEANINGS.items()]
    strong = "  --line-strong: color-mix(in srgb, var(--st-text-color) 42%, var(--st-background-color));"
    return ".root {\n" + "\n".join([*lines, strong]) + "\n}\n"


# Streamlit's own frame, where the theme has no setting for it. It stands in the index page, so that it holds before
# anything is drawn; Streamlit's own rules come later in the head, hence the `body` that outweighs them.
PAGE_STYLE = """<style>
  body [data-testid="stMainBlockContainer"] { max-width: 82rem; margin: 0 auto; padding-inline: 2rem; }
  /* The header is empty, and the masthead has its own way past itself, in the reader's language. */
  body [data-testid="stHeader"], body [data-testid="stSkipToContent"] { display: none; }
  body [data-testid="stVerticalBlock"] { gap: 1.35rem; }
  @media (max-width: 780px) {
    body [data-testid="stMainBlockContainer"] { padding-inline: 1rem; }
    body [data-testid="stVerticalBlock"] { gap: 1.1rem; }
  }
  /* On the accent, which is light in the dark, white would be read by few. */
  @media (prefers-color-scheme: dark) { body [data-testid^="stBaseButton-primary"] { color: PAPER_OF_THE_DARK; } }
  /* What a box stands for is read whole, on a phone too. */
  body [data-testid="stCheckbox"] label * { white-space: normal; overflow: visible; text-overflow: clip; }
  @media print { .st-key-masthead, .st-key-choices { display: none; } }
</style>""".replace("PAPER_OF_THE_DARK", palette("dark")["paper"])


def _dashed(setting: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in setting)

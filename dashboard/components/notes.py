"""Lines said beside a form: what was understood of it, what is wrong with it, what came of it."""

from __future__ import annotations

from dataclasses import asdict

from dashboard.components.browser import mount
from dashboard.components.headline import Note


def notes(lines: tuple[Note, ...], *, key: str, title: str = "", answers: bool = False) -> None:
    """Draw them below their title, so that they are read aloud when they come; nothing where there is nothing.

    `answers`: they say what came of a press of a button that may be far below, so they come into sight by themselves.
    """
    if lines or title:
        mount("notes", {"title": title, "notes": [asdict(line) for line in lines], "answers": answers}, key=key)

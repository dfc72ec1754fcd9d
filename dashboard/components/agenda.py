"""Lists side by side of what somebody should know or do, a line each; a line can lead to where it is done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components.browser import OnAct, mount
from dashboard.components.headline import Mark, Tone


@dataclass(frozen=True)
class Entry:
    """A line, a quieter one below it, and a shape before it. `id` makes the line a way to go; empty, it is text."""

    text: str
    note: str = ""
    tone: Tone = ""
    mark: Mark = ""
    id: str = ""


@dataclass(frozen=True)
class Section:
    """A list with its heading, and what is said where there is nothing in it."""

    title: str
    entries: tuple[Entry, ...]
    empty: str


def agenda(sections: tuple[Section, ...], *, key: str, on_act: OnAct) -> None:
    """Draw them. Act: `{"go": an entry's id}`."""
    data: dict[str, Any] = {"sections": [asdict(section) for section in sections]}
    mount("agenda", data, key=key, on_act=on_act)

"""What is known of one thing, within a form: a heading, lines, and marked notes. Text from data is only ever text."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import mount
from dashboard.components.headline import Note


@dataclass(frozen=True)
class Facts:
    """All texts are ready to read. `is_alert`: it is read aloud when it appears."""

    title: str = ""
    lines: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    is_alert: bool = False


def facts(content: Facts, *, key: str) -> None:
    """Draw them; there is nothing to click."""
    mount("facts", asdict(content), key=key)

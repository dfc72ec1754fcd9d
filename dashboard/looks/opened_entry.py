"""What the pages that keep one list open for writing."""

from __future__ import annotations

from typing import Protocol

from dashboard.components.entry_form import EntryForm
from dashboard.components.headline import Note
from dashboard.components.panel import Panel
from dashboard.looks.saving import Typed


class Entry(Protocol):
    """Something that is open: what is known of it, the form where something can be done, and what a button does."""

    id: str

    def panel(self, told: tuple[Note, ...]) -> Panel: ...

    def form(self) -> EntryForm | None: ...

    def save(self, button: str, typed: Typed, seen: int) -> int | None: ...

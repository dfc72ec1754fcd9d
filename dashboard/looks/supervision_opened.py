"""Which of the things that can be open for writing the address names, where it is there to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from dashboard.components.entry_form import EntryForm
from dashboard.components.headline import Note
from dashboard.components.panel import Panel
from dashboard.components.table import Table
from dashboard.looks.look import Look
from dashboard.looks.saving import Typed
from dashboard.looks.supervision import Chosen
from dashboard.looks.supervision_finance import FollowEntry, PostingEntry
from dashboard.looks.supervision_signing import SignEntry
from dashboard.looks.supervision_waiving import WaiveEntry
from dashboard.tables import supervision as tables


class Entry(Protocol):
    """Something that is open: what is known of it, the form for those who may write, and what a button does.

    `save` answers None where it was kept, else the version that the person has seen by now (see `entry_form`).
    """

    id: str

    def panel(self, told: tuple[Note, ...]) -> Panel: ...

    def form(self, faults: Mapping[str, str]) -> EntryForm | None: ...

    def table(self) -> Table | None: ...

    def save(self, button: str, typed: Typed, seen: int) -> int | None: ...


def open_entry(look: Look, chosen: Chosen) -> Entry | None:
    """What is open; None where nothing is, or what is named is not there."""
    wanted = look.address.entry
    if not wanted:
        return None
    for owed in chosen.owed:
        if tables.sign_id(owed) == wanted:
            return WaiveEntry(look, chosen, owed) if chosen.may_change else SignEntry(look, chosen, owed)
    for found in chosen.atypical:
        if tables.posting_id(found) == wanted:
            return PostingEntry(look, chosen, found)
    for risk in chosen.risks:
        if f"follow:{risk.unit['unit_id']}" == wanted:
            return FollowEntry(look, chosen, risk)
    return None

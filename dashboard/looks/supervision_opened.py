"""Which of the things that can be open for writing the address names, where it is there to be seen."""

from __future__ import annotations

from dashboard.looks.look import Look
from dashboard.looks.saving import Entry
from dashboard.looks.supervision import Chosen
from dashboard.looks.supervision_finance import FollowEntry, PostingEntry
from dashboard.looks.supervision_signing import SignEntry
from dashboard.looks.supervision_waiving import WaiveEntry
from dashboard.tables import supervision as tables


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

"""What is open for writing on a page that keeps one list: what is known of it, its form, and what was answered."""

from __future__ import annotations

from dashboard.components.browser import OnAct
from dashboard.components.entry_form import entry_form
from dashboard.components.panel import panel
from dashboard.looks import saving as entries
from dashboard.looks.opened_entry import Entry


def show_entry(entry: Entry, on_act: OnAct) -> None:
    """Draw it, with what came of the last attempt to save."""
    told = entries.take_told(entry.id)
    panel(entry.panel(entries.notes(told)), key="entry", on_act=on_act)
    if form := entry.form():
        entry_form(form.with_faults(told.faults), key=f"form:{entry.id}", on_entry=entry.save)

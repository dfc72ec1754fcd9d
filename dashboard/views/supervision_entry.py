"""What is open for writing on Ledelsestilsyn: what is known of it, its form, and what was answered."""

from __future__ import annotations

from dashboard.components.entry_form import entry_form
from dashboard.components.panel import panel
from dashboard.components.table import table
from dashboard.looks import saving as entries
from dashboard.looks import supervision as looks
from dashboard.looks.look import Look
from dashboard.looks.supervision_opened import Entry


def show_entry(look: Look, entry: Entry) -> None:
    """Draw it, with what came of the last attempt to save."""
    told = entries.take_told(entry.id)
    panel(entry.panel(entries.notes(told)), key="entry", on_act=lambda done: looks.act(look, done))
    if form := entry.form(told.faults):
        entry_form(form, key=f"form:{entry.id}", on_entry=entry.save)
    if content := entry.table():
        table(look.texts, content, key="answers")

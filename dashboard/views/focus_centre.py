"""A centre's focus areas: what came of the last, the cards each with its form below it, candidates and editions."""

from __future__ import annotations

from dashboard.components.agenda import agenda
from dashboard.components.entry_form import entry_form
from dashboard.components.facts import facts
from dashboard.components.focus_card import focus_card
from dashboard.components.notes import notes
from dashboard.components.panel import panel
from dashboard.components.table import table
from dashboard.looks import focus_areas as looks
from dashboard.looks import saving as entries
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_cards import cards, sections
from dashboard.looks.focus_centre import tables_below, what_came_of
from dashboard.looks.focus_entry import FocusEntry
from dashboard.looks.focus_opened import ORDER, act
from dashboard.looks.look import Look


def show_centre(look: Look, chosen: Chosen, entry: FocusEntry | None) -> None:
    """Draw it below the filters."""
    if chosen.desk is None:
        return

    def on_act(done: dict[str, str]) -> None:
        act(look, chosen, done)

    if steps := sections(look, chosen):
        agenda(steps, key="steps", on_act=on_act)
    if entry is None:
        notes(entries.notes(entries.take_told(ORDER)), key="moved")
    if came := what_came_of(look, chosen):
        agenda(came, key="came", on_act=on_act)
    shown = cards(look, chosen)
    belongs = [bool(entry and entry.belongs_to(key)) for _, key in shown]
    if entry and not any(belongs):
        _show_entry(look, chosen, entry)
    for number, (card, _) in enumerate(shown):
        focus_card(card, key=f"card_{number}", on_act=on_act)
        if entry and belongs[number]:
            _show_entry(look, chosen, entry)
    for key, content in tables_below(look, chosen).items():
        table(look.texts, content, key=key, on_act=on_act)


def _show_entry(look: Look, chosen: Chosen, entry: FocusEntry) -> None:
    told = entries.take_told(entry.id)
    panel(entry.panel(entries.notes(told)), key="entry", on_act=lambda done: looks.act(look, chosen, done))
    for number, beside in enumerate(entry.beside()):
        facts(beside, key=f"beside_{number}")
    entry_form(entry.form().with_faults(told.faults), key=f"form:{entry.id}", on_entry=entry.save)

"""The explanation that is open on the budget follow-up: what is said, the form, and what came of the one before."""

from __future__ import annotations

from dashboard.components.browser import OnAct
from dashboard.components.entry_form import entry_form
from dashboard.components.facts import Facts, facts
from dashboard.components.panel import panel
from dashboard.components.table import table
from dashboard.decisions.explanation import Explained
from dashboard.looks import explanation_entry as entry
from dashboard.looks.explanation import earlier_of, panel_of, read_open
from dashboard.looks.look import Look
from dashboard.store.at_hand import AtHand
from dashboard.tables import explanation as tables


def show_open(look: Look, found: Explained, store: AtHand, on_act: OnAct) -> None:
    """Draw what the address asks to explain; nothing where it asks for nothing."""
    texts, opened = look.texts, read_open(look, found, store)
    if opened is None:
        return
    subject, before = opened.subject, opened.earlier_subject
    content = panel_of(look, opened, entry.told(subject))
    panel(content, key="explanation", on_act=on_act)
    is_made_of_others = [one.unit_id for one in found.below(subject.unit_id)] not in ([], [subject.unit_id])
    if is_made_of_others:
        table(texts, tables.deviations(texts, found, opened.unit), key="deviations", on_act=on_act)
    if opened.causes:
        if is_made_of_others:
            facts(Facts(title=content.title), key="of_the_whole")
        entry_form(
            entry.form_of(texts, opened),
            key=entry.key_of(subject),
            on_entry=lambda act, typed, seen: entry.enter(look, opened, act, typed, seen),
        )
    earlier = earlier_of(look, opened, entry.told(before))
    if earlier:
        facts(earlier, key="earlier")
    if opened.may_tell_outcome and opened.earlier and before:
        entry_form(
            entry.outcome_form_of(texts, opened.earlier),
            key=f"outcome:{entry.key_of(before)}",
            on_entry=lambda _, typed, seen: entry.enter_outcome(look, opened, typed, seen),
        )

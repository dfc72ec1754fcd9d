"""The parts of Prognoserunde on which people enter something: a unit's forecast, its signing, and finance's rounds."""

from __future__ import annotations

from dashboard.components.entry_form import entry_form
from dashboard.components.forecast_form import forecast_form
from dashboard.components.table import table
from dashboard.decisions.unit_forecast import UnitForecast
from dashboard.looks import forecast_answers as acts
from dashboard.looks import forecast_fields as fields
from dashboard.looks import forecast_round as looks
from dashboard.looks import forecast_steering as rounds
from dashboard.looks.forecast_round import Chosen
from dashboard.looks.look import Look
from dashboard.store.at_hand import AtHand
from dashboard.tables import forecast_round as tables


def answering(look: Look, chosen: Chosen, unit: UnitForecast) -> None:
    """Draw a unit's account groups, what the person may do with them, and all that was said."""
    texts, key = look.texts, fields.key_of(chosen, unit)
    may_write = fields.can_write(look, chosen, unit)
    excel = looks.workbook_link(look, chosen)
    table(texts, tables.parts(texts, unit, chosen.total, may_write=may_write, excel=excel), key="parts")
    if may_write:
        form = fields.form_of(look, chosen, unit)
        forecast_form(
            form, key=f"forecast:{key}", on_step=lambda step, typed: acts.step(look, chosen, unit, step, typed)
        )
    elif signing := acts.sign_form(look, chosen, unit):
        entry_form(
            signing,
            key=f"sign:{key}",
            on_entry=lambda act, typed, seen: (
                None if acts.sign(look, chosen, unit, act, typed.get("words", "")) else seen
            ),
        )
    table(texts, tables.said(texts, *looks.history(chosen, unit)), key="said")


def steering(look: Look, store: AtHand, chosen: Chosen | None) -> None:
    """Draw finance's forms: the round that is chosen, and opening another."""
    if chosen:
        entry_form(
            rounds.round_form(look, store, chosen.round),
            key=f"round:{chosen.round.fiscal_year}:{chosen.round.round}:{chosen.round.version}",
            on_entry=lambda act, typed, seen: None if rounds.change_round(look, chosen, act, typed) else seen,
        )
    if opening := rounds.opening_form(look):
        entry_form(
            opening,
            key="opening",
            on_entry=lambda _, typed, seen: None if rounds.open_round(look, store, typed) else seen,
        )

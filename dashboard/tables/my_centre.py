"""The units directly below one: how each stands, and what waits in it."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.my_centre import Everything, Waiting
from dashboard.meanings import meaning
from dashboard.sentences.words import STATUS_WORDS, direction, status_mark
from dashboard.texts import Texts

MART = "budget_followup__unit_period"

Figures = dict[str, Any]


def units(texts: Texts, below: pl.DataFrame, unit: Figures, everything: Everything | None) -> Table:
    """One row a unit, the unit itself as their total. `everything` None: what waits is not known."""
    say = texts.say
    # What waits stands first: a phone shows no more than two columns.
    rounds = (Column(say("Forecasts missing")),) if everything and everything.rounds else ()
    return Table(
        title=say("Where it waits" if everything else "How the units stand"),
        columns=(
            Column(say("Unit")),
            *rounds,
            *((Column(say("Supervision unsigned")), Column(say("Deviations unexplained"))) if everything else ()),
            Column(say("Expected variance"), say("of the budget"), meaning(texts, MART, "forecast_variance_dkk")),
            Column(say("Spent of the budget"), "", meaning(texts, MART, "spent_share")),
            Column(say("Status"), "", meaning(texts, MART, "status"), left=True),
        ),
        rows=tuple(_row(texts, row, everything) for row in below.iter_rows(named=True)),
        total=_row(texts, unit, everything, label=say("Total")),
        empty=say("There is nothing below this unit."),
        unit=texts.unit("thousand"),
    )


def _row(texts: Texts, row: Figures, everything: Everything | None, label: str = "") -> Row:
    variance = row["forecast_variance_dkk"]
    word = STATUS_WORDS.get(row["status"])
    share = row["forecast_variance_share"]
    return Row(
        row["unit_id"],
        label or row["unit_name"],
        (
            *(_waits(texts, everything.of(row["unit_id"]), has_rounds=bool(everything.rounds)) if everything else ()),
            Cell(texts.amount(variance, signed=True), texts.share(share) if share is not None else "",
                 direction(variance)),
            Cell(texts.share(row["spent_share"])),
            Cell(texts.say(word) if word else "–", mark=status_mark(row["status"]), left=True),
        ),
        kind="sum" if label else "plain",
        goes_to="" if label else texts.say("Show this unit by itself"),
    )  # fmt: skip


def _waits(texts: Texts, found: Waiting, *, has_rounds: bool) -> tuple[Cell, ...]:
    missing = sum(len(one.missing) for one in found.rounds)
    counts = [*([missing] if has_rounds else []), len(found.supervisions), len(found.deviations)]
    return tuple(Cell(texts.count(count) if count else "–") for count in counts)

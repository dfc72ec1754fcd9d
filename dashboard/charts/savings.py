"""The bars of the savings: which units and which measures miss most."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components.figure import Bar, Bars, NoChart
from dashboard.sentences.savings import is_missing
from dashboard.sentences.words import unit_for
from dashboard.texts import Texts, mark

_MOST_BARS = 8


def units(texts: Texts, below: pl.DataFrame) -> Bars | NoChart:
    """What does not come of what the units below have promised, the most first."""
    rows = _missing(texts, below)
    title = texts.say("Where does it not come?")
    if not rows:
        return NoChart(title, _why_nothing(texts, below))
    scale = unit_for(rows[0]["gap_dkk"])
    return Bars(
        title=texts.say("{name} misses the most", name=rows[0]["unit_name"]),
        unit=texts.say("Promised, but neither saved nor expected, {unit}", unit=texts.unit(scale)),
        bars=tuple(
            Bar(row["unit_name"], float(row["gap_dkk"]), texts.amount(row["gap_dkk"], scale),
                texts.say("{share} saved", share=texts.share(row["realised_share"], 0)), "watch", row["unit_id"])
            for row in rows[:_MOST_BARS]
        ),
    )  # fmt: skip


def measures(texts: Texts, rows: pl.DataFrame) -> Bars | NoChart:
    """The measures that miss most of what they promised."""
    found = _missing(texts, rows)
    title = texts.say("Which measures do not deliver?")
    if not found:
        return NoChart(title, _why_nothing(texts, rows))
    scale = unit_for(found[0]["gap_dkk"])
    many = mark("{count} measures do not deliver what they promised")
    return Bars(
        title=texts.say_many("{count} measure does not deliver what it promised", many, len(found)),
        unit=texts.say("Promised, but neither saved nor expected, {unit}", unit=texts.unit(scale)),
        bars=tuple(
            Bar(row["measure_name"], float(row["gap_dkk"]), texts.amount(row["gap_dkk"], scale),
                texts.say("of {amount}", amount=texts.amount(row["target_dkk"], scale)), "watch")
            for row in found[:_MOST_BARS]
        ),
    )  # fmt: skip


def _why_nothing(texts: Texts, rows: pl.DataFrame) -> str:
    is_ahead = len(rows) > 0 and rows["gap_dkk"].null_count() == len(rows)
    ahead, well = mark("The year has not begun."), mark("Everything that is promised is saved or expected.")
    return texts.say(ahead if is_ahead else well)


def _missing(texts: Texts, rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows that miss something, the most first; a bar that is written as 0 tells nothing."""
    found = sorted(
        (row for row in rows.iter_rows(named=True) if is_missing(row["gap_dkk"])), key=lambda row: -row["gap_dkk"]
    )
    scale = unit_for(found[0]["gap_dkk"]) if found else "thousand"
    return [row for row in found if texts.amount(row["gap_dkk"], scale) != texts.amount(0, scale)]

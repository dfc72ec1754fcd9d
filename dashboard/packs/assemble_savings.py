"""The year's savings, half a page: what is saved of the target, and the measures that something is missing of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.packs.asked import Asked
from dashboard.packs.assemble_numbers import MOST_ROWS, Writing, bars, spoken
from dashboard.packs.assemble_words import of_many, said, told
from dashboard.packs.content import Cell, Column, Figure, Said, Section, Table
from dashboard.queries import savings
from dashboard.sentences import savings as savings_words
from dashboard.texts import mark

Figures = Mapping[str, Any]


def saving(asked: Asked) -> Section | None:
    """What is saved of the year's target, and the measures that something is missing of; None where none is owed."""
    texts, say = asked.texts, asked.say
    rows = savings.of_year(asked.door, asked.year).filter(
        pl.col("unit_id") == asked.unit_id, pl.col("programme_id") == savings.EVERY_PROGRAMME
    )
    if rows.is_empty():
        return None
    unit = rows.row(0, named=True)
    sentence = savings_words.sentence(texts, unit)
    facts = [
        Said(say("Who is late"), sentence.more),
        # More measures than are owed: nothing is left to find.
        *(said(figure) for figure in savings_words.key_figures(texts, unit)[-2:-1] if (unit["unfound_dkk"] or 0) > 0),
        *(Said(say("To know"), note.text) for note in savings_words.notices(texts, unit)),
    ]
    return Section(
        "savings",
        say("Savings"),
        told(sentence),
        figure=_measures(asked, unit),
        said=tuple(fact for fact in facts if fact.text),
    )


def _measures(asked: Asked, unit: Figures) -> Figure:
    texts, say = asked.texts, asked.say
    rows = savings.measures(asked.door, asked.year, savings.EVERY_PROGRAMME, asked.unit_id).to_dicts()
    thousands = Writing.of_unit(texts, "thousand")
    missing = [(row["measure_name"], row["gap_dkk"]) for row in rows if savings_words.is_missing(row["gap_dkk"])]
    shown = rows[:MOST_ROWS]
    name = say("Savings")
    columns = (
        Column(texts.unit("thousand"), width=2.6),
        *(thousands.column(say(head)) for head in (mark("Target"), mark("Saved"), mark("Does not come"))),
        Column(say("Responsible"), width=1.3),
    )
    lines = tuple(
        (
            Cell(row["measure_name"]),
            *(thousands.cell(row[column]) for column in ("target_dkk", "realised_dkk", "gap_dkk")),
            Cell(row["responsible"] or say("nobody")),
        )
        for row in shown
    )
    sums = (thousands.cell(unit[column]) for column in ("target_dkk", "realised_dkk", "gap_dkk"))
    total = (Cell(say("Total")), *sums, Cell(""))
    note = of_many(texts, mark("The {count} that most is missing of, of {total}."), len(shown), len(rows))
    table = Table(name, say("Savings measures"), columns, lines, total, note)
    writing = Writing.money(texts, [value for _, value in missing])
    unit_words = say("Does not come, {unit}", unit=writing.unit)
    if not missing:
        nothing = say("Nothing of what is promised is missing.")
        return Figure(nothing, "", nothing, None, table, nothing)
    chart = bars(missing, say("Does not come"), writing, tone="watch")
    title = say("{name} misses most", name=missing[0][0])
    return Figure(title, unit_words, spoken(chart, title, unit_words), chart, table)

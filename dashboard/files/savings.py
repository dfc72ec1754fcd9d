"""The workbook of the savings: units and programmes, measures, every statement, and how the pools were shared out."""

from __future__ import annotations

import polars as pl

from dashboard.files.content import Filters, Made, Nothing, sheet
from dashboard.queries import savings as queries
from dashboard.queries.savings import EVERY_PROGRAMME
from dashboard.sentences.savings import STATUSES
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

UNIT = (Column("unit_id", mark("Unit no.")), Column("unit_name", mark("Unit"), width=36))
PROGRAMME = (Column("programme_id", mark("Programme no.")), Column("programme_name", mark("Programme"), width=32))
MEASURE = (Column("measure_id", mark("Measure no.")), Column("measure_name", mark("Measure"), width=44))
PLACE = (Column("file", mark("File"), width=34), Column("line", mark("Line"), "count"))
SUMS = (
    Column("target_dkk", mark("Target"), "money"),
    Column("target_to_date_dkk", mark("Target to date"), "money"),
    Column("realised_dkk", mark("Saved"), "money"),
    Column("realised_share", mark("of target to date"), "share"),
    Column("expected_rest_dkk", mark("Expected rest"), "money"),
    Column("gap_dkk", mark("Does not come"), "money"),
)
UNITS = (
    *UNIT,
    *PROGRAMME,
    Column("allocated_dkk", mark("Shared out"), "money"),
    Column("unfound_dkk", mark("Not found"), "money"),
    *SUMS,
    Column("measure_count", mark("Measures"), "count"),
    Column("overdue_count", mark("Past deadline"), "count"),
    Column("without_responsible_count", mark("Without a responsible"), "count"),
    Column("without_statement_count", mark("Without a statement"), "count"),
)
MEASURES = (
    *MEASURE,
    *PROGRAMME,
    *UNIT,
    Column("responsible", mark("Responsible"), width=32),
    Column("starts_on", mark("Saves from"), "day"),
    Column("deadline", mark("Deadline"), "day"),
    Column("status", mark("Status"), words=STATUSES),
    Column("is_overdue", mark("Past deadline"), "yes_no"),
    *SUMS,
    Column("stated_on", mark("Stated on"), "day"),
    Column("words", mark("Words"), width=60),
    Column("twin_measure_id", mark("Looks like")),
    *PLACE,
)
YEARS = (*MEASURE, Column("fiscal_year", mark("Year"), "number"), *SUMS)
STATEMENTS = (
    Column("measure_id", mark("Measure no.")),
    Column("stated_on", mark("Stated on"), "day"),
    Column("status", mark("Status"), words=STATUSES),
    Column("realised_dkk", mark("Saved"), "money"),
    Column("realised_since_dkk", mark("Since the statement before"), "money"),
    Column("expected_rest_dkk", mark("Expected rest"), "money"),
    Column("words", mark("Words"), width=60),
    Column("stated_by", mark("Stated by")),
    *PLACE,
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """A unit's year: itself and every unit below it, its measures and statements, and its pools. Raises Nothing."""
    unit_id, year, programme = str(filters["unit"]), int(filters["year"]), str(filters["programme"])
    rows = queries.of_year(door, year).filter(pl.col("unit_path").list.contains(unit_id))
    chosen = rows if programme == EVERY_PROGRAMME else rows.filter(programme_id=programme)
    if chosen.is_empty() or unit_id not in set(rows["unit_id"]):  # what is above one's own units is not seen
        raise Nothing
    named = chosen.with_columns(
        programme_name=pl.when(pl.col("programme_id") == EVERY_PROGRAMME)
        .then(pl.lit(texts.say("All programmes")))
        .otherwise(pl.col("programme_name"))
    )
    about = (year, programme, unit_id)
    title = "title_da" if texts.language == "da" else "title_en"
    pools = (
        Column(title, mark("Pool"), width=36),
        *UNIT,
        Column("key_number", mark("Key"), "money"),
        Column("key_share", mark("Share of the key"), "share"),
        Column("exact_part", mark("Exact share"), "money"),
        Column("allocated_dkk", mark("Part of the pool"), "money"),
    )
    sheets = [
        sheet(door, texts, mark("Units"), "savings__unit_year", named, UNITS, frozen=2),
        sheet(
            door, texts, mark("Measures"), "savings__measure_year", queries.measures(door, *about), MEASURES, frozen=2
        ),
        sheet(
            door,
            texts,
            mark("Year by year"),
            "savings__measure_year",
            queries.measure_years(door, programme, unit_id),
            YEARS,
            frozen=2,
        ),
        sheet(door, texts, mark("Statements"), "savings__statement", queries.statements(door, *about), STATEMENTS),
        sheet(door, texts, mark("Pools"), "savings__pool_part", queries.pool_parts(door, *about), pools),
    ]
    name = str(rows.filter(unit_id=unit_id)["unit_name"][0])
    lines = [(texts.say("Unit"), name), (texts.say("Year"), str(year))]
    return Made(f"{texts.say('Savings')} {name} {year}", sheets, lines)

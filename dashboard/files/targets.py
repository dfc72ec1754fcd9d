"""The workbook of the targets: units with target, key and places, and every count with its line."""

from __future__ import annotations

import polars as pl

from dashboard.files.content import Filters, Made, Nothing, sheet
from dashboard.queries import targets as queries
from dashboard.sentences.targets import KEYS, subject_of
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

UNIT = (Column("unit_id", mark("Unit no.")), Column("unit_name", mark("Unit"), width=36))
UNITS = (
    *UNIT,
    Column("fiscal_year", mark("Year"), "number"),
    Column("key_kind", mark("Key"), words=KEYS),
    Column("key_number", mark("Number of the key"), "count"),
    Column("key_share", mark("Share of the key"), "share"),
    Column("exact_places", mark("Exact share"), "money"),
    Column("target_places", mark("Target number"), "count"),
    Column("counted_on", mark("Counted on"), "day"),
    Column("actual_places", mark("Filled"), "count"),
    Column("attainment_share", mark("Attainment"), "share"),
    Column("missing_places", mark("Missing"), "count"),
)
COUNTS = (
    Column("unit_id", mark("Unit no.")),
    Column("counted_on", mark("Counted on"), "day"),
    Column("places", mark("Filled"), "count"),
    Column("words", mark("Words"), width=60),
    Column("file", mark("File"), width=34),
    Column("line", mark("Line"), "count"),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """A subject's year at a unit and below it. Raises Nothing."""
    unit_id, year, subject = str(filters["unit"]), int(filters["year"]), str(filters["subject"])
    here = pl.col("unit_path").list.contains(unit_id)
    rows = queries.every(door).filter(here, fiscal_year=year, subject=subject)
    if unit_id not in set(rows["unit_id"]):  # what is above one's own units is not seen
        raise Nothing
    counts = queries.counts(door, subject, year, unit_id)
    own = rows.filter(unit_id=unit_id).row(0, named=True)
    sheets = [
        sheet(door, texts, mark("Units"), "targets__unit_year", rows, UNITS, frozen=2),
        sheet(door, texts, mark("Counts"), "targets__unit_count", counts, COUNTS),
    ]
    title, name = subject_of(texts, own), str(own["unit_name"])
    lines = [(texts.say("Target number"), title), (texts.say("Unit"), name), (texts.say("Year"), str(year))]
    return Made(f"{texts.say('Targets')} {title} {name} {year}", sheets, lines)

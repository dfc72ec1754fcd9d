"""The staff page as a workbook: what it shows and no more."""

from __future__ import annotations

import polars as pl

from dashboard.files.content import Filters, Lines, Made, Nothing, sheet
from dashboard.queries import staff as queries
from dashboard.sentences.staff import HIDDEN, POSITION_STATUSES, YEAR_HIDDEN
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

UNIT = (Column("unit_name", mark("Unit"), width=34), Column("unit_id", mark("Unit number")))
MONTH = (
    Column("fte", mark("Full-time equivalents"), "count"),
    Column("sickness_share", mark("Sickness in the month"), "share"),
    Column("sickness_12_months_share", mark("Sickness, 12 months"), "share"),
    Column("sickness_days_per_fte", mark("Sick days per full-time equivalent"), "money"),
    Column("wage_per_fte_dkk", mark("Wages per full-time equivalent"), "money"),
    Column("payroll_difference_share", mark("Payroll against ledger"), "share"),
    Column("frozen_positions", mark("Frozen positions"), "count"),
    Column("released_positions", mark("Released positions"), "count"),
    Column("filled_positions", mark("Filled positions"), "count"),
    Column("saved_months", mark("Months saved this year"), "money"),
)
YEAR = (
    Column("fiscal_year", mark("Year"), "number"),
    Column("turnover_share", mark("Turnover"), "share"),
    Column("long_sickness_share", mark("Long sickness"), "share"),
    Column("short_sickness_share", mark("Short sickness"), "share"),
)
POSITIONS = (
    Column("position_id", mark("Position number")),
    Column("title", mark("Position"), width=30),
    *UNIT,
    Column("status", mark("Status"), words=POSITION_STATUSES),
    Column("vacant_since", mark("Vacant since"), "day"),
    Column("dispensation", mark("Dispensation"), width=40),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """A unit's month with the units below it, its months, whole years and vacant positions. Raises Nothing."""
    unit_id, year, period = str(filters["unit"]), int(filters["fiscal_year"]), int(filters["period"])
    units = queries.units(door, year, period)
    total = units.filter(unit_id=unit_id)
    if total.is_empty():
        raise Nothing
    fewest = int(queries.months(door)["fewest"][0])
    why = Column("hidden_reason", mark("Why hidden"), width=44, words=_said(texts, HIDDEN, fewest))
    years = queries.whole_years(door, year).filter(pl.col("unit_path").list.contains(unit_id))
    below, positions = units.filter(pl.col("unit_path").list.contains(unit_id)), queries.positions(door, unit_id)
    course = queries.course(door, unit_id)
    months = (Column("last_day", mark("Month"), "day"), *MONTH, why)
    sheets = [
        sheet(door, texts, mark("Units"), "staff__unit_month", below, (*UNIT, *MONTH, why), frozen=2),
        sheet(door, texts, mark("Months"), "staff__unit_month", course, months),
    ]
    if len(years):
        said = _said(texts, YEAR_HIDDEN, fewest)
        reasons = (
            Column("turnover_hidden_reason", mark("Why turnover is hidden"), width=40, words=said),
            Column("spells_hidden_reason", mark("Why spells are hidden"), width=40, words=said),
        )
        sheets.append(sheet(door, texts, mark("Years"), "staff__unit_year", years, (*UNIT, *YEAR, *reasons), frozen=2))
    if len(positions):
        sheets.append(sheet(door, texts, mark("Positions"), "staff__position", positions, POSITIONS))
    name = total["unit_name"][0]
    lines: Lines = [(texts.say("Unit"), name), (texts.say("Period"), texts.month(year, period))]
    return Made(f"{texts.say('Staff')} {name} {year}-{period:02d}", sheets, lines)


def _said(texts: Texts, reasons: dict[str, str], fewest: int) -> dict[str, str]:
    """Why something is hidden, with the number in it."""
    return {code: texts.say(words, fewest=fewest) for code, words in reasons.items()}

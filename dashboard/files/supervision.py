"""The files of the page on supervision: who owes and has signed, and every atypical posting with its reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from dashboard.decisions import supervision as decisions
from dashboard.decisions.supervision import Atypical, Owed
from dashboard.files.content import Filters, Lines, Made, Nothing, sheet
from dashboard.queries import supervision as queries
from dashboard.sentences import supervision as words
from dashboard.sentences import supervision_entry as entry_words
from dashboard.store.at_hand import at_hand
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

MART = "supervision__atypical"
OWED = (
    Column("centre_name", mark("Centre"), width=30),
    Column("unit_id", mark("Unit no.")),
    Column("unit_name", mark("Unit"), width=36),
    Column("of_period", mark("Period"), width=18),
    Column("due_on", mark("Deadline"), "day"),
    Column("is_signed", mark("Signed"), "yes_no"),
    Column("days_late", mark("Days late"), "count"),
    Column("stands", mark("How it stands"), width=24),
    Column("signed_by", mark("By whom"), width=36),
)
CENTRES = (
    Column("centre_name", mark("Centre"), width=36),
    Column("of_period", mark("Period"), width=18),
    Column("owed_count", mark("Owed"), "count"),
    Column("signed_count", mark("Signed"), "count"),
    Column("coverage_share", mark("Coverage"), "share"),
    Column("waived_count", mark("Waived"), "count"),
)
_CENTRES_SCHEMA = {
    "centre_name": pl.String, "of_period": pl.String, "owed_count": pl.Int64, "signed_count": pl.Int64,
    "coverage_share": pl.Float64, "waived_count": pl.Int64,
}  # fmt: skip
ATYPICAL = (
    Column("unit_name", mark("Unit"), width=36),
    Column("period", mark("Period"), "number"),
    Column("posting_date", mark("Day"), "day"),
    Column("voucher", mark("Voucher")),
    Column("amount_dkk", mark("Amount"), "money"),
    Column("standing_weight", mark("Weight that stands"), "money"),
    Column("risk_weight", mark("Risk weight"), "money"),
    Column("why", mark("Why somebody should look"), width=80),
    Column("aside", mark("Set aside"), width=60),
    Column("text", mark("Text"), width=40),
    Column("supplier_name", mark("Supplier"), width=30),
    Column("account", mark("Account")),
    Column("account_name", mark("Account name"), width=30),
    Column("registered_by", mark("Registered by")),
    Column("approved_by", mark("Approved by")),
    Column("file", mark("File"), width=30),
    Column("line", mark("Line in the file"), "count"),
)


def signed(door: Door, texts: Texts, filters: Filters) -> Made:
    """Every supervision that a unit and all below it owe in a year until a period, and coverage. Raises Nothing.

    What is still open of earlier years is among the supervisions.
    """
    unit, year, period = _unit(door, filters)
    today = decisions.today(door)
    every = decisions.owed_until(door, at_hand(), decisions.own_list(), year, period, today)
    owed = [one for one in decisions.below(every, unit["unit_id"]) if one.fiscal_year == year or one.is_open]
    if not owed:
        raise Nothing
    of_year = [one for one in owed if one.fiscal_year == year]
    rows = pl.DataFrame([_owed(texts, one, today) for one in owed])
    by_centre = pl.DataFrame(_coverage(texts, of_year, today), schema=_CENTRES_SCHEMA)
    sheets = [
        sheet(door, texts, mark("Supervisions"), MART, rows, OWED, frozen=3),
        sheet(door, texts, mark("Coverage"), MART, by_centre, CENTRES, frozen=2),
    ]
    return Made(
        _name(texts, mark("Financial supervision"), unit, year, period), sheets, _about(texts, unit, year, period)
    )


def atypical(door: Door, texts: Texts, filters: Filters) -> Made:
    """Every atypical posting of a unit and all below it in a year until a period. Raises Nothing."""
    unit, year, period = _unit(door, filters)
    units = queries.units(door, year, period)
    leaves = units.filter(pl.col("is_leaf") & pl.col("unit_path").list.contains(unit["unit_id"]))["unit_id"]
    last = 13 if period == 12 else period
    found = decisions.atypical_postings(door, at_hand(), tuple(leaves), year, last)
    if not found:
        raise Nothing
    names = dict(zip(units["unit_id"], units["unit_name"], strict=True))
    rows = pl.DataFrame([_atypical(texts, one, names) for one in found], infer_schema_length=None)
    sheets = [sheet(door, texts, mark("Atypical postings"), MART, rows, ATYPICAL, frozen=1)]
    return Made(_name(texts, mark("Atypical postings"), unit, year, period), sheets, _about(texts, unit, year, period))


def _owed(texts: Texts, one: Owed, today: date) -> dict[str, Any]:
    return {
        "centre_name": one.unit["centre_name"] or "",
        "unit_id": one.unit_id,
        "unit_name": one.unit["unit_name"],
        "of_period": words.period_name(texts, one),
        "due_on": one.due_on,
        "is_signed": one.is_signed,
        "days_late": one.days_late(today),
        "stands": words.state(texts, one, today),
        "signed_by": words.signed_by(texts, one),
    }


def _coverage(texts: Texts, owed: list[Owed], today: date) -> list[dict[str, Any]]:
    keys = dict.fromkeys((one.unit["centre_name"] or "", one.period) for one in owed)
    rows = []
    for centre, period in sorted(keys, key=lambda key: key[1]):
        mine = [one for one in owed if (one.unit["centre_name"] or "", one.period) == (centre, period)]
        found, month = decisions.coverage(mine, today), texts.month(mine[0].fiscal_year, period)
        share = None if found.share is None else float(found.share)
        rows.append({"centre_name": centre, "of_period": month, "owed_count": found.owed_count,
                     "signed_count": found.signed_count, "coverage_share": share,
                     "waived_count": found.waived_count})  # fmt: skip
    return rows


def _atypical(texts: Texts, one: Atypical, names: dict[str, str]) -> dict[str, Any]:
    row = one.figures
    kept = {column.name: row[column.name] for column in ATYPICAL if column.name in row}
    return {
        **kept,
        "unit_name": names.get(row["unit_id"], row["unit_id"]),
        "standing_weight": one.weight,
        "why": " ".join(entry_words.reason(texts, reason) for reason in one.standing),
        "aside": " ".join(entry_words.dismissed(texts, said) for said in one.dismissed.values()),
    }


def _unit(door: Door, filters: Filters) -> tuple[dict[str, Any], int, int]:
    year, period = int(filters["fiscal_year"]), int(filters["period"])
    found = queries.units(door, year, period).filter(unit_id=str(filters["unit"]))
    if found.is_empty():
        raise Nothing
    return found.row(0, named=True), year, period


def _name(texts: Texts, what: str, unit: dict[str, Any], year: int, period: int) -> str:
    return f"{texts.say(what)} {unit['unit_name']} {year}-{period:02d}"


def _about(texts: Texts, unit: dict[str, Any], year: int, period: int) -> Lines:
    return [(texts.say("Unit"), unit["unit_name"]), (texts.say("Period"), texts.month(year, period))]

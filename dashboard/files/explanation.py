"""The explanations of a unit as a sheet: the period's, its deviations that nobody has explained, and earlier ones."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.decisions.explanation import Explained, rows_of
from dashboard.files.content import sheet
from dashboard.sentences.explanation import CAUSE_WORDS
from dashboard.sentences.words import GROUP_WORDS, ROLES, STATUS_WORDS
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column, Sheet

COLUMNS = (
    Column("unit_id", mark("Unit no.")),
    Column("unit_name", mark("Unit"), width=36),
    Column("period", mark("Period"), "number"),
    Column("status", mark("Status"), words=STATUS_WORDS),
    Column("unit_forecast_variance_dkk", mark("Expected variance of the unit"), "money"),
    Column("is_explained", mark("Explained"), "yes_no"),
    Column("account_group", mark("Account group"), words=GROUP_WORDS),
    Column("group_forecast_variance_dkk", mark("Expected variance of the account group"), "money"),
    Column("cause", mark("Cause"), words=CAUSE_WORDS),
    Column("words", mark("Explanation"), width=60),
    Column("action", mark("What is done about it"), width=40),
    Column("responsible", mark("Responsible")),
    Column("deadline", mark("Deadline"), "day"),
    Column("is_done", mark("Done"), "yes_no"),
    Column("outcome", mark("What came of it"), width=40),
    Column("person_role", mark("Said by"), words=ROLES),
    Column("entered_at", mark("Said at"), "moment"),
    Column("release", mark("Said on release")),
    Column("said_forecast_variance_dkk", mark("Expected variance when it was said"), "money"),
)
_KINDS: dict[str, Any] = {"money": pl.Decimal(18, 2), "number": pl.Int64, "yes_no": pl.Boolean, "day": pl.Date}
_MART = "budget_followup__unit_period"


def explanations(door: Door, texts: Texts, found: Explained, unit_id: str) -> Sheet | None:
    """The sheet, the newest period first; None where nothing deviates and nothing was said."""
    looks = (found, *(found.at(period) for period in range(found.cut.period - 1, 0, -1)))
    rows = [row for look in looks for row in rows_of(door, look, unit_id)]
    if not rows:
        return None
    schema = {column.name: _KINDS.get(column.kind, pl.Datetime if column.kind == "moment" else pl.String)
              for column in COLUMNS}  # fmt: skip
    taken = [{name: row.get(name) for name in schema} for row in rows]
    for row in taken:
        row["entered_at"] = row["entered_at"].replace(tzinfo=None) if row["entered_at"] else None
    return sheet(door, texts, mark("Explanations"), _MART, pl.DataFrame(taken, schema=schema), COLUMNS, frozen=2)

"""The canonical tables that every extract is read into; written down in sql/canonical.toml."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

SQL = Path(__file__).resolve().parents[1] / "sql"

MASKED = "[privat]"  # stands for what a line about an employee says

ColumnType = Literal["text", "code", "decimal", "integer", "date", "timestamp", "boolean"]

_FORMS: dict[ColumnType, str] = {
    "text": ".+",
    "code": r"\S(.*\S)?",
    "decimal": r"-?\d{1,16}(\.\d{1,2})?",
    "integer": r"-?\d{1,9}",
    "date": r"\d{4}-\d\d-\d\d",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "boolean": "true|false",
}
_EXAMPLES: dict[ColumnType, str] = {
    "text": "words",
    "code": "0123",
    "decimal": "-1234.56",
    "integer": "42",
    "date": "2026-10-31",
    "timestamp": "2026-10-31T14:05:00",
    "boolean": "true or false",
}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class Column(BaseModel):
    """One canonical column. `values`, where given, is the closed list of what it may hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ColumnType
    description: str
    needed: bool = False
    private: bool = False
    values: tuple[str, ...] | None = None

    def objection(self, text: str) -> str | None:
        """Why `text` is not in this column's one written form; None when it is."""
        if self.values is not None and text not in self.values:
            return f"{text!r} is not one of {', '.join(self.values)}"
        if not re.fullmatch(_FORMS[self.type], text, re.DOTALL) or (self.type == "date" and not _is_day(text)):
            return f"{text!r} is not written as a {self.type} is: {_EXAMPLES[self.type]}"
        return None


class CanonicalTable(BaseModel):
    """One canonical table. `amount` names the column that control totals are about, if there is one.

    `private`: its rows are about single employees. What a line says reaches no release, and its file its owner alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str
    columns: dict[str, Column]
    amount: str | None = None
    private: bool = False


@cache
def canonical_tables() -> dict[str, CanonicalTable]:
    """Every canonical table by name, in the order of the file."""
    text = (SQL / "canonical.toml").read_text(encoding="utf-8")
    return {name: CanonicalTable.model_validate(table) for name, table in tomllib.loads(text).items()}

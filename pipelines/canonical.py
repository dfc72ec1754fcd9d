"""The canonical tables that every extract is read into; written down in sql/canonical.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

SQL = Path(__file__).resolve().parents[1] / "sql"

ColumnType = Literal["text", "code", "decimal", "integer", "date", "timestamp", "boolean"]


class Column(BaseModel):
    """One canonical column. `values`, where given, is the closed list of what it may hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: ColumnType
    description: str
    needed: bool = False
    private: bool = False
    values: tuple[str, ...] | None = None


class CanonicalTable(BaseModel):
    """One canonical table. `amount` names the column that control totals are about, if there is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str
    columns: dict[str, Column]
    amount: str | None = None


@cache
def canonical_tables() -> dict[str, CanonicalTable]:
    """Every canonical table by name, in the order of the file."""
    text = (SQL / "canonical.toml").read_text(encoding="utf-8")
    return {name: CanonicalTable.model_validate(table) for name, table in tomllib.loads(text).items()}

"""Which tables and columns stand in the files for analysts; written down in sql/analysts/tables.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.canonical import SQL
from pipelines.manifest import TableFacts
from pipelines.problems import WrongUse

ANALYSTS = SQL / "analysts"
TABLES = ANALYSTS / "tables.toml"


class AnalystTables(BaseModel):
    """The tables that go along, each with the columns that do not; and those that stand in no file, with the reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tables: dict[str, tuple[str, ...]]
    left_out: dict[str, str]


@cache
def analyst_tables(path: Path = TABLES) -> AnalystTables:
    """What the file says. Raises WrongUse where it cannot be understood."""
    try:
        return AnalystTables.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        first_line = str(error).splitlines()[0]
        raise WrongUse(first_line, where=str(path), remedy="mend that line; the head of the file says how") from error


def columns_for(facts: Mapping[str, TableFacts], *, whole: bool) -> dict[str, list[str]]:
    """The tables of a release that go into a file, each with its columns in order.

    What only those see who see the whole municipality stands in the whole's file alone: empty in another it would read
    as if there was nothing to see.
    """
    listed = analyst_tables().tables
    return {
        table: [column for column in facts[table].columns if column not in listed[table]]
        for table in sorted(set(listed) & set(facts))
        if whole or facts[table].scope != "municipality"
    }

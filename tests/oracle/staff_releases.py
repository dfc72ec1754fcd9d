"""Releases one after the other, as `pejling update` makes them: each is held against what those before have told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing

from duckdb import DuckDBPyConnection

from pipelines.build import build_tables
from pipelines.raw import raw_columns
from pipelines.row_inserts import insert_rows
from pipelines.told import KEPT_FROM
from tests.oracle.comparing import raw_rows
from tests.oracle.focus_attack import SIGNALS
from tests.oracle.organisation import Organisation
from tests.oracle.staff import Staff
from tests.warehouse.drawn import Rows, raw_database

PUBLISHED = ("unit_month", "unit_year", "municipality_month", "position")
Memory = dict[str, list[tuple[object, ...]]]
"""Rows of each table of what was told."""


def built(world: Mapping[str, Rows], told: Memory | None = None) -> DuckDBPyConnection:
    """The staff marts of a world and what they are made of."""
    con = raw_database(dict(world))
    for table, rows in (told or {}).items():
        insert_rows(con, f"raw.{table}", [dict(zip(raw_columns()[table], row, strict=True)) for row in rows])
    wanted = [f"marts.staff__{name}" for name in PUBLISHED]
    build_tables(con, *wanted, *(f"marts.focus_areas__signal_{name}" for name in SIGNALS))
    return con


def remembered(con: DuckDBPyConnection) -> Memory:
    """What a release leaves to the next."""
    return {
        table: con.execute(f"select {', '.join(raw_columns()[table])} from marts.{mart}").fetchall()
        for table, mart in KEPT_FROM.items()
    }


def released(worlds: Iterable[Mapping[str, Rows]], forgotten: Collection[str] = ()) -> Iterator[DuckDBPyConnection]:
    """Each world's release, open until the next is asked for. `forgotten`: tables that nobody remembers."""
    told: Memory = {}
    for world in worlds:
        with closing(built(world, {table: rows for table, rows in told.items() if table not in forgotten})) as con:
            yield con
            told = remembered(con)


def staff_of(con: DuckDBPyConnection, world: Mapping[str, Rows], before: Staff | None = None) -> Staff:
    """The oracle of a world; which units are shown is the marts' word."""
    rows = raw_rows(con)
    looked_at = con.execute(
        "select fiscal_year, period from marts.budget_followup__period where period <= 12"
    ).fetchall()
    settings = {row["name"] or "": row["value"] or "" for row in world.get("setting", [])}
    staff = Staff(rows, Organisation(rows["organisation"]), looked_at, settings, before)
    staff.shown = shown_units(con)
    return staff


def shown_units(con: DuckDBPyConnection) -> set[str]:
    """The units whose months are shown."""
    query = "select distinct unit_id from marts.staff__unit_month where hidden_reason is null"
    return {unit_id for (unit_id,) in con.execute(query).fetchall()}

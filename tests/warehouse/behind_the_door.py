"""A drawn municipality's published file, behind the door's own views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from dashboard.scoped_views import ScopedViews
from pipelines.build import build_release
from tests.warehouse.drawn import raw_database, rows_of


@dataclass(frozen=True)
class BehindTheDoor:
    """What somebody sees there, whose scope is named with each question."""

    con: DuckDBPyConnection
    views: ScopedViews

    def rows(self, sql: str, *scope: str) -> list[dict[str, object]]:
        self.views.enter(self.con, scope)
        return rows_of(self.con, sql)

    def seen(self, what: str, *scope: str) -> set[object]:
        """The values of one column."""
        return {value for row in self.rows(f"select {what}", *scope) for value in row.values()}


@contextmanager
def behind_the_door(drawing: str, path: Path) -> Iterator[BehindTheDoor]:
    """`drawing` built into the release file `path`; every table of it is served."""
    with raw_database(drawing) as con:
        tables = build_release(con, path).tables
        con.execute(f"attach '{path}' as release (read_only)")
        views = ScopedViews(con, "release", tables)
        for name, table in tables.items():
            columns = rows_of(con, f"select column_name from (describe release.main.{name})")
            assert views.add(name, table.scope, {str(row["column_name"]) for row in columns}), name
        yield BehindTheDoor(con, views)

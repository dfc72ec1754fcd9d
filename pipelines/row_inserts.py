"""Rows that Python knows, into a table of the database that is being built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection


def insert_rows(con: DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of the same columns, by name, into `table` (`schema.name`).

    All rows of a column are one value: DuckDB plans the statement once, where `executemany` plans it for every row (87
    deliveries take 20 ms in place of 95).
    """
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        values = ", ".join(["unnest(?)"] * len(rows[0]))
        con.execute(
            f"insert into {table} ({names}) select {values}",
            [[row[name] for row in rows] for name in rows[0]],
        )

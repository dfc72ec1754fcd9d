"""Warehouses from tables drawn as text, so that a test shows its data as a reader would see it.

    warehouse('''
        organisation
        unit_id | name          | parent_id | kind
        100     | Center Skoler |           | centre
        110     | Vestskolen    | 100       | institution

        posting
        fiscal_year | period | cost_centre | account    | amount
        2025        | 3      | 110         | 40000000   | 400000
    ''')

An empty cell is NULL. Columns that are not drawn are NULL; a posting without a date gets the 15th of its period.
"""

from __future__ import annotations

import textwrap

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.build import build_warehouse
from pipelines.checks import CheckResult, all_checks, note_results, run_check
from pipelines.raw import create_raw_tables, raw_columns

Rows = list[dict[str, str | None]]


def read_tables(drawing: str) -> dict[str, Rows]:
    """The drawn tables by name. A table is a name, a line of headings and its rows; a blank line ends it."""
    tables: dict[str, Rows] = {}
    for block in textwrap.dedent(drawing).strip().split("\n\n"):
        name, heading, *lines = (line for line in block.splitlines() if line.strip())
        columns = [column.strip() for column in heading.split("|")]
        rows = tables.setdefault(name.strip(), [])
        for line in lines:
            cells = [cell.strip() or None for cell in line.split("|")]
            assert len(cells) == len(columns), f"{name}: {line!r} has {len(cells)} cells, its heading {len(columns)}"
            rows.append(dict(zip(columns, cells, strict=True)))
    return tables


def raw_rows(tables: dict[str, Rows]) -> dict[str, Rows]:
    """Drawn tables as they lie in schema raw: every column there, origin filled in where it is not drawn."""
    return {
        name: [_raw_row(name, number, row) for number, row in enumerate(rows, start=1)] for name, rows in tables.items()
    }


def _raw_row(name: str, number: int, row: dict[str, str | None]) -> dict[str, str | None]:
    known = raw_columns()[name]
    assert row.keys() <= known.keys(), f"{name} has no {row.keys() - known.keys()}"
    filled = {"delivery_id": "d1", "source": f"drawn_{name}", "file": f"{name}.csv", "line": str(number)}
    if name == "posting" and "posting_date" not in row:
        filled["posting_date"] = f"{row['fiscal_year']}-{min(int(row['period'] or 1), 12):02d}-15"
    return {column: row.get(column, filled.get(column)) for column in known}


def raw_database(drawing: str | dict[str, Rows]) -> DuckDBPyConnection:
    """An in-memory database whose schema raw holds the drawn tables and nothing else."""
    con = duckdb.connect()
    create_raw_tables(con)
    tables = read_tables(drawing) if isinstance(drawing, str) else drawing
    for name, rows in raw_rows(tables).items():
        marks = ", ".join("?" for _ in raw_columns()[name])
        if rows:
            con.executemany(f'insert into raw."{name}" values ({marks})', [list(row.values()) for row in rows])
    return con


def warehouse(drawing: str | dict[str, Rows]) -> DuckDBPyConnection:
    """The drawn tables, staged and built into marts."""
    con = raw_database(drawing)
    build_warehouse(con)
    return con


def run_checks(con: DuckDBPyConnection) -> list[CheckResult]:
    """What every check finds in a built warehouse, left there as the build leaves it."""
    results = [run_check(con, check) for check in all_checks()]
    note_results(con, results)
    return results


def rows_of(con: DuckDBPyConnection, query: str, *parameters: object) -> list[dict[str, object]]:
    """The answer to a query as dictionaries."""
    answer = con.execute(query, list(parameters))
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

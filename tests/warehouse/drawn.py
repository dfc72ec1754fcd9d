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

import re
import textwrap
from functools import cache
from typing import Any, cast

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.build import make
from pipelines.checks import CheckResult, all_checks, note_results, run_check
from pipelines.lineage import SqlFile, sql_files, tables_in, upstream
from pipelines.raw import create_raw_tables, raw_columns
from pipelines.row_inserts import insert_rows
from pipelines.side_by_side import in_order

Rows = list[dict[str, str | None]]
_COMMENTS = re.compile(r"\A(\s|--.*\n)*")


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
    # As a build of little: threads would only wait for each other.
    con = duckdb.connect(config={"threads": 1})
    create_raw_tables(con)
    tables = read_tables(drawing) if isinstance(drawing, str) else drawing
    for name, rows in raw_rows(tables).items():
        insert_rows(con, f'raw."{name}"', rows)
    return con


def warehouse(drawing: str | dict[str, Rows], *, is_whole: bool = False) -> DuckDBPyConnection:
    """The drawn tables, staged and built into marts: each when it is first asked for, all of them where `is_whole`."""
    drawn = made_when_asked(raw_database(drawing))
    if is_whole:
        cast("_Drawn", drawn).make_all()
    return drawn


def made_when_asked(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """A database whose schema raw is there, as a warehouse of which each table is made when it is first asked for."""
    return cast("DuckDBPyConnection", _Drawn(con))


def make_no_more(con: DuckDBPyConnection) -> None:
    """What a drawn warehouse has may be changed: nothing is made after this, and what is not there is missing."""
    cast("_Drawn", con).missing.clear()


class _Drawn:
    """A warehouse in which a question makes what it reads, and all that this is made of.

    A test that asks one mart does not pay for the others. Before anything is changed all is made: what is made later
    would be made of the change.
    """

    def __init__(self, con: DuckDBPyConnection) -> None:
        self._con = con
        self.missing = dict(_upstream())
        con.execute("create schema staging; create schema marts")

    def __enter__(self) -> _Drawn:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def execute(self, query: str, *parameters: Any) -> DuckDBPyConnection:
        self._make_for(query)
        return self._con.execute(query, *parameters)

    def sql(self, query: str, **parameters: Any) -> Any:
        self._make_for(query)
        return self._con.sql(query, **parameters)

    def cursor(self) -> DuckDBPyConnection:
        self.make_all()
        return self._con.cursor()

    def make_all(self) -> None:
        self._make(set(self.missing))

    def _make_for(self, query: str) -> None:
        try:
            read = tables_in(query)
        except ValueError:
            read = frozenset()
        # What names none of our tables may ask which there are.
        is_question = _COMMENTS.sub("", query).lower().startswith(("select", "with", "from", "(")) and read
        self._make(set(read) if is_question else set(self.missing))

    def _make(self, waiting: set[str]) -> None:
        wanted: dict[str, list[str]] = {}
        while waiting:
            name = waiting.pop()
            if name in self.missing:
                wanted[name] = self.missing.pop(name)
                waiting |= set(wanted[name])
        graph = {name: [read for read in reads if read in wanted] for name, reads in wanted.items()}
        in_order(self._con, graph, lambda cursor, name: make(cursor, _files()[name]))


@cache
def _files() -> dict[str, SqlFile]:
    return {file.name: file for file in sql_files("staging", "marts")}


@cache
def _upstream() -> dict[str, list[str]]:
    return upstream(_files().values())


def run_checks(con: DuckDBPyConnection) -> list[CheckResult]:
    """What every check finds in a built warehouse, left there as the build leaves it."""
    results = run_checks_about("", con)
    note_results(con, results)
    return results


def run_checks_about(word: str, con: DuckDBPyConnection) -> list[CheckResult]:
    """What the checks with this word in their names find."""
    return [run_check(con, check) for check in all_checks() if word in check.name]


def rows_of(con: DuckDBPyConnection, query: str, *parameters: object) -> list[dict[str, object]]:
    """The answer to a query as dictionaries."""
    answer = con.execute(query, list(parameters))
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

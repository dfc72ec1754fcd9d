"""The build: staging and marts, in the order that the SQL itself gives, inside one open DuckDB connection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.canonical import SQL
from pipelines.lineage import SqlFile, sql_files, upstream
from pipelines.problems import Problem
from pipelines.side_by_side import in_order

OnTable = Callable[[str, int, int], None]


def build_warehouse(con: DuckDBPyConnection, *, folder: Path = SQL, on_table: OnTable | None = None) -> None:
    """Make schemas staging and marts from schema raw, which must hold every table of `raw_columns()`.

    `on_table(name, number, of)` is called as each table is begun, from more than one thread. Raises Problem naming the
    file that cannot be run.
    """
    con.execute("create schema if not exists staging; create schema if not exists marts")
    files = {file.name: file for file in sql_files("staging", "marts", folder=folder)}
    number = count(1)

    def make(cursor: DuckDBPyConnection, name: str) -> None:
        if on_table:
            on_table(name, next(number), len(files))
        _make(cursor, files[name])

    in_order(con, upstream(files.values()), make)


def _make(con: DuckDBPyConnection, file: SqlFile) -> None:
    kind = "view" if file.is_view else "table"
    try:
        con.execute(f'create or replace {kind} {file.schema}."{file.stem}" as\n{file.select}')
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        # The machine refuses, not the data: told by whoever chose the disk and the memory.
        raise
    except duckdb.Error as error:
        raise Problem(
            f"{file.name} cannot be made ({str(error).splitlines()[0]})",
            where=str(file.path),
            remedy="mend the value in the source or the statement",
        ) from error


def rules_version(folder: Path = SQL) -> str:
    """One sha256 over everything that decides a figure: all SQL, the canonical tables, the figure cards."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".sql", ".toml", ".yml"}:
            # Line ends follow the checkout, not the rule.
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()

"""The release file: the published marts in a DuckDB file of their own, with keys, comments and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.canonical import SQL
from pipelines.checks import RESULTS
from pipelines.figures import column_comment, table_comment
from pipelines.lineage import SqlFile, sql_files
from pipelines.manifest import TableFacts
from pipelines.table_content import column_types, rows_and_hash

# Clients from 1.4 on open it, and a stray write-ahead log beside it is refused instead of replayed.
STORAGE_VERSION = "v1.4.0"

_ATTACHED = "release_file"
_EVERY_ROW = 2**62
# The results of the checks are written by the build itself: there is no SQL file that could carry the header.
_CHECK_RESULTS = "-- grain: one row per check\n-- scope: everybody\n-- order: check_name\n-- primary key: check_name\n"


def published_marts(folder: Path = SQL) -> list[SqlFile]:
    """The marts that a release holds, by name: those with a scope that a reader can have."""
    results = SqlFile(folder / "marts" / f"{RESULTS}.sql", "marts", _CHECK_RESULTS)
    return [file for file in [*sql_files("marts", folder=folder), results] if file.is_published]


@contextmanager
def release_file(con: DuckDBPyConnection, path: Path) -> Iterator[None]:
    """A new file at `path`, open for `write_table`; at the end it is whole and no log lies beside it."""
    # No write-ahead log: a build that is killed is made anew, and each table's commit would wait for the disk.
    options = f"storage_version {_literal(STORAGE_VERSION)}, recovery_mode no_wal_writes"
    con.execute(f"attach {_literal(str(path))} as {_ATTACHED} ({options})")
    try:
        yield
        con.execute(f"checkpoint {_ATTACHED}")
    except BaseException:
        # What went wrong is told, not that the half-written file cannot be closed properly either.
        with suppress(duckdb.Error):
            con.execute(f"detach {_ATTACHED}")
        raise
    con.execute(f"detach {_ATTACHED}")


def write_table(con: DuckDBPyConnection, file: SqlFile) -> TableFacts:
    """Copy a built mart into the release file, sorted, with its key and comments; returns what is in it.

    A mart that is a view is read from the release file from then on: it is computed once.
    Raises Problem where a table or column has no card; DuckDB's own errors where the disk refuses.
    """
    target, mart = f'{_ATTACHED}.main."{file.stem}"', f'marts."{file.stem}"'
    order = ", ".join(f'"{column}"' for column in file.columns_of("order"))
    # A limit that limits nothing, between a view's joins and the sort: straight after a join DuckDB 2.0 keeps every row
    # of ten million postings in memory instead of spilling them.
    rows_of_mart = f"(select * from {mart} limit {_EVERY_ROW})" if file.is_view else mart  # noqa: S608 - our names
    # One transaction a table: each of its own would wait for the disk.
    con.execute("begin")
    con.execute(f"create table {target} as select * from {rows_of_mart} order by {order}")  # noqa: S608 - our names
    if primary := file.columns_of("primary key"):
        con.execute(f"alter table {target} add primary key ({', '.join(primary)})")
    columns = column_types(con, target)
    con.execute("; ".join(_comments(file.stem, target, columns)))
    con.execute("commit")
    if file.is_view:
        con.execute(f"create or replace view {mart} as select * from {target}")  # noqa: S608 - our names
    rows, content = rows_and_hash(con, target, columns)
    return TableFacts(
        rows=rows,
        columns=columns,
        scope=file.header["scope"],
        grain=file.header["grain"],
        key=file.key,
        hash=content,
    )


def _comments(table: str, target: str, columns: dict[str, str]) -> Iterator[str]:
    """Statements that say what a table and each of its columns mean."""
    yield f"comment on table {target} is {_literal(table_comment(table))}"
    for column in columns:
        yield f'comment on column {target}."{column}" is {_literal(column_comment(table, column))}'


def _literal(text: str) -> str:
    """Text as an SQL literal, where a statement takes no parameters."""
    return "'" + text.replace("'", "''") + "'"

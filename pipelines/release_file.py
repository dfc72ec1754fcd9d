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
from pipelines.side_by_side import each

# Clients from 1.4 on open it, and a stray write-ahead log beside it is refused instead of replayed.
STORAGE_VERSION = "v1.4.0"

_ATTACHED = "release_file"
# The results of the checks are written by the build itself: there is no SQL file that could carry the header.
_CHECK_RESULTS = "-- grain: one row per check\n-- scope: everybody\n-- order: check_name\n-- primary key: check_name\n"


def published_marts(folder: Path = SQL) -> list[SqlFile]:
    """The marts that a release holds, by name: those with a scope that a reader can have."""
    results = SqlFile(folder / "marts" / f"{RESULTS}.sql", "marts", _CHECK_RESULTS)
    return [file for file in [*sql_files("marts", folder=folder), results] if file.is_published]


def write_release_file(con: DuckDBPyConnection, path: Path) -> dict[str, TableFacts]:
    """Write every published mart of a built and checked warehouse to a new file at `path`; returns what is in it.

    Raises Problem where a table or column has no card; DuckDB's own errors where the disk refuses.
    """
    with _attached(con, path):
        marts = published_marts()
        facts = dict(zip((file.stem for file in marts), each(con, marts, _write_table), strict=True))
        _comment(con, facts)
        # Nothing may be left in a log beside the file.
        con.execute(f"checkpoint {_ATTACHED}")
    return facts


@contextmanager
def _attached(con: DuckDBPyConnection, path: Path) -> Iterator[None]:
    con.execute(f"attach {_literal(str(path))} as {_ATTACHED} (storage_version {_literal(STORAGE_VERSION)})")
    try:
        yield
    except BaseException:
        # What went wrong is told, not that the half-written file cannot be closed properly either.
        with suppress(duckdb.Error):
            con.execute(f"detach {_ATTACHED}")
        raise
    con.execute(f"detach {_ATTACHED}")


def _write_table(con: DuckDBPyConnection, file: SqlFile) -> TableFacts:
    target = f'{_ATTACHED}.main."{file.stem}"'
    order = ", ".join(f'"{column}"' for column in file.columns_of("order"))
    con.execute(f'create table {target} as select * from marts."{file.stem}" order by {order}')  # noqa: S608 - our names
    if primary := file.columns_of("primary key"):
        con.execute(f"alter table {target} add primary key ({', '.join(primary)})")
    columns = _columns(con, target)
    counted = con.execute(f"select count(*) from {target}").fetchone()  # noqa: S608 - our names
    return TableFacts(
        rows=int(counted[0]) if counted else 0,
        columns=columns,
        scope=file.header["scope"],
        grain=file.header["grain"],
        key=tuple(primary or file.columns_of("key")),
        hash=_hash(con, target, columns),
    )


def _comment(con: DuckDBPyConnection, facts: dict[str, TableFacts]) -> None:
    """Say what every table and column means, in one transaction: each of its own would wait for the disk."""
    statements = []
    for table, written in facts.items():
        target = f'{_ATTACHED}.main."{table}"'
        statements.append(f"comment on table {target} is {_literal(table_comment(table))}")
        for column in written.columns:
            meant = _literal(column_comment(table, column))
            statements.append(f'comment on column {target}."{column}" is {meant}')
    con.execute(f"begin; {'; '.join(statements)}; commit")


def content_hash(con: DuckDBPyConnection, table: str) -> str:
    """A hash of the rows of a table in a release file that `con` is connected to.

    It does not depend on the order of rows or on how they are stored. It is DuckDB's own hash, many times faster than
    a digest of the rows' text: another version of DuckDB may give another one.
    """
    target = f'main."{table}"'
    return _hash(con, target, _columns(con, target))


def _columns(con: DuckDBPyConnection, target: str) -> dict[str, str]:
    return {row[0]: row[1] for row in con.execute(f"describe {target}").fetchall()}


def _hash(con: DuckDBPyConnection, target: str, columns: dict[str, str]) -> str:
    """The number of rows, and the sum of every row's hash: unlike xor, a sum sees a row that stands twice."""
    cells = ", ".join(f'"{column}"' for column in columns)
    found = con.execute(
        f"select count(*), coalesce(sum(hash({cells})::hugeint), 0) from {target}"  # noqa: S608 - our names
    ).fetchone()
    count, hashes = found or (0, 0)
    return f"{count:x}-{int(hashes):x}"


def _literal(text: str) -> str:
    """Text as an SQL literal, where a statement takes no parameters."""
    return "'" + text.replace("'", "''") + "'"

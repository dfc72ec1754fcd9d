"""What a table in a release file holds, as a hash; alone, since whoever reads a release back loads nothing else."""

from __future__ import annotations

from duckdb import DuckDBPyConnection


def content_hash(con: DuckDBPyConnection, table: str) -> str:
    """A hash of the rows of a table in a release file that `con` is connected to.

    It does not depend on the order of rows or on how they are stored. It is DuckDB's own hash, many times faster than
    a digest of the rows' text: another version of DuckDB may give another one.
    """
    target = f'main."{table}"'
    return rows_and_hash(con, target, column_types(con, target))[1]


def column_types(con: DuckDBPyConnection, target: str) -> dict[str, str]:
    """The columns of a table, in their order, and the type of each."""
    return {row[0]: row[1] for row in con.execute(f"describe {target}").fetchall()}


def rows_and_hash(con: DuckDBPyConnection, target: str, columns: dict[str, str]) -> tuple[int, str]:
    """The number of rows, and with it the sum of every row's hash: unlike xor, a sum sees a row that stands twice."""
    cells = ", ".join(f'"{column}"' for column in columns)
    found = con.execute(
        f"select count(*), coalesce(sum(hash({cells})::hugeint), 0) from {target}"  # noqa: S608 - our names
    ).fetchone()
    count, hashes = found or (0, 0)
    return int(count), f"{count:x}-{int(hashes):x}"

"""Every text in the files for analysts: each different cell, and what is said of tables and columns."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from tests.rights.truth import LEAST_TOLD

# The rule of a shared pool names who stands outside, for everybody who has a part; a unit says whose it was; and a
# change of one's own budget what covers it.
TOLD_TO_OTHERS = {"left_out_names", "former_centre_name", "cover"}


def of_database(content: bytes) -> str:
    """All that a DuckDB file says."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "file.duckdb")
        file.write_bytes(content)
        with duckdb.connect(str(file), read_only=True) as con:
            tables = [str(name) for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
            said = con.execute("select comment from duckdb_tables() union select comment from duckdb_columns()")
            texts = [str(comment) for (comment,) in said.fetchall() if comment]
            return "\n".join([*texts, *(text for table in tables for text in cells_of(con.table(table).pl()))])


def of_parquets(content: bytes) -> str:
    """All that Parquet files and their companions in one zip say."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    tables = {name: pl.read_parquet(io.BytesIO(part)) for name, part in parts.items() if name.endswith(".parquet")}
    others = [part.decode("utf-8") for name, part in parts.items() if name not in tables]
    return "\n".join([*parts, *others, *(text for table in tables.values() for text in cells_of(table))])


def cells_of(table: pl.DataFrame) -> Iterator[str]:
    """Each different cell that could be somebody's alone, as a text."""
    for cells in table.iter_columns():
        if cells.name not in TOLD_TO_OTHERS:
            different = cells.explode() if isinstance(cells.dtype, pl.List) else cells
            if different.dtype.is_numeric():  # an id is a text; a smaller amount is nobody's alone
                different = different.filter(different.abs() >= int(LEAST_TOLD))
            yield from map(str, different.unique().drop_nulls().to_list())


READERS: dict[str, Callable[[bytes], str]] = {
    "duckdb": of_database,
    "zip": of_parquets,
    "csv": bytes.decode,
    "sql": bytes.decode,
}
"""How a file is read, by what its name ends with."""

"""One scope's files for analysts: its rows and nothing else, as a DuckDB file, as Parquet, and what they mean."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
from duckdb import DuckDBPyConnection
from pydantic import BaseModel, ConfigDict

from pipelines.analyst_tables import columns_for
from pipelines.analyst_words import (
    DICTIONARY_COLUMNS,
    column_words,
    dictionary,
    dictionary_csv,
    examples,
    readme,
    table_words,
)
from pipelines.lineage import sql_files
from pipelines.manifest import RELEASE_FILE, Manifest
from pipelines.release_file import STORAGE_VERSION
from pipelines.scoped_rows import WHOLE_MUNICIPALITY, ScopedViews

DATABASE, PARQUET, PARQUET_ZIP = "pejling.duckdb", "parquet", "parquet.zip"
DICTIONARY, EXAMPLES, README = "dictionary.csv", "examples.sql", "README.md"
TAKEN_HOME = (DATABASE, PARQUET_ZIP, DICTIONARY, EXAMPLES)
"""The files of a scope that have an address."""
FACTS = "files.json"
# A small table takes a block of its own: with DuckDB's 256 KB a centre's file of 4 MB would be one of 20.
BLOCK = 16_384

_ATTACHED = "analyst_file"
_SCOPES = f"""
    select distinct unit_id, unit_name
    from release.main.organisation__unit_period
    semi join (select fiscal_year, period from release.main.budget_followup__period where is_latest)
        using (fiscal_year, period)
    where organisation_view = 'today' and unit_kind = 'centre' and unit_id <> '{WHOLE_MUNICIPALITY}'
    order by unit_id
"""  # noqa: S608 - our own word


@dataclass(frozen=True)
class AnalystScope:
    """A unit with everything below it: the whole municipality, or a centre of today."""

    id: str
    name: str

    @property
    def is_whole(self) -> bool:
        return self.id == WHOLE_MUNICIPALITY


class FileFacts(BaseModel):
    """A file that can be taken home."""

    model_config = ConfigDict(frozen=True)

    bytes: int
    sha256: str


class ScopeFacts(BaseModel):
    """What lies in a scope's folder; written last, so that a folder with it is whole."""

    model_config = ConfigDict(frozen=True)

    release: str
    scope: str
    name: str
    tables: dict[str, int]
    files: dict[str, FileFacts]


@contextmanager
def cut_release(folder: Path, manifest: Manifest, spill: Path) -> Iterator[tuple[DuckDBPyConnection, ScopedViews]]:
    """A connection on which each table of a release is a view, cut to the scope that the asking cursor has entered.

    What does not fit in its memory is spilled to the folder `spill`, which goes afterwards.
    """
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("set memory_limit = $limit", {"limit": os.environ.get("PEJLING_BUILD_MEMORY", "1500MB")})
        con.execute("set temp_directory = $folder", {"folder": str(spill)})
        con.execute(f"attach {_literal(folder / RELEASE_FILE)} as release (read_only)")
        views = ScopedViews(con, "release", manifest.tables)
        for table, facts in manifest.tables.items():
            views.add(table, facts.scope, facts.columns)
        yield con, views


def scopes_of(con: DuckDBPyConnection, manifest: Manifest) -> list[AnalystScope]:
    """The whole municipality and each centre of the newest period, of today's organisation."""
    whole = AnalystScope(WHOLE_MUNICIPALITY, manifest.municipality)
    return [whole, *(AnalystScope(*found) for found in con.execute(_SCOPES).fetchall())]


def write_scope(con: DuckDBPyConnection, manifest: Manifest, scope: AnalystScope, folder: Path) -> ScopeFacts:
    """Write the files of the scope that `con` has entered into a new `folder`.

    Raises OSError and DuckDB's own errors where the disk refuses.
    """
    tables = columns_for(manifest.tables, whole=scope.is_whole)
    words = dictionary(tables, manifest.tables)
    (folder / PARQUET).mkdir(parents=True)
    options = f"storage_version {_text(STORAGE_VERSION)}, recovery_mode no_wal_writes, block_size {BLOCK}"
    con.execute(f"attach {_literal(folder / DATABASE)} as {_name(scope)} ({options})")
    try:
        rows = _write_tables(con, scope, tables)
        _write_words(con, manifest, scope, words)
        con.execute(f"checkpoint {_name(scope)}")
        for table in tables:
            to = folder / PARQUET / f"{table}.parquet"
            con.execute(f'copy {_name(scope)}.main."{table}" to {_literal(to)} (compression zstd)')
    except BaseException:
        # What went wrong is told, not that the half-written file cannot be closed properly either.
        for statement in ("rollback", f"detach {_name(scope)}"):
            with suppress(duckdb.Error):
                con.execute(statement)
        raise
    con.execute(f"detach {_name(scope)}")
    (folder / DICTIONARY).write_bytes(dictionary_csv(words))
    (folder / EXAMPLES).write_text("\n\n".join(examples(tables)) + "\n", encoding="utf-8", newline="\n")
    (folder / README).write_text(readme(manifest, scope.name, tables), encoding="utf-8", newline="\n")
    _pack(folder)
    shutil.rmtree(folder / PARQUET)  # nobody can fetch them one by one
    files = {name: _facts_of(folder / name) for name in TAKEN_HOME}
    facts = ScopeFacts(release=manifest.release, scope=scope.id, name=scope.name, tables=rows, files=files)
    (folder / FACTS).write_text(facts.model_dump_json(indent=1), encoding="utf-8", newline="\n")
    return facts


def _write_tables(con: DuckDBPyConnection, scope: AnalystScope, tables: Mapping[str, list[str]]) -> dict[str, int]:
    """Copy the rows of the scope, with keys and comments, in one transaction; the number of rows of each table."""
    keys = _keys()
    rows = {}
    con.execute("begin")
    for table, columns in tables.items():
        target = f'{_name(scope)}.main."{table}"'
        taken = ", ".join(f'"{column}"' for column in columns)
        made = con.execute(f'create table {target} as select {taken} from "{table}"')  # noqa: S608 - our names
        (rows[table],) = made.fetchone() or (0,)
        if (key := keys.get(table)) and not _is_empty_somewhere(con, target, key):
            con.execute(f"alter table {target} add primary key ({', '.join(key)})")
        comments = [f"comment on table {target} is {_text(table_words(table))}"]
        comments += [f'comment on column {target}."{one}" is {_text(column_words(table, one))}' for one in columns]
        con.execute("; ".join(comments))
    con.execute("commit")
    return rows


def _write_words(
    con: DuckDBPyConnection,
    manifest: Manifest,
    scope: AnalystScope,
    words: list[tuple[str | int | bool | None, ...]],
) -> None:
    """The dictionary as a table, and one row that says what the file is."""
    described = ", ".join(f"{name} {type_}" for name, type_ in DICTIONARY_COLUMNS.items())
    known = pl.DataFrame(words, schema=list(DICTIONARY_COLUMNS), orient="row", infer_schema_length=None)
    target = f"{_name(scope)}.main"
    con.execute("begin")
    con.execute(f"create table {target}.dictionary ({described}, primary key (table_name, column_name))")
    con.register("known_words", known)
    con.execute(f"insert into {target}.dictionary select * from known_words")  # noqa: S608 - our names
    con.unregister("known_words")
    con.execute(f"comment on table {target}.dictionary is 'Hvad tabeller og kolonner betyder | What they mean'")
    con.execute(
        f"create table {target}.about as select $1 as municipality, $2 as scope_id, $3 as scope_name, "
        "$4 as release, $5::date as published_on, $6 as data_until",
        [manifest.municipality, scope.id, scope.name, manifest.release, manifest.release[:10], manifest.data_until],
    )
    con.execute(f"comment on table {target}.about is 'Hvad filen er | What this file is'")
    con.execute("commit")


def _keys() -> dict[str, list[str]]:
    """What makes a row its own, by table; not of single lines, whose index would cost more than the rows."""
    return {file.stem: file.columns_of("primary key") or file.columns_of("key") for file in sql_files("marts")}


def _is_empty_somewhere(con: DuckDBPyConnection, target: str, key: list[str]) -> bool:
    """Whether a row lacks a part of its key (an account without a function, say): a primary key cannot be empty."""
    lacking = " or ".join(f'"{column}" is null' for column in key)
    (found,) = con.execute(f"select coalesce(bool_or({lacking}), false) from {target}").fetchone() or (False,)  # noqa: S608
    return bool(found)


def _pack(folder: Path) -> None:
    """The Parquet files in one, with what they mean; they are packed already."""
    with zipfile.ZipFile(folder / PARQUET_ZIP, "w", zipfile.ZIP_STORED) as packed:
        for file in (
            *sorted((folder / PARQUET).iterdir()),
            *(folder / name for name in (DICTIONARY, EXAMPLES, README)),
        ):
            packed.write(file, file.relative_to(folder).as_posix())


def _facts_of(path: Path) -> FileFacts:
    with path.open("rb") as file:
        return FileFacts(bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


def _name(scope: AnalystScope) -> str:
    """What the scope's file is called while it is written: several are, side by side."""
    return '"' + f"{_ATTACHED} {scope.id}".replace('"', '""') + '"'


def _literal(path: Path) -> str:
    return _text(str(path))


def _text(text: str) -> str:
    """Text as an SQL literal, where a statement takes no parameters."""
    return "'" + text.replace("'", "''") + "'"

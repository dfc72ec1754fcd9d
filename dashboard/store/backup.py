"""Backups of the store: one zip that any of the databases is restored from, and that people can read.

`manifest.json` says which version the tables are at and, of each table, how many rows there are and the sha256 of its
file `<table>.jsonl`: one JSON object a row, as the row lies in the database (amounts in whole øre, moments in UTC).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.check import findings_of
from dashboard.store.schema import upgrade, version_of, versions
from dashboard.store.troubles import REMEDIES, told, trouble_of
from dashboard.store.writing import writing
from pipelines.durable import flush_file, flush_folder
from pipelines.problems import Problem

FORMAT = 1
_MANIFEST = "manifest.json"
_VERSION_TABLE = "alembic_version"
_UNFINISHED = ".unfinished"
_DAY_SECONDS = 86_400
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Contents:
    """What a backup holds: the version of its tables, when it was taken (UTC), and the rows of each table."""

    version: str
    taken_at: str
    rows: dict[str, int]
    sha256: dict[str, str]


def back_up(store: Engine, file: Path, *, now: datetime | None = None) -> Contents:
    """Write every row, as of one moment, while others go on writing. The file gets its name when it is whole.

    Raises Problem for a file that is there already, a store that does not answer, a folder that cannot be written.
    """
    if file.exists():
        raise Problem("there is such a file already", where=str(file), remedy="choose another name")
    draft = file.with_name(f".{file.name}.{os.getpid()}{_UNFINISHED}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_up(file.parent)
        draft.touch(mode=0o600)
        with _at_one_moment(store) as connection, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            contents = _write(connection, archive, (now or datetime.now(UTC)).astimezone(UTC))
        flush_file(draft)
        draft.rename(file)
        flush_folder(file.parent)
    except (SQLAlchemyError, OSError) as error:
        raise _not_done("the backup could not be taken", error, file) from error
    finally:
        draft.unlink(missing_ok=True)
    return contents


def restore(store: Engine, file: Path, *, is_replacing: bool = False) -> Contents:
    """Put a backup in the place of all that the store holds, in one transaction, and migrate it.

    Raises Problem for a backup that is not whole, a store that holds something (unless it `is_replacing`), a result
    that does not pass the checks, and a database that refuses; then the store is as it was.
    """
    contents = read_contents(file)
    try:
        with writing(store) as connection, zipfile.ZipFile(file) as archive:
            _refuse_full(connection, file, is_replacing=is_replacing)
            _drop_all(connection)
            upgrade(connection, contents.version)
            for table in _tables(connection):
                _load(connection, table, archive)
            upgrade(connection)
            wrong = list(findings_of(connection))
            if wrong:
                raise Problem(f"the backup does not hold together: {wrong[0]}", where=str(file), remedy="use another")
    except (SQLAlchemyError, OSError) as error:
        raise _not_done("the backup could not be restored", error, file) from error
    return contents


def read_contents(file: Path) -> Contents:
    """What a backup holds, once every row of it has been read and counted. Raises Problem where it is not whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest["format"] != FORMAT:
                raise _not_whole(file, f"its format is {manifest['format']}, this program reads {FORMAT}")
            if manifest["version"] not in versions():
                raise _not_whole(file, f"its tables are at version {manifest['version']}, which this program lacks")
            tables = manifest["tables"]
            for table, said in tables.items():
                with archive.open(f"{table}.jsonl") as lines:
                    rows, digest = _counted(lines)
                if (rows, digest) != (said["rows"], said["sha256"]):
                    raise _not_whole(file, f"{table} is not as it was written")
    except FileNotFoundError as error:
        told_so = "there is no such file"
        raise Problem(told_so, where=str(file), remedy="name the zip that `pejling store backup` wrote") from error
    except OSError as error:
        raise _not_done("the backup cannot be read", error, file) from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, NotImplementedError) as error:
        raise _not_whole(file, f"it is damaged, or no backup ({told(error)})") from error
    return Contents(
        manifest["version"],
        manifest["taken_at"],
        {table: said["rows"] for table, said in tables.items()},
        {table: said["sha256"] for table, said in tables.items()},
    )


def _clear_up(folder: Path) -> None:
    """Remove what killed backups have left; one that is at work is younger than a day."""
    for left in folder.glob(f".*{_UNFINISHED}"):
        if time.time() - left.stat().st_mtime > _DAY_SECONDS:
            left.unlink(missing_ok=True)


@contextmanager
def _at_one_moment(store: Engine) -> Iterator[Connection]:
    """A transaction that sees the store as it was when it began, whatever others commit meanwhile."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    engine = store if store.dialect.name == "sqlite" else store.execution_options(**options)
    with engine.connect() as connection:
        yield connection


def _write(connection: Connection, archive: zipfile.ZipFile, now: datetime) -> Contents:
    rows: dict[str, int] = {}
    sha256: dict[str, str] = {}
    version = version_of(connection) or ""
    for table in _tables(connection):
        with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
            rows[table.name], sha256[table.name] = _write_rows(connection, table, lines)
    taken_at = now.isoformat(timespec="seconds")
    manifest = {
        "format": FORMAT,
        "version": version,
        "taken_at": taken_at,
        "database": connection.dialect.name,
        "tables": {name: {"rows": rows[name], "sha256": sha256[name]} for name in rows},
    }
    archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    return Contents(version, taken_at, rows, sha256)


def _tables(connection: Connection) -> list[Table]:
    """The tables as they lie in the database, those that others refer to first."""
    there = MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != _VERSION_TABLE]


def _write_rows(connection: Connection, table: Table, lines: IO[bytes]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(wanted).mappings():
        line = json.dumps(dict(row), ensure_ascii=False, default=_as_text).encode() + b"\n"
        lines.write(line)
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"no column of the store holds {type(value).__name__}")


def _counted(lines: IO[bytes]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for line in lines:
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def _load(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    with archive.open(f"{table.name}.jsonl") as lines:
        while rows := [_as_values(table, json.loads(line)) for line in islice(lines, _AT_ONCE)]:
            connection.execute(insert(table), rows)
    numbered = [column for column in table.primary_key.columns if column.server_default is not None]
    if connection.dialect.name == "postgresql" and numbered:
        # The next row's number comes after those that were restored.
        last = connection.scalar(select(func.max(numbered[0])))
        if last is not None:
            named = {"table": table.name, "column": numbered[0].name, "last": last}
            connection.execute(text("select setval(pg_get_serial_sequence(:table, :column), :last)"), named)


def _as_values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_value(table.columns[name].type, value) for name, value in row.items()}


def _as_value(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else int(value) if isinstance(kind, Integer) else value


def _refuse_full(connection: Connection, file: Path, *, is_replacing: bool) -> None:
    held = sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables(connection))
    if held and not is_replacing:
        raise Problem(
            f"the store holds {held} rows already",
            where=str(file),
            remedy="take a backup of them and say --replace, or name an empty store with PEJLING_STORE_URL",
        )


def _drop_all(connection: Connection) -> None:
    there = MetaData()
    there.reflect(connection)
    there.drop_all(connection)
    if connection.dialect.name == "postgresql":
        wanted = text("select proname from pg_proc where pronamespace = current_schema()::regnamespace")
        for name in connection.scalars(wanted).all():
            if str(name).endswith("_refuse"):
                connection.exec_driver_sql(f"drop function {name}()")
    assert not inspect(connection).get_table_names()  # noqa: S101


def _not_done(what: str, error: BaseException, file: Path) -> Problem:
    return Problem(f"{what} ({told(error)})", where=str(file), remedy=REMEDIES[trouble_of(error)])


def _not_whole(file: Path, what: str) -> Problem:
    return Problem(what, where=str(file), remedy="use another backup")

"""Rows of an SQL query, through SQLAlchemy. The URL stands in an environment variable, never in a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import sqlalchemy
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pipelines.extracts.rows import Batch, Record, frame_of, written
from pipelines.extracts.spec import Spec
from pipelines.problems import Problem, WrongUse

BATCH_ROWS = 50_000


class SqlRows:
    """The rows of the spec's query; `line` is the row's number in the result."""

    typed = True
    separator = ";"

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._where = f"sql:{spec.source}"
        self.wanted: set[int] = set()
        self.bytes_read = 0
        self._engine = _engine(spec)
        self._rows, self._names = self._run()

    def _run(self) -> tuple[Iterator[Sequence[Sequence[Any]]], list[str]]:
        try:
            connection = self._engine.connect().execution_options(stream_results=True, yield_per=BATCH_ROWS)
            result = connection.execute(sqlalchemy.text(self._spec.file.query or ""))
            return result.partitions(BATCH_ROWS), list(result.keys())
        except (SQLAlchemyError, OSError) as error:
            self._engine.dispose()
            raise self._problem(error) from error

    def _problem(self, error: Exception) -> Problem:
        # The driver's own words: SQLAlchemy's repeat the statement, and its URL may hold a password.
        words = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        return Problem(f"the query failed ({words})", where=self._where, remedy="check the database, then file.query")

    def head(self) -> list[Record]:
        return [Record(0, self._names, written(self._names, self.separator), span=1)]

    def batches(self, header: Record, columns: int, needed: int) -> Iterator[Batch]:
        del header, needed
        number = 0
        try:
            for rows in self._rows:
                cells = [[_text(cell) for cell in row] for row in rows]
                lines = list(range(number + 1, number + len(rows) + 1))
                words = {
                    place: pl.Series([isinstance(row[place], str) for row in rows], dtype=pl.Boolean)
                    for place in self.wanted
                }
                number += len(rows)
                yield Batch(frame_of(cells, lines, columns), len(rows), words=words)
        except SQLAlchemyError as error:
            raise self._problem(error) from error
        finally:
            self._engine.dispose()


def _engine(spec: Spec) -> sqlalchemy.Engine:
    variable = spec.file.url_env or ""
    url = os.environ.get(variable)
    if not url:
        raise WrongUse(
            f"file.url_env: the environment variable {variable} is not set",
            where=str(spec.path),
            remedy=f"set {variable} to the database's SQLAlchemy URL",
        )
    try:
        return sqlalchemy.create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise WrongUse(
            f"the environment variable {variable} holds no URL that can be used ({type(error).__name__})",
            where=str(spec.path),
            remedy="write it like postgresql+psycopg://user:password@host/database and install its driver",
        ) from error


def _text(cell: object) -> str | None:
    """A value of the database as text: numbers and days in their canonical form."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else str(cell).lower()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell)

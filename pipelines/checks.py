"""Checks: each is a query that returns the rows that are wrong, and a sentence that says what that means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.canonical import SQL
from pipelines.lineage import SqlFile, sql_files
from pipelines.problems import Problem, WrongUse
from pipelines.row_inserts import insert_rows

Severity = Literal["error", "warning"]
RESULTS = "data_quality__check"
_SAMPLE_ROWS = 5


@dataclass(frozen=True)
class Check:
    """One check: `sql` selects offending rows. An error stops a release, a warning is published with it."""

    name: str
    severity: Severity
    sentence: str
    sql: str
    where: str


@dataclass(frozen=True)
class CheckResult:
    """What a check found: the number of rows, and the first few of them."""

    name: str
    severity: Severity
    sentence: str
    rows: int
    sample: list[tuple[object, ...]]


def all_checks(folder: Path = SQL) -> list[Check]:
    """The files of sql/checks, and for each table with a key the check that it is unique; by name.

    Raises Problem for a check without severity or sentence.
    """
    written = [_from_file(file) for file in sql_files("checks", folder=folder)]
    keys = list(_key_checks(sql_files("staging", "marts", folder=folder)))
    return sorted([*written, *keys], key=lambda check: check.name)


def _from_file(file: SqlFile) -> Check:
    severity, sentence = file.header.get("severity"), file.header.get("sentence")
    if severity not in {"error", "warning"} or not sentence:
        raise Problem(
            "the check does not say how bad it is and what it means",
            where=str(file.path),
            remedy="begin the file with -- severity: error or warning, and -- sentence: what is wrong",
        )
    return Check(file.stem, cast("Severity", severity), sentence, file.select, str(file.path))


def _key_checks(files: list[SqlFile]) -> Iterator[Check]:
    for file in files:
        if file.key and not file.columns_of("key by reading"):
            columns = ", ".join(f'"{column}"' for column in file.key)
            yield Check(
                f"{file.stem}__key_is_unique",
                "error",
                f"Two rows of {file.stem} have the same {', '.join(file.key)}, so a figure would be counted twice.",
                f'select {columns}, count(*) as row_count from {file.schema}."{file.stem}"\n'  # noqa: S608 - our names
                "group by all having count(*) > 1",
                str(file.path),
            )


def run_check(con: DuckDBPyConnection, check: Check) -> CheckResult:
    """What one check finds in a built warehouse. Raises Problem where it cannot be run."""
    found = f"from (\n{check.sql}\n)"
    try:
        counted = con.execute(f"select count(*) {found}").fetchone()
        rows = int(counted[0]) if counted else 0
        sample = con.execute(f"select * {found} limit {_SAMPLE_ROWS}").fetchall() if rows else []
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        raise Problem(
            f"the check {check.name} cannot be run ({str(error).splitlines()[0]})",
            where=check.where,
            remedy="mend the statement",
        ) from error
    return CheckResult(check.name, check.severity, check.sentence, rows, sample)


def note_results(con: DuckDBPyConnection, results: list[CheckResult]) -> None:
    """Leave what the checks found in the warehouse as marts.data_quality__check."""
    con.execute(
        f"create or replace table marts.{RESULTS} "
        "(check_name varchar, severity varchar, sentence varchar, row_count bigint)"
    )
    columns = ("check_name", "severity", "sentence", "row_count")
    found = [(result.name, result.severity, result.sentence, result.rows) for result in results]
    insert_rows(con, f"marts.{RESULTS}", [dict(zip(columns, row, strict=True)) for row in found])


def rows_of_check(con: DuckDBPyConnection, name: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns and all offending rows of one check in a built warehouse. Raises WrongUse for an unknown name."""
    checks = {check.name: check for check in all_checks()}
    if name not in checks:
        raise WrongUse("there is no such check", where=name, remedy=f"name one of these: {', '.join(sorted(checks))}")
    answer = con.execute(checks[name].sql)
    columns = [column[0] for column in answer.description or []]
    return columns, answer.fetchall()

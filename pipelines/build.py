"""The build: staging, marts, checks and the release file, in the order that the SQL itself gives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.canonical import SQL
from pipelines.checks import RESULTS, Check, CheckResult, all_checks, note_results, run_check
from pipelines.lineage import SqlFile, sql_files, tables_in, upstream
from pipelines.manifest import TableFacts
from pipelines.problems import Problem
from pipelines.release_file import published_marts, release_file, write_table
from pipelines.side_by_side import AT_ONCE, in_order

OnTable = Callable[[str, int, int], None]


def build_warehouse(con: DuckDBPyConnection, *, folder: Path = SQL, on_table: OnTable | None = None) -> None:
    """Make schemas staging and marts from schema raw, which must hold every table of `raw_columns()`.

    `on_table(name, number, of)` is called as each table is begun, from more than one thread. Raises Problem naming the
    file that cannot be run.
    """
    con.execute("create schema if not exists staging; create schema if not exists marts")
    files = {file.name: file for file in sql_files("staging", "marts", folder=folder)}
    number = count(1)

    def made(cursor: DuckDBPyConnection, name: str) -> None:
        if on_table:
            on_table(name, next(number), len(files))
        make(cursor, files[name])

    in_order(con, upstream(files.values()), made)


def build_tables(con: DuckDBPyConnection, *names: str) -> None:
    """Make the tables named (`schema.name`) and what they are made of. Raises Problem as `build_warehouse` does."""
    con.execute("create schema if not exists staging; create schema if not exists marts")
    files = {file.name: file for file in sql_files("staging", "marts")}
    graph = upstream(files.values())
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += graph[name]
    in_order(con, {name: graph[name] for name in wanted}, lambda cursor, name: make(cursor, files[name]))


@dataclass(frozen=True)
class Built:
    """A release file that has been written: what is in each table, and what the checks found."""

    tables: dict[str, TableFacts]
    checks: list[CheckResult]


def build_release(
    con: DuckDBPyConnection, path: Path, on_step: OnTable | None = None, *, at_once: int = AT_ONCE
) -> Built:
    """Schemas staging and marts from schema raw, the checks, and the published marts in a new file at `path`.

    Each statement runs as soon as what it reads is there: nothing waits for the end of a stage. `on_step(name, number,
    of)` is called as each is begun, from more than one thread; `at_once` as in `in_order`.
    Raises Problem naming the file that cannot be run, or what has no card; DuckDB's own errors where the disk refuses.
    """
    con.execute("create schema if not exists staging; create schema if not exists marts")
    made = {file.name: file for file in sql_files("staging", "marts")}
    checks = {f"check {check.name}": check for check in all_checks()}
    written = {f"write {file.stem}": file for file in published_marts()}
    tables: dict[str, TableFacts] = {}
    results: dict[str, CheckResult] = {}
    number = count(1)

    def work(cursor: DuckDBPyConnection, name: str) -> None:
        if on_step:
            on_step(name, next(number), len(graph))
        if name in made:
            if not made[name].is_member:
                make(cursor, made[name])
        elif name in checks:
            results[name] = run_check(cursor, checks[name])
        elif name in written:
            tables[written[name].stem] = write_table(cursor, written[name])
        else:
            note_results(cursor, [results[check] for check in checks])

    graph = _all_steps(made, checks, written)
    with release_file(con, path):
        in_order(con, graph, work, lambda name: (name not in made) + (name in checks), at_once)
    return Built({file.stem: tables[file.stem] for file in written.values()}, [results[name] for name in checks])


def _all_steps(
    made: Mapping[str, SqlFile], checks: Mapping[str, Check], written: Mapping[str, SqlFile]
) -> dict[str, list[str]]:
    """Every step of a build and the steps that it waits for."""
    noted = f"marts.{RESULTS}"
    # A published view is computed once, into the release file, and read from there.
    last = {name: f"write {file.stem}" if file.is_view and file.is_published else name for name, file in made.items()}
    graph = {name: [last[read] for read in reads] for name, reads in upstream(made.values()).items()}
    graph |= {name: [last[read] for read in tables_in(check.sql) if read in last] for name, check in checks.items()}
    graph |= {name: [file.name] for name, file in written.items()}
    return graph | {noted: list(checks)}


def make(con: DuckDBPyConnection, file: SqlFile) -> None:
    """The table or view of a file, from what it reads. Raises Problem naming the file that cannot be run."""
    kind = "view" if file.is_view else "table"
    try:
        con.execute(f'create or replace {kind} {file.schema}."{file.stem}" as\n{file.select}')
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        # The machine refuses, not the data: told by whoever chose the disk and the memory.
        raise
    except duckdb.Error as error:
        raise Problem(
            f"{file.name} cannot be made ({str(error).splitlines()[0]})",
            where=str(_to_blame(con, file).path),
            remedy="mend the value in the source or the statement",
        ) from error


def _to_blame(con: DuckDBPyConnection, file: SqlFile) -> SqlFile:
    """The member of a union that is no statement by itself, or the file."""
    for member in file.members:
        try:
            con.execute(f"explain {member.select}")
        except duckdb.Error:
            return member
    return file


def rules_version(folder: Path = SQL) -> str:
    """One sha256 over everything that decides a figure: all SQL, the canonical tables, the figure cards."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".sql", ".toml", ".yml"}:
            # Line ends follow the checkout, not the rule.
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()

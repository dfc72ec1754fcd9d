"""What is made of what: read from the SQL itself, so that neither order nor lineage is written down twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.canonical import SQL
from pipelines.problems import Problem
from pipelines.raw import raw_columns

if TYPE_CHECKING:
    from sqlglot.lineage import Node

SCHEMAS = ("raw", "staging", "marts")
MAY_READ = {"staging": {"raw", "staging"}, "marts": {"staging", "marts"}, "checks": {"raw", "staging", "marts"}}
# What makes a row its own. A primary key is an index of the published file too; that of single lines is given by their
# reading, since millions of them would have to be counted again at every build.
KEYS = ("primary key", "key", "key by reading")
SCOPES = ("unit_period", "unit", "unit_today", "project", "municipality", "everybody")

# What of a statement is to be told apart to find the tables that it names; where none but `open` fits, nothing is.
_WORDS = re.compile(
    rf"""
    --[^\n]* | /\*.*?\*/                                                 # a comment
    | '(?:[^']|'')*'                                                      # a text
    | (?P<quote>"?)\b(?P<schema>{"|".join(SCHEMAS)})(?P=quote)\s*\.\s*(?P<name>"[^"]+"|\w+)  # a table of ours
    | "(?:[^"]|"")*"                                                      # another name
    | (?P<open>'|"|/\*)                                                   # a beginning without an end
    """,
    re.DOTALL | re.VERBOSE,
)
_HEADER = re.compile(r"--\s*(?P<key>[a-z][a-z ]*):\s*(?P<value>.+)")
_GOES_ON = "--     "


@dataclass(frozen=True)
class SqlFile:
    """One file of sql/: a table or view named `schema.stem` and the select that makes it, or a check."""

    path: Path
    schema: str
    text: str
    members: tuple[SqlFile, ...] = ()
    """The files that a union is of; its text names them."""

    @property
    def stem(self) -> str:
        return self.path.stem

    @property
    def name(self) -> str:
        return f"{self.schema}.{self.stem}"

    @cached_property
    def header(self) -> dict[str, str]:
        """The leading `-- key: value` lines; one that is indented goes on with the value above it."""
        found: dict[str, str] = {}
        key = ""
        for line in self.text.splitlines():
            if not line.startswith("--"):
                break
            if line.startswith(_GOES_ON) and key:
                found[key] = f"{found[key]} {line.removeprefix(_GOES_ON).strip()}"
            elif match := _HEADER.fullmatch(line.strip()):
                key = match["key"]
                found[key] = match["value"].strip()
        return found

    @property
    def is_view(self) -> bool:
        """Views are read once, by the release file or by one mart: writing them down twice would cost more."""
        return self.header.get("materialise") == "view"

    @property
    def is_member(self) -> bool:
        """A part of a union, which nothing else reads."""
        return "member of" in self.header

    @property
    def is_published(self) -> bool:
        return self.schema == "marts" and self.header.get("scope") in SCOPES

    def columns_of(self, key: str) -> list[str]:
        """A header line that lists columns, as a list; empty where the file has no such line."""
        return [column.strip() for column in self.header.get(key, "").split(",") if column.strip()]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that make a row its own; empty where the file names none."""
        return tuple(next(filter(None, map(self.columns_of, KEYS)), []))

    @property
    def select(self) -> str:
        """The statement. A union's holds those of its members: as views of their own each would be planned twice."""
        if self.members:
            return "\nunion all\n".join(f"select * from (\n{file.select}\n)" for file in self.members)  # noqa: S608
        return self.text.strip().removesuffix(";")


def sql_files(*schemas: str, folder: Path = SQL) -> list[SqlFile]:
    """The files of the given folders of sql/, in the order of their names, and the unions that they are members of."""
    files = [
        SqlFile(path, schema, path.read_text(encoding="utf-8"))
        for schema in schemas
        for path in sorted((folder / schema).glob("*.sql"))
    ]
    return files + _unions(files)


def _unions(files: Iterable[SqlFile]) -> list[SqlFile]:
    """One table for each name that files call themselves a `-- member of:`: all their rows, below each other.

    So one more member is one more file, and no list of them can be forgotten.
    """
    members: dict[tuple[str, str], list[SqlFile]] = {}
    for file in files:
        if union := file.header.get("member of"):
            members.setdefault((file.schema, union), []).append(file)
    return [_union(schema, name, found) for (schema, name), found in sorted(members.items())]


def _union(schema: str, name: str, members: list[SqlFile]) -> SqlFile:
    selects = "\n\n    union all\n".join(f"    select * from {file.name}" for file in members)  # noqa: S608
    text = f"""-- grain: one row per row of the files that are a member of it
-- scope: build
-- materialise: view

with

final as (

{selects}

)

select * from final
"""  # noqa: S608 -- names of our own files
    return SqlFile(members[0].path.with_name(f"{name}.sql"), schema, text, tuple(members))


@cache
def tables_in(sql: str) -> frozenset[str]:
    """The tables of our schemas that a statement reads, as `schema.name`.

    Found by its words alone, since a build asks it of every statement: parsing them all takes seconds. Raises
    ValueError where a text, a name or a comment has no end.
    """
    found = set()
    for word in _WORDS.finditer(sql):
        if word["open"]:
            raise ValueError(f"{word['open']} has no end")
        if word["schema"]:
            name = word["name"].strip('"')
            found.add(f"{word['schema']}.{name}")
    return frozenset(found)


def tables_read(file: SqlFile) -> frozenset[str]:
    """The tables that a file reads, as `schema.name`. Raises Problem for text that is no SQL."""
    try:
        return tables_in(file.text)
    except ValueError as error:
        raise Problem(f"cannot be read as SQL ({error})", where=str(file.path), remedy="mend the statement") from error


def build_order(files: Iterable[SqlFile]) -> list[SqlFile]:
    """The files so that each comes after all that it reads. Raises Problem as `upstream` does."""
    by_name = {file.name: file for file in files}
    return [by_name[name] for name in TopologicalSorter(upstream(by_name.values())).static_order()]


def upstream(files: Iterable[SqlFile]) -> dict[str, list[str]]:
    """Every table and the tables made before it that it reads.

    Raises Problem for a circle, a table that no file makes, a layer that reads above itself, or one stem twice.
    """
    by_name = _by_name(files)
    raw = {f"raw.{name}" for name in raw_columns()}
    graph = {name: _known(file, by_name, raw) for name, file in by_name.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise Problem(f"tables are made of each other ({circle})", where="sql", remedy="break the circle") from error
    return graph


def _by_name(files: Iterable[SqlFile]) -> dict[str, SqlFile]:
    seen: dict[str, SqlFile] = {}
    stems: dict[str, Path] = {}
    for file in files:
        if file.stem in stems:
            raise Problem(
                f"{file.stem} is also the name of {stems[file.stem]}", where=str(file.path), remedy="rename one of them"
            )
        stems[file.stem] = file.path
        seen[file.name] = file
    return seen


def _known(file: SqlFile, by_name: Mapping[str, SqlFile], raw: set[str]) -> list[str]:
    made_before = []
    for table in sorted(tables_read(file)):
        schema = table.partition(".")[0]
        if table not in by_name and table not in raw:
            raise Problem(f"reads {table}, which no file makes", where=str(file.path), remedy="mend the name")
        if schema not in MAY_READ[file.schema]:
            raise Problem(
                f"{file.schema} must not read {schema} ({table})",
                where=str(file.path),
                remedy="read the layer below: raw -> staging -> marts",
            )
        if table in by_name:
            made_before.append(table)
    return made_before


@dataclass(frozen=True)
class Lineage:
    """What one table is made of: tables it reads itself, and the raw tables at the far end."""

    table: str
    reads: tuple[str, ...]
    raw: tuple[str, ...]


def lineage(table: str, folder: Path = SQL) -> Lineage:
    """The tables behind `table` (`schema.name` or a mart's bare name). Raises KeyError for an unknown one."""
    by_name = _by_name(sql_files("staging", "marts", folder=folder))
    name = table if "." in table else f"marts.{table}"
    far: set[str] = set()
    waiting, seen = [name], {name}
    while waiting:
        for read in tables_read(by_name[waiting.pop()]):
            if read.startswith("raw."):
                far.add(read)
            elif read not in seen:
                seen.add(read)
                waiting.append(read)
    return Lineage(name, tuple(sorted(tables_read(by_name[name]))), tuple(sorted(far)))


def column_sources(table: str, columns: Mapping[str, Mapping[str, Mapping[str, str]]], column: str) -> list[str] | None:
    """The columns `schema.table.column` that one column of a mart is computed from, one step up; None for none to read.

    `columns` is {schema: {table: {column: type}}} of a built warehouse: `select *` cannot be followed without it.
    Slow (tenths of a second): for a page that shows one column.
    """
    # Only who asks for columns waits for the parser to be imported.
    from sqlglot.errors import SqlglotError  # noqa: PLC0415
    from sqlglot.lineage import lineage as column_lineage  # noqa: PLC0415

    file = _by_name(sql_files("staging", "marts"))[table if "." in table else f"marts.{table}"]
    try:
        node = column_lineage(column, file.select, schema=dict(columns), dialect="duckdb")
    except SqlglotError:
        return None
    return sorted(set(_leaves(node)))


def _leaves(node: Node) -> Iterator[str]:
    from sqlglot.expressions import Table  # noqa: PLC0415

    for leaf in node.walk():
        if isinstance(leaf.expression, Table) and leaf.expression.db:
            yield f"{leaf.expression.db}.{leaf.expression.name}.{leaf.name.rpartition('.')[2]}"

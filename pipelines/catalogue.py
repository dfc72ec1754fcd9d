"""What a catalogue of figures tells of the rules themselves: cards, where they stand, what they are made of.

Read from the cards and the SQL alone, so that it is never behind what is built. What came of a build (freshness, checks
that found something) is a matter of a release and not told here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import duckdb

from pipelines.checks import all_checks
from pipelines.figures import Figure, Words, load_cards, meaning
from pipelines.lineage import SCHEMAS, SqlFile, build_order, column_sources, sql_files, tables_in, tables_read
from pipelines.problems import Problem
from pipelines.raw import raw_columns


@dataclass(frozen=True)
class CataloguedFigure:
    """A figure with the view that its card stands in; `id` is `view.column`."""

    view: str
    column: str
    title: Words
    card: Figure

    @property
    def id(self) -> str:
        return f"{self.view}.{self.column}"

    def is_found_by(self, words: str) -> bool:
        """Whether every word stands somewhere on the card, in either language."""
        card = self.card
        said = (self.column, card.owner, card.checked_by)
        both = (self.title, card.name, card.question, card.help)
        text = " ".join((*said, *(one for pair in both for one in (pair.da, pair.en)))).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True)
class CataloguedTable:
    """A published table: what a row of it is, what makes a row its own (where it says so), and who may see it."""

    name: str
    about: Words
    grain: str
    key: tuple[str, ...]
    scope: str

    @property
    def view(self) -> str:
        return self.name.partition("__")[0]


@dataclass(frozen=True)
class Behind:
    """All that a table is made of: each table on the way, as `schema.name`, with what it reads itself."""

    table: str
    reads: Mapping[str, tuple[str, ...]]

    @property
    def raw(self) -> tuple[str, ...]:
        """The tables at the far end, without their schema."""
        return tuple(sorted({read[4:] for reads in self.reads.values() for read in reads if read.startswith("raw.")}))

    def all_of(self, table: str) -> frozenset[str]:
        """The table and everything that it is made of."""
        seen, waiting = {table}, [table]
        while waiting:
            new = set(self.reads.get(waiting.pop(), ())) - seen
            seen |= new
            waiting.extend(new)
        return frozenset(seen)


@cache
def catalogued_figures() -> tuple[CataloguedFigure, ...]:
    """Every figure that has a card, view by view in the order of the cards. Raises WrongUse for a wrong one."""
    return tuple(
        CataloguedFigure(view, column, card.title, figure)
        for view, card in load_cards().items()
        for column, figure in card.figures.items()
    )


@cache
def catalogued_tables() -> tuple[CataloguedTable, ...]:
    """Every published table that has a card, by name."""
    cards = load_cards()
    return tuple(
        CataloguedTable(
            name=file.stem,
            about=Words(da=about.da, en=about.en),
            grain=file.header.get("grain", ""),
            key=file.key,
            scope=file.header["scope"],
        )
        for file in _files().values()
        if file.is_published
        and file.stem.partition("__")[0] in cards
        and (about := cards[file.stem.partition("__")[0]].tables.get(file.stem))
    )


def stands_in(figure: CataloguedFigure, columns: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The tables of `columns` ({table: {column: type}}) in which the figure stands under this card."""
    return [table for table, names in sorted(columns.items()) if figure.column in names and _is_of(figure, table)]


def _is_of(figure: CataloguedFigure, table: str) -> bool:
    try:
        return meaning(table, figure.column) is figure.card
    except Problem:
        return False


@cache
def behind(table: str) -> Behind:
    """What a mart is made of, back to the raw tables. Raises KeyError for an unknown one."""
    files = _files()
    reads: dict[str, tuple[str, ...]] = {}
    waiting = [f"marts.{table}"]
    while waiting:
        name = waiting.pop()
        if name not in reads:
            reads[name] = tuple(sorted(tables_read(files[name])))
            waiting.extend(read for read in reads[name] if not read.startswith("raw."))
    return Behind(f"marts.{table}", reads)


@cache
def guards_of(table: str) -> frozenset[str]:
    """The names of the checks that look at a mart or at anything that it is made of. Raises KeyError as `behind`."""
    made_of = behind(table).all_of(f"marts.{table}")
    return frozenset(check.name for check in all_checks() if tables_in(check.sql) & made_of)


@cache
def made_of_columns(table: str, column: str) -> tuple[str, ...] | None:
    """The columns `schema.table.column` that a mart's column is made of, one step up; None where none can be read."""
    sources = column_sources(f"marts.{table}", _columns(table), column)
    return None if sources is None else tuple(sources)


@cache
def _files() -> dict[str, SqlFile]:
    return {file.name: file for file in sql_files("staging", "marts")}


@cache
def _columns(table: str) -> dict[str, dict[str, dict[str, str]]]:
    """The columns of all that a mart is made of, found by making each of nothing: a part of a second, once."""
    found: dict[str, dict[str, dict[str, str]]] = {schema: {} for schema in SCHEMAS}
    made = behind(table)
    with duckdb.connect(config={"threads": 1}) as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        for name in made.raw:
            described = ", ".join(f'"{column}" {type_}' for column, type_ in raw_columns()[name].items())
            connection.execute(f"create table raw.{name} ({described})")
        for file in build_order(_files()[name] for name in made.reads):
            connection.execute(f"create table {file.name} as {file.select}")
        for schema, name, column, type_ in connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall():
            found[schema].setdefault(name, {})[column] = type_
    return found

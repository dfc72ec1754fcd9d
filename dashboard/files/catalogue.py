"""The file of the catalogue: every figure's card, every published table and every column of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.files.content import Filters, Made, sheet
from dashboard.queries import catalogue as queries
from dashboard.queries import data_quality
from dashboard.sentences.catalogue import DIRECTIONS, SCOPES, UNITS, in_language
from dashboard.tables.catalogue import help_of, name_of
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

FIGURES = (
    Column("figure", mark("Figure"), width=36),
    Column("view", mark("Subject"), width=24),
    Column("question", mark("Answers the question"), width=60),
    Column("help", mark("Meaning"), width=80),
    Column("numerator", mark("Numerator"), width=44),
    Column("denominator", mark("Denominator"), width=44),
    Column("unit", mark("Unit of measure")),
    Column("direction", mark("Direction")),
    Column("owner", mark("Owner")),
    Column("checked_by", mark("Checked by")),
    Column("next_review", mark("Next review"), "day"),
    Column("column", mark("Column"), width=30),
)
TABLES = (
    Column("table", mark("Table"), width=40),
    Column("about", mark("What it holds"), width=80),
    Column("key", mark("One row for each"), width=50),
    Column("scope", mark("Who sees its rows"), width=40),
)
COLUMNS = (
    Column("table", mark("Table"), width=40),
    Column("column", mark("Column"), width=34),
    Column("type", mark("Type")),
    Column("name", mark("Name"), width=34),
    Column("help", mark("Meaning"), width=80),
)
SOURCES = (
    Column("title", mark("Source"), width=36),
    Column("owner", mark("Owner")),
    Column("latest_received_at", mark("Received"), "moment"),
    Column("expected_by", mark("Expected by"), "day"),
    Column("is_late", mark("Late"), "yes_no"),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:  # noqa: ARG001 (every kind is called alike)
    """Figures, tables, columns and sources."""
    mart = "data_quality__source"
    tables = queries.tables(door)
    columns = [
        {
            "table": table,
            "column": column,
            "type": type_.lower(),
            "name": name_of(texts, table, column),
            "help": help_of(texts, table, column),
        }
        for table in tables
        for column, type_ in queries.columns(door)[table].items()
    ]
    sheets = [
        sheet(door, texts, mark("Figures"), mart, _figures(texts), FIGURES),
        sheet(door, texts, mark("Tables"), mart, _tables(texts, door), TABLES),
        sheet(door, texts, mark("Columns"), mart, _frame(columns, COLUMNS), COLUMNS, frozen=2),
        sheet(door, texts, mark("Sources"), mart, data_quality.sources(door), SOURCES),
    ]
    return Made(f"{texts.say('Data catalogue')} {door.release.id}", sheets, [])


def _figures(texts: Texts) -> pl.DataFrame:
    rows = [
        {
            "figure": in_language(texts, figure.card.name),
            "view": in_language(texts, figure.title),
            "question": in_language(texts, figure.card.question),
            "help": in_language(texts, figure.card.help),
            "numerator": in_language(texts, figure.card.numerator),
            "denominator": in_language(texts, figure.card.denominator) if figure.card.denominator else None,
            "unit": texts.say(UNITS[figure.card.unit]),
            "direction": texts.say(DIRECTIONS[figure.card.direction]),
            "owner": figure.card.owner,
            "checked_by": figure.card.checked_by,
            "next_review": figure.card.next_review,
            "column": figure.column,
        }
        for figure in queries.figures(None)
    ]
    return _frame(rows, FIGURES)


def _tables(texts: Texts, door: Door) -> pl.DataFrame:
    rows = [
        {
            "table": table.name,
            "about": in_language(texts, table.about),
            "key": ", ".join(table.key),
            "scope": texts.say(SCOPES[table.scope]),
        }
        for table in queries.tables(door).values()
    ]
    return _frame(rows, TABLES)


def _frame(rows: Sequence[Mapping[str, object]], columns: tuple[Column, ...]) -> pl.DataFrame:
    """The rows with every column of the sheet, also where there are none."""
    return pl.DataFrame(rows, schema=None if rows else [column.name for column in columns], infer_schema_length=None)

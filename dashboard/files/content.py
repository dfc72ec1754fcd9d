"""What every file to take home is made of: its sheets with what their columns mean, and the sheet about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl

from dashboard.access import Page
from dashboard.clock import local
from dashboard.documents import Document, write_document
from dashboard.person import Person
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.texts import Texts
from dashboard.warehouse import Door
from dashboard.workbooks import Column, Sheet, Words, write_workbook
from pipelines.figures import meaning
from pipelines.problems import Problem

Filters = Mapping[str, Any]
WHO_ASKS = "person"
"""In the filters of every file: the person who takes it home."""
Lines = list[tuple[str, str]]


class Nothing(Exception):
    """There is nothing to show: the unit is not there, or not the person's."""


class NotNow(Exception):
    """What people have entered, which the file tells, cannot be read just now."""


@dataclass(frozen=True)
class Made:
    """The body of a file: its name, its tables and what is said about the choice made."""

    name: str
    sheets: list[Sheet]
    lines: Lines


@dataclass(frozen=True)
class Content:
    """A kind of file: the page whose rights it follows, its title, and how it is made: a workbook, or a document."""

    page: Page
    title: str
    make: Callable[[Door, Texts, Filters], Made | Document]
    suffix: Literal["xlsx", "docx"] = "xlsx"


TOLD = frozenset({"money", "share", "decimal"})  # kinds of columns that are figures: their meaning stands in the file


def write_download(path: Path, content: Content, person: Person, door: Door, texts: Texts, filters: Filters) -> str:
    """Write the file; the name to give it. Raises Nothing, DoorProblem."""
    made = content.make(door, texts, {**filters, WHO_ASKS: person})
    if isinstance(made, Document):
        write_document(path, made)
        return made.name
    release = door.release
    about = [
        (texts.say("Title"), texts.say(content.title)),
        *made.lines,
        (texts.say("Seen by"), person.unit_name),
        (texts.say("Data until"), _month(texts, release.data_until)),
        (texts.say("Release"), release.id),
        (texts.say("Published"), texts.moment(release.published_at)),
        (texts.say("Signs"), texts.say("Costs are positive, income negative; a positive variance is overspend.")),
    ]
    words = Words(
        about=texts.say("About"),
        column=texts.say("Column"),
        meaning=texts.say("Meaning"),
        cut_off=texts.say("The table was longer than an Excel sheet; the last rows are not here."),
        yes=texts.say("yes"),
        no=texts.say("no"),
    )
    write_workbook(path, made.sheets, about, words)
    return made.name


def sheet(
    door: Door, texts: Texts, title: str, mart: str, rows: pl.DataFrame, columns: tuple[Column, ...], *, frozen: int = 1
) -> Sheet:
    """A sheet of `mart` with titles and words in the reader's language, and what its figures mean."""
    said = [
        replace(
            column,
            title=texts.say(column.title),
            meaning=_meaning(door, texts, mart, column.name) if column.kind in TOLD or column.words else None,
            words=_words(texts, column),
        )
        for column in columns
    ]
    return Sheet(texts.say(title), _local(texts, rows, said), said, frozen)


def _words(texts: Texts, column: Column) -> dict[str, str] | None:
    """What a column's codes are called; the unit that is the whole has no number that anybody knows."""
    if column.name == "unit_id":
        return {WHOLE_MUNICIPALITY: texts.say("the municipality")}
    return {code: texts.say(word) for code, word in column.words.items()} if column.words else None


def _local(texts: Texts, rows: pl.DataFrame, columns: list[Column]) -> pl.DataFrame:
    """The rows with their moments by the municipality's clocks, which is what Excel writes."""
    names = [column.name for column in columns if column.kind == "moment" and column.name in rows.columns]
    return rows.with_columns(
        pl.Series(name, [moment and local(moment, texts.time_zone) for moment in rows[name]], pl.Datetime)
        for name in names
    )


def _meaning(door: Door, texts: Texts, mart: str, column: str) -> str | None:
    """What the figure card says in the reader's language; the release's own comment where the card is gone."""
    try:
        return meaning(mart, column).help.in_language(texts.language)
    except Problem:
        return door.meaning(mart, column)


def _month(texts: Texts, month: str | None) -> str:
    """`2026-10` in words."""
    if not month:
        return "–"
    year, number = month.split("-")[:2]
    return texts.month(int(year), int(number))

"""Figure cards: what every published table and column means, written once and shown everywhere."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.canonical import SQL
from pipelines.problems import Problem, WrongUse

# The same safe loader, in C where the platform has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Columns that mean the same in every view.
SHARED = "shared"


class Words(BaseModel):
    """The same words in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        """The words in Danish for `da`, else in English."""
        return self.da if language == "da" else self.en


class Column(BaseModel):
    """A column that is no figure: what it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Words
    help: Words


class Figure(Column):
    """A figure: the question it answers, how it is computed, and who answers for it."""

    question: Words
    numerator: Words
    denominator: Words | None = None
    unit: Literal["DKK", "share", "count", "status", "day", "month", "year", "round"]
    direction: Literal["more_is_bad", "more_is_good", "neutral"]
    owner: str = Field(min_length=1)
    checked_by: str = Field(min_length=1)
    next_review: date


class Table(BaseModel):
    """A published table in a sentence, and columns that mean something else there than in the rest of the view."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str = Field(min_length=1)
    da: str = Field(min_length=1)
    columns: dict[str, Column] = {}


class Card(BaseModel):
    """The cards of one view (`sql/figures/<view>.yml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    # A view whose cards count here too: the same money from another side.
    same_as: str | None = None
    tables: dict[str, Table] = {}
    figures: dict[str, Figure] = {}
    columns: dict[str, Column] = {}


@cache
def load_cards(folder: Path = SQL / "figures") -> dict[str, Card]:
    """The cards by view. Raises WrongUse naming file and key where a card is wrong."""
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yml"))}


def _load(path: Path) -> Card:
    try:
        return Card.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise WrongUse(
            str(error).replace("\n", " "), where=str(path), remedy="mend the line; the file is YAML"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise WrongUse(f"{key}: {first['msg']}", where=str(path), remedy="mend that key") from error


def meaning(table: str, column: str) -> Column:
    """The card of a column of a published table: the table's own, its view's, its sister view's, else the shared one.

    Raises Problem where nobody has written one.
    """
    cards = load_cards()
    view = cards.get(table.partition("__")[0], Card(title=Words(da="-", en="-")))
    own = view.tables[table].columns if table in view.tables else {}
    views = [view, *([cards[view.same_as]] if view.same_as else []), cards[SHARED]]
    for described in (own, *(cards for view in views for cards in (view.figures, view.columns))):
        if column in described:
            return described[column]
    raise Problem(
        f"the column {column} of {table} has no card",
        where=f"sql/figures/{table.partition('__')[0]}.yml",
        remedy="write under figures or columns what it means",
    )


def table_comment(table: str) -> str:
    """The published comment of a table. Raises Problem where nobody has written one."""
    view = table.partition("__")[0]
    card = load_cards().get(view)
    if card is None or table not in card.tables:
        raise Problem(
            f"the table {table} has no card", where=f"sql/figures/{view}.yml", remedy="write under tables what it holds"
        )
    return card.tables[table].en


def column_comment(table: str, column: str) -> str:
    """The published comment of a column: its name (in Danish) and what it means; for a figure how it is computed."""
    card = meaning(table, column)
    name = card.name.en if card.name.en == card.name.da else f"{card.name.en} ({card.name.da})"
    text = f"{name}: {card.help.en}"
    if isinstance(card, Figure):
        ratio = f" / {card.denominator.en}" if card.denominator else ""
        text += f" [{card.numerator.en}{ratio}; {card.unit}]"
    return text

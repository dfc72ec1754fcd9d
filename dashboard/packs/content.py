"""What a pack says: assembled once from the figures, read by four writers.

Every text is plain text in the reader's language, ready to read; a writer escapes it, or hands it over as data. Numbers
in sentences are written already. A table's cell holds its number raw (kroner, a share of one) beside what is read; a
chart's values are in the unit that the figure says, as they are drawn. Nothing here belongs to one writer alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from dashboard.texts import Language

Sort = Literal["centre", "directors", "facts"]
Tone = Literal["over", "under", "watch", "accent", "reference"]
"""What a colour means; see `dashboard.theme.MEANINGS`. Never the only bearer of the meaning."""
Kind = Literal["text", "dkk", "thousand", "million", "share", "count", "number"]
"""How a column's numbers are written: raw kroner as kroner, thousands or millions; a share of one as per cent; a whole
number; a number with one decimal."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what is read, and the raw number behind it where there is one."""

    text: str
    value: Decimal | int | None = None
    tone: Tone | None = None


@dataclass(frozen=True)
class Column:
    """A column: its heading, how its numbers are written, and how wide it is beside the others where it is text."""

    title: str
    kind: Kind = "text"
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table: `name` is its sheet in the workbook, `caption` what a screen reader says, `total` its last row.

    `note` stands below it: what is not in it, and why. The first column names the row.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    note: str = ""


@dataclass(frozen=True)
class Series:
    """A line: values (None: not there), the same as they are written, and its name. The last `marked` are marked."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    tone: Tone = "accent"
    marked: int = 0


@dataclass(frozen=True)
class Trend:
    """Lines over periods. `groups` is as long as `periods`: the year at its first period, else empty."""

    periods: tuple[str, ...]
    groups: tuple[str, ...]
    series: tuple[Series, ...]
    ticks: tuple[tuple[float, str], ...]
    range: tuple[float, float]
    kind: Literal["trend"] = "trend"


@dataclass(frozen=True)
class Bar:
    """A bar from zero with its name and number."""

    name: str
    value: float
    text: str
    tone: Tone


@dataclass(frozen=True)
class Bars:
    """Bars to both sides of zero, the largest first. `series_name` is what they measure."""

    bars: tuple[Bar, ...]
    series_name: str
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True)
class Step:
    """A step of a waterfall: a level that stands on zero, or a change from where the last one ended."""

    name: str
    value: float
    text: str
    is_level: bool = False
    tone: Tone = "reference"


@dataclass(frozen=True)
class Steps:
    """A waterfall. `series_name` is what it measures."""

    steps: tuple[Step, ...]
    series_name: str
    kind: Literal["steps"] = "steps"


Chart = Trend | Bars | Steps


@dataclass(frozen=True)
class Figure:
    """A chart whose title is the finding, with its table. Without a chart `empty` says why there is none.

    `description` is the text alternative: the finding and the numbers drawn.
    """

    title: str
    unit: str
    description: str
    chart: Chart | None
    table: Table | None
    empty: str = ""


@dataclass(frozen=True)
class Said:
    """A text with what it answers: `Det ser vi`, and what we see."""

    label: str
    text: str


@dataclass(frozen=True)
class Decision:
    """The manager's decision as it was taken, or room for it: blanks without a text are lines to write on."""

    heading: str
    choices: tuple[str, ...]
    chosen: int | None
    blanks: tuple[Said, ...]


@dataclass(frozen=True)
class FocusArea:
    """A focus area, half a page.

    `said` is what we see, why, and what it does not say; `last` what came of the last span's; `score` its calculation.
    """

    number: int
    title: str
    domain: str
    at_stake: str
    figure: Figure
    said: tuple[Said, ...]
    last: Said
    owner: str
    decision: Decision
    score: str = ""
    is_strength: bool = False


@dataclass(frozen=True)
class Section:
    """A chapter: its finding, what is said, a figure, a table, focus areas. `starts_page` opens a page of its own.

    `name` is letters only, one of its kind in the pack: what a link goes to.
    """

    name: str
    heading: str
    finding: str = ""
    paragraphs: tuple[str, ...] = ()
    figure: Figure | None = None
    table: Table | None = None
    said: tuple[Said, ...] = ()
    areas: tuple[FocusArea, ...] = ()
    starts_page: bool = False


@dataclass(frozen=True)
class Words:
    """The pack's own words in the reader's language."""

    contents: str  # I denne pakke
    page_of: str  # Side {page} af {pages}
    table_of: str  # Tal bag figuren
    skip: str  # Gå til indholdet
    about: str  # Om pakken


@dataclass(frozen=True)
class Pack:
    """A whole pack, frozen to a release. `made_at` is the newest of what it tells: the only time in its files.

    `file_name` is without an ending. `facts` stand on the cover: period, data's date, release, edition and its changes.
    `made_of` is what people have entered that the pack tells: a name and the sha256 of it, for the manifest.
    """

    sort: Sort
    span: str
    subject_id: str
    edition: int
    release: str
    file_name: str
    language: Language
    title: str
    kind: str
    subject: str
    period: str
    lead: str
    lead_more: str
    facts: tuple[Said, ...]
    sections: tuple[Section, ...]
    footer: str
    made_at: datetime
    words: Words
    made_of: tuple[tuple[str, str], ...] = ()

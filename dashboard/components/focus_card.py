"""A focus area as a card: the finding, its chart, what it says and does not say, its score, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import OnAct, mount
from dashboard.components.figure import Tick
from dashboard.components.headline import Mark, Note
from dashboard.components.masthead import Choice


@dataclass(frozen=True)
class SpanPoint:
    """A span of the chart: its name on the axis and in words, what the figure was, and what it is held against."""

    short: str
    long: str
    value: float
    reference: float
    text: str
    reference_text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Course:
    """A figure over its spans, the oldest first, as a line, with a thinner one of its reference."""

    title: str
    unit: str
    description: str
    own: str
    against: str
    span: str
    points: tuple[SpanPoint, ...]
    ticks: tuple[Tick, ...]
    range: tuple[float, float]
    table: str


@dataclass(frozen=True)
class Said:
    """A passage with its label."""

    label: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A piece of the score: its name, its number, and how it comes about."""

    name: str
    value: str
    how: str


@dataclass(frozen=True)
class Score:
    """The calculation in a line, and unfolded piece by piece."""

    summary: str
    name: str
    value: str
    how: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FocusCard:
    """All texts are ready to read. `course` None: `no_course` says why there is no chart."""

    id: str
    number: str
    title: str
    tags: tuple[str, ...]
    mark: Mark
    course: Course | None
    no_course: str
    said: tuple[Said, ...]
    notes: tuple[Note, ...] = ()
    score: Score | None = None
    acts: tuple[Choice, ...] = ()


def focus_card(content: FocusCard, *, key: str, on_act: OnAct) -> None:
    """Draw it. Act: `{"do": an act's value, "area": id}`."""
    mount("focus_card", asdict(content), key=key, on_act=on_act)

"""A chart: what it says is its title, its unit stands below, and an equivalent table goes with it.

Drawn in the browser as SVG by ~150 lines of our own: it follows light and dark and the width without asking the
server, speaks Danish, and a page opens in half the time it takes to load a chart library (DECISIONS.md).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from dashboard.components.browser import OnAct, mount
from dashboard.components.headline import Tone

Role = Literal["actual", "plan", "last_year", "reference"]


@dataclass(frozen=True)
class Tick:
    """A line across, with the number beside it."""

    value: float
    label: str


@dataclass(frozen=True)
class Month:
    """A month on the axis and in words."""

    short: str
    long: str


@dataclass(frozen=True)
class Line:
    """A line over twelve months: values (None: not there yet), the same as text, and its name where it ends."""

    role: Role
    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    label: str = ""
    end: float | None = None


@dataclass(frozen=True)
class Point:
    """A point at the end of the year."""

    name: str
    label: str
    text: str
    value: float
    tone: Literal["over", "under", "quiet", "accent"] = "quiet"


@dataclass(frozen=True)
class Now:
    """Where the actual line has come to."""

    month: int
    value: float
    label: str
    short: str


@dataclass(frozen=True)
class Lines:
    """A chart of lines over a year."""

    title: str
    unit: str
    description: str
    months: tuple[Month, ...]
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    range: tuple[float, float]
    now: Now | None
    table: dict[str, str]
    kind: str = "lines"


@dataclass(frozen=True)
class Bar:
    """A bar from zero with its name, number and word; `id` makes the name a way to go there."""

    label: str
    value: float
    text: str
    word: str = ""
    tone: Tone = "quiet"
    id: str | None = None


@dataclass(frozen=True)
class Bars:
    """Bars to both sides of zero."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    kind: str = "bars"


@dataclass(frozen=True)
class NoChart:
    """Why there is nothing to draw."""

    title: str
    empty: str
    unit: str = ""
    kind: str = "none"


Chart = Lines | Bars | NoChart


def figure(chart: Chart, *, key: str, on_act: OnAct | None = None) -> None:
    """Draw it. Act: `{"at": id}` when the name of a bar is clicked."""
    data: dict[str, Any] = asdict(chart)
    mount("figure", data, key=key, on_act=on_act)

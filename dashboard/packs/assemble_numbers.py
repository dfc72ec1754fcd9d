"""Rows of marts as a pack's charts and tables: raw numbers beside what is read of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.charts.scales import steps_between
from dashboard.packs.content import Bar, Bars, Cell, Column, Kind, Series, Table, Tone, Trend
from dashboard.sentences.words import direction, unit_for
from dashboard.texts import NOT_THERE, Texts, Unit

Number = Decimal | float | int
MOST_BARS = 8
MOST_ROWS = 12
MARKED = 3
_DIVISORS: dict[Unit, int] = {"dkk": 1, "thousand": 1_000, "million": 1_000_000}
_CUT_AXIS = 0.5  # an axis begins at zero, unless everything drawn lies in the upper half


@dataclass(frozen=True)
class Writing:
    """How the numbers of a figure are written: the kind of their columns, the unit in words, what to divide by."""

    texts: Texts
    kind: Kind
    unit: str
    divisor: Decimal = Decimal(1)
    places: int = 0

    @classmethod
    def money(cls, texts: Texts, values: Iterable[Number | None]) -> Writing:
        """Millions where the largest is spoken of in millions, else thousands."""
        scale = unit_for(max((abs(decimal(value)) for value in values if value is not None), default=Decimal(0)))
        return cls.of_unit(texts, scale)

    @classmethod
    def of_unit(cls, texts: Texts, scale: Unit) -> Writing:
        return cls(texts, scale, texts.unit(scale), Decimal(_DIVISORS[scale]), 1 if scale == "million" else 0)

    @classmethod
    def of_figure(cls, texts: Texts, unit: str, values: Sequence[Number | None]) -> Writing:
        """That of a signal's figure: DKK, share, count, day or month."""
        if unit == "DKK":
            return cls.money(texts, values)
        if unit == "share":
            return cls(texts, "share", texts.say("Per cent"), Decimal("0.01"), 1)
        is_whole = all(value is None or decimal(value) == int(value) for value in values)
        words = {"day": texts.say("Days"), "month": texts.say("Months")}.get(unit, texts.say("Number"))
        return cls(texts, "count" if is_whole else "number", words, places=0 if is_whole else 1)

    def drawn(self, value: Number | None) -> float | None:
        """The number in the unit that it is drawn in."""
        return None if value is None else float(decimal(value) / self.divisor)

    def text(self, value: Number | None, *, signed: bool = False) -> str:
        """The number without its unit."""
        if value is None:
            return NOT_THERE
        return self.texts.number(decimal(value) / self.divisor, self.places, signed=signed)

    def cell(self, value: Number | None, *, signed: bool = False, tone: Tone | None = None) -> Cell:
        """The number raw beside what is read."""
        raw: Decimal | int | None = None if value is None else decimal(value)
        if raw is not None and self.kind == "count":
            raw = int(raw)
        return Cell(self.text(value, signed=signed), raw, tone)

    def variance(self, value: Decimal | None) -> Cell:
        """A variance with its sign, in the colour of overspend or underspend."""
        return self.cell(value, signed=True, tone=tone_of(value))

    def column(self, title: str) -> Column:
        return Column(title, self.kind)


def decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def tone_of(value: Decimal | None) -> Tone | None:
    """Overspend or underspend; neither where it is written as 0."""
    return direction(value) or None


@dataclass(frozen=True)
class Line:
    """A line to draw: its name and its numbers, oldest first."""

    name: str
    values: tuple[Number | None, ...]
    tone: Tone = "accent"


@dataclass(frozen=True)
class Periods:
    """What stands along an axis: short names, and the year of each (empty where they are years)."""

    names: tuple[str, ...]
    years: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The year where it begins."""
        before = ("", *self.years[:-1])
        return tuple(year if year != last else "" for year, last in zip(self.years, before, strict=True))

    @property
    def heads(self) -> tuple[str, ...]:
        """`K3 26`, as a column is headed."""
        return tuple(f"{name} {year[2:]}".strip() for name, year in zip(self.names, self.years, strict=True))


def trend(periods: Periods, lines: Sequence[Line], writing: Writing) -> tuple[Trend, str]:
    """The lines, and what is to be known about the axis: its unit, and where it begins when that is not zero."""
    drawn = [[writing.drawn(value) for value in line.values] for line in lines]
    known = [value for values in drawn for value in values if value is not None]
    low, high, ticks = _reach(known)
    if writing.kind == "count":  # there is no half of a place
        ticks = [tick for tick in ticks if float(tick).is_integer()]
    places = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    series = tuple(
        Series(
            line.name,
            tuple(values),
            tuple(writing.text(value) for value in line.values),
            line.tone,
            0 if line.tone == "reference" else MARKED,
        )
        for line, values in zip(lines, drawn, strict=True)
    )
    written = tuple((tick, writing.texts.number(tick, places)) for tick in ticks)
    chart = Trend(periods.names, periods.groups, series, written, (low, high))
    if low > 0:
        begins = writing.texts.number(low, 0 if float(low).is_integer() else 1)
        return chart, writing.texts.say("{unit}; the axis begins at {number}", unit=writing.unit, number=begins)
    return chart, writing.unit


def _reach(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Where the axis begins and ends, and its marks: from zero, unless everything lies in the upper half."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low <= _CUT_AXIS * high or high <= 0:
        low, high = min(low, 0.0), max(high, 0.0)
        high = high if high > low else low + 1.0
        return low, high, steps_between(low, high)
    step = _step_of(low, high)
    count = math.floor(round(low / step, 6))
    ticks = [round(step * number, 9) for number in range(count, math.floor(round(high / step, 6)) + 1)]
    return ticks[0], high, ticks


def _step_of(low: float, high: float) -> float:
    """A round number of which three to five lie between; of the number itself where all are alike."""
    steps = steps_between(low, high) if high > low else steps_between(0, low)
    return steps[1] - steps[0] if len(steps) > 1 else high - low or low


def trend_table(name: str, caption: str, periods: Periods, lines: Sequence[Line], writing: Writing) -> Table:
    """The same numbers: a row a line, a column a period."""
    rows = tuple((Cell(_capital(line.name)), *(writing.cell(value) for value in line.values)) for line in lines)
    columns = (Column(writing.unit, width=2.1), *(writing.column(head) for head in periods.heads))
    return Table(name, caption, columns, rows)


def bars(found: Sequence[tuple[str, Number]], name: str, writing: Writing, *, tone: Tone | None = None) -> Bars:
    """The largest of them that are not written as 0, to both sides of zero.

    `tone`: of all; else over- and underspend by their signs.
    """
    written = [one for one in found if writing.text(one[1]) != writing.text(0)] or found
    largest = sorted(written, key=lambda one: -abs(decimal(one[1])))[:MOST_BARS]
    largest.sort(key=lambda one: -decimal(one[1]))
    return Bars(
        tuple(
            Bar(
                label,
                writing.drawn(value) or 0.0,
                writing.text(value, signed=tone is None),
                tone or tone_of(decimal(value)) or "reference",
            )
            for label, value in largest
        ),
        name,
    )


def spoken(chart: Trend | Bars, title: str, unit: str) -> str:
    """The text alternative: the finding, the unit, and the numbers that are drawn."""
    if isinstance(chart, Bars):
        numbers = "; ".join(f"{bar.name} {bar.text}" for bar in chart.bars)
    else:
        numbers = "; ".join(
            f"{line.name}: "
            + ", ".join(f"{period} {text}" for period, text in zip(chart.periods, line.texts, strict=True))
            for line in chart.series
        )
    return f"{title}. {unit}. {numbers}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""The chart of a focus area: its figure over the spans, with what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashboard.charts.scales import steps_between
from dashboard.components.figure import Tick
from dashboard.components.focus_card import Course, SpanPoint
from dashboard.decisions.published_areas import AreaFigure
from dashboard.sentences import pack_words
from dashboard.sentences.focus_words import REFERENCES, figure, span_name
from dashboard.texts import Texts, mark

_UNITS = {"share": mark("Per cent"), "day": mark("Days"), "month": mark("Months"), "count": mark("Number")}
_MILLION, _THOUSAND = Decimal(1_000_000), Decimal(1_000)


def course(texts: Texts, found: AreaFigure, centre_name: str) -> Course | None:
    """The figure over its spans; None where there is one span alone, which no line is made of."""
    series = found.series
    if len(series) < 2:
        return None
    values = [value for _, *both in series for value in both]
    divisor, places, unit = _writing(texts, found.unit, values)
    low, high = _reach([float(value / divisor) for value in values])
    ticks = steps_between(low, high)
    tick_places = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    marked = len(series) - found.spans_in_a_row
    title = pack_words.finding(texts, found)
    return Course(
        title=title,
        unit=unit,
        description=texts.say(
            "{title}. From {first} in {first_span} to {last} in {last_span}.",
            title=title,
            first=figure(texts, series[0][1], found.unit),
            first_span=span_name(texts, series[0][0]),
            last=figure(texts, series[-1][1], found.unit),
            last_span=span_name(texts, series[-1][0]),
        ),
        own=pack_words.subject(texts, found, centre_name),
        against=texts.say(REFERENCES.get(found.reference_kind, found.reference_kind)),
        span=texts.say("Span"),
        points=tuple(
            SpanPoint(
                short="\n".join(pack_words.short_span(texts, span)),
                long=span_name(texts, span),
                value=float(value / divisor),
                reference=float(reference / divisor),
                text=texts.number(value / divisor, places),
                reference_text=texts.number(reference / divisor, places),
                is_marked=place >= marked,
            )
            for place, (span, value, reference) in enumerate(series)
        ),
        ticks=tuple(Tick(tick, texts.number(Decimal(str(tick)), tick_places)) for tick in ticks),
        range=(low, high),
        table=texts.say("The chart as a table"),
    )


def _writing(texts: Texts, unit: str, values: Sequence[Decimal]) -> tuple[Decimal, int, str]:
    """What the figures are divided by, with how many decimals they are written, and their unit in words."""
    if unit == "DKK":
        if max(map(abs, values)) >= _MILLION:
            return _MILLION, 1, texts.unit("million")
        return _THOUSAND, 0, texts.unit("thousand")
    if unit == "share":
        return Decimal("0.01"), 1, texts.say(_UNITS[unit])
    is_whole = all(value == value.to_integral_value() for value in values)
    return Decimal(1), 0 if is_whole else 1, texts.say(_UNITS[unit])


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """From zero where that leaves the lines apart; else close around them, as the axis then tells."""
    low, high = min(values), max(values)
    air = (high - low or abs(high) or 1.0) * 0.15
    if low >= 0 and low < (high - low) * 2:
        return 0.0, high + air
    return low - air, high + air

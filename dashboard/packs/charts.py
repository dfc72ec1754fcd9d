"""Charts as SVG: the drawing that the screen has (components/figure.js), made here without a browser.

Text stays text, so that it can be read, searched and set in the pack's own typeface. A node is built, never glued:
what comes from data cannot become markup. The same chart gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from xml.etree import ElementTree as ET

from dashboard.charts.scales import apart
from dashboard.packs.content import Bars, Chart, Series, Steps, Trend

SIZE = 7.6  # pt of a text
_GAP = 10.5  # pt between two labels
_LETTER = 0.565  # of the size that a letter takes, at most on average (Public Sans)
Node = ET.Element
Colours = Mapping[str, str]
Place = Callable[[float], float]


def draw(chart: Chart, colours: Colours, *, width: float = 246, height: float = 114) -> str:
    """The chart as the text of an SVG of `width` × `height` points (bars take the height that they need)."""
    return ET.tostring(drawn(chart, colours, width=width, height=height), encoding="unicode")


def drawn(chart: Chart, colours: Colours, *, width: float = 246, height: float = 114) -> Node:
    """The same as a node, to stand in a page."""
    match chart:
        case Trend():
            return _trend(chart, colours, width, height)
        case Bars():
            return _bars(chart, colours, width)
        case Steps():
            return _steps(chart, colours, width, height - 12)


def text_width(text: str, size: float = SIZE) -> float:
    """Points that a text takes, at most."""
    narrow = sum(letter in "ijlrtfI.,:;'| ()" for letter in text)
    wide = sum(letter in "mwMWÆ@%" or ord(letter) > 0x2E80 for letter in text)
    return size * (_LETTER * (len(text) - narrow - wide) + 0.32 * narrow + 0.95 * wide)


def shortened(text: str, room: float) -> str:
    """The text as far as there is room; the table has it whole."""
    if text_width(text) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…") > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def named(name: str, number: str, room: float) -> str:
    """A name with its number: the number stands whole, the name as far as there is room."""
    return f"{shortened(name, room - text_width(f' {number}'))} {number}"


def _trend(chart: Trend, colours: Colours, width: float, height: float) -> Node:
    root = _root(width, height)
    names = [f"{series.name} {_last(series)}" for series in chart.series]
    room = min(max(map(text_width, names), default=0.0) + 4, width * 0.36)
    left = max((text_width(label) for _, label in chart.ticks), default=0.0) + 6
    right, top, bottom = width - room - 8, 12.0, height - 24
    low, high = chart.range
    count = len(chart.periods)

    def x(index: float) -> float:
        return left + 5 + index / max(count - 1, 1) * (right - left - 10)

    def y(value: float) -> float:
        return bottom - (value - low) / ((high - low) or 1.0) * (bottom - top)

    for value, label in chart.ticks:
        stroke = colours["muted"] if value == 0 else colours["line"]
        _line(root, left, y(value), right, y(value), stroke, 0.6)
        _text(root, left - 4, y(value) + 2.6, label, colours["muted"], anchor="end")
    # Every name where there is room for all; else every second or third, the last one always.
    widest = max(map(text_width, chart.periods), default=0.0) + 3
    every = math.ceil(widest * max(count - 1, 1) / (right - left - 10))
    for index, (period, group) in enumerate(zip(chart.periods, chart.groups, strict=True)):
        if (count - 1 - index) % every == 0:
            _text(root, x(index), bottom + 10, period, colours["muted"], anchor="middle")
        following = next((place for place in range(index + 1, count) if chart.groups[place]), count)
        if group and x(following) - x(index) > text_width(group) + 3:  # else the next year stands there
            _text(root, x(index), bottom + 20, group, colours["muted"], anchor="middle")
    for series in reversed(chart.series):
        _series(root, series, colours, x, y, bottom)
    ends = [(y(end), series) for series in chart.series if (end := _end(series)) is not None]
    ends.sort(key=lambda end: end[0])
    for place, (_, series) in zip(apart([end[0] for end in ends], _GAP, bottom), ends, strict=True):
        is_reference = series.tone == "reference"
        _text(
            root,
            right + 4,
            place + 2.6,
            named(series.name, _last(series), room),
            colours["muted" if is_reference else series.tone],
            bold=not is_reference,
        )
    return root


def _series(root: Node, series: Series, colours: Colours, x: Place, y: Place, lowest: float) -> None:
    is_reference = series.tone == "reference"
    known = [(index, value) for index, value in enumerate(series.values) if value is not None]
    # A gap in the data is a gap in the line.
    path = "".join(
        f"{'L' if index and series.values[index - 1] is not None else 'M'}{_n(x(index))} {_n(y(value))}"
        for index, value in known
    )
    if path:
        look = {"stroke-width": "1.1", "stroke-dasharray": "4 2.5"} if is_reference else {"stroke-width": "2"}
        joins = {"stroke-linejoin": "round", "stroke-linecap": "butt" if is_reference else "round"}
        _add(root, "path", d=path, fill="none", stroke=colours[series.tone], **look, **joins)
    marked = known[-series.marked :] if series.marked else []
    for index, value in marked:
        ring = {"fill": colours[series.tone], "stroke": colours["paper"], "stroke-width": "1"}
        _add(root, "circle", cx=_n(x(index)), cy=_n(y(value)), r="2.7", **ring)
    # The last is named where the line ends. Those before it stand away from the line: to the left of one that rises.
    halo = {"stroke": colours["paper"], "stroke-width": "2.4", "stroke-linejoin": "round", "paint-order": "stroke"}
    taken: list[tuple[float, float]] = []
    for (index, value), (_, following) in reversed(list(pairwise(marked))):
        width = text_width(series.texts[index]) * 1.06
        before = series.values[index - 1] if index else None
        if before is not None and min(before, following) > value and y(value) + 11 < lowest:
            # A line that comes down and goes up again leaves room below alone.
            _text(root, x(index), y(value) + 11, series.texts[index], colours[series.tone], anchor="middle", bold=True,
                  **halo)  # fmt: skip
            continue
        is_right = following < value or before is None or before > value  # the first has the axis to its left
        left = x(index) + 1 if is_right else x(index) - 1 - width
        if any(abs(y(value) - height) < 8 and abs(left - start) < width + 2 for start, height in taken):
            continue  # the table has it
        taken.append((left, y(value)))
        anchor, at = ("start", left) if is_right else ("end", left + width)
        _text(root, at, y(value) - 5, series.texts[index], colours[series.tone], anchor=anchor, bold=True, **halo)


def _bars(chart: Bars, colours: Colours, width: float) -> Node:
    row = 19.0
    root = _root(width, row * len(chart.bars) + 4)
    names = min(max(map(text_width, (bar.name for bar in chart.bars)), default=0.0) + 8, width * 0.5)
    numbers = max((text_width(bar.text) for bar in chart.bars), default=0.0) * 1.06 + 5
    low, high = min(0.0, *(bar.value for bar in chart.bars), 0.0), max(0.0, *(bar.value for bar in chart.bars), 0.0)
    left, right = names + (numbers if low < 0 else 0), width - (numbers if high > 0 else 0)

    def x(value: float) -> float:
        return left + (value - low) / ((high - low) or 1.0) * (right - left)

    for index, bar in enumerate(chart.bars):
        middle = 2 + row * (index + 0.5)
        _text(root, 0, middle + 2.7, shortened(bar.name, names - 6), colours["ink"])
        start, end = sorted((x(0.0), x(bar.value)))
        _add(
            root,
            "rect",
            x=_n(start),
            y=_n(middle - 5),
            width=_n(max(end - start, 0.8)),
            height="10",
            fill=colours[bar.tone],
        )
        at, anchor = (end + 4, "start") if bar.value >= 0 else (start - 4, "end")
        _text(
            root,
            at,
            middle + 2.7,
            bar.text,
            colours["muted" if bar.tone == "reference" else bar.tone],
            anchor=anchor,
            bold=True,
        )
    _line(root, x(0.0), 0, x(0.0), row * len(chart.bars) + 4, colours["muted"], 0.7)
    return root


def _steps(chart: Steps, colours: Colours, width: float, height: float) -> Node:
    root = _root(width, height)
    top, bottom = 12.0, height - 22
    spans: list[tuple[float, float]] = []
    at = 0.0
    for step in chart.steps:
        spans.append((0.0, step.value) if step.is_level else (at, at + step.value))
        at = spans[-1][1]
    low, high = min(0.0, *(min(span) for span in spans)), max(0.0, *(max(span) for span in spans))
    part = width / max(len(spans), 1)

    def y(value: float) -> float:
        return bottom - (value - low) / ((high - low) or 1.0) * (bottom - top)

    _line(root, 0, y(0.0), width, y(0.0), colours["muted"], 0.7)
    for index, (step, (start, end)) in enumerate(zip(chart.steps, spans, strict=True)):
        middle = part * (index + 0.5)
        upper, lower = sorted((y(start), y(end)))
        _add(
            root,
            "rect",
            x=_n(middle - part * 0.33),
            y=_n(upper),
            width=_n(part * 0.66),
            height=_n(max(lower - upper, 0.8)),
            fill=colours[step.tone],
        )
        if index + 1 < len(spans):
            _line(root, middle + part * 0.33, y(end), middle + part * 0.67, y(end), colours["reference"], 0.6)
        _text(root, middle, upper - 3.5, step.text, colours["ink"], anchor="middle", bold=True)
        for below, words in enumerate(_two_lines(step.name, part - 3)):
            _text(root, middle, bottom + 9.5 + 9 * below, words, colours["muted"], anchor="middle")
    return root


def _two_lines(text: str, room: float) -> list[str]:
    words = text.split(" ")
    first = words[0]
    while len(words) > 1 and text_width(f"{first} {words[1]}") <= room:
        first = f"{first} {words.pop(1)}"
    rest = " ".join(words[1:])
    return [shortened(line, room) for line in (first, rest) if line]


def _last(series: Series) -> str:
    return next(
        (
            text
            for text, value in zip(reversed(series.texts), reversed(series.values), strict=True)
            if value is not None
        ),
        "",
    )


def _end(series: Series) -> float | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def _root(width: float, height: float) -> Node:
    size = {"width": f"{_n(width)}pt", "height": f"{_n(height)}pt", "viewBox": f"0 0 {_n(width)} {_n(height)}"}
    return ET.Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "font-family": "Public Sans", "font-size": _n(SIZE)}
    )


def _add(parent: Node, name: str, **attributes: str) -> Node:
    return ET.SubElement(parent, name, attributes)


def _line(root: Node, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> None:
    _add(root, "line", x1=_n(x1), y1=_n(y1), x2=_n(x2), y2=_n(y2), stroke=stroke, **{"stroke-width": _n(width)})


def _text(
    root: Node, x: float, y: float, words: str, fill: str, *, anchor: str = "start", bold: bool = False, **look: str
) -> None:
    weight = {"font-weight": "600"} if bold else {}
    _add(root, "text", x=_n(x), y=_n(y), fill=fill, **{"text-anchor": anchor}, **weight, **look).text = words


def _n(value: float) -> str:
    """A length with two decimals at most: the same on every computer."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

"""Charts drawn without a browser: text that stays text, nothing outside the drawing, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from dashboard.packs.charts import draw, named, text_width
from dashboard.packs.content import Bar, Bars, Chart, Series, Step, Steps, Trend
from dashboard.theme import palette

COLOURS = palette("light")
SVG = "{http://www.w3.org/2000/svg}"
MARKUP = '<script>alert(1)</script> & "x" ]]>'
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def trend(*values: float | None, low: float = 0.0, high: float = 10.0, name: str = "centret") -> Trend:
    texts = tuple("–" if value is None else f"{value:.1f}" for value in values)
    periods = MONTHS[: len(values)]
    groups = ("2026", *[""] * (len(values) - 1)) if values else ()
    line = Series(name, values, texts, "accent", 3)
    other = replace(line, name="kommunen", tone="reference", marked=0)
    ticks = ((low, str(low)), (high, str(high)))
    return Trend(periods, groups, (line, other), ticks, (low, high))


def bars(*values: float) -> Bars:
    return Bars(tuple(Bar(f"{MARKUP} {n}", value, str(value), "over") for n, value in enumerate(values)), "kr.")


def steps(*values: float) -> Steps:
    made = tuple(Step("Overført fra sidste år", value, str(value), n == 0, "accent") for n, value in enumerate(values))
    return Steps(made, "kr.")


CHARTS: list[Chart] = [
    trend(1, 2, None, 4, 9),
    trend(*range(12)),
    trend(5),
    trend(None, None),
    trend(3, 3, 3, low=3, high=3),
    trend(-8, 0, 8, low=-8, high=8),
    trend(1, 2, 3, name="Specialpædagogisk rådgivning for børn og unge" * 3),
    bars(12345.6, -9876.5, 0),
    bars(0),
    bars(-1, -2),
    steps(12, 5, -20, 3),
    steps(0),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.kind)
def test_nothing_is_drawn_outside_and_twice_is_the_same(chart: Chart) -> None:
    svg = draw(chart, COLOURS)
    assert draw(chart, COLOURS) == svg
    root = ET.fromstring(svg)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    for node in root.iter():
        across = [float(node.attrib[name]) for name in ("x", "x1", "x2", "cx") if name in node.attrib]
        down = [float(node.attrib[name]) for name in ("y", "y1", "y2", "cy") if name in node.attrib]
        assert all(-0.01 <= place <= width + 0.01 for place in across), node.attrib
        assert all(-0.01 <= place <= height + 0.01 for place in down), node.attrib
        assert "nan" not in str(node.attrib)
        assert "inf" not in str(node.attrib)
        if node.tag == f"{SVG}text":
            _stays_inside(node, width)


def _stays_inside(node: ET.Element, width: float) -> None:
    """A text begins and ends within the drawing, by its estimated width."""
    long, at = text_width(node.text or ""), float(node.attrib["x"])
    start = {"start": at, "middle": at - long / 2, "end": at - long}[node.attrib["text-anchor"]]
    assert start >= -6, node.text
    assert start + long <= width + 6, node.text


def test_what_comes_from_data_is_text() -> None:
    root = ET.fromstring(draw(bars(1.0), COLOURS))
    assert root.find(f".//{SVG}script") is None
    assert any((node.text or "").startswith("<script>alert(1)") for node in root.iter(f"{SVG}text"))


@pytest.mark.parametrize(("values", "is_below"), [((9, 4, 8), True), ((2, 4, 8), False), ((9, 6, 4), False)])
def test_a_number_in_a_valley_stands_below_it(values: tuple[float, ...], is_below: bool) -> None:
    root = ET.fromstring(draw(trend(*values), COLOURS))
    number = next(node for node in root.iter(f"{SVG}text") if node.text == f"{values[1]:.1f}")
    dot = sorted(root.iter(f"{SVG}circle"), key=lambda node: float(node.attrib["cx"]))[1]
    assert (float(number.attrib["y"]) > float(dot.attrib["cy"])) is is_below


def test_a_gap_in_the_data_is_a_gap_in_the_line() -> None:
    root = ET.fromstring(draw(trend(1, 2, None, 4, 9), COLOURS))
    own = [node.attrib["d"] for node in root.iter(f"{SVG}path") if "stroke-dasharray" not in node.attrib]
    assert [path.count("M") for path in own] == [2]


def test_names_along_the_axis_never_touch() -> None:
    root = ET.fromstring(draw(trend(*range(12)), COLOURS, width=160))
    shown = [node for node in root.iter(f"{SVG}text") if node.text in MONTHS]
    places = sorted((float(node.attrib["x"]), text_width(node.text or "")) for node in shown)
    assert shown[-1].text == "dec"
    assert all(a + wide / 2 <= b - next_wide / 2 for (a, wide), (b, next_wide) in pairwise(places))


def test_a_name_is_shortened_and_its_number_is_not() -> None:
    told = named("Specialpædagogisk rådgivningsenhed", "12.345,6", 80)
    assert told.endswith("… 12.345,6")
    assert text_width(told) <= 80

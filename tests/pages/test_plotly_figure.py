"""What Plotly charts are made of: axes in our words, names pushed apart, colours by meaning."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.charts import plotly_figure as plotly
from dashboard.components.plotly_figure import FigureRow, PlotlyChart, script_address, script_file
from dashboard.texts import Texts
from dashboard.theme import MEANINGS
from tests.pages.plotly_definition import assert_is_plotly, texts_of

DANISH, ENGLISH = Texts("da"), Texts("en")
ROOT = Path(__file__).parents[2]


def test_amounts_on_an_axis_are_danish_and_round() -> None:
    axis = plotly.amount_axis(DANISH, [0.0, 14_400_000.0], "million")
    assert axis["ticktext"] == ["0", "4", "8", "12"]
    assert plotly.amount_axis(DANISH, [0.0, 1_200_000.0], "million")["ticktext"] == ["0,0", "0,4", "0,8", "1,2"]
    assert plotly.amount_axis(ENGLISH, [-700.0, 300.0], "dkk")["ticktext"][0] == "−600"


def test_shares_on_an_axis_have_as_many_places_as_they_need() -> None:
    assert plotly.share_axis(DANISH, [0.0, 0.41])["ticktext"] == ["0\u00a0%", "20\u00a0%", "40\u00a0%"]
    assert plotly.share_axis(ENGLISH, [0.0, 0.012])["ticktext"] == ["0.0%", "0.4%", "0.8%", "1.2%"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 1), date(2026, 6, 30), ["mar\n2026", "apr\n2026", "maj\n2026", "jun\n2026"]),
        (date(2023, 2, 1), date(2028, 12, 1), ["2024", "2025", "2026", "2027", "2028"]),
        (date(2001, 1, 1), date(2026, 12, 1), ["2005", "2010", "2015", "2020", "2025"]),
    ],
    ids=["months", "years", "every fifth year"],
)
def test_a_time_axis_has_months_or_years_by_its_length(first: date, last: date, words: list[str]) -> None:
    assert plotly.day_axis(DANISH, first, last)["ticktext"] == words


def test_names_where_lines_end_never_cover_one_another() -> None:
    ends = [("plan 9", 12, 9.0, "reference"), ("brugt 9,1", 12, 9.1, "accent"), ("loft 0", 12, 0.0, "over")]
    labels, margin = plotly.end_labels(ends, (0.0, 10.0), 200)  # type: ignore[arg-type]
    drawn = sorted(200 * (1 - label["y"] / 10.0) - label["yshift"] for label in labels)
    assert all(below - above >= plotly.LABEL_GAP - 1e-9 for above, below in pairwise(drawn))
    assert drawn[-1] <= 200
    assert margin > len("brugt 9,1") * 6
    assert plotly.end_labels([], (0.0, 1.0), 200) == ([], 18)


def test_a_chart_is_one_that_plotly_knows() -> None:
    axis, above = plotly.row_axis(["Skole", "<b>Vej</b>"])
    chart = PlotlyChart(
        "Titel", "mio. kr.", "Beskrivelse",
        (*plotly.band([0, 1], [0.0, 0.5], [1.0, 1.5]), plotly.line([0, 1], [1.0, None], ["a", "b"], marked=True),
         plotly.points([1], [0], ["x"], tones=["over"], symbols=["diamond"], ids=["P1"])),
        plotly.layout(DANISH, yaxis=axis, xaxis=plotly.year_axis([2024, 2025])),
        ("Navn", "Beløb"), (FigureRow(("Skole", "1")),), narrow=plotly.row_narrow(axis, above), **plotly.row_heights(2),
    )  # fmt: skip
    assert_is_plotly(chart)
    assert "<b>Vej</b>" in texts_of(chart), "plain text: the browser's part writes it so that it stays text"


@pytest.mark.parametrize("meaning", MEANINGS)
def test_a_colour_is_the_theme_s(meaning: str) -> None:
    assert plotly.colour(meaning) == f"var(--{meaning})"  # type: ignore[arg-type]
    assert plotly.colour(meaning, 16) == f"var(--{meaning}-16)"  # type: ignore[arg-type]


def test_the_script_is_the_library_s_own_and_its_address_has_its_version() -> None:
    assert script_file().read_text(encoding="utf-8")[:200].count("plotly.js v") == 1
    assert script_address().startswith("/assets/plotly.min.js?v=7.")

"""The charts of the capital pages: Plotly knows each of them, and what they say is in words too."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.charts import capital_carry_overs, capital_project, capital_projects
from dashboard.components.figure import NoChart
from dashboard.components.plotly_figure import PlotlyChart
from dashboard.texts import LANGUAGES, Language, Texts
from tests.pages.page_capital_details import month_rows, plan_rows
from tests.pages.page_capital_rows import PROJECTS, project_row
from tests.pages.page_carry_over_rows import municipality_rows, unit_year_rows
from tests.pages.plotly_definition import assert_is_plotly, texts_of

ALL = pl.DataFrame([project_row(key) for key in PROJECTS], infer_schema_length=None)
MONTHS, PLANS = pl.DataFrame(month_rows("WING")), pl.DataFrame(plan_rows("WING"), infer_schema_length=None)
YEARS = pl.DataFrame(unit_year_rows(), infer_schema_length=None)
WHOLE = YEARS.filter(unit_id="municipality").sort("fiscal_year")


class Until:
    """What a chart needs of a release."""

    data_until = "2026-10"


def charts(texts: Texts) -> dict[str, PlotlyChart | NoChart]:
    wing = project_row("WING")
    return {
        "timeline": capital_projects.timeline(texts, ALL, Until()),  # type: ignore[arg-type]
        "money and time": capital_projects.money_and_time(texts, ALL),
        "s-curve": capital_project.s_curve(texts, wing, MONTHS),
        "plans": capital_project.plans(texts, PLANS),
        "waterfall": capital_carry_overs.waterfall(texts, WHOLE.row(1, named=True)),
        "open year": capital_carry_overs.waterfall(texts, WHOLE.row(2, named=True)),
        "rates": capital_carry_overs.rates(texts, WHOLE, pl.DataFrame(municipality_rows())),
        "ages": capital_carry_overs.ages(texts, WHOLE),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_one_that_plotly_knows(language: Language) -> None:
    for name, chart in charts(Texts(language)).items():
        assert isinstance(chart, PlotlyChart), name
        assert_is_plotly(chart)


def test_a_chart_without_rows_says_why() -> None:
    texts, wing = Texts("da"), project_row("WING")
    empty = [
        capital_projects.timeline(texts, ALL.clear(), Until()),  # type: ignore[arg-type]
        capital_projects.money_and_time(texts, ALL.clear()),
        capital_project.s_curve(texts, wing, MONTHS.clear()),
        capital_project.plans(texts, PLANS.clear()),
        capital_carry_overs.rates(texts, WHOLE.clear(), None),
        capital_carry_overs.ages(texts, WHOLE.clear()),
        capital_carry_overs.repeaters(texts, YEARS.clear().with_columns(repeat_carry_over_years=0)),
    ]
    assert all(isinstance(one, NoChart) and one.empty.endswith(".") for one in empty)


def test_no_number_is_left_to_the_browser() -> None:
    """Danish charts hold no English decimal: every figure that is read was written by us."""
    for name, chart in charts(Texts("da")).items():
        assert isinstance(chart, PlotlyChart)
        told = [text for text in texts_of(chart) if any(letter.isdigit() for letter in text)]
        assert told, name
        assert not [text for text in told if "million" in text or "DKK" in text], name


def test_the_waterfall_s_bars_meet() -> None:
    """Each step begins where the one before ended; the totals begin at zero."""
    chart = charts(Texts("da"))["waterfall"]
    assert isinstance(chart, PlotlyChart)
    bars = next(trace for trace in chart.traces if trace["type"] == "bar" and trace["meta"] == "wide")
    ends = [begins + value for begins, value in zip(bars["base"], bars["x"], strict=True)]
    names = [row.cells[0] for row in chart.rows]
    for place in range(1, len(names)):
        expected = 0.0 if names[place] == "Korrigeret" else ends[place - 1]
        assert bars["base"][place] == pytest.approx(expected), names[place]
    assert ends[names.index("Korrigeret")] == pytest.approx(ends[names.index("Korrigeret") - 1])
    assert ends[-1] == pytest.approx(0.0)


def test_the_timeline_marks_the_end_by_shape_as_well_as_by_colour() -> None:
    chart = charts(Texts("da"))["timeline"]
    assert isinstance(chart, PlotlyChart)
    ends = next(trace for trace in chart.traces if trace.get("customdata") == ["WING", "HOMES", "ROAD"]
                and trace["marker"]["symbol"] != "line-ns-open")  # fmt: skip
    assert ends["marker"]["symbol"] == ["diamond", "triangle-up", "circle"]

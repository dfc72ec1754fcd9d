"""Every figure of a pack stands in a mart: asked for here a second time, in words of our own, through the same door."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dashboard.packs.assemble_directors import directors
from dashboard.packs.assemble_facts import facts
from dashboard.packs.content import Bars, Figure, Pack, Steps, Table, Trend
from dashboard.packs.content import Section as Chapter
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.texts import Texts
from tests.packs.sample import SCHOOLS, SMALL, SPAN, YEAR, Sample, published
from tests.packs.test_assemble import made, numbers, section

PLANNERS = "310000"
CENTRES = [SCHOOLS, SMALL, PLANNERS]
FOLLOW_UP = (
    "organisation_view = 'today' and budget_basis = 'with_carry_over' and fiscal_year = 2026 and period = 9"
)  # fmt: skip


def asked(sample: Sample, unit_id: str, columns: str, table: str, where: str) -> list[tuple[Any, ...]]:
    return sample.door(unit_id).rows(f"select {columns} from {table} where {where}").rows()


def named(table: Table) -> dict[str, list[Any]]:
    """The numbers of each row that has a name of its own; the last is the total."""
    return {row[0].text: [cell.value for cell in row[1:]] for row in (*table.rows, *filter(None, [table.total]))}


def figure(chapter: Chapter) -> Figure:
    assert chapter.figure is not None
    return chapter.figure


def table(chapter: Chapter) -> Table:
    found = figure(chapter).table or chapter.table
    assert found is not None
    return found


def chapters(pack: Pack) -> dict[str, Chapter]:
    return {one.name: one for one in pack.sections}


@pytest.mark.parametrize("centre_id", CENTRES)
def test_the_budget_by_unit_is_the_follow_ups(sample: Sample, centre_id: str) -> None:
    rows = asked(
        sample, centre_id, "unit_name, revised_dkk, actual_dkk, forecast_dkk, forecast_variance_dkk",
        "budget_followup__unit_period", f"parent_unit_id = '{centre_id}' and {FOLLOW_UP}",
    )  # fmt: skip
    pack = made(sample, centre_id=centre_id)
    told = named(table(section(pack, "budget")))
    told.pop("I alt")
    if len(rows) > 1:
        assert told == {name: list(values) for name, *values in rows if name in told}
        largest = sorted(rows, key=lambda row: -abs(row[-1]))[: len(told)]
        assert {row[0] for row in largest} == set(told)
    (whole,) = asked(sample, centre_id, "forecast_variance_dkk", "budget_followup__unit_period",
                     f"unit_id = '{centre_id}' and {FOLLOW_UP}")  # fmt: skip
    assert Texts("da").money(abs(whole[0])) in pack.lead


@pytest.mark.parametrize("centre_id", [SCHOOLS, PLANNERS])
def test_the_capital_projects_are_the_marts(sample: Sample, centre_id: str) -> None:
    rows = asked(
        sample, centre_id, "project_name, revised_allotment_dkk, actual_dkk, unused_dkk",
        "capital_projects__project_year", f"fiscal_year = 2026 and list_contains(unit_path, '{centre_id}')",
    )  # fmt: skip
    (year,) = asked(
        sample, centre_id, "adopted_allotment_dkk, carried_in_dkk, actual_dkk, unused_dkk, revised_allotment_dkk",
        "capital_carry_overs__unit_year", f"fiscal_year = 2026 and unit_id = '{centre_id}'",
    )  # fmt: skip
    chapter = section(made(sample, centre_id=centre_id), "capital")
    found = [(name, *values[:3]) for name, values in named(table(chapter)).items()]
    assert found
    assert set(found) <= set(rows)
    largest = sorted((abs(row[3] or 0) for row in rows), reverse=True)[: len(found)]
    assert [abs(row[3] or 0) for row in found] == largest
    adopted, carried, actual, unused, revised = year
    assert all(Texts("da").money(amount) in chapter.finding for amount in (actual, revised))
    chart = figure(chapter).chart
    assert isinstance(chart, Steps)
    drawn = {step.name: Decimal(str(step.value)) * 1_000_000 for step in chart.steps}
    known = {"Vedtaget": adopted, "Overført fra sidste år": carried, "Forbrug": -actual, "Tilbage": unused}
    assert {name: drawn.get(name, 0) for name in known} == known
    *changes, left = drawn.values()
    assert sum(changes) == left


@pytest.mark.parametrize("centre_id", CENTRES)
def test_sickness_is_the_marts_month_by_month(sample: Sample, centre_id: str) -> None:
    months = "fiscal_year * 100 + period between 202510 and 202609"
    rows = asked(sample, centre_id, "sickness_12_months_share", "staff__unit_month",
                 f"unit_id = '{centre_id}' and {months} order by fiscal_year, period")  # fmt: skip
    whole = asked(sample, centre_id, "sickness_12_months_share", "staff__municipality_month",
                  f"{months} order by fiscal_year, period")  # fmt: skip
    chapter = section(made(sample, centre_id=centre_id), "staff")
    chart = figure(chapter).chart
    assert isinstance(chart, Trend)
    expected = [[Decimal(str(value)) for (value,) in part] for part in (rows, whole)]
    assert [row[1:] for row in numbers(table(chapter))] == expected
    assert [list(line.values) for line in chart.series] == [
        [float(value / Decimal("0.01")) for value in part] for part in expected
    ]
    assert Texts("da").share(rows[-1][0]) in chapter.finding


@pytest.mark.parametrize("centre_id", [SCHOOLS, PLANNERS])
def test_savings_are_the_marts_measure_by_measure(sample: Sample, centre_id: str) -> None:
    rows = asked(
        sample, centre_id, "measure_name, target_dkk, realised_dkk, gap_dkk", "savings__measure_year",
        f"fiscal_year = 2026 and list_contains(unit_path, '{centre_id}')",
    )  # fmt: skip
    (year,) = asked(
        sample, centre_id, "target_dkk, realised_dkk, gap_dkk", "savings__unit_year",
        f"fiscal_year = 2026 and unit_id = '{centre_id}' and programme_id = 'all'",
    )  # fmt: skip
    chapter = section(made(sample, centre_id=centre_id), "savings")
    *told, total = [[row[0].text, *(cell.value for cell in row[1:4])] for row in _all(table(chapter))]
    assert told
    assert {tuple(row) for row in told} <= set(rows)
    assert total[1:] == list(year)
    if len(told) == len(rows):
        assert [sum(row[place] or 0 for row in told) for place in (1, 2)] == list(year)[:2]


def _all(found: Table) -> list[Any]:
    return [*found.rows, *filter(None, [found.total])]


@pytest.mark.parametrize("span", [SPAN, YEAR])
def test_an_areas_figure_is_its_candidates(sample: Sample, span: str) -> None:
    for centre_id in CENTRES:
        rows = {
            f"{signal}:{subject}": values
            for signal, subject, *values in asked(
                sample, centre_id, "signal, subject_id, value, reference, money_dkk, score",
                "focus_areas__candidate", f"span = '{span}' and centre_id = '{centre_id}'",
            )
        }  # fmt: skip
        texts = Texts("da")
        told = section(made(sample, span, centre_id), "areas").areas
        for area, frozen in zip(told, published(sample, span, centre_id).areas, strict=True):
            value, reference, money, score = rows[frozen.area]
            found = area.figure.table
            assert found is not None
            assert [row[-1] for row in numbers(found)] == [Decimal(str(value)), Decimal(str(reference))]
            assert area.at_stake == (f"{texts.money(abs(money))} på spil" if money else "")
            assert f"Score {texts.number(score, 2)} = " in area.score


def test_the_directors_see_each_centre_as_it_sees_itself(sample: Sample) -> None:
    texts = Texts("da")
    pack = directors(sample.warehouse, sample.store, texts, SPAN)
    every = named(chapters(pack)["all"].table)  # type: ignore[arg-type]
    follow_up = {
        row[0]: row[1:]
        for row in asked(
            sample, WHOLE_MUNICIPALITY,
            "unit_id, unit_name, revised_dkk, forecast_variance_dkk, forecast_variance_share, spent_share, phased_dkk",
            "budget_followup__unit_period", FOLLOW_UP,
        )
    }  # fmt: skip
    sickness = dict(
        asked(
            sample,
            WHOLE_MUNICIPALITY,
            "unit_id, sickness_12_months_share",
            "staff__unit_month",
            "fiscal_year = 2026 and period = 9",
        )
    )
    for centre_id in CENTRES:
        name, revised, variance, share, spent, phased = follow_up[centre_id]
        assert every[name][:3] == [revised, variance, Decimal(str(sickness[centre_id]))]
        told = chapters(pack)[f"centre{centre_id}"].table
        assert told is not None
        assert [[cell.text for cell in row[1:]] for row in told.rows[:4]] == [
            [texts.money(revised), ""],
            [texts.money(variance, signed=True), f"{texts.share(share)} af budgettet"],
            [texts.share(spent), f"plan til dato {texts.money(phased)}"],
            [texts.share(sickness[centre_id]), f"kommunen {texts.share(sickness[WHOLE_MUNICIPALITY])}"],
        ]


def test_a_fact_sheet_is_the_account_groups_and_units_of_the_follow_up(sample: Sample) -> None:
    pack = chapters(facts(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS))
    groups = asked(sample, SCHOOLS, "revised_dkk, actual_dkk, forecast_dkk", "budget_followup__unit_group_period",
                   f"unit_id = '{SCHOOLS}' and {FOLLOW_UP}")  # fmt: skip
    *told, total = numbers(table(pack["groups"]))
    assert {tuple(row[1:]) for row in told} == set(groups)
    assert [sum(row[place] for row in groups) for place in range(3)] == total[1:]
    units = asked(sample, SCHOOLS, "unit_name, revised_dkk, actual_dkk, last_year_actual_dkk",
                  "budget_followup__unit_period", f"parent_unit_id = '{SCHOOLS}' and {FOLLOW_UP}")  # fmt: skip
    assert named(table(pack["units"])) == {
        **{name: values for name, *values in units},
        "I alt": [sum(row[place] for row in units) for place in range(1, 4)],
    }
    chart = figure(pack["units"]).chart
    assert isinstance(chart, Bars)
    assert {bar.name: round(Decimal(str(bar.value)) * 1_000_000, 2) for bar in chart.bars} == {
        name: spent for name, _, spent, _ in units
    }

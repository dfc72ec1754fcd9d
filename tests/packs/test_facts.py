"""A fact sheet says what the money is spent on, and its parts are the whole."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from dashboard.packs.assemble import NoPack
from dashboard.packs.assemble_facts import facts
from dashboard.packs.content import Bars
from dashboard.queries import budget_followup
from dashboard.queries import budget_followup__unit_function_period as spending
from dashboard.queries.budget_followup import Cut
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.texts import Texts
from tests.packs.sample import SCHOOLS, SPAN, Sample
from tests.packs.test_assemble import numbers, section


@pytest.mark.parametrize("unit_id", [WHOLE_MUNICIPALITY, SCHOOLS])
def test_the_functions_of_a_unit_are_the_unit(sample: Sample, unit_id: str) -> None:
    door = sample.door(unit_id)
    rows = spending.functions(door, 2026, 9, unit_id)
    unit = budget_followup.unit(door, Cut(2026, 9), unit_id)
    assert unit is not None
    names = ("revised_dkk", "actual_dkk", "last_year_actual_dkk")
    assert [rows[name].sum() for name in names] == [unit[name] for name in names]


def test_a_function_is_the_sum_of_its_accounts(sample: Sample) -> None:
    door, school = sample.door(), "111030"
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in budget_followup.accounts(door, Cut(2026, 9), school).to_dicts():
        expected[row["function_code"] or ""] += row["actual_dkk"]
    found = spending.functions(door, 2026, 9, school)
    assert dict(zip(found["function_code"], found["actual_dkk"], strict=True)) == dict(expected)
    assert len(expected) > 1


def test_a_sheet_shows_the_largest_first(sample: Sample) -> None:
    pack = facts(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS)
    assert [one.name for one in pack.sections] == ["functions", "groups", "units", "not_in_the_figures"]
    assert pack.subject == "Center for Skole"
    figure = section(pack, "functions").figure
    assert figure is not None
    assert isinstance(figure.chart, Bars)
    largest = spending.functions(sample.door(SCHOOLS), 2026, 9, SCHOOLS).row(0, named=True)
    assert figure.chart.bars[0].name == largest["function_name"]
    assert figure.table is not None
    assert numbers(figure.table)[0][2] == largest["actual_dkk"]


def test_a_unit_without_money_has_no_sheet(sample: Sample) -> None:
    with pytest.raises(NoPack) as refused:
        facts(sample.warehouse, sample.store, Texts("en"), SPAN, "999999")
    assert refused.value.reason == "no_money"
    with pytest.raises(NoPack) as refused:
        facts(sample.warehouse, sample.store, Texts("en"), "2031", SCHOOLS)
    assert refused.value.reason == "not_over"

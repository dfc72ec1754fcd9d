"""The municipality is one to learn from: a centre in trouble, one that does well, units that move."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from pipelines.sample import SEED, Truth
from pipelines.sample.organisation import load_organisation
from pipelines.sample.plan import YEARS, Plan, make_plan

TROUBLE, WELL = "130000", "140000"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(SEED)


def operating(cells: Counter[tuple[int, str, str, str]], year: int, kind: str | None = None) -> Counter[str]:
    """Øre by the year's centre: budgets of budget types 1 and 2."""
    sums: Counter[str] = Counter()
    for (of_year, of_kind, budget_type, unit_id), amount in cells.items():
        if of_year == year and budget_type in "12" and kind in (None, of_kind):
            sums[load_organisation().centre_of(unit_id, date(year, 10, 31))] += amount
    return sums


def forecast(truth: Truth, year: int, name: str) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (of_year, of_round, unit_id, _), amount in truth.forecast.items():
        if (of_year, of_round) == (year, name):
            sums[load_organisation().centre_of(unit_id, date(year, 10, 31))] += amount
    return sums


def test_one_centre_is_in_growing_trouble_and_one_does_well(truth: Truth) -> None:
    shares = {}
    for year in YEARS:
        revised, expected = operating(truth.budgeted, year), forecast(truth, year, "3. budgetopfølgning")
        shares[year] = {centre: expected[centre] / revised[centre] - 1 for centre in (TROUBLE, WELL)}
    assert [shares[year][TROUBLE] for year in YEARS] == sorted(shares[year][TROUBLE] for year in YEARS)
    assert 0.02 < shares[2026][TROUBLE] < 0.04
    assert -0.03 < shares[2026][WELL] < -0.01


def test_schools_differ(plan: Plan) -> None:
    schools = [unit for unit in plan.organisation.institutions if unit.startswith("111")]
    variances = []
    for unit_id in schools:
        places = plan.cells_of(unit_id)
        variances.append(int(plan.actual[places, -1].sum()) / int(plan.budget[places, -1].sum()) - 1)
    assert sum(share > 0.02 for share in variances) >= 2
    assert sum(share < -0.015 for share in variances) >= 2


def test_sizes_of_a_middling_municipality(plan: Plan) -> None:
    service = wages = 0
    for place, cell in enumerate(plan.cells):
        if cell.budget_type == "1" and plan.chart.functions[cell.function].expenditure_class == "Serviceudgifter":
            spent = int(plan.actual[place, 2].sum())
            service += spent
            wages += spent if cell.account.group == "Løn" else 0
    assert 2_400_000_000_00 < service < 3_200_000_000_00
    assert 0.6 < wages / service < 0.72
    assert len(plan.organisation.bias) == 11
    assert 80 <= len(plan.organisation.institutions) <= 110


def test_internal_settlement_nets_out_in_every_period(plan: Plan) -> None:
    internal = [
        place for place, cell in enumerate(plan.cells) if cell.account.code[0] == "9" and cell.budget_type == "1"
    ]
    assert internal
    assert not plan.actual[internal].sum(axis=0).any()
    assert not plan.budget[internal].sum(axis=0).any()


@pytest.mark.parametrize("kind", ["virement", "technical_correction"])
def test_moves_net_to_zero(truth: Truth, kind: str) -> None:
    for year in (2025, 2026):
        amounts = operating(truth.budgeted, year, kind)
        assert amounts
        assert sum(amounts.values()) == 0


def test_money_is_carried_both_ways(truth: Truth) -> None:
    for year in (2024, 2025, 2026):
        carried = [amount for (of, kind, _, _), amount in truth.budgeted.items() if (of, kind) == (year, "carry_over")]
        assert min(carried) < 0 < max(carried)


@pytest.mark.parametrize(
    ("unit_id", "day", "centre"),
    [
        ("113030", date(2025, 6, 30), "110000"),
        ("113030", date(2025, 7, 1), "140000"),
        ("132030", date(2025, 12, 31), "130000"),
        ("132030", date(2026, 1, 1), "210000"),
        ("121040", date(2026, 10, 31), "120000"),  # closed: where it was last
    ],
)
def test_units_move(unit_id: str, day: date, centre: str) -> None:
    assert load_organisation().centre_of(unit_id, day) == centre


def test_a_unit_opens_and_one_closes(truth: Truth) -> None:
    def first_and_last(unit_id: str) -> tuple[tuple[int, int], tuple[int, int]]:
        periods = [(year, period) for year, period, _, unit in truth.posted if unit == unit_id and period < 13]
        return min(periods), max(periods)

    assert first_and_last("121050") == ((2024, 8), (2026, 10))
    assert first_and_last("121040") == ((2023, 1), (2025, 12))


def test_two_have_not_answered_the_newest_round(truth: Truth) -> None:
    def answered(name: str) -> set[str]:
        return {unit for year, of_round, unit, _ in truth.forecast if (year, of_round) == (2026, name)}

    assert answered("2. budgetopfølgning") - answered("3. budgetopfølgning") == {"111080", "212030"}


def test_sums_by_centre_are_the_sums(truth: Truth) -> None:
    assert sum(truth.posted_by_centre().values()) == Decimal(sum(truth.posted.values())) / 100
    assert sum(truth.budgeted_by_centre().values()) == Decimal(sum(truth.budgeted.values())) / 100

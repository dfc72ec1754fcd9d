"""The worked example of the budget follow-up: every definition once, with numbers a person can follow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.warehouse.drawn import rows_of, warehouse

# Thousands a month of one earlier year, 2 000 000 in all: the weights begin 0.05, 0.10, 0.10.
EARLIER = [100, 200, 200, 160, 160, 180, 120, 180, 200, 180, 160, 160]


def example(extra_2025: str = "") -> str:
    earlier = "\n".join(f"2024 | {month} | 110 | 40000000 | {k}000" for month, k in enumerate(EARLIER, start=1))
    return f"""
organisation
unit_id | name          | parent_id | kind
100     | Center Skoler |           | centre
110     | Vestskolen    | 100       | institution

account
account  | name
40000000 | Tjenesteydelser

budget_line
fiscal_year | kind          | cost_centre | account  | amount  | decision_date
2025        | adopted       | 110         | 40000000 | 1200000 | 2024-10-10
2025        | supplementary | 110         | 40000000 | 100000  | 2025-03-12
2025        | virement      | 110         | 40000000 | -50000  | 2025-05-01
2025        | carry_over    | 110         | 40000000 | 30000   | 2025-04-28

posting
fiscal_year | period | cost_centre | account | amount
{earlier}
2025 | 1 | 110 | 40000000 | 70000.25
2025 | 2 | 110 | 40000000 | 130000.50
2025 | 3 | 110 | 40000000 | 199999.25
{extra_2025}
"""


@pytest.fixture(scope="module")
def con():
    with warehouse(example()) as con:
        yield con


def unit(con, period: int, unit_id: str = "110", basis: str = "with_carry_over", view: str = "then"):
    (row,) = rows_of(
        con,
        """
        select * from marts.budget_followup__unit_period
        where fiscal_year = 2025 and period = ? and unit_id = ? and budget_basis = ? and organisation_view = ?
        """,
        period,
        unit_id,
        basis,
        view,
    )
    return row


def test_a_supplementary_appropriation_counts_from_its_decision(con):
    assert unit(con, 2)["revised_dkk"] == Decimal("1180000.00")
    assert unit(con, 3)["revised_dkk"] == Decimal("1280000.00")


@pytest.mark.parametrize("unit_id", ["110", "100", "municipality"])
@pytest.mark.parametrize("view", ["then", "today"])
def test_march(con, unit_id, view):
    march = unit(con, 3, unit_id, view=view)
    assert march["adopted_dkk"] == Decimal("1200000.00")
    assert march["supplementary_dkk"] == Decimal("100000.00")
    assert march["virement_dkk"] == Decimal("-50000.00")
    assert march["carried_in_dkk"] == Decimal("30000.00")
    assert march["actual_dkk"] == Decimal("400000.00")
    assert march["phased_dkk"] == Decimal("320000.00")
    assert march["phasing_basis"] == "unit"
    assert march["phasing_estimated_share"] == 0
    assert march["variance_to_date_dkk"] == Decimal("80000.00")
    assert march["remaining_dkk"] == Decimal("880000.00")
    assert march["spent_share"] == pytest.approx(0.3125, abs=1e-15)
    assert march["run_rate_forecast_dkk"] == Decimal("1600000.00")
    assert march["last_year_actual_dkk"] == Decimal("500000.00")
    assert march["last_year_outturn_dkk"] == Decimal("2000000.00")


def test_without_carry_over(con):
    march = unit(con, 3, basis="without_carry_over")
    assert march["revised_dkk"] == march["revised_without_carry_over_dkk"] == Decimal("1250000.00")
    assert march["carried_in_dkk"] == Decimal("30000.00")
    assert march["phased_dkk"] == Decimal("312500.00")
    assert march["variance_to_date_dkk"] == Decimal("87500.00")


def test_the_same_on_its_account(con):
    (row,) = rows_of(
        con,
        """
        select * from marts.budget_followup__unit_account_period
        where fiscal_year = 2025 and period = 3 and unit_id = '110' and budget_basis = 'with_carry_over'
        """,
    )
    assert row["weight_to_date_share"] == pytest.approx(0.25, abs=1e-15)
    assert row["phased_dkk"] == Decimal("320000.00")
    assert row["run_rate_forecast_dkk"] == Decimal("1600000.00")
    assert row["account_group"] == "operations"
    assert row["cost_type"] == "4"


def test_the_year_by_month(con):
    rows = rows_of(
        con,
        """
        select month, phased_dkk, actual_dkk, last_year_actual_dkk
        from marts.budget_followup__unit_period_month
        where fiscal_year = 2025 and period = 3 and unit_id = 'municipality' and organisation_view = 'today'
        order by month
        """,
    )
    assert [row["phased_dkk"] for row in rows][:4] == [
        Decimal(64_000),
        Decimal(192_000),
        Decimal(320_000),
        Decimal(422_400),
    ]
    assert rows[11]["phased_dkk"] == Decimal(1_280_000)
    assert [row["actual_dkk"] for row in rows][:4] == [
        Decimal("70000.25"),
        Decimal("200000.75"),
        Decimal("400000.00"),
        None,
    ]
    assert rows[11]["last_year_actual_dkk"] == Decimal(2_000_000)

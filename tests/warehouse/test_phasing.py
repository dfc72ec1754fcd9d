"""Where the phasing comes from: the budget itself, the unit's season, its centre's, the municipality's, or evenly."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse

ORGANISATION = """
organisation
unit_id | name        | parent_id | kind        | valid_from
100     | Center Ro   |           | centre      |
200     | Center Uro  |           | centre      |
111     | Vestskolen  | 100       | institution |
112     | Østskolen   | 100       | institution | 2024-01-01
113     | Nordskolen  | 100       | institution | 2024-01-02
211     | Biblioteket | 200       | institution |
"""


def year_of(cost_centre: str, account: str, months: Iterable[object], year: int = 2024) -> str:
    return "\n".join(
        f"{year} | {month} | {cost_centre} | {account} | {amount}" for month, amount in enumerate(months, 1)
    )


def build(*postings: str, budget: str = "", running: str = "2025 | 3 | 211 | 49000000 | 1") -> DuckDBPyConnection:
    booked = "\n".join([*postings, running])
    return warehouse(f"""{ORGANISATION}
posting
fiscal_year | period | cost_centre | account | amount
{booked}

budget_line
fiscal_year | kind | cost_centre | account | amount | month | decision_date
2025 | adopted | 111 | 40000000 | 120000 | |
2025 | adopted | 112 | 40000000 | 240000 | |
2025 | adopted | 113 | 40000000 | 360000 | |
2025 | adopted | 211 | 40000000 | 480000 | |
{budget}
""")


def march(con: DuckDBPyConnection, unit_id: str, account: str = "40000000") -> dict[str, object]:
    (row,) = rows_of(
        con,
        """
        select * from marts.budget_followup__unit_account_period
        where fiscal_year = 2025 and period = 3 and budget_basis = 'with_carry_over' and unit_id = ? and account = ?
        """,
        unit_id,
        account,
    )
    return row


# A year whose first quarter is 30 % at Vestskolen, 15 % at Østskolen, 45 % at the library.
WEST = [1000, 1000, 1000, 700, 800, 800, 800, 800, 700, 800, 800, 800]
EAST = [1000, 1000, 1000, 1800, 1900, 1900, 1900, 1900, 1800, 1900, 1900, 2000]
LIBRARY = [30000, 30000, 30000, 12000, 12000, 12000, 12000, 12000, 12000, 12000, 12000, 14000]


def test_the_unit_s_own_season() -> None:
    with build(year_of("111", "40000000", WEST)) as con:
        row = march(con, "111")
        assert row["phasing_basis"] == "unit"
        assert row["phased_dkk"] == Decimal("36000.00")


def test_every_other_falls_back_to_its_centre_and_the_municipality() -> None:
    with build(year_of("111", "40000000", WEST)) as con:
        assert march(con, "112")["phasing_basis"] == "centre"
        assert march(con, "112")["phased_dkk"] == Decimal("72000.00")
        assert march(con, "211")["phasing_basis"] == "municipality"
        assert march(con, "211")["phased_dkk"] == Decimal("144000.00")


def test_without_any_history_a_twelfth_a_month() -> None:
    with build() as con:
        row = march(con, "111")
        assert row["phasing_basis"] == "even"
        assert row["phased_dkk"] == Decimal("30000.00")
        assert row["weight_to_date_share"] == pytest.approx(0.25)


def test_a_level_adds_up_all_below_it() -> None:
    with build(year_of("111", "40000000", WEST), year_of("112", "40000000", EAST)) as con:
        # (3000 + 3000) / (10000 + 20000)
        assert march(con, "113")["phasing_basis"] == "centre"
        assert march(con, "113")["phased_dkk"] == Decimal("72000.00")


def test_cost_types_have_their_own_seasons() -> None:
    with build(year_of("111", "29000000", WEST), year_of("211", "29000000", LIBRARY)) as con:
        assert march(con, "111")["phasing_basis"] == "even"


@pytest.mark.parametrize(("last", "basis"), [("800.00", "unit"), ("799.99", "even")])
def test_ten_thousand_kroner_are_enough(last: str, basis: str) -> None:
    with build(year_of("111", "40000000", [*WEST[:11], last])) as con:
        assert march(con, "111")["phasing_basis"] == basis


def test_income_counts_by_its_size() -> None:
    with build(year_of("111", "40000000", [-amount for amount in WEST])) as con:
        assert march(con, "111")["phasing_basis"] == "unit"
        assert march(con, "111")["phased_dkk"] == Decimal("36000.00")


def test_eleven_months_are_too_few() -> None:
    others = year_of("211", "29000000", LIBRARY)
    with build(year_of("111", "40000000", [4000, 0, *WEST[2:]]), others) as con:
        assert march(con, "111")["phasing_basis"] == "unit", "a posting of nothing is a month with postings"
    eleven = "\n".join(
        line for line in year_of("111", "40000000", [9000, *WEST[1:]]).splitlines() if "| 2 |" not in line
    )
    with build(eleven, others) as con:
        assert march(con, "111")["phasing_basis"] == "even"


def test_a_year_with_a_hole_is_no_history() -> None:
    hole = "\n".join(line for line in year_of("111", "40000000", [9000] * 12).splitlines() if "| 2 |" not in line)
    with build(hole, year_of("111", "40000000", WEST, 2023), running="2025 | 3 | 211 | 49000000 | 1") as con:
        assert march(con, "111")["phased_dkk"] == Decimal("36000.00"), "2023 alone"


def test_three_years_and_no_more() -> None:
    old = year_of("111", "40000000", [9999] * 12, 2021)
    years = [year_of("111", "40000000", [amount * k for amount in WEST], 2021 + k) for k in (1, 2, 3)]
    with build(old, *years) as con:
        assert march(con, "111")["phased_dkk"] == Decimal("36000.00")


def test_closing_entries_are_december_s() -> None:
    with build(year_of("111", "40000000", [*WEST[:11], 300]), "2024 | 13 | 111 | 40000000 | 500") as con:
        assert march(con, "111")["phased_dkk"] == Decimal("36000.00")


@pytest.mark.parametrize(("unit_id", "basis"), [("112", "unit"), ("113", "centre")])
def test_a_unit_that_opened_during_a_year_has_only_a_part_of_it(unit_id: str, basis: str) -> None:
    """Østskolen opened on 1 January 2024, Nordskolen the day after."""
    with build(year_of(unit_id, "40000000", WEST)) as con:
        assert march(con, unit_id)["phasing_basis"] == basis


def test_a_budget_with_months_of_its_own() -> None:
    own = "\n".join(
        f"2025 | adopted | 111 | 41000000 | {amount} | {month} |" for month, amount in [(1, 70), (3, 11), (4, 500)]
    )
    with build(year_of("111", "40000000", WEST), budget=own) as con:
        row = march(con, "111", "41000000")
        assert row["phasing_basis"] == "own"
        assert row["phased_dkk"] == Decimal("81.00")
        assert row["revised_dkk"] == Decimal("581.00")
        assert row["weight_to_date_share"] == pytest.approx(0.3), "the run rate follows the season all the same"


def test_each_budget_line_by_itself() -> None:
    mixed = "2025 | adopted | 111 | 40000000 | 5000 | 2 |\n2025 | supplementary | 111 | 40000000 | 900 | 1 | 2025-03-31"
    with build(year_of("111", "40000000", WEST), budget=mixed) as con:
        row = march(con, "111")
        assert row["phasing_basis"] == "unit", "120 000 by season, 5 900 with months"
        assert row["phased_dkk"] == Decimal("41900.00")


def test_how_much_of_a_unit_s_phasing_is_an_estimate() -> None:
    with build(year_of("111", "40000000", WEST), budget="2025 | adopted | 112 | 70000000 | -60000 | 5 |") as con:
        (row,) = rows_of(
            con,
            """
            select phasing_basis, phasing_estimated_share from marts.budget_followup__unit_period
            where fiscal_year = 2025 and period = 3 and unit_id = '112'
              and budget_basis = 'with_carry_over' and organisation_view = 'then'
            """,
        )
        assert row == {"phasing_basis": "centre", "phasing_estimated_share": pytest.approx(0.8)}


@pytest.mark.parametrize(("first", "run_rate"), [("500", "20000.00"), ("499.99", None)])
def test_a_season_under_five_percent_gives_no_run_rate(first: str, run_rate: str | None) -> None:
    rest = Decimal(10_000) - Decimal(first)
    history = year_of("111", "40000000", [first, 0, 0, *[0] * 8, rest])
    with build(history, running="2025 | 3 | 111 | 40000000 | 1000") as con:
        row = march(con, "111")
        assert row["run_rate_forecast_dkk"] == (Decimal(run_rate) if run_rate else None)


def test_a_part_without_a_run_rate_is_expected_to_keep_its_budget() -> None:
    late = year_of("111", "50000000", [0] * 11 + [12000])
    budget = "2025 | adopted | 111 | 50000000 | 7000 | |"
    running = "2025 | 3 | 111 | 40000000 | 3300\n2025 | 3 | 111 | 50000000 | 1"
    with build(year_of("111", "40000000", WEST), late, budget=budget, running=running) as con:
        (row,) = rows_of(
            con,
            """
            select run_rate_forecast_dkk from marts.budget_followup__unit_period
            where fiscal_year = 2025 and period = 3 and unit_id = '111'
              and budget_basis = 'with_carry_over' and organisation_view = 'then'
            """,
        )
        assert row["run_rate_forecast_dkk"] == Decimal("18000.00"), "3 300 / 0.30 + 7 000"


def test_half_an_oere_goes_away_from_zero() -> None:
    budget = "2025 | adopted | 211 | 41000000 | 0.06 | |\n2025 | adopted | 211 | 42000000 | -0.06 | |"
    with build(budget=budget, running="2025 | 1 | 211 | 40000000 | 1") as con:
        rows = rows_of(
            con,
            """
            select account, phased_dkk from marts.budget_followup__unit_account_period
            where period = 1 and fiscal_year = 2025 and budget_basis = 'with_carry_over' and account <> '40000000'
            order by account
            """,
        )
        assert [row["phased_dkk"] for row in rows] == [Decimal("0.01"), Decimal("-0.01")]

"""Forecasts by round, what is missing from them, and the status they give."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse

WORLD = """
organisation
unit_id | name        | parent_id | kind
100     | Center Ro   |           | centre
111     | Vestskolen  | 100       | institution
112     | Østskolen   | 100       | institution
1111    | Køkken      | 111       | cost_centre

budget_line
fiscal_year | kind       | cost_centre | account  | amount
2025        | adopted    | 1111        | 10000000 | 20000000
2025        | adopted    | 111         | 40000000 | 1000000
2025        | adopted    | 112         | 40000000 | 3000000
2025        | carry_over | 112         | 40000000 | 50000

posting
fiscal_year | period | cost_centre | account  | amount
2025        | 1      | 1111        | 10000000 | 1600000
2025        | 9      | 112         | 40000000 | 7

{settings}

forecast
fiscal_year | round | round_date | unit_id | account_group | amount | entered_at
{forecasts}
"""


def build(*forecasts: str, settings: str = "") -> DuckDBPyConnection:
    named = f"setting\nname | value\n{settings}" if settings else "setting\nname | value"
    return warehouse(WORLD.format(forecasts="\n".join(forecasts), settings=named))


def unit(con: DuckDBPyConnection, unit_id: str, period: int = 4, basis: str = "with_carry_over") -> dict[str, object]:
    (row,) = rows_of(
        con,
        """
        select * from marts.budget_followup__unit_period
        where fiscal_year = 2025 and period = ? and unit_id = ? and budget_basis = ? and organisation_view = 'then'
        """,
        period,
        unit_id,
        basis,
    )
    return row


def test_before_the_first_round_there_is_no_forecast() -> None:
    with build("2025 | BO1 | 2025-05-01 | 111 | wages | 20500000 |") as con:
        row = unit(con, "111")
        for name in ("forecast_round", "forecast_dkk", "forecast_variance_dkk", "forecast_variance_share", "status"):
            assert row[name] is None
        assert row["forecast_missing_unit_count"] is None


@pytest.mark.parametrize(("round_date", "round_name"), [("2025-04-30", "BO1"), ("2025-05-01", None)])
def test_a_round_counts_from_its_day(round_date: str, round_name: str | None) -> None:
    with build(f"2025 | BO1 | {round_date} | 111 | wages | 20500000 |") as con:
        assert unit(con, "111")["forecast_round"] == round_name


def test_the_latest_round_by_the_period() -> None:
    rounds = [
        "2025 | Anden   | 2025-06-30 | 111 | wages | 23000000 |",
        "2025 | Første  | 2025-03-31 | 111 | wages | 22000000 |",
        "2024 | Tidlig  | 2024-12-31 | 111 | wages | 21000000 |",
    ]
    with build(*rounds) as con:
        assert unit(con, "111", 2)["forecast_round"] is None
        assert unit(con, "111", 5)["forecast_dkk"] == Decimal(23_000_000), "22 m wages + 1 m operations at budget"
        assert unit(con, "111", 6)["forecast_round"] == "Anden"


def test_what_nobody_forecast_keeps_its_budget_and_is_counted() -> None:
    with build("2025 | BO1 | 2025-03-31 | 111 | wages | 20600000 |") as con:
        west = unit(con, "111")
        assert west["forecast_dkk"] == Decimal(21_600_000)
        assert west["forecast_missing_unit_count"] == 1, "operations are missing"
        centre = unit(con, "100")
        assert centre["forecast_dkk"] == Decimal(24_650_000)
        assert centre["forecast_variance_dkk"] == Decimal(600_000)
        assert centre["forecast_missing_unit_count"] == 2
        without = unit(con, "100", basis="without_carry_over")
        assert without["forecast_dkk"] == Decimal(24_600_000)


def test_a_forecast_of_nothing_is_a_forecast() -> None:
    both = ["2025 | BO1 | 2025-03-31 | 111 | wages | 20600000 |", "2025 | BO1 | 2025-03-31 | 111 | operations | 0 |"]
    with build(*both) as con:
        assert unit(con, "111")["forecast_missing_unit_count"] == 0
        assert unit(con, "111")["forecast_dkk"] == Decimal(20_600_000)


def test_what_was_entered_last_counts() -> None:
    lines = [
        "2025 | BO1 | 2025-03-31 | 112 | operations | 3100000 | 2025-04-02T09:00:00",
        "2025 | BO1 | 2025-03-31 | 112 | operations | 3300000 | 2025-04-02T08:59:00",
        "2025 | BO1 | 2025-03-31 | 112 | operations | 3500000 |",
    ]
    with build(*lines) as con:
        assert unit(con, "112")["forecast_dkk"] == Decimal(3_100_000)


def test_a_forecast_for_a_centre_that_only_adds_up_is_not_counted_beside_its_units() -> None:
    with build("2025 | BO1 | 2025-03-31 | 100 | operations | 90000000 |") as con:
        assert unit(con, "100")["forecast_dkk"] == Decimal(24_050_000)


def test_a_forecast_for_an_unknown_unit_is_kept_apart() -> None:
    with build("2025 | BO1 | 2025-03-31 | 999 | operations | 4000 |") as con:
        assert unit(con, "unknown")["forecast_dkk"] == Decimal(4000)
        assert unit(con, "municipality")["forecast_dkk"] == Decimal(24_054_000)


# Revised 21 050 000 at Vestskolen is 21 m: 2 % are 420 000, 1 % are 210 000.
@pytest.mark.parametrize(
    ("wages", "status"),
    [
        ("20000000.00", "on_track"),
        ("20210000.00", "on_track"),
        ("20210000.01", "watch"),
        ("20420000.00", "watch"),
        ("20420000.01", "act"),
        ("19580000.00", "watch"),
        ("19579999.99", "act"),
    ],
)
def test_status_where_the_share_decides(wages: str, status: str) -> None:
    with build(f"2025 | BO1 | 2025-03-31 | 111 | wages | {wages} |") as con:
        assert unit(con, "111")["status"] == status


# Revised 3 050 000 at Østskolen: 2 % are 61 000, so the amount decides.
@pytest.mark.parametrize(
    ("operations", "status"),
    [
        ("3175000.00", "on_track"),
        ("3175000.01", "watch"),
        ("3300000.00", "watch"),
        ("3300000.01", "act"),
    ],
)
def test_status_where_the_amount_decides(operations: str, status: str) -> None:
    with build(f"2025 | BO1 | 2025-03-31 | 112 | operations | {operations} |") as con:
        assert unit(con, "112")["status"] == status


def test_the_thresholds_are_the_municipality_s_own() -> None:
    settings = "act_share | 0.001\nact_dkk | 100\nwatch_factor | 0.9"
    with build("2025 | BO1 | 2025-03-31 | 112 | operations | 3052900 |", settings=settings) as con:
        assert unit(con, "112")["status"] == "watch", "2 900 is under 3 050 and over 2 745"


def test_no_status_without_a_forecast_and_no_share_of_nothing() -> None:
    with build("2025 | BO1 | 2025-03-31 | 999 | wages | 600000 |") as con:
        row = unit(con, "unknown")
        assert row["forecast_variance_share"] is None
        assert row["spent_share"] is None
        assert row["phasing_basis"] is None
        assert row["phasing_estimated_share"] is None
        assert row["status"] == "act", "600 000 over a budget of nothing"


def test_account_groups() -> None:
    with build("2025 | BO1 | 2025-03-31 | 111 | wages | 20420000.01 |") as con:
        rows = rows_of(
            con,
            """
            select account_group, revised_dkk, forecast_dkk, forecast_variance_dkk, status
            from marts.budget_followup__unit_group_period
            where fiscal_year = 2025 and period = 4 and unit_id = 'municipality'
              and budget_basis = 'without_carry_over' and organisation_view = 'today'
            order by account_group
            """,
        )
        assert [list(row.values()) for row in rows] == [
            ["operations", Decimal(4_000_000), Decimal(4_000_000), Decimal(0), "on_track"],
            ["wages", Decimal(20_000_000), Decimal("20420000.01"), Decimal("420000.01"), "act"],
        ]

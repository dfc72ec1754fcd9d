"""What explains a unit's variance: its two largest parts and the rest, to the øre."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse

WORLD = """
organisation
unit_id | name       | parent_id | kind
100     | Center Ro  |           | centre
111     | Vestskolen | 100       | institution
112     | Østskolen  | 100       | institution
113     | Nordskolen | 100       | institution
114     | Sydskolen  | 100       | institution

budget_line
fiscal_year | kind    | cost_centre | account  | amount | month
2025        | adopted | 111         | 40000000 | 100    | 1
2025        | adopted | 112         | 40000000 | 100    | 1
2025        | adopted | 113         | 40000000 | 100    | 1
2025        | adopted | 114         | 40000000 | 100    | 1

posting
fiscal_year | period | cost_centre | account  | amount
2025        | 1      | 111         | 40000000 | 110.01
2025        | 1      | 112         | 40000000 | 60
2025        | 1      | 113         | 40000000 | 103
2025        | 1      | 114         | 40000000 | 110.01
2025        | 1      | 111         | 41000000 | 70
2025        | 1      | 111         | 41000001 | -70
2025        | 1      | 111         | 42000000 | 2

forecast
fiscal_year | round | round_date | unit_id | account_group | amount
2025        | BO1   | 2025-01-31 | 113     | operations    | 999
"""


@pytest.fixture(scope="module")
def con():
    with warehouse(WORLD) as con:
        yield con


def drivers(con: DuckDBPyConnection, unit_id: str, kind: str) -> tuple[object, ...] | None:
    rows = rows_of(
        con,
        """
        select driver_kind, first_driver_id, first_driver_name, first_driver_dkk,
               second_driver_id, second_driver_name, second_driver_dkk, rest_driver_count, rest_dkk
        from marts.budget_followup__unit_period_driver
        where unit_id = ? and variance_kind = ? and organisation_view = 'today' and budget_basis = 'with_carry_over'
          and fiscal_year = 2025 and period = 1
        """,
        unit_id,
        kind,
    )
    return tuple(rows[0].values()) if rows else None


def test_the_two_largest_units_whatever_their_sign(con):
    assert drivers(con, "100", "to_date") == (
        *("unit", "112", "Østskolen", Decimal("-40.00"), "111", "Vestskolen", Decimal("12.01")),
        *(2, Decimal("13.01")),
    )


def test_equals_stand_in_the_order_of_the_accounts(con):
    assert drivers(con, "111", "to_date") == (
        *("account", "41000000", "Ukendt konto", Decimal("70.00"), "41000001", "Ukendt konto", Decimal("-70.00")),
        *(2, Decimal("12.01")),
    )


def test_no_rest_of_one_part(con):
    assert drivers(con, "municipality", "to_date") == (
        *("unit", "100", "Center Ro", Decimal("-14.98"), None, None, None),
        *(0, None),
    )


def test_forecasts_are_explained_by_units_only(con):
    assert drivers(con, "100", "forecast")[:4] == ("unit", "113", "Nordskolen", Decimal(899))
    assert drivers(con, "113", "forecast") is None

"""Staff figures by worked examples: hours, sickness, days, turnover, spells, wages, positions, and who is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_tables
from pipelines.checks import all_checks, run_check
from tests.warehouse.drawn import Rows, raw_database, read_tables, rows_of

# Two centres: schools with 6, 3 and 9 teachers, who work 37 hours a week; and a library with 60 people.
WORLD = """
organisation
unit_id | name           | parent_id | kind        | valid_from
100     | Center Skole   |           | centre      |
110     | Vestskolen     | 100       | institution |
111     | Østskolen      | 100       | institution |
112     | Nordskolen     | 100       | institution |
200     | Center Kultur  |           | centre      |
210     | Biblioteket    | 200       | institution |
2101    | Udlånet        | 210       | cost_centre |
9001    | Uden for det   |           | cost_centre |

absence
employee_key | unit_id | date_from  | date_to    | hours  | cause_group
E110-1       | 110     | 2025-03-03 | 2025-03-07 | 37.00  | own_sickness
E110-2       | 110     | 2025-03-10 | 2025-03-10 | 7.40   | maternity
E210-1       | 2101    | 2025-01-20 | 2025-02-18 | 148.00 | work_accident
E210-1       | 2101    | 2025-02-19 | 2025-02-28 | 59.20  | own_sickness
E210-9       | 2101    | 2025-12-22 |            | 148.00 | own_sickness
E112-1       | 110     | 2025-03-03 | 2025-03-07 | 37.00  | own_sickness

position
position_id | unit_id | status   | status_date | title  | dispensation
S1          | 111     | frozen   | 2025-03-01  | Lærer  |
S1          | 111     | released | 2025-06-01  | Lærer  | Direktionen
S2          | 2101    | frozen   | 2025-03-01  | Vagt   |
S2          | 2101    | filled   | 2025-08-01  | Vagt   |
S3          | 9999    | frozen   | 2025-03-01  | Vagt   |
"""
PEOPLE = {"110": 6, "111": 3, "112": 9, "2101": 60, "9001": 7}
GUARDED = ("unit_month", "unit_year", "municipality_month", "position")


def world(people: dict[str, int] | None = None, gone: dict[str, int] | None = None, **settings: str) -> dict[str, Rows]:
    """The drawing with its employees; `gone` of a unit left with June 2025."""
    tables = read_tables(WORLD)
    tables["employment_month"] = [
        {
            "employee_key": f"E{unit_id[:3]}-{number}",
            "unit_id": unit_id,
            "month": f"{year}-{month:02d}-01",
            "paid_hours": "160.33",
            "scheduled_hours": "148.00",
            "wage_amount": "50000.00",
        }
        for unit_id, count in (people or PEOPLE).items()
        for number in range(1, count + 1)
        for year, month in [*((2025, month) for month in range(1, 13)), (2026, 1)]
        if (year, month) <= (2025, 6) or number > (gone or {}).get(unit_id, 0)
    ]
    tables["posting"] = [
        {"fiscal_year": year, "period": month, "cost_centre": "2101", "account": "10000000", "amount": "2988000"}
        for year, month in [*(("2025", str(month)) for month in range(1, 13)), ("2026", "1")]
    ]
    tables["setting"] = [{"name": f"staff_{name}", "value": value} for name, value in settings.items()]
    return tables


def built(tables: dict[str, Rows]) -> DuckDBPyConnection:
    con = raw_database(tables)
    build_tables(con, *(f"marts.staff__{name}" for name in GUARDED))
    return con


def unit(con: DuckDBPyConnection, unit_id: str, period: int = 12, year: int = 2025) -> dict[str, object]:
    query = "select * from marts.staff__unit_month where unit_id = ? and period = ? and fiscal_year = ?"
    (row,) = rows_of(con, query, unit_id, period, year)
    return row


def of_year(con: DuckDBPyConnection, unit_id: str) -> dict[str, object]:
    (row,) = rows_of(con, "select * from marts.staff__unit_year where unit_id = ?", unit_id)
    return row


@pytest.fixture(scope="module")
def con() -> Iterator[DuckDBPyConnection]:
    with built(world(gone={"2101": 6})) as con:
        yield con


def test_a_full_time_equivalent_is_160_33_paid_hours_and_rounded(con: DuckDBPyConnection) -> None:
    assert unit(con, "210", 3)["fte"] == 60
    assert unit(con, "210", 12)["fte"] == 55  # 54 of them
    assert unit(con, "110")["fte"] == 5  # six
    # What is hidden beside it, three and nine, is rounded by itself: ten.
    assert unit(con, "100")["fte"] == 15
    assert unit(con, "municipality", 3)["fte"] == 75


def test_sickness_of_a_month_is_hours_of_scheduled_hours(con: DuckDBPyConnection) -> None:
    # 37 of 6 × 148; maternity is no sickness, and who does not work there is not counted there.
    assert float(str(unit(con, "110", 3)["sickness_share"])) == 0.042
    assert float(str(unit(con, "110", 4)["sickness_share"])) == 0
    # 148 hours from 20 January to 18 February, 30 days, of which 12 in January: 59.2 of 60 × 148.
    assert float(str(unit(con, "210", 1)["sickness_share"])) == 0.007
    # Not over in the newest month: 10 of its 41 days until then are December's, of 54 × 148.
    assert float(str(unit(con, "210", 12)["sickness_share"])) == 0.005


def test_twelve_months_and_days_per_full_time_equivalent(con: DuckDBPyConnection) -> None:
    assert unit(con, "110", 11)["sickness_12_months_share"] is None
    # 37 of 12 × 6 × 148; 5 days by 6.
    assert float(str(unit(con, "110")["sickness_12_months_share"])) == 0.003
    assert float(str(unit(con, "110")["sickness_days_per_fte"])) == 0.8


def test_sickness_of_worked_hours_where_the_municipality_counts_so() -> None:
    with built(world(absence_of="worked")) as con:
        assert float(str(unit(con, "110", 3)["sickness_share"])) == 0.043  # 37 of 888 - 37


def test_wages_by_the_rounded_average_and_payroll_against_the_ledger(con: DuckDBPyConnection) -> None:
    row = unit(con, "210")
    # 12 × 2 988 000 by the average of 60 in six months and 55 in six.
    assert row["wage_per_fte_dkk"] == Decimal(624_000)
    # Payroll: (6 × 60 + 6 × 54) × 50 000 against 35 856 000.
    assert row["payroll_difference_share"] == pytest.approx(-0.046)
    assert unit(con, "110")["wage_per_fte_dkk"] is None  # so few that the rounding is too coarse
    (check,) = [one for one in all_checks() if one.name == "staff__unit_month__payroll_agrees_with_ledger"]
    assert run_check(con, check).rows == 1


def test_turnover_of_a_whole_year_where_enough_left(con: DuckDBPyConnection) -> None:
    # Six left, of 57 on average.
    assert float(str(of_year(con, "210")["turnover_share"])) == 0.11
    assert float(str(of_year(con, "110")["turnover_share"])) == 0


def test_fewer_leavers_are_not_told() -> None:
    with built(world(gone={"2101": 4})) as con:
        assert of_year(con, "210")["turnover_share"] is None
        assert of_year(con, "210")["turnover_hidden_reason"] == "few"


def test_long_spells_are_joined_and_only_told_of_enough(con: DuckDBPyConnection) -> None:
    lines = rows_of(con, "select * from marts.staff__sickness_month where employee_key = 'E210-1' order by day")
    assert [row["long_seconds"] == row["sickness_seconds"] for row in lines] == [True, True]
    assert of_year(con, "210")["spells_hidden_reason"] == "few"
    assert of_year(con, "210")["long_sickness_share"] is None


def test_too_few_are_hidden_and_a_sister_with_them_for_all_time(con: DuckDBPyConnection) -> None:
    reasons = {
        (row["unit_id"], row["hidden_reason"])
        for row in rows_of(con, "select distinct unit_id, hidden_reason from marts.staff__unit_month")
    }
    assert {("111", "few"), ("112", "complementary"), ("110", None), ("100", None)} <= reasons
    hidden = unit(con, "111")
    figures = ("fte", "sickness_share", "sickness_12_months_share", "sickness_days_per_fte", "wage_per_fte_dkk")
    assert {hidden[name] for name in figures} == {None}


def test_four_in_a_single_month_hide_a_unit_in_all() -> None:
    with built(world(people=PEOPLE | {"111": 7}, gone={"111": 3})) as con:
        assert unit(con, "111", 1)["hidden_reason"] == "few"
        assert unit(con, "111", 1)["fte"] is None


@pytest.mark.parametrize(("asked", "is_hidden"), [("1", False), ("5", False), ("7", True)])
def test_the_limit_is_a_setting_with_a_floor_of_five(asked: str, is_hidden: bool) -> None:
    with built(world(people={"110": 6, "111": 8, "2101": 60}, fewest=asked)) as con:
        assert (unit(con, "110")["hidden_reason"] is not None) == is_hidden
        assert int(str(rows_of(con, "select distinct fewest from marts.staff__municipality_month")[0]["fewest"])) >= 5


def test_a_head_directly_on_a_centre_hides_no_school() -> None:
    with built(world(people={"100": 1, "200": 4, "110": 6, "112": 9, "2101": 60})) as con:
        assert unit(con, "100")["hidden_reason"] is None
        assert unit(con, "110")["hidden_reason"] is None
        # One and four together are enough to count for the whole municipality, and there alone.
        assert unit(con, "municipality-own")["fte"] == 5
        assert unit(con, "100")["fte"] == 15
        assert unit(con, "municipality")["fte"] == 80
    with built(world(people={"100": 1, "200": 3, "110": 6, "112": 9, "2101": 60})) as con:
        assert unit(con, "municipality")["fte"] == 75
        assert rows_of(con, "select * from marts.staff__unit_month where unit_id = 'municipality-own'") == []


def test_positions_are_counted_as_they_stand_and_for_every_unit(con: DuckDBPyConnection) -> None:
    def counts(unit_id: str, period: int) -> tuple[object, ...]:
        row = unit(con, unit_id, period)
        return row["frozen_positions"], row["released_positions"], row["filled_positions"]

    assert counts("111", 5) == (1, 0, 0)
    assert counts("111", 6) == (0, 1, 0)
    assert counts("municipality", 12) == (0, 1, 1)
    (vacant,) = rows_of(con, "select * from marts.staff__position")
    assert (vacant["position_id"], str(vacant["vacant_since"])) == ("S1", "2025-03-01")


def test_months_saved_are_those_that_positions_stood_frozen(con: DuckDBPyConnection) -> None:
    # S1: March to May, three months; from its dispensation of 1 June on no more. S2: March to July, five.
    assert [unit(con, "111", period)["saved_months"] for period in (2, 3, 5, 12)] == [0, 1, 3, 3]
    assert [unit(con, "municipality", period)["saved_months"] for period in (3, 6, 7, 12)] == [2, 7, 8, 8]
    # A new year begins with nothing.
    assert unit(con, "municipality", 1, 2026)["saved_months"] == 0


def test_a_day_of_the_freeze_is_a_part_of_its_month() -> None:
    tables = world()
    tables["position"] = [
        {"position_id": "S1", "unit_id": "111", "status": status, "status_date": day}
        for status, day in (("frozen", "2025-02-15"), ("frozen", "2025-03-11"), ("released", "2025-03-11"))
    ]
    with built(tables) as con:
        # 14 of 28 days and 10 of 31, 0.5 + 0.32; of two changes on one day the later line counts.
        assert [unit(con, "111", period)["saved_months"] for period in (2, 3, 4)] == [
            Decimal("0.5"), Decimal("0.8"), Decimal("0.8"),
        ]  # fmt: skip


def test_what_has_no_place_is_told_and_in_no_figure(con: DuckDBPyConnection) -> None:
    about = ("employment_month__", "absence__", "position__")
    told = {one.name: run_check(con, one).rows for one in all_checks() if one.name.startswith(about)}
    assert told == {
        "employment_month__unit_is_known": 1,
        "absence__has_an_employment": 1,
        "position__unit_is_known": 1,
    }

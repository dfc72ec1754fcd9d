"""Data quality: what was delivered, what reconciles, what is late or missing, and which published figures moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.build import build_warehouse
from tests.warehouse.drawn import rows_of, run_checks, warehouse

DELIVERED = """
setting
name             | value
built_on         | {built_on}
previous_release | 2025-03

source
source   | table_name   | title        | owner | mode   | every   | due_days
posting  | posting      | Posteringer  | Øko   | period | month   | 8
budget   | budget_line  | Budget       | Øko   | period | year    | 30
forecast | forecast     | Prognoser    | Øko   | period | quarter | 10
units    | organisation | Organisation | HR    | full   | month   | 5
once     | account      | Kontoplan    | Øko   | full   | once    |
yearly   | function     | Funktioner   | Øko   | full   | year    | 30

delivery
delivery_id | source   | file    | received_at         | run_date   | periods   | lines | header_lines | accepted | quarantined | left_out | accepted_amount_dkk | quarantined_amount_dkk | left_out_amount_dkk | control_total_dkk | difference_dkk | is_in_force
p1          | posting  | jan.csv | 2025-02-03 08:00:00 |            | [2025-01] | 14    | 3            | 10       | 0           | 1        | 100.25              | 0                      | 100.25              | 100.25            | 0              | true
p2          | posting  | feb.csv | 2025-03-03 08:00:00 |            | [2025-02] | 20    | 3            | 16       | 1           | 0        | 900                 | 31                     | 0                   | 931               | 0              | false
p3          | posting  | feb2.csv | 2025-03-04 09:00:00 |           | [2025-02] | 21    | 3            | 17       | 1           | 0        | 7000.5              | 31                     | 0                   | 7031.75           | -0.25          | true
p4          | posting  | apr.csv | 2025-05-02 08:00:00 |            | [2025-04] | 9     | 2            | 7        | 0           | 0        | 60000               | 0                      | 0                   |                   |                | true
b1          | budget   | 2025.csv | 2025-01-10 08:00:00 |           | [2025]    | 5     | 1            | 4        | 0           | 0        | 12                  | 0                      | 0                   | 12                | 0              | true
f1          | forecast | k1.csv  | 2025-04-10 08:00:00 |            | [2025-Q1] | 5     | 1            | 4        | 0           | 0        | 13                  | 0                      | 0                   |                   |                | true
u1          | units    | org.csv | 2025-04-02 08:00:00 | 2025-03-31 | []        | 5     | 1            | 4        | 0           | 0        |                     |                        |                     |                   |                | true
y1          | yearly   | fkt.csv | 2026-11-21 08:00:00 |            | []        | 5     | 1            | 4        | 0           | 0        |                     |                        |                     |                   |                | true

duplicate_delivery
delivery_id | file        | received_at
p3          | feb2(1).csv | 2025-03-05 09:00:00
p3          | feb2(2).csv | 2025-03-06 09:00:00

correction
source  | delivery_id | file     | line | action | column_name | amount_change_dkk | corrected_on
posting | p3          | feb2.csv | 7    | set    | amount      | -5.5              | 2025-03-09
posting | p1          | jan.csv  | 8    | drop   |             | -100              | 2025-03-08
"""  # noqa: E501 - a drawn table


@pytest.fixture(scope="module")
def sources():
    with warehouse(DELIVERED.format(built_on="2025-06-08")) as con:
        query = "select * from marts.data_quality__source inner join marts.data_quality__source_amount using (source)"
        return {row["source"]: row for row in rows_of(con, query)}


def test_counts_and_amounts_are_of_what_is_in_force(sources):
    posting = sources["posting"]
    assert (posting["deliveries"], posting["lines"], posting["header_lines"]) == (3, 44, 8)
    assert (posting["accepted"], posting["quarantined"], posting["left_out"]) == (34, 1, 1)
    assert posting["accepted_amount_dkk"] == Decimal("67100.75")
    assert posting["quarantined_amount_dkk"] == Decimal(31)
    assert posting["control_total_dkk"] == Decimal("7132.00")
    assert posting["difference_dkk"] == Decimal("-0.25")
    assert posting["latest_file"] == "apr.csv"
    assert posting["latest_period"] == "2025-04"
    assert (posting["corrections"], posting["correction_amount_dkk"]) == (2, Decimal("-105.50"))


def test_a_source_reconciles_when_every_file_with_a_control_total_does(sources):
    assert {name: source["reconciles"] for name, source in sources.items()} == {
        "posting": False,
        "budget": True,
        "forecast": None,
        "units": None,
        "once": None,
        "yearly": None,
    }


def test_missing_months_are_those_in_the_middle(sources):
    assert sources["posting"]["missing_periods"] == ["2025-03"]
    assert sources["budget"]["missing_periods"] == []


def test_when_the_next_delivery_is_due(sources):
    assert {name: source["expected_by"] for name, source in sources.items()} == {
        "posting": date(2025, 6, 8),
        "budget": date(2027, 1, 30),
        "forecast": date(2025, 7, 10),
        "units": date(2025, 5, 5),
        "once": None,
        "yearly": date(2027, 12, 21),
    }


@pytest.mark.parametrize(("built_on", "is_late"), [("2025-06-08", False), ("2025-06-09", True)])
def test_late_from_the_day_after(built_on: str, is_late: bool):
    with warehouse(DELIVERED.format(built_on=built_on)) as con:
        assert rows_of(con, "select is_late from marts.data_quality__source where source = 'posting'") == [
            {"is_late": is_late}
        ]


def test_a_source_that_never_came(sources):
    once = sources["once"]
    assert (once["deliveries"], once["lines"], once["latest_file"], once["is_late"]) == (0, 0, None, False)


def test_every_delivery_is_listed_with_its_repeats():
    with warehouse(DELIVERED.format(built_on="2025-06-08")) as con:
        rows = rows_of(
            con,
            "select delivery_id, is_in_force, duplicate_count, corrections, correction_amount_dkk "
            "from marts.data_quality__delivery where source = 'posting' order by delivery_id",
        )
    assert [tuple(row.values()) for row in rows] == [
        ("p1", True, 0, 1, Decimal(-100)),
        ("p2", False, 0, 0, Decimal(0)),
        ("p3", True, 2, 1, Decimal("-5.50")),
        ("p4", True, 0, 0, Decimal(0)),
    ]


CHANGED = """
setting
name             | value
previous_release | 2025-03

organisation
unit_id | name       | kind
111     | Vestskolen | centre
112     | Østskolen  | centre

account
account  | name
40000000 | Bøger
50000000 | Papir

posting
fiscal_year | period | cost_centre | account  | function_code | amount
2025        | 1      | 111         | 40000000 | 032201        | 10
2025        | 1      | 111         | 50000000 |               | 7
2025        | 2      | 112         | 40000000 |               | 5

budget_line
fiscal_year | kind       | cost_centre | account  | function_code | amount | decision_date
2025        | adopted    | 111         | 40000000 | 032201        | 24     |
2025        | carry_over | 111         | 40000000 | 032201        | 12     | 2025-01-02

published_figure
budget_basis       | fiscal_year | period | unit_id      | unit_name  | account  | function_code | revised_dkk | phased_dkk | actual_dkk | forecast_dkk | run_rate_forecast_dkk | status
with_carry_over    | 2025        | 1      | municipality | Kommunen   |          |               | 36          | 3          | 20         |              | 204                   |
without_carry_over | 2025        | 1      | municipality | Kommunen   |          |               | 36          | 2          | 20         |              | 204                   |
with_carry_over    | 2025        | 1      | 111          | Vestskolen |          |               | 36          | 3          | 17         |              | 204                   | act
without_carry_over | 2025        | 1      | 111          | Vestskolen |          |               | 24          | 2          | 17         |              | 204                   |
with_carry_over    | 2025        | 1      | 113          | Nordskolen |          |               | 0           | 0          | 3          | 9            |                       |
with_carry_over    | 2025        | 1      | 111          |            | 40000000 | 032201        | 36          | 3          | 17         |              | 204                   |
without_carry_over | 2025        | 1      | 111          |            | 40000000 | 032201        | 24          | 2          | 17         |              | 204                   |
"""  # noqa: E501 - a drawn table


@pytest.fixture(scope="module")
def changed():
    with warehouse(CHANGED) as con:
        yield con


def test_figures_that_were_published_with_another_value(changed):
    rows = rows_of(
        changed,
        "select period, unit_id, unit_name, figure, before_dkk, after_dkk, change_dkk, previous_release "
        "from marts.data_quality__changed_figure where account is null and figure <> 'status' "
        "and budget_basis is distinct from 'without_carry_over' order by unit_id, figure",
    )
    periods = rows_of(changed, "select distinct period from marts.data_quality__changed_figure")
    assert [tuple(row.values()) for row in rows] == [
        (1, "113", "Nordskolen", "actual", Decimal(3), None, Decimal(-3), "2025-03"),
        (1, "113", "Nordskolen", "forecast", Decimal(9), None, Decimal(-9), "2025-03"),
        (1, "municipality", "Kommunen", "actual", Decimal(20), Decimal(17), Decimal(-3), "2025-03"),
    ]
    assert periods == [{"period": 1}], "February is new, not changed"


def test_a_posting_moved_to_another_account_of_the_same_unit_is_told(changed):
    """The unit spends 17 before and after: only its accounts have changed."""
    rows = rows_of(
        changed,
        "select account, account_name, function_code, figure, before_dkk, after_dkk, change_dkk "
        "from marts.data_quality__changed_figure where account is not null and figure = 'actual' order by account",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("40000000", "Bøger", "032201", "actual", Decimal(17), Decimal(10), Decimal(-7)),
        ("50000000", "Papir", None, "actual", None, Decimal(7), Decimal(7)),
    ]
    (unit,) = rows_of(changed, "select * from marts.data_quality__changed_unit")
    assert (unit["unit_id"], unit["unit_name"], unit["period"]) == ("111", "Vestskolen", 1)
    listed = rows_of(
        changed,
        "select distinct account, function_code, figure from marts.data_quality__changed_figure "
        "where account is not null",
    )
    assert (unit["changed_accounts"], unit["changed_figures"]) == (2, len(listed))


def test_the_budget_without_carry_over_and_the_status_are_compared_too(changed):
    rows = rows_of(
        changed,
        "select unit_id, budget_basis, figure, before_dkk, after_dkk, before_status, after_status, change_dkk "
        "from marts.data_quality__changed_figure where account is null "
        "and (figure = 'status' or budget_basis = 'without_carry_over') order by all",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("111", "with_carry_over", "status", None, None, "act", None, None),
        ("municipality", "without_carry_over", "revised", Decimal(36), Decimal(24), None, None, Decimal(-12)),
    ]


def test_nothing_is_told_where_every_figure_is_as_it_was():
    with warehouse(CHANGED) as con:
        as_published = {
            "null as account, forecast_dkk, status": "unit_period where organisation_view = 'then'",
            "account, function_code, null as forecast_dkk, null as status": "unit_account_period",
        }
        con.execute("delete from raw.published_figure")
        for columns, mart in as_published.items():
            con.execute(
                "insert into raw.published_figure by name select budget_basis, fiscal_year, period, unit_id, "
                f"revised_dkk, phased_dkk, actual_dkk, run_rate_forecast_dkk, {columns} "
                f"from marts.budget_followup__{mart}"
            )
        build_warehouse(con)
        assert rows_of(con, "select * from marts.data_quality__changed_figure") == []
        con.execute("update raw.published_figure set run_rate_forecast_dkk = run_rate_forecast_dkk + 0.01")
        build_warehouse(con)
        (figures,) = rows_of(con, "select distinct figure from marts.data_quality__changed_figure")
        assert figures == {"figure": "run_rate_forecast"}


HELD_BACK = """
setting
name     | value
built_on | 2025-06-08

organisation
unit_id | name        | parent_id | kind        | valid_from | valid_to
100     | Center Nord |           | centre      |            |
200     | Center Syd  |           | centre      |            |
110     | Vestskolen  | 100       | institution |            |
1101    | Fælles      | 110       | cost_centre |            |
210     | Østskolen   | 200       | institution |            |

project
project_id | name | unit_id
P-1        | Tag  | 210

posting
fiscal_year | period | cost_centre | account  | amount
2025        | 5      | 1101        | 40000000 | 10

quarantine
delivery_id | source   | table_name       | file    | line | reason       | amount_dkk | cost_centre | unit_id | project_id
p1          | postings | posting          | may.csv | 7    | not_a_date   | 100.25     | 1101        |         |
p1          | postings | posting          | may.csv | 8    | not_a_number |            | 1101        |         |
p1          | postings | posting          | may.csv | 9    | not_a_date   | -40        | 210         |         |
p1          | postings | posting          | may.csv | 10   | overflow     | 7          |             |         |
p1          | postings | posting          | may.csv | 11   | not_a_date   | 8          | 9999        |         |
f1          | rounds   | forecast         | k1.csv  | 2    | not_a_number | 500        |             | 100     |
y1          | years    | project_year     | y.csv   | 3    | not_a_number | 12         |             |         | P-1
e1          | payroll  | employment_month | e.csv   | 4    | overflow     |            |             |         |
"""  # noqa: E501 - a drawn table


def test_lines_held_back_are_told_by_the_unit_that_they_say_themselves():
    with warehouse(HELD_BACK) as con:
        rows = rows_of(con, "select * from marts.data_quality__unit_held_back order by source, sort_order")
        found = {result.name: result.rows for result in run_checks(con)}
    assert [
        (row["source"], row["unit_id"], row["held_back_lines"], row["lines_without_amount"], row["held_back_dkk"])
        for row in rows
    ] == [
        ("payroll", "municipality", 1, 1, None),
        ("payroll", "unknown", 1, 1, None),
        ("postings", "municipality", 5, 1, Decimal("75.25")),
        ("postings", "100", 2, 1, Decimal("100.25")),
        ("postings", "110", 2, 1, Decimal("100.25")),
        ("postings", "200", 1, 0, Decimal(-40)),
        ("postings", "210", 1, 0, Decimal(-40)),
        ("postings", "unknown", 2, 0, Decimal(15)),
        ("rounds", "municipality", 1, 0, Decimal(500)),
        ("rounds", "100", 1, 0, Decimal(500)),
        ("years", "municipality", 1, 0, Decimal(12)),
        ("years", "200", 1, 0, Decimal(12)),
        ("years", "210", 1, 0, Decimal(12)),
    ]
    assert found["data_quality__unit_held_back__is_every_line"] == 0

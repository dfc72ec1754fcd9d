"""Each check finds what it is for, and finds nothing where nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from pipelines.canonical import canonical_tables
from pipelines.checks import all_checks, rows_of_check, run_check
from pipelines.lineage import tables_in
from pipelines.problems import Problem, WrongUse
from tests.warehouse.drawn import make_no_more, raw_database, rows_of, run_checks, warehouse

CLEAN = """
setting
name     | value
built_on | 2025-04-09

organisation
unit_id | name       | parent_id | kind        | valid_from | valid_to
100     | Center Ro  |           | centre      |            |
111     | Vestskolen | 100       | institution |            |
1111    | Køkken     | 111       | cost_centre | 2025-01-01 | 2025-03-31

account
account  | name
10000000 | Løn

function
function_code | name
032201        | Folkeskoler

posting
fiscal_year | period | posting_date | cost_centre | account  | function_code | amount | voucher | voucher_line
2025        | 1      | 2025-01-01   | 1111        | 10000000 | 032201        | 11     | 7       | 1
2025        | 2      | 2025-02-28   | 111         | 10000000 |               | 23     | 7       | 2
2025        | 3      | 2025-03-31   | 1111        | 10000000 | 032201        | -5     |         | 1

budget_line
fiscal_year | kind                 | cost_centre | account  | amount | decision_date | cover
2025        | adopted              | 111         | 10000000 | 100    |               |
2025        | supplementary        | 111         | 10000000 | 9      | 2025-12-31    | The till
2025        | supplementary        | 111         | 10000000 | -4     | 2025-01-01    |
2025        | virement             | 111         | 10000000 | 6      |               |
2025        | virement             | 1111        | 10000000 | -6     |               |
2025        | technical_correction | 111         | 10000000 | 8      |               |
2025        | technical_correction | 1111        | 10000000 | -8     |               |

forecast
fiscal_year | round | round_date | unit_id | account_group | amount
2025        | BO1   | 2025-03-01 | 111     | wages         | 120

source
source        | table_name | title       | owner | mode   | every | due_days
drawn_posting | posting    | Posteringer | Øko   | period | month | 8

delivery
delivery_id | source        | file        | periods   | lines | header_lines | accepted | quarantined | left_out | accepted_amount_dkk | control_total_dkk | difference_dkk | is_in_force | superseded | superseded_amount_dkk | received_at
d1          | drawn_posting | posting.csv | [2025-03] | 6     | 2            | 3        | 0           | 1        | 29                  | 29                | 0              | true        | 0          | 0                     | 2025-04-03
"""  # noqa: E501 - a drawn table

# A section of the file for each check: its name, and a drawn table.
WRONG = {
    name: drawing
    for name, _, drawing in (
        section.strip().partition("\n")
        for section in (Path(__file__).parent / "wrong_data.txt").read_text(encoding="utf-8").split("\n# ")[1:]
    )
}


# A year that is over, with a round at the end of a month: what the forecast accuracy is about.
A_CLOSED_YEAR = """
posting
fiscal_year | period | cost_centre | account  | amount
2024        | 12     | 111         | 10000000 | 7

forecast
fiscal_year | round | round_date | unit_id | account_group | amount
2024        | BO1   | 2024-03-31 | 111     | wages         | 8
"""

# A capital project in order, with a unit below the centre and a year that is over.
A_PROJECT = """
project
project_id | name    | unit_id | phase
P1         | Ny fløj | 111     | construction
P2         | Gården  | 100     | construction

project_plan
project_id | version_date | start_date | completion_date | expected_cost | cost_change | schedule_change_days
P1         | 2024-01-01   | 2024-03-01 | 2025-06-30      | 90            |             |
P1         | 2025-01-01   | 2024-03-01 | 2025-07-02      | 93.40         | 3           | 2

project_appropriation
project_id | decision_date | kind          | amount | cover
P1         | 2024-01-10    | original      | 90     |
P1         | 2024-08-10    | supplementary | 4      | The till
P2         | 2024-01-10    | original      | 8      |

project_year
project_id | fiscal_year | adopted_allotment | carried_in | actual | carried_out_decided
P1         | 2024        | 40                |            | 33     | 7
P1         | 2025        | 50                | 7          |        |
P2         | 2024        | 8                 |            | 9      | -1
P2         | 2025        | 2                 | -1         |        |

posting
fiscal_year | period | cost_centre | account  | wbs_element | budget_type | amount
2025        | 2      | 111         | 10000000 | P1-001      | 3           | 6

budget_line
fiscal_year | kind    | cost_centre | account  | budget_type | amount
2025        | adopted | 111         | 10000000 | 3           | 52
"""

# A pool and a target that are shared out, a measure and a count.
A_SAVING_AND_A_TARGET = """
allocation
allocation_order | allocation | title_da | title_en | programme_id | subject | key_kind  | base_year | units | unit_kinds | left_out_units | left_out_functions
1                | pool       | Pulje    | Pool     | P            |         | given     |           | []    | [centre]   | []             | []
2                | interns    | Praktik  | Interns  |              | intern  | headcount | 2025      | []    | [centre]   | []             | []

allocation_whole
allocation | fiscal_year | whole_steps | steps_in_one
pool       | 2025        | 901         | 100
interns    | 2025        | 4           | 1

allocation_given
allocation | unit_id | number
pool       | 100     | 1

allocation_key
key_name  | unit_id | counted_on | number
headcount | 111     | 2025-01-01 | 5

saving
measure_id | measure_name | programme_id | unit_id | fiscal_year | amount | responsible | deadline
M1         | Mindre papir | P            | 111     | 2025        | 9.01   | Skolechef   | 2025-06-30

saving_statement
measure_id | stated_on  | realised | expected_rest | status
M1         | 2025-03-31 | 2        | 7.01          | underway

target_count
subject | unit_id | counted_on | places
intern  | 111     | 2025-03-31 | 2
"""  # noqa: E501 - a drawn table


# Something bought, on an agreement and not, that is round and not told what it was for.
A_PURCHASE = """
posting
fiscal_year | period | cost_centre | account  | amount | kind    | invoice_no | supplier_id | is_on_agreement
2025        | 2      | 111         | 10000000 | 50000  | invoice | 7          | S1          | false
2025        | 2      | 111         | 10000000 | 13     | invoice | 8          | S1          | true
"""


def one_oere_more(mart: str, column: str, where: str = "true") -> str:
    return f"update marts.budget_followup__{mart} set {column} = {column} + 0.01 where {where}"


# Checks of what the marts promise each other: no data can break them, only a mistake in the SQL.
PROMISES = {
    "allocation__part__adds_up": "update marts.allocation__part set part = part + 0.01 where allocation = 'pool'",
    "budget_followup__posting__holds_every_posting": (
        "delete from marts.organisation__cost_centre_year where cost_centre = '1111'"
    ),
    "budget_followup__unit_account_period__adds_up": one_oere_more("unit_account_period", "phased_dkk"),
    "budget_followup__unit_function_period__adds_up": one_oere_more("unit_function_period", "actual_dkk"),
    "budget_followup__unit_group_period__adds_up": one_oere_more("unit_group_period", "forecast_dkk"),
    "budget_followup__unit_period__bases_agree": one_oere_more("unit_period", "carried_in_dkk"),
    "budget_followup__unit_period__holds_every_budget_line": one_oere_more("unit_period", "revised_dkk"),
    "budget_followup__unit_period__holds_every_posting": one_oere_more("unit_period", "actual_dkk"),
    "budget_followup__unit_period__levels_agree": one_oere_more("unit_period", "phased_dkk", "is_leaf"),
    "budget_followup__unit_period__views_agree": one_oere_more(
        "unit_period", "phased_dkk", "organisation_view = 'then'"
    ),
    "budget_followup__unit_period_driver__adds_up": one_oere_more("unit_period_driver", "first_driver_dkk"),
    "budget_followup__unit_period_month__agrees_with_period": one_oere_more("unit_period_month", "phased_dkk"),
    "capital_carry_overs__unit_year__adds_up": (
        "update marts.capital_carry_overs__unit_year set actual_dkk = actual_dkk + 0.01 where unit_id = '100-own'"
    ),
    "capital_projects__ledger_year__adds_up": (
        "update marts.capital_projects__project_year set actual_dkk = actual_dkk + 0.01 where project_id = 'P1'"
    ),
    "capital_projects__project_month__adds_up": (
        "delete from marts.capital_projects__project_month where fiscal_year = 2025"
    ),
    "capital_projects__project_year__ages_add_up": (
        "update marts.capital_projects__project_year set carried_out_age_1_dkk = 8 where carried_out_dkk = 7"
    ),
    "carry_over_case__line__holds_all_money": "delete from marts.carry_over_case__line",
    "carry_over_case__line__keeps_its_rule": (
        "update marts.carry_over_case__line set proposed_dkk = left_dkk + 0.01 where fiscal_year = 2025"
    ),
    "carry_over_case__unit_total__adds_up": (
        "update marts.carry_over_case__unit_total set lapsed_dkk = lapsed_dkk + 0.01 where unit_id = 'municipality'"
    ),
    "data_quality__unit_held_back__is_every_line": (
        "insert into marts.data_quality__unit_held_back by name "
        "select 'posting' as source, 'municipality' as unit_id, 1 as held_back_lines"
    ),
    "focus_areas__scored__has_a_stake": ("update marts.focus_areas__scored set money_dkk = null, touched_share = null"),
    "focus_areas__scored__has_a_threshold": "update marts.focus_areas__scored set threshold = 0",
    "focus_areas__candidate__proposes_enough": "update marts.focus_areas__candidate set is_proposed = false",
    "forecast_accuracy__leaf_round__agrees_with_followup": (
        "update marts.forecast_accuracy__leaf_round set forecast_dkk = forecast_dkk + 0.01"
    ),
    "forecast_accuracy__unit_round__ends_where_the_year_did": one_oere_more("unit_period", "actual_dkk"),
    "forecast_accuracy__unit_round__levels_agree": (
        "update marts.forecast_accuracy__unit_round set error_dkk = error_dkk + 0.01 where item_level = 'centre'"
    ),
    "forecast_round__proposal__is_the_follow_ups": (
        "update marts.forecast_round__proposal set revised_dkk = revised_dkk + 0.01 where unit_id = '111'"
    ),
    "purchases__unit_period__adds_up": "update marts.purchases__unit_period set purchase_dkk = 0 where is_leaf",
    "purchases__unit_supplier__adds_up": "update marts.purchases__unit_supplier set amount_dkk = amount_dkk + 0.01",
    "savings__unit_year__adds_up": "update marts.savings__unit_year set target_to_date_dkk = 0",
    "supervision__atypical__holds_every_hit": "delete from marts.supervision__hit where rule = 'round_amount'",
    "targets__unit_year__adds_up": "update marts.targets__unit_year set target_places = 5",
}

# Checks that need a world of their own, and the test that has it.
ELSEWHERE = {
    "focus_areas__candidate__is_of_many_domains": "warehouse/test_focus_areas.py",
    "forecast__round_has_one_source": "warehouse/test_forecast_round.py",
    "staff__told_month__is_held_against_releases": "spine/test_told.py",
    "staff__told_month__waits": "spine/test_told.py",
    "staff__unit_month__is_about_enough": "oracle/test_staff.py",
    "staff__unit_month__payroll_agrees_with_ledger": "warehouse/test_staff.py",
}


def found_by(con: DuckDBPyConnection) -> dict[str, int]:
    return {result.name: result.rows for result in run_checks(con) if result.rows}


def found(con: DuckDBPyConnection, name: str) -> int:
    """What one check finds."""
    (check,) = [check for check in all_checks() if check.name == name]
    return run_check(con, check).rows


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    with warehouse(CLEAN) as con:
        assert found_by(con) == {}
        results = rows_of(con, "select * from marts.data_quality__check")
        assert {row["check_name"] for row in results} == {check.name for check in all_checks()}
        assert {row["row_count"] for row in results} == {0}


@pytest.mark.parametrize("name", WRONG)
def test_each_check_finds_what_it_is_for(name: str) -> None:
    with warehouse(f"{CLEAN}\n{WRONG[name]}\n") as con:
        columns, rows = rows_of_check(con, name)
        assert 0 < len(rows) == found(con, name)
        assert columns


def test_what_is_wrong_does_not_stop_the_build_before_it_is_told() -> None:
    """All of it at once: every table is made, and most checks still see their own through the rest."""
    with warehouse("\n\n".join([CLEAN.strip(), *WRONG.values()]), is_whole=True) as con:
        assert len(found_by(con).keys() & WRONG.keys()) > len(WRONG) * 2 / 3


def test_nothing_is_found_in_a_project_that_is_in_order() -> None:
    with warehouse(CLEAN + A_PROJECT) as con:
        assert [name for name in found_by(con) if name.startswith(("capital_", "project"))] == []


def test_nothing_is_found_in_savings_and_targets_that_are_in_order() -> None:
    with warehouse(CLEAN + A_SAVING_AND_A_TARGET) as con:
        assert found_by(con) == {}


@pytest.mark.parametrize("name", PROMISES)
def test_a_mistake_in_the_sql_is_found(name: str) -> None:
    needed = {
        "forecast_accuracy": A_CLOSED_YEAR,
        "capital_projects": A_PROJECT,
        "capital_carry_overs": A_PROJECT,
        "allocation": A_SAVING_AND_A_TARGET,
        "purchases": A_PURCHASE,
        "savings": A_SAVING_AND_A_TARGET,
        "supervision": A_PURCHASE,
        "targets": A_SAVING_AND_A_TARGET,
    }
    with warehouse(CLEAN + needed.get(name.partition("__")[0], "")) as con:
        assert not found(con, name)
        make_no_more(con)
        con.execute(PROMISES[name])
        assert found(con, name)


def test_a_key_that_stands_twice_is_found() -> None:
    with warehouse(CLEAN) as con:
        con.execute("insert into marts.chart__function select * from marts.chart__function")
        assert found_by(con)["chart__function__key_is_unique"] == 1


def test_every_check_is_tried_here() -> None:
    keys = {check.name for check in all_checks() if check.name.endswith("__key_is_unique")}
    assert {check.name for check in all_checks()} - keys == {*WRONG, *PROMISES, *ELSEWHERE}
    for name, file in ELSEWHERE.items():
        assert name in (Path(__file__).parents[1] / file).read_text(encoding="utf-8")


def test_every_amount_that_is_delivered_is_followed_into_the_figures() -> None:
    reads = next(check for check in all_checks() if check.name == "data_quality__delivery__reaches_the_figures").sql
    assert {f"raw.{name}" for name, table in canonical_tables().items() if table.amount} <= tables_in(reads)


def test_errors_stop_and_warnings_are_told() -> None:
    severities = {check.name: check.severity for check in all_checks()}
    assert severities["organisation__has_no_cycle"] == "error"
    assert severities["data_quality__delivery__reconciles"] == "warning"
    assert {severities[name] for name in PROMISES} == {"error"}


def test_every_check_says_in_a_sentence_what_is_wrong() -> None:
    for check in all_checks():
        assert check.sentence.endswith((".", "?")), check.name
        assert len(check.sentence.split()) >= 7, check.name


def test_an_unknown_check_is_answered_with_the_known_ones() -> None:
    with raw_database(CLEAN) as con, pytest.raises(WrongUse, match="posting__period_is_regular"):
        rows_of_check(con, "posting__is_blue")


def test_a_check_without_a_sentence_is_refused(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "posting__is_blue.sql").write_text("-- severity: grave\nselect 1", encoding="utf-8")
    with pytest.raises(Problem, match=r"posting__is_blue\.sql"):
        all_checks(tmp_path)

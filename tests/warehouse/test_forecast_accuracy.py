"""How near forecasts came: the worked example of every definition, and what is awkward about rounds and levels."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse
from tests.warehouse.two_schools import TWO_SCHOOLS

# Forecast 100 and 210, outturn 110 and 200, revised 100 and 190, adopted 100 and 190 (metrics: the worked example).
EXAMPLE = (
    TWO_SCHOOLS
    + """
budget_line
fiscal_year | kind    | cost_centre | account  | amount
2024        | adopted | 111         | 40000000 | 100
2024        | adopted | 112         | 40000000 | 190

posting
fiscal_year | period | cost_centre | account  | amount
2024        | 12     | 111         | 40000000 | 110
2024        | 12     | 112         | 40000000 | 200
2025        | 1      | 112         | 40000000 | 1

forecast
fiscal_year | round | round_date | unit_id | account_group | amount
2024        | BO1   | 2024-03-31 | 111     | operations    | 100
2024        | BO1   | 2024-03-31 | 112     | operations    | 210
"""
)


def accuracy(con: DuckDBPyConnection, unit_id: str, **where: object) -> dict[str, object]:
    """The one row of a unit in the organisation of today, at the level of units, all account groups."""
    chosen = {
        "unit_id": unit_id,
        "organisation_view": "today",
        "item_level": "unit",
        "account_group": "all",
        "fiscal_year": 2024,
        "round": "BO1",
    } | where
    conditions = " and ".join(f"{name} = ?" for name in chosen)
    (row,) = rows_of(con, f"select * from marts.forecast_accuracy__unit_round where {conditions}", *chosen.values())
    return row


def year_of(con: DuckDBPyConnection, unit_id: str, fiscal_year: int, item_level: str = "unit") -> dict[str, object]:
    (row,) = rows_of(
        con,
        """
        select * from marts.forecast_accuracy__unit_year
        where organisation_view = 'today' and unit_id = ? and fiscal_year = ? and item_level = ?
        """,
        unit_id,
        fiscal_year,
        item_level,
    )
    return row


@pytest.fixture(scope="module")
def example():
    with warehouse(EXAMPLE) as con:
        yield con


@pytest.mark.parametrize("unit_id", ["100", "municipality"])
@pytest.mark.parametrize("view", ["then", "today"])
def test_the_worked_example(example, unit_id, view):
    row = accuracy(example, unit_id, organisation_view=view)
    assert row["item_count"] == 2
    assert row["error_dkk"] == 0
    assert row["absolute_error_dkk"] == Decimal(20)
    assert row["absolute_outturn_dkk"] == Decimal(310)
    assert row["wape_share"] == pytest.approx(20 / 310, abs=1e-15)
    assert round(row["precision_share"], 4) == 0.9355
    assert row["bias_share"] == 0
    assert row["error_share"] == 0
    assert row["skill_share"] == 0
    assert year_of(example, unit_id, 2024)["composition_variance_share"] == pytest.approx(
        (abs(110 - 100 * 310 / 290) + abs(200 - 190 * 310 / 290)) / 310, abs=1e-15
    )
    assert round(year_of(example, unit_id, 2024)["composition_variance_share"], 4) == 0.02
    assert year_of(example, unit_id, 2024)["aggregate_outturn_share"] == pytest.approx(310 / 290, abs=1e-15)


def test_the_level_changes_the_score(example):
    """Over and under cancel out inside an item: the centre as one item has hit to the krone."""
    centre = accuracy(example, "municipality", item_level="centre")
    assert (centre["item_count"], centre["wape_share"], centre["precision_share"]) == (1, 0, 1)
    assert centre["skill_share"] == 1, "the budget missed by 20"
    assert year_of(example, "municipality", 2024, "centre")["composition_variance_share"] is None, "one item"
    groups = accuracy(example, "municipality", item_level="account_group")
    assert groups["absolute_error_dkk"] == Decimal(20)


def test_one_unit_by_itself(example):
    west = accuracy(example, "111")
    assert west["error_dkk"] == Decimal(-10)
    assert west["error_share"] == pytest.approx(-10 / 110, abs=1e-15)
    assert west["bias_share"] == pytest.approx(-10 / 110, abs=1e-15)
    assert west["skill_share"] == 0, "it only repeated the budget"


def test_precision_has_a_floor_and_nothing_is_divided_by_zero():
    with warehouse(
        TWO_SCHOOLS
        + """
budget_line
fiscal_year | kind    | cost_centre | account  | amount
2024        | adopted | 111         | 40000000 | 10
2024        | adopted | 112         | 40000000 | 5

posting
fiscal_year | period | cost_centre | account  | amount
2024        | 12     | 111         | 40000000 | 10
2025        | 1      | 111         | 40000000 | 1

forecast
fiscal_year | round | round_date | unit_id | account_group | amount
2024        | BO1   | 2024-03-31 | 111     | operations    | 40
"""
    ) as con:
        west, east = accuracy(con, "111"), accuracy(con, "112")
        assert (west["wape_share"], west["precision_share"]) == (3, 0)
        assert west["skill_share"] is None, "the budget hit to the krone"
        for name in ("error_share", "wape_share", "precision_share", "bias_share"):
            assert east[name] is None, "nothing was spent"
        assert east["forecast_missing_unit_count"] == 1
        assert year_of(con, "112", 2024)["composition_variance_share"] is None


ROUNDS = (
    TWO_SCHOOLS
    + """
account
account  | name
40000000 | Ydelser

budget_line
fiscal_year | kind          | cost_centre | account  | amount | decision_date
2024        | adopted       | 111         | 40000000 | 1000   |
2024        | supplementary | 111         | 40000000 | 60     | 2024-05-10
2024        | supplementary | 111         | 40000000 | 7      | 2024-05-20
2024        | carry_over    | 111         | 40000000 | 3      | 2024-04-20

posting
fiscal_year | period | cost_centre | account  | amount
{earlier}
2024        | 1      | 111         | 40000000 | 90
2024        | 5      | 111         | 40000000 | 410
2024        | 13     | 111         | 40000000 | 500
2025        | 1      | 111         | 40000000 | 1

forecast
fiscal_year | round  | round_date | unit_id | account_group | amount | entered_at
2024        | Tidlig | 2023-12-20 | 111     | operations    | 1300   |
2024        | Midt   | 2024-05-15 | 111     | operations    | 1100   |
2024        | Slut   | 2024-09-30 | 111     | operations    | 990    |
2024        | Bag    | 2025-01-31 | 111     | operations    | 1000   |
2024        | Slut   | 2024-09-30 | 112     | operations    | 77     | 2025-01-02T09:00:00
"""
).format(earlier="\n".join(f"2023 | {month} | 111 | 40000000 | 1000" for month in range(1, 13)))


@pytest.fixture(scope="module")
def rounds():
    with warehouse(ROUNDS) as con:
        yield con


def test_rounds_are_what_the_forecasts_say(rounds):
    found = rows_of(
        rounds,
        "select round, round_number, known_period, is_closed_year, is_open "
        "from marts.forecast_accuracy__round order by all",
    )
    assert [tuple(row.values()) for row in found] == [
        ("Midt", 2, 4, True, False),
        ("Slut", 3, 9, True, False),
        ("Tidlig", 1, 0, True, False),
    ]


def test_the_budget_is_the_one_of_the_round_s_own_day(rounds):
    assert accuracy(rounds, "111", round="Tidlig")["revised_dkk"] == Decimal(1003)
    assert accuracy(rounds, "111", round="Midt")["revised_dkk"] == Decimal(1063)
    assert accuracy(rounds, "111", round="Slut")["revised_dkk"] == Decimal(1070)


def test_the_run_rate_is_the_one_of_the_last_month_that_had_ended(rounds):
    assert accuracy(rounds, "111", round="Tidlig")["run_rate_forecast_dkk"] is None
    assert accuracy(rounds, "111", round="Tidlig")["run_rate_skill_share"] is None
    assert accuracy(rounds, "111", round="Midt")["run_rate_forecast_dkk"] == Decimal(270), "90 over four twelfths"
    assert accuracy(rounds, "111", round="Slut")["run_rate_forecast_dkk"] == Decimal("666.67")


def test_the_outturn_has_its_closing_entries(rounds):
    assert accuracy(rounds, "111", round="Slut")["outturn_dkk"] == Decimal(1000)


def test_a_forecast_of_what_is_over_counts_nowhere(rounds):
    told = rows_of(rounds, "select distinct round from marts.forecast_accuracy__unit_round")
    assert {row["round"] for row in told} == {"Tidlig", "Midt", "Slut"}
    assert accuracy(rounds, "municipality", round="Slut")["forecast_dkk"] == Decimal(990)


def test_convergence(rounds):
    assert accuracy(rounds, "111", round="Slut")["convergence"] == "falls"
    assert accuracy(rounds, "111", round="Slut")["previous_wape_share"] == pytest.approx(0.1, abs=1e-15)


@pytest.mark.parametrize(
    ("amounts", "word"),
    [((120, 110, 105), "falls"), ((120, 130, 105), "wavers"), ((105, 90, 105), "does_not_fall"), ((120,), None)],
)
def test_how_a_year_converges(amounts, word):
    given = "\n".join(f"2024 | BO{n} | 2024-0{n}-28 | 111 | operations | {a}" for n, a in enumerate(amounts, start=1))
    with warehouse(
        f"{TWO_SCHOOLS}\nposting\nfiscal_year | period | cost_centre | account | amount\n"
        "2024 | 12 | 111 | 40000000 | 100\n2025 | 1 | 111 | 40000000 | 1\n\n"
        f"forecast\nfiscal_year | round | round_date | unit_id | account_group | amount\n{given}\n"
    ) as con:
        assert accuracy(con, "111")["convergence"] == word


def years(*outturns: tuple[int, int]) -> str:
    """Closed years from 2021 on with 100 adopted for each of two schools, and what they ended at."""
    lines, booked, given = [], [], []
    for year, amounts in enumerate(outturns, start=2021):
        for unit_id, amount in zip(("111", "112"), amounts, strict=True):
            lines.append(f"{year} | adopted | {unit_id} | 40000000 | 100")
            booked.append(f"{year} | 12 | {unit_id} | 40000000 | {amount}")
            given.append(f"{year} | BO1 | {year}-03-31 | {unit_id} | operations | 100")
    return "\n".join(
        [
            TWO_SCHOOLS.rstrip(),
            "\nbudget_line\nfiscal_year | kind | cost_centre | account | amount",
            *lines,
            "\nposting\nfiscal_year | period | cost_centre | account | amount",
            *booked,
            f"{2021 + len(outturns)} | 1 | 111 | 40000000 | 1",
            "\nforecast\nfiscal_year | round | round_date | unit_id | account_group | amount",
            *given,
        ]
    )


@pytest.mark.parametrize(
    ("outturns", "aggregate", "composition"),
    [
        ([(95, 95), (150, 150), (105, 105)], "A", "A"),
        ([(94, 95), (110, 110), (105, 105)], "B", "A"),
        ([(90, 110), (95, 105), (90, 110)], "A", "C"),
        ([(85, 85), (115, 115), (200, 0)], "C", "A"),
        ([(84, 85), (116, 116), (150, 50)], "D", "A"),
        ([(85, 115), (100, 100), (85, 115)], "A", "D"),
        ([(100, 100), (100, 100)], None, None),
    ],
)
def test_pefa_scores_two_of_three_years(outturns, aggregate, composition):
    with warehouse(years(*outturns)) as con:
        row = year_of(con, "municipality", 2020 + len(outturns))
        assert (row["aggregate_outturn_score"], row["composition_variance_score"]) == (aggregate, composition)


STATISTICS = (
    EXAMPLE
    + """
statistical_forecast
fiscal_year | round | round_date | unit_id | account_group | method  | amount | data_until | is_backtest | delivery_id
2024        | BO1   | 2024-03-31 | 111     | operations    | AutoETS | 109    | 2024-03    | true        | d1
2024        | BO1   | 2024-03-31 | 111     | operations    | AutoETS | 500    | 2024-03    | true        | d2
"""
)


def test_who_was_nearer_the_managers_or_the_statistics():
    with warehouse(STATISTICS) as con:
        row = accuracy(con, "100")
        assert row["statistical_forecast_dkk"] == Decimal(299), "109, frozen first, and the budget where there is none"
        assert (row["nearer_item_count"], row["compared_item_count"]) == (0, 2), "10 against 1, 10 against 10"
        assert row["statistical_skill_share"] == pytest.approx(1 - 20 / 11, abs=1e-15)
        assert row["statistical_wape_share"] == pytest.approx(11 / 310, abs=1e-15)


def test_a_round_without_statistics_compares_nothing(example):
    row = accuracy(example, "100")
    assert row["statistical_forecast_dkk"] is None
    assert row["compared_item_count"] == 0
    assert row["statistical_skill_share"] is None

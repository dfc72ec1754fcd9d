"""The worked examples of capital money: carry-over net and gross, its age, supplementary level, phasing precision."""

from __future__ import annotations

from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.drawn import rows_of, warehouse

ORGANISATION = """
organisation
unit_id | name          | parent_id | kind
100     | Center Skoler |           | centre
110     | Vestskolen    | 100       | institution
111     | Køkkenet      | 110       | cost_centre
200     | Center Vej    |           | centre
"""

# Metrics, section 2: A and B.
EXAMPLE = """
project
project_id | name         | unit_id
A          | Ny fløj      | 110
B          | Ny skolegård | 100

project_year
project_id | fiscal_year | adopted_allotment | carried_in | actual  | carried_out_requested | carried_out_decided
A          | 2024        | 10000000          | 2000000    | 5000000 | 6500000               | 7000000
B          | 2024        | 4000000           |            | 5000000 | -1000000              |
"""

# Slagelse's capital accounts of 2020, in DKK: adopted 218.5 m, revised 331.6 m, accounts 215.1 m.
SLAGELSE = """
project_year
project_id | fiscal_year | adopted_allotment | carried_in | supplementary | virement | price_adjustment | rephased | actual
all        | 2020        | 218500000         | 98600000   | 20500000      | 2000000  | 1500000          | -9500000 | 215100000
"""  # noqa: E501 - a drawn table


def years(con: DuckDBPyConnection, project_id: str) -> list[dict[str, object]]:
    return rows_of(
        con, "select * from marts.capital_projects__project_year where project_id = ? order by fiscal_year", project_id
    )


def unit(con: DuckDBPyConnection, unit_id: str, fiscal_year: int = 2024) -> dict[str, object]:
    (row,) = rows_of(
        con,
        "select * from marts.capital_carry_overs__unit_year where unit_id = ? and fiscal_year = ?",
        unit_id,
        fiscal_year,
    )
    return row


@pytest.fixture(scope="module")
def example():
    with warehouse(ORGANISATION + EXAMPLE) as con:
        yield con


@pytest.mark.parametrize("unit_id", ["100", "municipality"])
def test_the_net_rate_hides_what_the_gross_rate_shows(example: DuckDBPyConnection, unit_id: str) -> None:
    found = unit(example, unit_id)
    assert found["revised_allotment_dkk"] == Decimal("16000000.00")
    assert found["carried_out_dkk"] == Decimal("6000000.00")
    assert found["carry_over_rate_share"] == 0.375
    assert found["carried_out_gross_dkk"] == Decimal("8000000.00")
    assert found["carry_over_gross_rate_share"] == 0.5
    assert (found["carried_project_count"], found["overspend_carried_project_count"]) == (1, 1)


def test_a_project_of_the_example(example: DuckDBPyConnection) -> None:
    (a,), (b,) = years(example, "A"), years(example, "B")
    assert (a["phasing_precision_share"], b["phasing_precision_share"]) == (0.5, 0.75)
    assert [a[f"carried_out_age_{age}_dkk"] for age in (1, 2, 3)] == [Decimal(7_000_000), 0, 0]
    assert [b[f"carried_out_age_{age}_dkk"] for age in (1, 2, 3)] == [0, 0, 0]
    assert (a["carried_out_requested_dkk"], a["carried_out_dkk"]) == (Decimal(6_500_000), Decimal(7_000_000))
    assert b["carried_out_dkk"] == Decimal(-1_000_000)
    assert a["lapsed_dkk"] == b["lapsed_dkk"] == 0
    assert (a["repeat_carry_over_years"], b["repeat_carry_over_years"]) == (1, 0)


def test_deviations_of_projects_do_not_cancel_out(example: DuckDBPyConnection) -> None:
    """5 m behind and 1 m ahead are 6 m off 14 m; in the sums they are 4 m off."""
    found = unit(example, "100")
    assert found["phasing_precision_share"] == pytest.approx(8 / 14, abs=1e-15)
    assert found["phasing_precision_net_share"] == pytest.approx(10 / 14, abs=1e-15)


def test_a_project_of_a_centre_stands_beside_the_units_below_it(example: DuckDBPyConnection) -> None:
    own = unit(example, "100-own")
    assert (own["unit_name"], own["parent_unit_id"], own["is_leaf"]) == ("Center Skoler (fælles)", "100", True)
    assert own["revised_allotment_dkk"] == Decimal("4000000.00")
    assert unit(example, "110")["revised_allotment_dkk"] == Decimal("12000000.00")


def test_slagelse_spent_what_was_adopted_and_a_third_of_what_it_had_was_left() -> None:
    with warehouse(SLAGELSE) as con:
        found = unit(con, "municipality", 2020)
    assert found["revised_allotment_dkk"] == Decimal("331600000.00")
    assert round(found["spent_of_adopted_share"], 3) == 0.984
    assert round(found["spent_of_revised_share"], 3) == 0.649
    assert round(found["unused_share"], 3) == 0.351
    assert round(found["supplementary_level_share"], 3) == 0.518
    parts = ("carried_in", "new_money", "virement", "price_adjustment", "rephased")
    assert sum(found[f"{part}_level_share"] for part in parts) == pytest.approx(found["supplementary_level_share"])
    assert found["new_money_level_share"] == pytest.approx(20.5 / 218.5)
    assert found["supplementary_level_gross_share"] == pytest.approx(132.1 / 218.5)


AGES = """
project_year
project_id | fiscal_year | adopted_allotment | carried_in | rephased | actual | carried_out_decided
school     | 2022        | 40                |            |          | 10     | 30
school     | 2023        | 5                 | 30         |          | 3      | 32
school     | 2024        | 0                 | 32         |          | 2      | 30
school     | 2025        | 20                | 30         |          | 26     | 24
lost       | 2023        | 10                |            |          | 0      | 10
lost       | 2024        | 4                 | 6          |          | 0      | 10
gap        | 2022        | 10                |            |          | 0      | 10
gap        | 2024        | 0                 | 10         |          | 0      | 10
more       | 2024        | 3                 | 2          |          | 0      | 9
pushed     | 2024        | 10                | 5          | -12      | 0      | 3
hole       | 2024        | 10                | -4         |          | 3      | 3
"""


@pytest.mark.parametrize(
    ("project_id", "expected"),
    [
        # 30 of 40; 3 of the old 30 are spent; 2 more of the oldest; then 26 of what is oldest by then.
        ("school", [(30, 0, 0), (5, 27, 0), (0, 5, 25), (20, 0, 4)]),
        # Of 10 carried out only 6 came in: what was carried for the first time is all there is.
        ("lost", [(10, 0, 0), (4, 6, 0)]),
        # A year without a row: nobody knows how old it is, but it is a year at least.
        ("gap", [(10, 0, 0), (0, 10, 0)]),
        # More than there was counts as the year's own.
        ("more", [(7, 2, 0)]),
        # The year's own money moved on, and some of the old with it.
        ("pushed", [(0, 3, 0)]),
        # An overspend that came along makes no money old.
        ("hole", [(3, 0, 0)]),
    ],
)
def test_the_oldest_money_is_spent_first(project_id: str, expected: list[tuple[int, int, int]]) -> None:
    with warehouse(AGES) as con:
        rows = years(con, project_id)
    assert [tuple(row[f"carried_out_age_{age}_dkk"] for age in (1, 2, 3)) for row in rows] == expected


def test_years_in_a_row_end_with_a_year_that_carries_nothing() -> None:
    drawn = """
project_year
project_id | fiscal_year | adopted_allotment | carried_out_decided
P          | 2020        | 9                 | 3
P          | 2021        | 9                 | 4
P          | 2022        | 9                 | -1
P          | 2023        | 9                 | 2
P          | 2025        | 9                 | 5
P          | 2026        | 9                 |
"""
    with warehouse(drawn) as con:
        assert [row["repeat_carry_over_years"] for row in years(con, "P")] == [1, 2, 0, 1, 1, None]


def test_an_empty_cell_is_nothing_only_where_others_are_filled() -> None:
    drawn = """
setting
name     | value
built_on | 2026-05-01

project_year
project_id | fiscal_year | adopted_allotment | actual | forecast | carried_out_requested
asks       | 2025        | 9                 | 4      |          | 5
silent     | 2025        | 8                 |        |          |
asks       | 2026        | 7                 |        | 6        |
silent     | 2026        | 6                 |        |          |
"""
    with warehouse(drawn) as con:
        (closed, running), (_, waiting) = years(con, "silent"), years(con, "asks")
        assert (closed["actual_dkk"], closed["carried_out_dkk"], closed["lapsed_dkk"]) == (0, 0, Decimal(8))
        assert (running["actual_dkk"], running["carried_out_dkk"], running["lapsed_dkk"]) == (None, None, None)
        assert running["phasing_precision_share"] is None
        assert waiting["phasing_precision_share"] == pytest.approx(6 / 7)
        whole = unit(con, "municipality", 2026)
        assert (whole["forecast_dkk"], whole["forecast_missing_project_count"]) == (Decimal(12), 1)
        assert whole["carry_over_rate_share"] is None
        assert (closed["is_closed_year"], running["is_closed_year"], running["is_newest_year"]) == (True, False, True)


def test_a_ratio_of_nothing_is_empty() -> None:
    drawn = "project_year\nproject_id | fiscal_year | actual | carried_out_decided\nP | 2024 | 5 | 0"
    with warehouse(drawn) as con:
        (row,), whole = years(con, "P"), unit(con, "municipality")
    for name, value in [*row.items(), *whole.items()]:
        assert not name.endswith("_share") or value is None, name


LEDGER = """
account
account  | name
40000001 | Entreprise

project
project_id | name     | unit_id
XA-1       | Ny fløj  | 111
XA-1-2     | Gården   | 200
XA-12      | Vejen    | 200

posting
fiscal_year | period | cost_centre | account  | wbs_element | budget_type | amount
2025        | 2      | 200         | 40000001 | XA-1        | 3           | 100.10
2025        | 12     | 200         | 40000001 | XA-1-00001  | 3           | 20.05
2025        | 13     | 200         | 40000001 | XA-1-00001  | 3           | 3
2025        | 3      | 110         | 40000001 | XA-1-2-7    | 3           | 7
2025        | 3      | 110         | 40000001 | XA-12       | 3           | 11
2025        | 3      | 110         | 40000001 | XA-123      | 3           | 13
2025        | 3      | 110         | 40000001 |             | 3           | 17
2025        | 3      | 110         | 40000001 | XA-1        | 1           | 1000

project_year
project_id | fiscal_year | adopted_allotment | actual
XA-1       | 2024        | 50                | 41
XA-1       | 2025        | 60                | 120
XA-12      | 2025        | 60                |
"""


def test_every_kroner_of_capital_is_on_a_project_or_told() -> None:
    with warehouse(ORGANISATION + LEDGER) as con:
        (year,) = rows_of(con, "select * from marts.capital_projects__ledger_year")
        assert {name: value for name, value in year.items() if name.endswith("_dkk")} == {
            "ledger_dkk": Decimal("171.15"),
            "on_projects_dkk": Decimal("141.15"),
            "unknown_project_dkk": Decimal(13),
            "without_wbs_dkk": Decimal(17),
        }


def test_the_ledger_counts_where_it_has_the_year_and_the_list_where_it_has_not() -> None:
    with warehouse(ORGANISATION + LEDGER) as con:
        before, now = years(con, "XA-1")
        assert (before["actual_dkk"], before["actual_basis"]) == (Decimal(41), "register")
        assert (now["actual_dkk"], now["actual_basis"]) == (Decimal("123.15"), "ledger")
        (inner,), (other,) = years(con, "XA-1-2"), years(con, "XA-12")
        assert (inner["actual_dkk"], inner["adopted_allotment_dkk"]) == (Decimal(7), 0)
        assert other["actual_dkk"] == Decimal(11)


def test_a_project_on_a_cost_centre_belongs_to_its_unit_wherever_its_money_is_booked() -> None:
    with warehouse(ORGANISATION + LEDGER) as con:
        (project,) = rows_of(con, "select * from marts.capital_projects__project where project_id = 'XA-1'")
        assert project["unit_id"] == "110"
        posted = rows_of(con, "select * from marts.capital_projects__project_posting where project_id = 'XA-1'")
        assert sum(row["amount_dkk"] for row in posted) == Decimal("123.15")
        assert {(row["file"], row["line"]) for row in posted} == {("posting.csv", line) for line in (1, 2, 3)}

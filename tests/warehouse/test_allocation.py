"""Parts of a whole: the worked example, and what holds for every key."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lineage import sql_files
from tests.warehouse.allocations import shared_out
from tests.warehouse.drawn import rows_of

TOWN = """
setting
name     | value
built_on | 2026-11-09

organisation
unit_id | name    | parent_id | kind
100     | Skole   |           | centre
110     | Skoler  | 100       | department
111     | Vest    | 110       | institution
120     | PPR     | 100       | department
200     | Ældre   |           | centre
210     | Pleje   | 200       | department
300     | Stab    |           | centre
310     | Indtægt | 300       | department

account
account  | name
40000000 | Ydelser

function
function_code | name         | expenditure_class
032201        | Folkeskoler  | service
032202        | Fællesudgift | service
053027        | Pleje        | service
055771        | Sygedagpenge | transfers

budget_line
fiscal_year | kind    | cost_centre | account  | function_code | budget_type | amount
2026        | adopted | 111         | 40000000 | 032201        | 1           | 600
2026        | adopted | 120         | 40000000 | 032202        | 1           | 150
2026        | adopted | 210         | 40000000 | 053027        | 1           | 250
2026        | adopted | 210         | 40000000 | 053027        | 2           | -90
2026        | adopted | 210         | 40000000 | 055771        | 1           | 7000
2026        | adopted | 310         | 40000000 | 032201        | 1           | -40
2026        | virement | 111        | 40000000 | 032201        | 1           | 999
2025        | adopted | 111         | 40000000 | 032201        | 1           | 5

allocation_key
key_name  | unit_id | counted_on | number
headcount | 110     | 2024-12-31 | 1
headcount | 110     | 2025-01-01 | 800
headcount | 111     | 2025-12-31 | 400
headcount | 120     | 2025-01-01 | 900
headcount | 210     | 2025-01-01 | 400
"""


def places(whole: int, **given_numbers: int) -> str:
    numbers = "\n".join(f"{unit[1:]} = {number}" for unit, number in given_numbers.items())
    return f"""
[[allocations]]
name = "places"
title = {{ da = "Pladser", en = "Places" }}
subject = "places"
whole = {{ 2026 = {whole} }}
key = "given"
[allocations.given]
{numbers}
"""


def parts(con: DuckDBPyConnection) -> dict[str, Decimal]:
    return {str(row["unit_id"]): row["part"] for row in rows_of(con, "select * from marts.allocation__part")}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("whole", "wanted"),
    [(47, (23, 17, 7)), (100, (48, 36, 16)), (1, (1, 0, 0)), (2, (1, 1, 0))],
)
def test_places_over_three_headcounts(tmp_path: Path, whole: int, wanted: tuple[int, ...]) -> None:
    """47 places: exactly 22.56, 16.92, 7.52; the two that are left go to .92 and .56."""
    with shared_out(TOWN, places(whole, u100=1200, u200=900, u300=400), tmp_path) as con:
        assert tuple(parts(con)[unit] for unit in ("100", "200", "300")) == wanted


def test_of_equal_remainders_the_larger_key_comes_first_then_the_lower_number(tmp_path: Path) -> None:
    # 10 over 1, 1, 1, 1: 2.5 each, so 100 and 110 get three. 3 over 3, 1, 2: exact 1.5, 0.5, 1.0: 100 has more.
    with shared_out(TOWN, places(10, u200=1, u110=1, u120=1, u100=1), tmp_path) as con:
        assert parts(con) == {"100": 3, "110": 3, "120": 2, "200": 2}
    with shared_out(TOWN, places(3, u120=1, u200=3, u300=2), tmp_path) as con:
        assert parts(con) == {"200": 2, "120": 0, "300": 1}


def test_service_expenditure_is_adopted_operating_money_without_the_areas_taken_out(tmp_path: Path) -> None:
    pool = """
[[allocations]]
name = "pool"
title = { da = "Pulje", en = "Pool" }
programme = "P"
whole = { 2026 = 100.01 }
key = "service_expenditure"
base_year = 2026
"""
    with shared_out(TOWN, pool, tmp_path) as con:
        # 750 and 250 of 1 000; refunds, transfers, virements and other years are no part, an income has none.
        assert parts(con) == {"100": Decimal("75.01"), "200": Decimal("25.00")}
    with shared_out(TOWN, pool + 'left_out_functions = ["032202"]', tmp_path) as con:
        # 600 and 250 of 850.
        assert parts(con) == {"100": Decimal("70.60"), "200": Decimal("29.41")}
    with shared_out(TOWN, pool + 'left_out_units = ["110"]\nunits = ["100", "120", "210"]', tmp_path) as con:
        # What lies at 120 is 120's, although 100 above it shares too.
        assert parts(con) == {"120": Decimal("37.50"), "210": Decimal("62.51")}


def test_a_part_to_the_oere_tells_no_count_of_a_few_employees(tmp_path: Path) -> None:
    pool = """
[[allocations]]
name = "pool"
title = { da = "Pulje", en = "Pool" }
programme = "P"
whole = { 2026 = 1000 }
key = "headcount"
base_year = 2025
units = ["110", "120", "210"]
"""
    # Two, four and twenty-one employees count as none, five and twenty.
    few = TOWN.replace("2025-01-01 | 800", "2025-01-01 | 2").replace("2025-12-31 | 400", "2025-12-31 | 0")
    few = few.replace("2025-01-01 | 900", "2025-01-01 | 4").replace("2025-01-01 | 400", "2025-01-01 | 21")
    with shared_out(few, pool, tmp_path) as con:
        assert parts(con) == {"120": Decimal(200), "210": Decimal(800)}
        keys = rows_of(con, "select distinct key_number from marts.allocation__part order by all")
        assert [row["key_number"] for row in keys] == [5, 20]


def test_headcounts_are_the_newest_of_the_base_year(tmp_path: Path) -> None:
    target = """
[[allocations]]
name = "interns"
title = { da = "Praktik", en = "Internships" }
subject = "intern"
whole = { 2026 = 47, 2027 = 100 }
key = "headcount"
base_year = 2025
unit_kinds = ["department"]
"""
    with shared_out(TOWN, target, tmp_path) as con:
        found = {
            (row["fiscal_year"], row["unit_id"]): row["part"]
            for row in rows_of(con, "select * from marts.allocation__part")
        }
        keys = rows_of(con, "select distinct unit_id, key_number, key_total from marts.allocation__part order by 1")
    assert {unit: found[2026, unit] for unit in ("110", "120", "210")} == {"110": 23, "120": 17, "210": 7}
    assert {unit: found[2027, unit] for unit in ("110", "120", "210")} == {"110": 48, "120": 36, "210": 16}
    assert [(row["unit_id"], row["key_number"]) for row in keys] == [("110", 1200), ("120", 900), ("210", 400)]
    assert {row["key_total"] for row in keys} == {Decimal(2500)}


@pytest.fixture(scope="module")
def largest_remainder() -> Iterator[tuple[DuckDBPyConnection, str]]:
    """The statement by itself, over two tables that an example fills."""
    with duckdb.connect() as con:
        con.execute("create schema staging; create schema marts")
        con.execute(
            "create table staging.allocation_whole "
            "(allocation varchar, fiscal_year integer, whole_steps bigint, steps_in_one integer)"
        )
        con.execute(
            "create table marts.allocation__key (allocation varchar, unit_id varchar, key_number decimal(18, 2))"
        )
        yield con, next(file.select for file in sql_files("marts") if file.stem == "allocation__part")


@settings(max_examples=60)
@given(
    whole=st.integers(1, 10**13),
    is_money=st.booleans(),
    key=st.lists(st.integers(1, 10**13), min_size=1, max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_parts_sum_to_the_whole_and_none_is_off_by_one(
    largest_remainder: tuple[DuckDBPyConnection, str], whole: int, is_money: bool, key: list[int], order: object
) -> None:
    con, statement = largest_remainder
    step = 100 if is_money else 1
    rows = [(f"u{number:02}", Decimal(weight).scaleb(-2)) for number, weight in enumerate(key)]
    found = []
    for _ in range(2):
        con.execute("delete from staging.allocation_whole; delete from marts.allocation__key")
        con.execute("insert into staging.allocation_whole values ('a', 2026, ?, ?)", [whole, step])
        for row in rows:
            con.execute("insert into marts.allocation__key values ('a', ?, ?)", list(row))
        found.append(dict(con.execute(f"select unit_id, part from ({statement})").fetchall()))
        order.shuffle(rows)  # type: ignore[attr-defined]
    assert found[0] == found[1], "the order of the rows decides nothing"
    assert sum(found[0].values()) * step == whole
    for number, weight in enumerate(key):
        exact = Fraction(whole * weight, sum(key))
        assert abs(Fraction(found[0][f"u{number:02}"]) * step - exact) < 1

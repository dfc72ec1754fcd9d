"""The sample's savings and targets: the marts say what slow plain Python finds in the extracts' own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from pipelines.allocations import Allocation, read_allocations
from pipelines.build import build_warehouse
from pipelines.deliveries import deliver
from pipelines.extracts.spec import load_specs
from pipelines.home import open_home
from pipelines.load import InForce, load_rows, settle_rows
from pipelines.load_allocations import load_allocations
from pipelines.load_facts import count_lines_in_effect, load_facts
from pipelines.raw import create_raw_tables
from pipelines.receipts import read_receipts, states
from tests.oracle.comparing import raw_rows
from tests.oracle.organisation import Row
from tests.warehouse.drawn import rows_of

SAMPLE = Path(__file__).parents[2] / "sample_data"
NEEDED = (
    "organisation_", "omkostningssteder_", "kontoplan", "funktioner", "budget_2025", "budget_2026", "besparelser_",
    "fordelingsnoegler_", "maaltal_",
    "posteringer_2026_10",  # says which day the organisation is that of
)  # fmt: skip
TODAY = "2026-10-31"
ALLOCATIONS = read_allocations(SAMPLE / "allocations.toml").allocations

Raw = dict[str, list[Row]]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    """What the two pages need of the sample, delivered and built, with schema raw still there."""
    home = open_home(tmp_path_factory.mktemp("home"), SAMPLE / "municipality.toml")
    deliver(home, [path for path in sorted((SAMPLE / "extracts").iterdir()) if path.name.startswith(NEEDED)])
    receipts = read_receipts(home)
    in_force = InForce(receipts, states(receipts))
    with duckdb.connect() as con:
        create_raw_tables(con)
        load_rows(con, home, in_force)
        load_facts(con, home, in_force.parts, load_specs(home.specs), date(2026, 11, 10))
        load_allocations(con, read_allocations(home.allocations))
        count_lines_in_effect(con, in_force)
        settle_rows(con, in_force)
        build_warehouse(con)
        yield con


@pytest.fixture(scope="module")
def raw(con: DuckDBPyConnection) -> Raw:
    return raw_rows(con)


def parents(raw: Raw) -> dict[str, str]:
    """Each unit's place above it, as it is today or was last."""
    rows = sorted(raw["organisation"], key=lambda row: row["valid_from"] or "")
    return {str(row["unit_id"]): row["parent_id"] or "municipality" for row in rows
            if (row["valid_from"] or "") <= TODAY}  # fmt: skip


def way_up(above: dict[str, str], unit_id: str) -> list[str]:
    way = [unit_id]
    while way[-1] in above:
        way.append(above[way[-1]])
    return way


def key_of(raw: Raw, one: Allocation) -> dict[str, Fraction]:
    """Each unit's number of the key."""
    if one.key == "given":
        return {unit: Fraction(number) for unit, number in one.given.items()}
    above = parents(raw)
    kinds = {row["unit_id"]: row["kind"] for row in raw["organisation"]}
    key: dict[str, Fraction] = defaultdict(Fraction)
    if one.key == "headcount":
        # To the nearest five, half up, as whatever is told of employees.
        items = [
            (row["unit_id"], str((Fraction(row["number"] or 0) + Fraction(5, 2)) // 5 * 5))
            for row in raw["allocation_key"]
        ]
    else:
        service = {row["function_code"] for row in raw["function"] if row["expenditure_class"] == "service"}
        items = [
            (row["cost_centre"], row["amount"])
            for row in raw["budget_line"]
            if row["kind"] == "adopted" and row["fiscal_year"] == str(one.base_year)
            and (row["budget_type"] or "1") == "1" and row["function_code"] in service
            and not str(row["function_code"]).startswith(one.left_out_functions or ("none",))
        ]  # fmt: skip
    for unit, number in items:
        way = way_up(above, str(unit))
        sharer = next(
            (step for step in way if (step in one.units if one.units else kinds.get(step) in one.unit_kinds)), None
        )
        if sharer and not set(way) & set(one.left_out_units):
            key[sharer] += Fraction(str(number))
    return {unit: number for unit, number in key.items() if number > 0}


def shared_out(whole: Decimal, step: int, key: dict[str, Fraction]) -> dict[str, Decimal]:
    """The largest remainder, one part at a time."""
    total = sum(key.values())
    exact = {unit: Fraction(whole) * step * number / total for unit, number in key.items()}
    parts = {unit: int(share) for unit, share in exact.items()}
    while sum(parts.values()) < whole * step:
        first = min(exact, key=lambda unit: (parts[unit] - exact[unit], -key[unit], unit))
        parts[first] += 1
    return {unit: Decimal(part) / step for unit, part in parts.items()}


@pytest.mark.parametrize("one", ALLOCATIONS, ids=lambda one: one.name)
def test_every_part_of_every_pool_and_target(con: DuckDBPyConnection, raw: Raw, one: Allocation) -> None:
    key = key_of(raw, one)
    for year, whole in one.whole.items():
        query = "select unit_id, part from marts.allocation__part where allocation = ? and fiscal_year = ?"
        found = {row["unit_id"]: row["part"] for row in rows_of(con, query, one.name, year)}
        assert found == shared_out(whole, one.steps_in_one, key), year
        assert sum(found.values()) == whole  # type: ignore[arg-type]


def test_every_measure_of_every_year(con: DuckDBPyConnection, raw: Raw) -> None:
    found = {
        (row["measure_id"], row["fiscal_year"]): row
        for row in rows_of(con, "select * from marts.savings__measure_year")
    }
    assert len(found) == len(raw["saving"])
    for row in raw["saving"]:
        measure, year = str(row["measure_id"]), int(str(row["fiscal_year"]))
        said = sorted((str(one["stated_on"]), one) for one in raw["saving_statement"]
                      if one["measure_id"] == measure and int(str(one["fiscal_year"])) == year)  # fmt: skip
        newest = said[-1][1] if said else None
        starts = row["starts_on"]
        first = int(starts[5:7]) if starts and starts[:4] == str(year) else 1
        gone = {2025: 12, 2026: 10, 2027: 0}[year]
        target = Decimal(str(row["amount"]))
        due = Decimal(int(target * 100) * max(0, gone - first + 1) // (13 - first)) / 100
        saved = Decimal(str(newest["realised"])) if newest else Decimal(0)
        rest = Decimal(str(newest["expected_rest"])) if newest and year == 2026 else Decimal(0)
        mart = found[measure, year]
        assert (mart["target_dkk"], mart["target_to_date_dkk"], mart["realised_dkk"]) == (target, due, saved), measure
        assert mart["gap_dkk"] == target - saved - rest, measure


def test_every_unit_s_savings_are_those_of_its_measures_and_parts(con: DuckDBPyConnection, raw: Raw) -> None:
    above = parents(raw)
    sums: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for row in rows_of(con, "select * from marts.savings__measure_year"):
        for unit in way_up(above, str(row["unit_id"])):
            for programme in (row["programme_id"], "all"):
                sums[row["fiscal_year"], programme, unit] += row["gap_dkk"]  # type: ignore[operator]
    found = {(row["fiscal_year"], row["programme_id"], row["unit_id"]): row["gap_dkk"]
             for row in rows_of(con, "select * from marts.savings__unit_year where measure_count > 0")}  # fmt: skip
    assert found == sums


def test_every_unit_s_places(con: DuckDBPyConnection, raw: Raw) -> None:
    above = parents(raw)
    newest = {(row["subject"], str(row["counted_on"])[:4]): str(row["counted_on"])
              for row in sorted(raw["target_count"], key=lambda row: str(row["counted_on"]))}  # fmt: skip
    places: dict[tuple[object, ...], int] = defaultdict(int)
    for row in raw["target_count"]:
        year = str(row["counted_on"])[:4]
        if row["counted_on"] == newest[row["subject"], year]:
            for unit in way_up(above, str(row["unit_id"])):
                places[row["subject"], int(year), unit] += int(str(row["places"]))
    found = {(row["subject"], row["fiscal_year"], row["unit_id"]): row["actual_places"]
             for row in rows_of(con, "select * from marts.targets__unit_year")}  # fmt: skip
    assert found == places
    assert places["internship", 2026, "municipality"] == 4

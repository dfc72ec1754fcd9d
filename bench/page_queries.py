"""How long a page waits for its figures: each question through the door, beside a bare DuckDB on the same file.

    python bench/page_queries.py --home FOLDER [--rounds 40]

Every question is asked of random units and periods by a controller and by a centre manager, with nothing remembered.
`ratio` is the door's median over the bare query's: what scope, lock, cursor and frame cost. The last lines are the
question answered from memory, and many readers at once.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import get_args

import duckdb
import polars as pl

from dashboard.queries import (
    budget_followup,
    budget_followup__posting,
    capital_carry_overs,
    capital_projects,
    carry_over_case,
    data_quality,
    forecast_accuracy,
)
from dashboard.queries.budget_followup import Cut
from dashboard.queries.forecast_accuracy import ItemLevel, Ledger, OrganisationView
from dashboard.warehouse import Door, Scope, Warehouse
from pipelines.home import open_home
from pipelines.manifest import RELEASE_FILE

Question = Callable[[Door], object]


class Bare(Door):
    """The same questions to the same file, with neither scope nor lock: what DuckDB itself takes."""

    def rows(self, sql: str, **parameters: object) -> pl.DataFrame:  # type: ignore[override]
        bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
        with CONNECTIONS[self.release.id].cursor() as cursor:
            frame: pl.DataFrame = cursor.sql(sql, params=bound).pl()
        return frame


CONNECTIONS: dict[str, duckdb.DuckDBPyConnection] = {}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path)
    options.add_argument("--rounds", type=int, default=40)
    chosen = options.parse_args()
    releases = open_home(chosen.home).releases
    warehouse = Warehouse(releases, answers=0)
    everything = warehouse.door(Scope(("municipality",)))
    bare = open_bare(everything, releases)
    count = everything.rows("select count(*) as postings from budget_followup__posting")["postings"][0]
    size = (releases / everything.release.id / RELEASE_FILE).stat().st_size / 1e6
    print(f"release {everything.release.id}: {count:,} postings, {size:,.0f} MB, DuckDB {duckdb.__version__}\n")
    measure_questions(warehouse, everything, bare, chosen.rounds)
    measure_memory(releases, chosen.rounds)
    measure_readers(everything, chosen.rounds)
    warehouse.close()


def open_bare(door: Door, releases: Path) -> Bare:
    connection = duckdb.connect(str(releases / door.release.id / RELEASE_FILE), read_only=True)
    connection.execute("set threads = 2")
    CONNECTIONS[door.release.id] = connection
    return Bare(door.warehouse, door.release, door.scope)


def measure_questions(warehouse: Warehouse, everything: Door, bare: Bare, rounds: int) -> None:
    asked = questions(everything, rounds)
    manager = warehouse.door(Scope((a_centre(everything),)))
    print(f"{'question':<28}{'p50 ms':>9}{'p95 ms':>9}{'manager p95':>13}{'bare p50':>10}{'ratio':>8}")
    for name, variants in asked.items():
        through, of_manager, without = (timed(door, variants) for door in (everything, manager, bare))
        p50, bare_p50 = statistics.median(through), statistics.median(without)
        times = f"{p50:>9.1f}{p95(through):>9.1f}{p95(of_manager):>13.1f}{bare_p50:>10.1f}"
        print(f"{name:<28}{times}{p50 / bare_p50:>8.2f}")


def measure_memory(releases: Path, rounds: int) -> None:
    warehouse = Warehouse(releases)
    door = warehouse.door(Scope(("municipality",)))
    remembered = timed(door, [budget_followup.periods] * (rounds + 1))[1:]
    print(f"\nanswered from memory: p95 {p95(remembered):.2f} ms")
    warehouse.close()


def measure_readers(door: Door, rounds: int) -> None:
    asked = [variant for variants in questions(door, rounds).values() for variant in variants]
    for readers in (1, 8, 32):
        started = time.perf_counter()
        with ThreadPoolExecutor(readers) as threads:
            list(threads.map(lambda question: question(door), asked))
        seconds = time.perf_counter() - started
        print(f"{readers:>3} readers at once: {len(asked) / seconds:,.0f} questions a second")


def questions(door: Door, rounds: int) -> dict[str, list[Question]]:
    """The questions of a page and of a way down to a posting, each with `rounds` random choices."""
    chance = random.Random(2)
    cuts = [
        Cut(row["fiscal_year"], row["period"], view, basis)
        for row in budget_followup.periods(door).to_dicts()
        for view in ("then", "today")
        for basis in ("with_carry_over", "without_carry_over")
    ]
    newest = Cut(cuts[0].fiscal_year, cuts[0].period)
    units = budget_followup.units(door, newest)
    leaves = units.filter(pl.col("is_leaf"))["unit_id"].to_list()
    every = units["unit_id"].to_list()
    accounts = [
        (leaf, row["account"])
        for leaf in leaves[:60]
        for row in budget_followup.accounts(door, newest, leaf).to_dicts()
    ]

    def of(ask: Callable[[Door, Cut, str], object], choices: list[str]) -> list[Question]:
        return [partial(_ask, ask, chance.choice(cuts), chance.choice(choices)) for _ in range(rounds)]

    def postings(page: int) -> list[Question]:
        return [partial(_ask_postings, newest, chance.choice(accounts), page) for _ in range(rounds)]

    return {
        "periods": [budget_followup.periods] * rounds,
        "units to choose from": of(_units, every),
        "a unit": of(budget_followup.unit, every),
        "its children": of(budget_followup.children, every),
        "its months": of(budget_followup.months, every),
        "its drivers": of(budget_followup.drivers, every),
        "a leaf's accounts": of(budget_followup.accounts, leaves),
        "a leaf's budget lines": of(budget_followup.budget_lines, leaves),
        "postings, first page": postings(0),
        "postings, third page": postings(2),
        "sources": [data_quality.sources] * rounds,
        "quarantined lines": [data_quality.quarantined_lines] * rounds,
        **capital_questions(door, rounds, chance),
        **case_questions(door, rounds, chance),
        **forecast_questions(door, rounds, chance),
    }


def forecast_questions(door: Door, rounds: int, chance: random.Random) -> dict[str, list[Question]]:
    """The questions of the forecast accuracy, each with `rounds` random units, years and levels."""
    closed = forecast_accuracy.rounds(door).filter(pl.col("is_closed_year"))
    if closed.is_empty():
        return {}
    years = list(dict.fromkeys(zip(closed["fiscal_year"], closed["last_period"], strict=True)))
    looks = [Ledger(view, level) for view in get_args(OrganisationView) for level in get_args(ItemLevel)]
    units = forecast_accuracy.units(door, looks[0], *years[0])
    every, centres = units["unit_id"].to_list(), tuple(units.filter(unit_kind="centre")["unit_id"])

    def asked(ask: Callable[..., object], *choices: Callable[[], object]) -> list[Question]:
        return [partial(_of_door, ask, [choose() for choose in choices]) for _ in range(rounds)]

    def look() -> Ledger:
        return chance.choice(looks)

    def unit() -> str:
        return chance.choice(every)

    def year() -> int:
        return chance.choice(years)[0]

    return {
        "rounds": [forecast_accuracy.rounds] * rounds,
        "a unit's every round": asked(forecast_accuracy.of_unit, look, unit),
        "the centres' year": asked(forecast_accuracy.of_units, look, year, lambda: centres),
        "a unit's account groups": asked(forecast_accuracy.of_groups, look, year, unit),
        "a unit by PEFA": asked(forecast_accuracy.years, look, unit),
        "a unit's outlook": asked(forecast_accuracy.outlook, look, unit),
    }


def _of_door(ask: Callable[..., object], chosen: list[object], door: Door) -> object:
    return ask(door, *chosen)


def capital_questions(door: Door, rounds: int, chance: random.Random) -> dict[str, list[Question]]:
    """The questions of the two capital pages, each with `rounds` random projects, units and years."""
    totals = capital_projects.totals(door)
    if totals.is_empty():
        return {}
    units = totals["unit_id"].to_list()
    known = capital_projects.projects(door, units[0], completed=True)["project_id"].to_list()
    years = capital_projects.fiscal_years(door)["fiscal_year"].to_list()

    def of_project(ask: Callable[[Door, str], object]) -> list[Question]:
        return [partial(_ask_one, ask, chance.choice(known)) for _ in range(rounds)]

    def of_year(ask: Callable[[Door, str, int], object]) -> list[Question]:
        return [partial(_ask_year, ask, chance.choice(units), chance.choice(years)) for _ in range(rounds)]

    return {
        "capital: units' totals": [capital_projects.totals] * rounds,
        "capital: projects": [
            partial(_ask_one, capital_projects.projects, chance.choice(units)) for _ in range(rounds)
        ],
        "capital: a project": of_project(capital_projects.project),
        "capital: its months": of_project(capital_projects.months),
        "capital: its plans": of_project(capital_projects.plan_versions),
        "capital: its decisions": of_project(capital_projects.appropriations),
        "capital: its years": of_project(capital_projects.years),
        "capital: its postings": [
            partial(_ask_year, capital_projects.postings, chance.choice(known), chance.choice(years))
            for _ in range(rounds)
        ],
        "carry-overs: units": [partial(_ask_units, chance.choice(years)) for _ in range(rounds)],
        "carry-overs: children": of_year(capital_carry_overs.children),
        "carry-overs: a unit's years": [
            partial(_ask_one, capital_carry_overs.years, chance.choice(units)) for _ in range(rounds)
        ],
        "carry-overs: projects": of_year(capital_projects.projects_in_year),
        "carry-overs: the chain": of_year(capital_carry_overs.chain),
    }


def case_questions(door: Door, rounds: int, chance: random.Random) -> dict[str, list[Question]]:
    """The questions of the carry-over case, each with `rounds` random units and years."""
    years = carry_over_case.years(door)["fiscal_year"].to_list()
    if not years:
        return {}
    units = carry_over_case.units(door, years[0])["unit_id"].to_list()

    def of(ask: Callable[[Door, int, str], object]) -> list[Question]:
        return [partial(_ask_case, ask, chance.choice(years), chance.choice(units)) for _ in range(rounds)]

    return {
        "the case: lines": of(carry_over_case.lines),
        "the case: totals": of(carry_over_case.totals),
        "the case: all its lines": [
            partial(_ask_case, carry_over_case.lines, chance.choice(years), units[0]) for _ in range(rounds)
        ],
    }


def _ask_case(ask: Callable[[Door, int, str], object], fiscal_year: int, unit_id: str, door: Door) -> object:
    return ask(door, fiscal_year, unit_id)


def _ask(ask: Callable[[Door, Cut, str], object], cut: Cut, unit_id: str, door: Door) -> object:
    return ask(door, cut, unit_id)


def _ask_postings(cut: Cut, leaf_and_account: tuple[str, str], page: int, door: Door) -> object:
    return budget_followup__posting.of_account(door, cut, *leaf_and_account, page=page)


def _units(door: Door, cut: Cut, _: str) -> object:
    return budget_followup.units(door, cut)


def _ask_one(ask: Callable[[Door, str], object], what: str, door: Door) -> object:
    return ask(door, what)


def _ask_year(ask: Callable[[Door, str, int], object], what: str, fiscal_year: int, door: Door) -> object:
    return ask(door, what, fiscal_year)


def _ask_units(fiscal_year: int, door: Door) -> object:
    return capital_carry_overs.units(door, fiscal_year)


def a_centre(door: Door) -> str:
    newest = budget_followup.periods(door).row(0, named=True)
    units = budget_followup.units(door, Cut(newest["fiscal_year"], newest["period"]))
    return str(units.filter(pl.col("level") == units["level"].min() + 1)["unit_id"][0])


def timed(door: Door, variants: list[Question]) -> list[float]:
    """Milliseconds for each variant."""
    taken = []
    for question in variants:
        started = time.perf_counter()
        question(door)
        taken.append((time.perf_counter() - started) * 1_000)
    return taken


def p95(taken: list[float]) -> float:
    return sorted(taken)[max(0, int(len(taken) * 0.95) - 1)]


if __name__ == "__main__":
    main()

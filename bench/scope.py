"""What the cut to somebody's scope adds to a page's questions: the same door, with and without the cut.

    python bench/scope.py --home FOLDER [--rounds 40]

Each question is asked in turn through both, of a centre's units, with nothing remembered; the ratio is the sum of the
questions' medians with the cut over the sum without. Without it, every table is everybody's and no scope is entered.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.page_queries import a_centre
from dashboard.queries import budget_followup, budget_followup__posting, capital_carry_overs, capital_projects, staff
from dashboard.queries.budget_followup import Cut
from dashboard.warehouse import Door, Scope, Warehouse
from pipelines import scoped_rows
from pipelines.home import open_home

Question = Callable[[Door], object]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--home", type=Path)
    options.add_argument("--rounds", type=int, default=40)
    chosen = options.parse_args()
    releases = open_home(chosen.home).releases
    with_cut, without_cut = Warehouse(releases, answers=0), Warehouse(releases, answers=0)
    _leave_uncut(without_cut)
    centre = a_centre(with_cut.door(Scope(("municipality",))))
    manager = with_cut.door(Scope((centre,)))
    for who, scope in {"who sees all": Scope(("municipality",)), "a centre's manager": Scope((centre,))}.items():
        pair = with_cut.door(scope), without_cut.door(scope)
        sums = [0.0, 0.0]
        for name, asked in questions(manager, chosen.rounds).items():
            medians = in_turn(pair, asked)
            sums = [total + median for total, median in zip(sums, medians, strict=True)]
            print(f"{who:<20}{name:<24}{medians[0]:>8.2f} ms{medians[1]:>8.2f} ms{medians[0] / medians[1]:>7.2f}")
        print(f"{who:<20}{'all':<24}{sums[0]:>8.2f} ms{sums[1]:>8.2f} ms{sums[0] / sums[1]:>7.2f}\n")
    with_cut.close()
    without_cut.close()


def questions(manager: Door, rounds: int) -> dict[str, list[Question]]:
    """What pages ask of the units that a manager sees, each `rounds` times."""
    chance = random.Random(3)
    newest = budget_followup.periods(manager).row(0, named=True)
    now = Cut(newest["fiscal_year"], newest["period"])
    seen = budget_followup.units(manager, now)
    units, leaves = seen["unit_id"].to_list(), seen.filter(seen["is_leaf"])["unit_id"].to_list()
    leaf = next(unit for unit in leaves if not budget_followup.accounts(manager, now, unit).is_empty())
    accounts = budget_followup.accounts(manager, now, leaf)["account"].to_list()

    def of(ask: Callable[[Door, Cut, str], object]) -> list[Question]:
        return [partial(_of_unit, ask, now, chance.choice(units)) for _ in range(rounds)]

    return {
        "a unit": of(budget_followup.unit),
        "its children": of(budget_followup.children),
        "its months": of(budget_followup.months),
        "its drivers": of(budget_followup.drivers),
        "a leaf's accounts": [partial(_of_unit, budget_followup.accounts, now, leaf)] * rounds,
        "an account's postings": [partial(_postings, now, leaf, chance.choice(accounts)) for _ in range(rounds)],
        "staff of today": [staff.employing_today] * rounds,
        "projects": [partial(_of_projects, chance.choice(units)) for _ in range(rounds)],
        "carry-overs": [partial(_carry_overs, now.fiscal_year - 1, chance.choice(units)) for _ in range(rounds)],
    }


def _leave_uncut(warehouse: Warehouse) -> None:
    """Open its release with every table everybody's; no scope is entered."""
    cut = scoped_rows.cut_sql
    scoped_rows.cut_sql = lambda table, _, columns, catalog: cut(table, "everybody", columns, catalog)
    warehouse.door(Scope())
    scoped_rows.cut_sql = cut


def in_turn(pair: tuple[Door, Door], asked: list[Question]) -> list[float]:
    """The medians of both, in ms; each question is asked of one and then of the other, the first of them in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn, question in enumerate(asked):
        for which in (turn % 2, 1 - turn % 2):
            begun = time.perf_counter()
            question(pair[which])
            taken[which].append((time.perf_counter() - begun) * 1_000)
    return [statistics.median(one) for one in taken]


def _of_unit(ask: Callable[[Door, Cut, str], object], cut: Cut, unit_id: str, door: Door) -> object:
    return ask(door, cut, unit_id)


def _postings(cut: Cut, unit_id: str, account: str, door: Door) -> object:
    return budget_followup__posting.of_account(door, cut, unit_id, account, page=0)


def _of_projects(unit_id: str, door: Door) -> object:
    return capital_projects.projects(door, unit_id, completed=True)


def _carry_overs(fiscal_year: int, unit_id: str, door: Door) -> object:
    return capital_carry_overs.children(door, unit_id, fiscal_year)


if __name__ == "__main__":
    main()

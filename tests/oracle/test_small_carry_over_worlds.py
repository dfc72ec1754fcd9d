"""The carry-over case of municipalities drawn by lot, under rules drawn by lot: every line, to the øre."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from pipelines.carry_over_rules import CarryOverRules, Part, Purpose, Rule, Words
from pipelines.load_carry_over_rules import load_carry_over_rules
from tests.oracle.budget_followup import BudgetFollowup
from tests.oracle.carry_over_case import CarryOverCase
from tests.oracle.comparing import raw_rows
from tests.oracle.small_worlds import draw_world
from tests.oracle.test_carry_over_case import compare
from tests.warehouse.drawn import Rows, made_when_asked, raw_database, rows_of, run_checks_about

PLACES = ["100", "110", "111", "112", "200", "300", "110-own", "municipality", "unknown", "9999"]
SPREADS = [["1"], ["0.5", "0.5"], ["0.3", "0.3", "0.4"], ["0.125", "0.125", "0.25", "0.5"], ["0", "1"]]


def draw_rules(lot: Random) -> CarryOverRules:
    parts: list[Part] = ["operating", "operating", "operating", "financial", "capital"]
    rules = tuple(_rule(lot, number, lot.choice(parts)) for number in range(lot.randint(0, 7)))
    step = Decimal(lot.choice(["0.01", "1", "1000", "2500.50"]))
    return CarryOverRules(rules, (), tuple(lot.sample(["service", "transfers", "other"], 2)), step)


def _rule(lot: Random, number: int, part: Part) -> Rule:
    about: dict[str, object] = {}
    if lot.random() < 0.5:
        about["units"] = lot.sample(PLACES, 2)
    if part != "capital" and lot.random() < 0.3:
        about["functions"] = [lot.choice(["03", "0322", "05", "052811"])]
    if part == "operating" and lot.random() < 0.3:
        about["is_frame_steered"] = lot.random() < 0.5
    if part == "operating" and lot.random() < 0.3:
        about["unit_kinds"] = lot.sample(["institution", "department", "centre", "cost_centre"], 2)
    if part == "operating" and lot.random() < 0.2:
        about["expenditure_classes"] = [lot.choice(["service", "other"])]
    if part == "financial" and lot.random() < 0.5:
        about["budget_types"] = [lot.choice(["4", "6", "7"])]
    title = Words(da="Regel", en="Rule")
    return Rule.model_validate({"name": f"rule_{number}", "title": title, "part": part, **about, **_limits(lot, part)})


def _limits(lot: Random, part: Part) -> dict[str, object]:
    if lot.random() < 0.15:
        return {"transfers": False, "overspend_always_follows": lot.random() < 0.5}
    limits: dict[str, object] = {"spread": lot.choice(SPREADS)}
    if lot.random() < 0.5:
        limits["share_up"] = lot.choice(["0.05", "0.333333", "0"])
    if lot.random() < 0.5:
        limits["cap_dkk"] = lot.choice(["1000", "333.33", "250000"])
    if lot.random() < 0.3:
        limits["overspend_always_follows"] = True
    elif lot.random() < 0.5:
        limits["share_down"] = lot.choice(["0.02", "0.15"])
    if part != "capital" and lot.random() < 0.3:
        limits["only_named_purposes"] = True
        limits["purposes"] = [
            Purpose(fiscal_year=2024, unit=lot.choice(PLACES), amount_dkk=Decimal(77), text=Words(da="a", en="b"))
            for _ in range(4)
        ]
    return limits


def _spiced(world: dict[str, Rows], lot: Random) -> dict[str, Rows]:
    """Functions with classes, and money outside operating and refunds, beside what the world has."""
    world["function"] = [
        {"function_code": "032201", "name": "Skoler", "expenditure_class": "service"},
        {"function_code": "052811", "name": "Steder", "expenditure_class": lot.choice(["transfers", None])},
    ]
    for row in [*world["posting"], *world["budget_line"]]:
        if lot.random() < 0.25:
            row["budget_type"] = lot.choice(["2", "3", "4", "6", "7"])
    return world


@pytest.mark.parametrize("seed", range(24))
def test_marts_agree_with_the_oracle(seed: int) -> None:
    lot = Random(1_000 + seed)
    drawn, rules = raw_database(_spiced(draw_world(seed), lot)), draw_rules(lot)
    load_carry_over_rules(drawn, rules)
    with made_when_asked(drawn) as con:
        raw = raw_rows(con)
        follow_up = BudgetFollowup(raw, act_share="0.02", act_dkk="250000", watch_factor="0.5")
        project_years = rows_of(con, "select * from marts.capital_projects__project_year")
        case = CarryOverCase(raw, rules, follow_up, project_years)
        for year in case.is_over:
            compare(con, year, case)
        failed = [one for one in run_checks_about("carry_over_case", con) if one.severity == "error" and one.rows]
        assert failed == []

"""Adopted budgets and every decided change to them, from the plan and decisions.toml beside this file."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.sample.budget_lines import (
    ADOPTED,
    CARRY_OVER,
    SUPPLEMENTARY,
    TECHNICAL_CORRECTION,
    VIREMENT,
    BudgetLine,
)
from pipelines.sample.capital_budgets import capital_changes
from pipelines.sample.plan import THOUSAND_KRONER, YEARS, Cell, Plan

_MOVES = (VIREMENT, TECHNICAL_CORRECTION)
_CARRY_CAP = 8  # per mille of the unit's budget that may go into the next year, either way
_CENTRAL = {  # profiles whose money stays in the treasury at the year's end
    "placement_institutions", "placement_homes", "foster_care", "placement_adults", "assistance", "co_financing",
    "cash_benefits", "sickness_benefits", "flex_jobs", "pensions", "job_measures", "private_schools",
    "private_daycare", "buses", "winter", "insurance", "financing", "council", "cleaning", "it", "housing",
}  # fmt: skip


def changes(plan: Plan) -> list[BudgetLine]:
    """Everything decided after adoption, in order of decision."""
    decided = _decided(plan)
    lines = decided + _carry_overs(plan, decided) + capital_changes(plan)
    return sorted(lines, key=lambda line: (line.day or date.min, line.kind, line.cell.names, line.amount))


def adopted(plan: Plan) -> list[BudgetLine]:
    """The budgets as the council adopted them: before the moves, in some accounts by month."""
    before = _net_moves(_decided(plan))
    lines: list[BudgetLine] = []
    for column, year in enumerate(YEARS):
        for place, cell in enumerate(plan.cells):
            amount = int(plan.budget[place, column]) - before[year, cell.names]
            if cell.is_planned_by_month:
                lines += _by_month(plan, cell, year, amount)
            elif amount:
                comment = cell.capital.project.name if cell.capital else ""
                lines.append(BudgetLine(year, ADOPTED, cell, amount, comment=comment))
    return lines


def _by_month(plan: Plan, cell: Cell, year: int, amount: int) -> list[BudgetLine]:
    """The amount over its season's months, whole thousands; the last month takes the rest."""
    weights = plan.chart.seasons[cell.season]
    months = [month for month in range(1, 13) if weights[month - 1] and cell.unit.is_open(year, month)]
    total, left, lines = sum(weights[month - 1] for month in months), amount, []
    for month in months:
        share = amount * weights[month - 1] // total // THOUSAND_KRONER * THOUSAND_KRONER
        part = left if month == months[-1] else share
        left -= part
        lines.append(BudgetLine(year, ADOPTED, cell, part, month))
    return [line for line in lines if line.amount]


@cache
def _decisions() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("decisions.toml").read_text(encoding="utf-8"))


def _decided(plan: Plan) -> list[BudgetLine]:
    lines = []
    for one in _decisions()["supplementary"]:
        cell = _cell(plan, one["unit"], one["account"])
        lines.append(_line(one, SUPPLEMENTARY, cell, _ore(one["million"])))
    for kind in _MOVES:
        for one in _decisions()[kind]:
            lines.append(_line(one, kind, _cell(plan, *one["from"]), -_ore(one["million"])))
            lines.append(_line(one, kind, _cell(plan, *one["to"]), _ore(one["million"])))
    return lines


def _line(one: dict[str, Any], kind: str, cell: Cell, amount: int) -> BudgetLine:
    return BudgetLine(
        one["date"].year, kind, cell, amount, None, one["date"], one["body"], one["case"], one.get("cover", ""),
        one["comment"],
    )  # fmt: skip


def _ore(million: float) -> int:
    return round(million * 1000) * THOUSAND_KRONER


def _cell(plan: Plan, unit_id: str, account: str) -> Cell:
    return next(plan.cells[place] for place in plan.cells_of(unit_id) if plan.cells[place].account.code == account)


def _net_moves(lines: list[BudgetLine]) -> defaultdict[tuple[int, tuple[str, ...]], int]:
    moved: defaultdict[tuple[int, tuple[str, ...]], int] = defaultdict(int)
    for line in lines:
        if line.kind in _MOVES:
            moved[line.year, line.cell.names] += line.amount
    return moved


def _carry_overs(plan: Plan, decided: list[BudgetLine]) -> list[BudgetLine]:
    """What units with a budget of their own did not spend, or spent too much, goes into the next year up to a cap."""
    carried: dict[str, int] = defaultdict(int)
    lines: list[BudgetLine] = []
    for year_text, (day, case) in _decisions()["carry_over"].items():
        before = int(year_text) - 1
        for unit in plan.organisation.institutions.values():
            if unit.profile in _CENTRAL or not unit.is_open(day.year, day.month):
                continue
            amount = carried[unit.unit_id] = _to_carry(plan, unit.unit_id, before, carried[unit.unit_id], decided)
            if amount:
                cell = _running_costs(plan, unit.unit_id)
                comment = f"Overførsel fra {before} – {'mindreforbrug' if amount > 0 else 'merforbrug'}"
                cover = "Kassebeholdningen" if amount > 0 else "Tilføres kassebeholdningen"
                lines.append(BudgetLine(day.year, CARRY_OVER, cell, amount, None, day, "Byrådet", case, cover, comment))
    return lines


def _to_carry(plan: Plan, unit_id: str, year: int, carried_in: int, decided: list[BudgetLine]) -> int:
    column = YEARS.index(year)
    places = [place for place in plan.cells_of(unit_id) if plan.cells[place].budget_type == "1"]
    normal, spent = int(plan.budget[places, column].sum()), int(plan.actual[places, column].sum())
    extra = sum(
        line.amount for line in decided
        if line.kind == SUPPLEMENTARY and line.year == year and line.cell.unit.unit_id == unit_id
    )  # fmt: skip
    left = normal + extra + carried_in - spent
    cap = abs(normal) * _CARRY_CAP // 1000
    capped = max(-cap, min(cap, left)) // THOUSAND_KRONER * THOUSAND_KRONER
    return capped if abs(capped) >= 50 * THOUSAND_KRONER else 0


def _running_costs(plan: Plan, unit_id: str) -> Cell:
    """The account on which a unit keeps what it carries: its first purchases, else its pay."""
    cells = [plan.cells[place] for place in plan.cells_of(unit_id) if plan.cells[place].budget_type == "1"]
    return next((cell for cell in cells if cell.account.booked == "invoice"), cells[0])

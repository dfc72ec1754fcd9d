"""What was decided about the projects' allotments, as changes of the budget of the year."""

from __future__ import annotations

from datetime import date

from pipelines.sample.budget_lines import CARRY_OVER, SUPPLEMENTARY, VIREMENT, BudgetLine
from pipelines.sample.plan import Cell, Plan
from pipelines.sample.projects import PRICE_ADJUSTMENT, Grant, ProjectYear

# A change of a grant that is in a year's allotment too, as a line of the budget.
_KINDS = {SUPPLEMENTARY: SUPPLEMENTARY, PRICE_ADJUSTMENT: SUPPLEMENTARY, VIREMENT: VIREMENT}
_CARRIED = {  # year: the day and the case of what was carried into it
    2023: (date(2023, 4, 25), "2023-002011"),
    2024: (date(2024, 4, 30), "2024-002050"),
    2025: (date(2025, 4, 29), "2025-002117"),
    2026: (date(2026, 4, 28), "2026-002033"),
}
_REPHASED = {2025: (date(2025, 10, 28), "2025-006355"), 2026: (date(2026, 1, 27), "2026-000320")}
_COUNCIL = "Byrådet"


def capital_changes(plan: Plan) -> list[BudgetLine]:
    """Every decided change, on the main part of each project's money."""
    lines = []
    for cell in plan.cells:
        if cell.capital and cell.capital.is_main:
            project = cell.capital.project
            lines += [_granted(cell, grant) for grant in project.grants if grant.year]
            for year in project.years:
                lines += [line for line in (_carried(cell, year), _rephased(cell, year)) if line.amount]
    return lines


def _granted(cell: Cell, grant: Grant) -> BudgetLine:
    comment = f"{_name(cell)}: {grant.comment}"
    cover = "" if grant.kind == VIREMENT else grant.cover
    kind = _KINDS[grant.kind]
    return BudgetLine(grant.day.year, kind, cell, grant.amount, None, grant.day, grant.body, grant.case, cover, comment)


def _carried(cell: Cell, year: ProjectYear) -> BudgetLine:
    day, case = _CARRIED[year.year]
    comment = f"{_name(cell)}: overførsel fra {year.year - 1}"
    cover = "Kassebeholdningen" if year.carried_in > 0 else "Tilføres kassebeholdningen"
    return BudgetLine(year.year, CARRY_OVER, cell, year.carried_in, None, day, _COUNCIL, case, cover, comment)


def _rephased(cell: Cell, year: ProjectYear) -> BudgetLine:
    day, case = _REPHASED.get(year.year, _CARRIED[year.year])
    comment = f"{_name(cell)}: tidsforskydning"
    cover = "Rådighedsbeløb i andre år"
    return BudgetLine(year.year, SUPPLEMENTARY, cell, year.rephased, None, day, _COUNCIL, case, cover, comment)


def _name(cell: Cell) -> str:
    return cell.capital.project.name if cell.capital else ""

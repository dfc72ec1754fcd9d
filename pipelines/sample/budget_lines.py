"""One line of a budget, and the kinds of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.sample.plan import Cell

ADOPTED, SUPPLEMENTARY, VIREMENT = "adopted", "supplementary", "virement"
CARRY_OVER, TECHNICAL_CORRECTION = "carry_over", "technical_correction"


@dataclass(frozen=True)
class BudgetLine:
    """One line of a budget; `month` is None where the year is meant."""

    year: int
    kind: str
    cell: Cell
    amount: int
    month: int | None = None
    day: date | None = None
    body: str = ""
    case: str = ""
    cover: str = ""
    comment: str = ""

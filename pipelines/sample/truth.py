"""What the generator knows about its files: rows, amounts and what must become of each, to compare the pipeline with.

Amounts are whole øre here; `kroner` makes them Decimal.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from pipelines.sample.organisation import load_organisation

Status = Literal["in_force", "replaced", "duplicate"]
TODAY = date(2026, 10, 31)  # the last day that the extracts know of


def kroner(amount: int) -> Decimal:
    """Øre as DKK with two decimals."""
    return Decimal(amount).scaleb(-2)


@dataclass
class FileTruth:
    """One file: its physical lines (rows of a sheet) and what must become of them.

    `header_lines` are letterhead, header, blank lines and further lines of a row; a header that is repeated, page lines
    and totals are left out. `total` is what the file itself says its amounts sum to, `unreadable` the quarantined rows
    whose amount cannot be read: their money is in the total and nowhere else. In a zip everything is summed over the
    members.
    """

    file: str
    source: str
    status: Status = "in_force"
    header_lines: int = 0
    accepted: int = 0
    quarantined: int = 0
    left_out: int = 0
    accepted_amount: int = 0
    quarantined_amount: int = 0
    total: int | None = None
    unreadable: int = 0
    unreadable_amount: int = 0
    masked_cpr: int = 0

    @property
    def lines(self) -> int:
        return self.header_lines + self.accepted + self.quarantined + self.left_out

    def count(self, rows: int, amount: int) -> None:
        """`rows` ordinary rows with `amount` in all."""
        self.accepted += rows
        self.accepted_amount += amount

    def add(self, member: FileTruth) -> None:
        """A zip holds `member`."""
        for name in ("header_lines", "accepted", "quarantined", "left_out", "unreadable", "masked_cpr"):
            setattr(self, name, getattr(self, name) + getattr(member, name))
        for name in ("accepted_amount", "quarantined_amount", "unreadable_amount"):
            setattr(self, name, getattr(self, name) + getattr(member, name))
        if member.total is not None:
            self.total = (self.total or 0) + member.total


@dataclass
class Truth:
    """The whole sample. The counters hold what counts after replacement, delta and the dated corrections."""

    seed: int
    postings: int = 0
    files: dict[str, FileTruth] = field(default_factory=dict)
    posted: Counter[tuple[int, int, str, str]] = field(default_factory=Counter)
    """(fiscal year, period, budget type, unit id of the institution) → øre"""
    budgeted: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    """(fiscal year, kind, budget type, unit id) → øre"""
    forecast: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)
    """(fiscal year, round, unit id, account group) → øre"""
    committed: Counter[str] = field(default_factory=Counter)
    """unit id → øre, of the newest list"""
    project_posted: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(project id, fiscal year) → øre of the ledger"""
    allotted: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    """(project id, fiscal year, what of `ProjectYear`) → øre of the workbooks of allotments"""
    appropriated: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(project id, kind of decision) → øre of the grants"""
    plan_versions: Counter[str] = field(default_factory=Counter)
    """project id → versions of its plan that can be read"""
    to_save: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(measure id, fiscal year) → øre of the list of measures"""
    saved: Counter[tuple[str, int]] = field(default_factory=Counter)
    """(measure id, fiscal year) → øre of the newest statement"""
    headcount: Counter[str] = field(default_factory=Counter)
    """unit id of the department → employees that the targets are shared by"""
    places: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    """(subject, unit id of the department, day) → places filled"""

    def posted_by_centre(self, day: date = TODAY) -> dict[tuple[int, str, str], Decimal]:
        """(fiscal year, budget type, centre of `day`) → DKK."""
        sums: Counter[tuple[int, str, str]] = Counter()
        for (year, _, budget_type, unit_id), amount in self.posted.items():
            sums[year, budget_type, load_organisation().centre_of(unit_id, day)] += amount
        return {key: kroner(amount) for key, amount in sums.items()}

    def budgeted_by_centre(self, day: date = TODAY) -> dict[tuple[int, str, str, str], Decimal]:
        """(fiscal year, kind, budget type, centre of `day`) → DKK."""
        sums: Counter[tuple[int, str, str, str]] = Counter()
        for (year, kind, budget_type, unit_id), amount in self.budgeted.items():
            sums[year, kind, budget_type, load_organisation().centre_of(unit_id, day)] += amount
        return {key: kroner(amount) for key, amount in sums.items()}

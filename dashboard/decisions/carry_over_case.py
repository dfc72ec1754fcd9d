"""The carry-over case as it stands: a release's proposal with the amounts that people have set instead.

A total is the mart's own row plus what people have moved. Amounts are DKK, exact to the øre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from functools import cached_property
from typing import Any

from dashboard.queries import carry_over_case as queries
from dashboard.store.at_hand import AtHand
from dashboard.store.carry_over import Basis, Change, standing_changes
from dashboard.warehouse import Door

PARTS = ("operating", "capital", "financial")
ALL = "all"
LATER_YEARS = 4
_OERE = Decimal("0.01")
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A line of the case: the mart's figures, and the newest change to it where there is one."""

    figures: Figures
    change: Change | None = None

    @property
    def line_id(self) -> str:
        return str(self.figures["line_id"])

    @property
    def version(self) -> int:
        """How often the line has been changed."""
        return self.change.version if self.change else 0

    @property
    def is_changed(self) -> bool:
        """Whether a person's amount stands; a line that was taken back to the proposal follows it again."""
        return self.change is not None and self.change.new_amount_dkk is not None

    @property
    def basis(self) -> Basis:
        row = self.figures
        return Basis(row["revised_dkk"], row["outturn_dkk"], row["proposed_dkk"])

    @property
    def is_moved(self) -> bool:
        """Whether the release says something else than when the amount was set."""
        return self.is_changed and self.change is not None and self.change.basis != self.basis

    @property
    def amount_dkk(self) -> Decimal:
        """What is carried: the person's amount, else the proposal."""
        set_by_hand = self.change.new_amount_dkk if self.change else None
        proposed: Decimal = self.figures["proposed_dkk"]
        return proposed if set_by_hand is None else set_by_hand

    @property
    def moved_dkk(self) -> Decimal:
        """What a person has added to the proposal or taken from it."""
        return self.amount_dkk - Decimal(self.figures["proposed_dkk"])

    @property
    def lapsed_dkk(self) -> Decimal:
        return Decimal(self.figures["left_dkk"]) - self.amount_dkk

    @cached_property
    def into_years_dkk(self) -> tuple[Decimal, ...]:
        """The amount by later year, the coming one first; a person's amount is spread as the rule spreads its own."""
        if not self.is_changed:
            return tuple(self.figures[f"into_year_{number}_dkk"] for number in range(1, LATER_YEARS + 1))
        later = [
            (self.amount_dkk * Decimal(self.figures[f"spread_{number}"])).quantize(_OERE, ROUND_DOWN)
            for number in range(2, LATER_YEARS + 1)
        ]
        return (self.amount_dkk - sum(later, Decimal(0)), *later)


@dataclass(frozen=True)
class Total:
    """A part of the case added up, or the whole."""

    part: str
    revised_dkk: Decimal
    outturn_dkk: Decimal
    left_dkk: Decimal
    proposed_dkk: Decimal
    amount_dkk: Decimal
    lapsed_dkk: Decimal
    into_years_dkk: tuple[Decimal, ...]
    line_count: int

    @property
    def is_income(self) -> bool:
        """Whether the budget of the part, which is not capital, is money to come in."""
        return self.part == "financial" and self.revised_dkk < 0


@dataclass(frozen=True)
class Frame:
    """What the case does to a frame in a later year; `room_dkk` None where the frame or the budget is not known."""

    name: str
    into_fiscal_year: int
    is_counted: bool
    frame_dkk: Decimal | None
    budget_dkk: Decimal | None
    amount_dkk: Decimal
    budget_after_dkk: Decimal | None
    room_dkk: Decimal | None


@dataclass(frozen=True)
class Case:
    """The case of one year for one unit and all below it. `without_line` are changes to lines that are not there.

    `centres` are the totals by part and centre, where the unit has lines of more centres than one. While the store
    cannot be read the case is the bare proposal, and not `is_with_changes`.
    """

    year: Figures
    unit: Figures
    lines: tuple[Line, ...]
    totals: Mapping[str, Total]
    frames: tuple[Frame, ...]
    without_line: tuple[Change, ...] = ()
    centres: Mapping[tuple[str, str], Total] = field(default_factory=dict)
    is_with_changes: bool = True

    def of_part(self, part: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.figures["part"] == part)

    def by_centre(self, part: str) -> tuple[tuple[Total | None, tuple[Line, ...]], ...]:
        """The lines of a part, centre by centre, with the centre's total; None for lines that are no centre's."""
        found: dict[str, list[Line]] = {}
        for line in self.of_part(part):
            found.setdefault(line.figures["centre_id"] or "", []).append(line)
        return tuple((self.centres.get((part, centre_id)), tuple(lines)) for centre_id, lines in found.items())

    def line(self, line_id: str | None) -> Line | None:
        return next((line for line in self.lines if line.line_id == line_id), None)

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_changed)

    @property
    def moved(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_moved)


def carry_over_case(door: Door, store: AtHand, fiscal_year: int, unit_id: str) -> Case | None:
    """The case of a year for a unit; None when it is not there to be seen. Raises DoorProblem."""
    years = {row["fiscal_year"]: row for row in queries.years(door).iter_rows(named=True)}
    totals = {row["part"]: row for row in queries.totals(door, fiscal_year, unit_id).iter_rows(named=True)}
    if fiscal_year not in years or ALL not in totals:
        return None
    read = store.read(None, standing_changes, fiscal_year)
    changes = read or {}
    rows = list(queries.lines(door, fiscal_year, unit_id).iter_rows(named=True))
    lines = tuple(Line(row, changes.get(row["line_id"])) for row in rows)
    frames: Iterable[Figures] = queries.frames(door, fiscal_year).iter_rows(named=True) if _is_whole(unit_id) else ()
    lost = (
        set(changes) - {line.line_id for line in lines}
        if _is_whole(unit_id) and door.scope.is_whole_municipality
        else ()
    )
    return Case(
        year=years[fiscal_year],
        unit=totals[ALL],
        lines=lines,
        totals={part: _total(row, lines) for part, row in totals.items()},
        frames=_frames(list(frames), lines, fiscal_year),
        without_line=tuple(changes[key] for key in sorted(lost) if changes[key].new_amount_dkk is not None),
        is_with_changes=read is not None,
        centres={key: total for part in PARTS for key, total in _centres(door, fiscal_year, part, lines)},
    )


def _centres(door: Door, fiscal_year: int, part: str, lines: Iterable[Line]) -> Iterable[tuple[tuple[str, str], Total]]:
    by_centre: dict[str, list[Line]] = {}
    for line in lines:
        if line.figures["part"] == part and line.figures["centre_id"]:
            by_centre.setdefault(line.figures["centre_id"], []).append(line)
    for row in queries.part_totals(door, fiscal_year, part).iter_rows(named=True) if len(by_centre) > 1 else ():
        if row["unit_id"] in by_centre:
            yield (part, row["unit_id"]), _total(row, by_centre[row["unit_id"]])


def _is_whole(unit_id: str) -> bool:
    return unit_id == "municipality"


def _total(row: Figures, lines: Iterable[Line]) -> Total:
    changed = [line for line in lines if line.is_changed and row["part"] in (ALL, line.figures["part"])]
    moved = sum((line.moved_dkk for line in changed), Decimal(0))
    into = tuple(
        row[f"into_year_{number}_dkk"] + sum((_moved_into(line, number) for line in changed), Decimal(0))
        for number in range(1, LATER_YEARS + 1)
    )
    return Total(
        part=row["part"],
        revised_dkk=row["revised_dkk"],
        outturn_dkk=row["outturn_dkk"],
        left_dkk=row["left_dkk"],
        proposed_dkk=row["proposed_dkk"],
        amount_dkk=row["proposed_dkk"] + moved,
        lapsed_dkk=row["lapsed_dkk"] - moved,
        into_years_dkk=into,
        line_count=row["line_count"],
    )


def _moved_into(line: Line, number: int) -> Decimal:
    return line.into_years_dkk[number - 1] - Decimal(line.figures[f"into_year_{number}_dkk"])


def _frames(rows: list[Figures], lines: Iterable[Line], fiscal_year: int) -> tuple[Frame, ...]:
    moved: dict[tuple[str, int], Decimal] = {}
    for line in lines:
        name = _frame_of(line.figures)
        for number in range(1, LATER_YEARS + 1) if name and line.is_changed else ():
            key = (name, fiscal_year + number)
            moved[key] = moved.get(key, Decimal(0)) + _moved_into(line, number)
    return tuple(_frame(row, moved.get((row["frame"], row["into_fiscal_year"]), Decimal(0))) for row in rows)


def _frame_of(row: Figures) -> str:
    """The frame that a line's money counts in."""
    if row["part"] == "capital":
        return "capital"
    return "service" if row["expenditure_class"] == "service" else ""


def _frame(row: Figures, moved: Decimal) -> Frame:
    return Frame(
        name=row["frame"],
        into_fiscal_year=row["into_fiscal_year"],
        is_counted=row["is_counted"],
        frame_dkk=row["frame_dkk"],
        budget_dkk=row["budget_dkk"],
        amount_dkk=row["proposed_dkk"] + moved,
        budget_after_dkk=None if row["budget_after_dkk"] is None else row["budget_after_dkk"] + moved,
        room_dkk=None if row["room_dkk"] is None else row["room_dkk"] - moved,
    )

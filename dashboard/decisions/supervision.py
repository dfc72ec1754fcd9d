"""Who owes a supervision, who has signed, and where the risk is.

Made of the release's units and postings, the municipality's list of what is owed, and what people have entered.
Coverage is signed / owed (metrics: supervision and transactions).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dashboard import clock
from dashboard.calendar_day import standing_day
from dashboard.queries import budget_followup
from dashboard.queries import supervision as queries
from dashboard.store.at_hand import AtHand
from dashboard.store.atypical import Dismissal, standing_dismissals
from dashboard.store.follow_ups import FollowUp, standing_follow_ups
from dashboard.store.supervision import Mark, Posting, Sign, marks_of_year, signs_of_years
from dashboard.warehouse import Door
from pipelines.home import open_home
from pipelines.problems import WrongUse
from pipelines.supervision_list import CheckList, SupervisionList, read_supervision_list

Figures = Mapping[str, Any]
_log = logging.getLogger(__name__)

OVERDUE_POINTS, WRONG_POINTS, ASKED_POINTS = Decimal(2), Decimal(3), Decimal(1)
"""What an overdue supervision and a posting marked wrong or asked weigh beside the weights of atypical postings."""


@dataclass(frozen=True)
class Owed:
    """A supervision that a unit owes, as the unit stood then, with the newest signature (it may be withdrawn)."""

    unit: Figures
    checklist: CheckList
    fiscal_year: int
    period: int
    due_on: date
    sign: Sign | None = None

    @property
    def unit_id(self) -> str:
        return str(self.unit["unit_id"])

    @property
    def is_signed(self) -> bool:
        return self.sign is not None and self.sign.state == "signed"

    @property
    def is_waived(self) -> bool:
        """Whether finance has waived it, with a reason."""
        return self.sign is not None and self.sign.state == "waived"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to sign it."""
        return not (self.is_signed or self.is_waived)

    def days_late(self, today: date) -> int:
        """Days past the deadline without a signature; 0 for what is not open or has time left."""
        return max(0, (today - self.due_on).days) if self.is_open else 0


@dataclass(frozen=True)
class Coverage:
    """Signed / owed; `overdue_count` of those that are not signed. What is waived is not owed."""

    owed_count: int
    signed_count: int
    overdue_count: int
    waived_count: int = 0

    @property
    def share(self) -> Decimal | None:
        """None where nothing is owed."""
        return Decimal(self.signed_count) / self.owed_count if self.owed_count else None


@dataclass(frozen=True)
class Atypical:
    """An atypical posting: its row of supervision__atypical, and what was last said of each reason."""

    figures: Figures
    said: Mapping[str, Dismissal] = field(default_factory=dict)

    @property
    def posting(self) -> Posting:
        return Posting(self.figures["delivery_id"], self.figures["file"], self.figures["line"])

    @property
    def dismissed(self) -> dict[str, Dismissal]:
        """The reasons that are set aside, by rule."""
        return {rule: said for rule, said in self.said.items() if said.is_dismissed}

    @property
    def standing(self) -> list[Figures]:
        """The reasons that still stand, the heaviest first."""
        return [reason for reason in self.figures["reasons"] if reason["rule"] not in self.dismissed]

    @property
    def weight(self) -> Decimal:
        return sum((Decimal(reason["weight"]) for reason in self.standing), Decimal(0))


@dataclass(frozen=True)
class Risk:
    """What speaks for looking into a unit; the postings of the unit alone."""

    unit: Figures
    weight: Decimal
    atypical_count: int
    overdue_count: int
    wrong_count: int
    asked_count: int
    follow_up: FollowUp | None

    @property
    def points(self) -> Decimal:
        """What the units are put in order by."""
        return (
            self.weight
            + OVERDUE_POINTS * self.overdue_count
            + WRONG_POINTS * self.wrong_count
            + ASKED_POINTS * self.asked_count
        )


def today(door: Door) -> date:
    """The day that deadlines are held against: never before the release was made, whatever the clock says."""
    now, zone = datetime.now(UTC), door.release.time_zone
    return standing_day(door) or clock.local(max(now, door.release.published_at or now), zone).date()


def own_list() -> SupervisionList:
    """What the municipality has written that its leaders answer for; nothing, where it cannot be understood."""
    try:
        return read_supervision_list(open_home().supervision_list)
    except WrongUse as fault:
        _log.warning("%s", fault)
        return SupervisionList()


def is_own_list_understood() -> bool:
    """Whether the municipality's list, where there is one, can be read."""
    try:
        read_supervision_list(open_home().supervision_list)
    except WrongUse:
        return False
    return True


def owed_until(
    door: Door, store: AtHand, rules: SupervisionList, fiscal_year: int, last: int, today: date
) -> list[Owed]:
    """Every supervision owed of the months until `last` of a year that are over, month by month.

    Those of earlier years too, since the municipality began: a new year settles nothing.
    """
    over = {
        (row["fiscal_year"], row["period"]): row["last_day"]
        for row in budget_followup.periods(door).filter(is_posted=True).iter_rows(named=True)
        if row["period"] <= 12
        and (row["fiscal_year"], row["period"]) <= (fiscal_year, last)
        and (rules.begins or date.min) <= row["last_day"] < today
    }
    if not over or not rules.lists:
        return []
    nothing: dict[tuple[int, int, str], Sign] = {}
    first_year = min(over)[0]
    signs = store.read(nothing, signs_of_years, first_year, fiscal_year)
    owed = []
    for unit in queries.units_then(door, min(over), max(over)).iter_rows(named=True):
        month, unit_id = (unit["fiscal_year"], unit["period"]), unit["unit_id"]
        checklist = rules.of(unit_id, unit["unit_kind"]) if month in over else None
        if checklist and checklist.is_due(month[1]) and unit_id != "unknown":
            due_on = over[month] + timedelta(days=rules.deadline_days)
            owed.append(Owed(unit, checklist, *month, due_on, signs.get((*month, unit_id))))
    return owed


def below(owed: Iterable[Owed], unit_id: str) -> list[Owed]:
    """Those of a unit and all below it."""
    return [one for one in owed if unit_id in one.unit["unit_path"]]


def coverage(owed: Iterable[Owed], today: date) -> Coverage:
    """How many of those that are not waived are signed."""
    every = list(owed)
    waived = sum(one.is_waived for one in every)
    late = sum(one.days_late(today) > 0 for one in every)
    return Coverage(len(every) - waived, sum(one.is_signed for one in every), late, waived)


def atypical_postings(
    door: Door, store: AtHand, unit_ids: tuple[str, ...], fiscal_year: int, last: int
) -> list[Atypical]:
    """The atypical postings of a year until a month, the heaviest first by what still stands; those set aside last."""
    nothing: dict[tuple[Posting, str], Dismissal] = {}
    said: dict[Posting, dict[str, Dismissal]] = {}
    for (posting, rule), dismissal in store.read(nothing, standing_dismissals).items():
        said.setdefault(posting, {})[rule] = dismissal
    rows = queries.atypical(door, unit_ids, fiscal_year, 1, last)
    found = [
        Atypical(row, said.get(Posting(row["delivery_id"], row["file"], row["line"]), {}))
        for row in rows.iter_rows(named=True)
    ]
    return sorted(found, key=lambda one: (not one.standing, -one.weight))


def risks(
    store: AtHand,
    units: Iterable[Figures],
    atypical: Iterable[Atypical],
    owed: Iterable[Owed],
    fiscal_year: int,
    today: date,
) -> list[Risk]:
    """The units with something to look into, or somebody who does, the most pressing first."""
    by_unit: dict[str, list[Atypical]] = {}
    for one in atypical:
        if one.standing:
            by_unit.setdefault(one.figures["unit_id"], []).append(one)
    late = Counter(one.unit_id for one in owed if one.days_late(today))
    no_marks: list[Mark] = []
    marks = Counter((mark.unit_id, mark.mark) for mark in store.read(no_marks, marks_of_year, fiscal_year))
    follow_ups = newest_follow_ups(store, fiscal_year)
    found = [
        Risk(
            unit=unit,
            weight=sum((one.weight for one in by_unit.get(unit["unit_id"], [])), Decimal(0)),
            atypical_count=len(by_unit.get(unit["unit_id"], [])),
            overdue_count=late[unit["unit_id"]],
            wrong_count=marks[unit["unit_id"], "wrong"],
            asked_count=marks[unit["unit_id"], "asked"],
            follow_up=follow_ups.get(unit["unit_id"]),
        )
        for unit in units
    ]
    return sorted((one for one in found if one.points or one.follow_up), key=lambda one: -one.points)


def newest_follow_ups(store: AtHand, fiscal_year: int) -> dict[str, FollowUp]:
    """The follow-up of each unit that was picked last in a year."""
    nothing: dict[tuple[int, str], FollowUp] = {}
    found = store.read(nothing, standing_follow_ups, fiscal_year)
    return {unit_id: found[period, unit_id] for period, unit_id in sorted(found)}

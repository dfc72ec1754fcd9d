"""Which deviations are explained: what people have said of them, laid over what a release shows.

The one place where an explanation meets the scope: it is seen by those who see its unit, in its own period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, get_args

import polars as pl

from dashboard.queries import budget_followup as queries
from dashboard.queries.budget_followup import Cut, OrganisationView
from dashboard.roles import Role
from dashboard.store.at_hand import AtHand
from dashboard.store.explanations import (
    Cause,
    Explanation,
    ExplanationWish,
    explanation_history,
    standing_explanations,
)
from dashboard.warehouse import Door

Figures = Mapping[str, Any]
Key = tuple[int, str, str]
"""What is explained within a fiscal year: period, unit_id, account_group."""

CAUSES: tuple[Cause, ...] = get_args(Cause)
DEVIATES = frozenset({"act", "watch"})
# Whose word a deviation is: those who keep the budget. The finance department says what it has booked itself.
_CAUSES_OF: Mapping[Role, tuple[Cause, ...]] = {
    "institution_head": CAUSES,
    "centre_manager": CAUSES,
    "controller": ("technical",),
}


@dataclass(frozen=True)
class Deviation:
    """A unit that deviates while no unit below it does: its row of budget_followup__unit_period and what is said.

    `owing` are the account groups that call for words: those that deviate by themselves, else the one that pulls most.
    """

    figures: Figures
    said: tuple[Explanation, ...]
    owing: tuple[str, ...]

    @property
    def unit_id(self) -> str:
        return str(self.figures["unit_id"])

    @property
    def explained_count(self) -> int:
        """How many of the account groups that call for words have them."""
        return len({one.account_group for one in self.said} & set(self.owing))

    @property
    def is_explained(self) -> bool:
        """Whether something stands of every account group that calls for it."""
        return self.explained_count == len(self.owing)


@dataclass(frozen=True)
class Explained:
    """The deviations of a period in the order of the organisation, and every explanation of the year until then.

    `standing` holds withdrawn ones too, because whoever explains anew must have seen their version. While the store
    cannot be read (not `is_read`) nobody knows what is explained, and no deviation is named; in a year before the
    running one nobody is asked any more.
    """

    cut: Cut
    standing: Mapping[Key, Explanation]
    deviations: tuple[Deviation, ...]
    paths: Mapping[str, tuple[str, ...]]
    is_read: bool = True

    def of(self, unit_id: str) -> tuple[Explanation, ...]:
        """What stands of a unit in the period."""
        return self._by_unit.get((self.cut.period, unit_id), ())

    def below(self, unit_id: str) -> tuple[Deviation, ...]:
        """The deviations of a unit: its own, or those of the units below it that it is made of."""
        return tuple(one for one in self.deviations if unit_id in self.paths[one.unit_id])

    def earlier(self, unit_id: str, account_group: str | None = None) -> Explanation | None:
        """The newest that stands of an earlier period of the year, of one account group or any."""
        found = [
            said
            for (period, unit, group), said in self.standing.items()
            if unit == unit_id and period < self.cut.period and account_group in (None, group) and not said.is_withdrawn
        ]
        return max(found, key=lambda said: (said.period, said.entered_at), default=None)

    def at(self, period: int) -> Explained:
        """What was said in an earlier period, without its deviations."""
        return replace(self, cut=replace(self.cut, period=period), deviations=())

    @cached_property
    def _by_unit(self) -> dict[tuple[int, str], tuple[Explanation, ...]]:
        found: dict[tuple[int, str], tuple[Explanation, ...]] = {}
        for (period, unit_id, _), said in self.standing.items():
            if not said.is_withdrawn:
                found[period, unit_id] = (*found.get((period, unit_id), ()), said)
        return found


@dataclass(frozen=True)
class Subject:
    """An account group of a unit in a period: its variances in the release that is served, and what stands of it."""

    fiscal_year: int
    period: int
    unit_id: str
    account_group: str
    forecast_variance_dkk: Decimal | None
    variance_to_date_dkk: Decimal | None
    standing: Explanation | None

    @property
    def variance_dkk(self) -> Decimal | None:
        """The forecast's variance; before the year's first forecast that to date."""
        return self.variance_to_date_dkk if self.forecast_variance_dkk is None else self.forecast_variance_dkk

    @property
    def version(self) -> int:
        """The version that whoever explains has seen; 0 for none."""
        return self.standing.version if self.standing else 0

    @property
    def is_explained(self) -> bool:
        return self.standing is not None and not self.standing.is_withdrawn

    def variance_in(self, said: Explanation) -> Decimal | None:
        """What `variance_dkk` was when something was said; None where that was not known then."""
        return said.variance_to_date_dkk if self.forecast_variance_dkk is None else said.forecast_variance_dkk


def explained(door: Door, store: AtHand, cut: Cut) -> Explained:
    """What the person behind the door sees of a period's deviations and explanations. Raises DoorProblem."""
    return explained_by(door, store.read(None, standing_explanations, cut.fiscal_year), cut)


def explained_by(door: Door, said: Mapping[Key, Explanation] | None, cut: Cut) -> Explained:
    """The same of what stands of the year in the store; None: it cannot be read. Raises DoorProblem."""
    units = queries.units(door, cut)
    paths = {row["unit_id"]: tuple(row["unit_path"]) for row in units.iter_rows(named=True)}
    if said is None:
        return Explained(cut, {}, (), paths, is_read=False)
    found = Explained(cut, _seen(door, cut, said), (), paths)
    running = queries.periods(door).filter(is_latest=True)["fiscal_year"].to_list()
    if running and cut.fiscal_year < running[0]:
        return found
    rows = queries.rows_of(door, cut, tuple(paths)).to_dicts()
    deviating = [row for row in rows if row["status"] in DEVIATES]
    above = {step for row in deviating for step in paths[row["unit_id"]] if step != row["unit_id"]}
    lowest = [row for row in deviating if row["unit_id"] not in above]
    groups = queries.groups(door, cut, *(row["unit_id"] for row in lowest)).to_dicts() if lowest else []
    return replace(
        found,
        deviations=tuple(Deviation(row, found.of(row["unit_id"]), _owing(row["unit_id"], groups)) for row in lowest),
    )


def _owing(unit_id: str, groups: Iterable[Figures]) -> tuple[str, ...]:
    own = [row for row in groups if row["unit_id"] == unit_id]
    deviating = tuple(row["account_group"] for row in own if row["status"] in DEVIATES)
    most = sorted(own, key=lambda row: -abs(row["forecast_variance_dkk"] or 0))[:1]
    return deviating or tuple(row["account_group"] for row in most)


def _seen(door: Door, cut: Cut, said: Mapping[Key, Explanation]) -> dict[Key, Explanation]:
    """What was said of units that the person sees in the period it is about; of later periods nothing."""
    periods = {period for period, _, _ in said if period <= cut.period}
    seen = {period: set(queries.units(door, replace(cut, period=period))["unit_id"]) for period in periods}
    return {key: one for key, one in said.items() if key[1] in seen.get(key[0], ())}


def subjects(door: Door, found: Explained, unit_id: str, period: int | None = None) -> tuple[Subject, ...]:
    """The account groups of a unit, what pulls most in the unit's direction first; empty for one that is not seen.

    They are held against one basis whatever the page shows, so that then and now can be compared: with carry-over and
    in today's organisation (as it was then, for a unit that today's organisation does not have).
    """
    shown = found.cut if period is None else replace(found.cut, period=period)
    for cut in (replace(shown, organisation_view="today", budget_basis="with_carry_over"), shown):
        rows = queries.groups(door, cut, unit_id).to_dicts()
        if rows:
            break
    made = [_subject(found, row) for row in rows]
    whole = sum((one.variance_dkk or Decimal(0) for one in made), Decimal(0))
    return tuple(sorted(made, key=lambda one: (one.variance_dkk or Decimal(0)) * (-1 if whole >= 0 else 1)))


def _subject(found: Explained, row: Figures) -> Subject:
    return Subject(
        fiscal_year=row["fiscal_year"],
        period=row["period"],
        unit_id=row["unit_id"],
        account_group=row["account_group"],
        forecast_variance_dkk=row["forecast_variance_dkk"],
        variance_to_date_dkk=row["variance_to_date_dkk"],
        standing=found.standing.get((row["period"], row["unit_id"], row["account_group"])),
    )


def causes_of(role: Role, standing: Explanation | None) -> tuple[Cause, ...]:
    """The causes that a role may give, where `standing` is what is said already; empty for those who only read."""
    allowed = _CAUSES_OF.get(role, ())
    is_anothers = standing is not None and not standing.is_withdrawn and standing.cause not in allowed
    return () if is_anothers else allowed


def is_seen(door: Door, subject: Subject) -> bool:
    """Whether the person behind the door sees the unit of a subject, in its period."""
    cut = Cut(subject.fiscal_year, subject.period)
    views: tuple[OrganisationView, ...] = ("today", "then")
    return any(queries.unit(door, replace(cut, organisation_view=view), subject.unit_id) for view in views)


def as_wish(said: Explanation) -> ExplanationWish:
    """What was said, to be said anew."""
    return ExplanationWish(**{field.name: getattr(said, field.name) for field in fields(ExplanationWish)})


def history(store: AtHand, subject: Subject) -> tuple[Explanation, ...]:
    """All that was said of a subject that the door has shown, the newest first."""
    if subject.standing is None:
        return ()
    key = (subject.fiscal_year, subject.period, subject.unit_id, subject.account_group)
    return tuple(store.read([], explanation_history, *key))


def written(said: tuple[Explanation, ...]) -> Explanation | None:
    """The version in which the words that stand were written: what came of it may have been added since."""
    found = None
    for version in said:
        if version.words != said[0].words or version.cause != said[0].cause:
            break
        found = version
    return found


def explanation_rows(door: Door, store: AtHand, cut: Cut, unit_id: str) -> list[dict[str, Any]] | None:
    """The explanations of a period for a unit and all below it, and its deviations that nobody has explained.

    A row each: the unit, `is_explained`, and of an explanation all that the store keeps, with the account group's
    `group_forecast_variance_dkk` and `group_variance_to_date_dkk` of today's release. In the order of the organisation.
    None while the store cannot be read.
    """
    found = explained(door, store, cut)
    return rows_of(door, found, unit_id) if found.is_read else None


def rows_of(door: Door, found: Explained, unit_id: str) -> list[dict[str, Any]]:
    """The same of deviations that are at hand already."""
    open_units = {one.unit_id for one in found.below(unit_id) if not one.is_explained}
    below = [unit for unit, path in found.paths.items() if unit_id in path and (unit in open_units or found.of(unit))]
    units = queries.rows_of(door, found.cut, tuple(below)) if below else pl.DataFrame()
    return [row for unit in units.iter_rows(named=True) for row in _rows(door, found, unit)]


def _rows(door: Door, found: Explained, unit: Figures) -> list[dict[str, Any]]:
    names = ("unit_id", "unit_name", "unit_kind", "status", "forecast_variance_dkk", "variance_to_date_dkk")
    row = {f"unit_{name}" if name.endswith("_dkk") else name: unit[name] for name in names}
    said = found.of(unit["unit_id"])
    if not said:
        return [{**row, "is_explained": False, "fiscal_year": found.cut.fiscal_year, "period": found.cut.period}]
    groups = {one["account_group"]: one for one in queries.groups(door, found.cut, unit["unit_id"]).to_dicts()}
    return [
        {
            **{f"said_{name}" if name.endswith("_dkk") else name: value for name, value in asdict(one).items()},
            **row,
            "is_explained": True,
            "group_forecast_variance_dkk": groups.get(one.account_group, {}).get("forecast_variance_dkk"),
            "group_variance_to_date_dkk": groups.get(one.account_group, {}).get("variance_to_date_dkk"),
        }
        for one in said
    ]

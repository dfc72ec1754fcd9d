"""Follow-ups that finance picks by risk: why, who, until when, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Engine

from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import FollowUp as Model
from dashboard.store.models.base import table_of

State = Literal["picked", "done", "dropped"]


@dataclass(frozen=True, kw_only=True)
class FollowUpWish:
    """A unit of a period that somebody is to look into."""

    fiscal_year: int
    period: int
    unit_id: str
    why: str
    who: str = ""
    due_on: date | None = None
    result: str = ""
    state: State = "picked"


@dataclass(frozen=True, kw_only=True)
class FollowUp(FollowUpWish, Kept):
    """A follow-up as it stands in the store."""


def record_follow_up(
    store: Engine, wish: FollowUpWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> FollowUp:
    """Pick a unit, say what came of it, or drop it. Raises Outdated, Unusable, NotKept."""
    return _FOLLOW_UPS.append(store, asdict(wish), author, seen_version=seen_version, now=now)


def standing_follow_ups(store: Engine, fiscal_year: int, period: int | None = None) -> dict[tuple[int, str], FollowUp]:
    """What stands of each unit in a period, or in all of a year, by period and unit. Raises NotRead."""
    only = [_TABLE.c.fiscal_year == fiscal_year]
    if period is not None:
        only.append(_TABLE.c.period == period)
    return {(said.period, said.unit_id): said for said in _FOLLOW_UPS.standing(store, *only)}


def follow_up_history(store: Engine, fiscal_year: int, period: int, unit_id: str) -> list[FollowUp]:
    """All that was said of a unit's follow-up, the newest first. Raises NotRead."""
    return _FOLLOW_UPS.history(
        store, _TABLE.c.fiscal_year == fiscal_year, _TABLE.c.period == period, _TABLE.c.unit_id == unit_id
    )


_TABLE = table_of(Model)
_FOLLOW_UPS = Journal(Model, plain(FollowUp))

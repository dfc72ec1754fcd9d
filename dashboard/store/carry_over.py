"""Changes to the carry-over case: who set which amount, when, on which release, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Engine

from dashboard.store.journal import Author, Journal, Row
from dashboard.store.models import CarryOverChange
from dashboard.store.models.base import table_of


@dataclass(frozen=True)
class Basis:
    """What a line says when it is changed, in DKK."""

    revised_dkk: Decimal
    outturn_dkk: Decimal
    proposed_dkk: Decimal


@dataclass(frozen=True)
class Change:
    """One change as it stands in the store. `new_amount_dkk` None: back to the proposal."""

    fiscal_year: int
    line_id: str
    version: int
    person: str
    person_role: str
    entered_at: datetime
    release: str
    old_amount_dkk: Decimal
    new_amount_dkk: Decimal | None
    reason: str
    basis: Basis


@dataclass(frozen=True)
class Wish:
    """A change that a person wants: made on version `seen_version` of the line, 0 where it had none."""

    fiscal_year: int
    line_id: str
    seen_version: int
    person: str
    person_role: str
    release: str
    old_amount_dkk: Decimal
    new_amount_dkk: Decimal | None
    reason: str
    basis: Basis


def standing_changes(store: Engine, fiscal_year: int) -> dict[str, Change]:
    """The newest change of each line of a year, by the line's key. Raises NotRead."""
    return {change.line_id: change for change in _CHANGES.standing(store, _TABLE.c.fiscal_year == fiscal_year)}


def history(store: Engine, fiscal_year: int, line_id: str) -> list[Change]:
    """Every change of one line, the newest first. Raises NotRead."""
    return _CHANGES.history(store, _TABLE.c.fiscal_year == fiscal_year, _TABLE.c.line_id == line_id)


def record_change(store: Engine, wish: Wish, *, now: datetime | None = None) -> Change:
    """Add a change; nothing that stands is touched.

    Raises Outdated when the line has a newer version than the one that was seen, Unusable for a change without a
    reason or of an amount that no line can have, NotKept when the database refuses.
    """
    said = {
        "fiscal_year": wish.fiscal_year,
        "line_id": wish.line_id,
        "old_amount_dkk": wish.old_amount_dkk,
        "new_amount_dkk": wish.new_amount_dkk,
        "reason": wish.reason,
        "revised_dkk": wish.basis.revised_dkk,
        "outturn_dkk": wish.basis.outturn_dkk,
        "proposed_dkk": wish.basis.proposed_dkk,
    }
    author = Author(wish.person, wish.person_role, wish.release)
    return _CHANGES.append(store, said, author, seen_version=wish.seen_version, now=now)


def _change(row: Row) -> Change:
    return Change(
        fiscal_year=row["fiscal_year"],
        line_id=row["line_id"],
        version=row["version"],
        person=row["person"],
        person_role=row["person_role"],
        entered_at=row["entered_at"],
        release=row["release"],
        old_amount_dkk=row["old_amount_dkk"],
        new_amount_dkk=row["new_amount_dkk"],
        reason=row["reason"],
        basis=Basis(row["revised_dkk"], row["outturn_dkk"], row["proposed_dkk"]),
    )


_TABLE = table_of(CarryOverChange)
_CHANGES = Journal(CarryOverChange, _change)

"""Changes to the carry-over case: who set which amount, when, on which release, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from dashboard.store.database import IS_WRITING
from dashboard.store.models import CarryOverChange
from dashboard.store.models.base import MOST_KRONER
from pipelines.problems import Problem, WrongUse

MOST_LETTERS = 2_000


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


class Outdated(Exception):
    """Somebody else has changed the line since it was read: `theirs` is what they set."""

    def __init__(self, theirs: Change) -> None:
        self.theirs = theirs
        super().__init__(f"{theirs.line_id} has a version {theirs.version} already")


class Unusable(WrongUse):
    """What was wished is no change: it has no reason, or an amount that no line can have."""


class NotKept(Problem):
    """The database refuses: nothing was saved."""


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
    """The newest change of each line of a year, by the line's key."""
    wanted = select(CarryOverChange).where(CarryOverChange.fiscal_year == fiscal_year).order_by(CarryOverChange.version)
    return {change.line_id: change for change in _read(store, wanted)}


def history(store: Engine, fiscal_year: int, line_id: str) -> list[Change]:
    """Every change of one line, the newest first."""
    wanted = (
        select(CarryOverChange)
        .where(CarryOverChange.fiscal_year == fiscal_year, CarryOverChange.line_id == line_id)
        .order_by(CarryOverChange.version.desc())
    )
    return _read(store, wanted)


def record_change(store: Engine, wish: Wish, *, now: datetime | None = None) -> Change:
    """Add a change; nothing that stands is touched.

    Raises Outdated when the line has a newer version than the one that was seen, Unusable for a change without a
    reason or of an amount that no line can have, NotKept when the database refuses.
    """
    _refuse_unusable(wish)
    try:
        with Session(store.execution_options(**{IS_WRITING: True})) as session, session.begin():
            before = session.scalars(
                select(CarryOverChange)
                .where(CarryOverChange.fiscal_year == wish.fiscal_year, CarryOverChange.line_id == wish.line_id)
                .order_by(CarryOverChange.version.desc())
                .limit(1)
            ).first()
            if (before.version if before else 0) != wish.seen_version and before:
                raise Outdated(_change(before))
            row = _row(wish, before, now or datetime.now(UTC))
            session.add(row)
            session.flush()
            return _change(row)
    except IntegrityError as error:
        # Another process was first, in a database that lets two write at once.
        raise Outdated(history(store, wish.fiscal_year, wish.line_id)[0]) from error
    except SQLAlchemyError as error:
        raise NotKept(
            f"the change could not be saved ({str(error).splitlines()[0]})",
            where=wish.line_id,
            remedy="see that the store's disk has room and may be written, and try again",
        ) from error


def _refuse_unusable(wish: Wish) -> None:
    amount = wish.new_amount_dkk
    if not wish.reason.strip():
        raise Unusable("a change needs a reason", where=wish.line_id, remedy="write why the amount is another")
    if len(wish.reason) > MOST_LETTERS:
        raise Unusable(
            f"the reason has {len(wish.reason)} letters", where=wish.line_id, remedy=f"write {MOST_LETTERS} at most"
        )
    if amount is not None and (abs(amount) >= MOST_KRONER or amount != round(amount, 2)):
        raise Unusable(f"{amount} is no amount in kroner and øre", where=wish.line_id, remedy="write another")


def _row(wish: Wish, before: CarryOverChange | None, now: datetime) -> CarryOverChange:
    return CarryOverChange(
        fiscal_year=wish.fiscal_year,
        line_id=wish.line_id,
        version=wish.seen_version + 1,
        supersedes=before.change_id if before else None,
        person=wish.person,
        person_role=wish.person_role,
        entered_at=now,
        release=wish.release,
        old_amount_dkk=wish.old_amount_dkk,
        new_amount_dkk=wish.new_amount_dkk,
        reason=wish.reason.strip(),
        revised_dkk=wish.basis.revised_dkk,
        outturn_dkk=wish.basis.outturn_dkk,
        proposed_dkk=wish.basis.proposed_dkk,
    )


def _read(store: Engine, wanted: Any) -> list[Change]:
    with Session(store) as session:
        rows: Sequence[CarryOverChange] = session.scalars(wanted).all()
        return [_change(row) for row in rows]


def _change(row: CarryOverChange) -> Change:
    return Change(
        fiscal_year=row.fiscal_year,
        line_id=row.line_id,
        version=row.version,
        person=row.person,
        person_role=row.person_role,
        entered_at=row.entered_at,
        release=row.release,
        old_amount_dkk=row.old_amount_dkk,
        new_amount_dkk=row.new_amount_dkk,
        reason=row.reason,
        basis=Basis(row.revised_dkk, row.outturn_dkk, row.proposed_dkk),
    )

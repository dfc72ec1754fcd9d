"""Reminders on their way and sent, and when a person last looked at a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Table, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from dashboard.store.journal import NotKept, Row, plain
from dashboard.store.models import ReminderSent, ReminderStep
from dashboard.store.models import Visit as Model
from dashboard.store.models.base import table_of
from dashboard.store.reading import named, rows_of
from dashboard.store.usable import usable
from dashboard.store.writing import writing

HELD_FOR = timedelta(minutes=30)
"""How long a claim stands: longer than a run waits for the mail server, so that nobody takes up what is being sent."""


@dataclass(frozen=True)
class Claim:
    """A reminder that is a run's to send, and the Message-ID of its letter: the same whichever run sends it."""

    kind: str
    subject: str
    address: str
    step: int
    message_id: str


@dataclass(frozen=True)
class Visit:
    """The first time on a day (UTC) that a person opened a page, and the release that they saw."""

    person: str
    page: str
    day: date
    at: datetime
    release: str


def claim_reminder(
    store: Engine, kind: str, subject: str, address: str, message_id: str, *, now: datetime | None = None
) -> Claim | None:
    """The reminder for this run to send; None where it was sent, or is held by another's claim.

    What was claimed longer ago than HELD_FOR belongs to a run that was cut off: it is taken up, under the Message-ID
    of then. Ask when the mail server has said that it takes mail, just before giving it the letter. Raises Unusable,
    NotKept.
    """
    moment, key = now or datetime.now(UTC), {"kind": kind, "subject": subject, "address": address}
    try:
        with writing(store) as connection:
            before = _newest_step(connection, key)
            is_held = before and before["what"] == "claimed" and moment - before["at"] < HELD_FOR
            if is_held or _is_sent(connection, key):
                return None
            claim = Claim(
                **key,
                step=before["step"] + 1 if before else 1,
                message_id=before["message_id"] if before else message_id,
            )
            row = {**vars(claim), "what": "claimed", "at": moment}
            connection.execute(_STEP.insert(), usable(_STEP, row))
    except IntegrityError:
        return None  # another was first, in a database that lets two write at once
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where=_STEP.name) from error
    return claim


def let_go_reminder(store: Engine, claim: Claim, *, now: datetime | None = None) -> bool:
    """The mail server has said that it does not take the letter: the next run may try. Raises NotKept."""
    row = {**vars(claim), "step": claim.step + 1, "what": "let_go", "at": now or datetime.now(UTC)}
    return _add(store, _STEP, row)


def note_reminder_sent(store: Engine, claim: Claim, *, now: datetime | None = None) -> bool:
    """The mail server has taken the letter: nobody sends it again. Raises NotKept."""
    row = {"kind": claim.kind, "subject": claim.subject, "address": claim.address, "sent_at": now or datetime.now(UTC)}
    return _add(store, _REMINDER, row)


def begun_reminders(store: Engine, kind: str) -> set[tuple[str, str]]:
    """Those of a kind that a run has tried to send, by subject and address. Raises NotRead."""
    rows = rows_of(store, select(_STEP.c.subject, _STEP.c.address).where(_STEP.c.kind == kind).distinct())
    return {(row["subject"], row["address"]) for row in rows}


def sent_reminders(store: Engine, kind: str) -> dict[tuple[str, str], datetime]:
    """When each reminder of a kind was sent, by subject and address. Raises NotRead."""
    rows = rows_of(store, select(_REMINDER).where(_REMINDER.c.kind == kind))
    return {(row["subject"], row["address"]): row["sent_at"] for row in rows}


def look_in(store: Engine, person: str, page: str, release: str, *, now: datetime | None = None) -> Visit | None:
    """The person's last visit to the page on an earlier day; today's is noted. None where there was none.

    One question, and one row a day. Raises NotRead, Unusable, NotKept.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    newest = select(_VISIT).where(_VISIT.c.person == person, _VISIT.c.page == page).order_by(_VISIT.c.day.desc())
    visits = [_visit(row) for row in rows_of(store, newest.limit(2))]
    if not visits or visits[0].day < moment.date():
        row = {"person": person, "page": page, "day": moment.date(), "at": moment, "release": release}
        _add(store, _VISIT, row)
    return next((visit for visit in visits if visit.day < moment.date()), None)


def _newest_step(connection: Connection, key: dict[str, str]) -> Row | None:
    wanted = select(_STEP).where(*_of(_STEP, key)).order_by(_STEP.c.step.desc()).limit(1)
    found = connection.execute(wanted).mappings().first()
    return None if found is None else named(found)


def _is_sent(connection: Connection, key: dict[str, str]) -> bool:
    return connection.execute(select(_REMINDER.c.sent_at).where(*_of(_REMINDER, key))).first() is not None


def _of(table: Table, key: dict[str, str]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def _add(store: Engine, table: Table, row: Row) -> bool:
    """Add a row; False where its key is there already."""
    try:
        with writing(store) as connection:
            connection.execute(table.insert(), usable(table, row))
    except IntegrityError:
        return False
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where=table.name) from error
    return True


_REMINDER, _STEP, _VISIT = table_of(ReminderSent), table_of(ReminderStep), table_of(Model)
_visit = plain(Visit)

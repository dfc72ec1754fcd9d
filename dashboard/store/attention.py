"""Reminders that were sent, never twice, and when a person last looked at a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine, Table, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from dashboard.store.journal import NotKept, Row, plain
from dashboard.store.models import ReminderSent
from dashboard.store.models import Visit as Model
from dashboard.store.models.base import table_of
from dashboard.store.reading import rows_of
from dashboard.store.usable import usable
from dashboard.store.writing import writing


@dataclass(frozen=True)
class Visit:
    """The first time on a day (UTC) that a person opened a page, and the release that they saw."""

    person: str
    page: str
    day: date
    at: datetime
    release: str


def claim_reminder(store: Engine, kind: str, subject: str, address: str, *, now: datetime | None = None) -> bool:
    """Whether the reminder is still to be sent: True for the first who asks, and for nobody after.

    Ask when the mail server has said that it takes mail, just before giving it the letter: what is claimed and not
    sent stays unsent. Raises Unusable, NotKept.
    """
    row = {"kind": kind, "subject": subject, "address": address, "sent_at": now or datetime.now(UTC)}
    return _add(store, _REMINDER, row)


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


_REMINDER, _VISIT = table_of(ReminderSent), table_of(Model)
_visit = plain(Visit)

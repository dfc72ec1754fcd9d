"""What goes from the store when its time is over: the one place that takes rows away.

The database refuses deletion of what is only added to. For a purge, and inside its transaction alone, it is told
otherwise; what went is told in the audit log. The log itself loses its oldest lines: the line of the purge keeps the
seal of the last one that went, so that those after it can still be held against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.audit import Deed, add_deed, purged, who_runs
from dashboard.store.grants import standing_grants
from dashboard.store.journal import NotKept
from dashboard.store.models import AuditEntry, KnownPerson, LoginSession, ReminderSent, ReminderStep, Visit
from dashboard.store.models.base import table_of
from dashboard.store.reading import NotRead
from dashboard.store.writing import writing
from pipelines.home import Retention

_DAYS_OF_MONTH, _DAYS_OF_YEAR = 31, 366
_SESSIONS, _PEOPLE, _AUDIT = table_of(LoginSession), table_of(KnownPerson), table_of(AuditEntry)
_SENT, _STEPS, _VISITS = table_of(ReminderSent), table_of(ReminderStep), table_of(Visit)


@dataclass(frozen=True)
class Over:
    """Rows of a table whose time is over."""

    table: Table
    condition: ColumnElement[bool]


def over(store: Engine, chosen: Retention, now: datetime) -> list[Over]:
    """Which rows' time is over, of each table that the municipality has set a time for. Raises NotRead."""
    found = []
    if chosen.sessions_days is not None:
        before = _ago(now, chosen.sessions_days)
        found.append(Over(_SESSIONS, or_(_SESSIONS.c.seen_at < before, _SESSIONS.c.ended_at < before)))
    if chosen.people_months is not None:
        before = _ago(now, chosen.people_months * _DAYS_OF_MONTH)
        found.append(Over(_PEOPLE, and_(_PEOPLE.c.last_at < before, *_without_right(store, now.date()))))
    if chosen.reminders_months is not None:
        before = _ago(now, chosen.reminders_months * _DAYS_OF_MONTH)
        found += [Over(_SENT, _SENT.c.sent_at < before), Over(_STEPS, _STEPS.c.at < before)]
    if chosen.visits_months is not None:
        found.append(Over(_VISITS, _VISITS.c.day < _ago(now, chosen.visits_months * _DAYS_OF_MONTH).date()))
    if chosen.audit_years is not None and (last := _last_audit(store, _ago(now, chosen.audit_years * _DAYS_OF_YEAR))):
        found.append(Over(_AUDIT, _AUDIT.c.number <= last))
    return found


def counted(store: Engine, found: list[Over]) -> dict[str, int]:
    """How many rows would go, by table. Raises NotRead."""
    try:
        with store.connect() as connection:
            return {one.table.name: _count(connection, one) for one in found}
    except SQLAlchemyError as error:
        raise NotRead(error) from error


def purge_store(store: Engine, found: list[Over], *, also: str = "", now: datetime) -> dict[str, int]:
    """Take the rows away and tell it in the audit log, all of it or nothing: how many went, by table. Raises NotKept.

    `also` says what else was purged. Nothing is told where nothing goes.
    """
    try:
        with writing(store) as connection:
            went = {one.table.name: _count(connection, one) for one in found}
            told = [f"{name} {rows}" for name, rows in went.items() if rows] + ([also] if also else [])
            if not told:
                return went
            cut = next(
                (_seal_of_last(connection, one) for one in found if one.table is _AUDIT and went[_AUDIT.name]), ""
            )
            deed = Deed(kind="purge", person=who_runs(), person_role="administrator", thing=cut, words=", ".join(told))
            add_deed(connection, deed, now=now)
            for one in found:
                with _allowed(connection, one.table):
                    connection.execute(delete(one.table).where(one.condition))
            return went
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where="purge") from error


def _ago(now: datetime, days: int) -> datetime:
    return (now - timedelta(days=days)).astimezone(UTC)


def _count(connection: Connection, one: Over) -> int:
    return connection.scalar(select(func.count()).select_from(one.table).where(one.condition)) or 0


def _without_right(store: Engine, day: date) -> Iterator[ColumnElement[bool]]:
    """Who has a right, or will have one, is known for as long."""
    held = {(one.issuer, one.subject) for one in standing_grants(store) if one.state == "given"
            and (one.valid_to is None or one.valid_to >= day)}  # fmt: skip
    for issuer, subject in sorted(held):
        yield or_(_PEOPLE.c.issuer != issuer, _PEOPLE.c.subject != subject)


def _last_audit(store: Engine, before: datetime) -> int | None:
    """The last line of the log's beginning that is old enough; its newest line stays always."""
    oldest_kept = select(func.min(_AUDIT.c.number)).where(_AUDIT.c.at >= before)
    try:
        with store.connect() as connection:
            kept = connection.scalar(oldest_kept) or connection.scalar(select(func.max(_AUDIT.c.number)))
            first = connection.scalar(select(func.min(_AUDIT.c.number)))
    except SQLAlchemyError as error:
        raise NotRead(error) from error
    return None if kept is None or first is None or kept <= first else kept - 1


def _seal_of_last(connection: Connection, one: Over) -> str:
    wanted = select(_AUDIT.c.number, _AUDIT.c.seal).where(one.condition).order_by(_AUDIT.c.number.desc()).limit(1)
    last = connection.execute(wanted).one()
    return purged(last.number, last.seal)


@contextmanager
def _allowed(connection: Connection, table: Table) -> Iterator[None]:
    """The database lets rows of the table go for as long as the block; undone with the transaction where it fails."""
    if connection.dialect.name == "sqlite":
        wanted = text(
            "select name, sql from sqlite_schema where type = 'trigger' and tbl_name = :table and name like :no"
        )
        triggers = connection.execute(wanted, {"table": table.name, "no": "%_no_delete"}).all()
        for trigger in triggers:
            connection.exec_driver_sql(f'drop trigger "{trigger.name}"')
        yield
        for trigger in triggers:
            connection.exec_driver_sql(trigger.sql)
        return
    connection.exec_driver_sql(f'alter table "{table.name}" disable trigger user')
    yield
    connection.exec_driver_sql(f'alter table "{table.name}" enable trigger user')

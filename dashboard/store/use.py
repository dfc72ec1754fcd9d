"""Use of pages and packs: marked while the quarter runs, counted once when it is over, and told as floors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.journal import NotKept
from dashboard.store.models import UseFloor, UseMark, UseQuarter
from dashboard.store.models.base import table_of
from dashboard.store.reading import rows_of
from dashboard.store.telling import Place, floors
from dashboard.store.usable import usable
from dashboard.store.use_key import UseKey
from dashboard.store.writing import writing

QUARTERS_KEPT = 8
ANYTHING = "anything"
"""The thing that whoever uses Pejling at all has used: what is told of a thing is held against these people."""


@dataclass(frozen=True)
class Used:
    """Somebody used a page (`page:staff`) or a pack (`pack:centre:2026K3`). The person is never kept."""

    thing: str
    person: str
    role: str
    centre_id: str


@dataclass(frozen=True)
class Floor:
    """How many people at least used a thing in a quarter, by place (`telling.floors`)."""

    quarter: str
    thing: str
    role: str
    centre_id: str
    at_least: int


def quarter_of(day: date) -> str:
    """`2026K3`."""
    return f"{day.year}K{(day.month + 2) // 3}"


def quarters_before(quarter: str, count: int) -> str:
    """The quarter so many before another."""
    place = int(quarter[:4]) * 4 + int(quarter[5:]) - 1 - count
    return f"{place // 4}K{place % 4 + 1}"


def mark_use(store: Engine, key: UseKey, every: Iterable[Used]) -> None:
    """Mark what was used in the key's quarter; what is marked already stays as it is.

    Whoever has two roles in a quarter counts in the one that they were first seen in. Raises Unusable, NotKept.
    """
    try:
        with writing(store) as connection:
            for used in every:
                anything = _row(key, ANYTHING, used.person, used.role, used.centre_id)
                _add(connection, _MARK, anything)
                seen_as = connection.execute(_seen_as(anything)).one()
                _add(connection, _MARK, _row(key, used.thing, used.person, *seen_as))
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where=_MARK.name) from error


def count_quarters(store: Engine, now: str, *, at: datetime | None = None) -> list[str]:
    """Count the quarters before `now` that were not, throw all their marks away, and what is kept long enough.

    The quarters that were counted. Whoever asks at the same moment waits, and counts nothing twice. Raises NotKept.
    """
    try:
        with writing(store) as connection:
            over = connection.scalars(
                select(_MARK.c.quarter).where(_MARK.c.quarter < now).distinct().order_by(_MARK.c.quarter)
            ).all()
            counted = [quarter for quarter in over if _count(connection, quarter, at or datetime.now(UTC))]
            connection.execute(_MARK.delete().where(_MARK.c.quarter < now))
            for table in (_FLOOR, _QUARTER):
                connection.execute(table.delete().where(table.c.quarter < quarters_before(now, QUARTERS_KEPT)))
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where=_FLOOR.name) from error
    return counted


def counted_quarters(store: Engine) -> list[str]:
    """The quarters of which something may be told, the newest first. Raises NotRead."""
    return [row["quarter"] for row in rows_of(store, select(_QUARTER.c.quarter).order_by(_QUARTER.c.quarter.desc()))]


def told_use(store: Engine) -> list[Floor]:
    """All that is told of use. Raises NotRead."""
    order = (_FLOOR.c.quarter.desc(), _FLOOR.c.thing, _FLOOR.c.role, _FLOOR.c.centre_id)
    return [Floor(**row) for row in rows_of(store, select(_FLOOR).order_by(*order))]


def _count(connection: Connection, quarter: str, moment: datetime) -> bool:
    """Write what may be told of a quarter; False where another has."""
    if not _add(connection, _QUARTER, {"quarter": quarter, "counted_at": moment}):
        return False
    marks = _marks(connection, quarter)
    people = marks.pop(ANYTHING, {})
    for thing, looked in marks.items():
        for (role, centre_id), at_least in floors(people, looked).items():
            row = {"quarter": quarter, "thing": thing, "role": role, "centre_id": centre_id, "at_least": at_least}
            connection.execute(_FLOOR.insert(), row)
    return True


def _marks(connection: Connection, quarter: str) -> dict[str, dict[Place, int]]:
    """How many people used each thing by place.

    Where a key was lost within the quarter, of the marks with the key that most people have one of: somebody may have
    marks with both, and one person must never count as two.
    """
    by_key: dict[str, dict[str, dict[Place, int]]] = defaultdict(lambda: defaultdict(dict))
    columns = (_MARK.c.made_with, _MARK.c.thing, _MARK.c.role, _MARK.c.centre_id)
    counted = select(*columns, func.count()).where(_MARK.c.quarter == quarter).group_by(*columns).order_by(*columns)
    for made_with, thing, role, centre_id, count in connection.execute(counted):
        by_key[made_with][thing][role, centre_id] = count
    return max(by_key.values(), key=lambda marks: sum(marks[ANYTHING].values()), default={})


def _row(key: UseKey, thing: str, person: str, role: str, centre_id: str) -> dict[str, Any]:
    row = {"quarter": key.quarter, "made_with": key.made_with, "thing": thing, "mark": key.mark(thing, person)}
    return usable(_MARK, {**row, "role": role, "centre_id": centre_id})


def _seen_as(row: Mapping[str, Any]) -> Any:
    same = (_MARK.c[name] == row[name] for name in ("quarter", "made_with", "thing", "mark"))
    return select(_MARK.c.role, _MARK.c.centre_id).where(*same)


def _add(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Add a row; False where its key is there already, also when another adds it at the same moment."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    wanted = insert(table).values(**row).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return connection.execute(wanted).first() is not None


_MARK, _QUARTER, _FLOOR = table_of(UseMark), table_of(UseQuarter), table_of(UseFloor)

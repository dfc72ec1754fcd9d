"""What every table of the store is made of.

Types, the columns that say who, when and on which release, and the rule that rows are added and never changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, String, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column
from sqlalchemy.types import TypeDecorator

MOST_KRONER = Decimal(10) ** 15

ONE_OF = "one_of"
"""In a column's info: the words that it may hold."""
NEEDED = "needed"
"""In a column's info: blank is no answer; what it holds is what is missing then."""
MOST_LETTERS_OF = "most_letters"
"""In a column's info: how long a text may be where that is not what a person writes."""
IS_THROWN_AWAY = "is_thrown_away"
"""In a table's info: its rows are nobody's word, and are thrown away when they are old."""

# How long the names of things may be.
PERSON = String(200)
UNIT = String(100)
ROUND = String(100)
ACCOUNT_GROUP = String(100)
DELIVERY = String(100)
FILE = String(500)


class Oere(TypeDecorator[Decimal]):
    """An amount in DKK, kept as whole øre: exact in every database, also where numbers are floats."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(value.scaleb(2))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value).scaleb(-2)


class UtcMoment(TypeDecorator[datetime]):
    """A moment with its zone; kept in UTC, because not every database keeps the zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of the store."""


class WithKey(Base):
    """A table that keeps what somebody said about a thing: one row each time that it was said anew.

    `KEY` names the columns that say which thing; `version` counts from 1 without holes, and the highest one stands.
    """

    __abstract__ = True
    KEY: ClassVar[tuple[str, ...]]


class Versioned(WithKey):
    """Such a table with the columns that all have: the version beside the key, who, when and on which release."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=50)
    person: Mapped[str] = mapped_column(PERSON, sort_order=60)
    person_role: Mapped[str] = mapped_column(String(40), sort_order=61)
    entered_at: Mapped[datetime] = mapped_column(UtcMoment, sort_order=62)
    release: Mapped[str] = mapped_column(String(80), sort_order=63)


def table_of(model: type[Base]) -> Table:
    """The table that a model describes."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 (elsewhere a model may be a join; here each is a table)
    return table


class Overwritten(Exception):
    """Somebody's word was about to be changed or deleted: a fault of the program, never of a person."""


def _refuse(mapper: Mapper[Any], connection: object, target: object) -> None:  # noqa: ARG001 (SQLAlchemy calls so)
    raise Overwritten(f"{type(target).__name__} is only ever added to")


for _what in ("before_update", "before_delete"):
    event.listen(Base, _what, _refuse, propagate=True)

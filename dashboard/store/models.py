"""The tables of the store. Rows are added and never changed: a later one supersedes an earlier one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column
from sqlalchemy.types import TypeDecorator

MOST_KRONER = Decimal(10) ** 15


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


class CarryOverChange(Base):
    """An amount of the carry-over case that a person set instead of the proposal, with the reason.

    `version` counts the changes of a line from 1. `new_amount_dkk` NULL takes the line back to the proposal. The last
    three amounts are what the change was made on: the page says when a later release has moved them.
    """

    __tablename__ = "carry_over_change"
    __table_args__ = (UniqueConstraint("fiscal_year", "line_id", "version", name="one_change_a_version"),)

    change_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    fiscal_year: Mapped[int]
    line_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("carry_over_change.change_id"), unique=True)
    person: Mapped[str] = mapped_column(String(200))
    person_role: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(UtcMoment)
    release: Mapped[str] = mapped_column(String(80))
    old_amount_dkk: Mapped[Decimal] = mapped_column(Oere)
    new_amount_dkk: Mapped[Decimal | None] = mapped_column(Oere)
    reason: Mapped[str] = mapped_column(Text)
    revised_dkk: Mapped[Decimal] = mapped_column(Oere)
    outturn_dkk: Mapped[Decimal] = mapped_column(Oere)
    proposed_dkk: Mapped[Decimal] = mapped_column(Oere)


class Overwritten(Exception):
    """Somebody's word was about to be changed or deleted: a fault of the program, never of a person."""


def _refuse(mapper: Mapper[Any], connection: object, target: object) -> None:  # noqa: ARG001 (SQLAlchemy calls so)
    raise Overwritten(f"{type(target).__name__} is only ever added to")


event.listen(CarryOverChange, "before_update", _refuse)
event.listen(CarryOverChange, "before_delete", _refuse)

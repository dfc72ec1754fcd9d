"""Use of pages and packs: marks of the quarter that runs; of quarters that are over nothing but what may be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import IS_THROWN_AWAY, UNIT, Base, UtcMoment

QUARTER = String(6)
THING = String(100)
ROLE = String(40)


class UseMark(Base):
    """Somebody has used a thing in the quarter that runs. `mark` names nobody, and is another one for each thing.

    `made_with` tells the keys apart that marks were made with. No moment is kept: it would tell who it was. When the
    quarter is over, its marks are counted and thrown away.
    """

    __tablename__ = "use_mark"
    __table_args__ = ({"info": {IS_THROWN_AWAY: True}},)

    quarter: Mapped[str] = mapped_column(QUARTER, primary_key=True)
    made_with: Mapped[str] = mapped_column(String(16), primary_key=True)
    thing: Mapped[str] = mapped_column(THING, primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(ROLE)
    centre_id: Mapped[str] = mapped_column(UNIT)


class UseQuarter(Base):
    """A quarter that is over and has been counted; it is never counted again."""

    __tablename__ = "use_quarter"
    __table_args__ = ({"info": {IS_THROWN_AWAY: True}},)

    quarter: Mapped[str] = mapped_column(QUARTER, primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcMoment)


class UseFloor(Base):
    """How many people at least used a thing in a quarter: everybody, a role, or a role in a centre (`telling`)."""

    __tablename__ = "use_floor"
    __table_args__ = ({"info": {IS_THROWN_AWAY: True}},)

    quarter: Mapped[str] = mapped_column(QUARTER, primary_key=True)
    thing: Mapped[str] = mapped_column(THING, primary_key=True)
    role: Mapped[str] = mapped_column(ROLE, primary_key=True)
    centre_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    at_least: Mapped[int]

"""Who may see what, and who is logged in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.roles import ROLES
from dashboard.store.models.base import (
    IS_THROWN_AWAY,
    MOST_LETTERS_OF,
    NEEDED,
    ONE_OF,
    PERSON,
    UNIT,
    Base,
    UtcMoment,
    Versioned,
)

ISSUER = String(300)
GRANT_STATES = ("given", "taken")


class AccessGrant(Versioned):
    """A right, by number: somebody has a role for a unit and all below it, from one day to another."""

    __tablename__ = "access_grant"
    KEY = ("number",)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    issuer: Mapped[str] = mapped_column(ISSUER, info={NEEDED: "who vouches for the person"})
    subject: Mapped[str] = mapped_column(PERSON, info={NEEDED: "whose right it is"})
    role: Mapped[str] = mapped_column(String(40), info={ONE_OF: ROLES})
    unit_id: Mapped[str] = mapped_column(UNIT, info={NEEDED: "the unit that it is for"})
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    deputy_for: Mapped[str] = mapped_column(PERSON)
    state: Mapped[str] = mapped_column(String(10), info={ONE_OF: GRANT_STATES})
    words: Mapped[str] = mapped_column(Text)


class LoginSession(Base):
    """A browser that somebody has logged in with. The rows of this table change: seen again, ended.

    The browser holds a key; kept is only its SHA-256. `roles` are those that the login's own claims give, as JSON.
    """

    __tablename__ = "login_session"
    __table_args__ = ({"info": {IS_THROWN_AWAY: True}},)

    key_sum: Mapped[str] = mapped_column(String(64), primary_key=True)
    issuer: Mapped[str] = mapped_column(ISSUER)
    subject: Mapped[str] = mapped_column(PERSON)
    begun_at: Mapped[datetime] = mapped_column(UtcMoment)
    seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    roles: Mapped[str] = mapped_column(Text, info={MOST_LETTERS_OF: 100_000})
    id_token: Mapped[str] = mapped_column(Text, info={MOST_LETTERS_OF: 1_000_000})


class KnownPerson(Base):
    """Somebody who has logged in, with or without a right. The rows change with each login."""

    __tablename__ = "known_person"
    __table_args__ = ({"info": {IS_THROWN_AWAY: True}},)

    issuer: Mapped[str] = mapped_column(ISSUER, primary_key=True)
    subject: Mapped[str] = mapped_column(PERSON, primary_key=True)
    name: Mapped[str] = mapped_column(PERSON)
    email: Mapped[str] = mapped_column(String(320))
    first_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_at: Mapped[datetime] = mapped_column(UtcMoment)

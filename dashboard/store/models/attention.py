"""What people have been told and have looked at: reminders that were sent, and days on which a page was opened."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import PERSON, Base, UtcMoment


class ReminderSent(Base):
    """A reminder that was given to the mail server; its key is what keeps it from being sent twice."""

    __tablename__ = "reminder_sent"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), primary_key=True)
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(UtcMoment)


class Visit(Base):
    """The first time on a day (UTC) that a person opened a page, and the release that they saw then."""

    __tablename__ = "visit"

    person: Mapped[str] = mapped_column(PERSON, primary_key=True)
    page: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    release: Mapped[str] = mapped_column(String(80))

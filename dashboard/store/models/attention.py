"""What people have been told and have looked at: reminders that were sent, and days on which a page was opened."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import ONE_OF, PERSON, Base, UtcMoment

REMINDER_STEPS = ("claimed", "let_go")


class ReminderStep(Base):
    """A step on a reminder's way: a run has claimed it, or has let it go since the mail server refused it.

    `message_id` is the one that its letter has, however often it is sent.
    """

    __tablename__ = "reminder_step"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), primary_key=True)
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(20), info={ONE_OF: REMINDER_STEPS})
    at: Mapped[datetime] = mapped_column(UtcMoment)
    message_id: Mapped[str] = mapped_column(String(400))


class ReminderSent(Base):
    """A reminder that the mail server has taken; its key is what keeps it from being sent again."""

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

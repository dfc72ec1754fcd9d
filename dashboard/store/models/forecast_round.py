"""Forecast rounds: when they are open, what was forecast in them, and who stands by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import ACCOUNT_GROUP, ONE_OF, ROUND, UNIT, Oere, Versioned

ROUND_STATES = ("open", "closed", "withdrawn")
SIGN_STATES = ("draft", "ready", "returned", "approved")


class ForecastRoundEvent(Versioned):
    """A round as it was opened, given other dates, closed, opened again with the reason, or withdrawn.

    Days are whole ones; `closes_on` is the last of them.
    """

    __tablename__ = "forecast_round_event"
    KEY = ("fiscal_year", "round")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[str] = mapped_column(ROUND, primary_key=True)
    round_date: Mapped[date]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), info={ONE_OF: ROUND_STATES})
    words: Mapped[str] = mapped_column(Text)


class ForecastEntry(Versioned):
    """What an account group of a unit is expected to end the year at, in DKK, beside what was shown with it."""

    __tablename__ = "forecast_entry"
    KEY = ("fiscal_year", "round", "unit_id", "account_group")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[str] = mapped_column(ROUND, primary_key=True)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    account_group: Mapped[str] = mapped_column(ACCOUNT_GROUP, primary_key=True)
    amount_dkk: Mapped[Decimal] = mapped_column(Oere)
    comment: Mapped[str] = mapped_column(Text)
    run_rate_dkk: Mapped[Decimal | None] = mapped_column(Oere)
    statistical_dkk: Mapped[Decimal | None] = mapped_column(Oere)
    last_round_dkk: Mapped[Decimal | None] = mapped_column(Oere)
    revised_dkk: Mapped[Decimal | None] = mapped_column(Oere)


class ForecastSign(Versioned):
    """Where a unit's forecast of a round stands: being written, ready, sent back with words, or approved above."""

    __tablename__ = "forecast_sign"
    KEY = ("fiscal_year", "round", "unit_id")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[str] = mapped_column(ROUND, primary_key=True)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    state: Mapped[str] = mapped_column(String(20), info={ONE_OF: SIGN_STATES})
    words: Mapped[str] = mapped_column(Text)

"""Explanations of a deviation: why, what is done about it, by whom and until when, and what came of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import ACCOUNT_GROUP, NEEDED, ONE_OF, PERSON, UNIT, Oere, Versioned

CAUSES = ("price", "volume", "timing", "technical", "other")


class Explanation(Versioned):
    """Why a unit's account group deviates in a period. `outcome` is said of it later; withdrawn ones are not shown.

    The two variances are what was looked at when it was said: with carry-over, in that day's organisation.
    """

    __tablename__ = "explanation"
    KEY = ("fiscal_year", "period", "unit_id", "account_group")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    account_group: Mapped[str] = mapped_column(ACCOUNT_GROUP, primary_key=True)
    cause: Mapped[str] = mapped_column(String(20), info={ONE_OF: CAUSES})
    words: Mapped[str] = mapped_column(Text, info={NEEDED: "words"})
    action: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str] = mapped_column(PERSON)
    deadline: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(Text)
    is_withdrawn: Mapped[bool]
    is_done: Mapped[bool | None]
    forecast_variance_dkk: Mapped[Decimal | None] = mapped_column(Oere)
    variance_to_date_dkk: Mapped[Decimal | None] = mapped_column(Oere)

"""The carry-over case: amounts that people set instead of the proposal."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import NEEDED, PERSON, Oere, UtcMoment, WithKey


class CarryOverChange(WithKey):
    """An amount of the carry-over case that a person set instead of the proposal, with the reason.

    `version` counts the changes of a line from 1. `new_amount_dkk` NULL takes the line back to the proposal. The last
    three amounts are what the change was made on: the page says when a later release has moved them.
    """

    __tablename__ = "carry_over_change"
    __table_args__ = (UniqueConstraint("fiscal_year", "line_id", "version", name="one_change_a_version"),)
    KEY = ("fiscal_year", "line_id")

    change_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    fiscal_year: Mapped[int]
    line_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("carry_over_change.change_id"), unique=True)
    person: Mapped[str] = mapped_column(PERSON)
    person_role: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(UtcMoment)
    release: Mapped[str] = mapped_column(String(80))
    old_amount_dkk: Mapped[Decimal] = mapped_column(Oere)
    new_amount_dkk: Mapped[Decimal | None] = mapped_column(Oere)
    reason: Mapped[str] = mapped_column(Text, info={NEEDED: "a reason"})
    revised_dkk: Mapped[Decimal] = mapped_column(Oere)
    outturn_dkk: Mapped[Decimal] = mapped_column(Oere)
    proposed_dkk: Mapped[Decimal] = mapped_column(Oere)

"""Orders for data: who needs what for which decision, who owns it, and how far it has come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import NEEDED, ONE_OF, PERSON, UNIT, Versioned

ORDER_STATES = ("asked", "agreed", "delivered", "closed")


class DataOrder(Versioned):
    """An order for data, by number: whoever asks states the need, the data unit agrees, delivers and closes."""

    __tablename__ = "data_order"
    KEY = ("number",)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200), info={NEEDED: "what is needed"})
    unit_id: Mapped[str] = mapped_column(UNIT, info={NEEDED: "the unit that it is for"})
    asked_by: Mapped[str] = mapped_column(PERSON, info={NEEDED: "who needs it"})
    purpose: Mapped[str] = mapped_column(Text, info={NEEDED: "what it is for"})
    decision: Mapped[str] = mapped_column(Text, info={NEEDED: "the decision that it serves"})
    needed_by: Mapped[date]
    owner: Mapped[str] = mapped_column(PERSON)
    validator: Mapped[str] = mapped_column(PERSON)
    state: Mapped[str] = mapped_column(String(20), info={ONE_OF: ORDER_STATES})
    words: Mapped[str] = mapped_column(Text)

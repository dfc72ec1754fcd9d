"""What was done that somebody may have to answer for: a list that is only added to, each line sealed with the last."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import NEEDED, ONE_OF, PERSON, UNIT, Base, UtcMoment

Kind = Literal[
    "login",
    "login_refused",
    "logout",
    "grant",
    "staff_view",
    "download",
    "publication",
    "refused",
    "purge",
    "restore",
]
AUDIT_KINDS: tuple[Kind, ...] = get_args(Kind)


class AuditEntry(Base):
    """One thing that was done or refused. `seal` is a sum over the line and the seal of the line `before`."""

    __tablename__ = "audit_entry"
    # Whoever is looked for has few lines among very many, and the newest of them come first.
    __table_args__ = (
        Index("audit_entry_of_person", "person", "number"),
        Index("audit_entry_of_kind", "kind", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    kind: Mapped[str] = mapped_column(String(20), info={ONE_OF: AUDIT_KINDS})
    person: Mapped[str] = mapped_column(PERSON, info={NEEDED: "who did it"})
    person_role: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[str] = mapped_column(UNIT)
    release: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))

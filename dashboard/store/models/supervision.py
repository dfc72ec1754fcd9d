"""The month's or quarter's financial supervision: what was drawn, looked at, signed, and made of it by finance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import (
    DELIVERY,
    FILE,
    MOST_LETTERS_OF,
    NEEDED,
    ONE_OF,
    PERSON,
    UNIT,
    Base,
    Oere,
    Versioned,
)

MARKS = ("seen", "asked", "wrong")
SUPERVISION_STATES = ("signed", "withdrawn", "waived")
FOLLOW_UP_STATES = ("picked", "done", "dropped")


class SupervisionSample(Versioned):
    """A drawing of postings for a unit's supervision; the same seed on the same release draws the same."""

    __tablename__ = "supervision_sample"
    KEY = ("fiscal_year", "period", "unit_id")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    seed: Mapped[str] = mapped_column(String(200))


class SupervisionSampleLine(Base):
    """One posting of a drawing, by its line in the extract. `reasons` are the names of the rules that it met."""

    __tablename__ = "supervision_sample_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ("fiscal_year", "period", "unit_id", "version"),
            (
                "supervision_sample.fiscal_year",
                "supervision_sample.period",
                "supervision_sample.unit_id",
                "supervision_sample.version",
            ),
            name="drawn_in",
        ),
    )

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    delivery_id: Mapped[str] = mapped_column(DELIVERY, primary_key=True)
    file: Mapped[str] = mapped_column(FILE, primary_key=True)
    line: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    voucher: Mapped[str] = mapped_column(String(200))
    amount_dkk: Mapped[Decimal] = mapped_column(Oere)
    reasons: Mapped[str] = mapped_column(Text, info={MOST_LETTERS_OF: 10_000})


class SupervisionMark(Versioned):
    """What the manager says of a drawn posting. `sample_version` is the drawing that it was marked in."""

    __tablename__ = "supervision_mark"
    __table_args__ = (
        ForeignKeyConstraint(
            ("fiscal_year", "period", "unit_id", "sample_version", "delivery_id", "file", "line"),
            (
                "supervision_sample_line.fiscal_year",
                "supervision_sample_line.period",
                "supervision_sample_line.unit_id",
                "supervision_sample_line.version",
                "supervision_sample_line.delivery_id",
                "supervision_sample_line.file",
                "supervision_sample_line.line",
            ),
            name="of_a_drawn_line",
        ),
    )
    KEY = ("fiscal_year", "period", "unit_id", "delivery_id", "file", "line")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    delivery_id: Mapped[str] = mapped_column(DELIVERY, primary_key=True)
    file: Mapped[str] = mapped_column(FILE, primary_key=True)
    line: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sample_version: Mapped[int]
    mark: Mapped[str] = mapped_column(String(20), info={ONE_OF: MARKS})
    words: Mapped[str] = mapped_column(Text)


class SupervisionSign(Versioned):
    """A signature under a unit's supervision. `answers` is JSON: item of the checklist to yes, no or not_relevant."""

    __tablename__ = "supervision_sign"
    KEY = ("fiscal_year", "period", "unit_id")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    answers: Mapped[str] = mapped_column(Text, info={MOST_LETTERS_OF: 100_000})
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), info={ONE_OF: SUPERVISION_STATES})


class AtypicalDismissal(Versioned):
    """One reason for which a posting is atypical, set aside with words, or taken up again."""

    __tablename__ = "atypical_dismissal"
    KEY = ("delivery_id", "file", "line", "rule")

    delivery_id: Mapped[str] = mapped_column(DELIVERY, primary_key=True)
    file: Mapped[str] = mapped_column(FILE, primary_key=True)
    line: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    rule: Mapped[str] = mapped_column(String(100), primary_key=True)
    reason: Mapped[str] = mapped_column(Text, info={NEEDED: "a reason"})
    is_dismissed: Mapped[bool]


class FollowUp(Versioned):
    """A unit that finance looks into: why, who does it, until when, and what came of it."""

    __tablename__ = "follow_up"
    KEY = ("fiscal_year", "period", "unit_id")

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    why: Mapped[str] = mapped_column(Text, info={NEEDED: "a reason"})
    who: Mapped[str] = mapped_column(PERSON)
    due_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), info={ONE_OF: FOLLOW_UP_STATES})

"""Focus areas: the texts as they are edited, who validated them, what was published, and what the manager answered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.models.base import MOST_LETTERS_OF, NEEDED, ONE_OF, PERSON, UNIT, Versioned

AREA = String(400)
"""What an area is known by: `signal:subject` where a signal proposed it, `own:1` and so on where somebody added it."""
SPAN = String(10)
TITLE = String(200)

VALIDATIONS = ("asked", "valid", "not_valid")
DECISIONS = ("act", "watch", "not_relevant")
DONE = ("done", "partly", "not_done")


class FocusText(Versioned):
    """An area of a centre in a span as the data unit has edited it.

    `place` is its order among the centre's areas, None for one that is left out, and then `drop_reason` says why.
    Without a Danish title the texts are those that the figures propose. An English text may be empty: the pack in
    English shows the Danish one then.
    """

    __tablename__ = "focus_text"
    KEY = ("span", "centre_id", "area")

    span: Mapped[str] = mapped_column(SPAN, primary_key=True)
    centre_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    area: Mapped[str] = mapped_column(AREA, primary_key=True)
    place: Mapped[int | None]
    title_da: Mapped[str] = mapped_column(TITLE)
    sees_da: Mapped[str] = mapped_column(Text)
    why_da: Mapped[str] = mapped_column(Text)
    silent_da: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(TITLE)
    sees_en: Mapped[str] = mapped_column(Text)
    why_en: Mapped[str] = mapped_column(Text)
    silent_en: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(PERSON)
    drop_reason: Mapped[str] = mapped_column(Text)


class FocusValidation(Versioned):
    """A named representative is asked to look at a centre's texts, and has; `texts` is the mark of those texts."""

    __tablename__ = "focus_validation"
    KEY = ("span", "centre_id")

    span: Mapped[str] = mapped_column(SPAN, primary_key=True)
    centre_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    state: Mapped[str] = mapped_column(String(20), info={ONE_OF: VALIDATIONS})
    representative: Mapped[str] = mapped_column(PERSON, info={NEEDED: "the representative's name"})
    words: Mapped[str] = mapped_column(Text)
    texts: Mapped[str] = mapped_column(String(64), info={NEEDED: "the texts that were looked at"})


class FocusPublication(Versioned):
    """A centre's areas as they were published: the version is the edition, `areas` is all that was shown, as JSON."""

    __tablename__ = "focus_publication"
    KEY = ("span", "centre_id")

    span: Mapped[str] = mapped_column(SPAN, primary_key=True)
    centre_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    areas: Mapped[str] = mapped_column(Text, info={NEEDED: "the areas", MOST_LETTERS_OF: 1_000_000})
    what_changed: Mapped[str] = mapped_column(Text)


class FocusDecision(Versioned):
    """What the centre's manager has decided about a published area, who does what, and until when."""

    __tablename__ = "focus_decision"
    KEY = ("span", "centre_id", "area")

    span: Mapped[str] = mapped_column(SPAN, primary_key=True)
    centre_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    area: Mapped[str] = mapped_column(AREA, primary_key=True)
    decision: Mapped[str] = mapped_column(String(20), info={ONE_OF: DECISIONS})
    words: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str] = mapped_column(PERSON)
    deadline: Mapped[date | None]


class FocusOutcome(Versioned):
    """What came of an area's action, said in the span after it."""

    __tablename__ = "focus_outcome"
    KEY = ("span", "centre_id", "area")

    span: Mapped[str] = mapped_column(SPAN, primary_key=True)
    centre_id: Mapped[str] = mapped_column(UNIT, primary_key=True)
    area: Mapped[str] = mapped_column(AREA, primary_key=True)
    is_done: Mapped[str] = mapped_column(String(20), info={ONE_OF: DONE})
    words: Mapped[str] = mapped_column(Text)

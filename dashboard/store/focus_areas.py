"""Focus areas as people work on them: edited, validated, published in editions, decided on, and followed up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Engine

from dashboard.store.audit import tells
from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import FocusDecision, FocusOutcome, FocusPublication, FocusText, FocusValidation
from dashboard.store.models.base import WithKey, table_of
from dashboard.store.reading import Question
from dashboard.store.usable import Unusable

OWN = "own:"  # what the key of an area begins with that somebody added by hand
Validity = Literal["asked", "valid", "not_valid"]
Choice = Literal["act", "watch", "not_relevant"]
Done = Literal["done", "partly", "not_done"]


@dataclass(frozen=True, kw_only=True)
class TextWish:
    """An area's texts, its place among the centre's areas, and who owns the data; without a place it is left out.

    Without a Danish title the texts and the owner are those that the figures propose, whatever they come to be.
    """

    span: str
    centre_id: str
    area: str
    place: int | None
    title_da: str = ""
    sees_da: str = ""
    why_da: str = ""
    silent_da: str = ""
    title_en: str = ""
    sees_en: str = ""
    why_en: str = ""
    silent_en: str = ""
    owner: str = ""
    drop_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Text(TextWish, Kept):
    """An area's texts as they stand."""


@dataclass(frozen=True, kw_only=True)
class ValidationWish:
    """A representative is asked to look at the texts whose mark is `texts`, or has; others are not validated by it."""

    span: str
    centre_id: str
    state: Validity
    representative: str
    texts: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Validation(ValidationWish, Kept):
    """A validation as it stands."""


@dataclass(frozen=True, kw_only=True)
class PublicationWish:
    """A centre's areas as they are shown from now on, as JSON; from the second edition on with what has changed."""

    span: str
    centre_id: str
    areas: str
    what_changed: str = ""


@dataclass(frozen=True, kw_only=True)
class Publication(PublicationWish, Kept):
    """An edition: its number is the version."""


@dataclass(frozen=True, kw_only=True)
class DecisionWish:
    """What the manager has decided about a published area."""

    span: str
    centre_id: str
    area: str
    decision: Choice
    words: str = ""
    action: str = ""
    responsible: str = ""
    deadline: date | None = None


@dataclass(frozen=True, kw_only=True)
class Decision(DecisionWish, Kept):
    """A decision as it stands."""


@dataclass(frozen=True, kw_only=True)
class OutcomeWish:
    """What came of the action on an area; `span` is the one in which the area was published."""

    span: str
    centre_id: str
    area: str
    is_done: Done
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome(OutcomeWish, Kept):
    """What came of an action, as it stands."""


def record_texts(
    store: Engine, wishes: list[tuple[TextWish, int]], author: Author, *, now: datetime | None = None
) -> list[Text]:
    """Edit, order, add or drop areas, each with the version that was seen of it; all of them or none.

    Raises Unusable also for one that is dropped without a reason, and for one added by hand without a title; else as
    `Journal.append_all`.
    """
    for wish, _ in wishes:
        if wish.area.startswith(OWN) and not wish.title_da.strip():
            raise _missing("focus_text", "title_da", "an area that is added by hand needs a title")
        if wish.place is None and not wish.drop_reason.strip():
            raise _missing("focus_text", "drop_reason", "an area that is left out needs a reason")
    return _TEXTS.append_all(store, [(asdict(wish), seen) for wish, seen in wishes], author, now=now)


def record_validation(
    store: Engine, wish: ValidationWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Validation:
    """Validate a centre's texts or say what is wrong with them. Raises Outdated, Unusable, NotKept."""
    if wish.state == "not_valid" and not wish.words.strip():
        raise _missing("focus_validation", "words", "texts that are not valid need a word on what is wrong")
    return _VALIDATIONS.append(store, asdict(wish), author, seen_version=seen_version, now=now)


def record_publication(
    store: Engine, wish: PublicationWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Publication:
    """Publish a centre's areas: the first edition, or one more that says what changed.

    Raises Outdated, Unusable, NotKept.
    """
    if seen_version and not wish.what_changed.strip():
        raise _missing("focus_publication", "what_changed", "a new edition says what has changed")
    return _PUBLICATIONS.append_all(store, [(asdict(wish), seen_version)], author, now=now, also=_TELL_PUBLICATION)[0]


def record_decision(
    store: Engine, wish: DecisionWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Decision:
    """Decide about an area, or decide anew. To act needs an action and somebody responsible.

    Raises Outdated, Unusable, NotKept.
    """
    if wish.decision == "act" and not wish.action.strip():
        raise _missing("focus_decision", "action", "to act needs an action")
    if wish.decision == "act" and not wish.responsible.strip():
        raise _missing("focus_decision", "responsible", "to act needs somebody responsible")
    return _DECISIONS.append(store, asdict(wish), author, seen_version=seen_version, now=now)


def record_outcome(
    store: Engine, wish: OutcomeWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Outcome:
    """Say what came of an action. Raises Outdated, Unusable, NotKept."""
    return _OUTCOMES.append(store, asdict(wish), author, seen_version=seen_version, now=now)


def standing_texts(store: Engine, span: str, centre_id: str | None = None) -> dict[tuple[str, str], Text]:
    """What stands of a span's areas, dropped ones too, by centre and area. Raises NotRead."""
    return {(said.centre_id, said.area): said for said in _TEXTS.standing(store, *_of(FocusText, span, centre_id))}


def standing_validations(store: Engine, span: str, centre_id: str | None = None) -> dict[str, Validation]:
    """Whose texts are validated, by centre. Raises NotRead."""
    return {said.centre_id: said for said in _VALIDATIONS.standing(store, *_of(FocusValidation, span, centre_id))}


def standing_publications(
    store: Engine, span: str | None = None, centre_id: str | None = None
) -> dict[tuple[str, str], Publication]:
    """The newest edition of each span and centre. Raises NotRead."""
    found = _PUBLICATIONS.standing(store, *_of(FocusPublication, span, centre_id))
    return {(said.span, said.centre_id): said for said in found}


def questions_of_centre(
    centre_id: str,
) -> tuple[Question[list[Publication]], Question[list[Decision]], Question[list[Validation]]]:
    """What stands of a centre in every span: editions, decisions, validations."""
    return (
        _PUBLICATIONS.question(*_of(FocusPublication, None, centre_id)),
        _DECISIONS.question(*_of(FocusDecision, None, centre_id)),
        _VALIDATIONS.question(*_of(FocusValidation, None, centre_id)),
    )


def editions(store: Engine, span: str, centre_id: str) -> list[Publication]:
    """Every edition of a centre's areas, the newest first. Raises NotRead."""
    return _PUBLICATIONS.history(store, *_of(FocusPublication, span, centre_id))


def standing_decisions(
    store: Engine, span: str | None = None, centre_id: str | None = None
) -> dict[tuple[str, str, str], Decision]:
    """What is decided, by span, centre and area. Raises NotRead."""
    found = _DECISIONS.standing(store, *_of(FocusDecision, span, centre_id))
    return {(said.span, said.centre_id, said.area): said for said in found}


def standing_outcomes(
    store: Engine, span: str | None = None, centre_id: str | None = None
) -> dict[tuple[str, str, str], Outcome]:
    """What came of actions, by the span, centre and area that they were about. Raises NotRead."""
    found = _OUTCOMES.standing(store, *_of(FocusOutcome, span, centre_id))
    return {(said.span, said.centre_id, said.area): said for said in found}


def text_history(store: Engine, span: str, centre_id: str, area: str) -> list[Text]:
    """All that an area has been called, the newest first. Raises NotRead."""
    table = table_of(FocusText)
    return _TEXTS.history(store, *_of(FocusText, span, centre_id), table.c.area == area)


def decision_history(store: Engine, span: str, centre_id: str, area: str) -> list[Decision]:
    """Every decision about an area, the newest first. Raises NotRead."""
    table = table_of(FocusDecision)
    return _DECISIONS.history(store, *_of(FocusDecision, span, centre_id), table.c.area == area)


def outcome_history(store: Engine, span: str, centre_id: str, area: str) -> list[Outcome]:
    """Everything said of what came of an area, the newest first. Raises NotRead."""
    table = table_of(FocusOutcome)
    return _OUTCOMES.history(store, *_of(FocusOutcome, span, centre_id), table.c.area == area)


def _of(model: type[WithKey], span: str | None, centre_id: str | None) -> list[ColumnElement[bool]]:
    columns = table_of(model).c
    wanted = {"span": span, "centre_id": centre_id}
    return [columns[name] == value for name, value in wanted.items() if value is not None]


def _missing(where: str, field: str, what: str) -> Unusable:
    return Unusable(what, where=where, remedy="write it", field=field, fault="missing")


_TEXTS = Journal(FocusText, plain(Text))
_VALIDATIONS = Journal(FocusValidation, plain(Validation))
_TELL_PUBLICATION = tells(
    "publication", lambda row: f"focus areas {row['span']}, edition {row['version']}", "centre_id"
)
_PUBLICATIONS = Journal(FocusPublication, plain(Publication))
_DECISIONS = Journal(FocusDecision, plain(Decision))
_OUTCOMES = Journal(FocusOutcome, plain(Outcome))

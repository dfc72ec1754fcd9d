"""Use in words: what was used most, by whom, of what nothing can be told, and why."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.decisions.use import Use, UseOfQuarter
from dashboard.packs.content import Sort
from dashboard.roles import Role
from dashboard.sentences.focus_words import span_name
from dashboard.sentences.words import PAGES
from dashboard.texts import Texts, mark

TITLE = mark("Is Pejling used, and by whom?")
ROLES: Mapping[Role, str] = {
    "centre_manager": mark("Centre managers"),
    "institution_head": mark("Institution heads"),
    "controller": mark("Controllers"),
    "director": mark("Directors"),
    "data_unit": mark("Data unit"),
    "analyst": mark("Analysts"),
}
"""People of a role, all together; an administrator sees no figures, so there is nothing to count."""
SORTS: Mapping[Sort, str] = {
    "centre": mark("The centres' packs, {span}"),
    "directors": mark("The directors' pack, {span}"),
    "facts": mark("Fact sheets, {span}"),
}
TOO_FEW = mark("too few")
MOST_NAMED = 4
_WHY = mark(
    "A number is a floor in steps of five: “at least 15” is fifteen people or more. It is told only as high as leaves "
    "it open for any four people whether they were among them. “Too few” stands where few used it and where few "
    "did not; which of the two is not told."
)
_HOW = mark(
    "A person counts once a quarter, however often they look. While a quarter runs, nothing is told and no name is "
    "kept; when it is over, it is counted, the marks are thrown away and their key is destroyed. What is told is kept "
    "for two years."
)


def name(texts: Texts, use: Use) -> str:
    """What a page or some packs are called."""
    if use.page:
        return texts.say(PAGES[use.page])
    if use.pack:
        sort, span = use.pack
        return texts.say(SORTS[sort], span=span_name(texts, span))
    return use.thing


def at_least(texts: Texts, count: int) -> str:
    """`mindst 15`; of what cannot be told, that it is too few."""
    return texts.say("at least {count}", count=texts.count(count)) if count else texts.say(TOO_FEW)


def sentence(texts: Texts, found: UseOfQuarter) -> Sentence:
    """What was used most in a quarter, and of how much nothing can be told."""
    span, most = span_name(texts, found.quarter), found.pages[0]
    hidden = [name(texts, one) for one in found.pages if not one.at_least()]
    if not most.at_least():
        return Sentence(texts.say("Of {span} no number can be told: it would be about too few people.", span=span))
    lead = texts.say(
        "{page} was used most in {span}: by at least {count} people.",
        page=name(texts, most), span=span, count=texts.count(most.at_least()),
    )  # fmt: skip
    if not hidden:
        return Sentence(lead, texts.say("Of every page something can be told."))
    if len(hidden) > MOST_NAMED:
        return Sentence(
            lead,
            texts.say("Of {count} pages nothing can be told: it would be about too few people.", count=len(hidden)),
        )
    *others, last = hidden
    names = texts.say(" and ").join(filter(None, (", ".join(others), last)))
    return Sentence(lead, texts.say("Of {pages} nothing can be told: it would be about too few people.", pages=names))


def nothing_yet(texts: Texts, *, is_known: bool) -> Sentence:
    """Why nothing is told at all."""
    if not is_known:
        return Sentence(texts.say("What was counted cannot be read right now."), texts.say("Try again in a moment."))
    lead = texts.say("No quarter has been counted yet.")
    return Sentence(lead, texts.say("Use is told by the quarter, once the quarter is over."), more=texts.say(_HOW))


def key_figures(texts: Texts, found: UseOfQuarter) -> tuple[KeyFigure, ...]:
    """What managers and heads use most, and the pack that was read most."""
    roles: tuple[tuple[Role, str], ...] = (
        ("centre_manager", texts.say("Most used by centre managers")),
        ("institution_head", texts.say("Most used by institution heads")),
    )
    figures = [_most(texts, label, [(one, one.at_least(role)) for one in found.pages]) for role, label in roles]
    packs = [(one, one.at_least()) for one in found.packs]
    return tuple(filter(None, (*figures, _most(texts, texts.say("Most read pack"), packs))))


def _most(texts: Texts, label: str, used: list[tuple[Use, int]]) -> KeyFigure | None:
    """The things that most people used, the first of them by name; None where nothing can be told of any."""
    highest = max((count for _, count in used), default=0)
    if not highest:
        return None
    first, *others = (one for one, count in used if count == highest)
    also = texts.say_many("and {count} other", "and {count} others", len(others)) if others else ""
    notes = (Note(" ".join(filter(None, (name(texts, first), also)))),)
    return KeyFigure(label, at_least(texts, highest), texts.say("people"), notes=notes)


def compared(texts: Texts, use: Use) -> str:
    """How it was in the quarter before; nothing where that was not counted."""
    if use.before is None:
        return ""
    if use.before == use.at_least():
        return texts.say("as the quarter before")
    return texts.say("the quarter before: {count}", count=at_least(texts, use.before))


def notes(texts: Texts) -> tuple[str, ...]:
    """What a number says and does not say, and what is kept of whoever looks."""
    return texts.say(_WHY), texts.say(_HOW)

"""A centre's newest focus areas on Mit center: what they are, what was decided, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import access
from dashboard.components.agenda import Entry, Section
from dashboard.decisions.my_centre import Said
from dashboard.decisions.published_areas import PublishedCentre
from dashboard.looks.look import Look
from dashboard.queries import focus_areas as queries
from dashboard.sentences import focus_areas as words
from dashboard.sentences.focus_words import span_name
from dashboard.store.focus_areas import Decision

GOAL = "focus"


@dataclass(frozen=True)
class CentreAreas:
    """The areas that came out last, with their decisions by area, and the span that somebody is asked to validate."""

    published: PublishedCentre | None
    decisions: Mapping[str, Decision]
    asked_span: str

    @property
    def unanswered(self) -> int:
        return sum(area.area not in self.decisions for area in self.published.areas) if self.published else 0


def centre_areas(look: Look, said: Said) -> CentreAreas:
    """Those of the centre that the page is about, which whoever sees it sees whole; none of another unit."""
    # Of the spans, not of the editions: a correction of an earlier quarter does not bring it back.
    published = max(
        (PublishedCentre.read(one.areas) for one in said.editions),
        key=lambda one: (one.data_until, one.span),
        default=None,
    )
    decided = {one.area: one for one in said.decisions if published and one.span == published.span}
    return CentreAreas(published, decided, _asked(look, said))


def section(look: Look, found: CentreAreas) -> tuple[Section, ...]:
    """The areas a line each; nothing where none came out."""
    texts = look.texts
    if found.published is None:
        return ()
    title = texts.say("Focus areas, {span}", span=span_name(texts, found.published.span))
    entries = []
    for number, area in enumerate(found.published.areas, start=1):
        said = words.decided(texts, found.decisions.get(area.area))
        text = f"{number}. {area.words(texts.language).title}"
        entries.append(Entry(text, said.text, said.tone, said.mark, f"{GOAL}:{found.published.span}"))
    return (Section(title, tuple(entries), ""),)


def waiting(look: Look, found: CentreAreas) -> tuple[Entry, ...]:
    """What somebody is to answer: the decisions that are owed, and whether the next areas are true."""
    texts, entries = look.texts, []
    if found.published and found.unanswered and access.may(look.person, "decide_focus_areas"):
        told = texts.say_many(
            "{count} focus area waits for your decision", "{count} focus areas wait for your decision", found.unanswered
        )
        span = found.published.span
        entries.append(Entry(told, span_name(texts, span), "watch", "watch", f"{GOAL}:{span}"))
    if found.asked_span:
        told = texts.say("You are asked whether the next focus areas are true")
        span = found.asked_span
        entries.append(Entry(told, span_name(texts, span), "watch", "watch", f"{GOAL}:{span}"))
    return tuple(entries)


def _asked(look: Look, said: Said) -> str:
    """The newest span of which somebody waits to hear whether its areas are true, for whoever may say so."""
    if not access.may(look.person, "validate_focus_areas"):
        return ""
    asked = {one.span for one in said.validations if one.state == "asked"}
    spans = queries.spans(look.door).filter(is_newest=True)["span"] if asked else ()
    return next((str(span) for span in spans if span in asked), "")

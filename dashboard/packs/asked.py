"""What a pack is asked of: a release through the recipient's door, the store, a language, a span and a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from dashboard.packs.wanted import NotMade
from dashboard.queries import focus_areas
from dashboard.queries.budget_followup import Cut
from dashboard.sentences.focus_words import span_name
from dashboard.sentences.pack_words import REASONS
from dashboard.texts import Texts
from dashboard.warehouse import Door


class NoPack(NotMade):
    """There is no pack to make, for a reason that is told in one sentence in the pack's language."""

    def __init__(self, reason: str, texts: Texts, **values: object) -> None:
        self.reason = reason
        sentence = texts.say(REASONS[reason], **values)
        super().__init__(sentence.rstrip("."), where="pack", remedy=_REMEDIES[reason], sentence=sentence)


_REMEDIES = {
    "not_over": "choose a span that is over",
    "not_published": "publish them on the page Fokusområder",
    "no_centre": "choose one of its centres",
    "none_published": "publish them on the page Fokusområder",
    "no_release": "publish a new edition of the focus areas on the release of today",
    "other_version": "publish a new edition of the focus areas on the release of today",
    "no_money": "choose a unit with money",
}


@dataclass(frozen=True)
class Asked:
    """All that a chapter is made of. `span` is a row of focus_areas__span; `unit_id` the centre, or the whole."""

    door: Door
    store: Engine
    texts: Texts
    span: Mapping[str, Any]
    unit_id: str
    unit_name: str

    @property
    def cut(self) -> Cut:
        """The year as it stood at the end of the span, in today's organisation, with what was carried over."""
        return Cut(self.span["fiscal_year"], self.span["last_period"])

    @property
    def year(self) -> int:
        return int(self.span["fiscal_year"])

    @property
    def span_name(self) -> str:
        return span_name(self.texts, self.span["span"])

    def say(self, text: str, /, **values: object) -> str:
        return self.texts.say(text, **values)


def span_of(door: Door, texts: Texts, span: str) -> Mapping[str, Any]:
    """The span by its name. Raises NoPack for one that is not over."""
    rows = focus_areas.spans(door).to_dicts()
    found = next((row for row in rows if row["span"] == span), None)
    if found is None:
        raise NoPack("not_over", texts, span=span_name(texts, span))
    return found


def span_before(door: Door, span: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The span of its kind before one; None for the first."""
    wanted = (span["span_kind"], span["span_number"] - 1)
    rows = focus_areas.spans(door).to_dicts()
    return next((row for row in rows if (row["span_kind"], row["span_number"]) == wanted), None)

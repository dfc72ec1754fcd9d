"""A centre's focus areas in the making: what the release proposes, with what the data unit has made of it laid over.

The one place where texts, validation and checklist meet the candidates. What is published is `published_areas`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from dashboard.decisions.published_areas import AreaFigure, AreaTexts, PublishedArea, PublishedCentre
from dashboard.queries import data_quality
from dashboard.queries import focus_areas as queries
from dashboard.sentences.focus_words import proposed
from dashboard.store.at_hand import AtHand
from dashboard.store.focus_areas import (
    Decision,
    Outcome,
    Publication,
    Text,
    Validation,
    standing_decisions,
    standing_outcomes,
    standing_publications,
    standing_texts,
    standing_validations,
)
from dashboard.texts import LANGUAGES, Language
from dashboard.warehouse import Door
from pipelines.signals import PLACES, signals

Candidate = Mapping[str, Any]
FEWEST = 4
MOST_OF_A_TITLE, MOST_OF_A_TEXT = 160, 700  # letters; half a page of the pack holds no more
_PARTS = tuple(AreaTexts.model_fields)
_GAP = re.compile("|".join(f"{{{place}}}" for place in sorted(PLACES)))

Must = Literal["enough_areas", "texts_written", "owners_named", "validated", "data_complete", "last_span_answered"]
# What may be published all the same, if the publication says so.
MAY_LACK: frozenset[Must] = frozenset({"data_complete", "last_span_answered"})


@dataclass(frozen=True)
class Area:
    """An area in the making: its texts in force, where they come from, and its candidate (None: added by hand)."""

    key: str
    da: AreaTexts
    en: AreaTexts
    owner: str
    candidate: Candidate | None
    said: Text | None
    series: tuple[tuple[str, Any, Any], ...] = ()

    @property
    def is_edited(self) -> bool:
        """Whether somebody has written its texts: else they are those that the figures propose."""
        return self.said is not None and bool(self.said.title_da)

    @property
    def place(self) -> int | None:
        """Where it was put among the chosen; None where nobody has put it anywhere, or it is left out."""
        return self.said.place if self.said else None

    @property
    def seen_version(self) -> int:
        """The version that whoever edits it has seen."""
        return self.said.version if self.said else 0

    def published(self) -> PublishedArea:
        """The area as it is frozen."""
        return PublishedArea(area=self.key, da=self.da, en=self.en, owner=self.owner, figure=self.figure)

    @property
    def figure(self) -> AreaFigure | None:
        """Its figure with the pieces of its score; None for one that was added by hand."""
        if self.candidate is None:
            return None
        named = {name: self.candidate[name] for name in AreaFigure.model_fields if name != "series"}
        return AreaFigure(**named | {"subject_name": named["subject_name"] or ""}, series=self.series)


@dataclass(frozen=True)
class CheckItem:
    """One thing of the checklist: whether it is in order, and what is not."""

    must: Must
    lacking: tuple[str, ...] = ()

    @property
    def is_in_order(self) -> bool:
        return not self.lacking

    @property
    def stops(self) -> bool:
        """Whether nothing can be published until it is in order."""
        return not self.is_in_order and self.must not in MAY_LACK


@dataclass(frozen=True)
class Desk:
    """A centre's areas in a span: the chosen ones in their order, the other candidates, what was left out and why.

    `before` is what was published of the span before, with what its manager decided and what came of it.
    """

    span: Mapping[str, Any]
    centre_id: str
    centre_name: str
    areas: tuple[Area, ...]
    others: tuple[Area, ...]
    dropped: tuple[Area, ...]
    validation: Validation | None
    publication: Publication | None
    before: PublishedCentre | None
    decisions: Mapping[tuple[str, str, str], Decision]
    outcomes: Mapping[tuple[str, str, str], Outcome]
    late_sources: tuple[str, ...]

    @cached_property
    def texts_mark(self) -> str:
        """What a validation is about: any change of a text, an owner or the order is another mark."""
        told = [[area.key, area.da.model_dump(), area.en.model_dump(), area.owner] for area in self.areas]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def area(self, key: str) -> Area | None:
        """The area of that key, chosen or not."""
        return next((one for one in (*self.areas, *self.others, *self.dropped) if one.key == key), None)

    @property
    def is_validated(self) -> bool:
        """Whether the texts, as they stand now, have been found valid."""
        said = self.validation
        return said is not None and said.state == "valid" and said.texts == self.texts_mark

    def checklist(self, language: Language = "da") -> tuple[CheckItem, ...]:
        """What is to be in order before the areas are published, item by item; areas are named in the language."""
        named = {area.key: area.published().words(language).title or area.key for area in self.areas}
        return (
            CheckItem("data_complete", self.late_sources),
            CheckItem("enough_areas", () if len(self.areas) >= FEWEST else (str(len(self.areas)),)),
            CheckItem("texts_written", tuple(named[area.key] for area in self.areas if not _is_written(area))),
            CheckItem("owners_named", tuple(named[area.key] for area in self.areas if not area.owner)),
            CheckItem("last_span_answered", tuple(self._unanswered(language))),
            CheckItem("validated", () if self.is_validated else (self.texts_mark,)),
        )

    def frozen(self, release: str, centre_name: str = "") -> PublishedCentre:
        """The areas as they would be published now, under the centre's name of today."""
        return PublishedCentre(
            span=self.span["span"],
            centre_id=self.centre_id,
            centre_name=centre_name or self.centre_name,
            release=release,
            data_until=self.span["last_day"],
            areas=tuple(area.published() for area in self.areas),
            not_in_order=tuple(item.must for item in self.checklist() if not item.is_in_order),
        )

    def _unanswered(self, language: Language) -> list[str]:
        if self.before is None:
            return []
        keys = {area.area: (self.before.span, self.centre_id, area.area) for area in self.before.areas}
        return [area.words(language).title for area in self.before.areas if keys[area.area] not in self.decisions]


def desk(door: Door, at_hand: AtHand, span: Mapping[str, Any], centre_id: str) -> Desk:
    """A centre's areas in a span (a row of focus_areas__span), as far as the release and the store have come."""
    rows = queries.candidates(door, span["span"], centre_id).to_dicts()
    history = queries.history(door, span["span_kind"], span["span_number"], centre_id).to_dicts()
    said = at_hand.read({}, standing_texts, span["span"], centre_id)
    by_key = {_key(row): row for row in rows}
    areas = {key: _area(key, by_key.get(key), said.get((centre_id, key)), history) for key in _keys(by_key, said)}
    chosen = _chosen(areas)
    dropped = tuple(area for area in areas.values() if area.said and area.place is None)
    publications = at_hand.read({}, standing_publications, centre_id=centre_id)
    before = _span_before(door, span)
    return Desk(
        span=span,
        centre_id=centre_id,
        centre_name=rows[0]["centre_name"] if rows else centre_id,
        areas=chosen,
        others=tuple(area for area in areas.values() if area not in chosen and area not in dropped),
        dropped=dropped,
        validation=at_hand.read({}, standing_validations, span["span"], centre_id).get(centre_id),
        publication=publications.get((span["span"], centre_id)),
        before=_published(publications.get((before, centre_id))) if before else None,
        decisions=at_hand.read({}, standing_decisions, centre_id=centre_id),
        outcomes=at_hand.read({}, standing_outcomes, centre_id=centre_id),
        late_sources=_late_sources(door),
    )


def page_of(signal: str) -> str | None:
    """The page on which a signal's figure stands; None for a signal that is gone."""
    return signals()[signal].page if signal in signals() else None


def _keys(candidates: Mapping[str, Candidate], said: Mapping[tuple[str, str], Text]) -> list[str]:
    """Every area there is: the candidates by rank, then those that people have written and no figure proposes (now)."""
    written = [area for (_, area), text in said.items() if area not in candidates and text.title_da]
    return [*candidates, *written]


def _chosen(areas: Mapping[str, Area]) -> tuple[Area, ...]:
    """Those with a place in their order, and of the other candidates as many of the best as it takes to be enough."""
    placed = [area for area in areas.values() if area.place is not None]
    placed.sort(key=lambda area: area.place or 0)
    free = [area for area in areas.values() if area.said is None and area.candidate]
    free.sort(key=lambda area: (not area.candidate["is_proposed"], area.candidate["rank"]))  # type: ignore[index]
    return (*placed, *free[: max(0, FEWEST - len(placed))])


def _area(key: str, candidate: Candidate | None, said: Text | None, history: Sequence[Candidate]) -> Area:
    owner = signals()[candidate["signal"]].owner if candidate else ""
    if said and said.title_da:
        texts = {
            language: AreaTexts(**{part: getattr(said, f"{part}_{language}") for part in _PARTS})
            for language in LANGUAGES
        }
    else:
        texts = {language: _proposed(candidate, language) for language in LANGUAGES}
    series = tuple(
        (row["span"], row["value"], row["reference"])
        for row in history
        if candidate and (row["signal"], row["subject_id"]) == (candidate["signal"], candidate["subject_id"])
    )
    return Area(key, texts["da"], texts["en"], (said and said.owner) or owner, candidate, said, series)


def proposal(area: Area, language: Language) -> AreaTexts:
    """The texts that the figures themselves propose; empty ones for an area that was added by hand."""
    return _proposed(area.candidate, language)


def _proposed(candidate: Candidate | None, language: Language) -> AreaTexts:
    if candidate is None:
        return AreaTexts(title="", sees="", why="", silent="")
    words = proposed(candidate, signals()[candidate["signal"]], language)
    return AreaTexts(**vars(words))


def _key(row: Candidate) -> str:
    return f"{row['signal']}:{row['subject_id']}"


def _is_written(area: Area) -> bool:
    """Whether every Danish text is there, no text is longer than its place, and none has a gap of a template left."""
    if not all(getattr(area.da, part).strip() for part in _PARTS):
        return False
    every = [(part, getattr(said, part)) for said in (area.da, area.en) for part in _PARTS]
    return all(len(text) <= (MOST_OF_A_TITLE if part == "title" else MOST_OF_A_TEXT) for part, text in every) and not (
        any(_GAP.search(text) for _, text in every)
    )


def _span_before(door: Door, span: Mapping[str, Any]) -> str | None:
    number = span["span_number"] - 1
    rows = queries.spans(door).to_dicts()
    kind = span["span_kind"]
    return next((row["span"] for row in rows if (row["span_kind"], row["span_number"]) == (kind, number)), None)


def _published(publication: Publication | None) -> PublishedCentre | None:
    return PublishedCentre.read(publication.areas) if publication else None


def _late_sources(door: Door) -> tuple[str, ...]:
    """The sources that are late or do not reconcile, by title."""
    rows = data_quality.sources(door).to_dicts()
    return tuple(row["title"] for row in rows if row["is_late"] or row["reconciles"] is False)

"""A pack of a centre, of all centres for the directors, or of a theme: read through the door with the reader's scope.

A centre's pack is read from the release that its focus areas were published on, and from what people have entered until
now. It holds no clock: the same release and the same words are the same pack.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.clock import local
from dashboard.decisions.published_areas import PublishedCentre
from dashboard.packs.asked import Asked, NoPack, span_before, span_of
from dashboard.packs.assemble_areas import Answers, areas, came_of
from dashboard.packs.assemble_budget import budget, lead
from dashboard.packs.assemble_capital import capital
from dashboard.packs.assemble_data import definitions, explanations
from dashboard.packs.assemble_held_back import not_in_the_figures
from dashboard.packs.assemble_savings import saving
from dashboard.packs.assemble_staff import people
from dashboard.packs.content import Pack, Said, Section, Sort, Words
from dashboard.packs.letters import cleaned
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.sentences.focus_words import span_name
from dashboard.sentences.pack_words import KINDS, months_of
from dashboard.store.focus_areas import Publication, standing_decisions, standing_outcomes, standing_publications
from dashboard.store.journal import Kept
from dashboard.texts import Texts
from dashboard.warehouse import Door, DoorProblem, Scope, Warehouse

MOST_OF_THE_COVER = 200  # letters of what has changed; more is a chapter of its own

__all__ = ["Edition", "NoPack", "centre", "published_centres"]


@dataclass(frozen=True)
class Edition:
    """Which edition of the pack it is, and from the second on what has changed since the one before."""

    number: int = 1
    changed: str = ""


@dataclass(frozen=True)
class Told:
    """What people have entered that a pack tells: the words by their kind, and the newest moment of all."""

    kinds: Mapping[str, tuple[Kept, ...]]

    def newest(self, otherwise: datetime) -> datetime:
        moments = [one.entered_at for kept in self.kinds.values() for one in kept]
        return max(moments, default=otherwise)

    def sums(self) -> tuple[tuple[str, str], ...]:
        """The sha256 of each kind."""
        return tuple((kind, _sum(kept)) for kind, kept in sorted(self.kinds.items()))


def published_centres(store: Engine, span: str) -> dict[str, Publication]:
    """The newest edition of the focus areas of every centre that has any in the span. Raises NotRead."""
    return {said.centre_id: said for said in standing_publications(store, span).values()}


def centre(
    warehouse: Warehouse,
    store: Engine,
    texts: Texts,
    span: str,
    centre_id: str,
    edition: Edition | None = None,
    *,
    scope: Scope | None = None,
) -> Pack:
    """The focus pack of one centre, with the scope of whoever sees that centre and nothing else.

    Raises NoPack in one sentence where there is none to make, DoorProblem, NotRead. `scope` is for a test that looks
    for what must not be in it.
    """
    publication = published_centres(store, span).get(centre_id)
    if publication is None:
        raise _why_not_published(warehouse.door(scope or Scope.of((centre_id,))), texts, span, centre_id)
    published = PublishedCentre.read(publication.areas)
    door = door_of(warehouse, scope or Scope.of((centre_id,)), published.release, texts)
    asked = Asked(door, store, texts, span_of(door, texts, span), centre_id, published.centre_name)
    try:
        return _centre(asked, publication, published, edition or Edition())
    except KeyError as error:  # a figure of today that the release was made without
        raise NoPack("other_version", texts, release=published.release) from error


def _centre(asked: Asked, publication: Publication, published: PublishedCentre, edition: Edition) -> Pack:
    store, centre_id = asked.store, asked.unit_id
    before = _before(asked)
    answers = Answers(
        standing_decisions(store, centre_id=centre_id), standing_outcomes(store, centre_id=centre_id), before
    )
    words_section, said = explanations(asked)
    sections = (
        areas(asked, published, answers),
        came_of(asked, published, answers),
        budget(asked),
        capital(asked),
        people(asked),
        saving(asked),
        words_section,
        not_in_the_figures(asked, published.not_in_order),
        definitions(asked),
    )
    about = {published.span, before.span if before else ""}
    told = Told(
        {
            "focus_areas": (publication,),
            "decisions": tuple(one for key, one in sorted(answers.decisions.items()) if key[0] in about),
            "outcomes": tuple(one for key, one in sorted(answers.outcomes.items()) if key[0] in about),
            "explanations": said,
        }
    )
    return finished(asked, "centre", tuple(filter(None, sections)), lead(asked), told, edition)


def finished(
    asked: Asked, sort: Sort, sections: tuple[Section, ...], led: tuple[str, str], told: Told, edition: Edition
) -> Pack:
    """The cover around the chapters, and every text in letters that can be set."""
    texts, release = asked.texts, asked.door.release
    kind, period = texts.say(KINDS[sort]), asked.span_name
    made_at = told.newest(release.published_at or release.built_at)
    first, more = led
    if len(edition.changed) > MOST_OF_THE_COVER:
        sections = (Section("changed", texts.say("What has changed"), edition.changed), *sections)
    pack = Pack(
        sort=sort,
        span=asked.span["span"],
        subject_id=asked.unit_id,
        edition=edition.number,
        release=release.id,
        file_name="-".join(("pejling", sort, asked.span["span"], asked.unit_id, str(edition.number), texts.language)),
        language=texts.language,
        title=f"{kind} {period}: {asked.unit_name}",
        kind=kind,
        subject=asked.unit_name,
        period=period,
        lead=first,
        lead_more=more,
        facts=_facts(asked, edition, made_at),
        sections=sections,
        footer=" · ".join((f"{kind} {period}", asked.unit_name, texts.say("release {id}", id=release.id))),
        made_at=made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC),
        words=Words(
            contents=texts.say("In this pack"),
            page_of=texts.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
            table_of=texts.say("The numbers behind the figure"),
            skip=texts.say("Skip to the content"),
            about=texts.say("About the pack"),
        ),
        made_of=told.sums(),
    )
    return cleaned(pack)


def _facts(asked: Asked, edition: Edition, made_at: datetime) -> tuple[Said, ...]:
    texts, release = asked.texts, asked.door.release
    until = release.data_until or ""
    year, _, month = until.partition("-")
    # What was entered later is told by the next edition: a pack is what was known when it was made.
    said = texts.say(
        "Edition {number}, as of {day}",
        number=edition.number,
        day=texts.long_day(local(made_at, texts.time_zone).date()),
    )
    facts = [
        Said(texts.say("Period"), months_of(texts, dict(asked.span))),
        Said(texts.say("Data until"), texts.month(int(year), int(month)) if month.isdigit() else "–"),
        Said(texts.say("Release"), release.id),
        Said(texts.say("Edition"), said),
    ]
    if 0 < len(edition.changed) <= MOST_OF_THE_COVER:
        facts.append(Said(texts.say("What has changed"), edition.changed))
    return tuple(facts)


def _before(asked: Asked) -> PublishedCentre | None:
    """What was published of the span before; None where nothing was."""
    span = span_before(asked.door, asked.span)
    if span is None:
        return None
    found = published_centres(asked.store, span["span"]).get(asked.unit_id)
    return PublishedCentre.read(found.areas) if found else None


def door_of(warehouse: Warehouse, scope: Scope, release: str, texts: Texts) -> Door:
    """The reader's door to the release that the focus areas rest on. Raises NoPack where it is not kept any more."""
    try:
        return warehouse.door(scope, release)
    except DoorProblem as problem:
        if problem.reason != "missing":
            raise
        raise NoPack("no_release", texts, release=release) from problem


def _why_not_published(door: Door, texts: Texts, span: str, centre_id: str) -> NoPack:
    """The span is not over, the centre is not there, or nobody has published its areas yet."""
    try:
        row = span_of(door, texts, span)
    except NoPack as problem:
        return problem
    units = budget_followup.units(door, Cut(row["fiscal_year"], row["last_period"])).to_dicts()
    unit = next((one for one in units if one["unit_id"] == centre_id and one["unit_kind"] == "centre"), None)
    if unit is None:
        return NoPack("no_centre", texts, centre=centre_id, span=span_name(texts, span))
    return NoPack("not_published", texts, centre=unit["unit_name"], span=span_name(texts, span))


def _sum(kept: Iterable[Kept]) -> str:
    """The sha256 of what was kept, in an order of its own."""
    told: list[dict[str, Any]] = [asdict(one) for one in kept]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str, sort_keys=True).encode()).hexdigest()

"""The demo's focus areas: two quarters as a data unit, representatives and managers would live them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine

from dashboard.decisions.focus_areas import desk
from dashboard.decisions.focus_progress import Centre, centres
from dashboard.decisions.published_areas import PublishedArea, PublishedCentre
from dashboard.people import FocusAnswer, FocusLife
from dashboard.queries import focus_areas as queries
from dashboard.sample_rights import Act
from dashboard.store.at_hand import AtHand
from dashboard.store.focus_areas import (
    DecisionWish,
    Done,
    OutcomeWish,
    PublicationWish,
    ValidationWish,
    record_decision,
    record_outcome,
    record_publication,
    record_validation,
)
from dashboard.store.journal import Author
from dashboard.warehouse import Door

At = Callable[[int], datetime]
As = Callable[[str, str], Author]
Span = Mapping[str, Any]


def acts_with_focus_areas(store: Engine, door: Door, life: FocusLife, at: At, author: As) -> Iterator[Act]:
    """The newest quarter that is over and the one before come out, with decisions and what came of them.

    `at` is the moment of a day, `author` whoever has a role in a unit.
    """
    quarters = [row for row in queries.spans(door).to_dicts() if row["span_kind"] == "quarter"]
    newest = sorted(quarters, key=lambda row: int(row["span_number"]))[-2:]
    for span, day in zip(newest, (life.before_day, life.day), strict=False):
        yield at(day), partial(_live_quarter, store, door, life, at, author, span=span, day=day)


def _live_quarter(store: Engine, door: Door, life: FocusLife, at: At, author: As, *, span: Span, day: int) -> None:
    is_newest = day == life.day
    for centre in centres(door):
        if is_newest and centre.unit_id in life.unasked:
            continue
        out = _published(store, door, span, centre, life, at(day), author)
        if out is None or (is_newest and centre.unit_id in life.unanswered):
            continue
        manager = author("centre_manager", centre.unit_id)
        for area, said in _answers(life, out):
            decided = _decision(out, area, said, at(day + (said.days or 0)).date())
            record_decision(store, decided, manager, seen_version=0, now=at(day + life.days_to_decide))
            if said.is_done and not is_newest:
                came = _outcome(out, area, said.is_done, said.outcome)
                record_outcome(store, came, manager, seen_version=0, now=at(life.day + 1))


def _published(
    store: Engine, door: Door, span: Span, centre: Centre, life: FocusLife, moment: datetime, author: As
) -> PublishedCentre | None:
    """The centre's areas as they came out; None where a representative has not answered yet, or there are too few."""
    found = desk(door, AtHand("", store, None), span, centre.unit_id)
    if any(item.stops and item.must != "validated" for item in found.checklist()):
        return None
    asked = ValidationWish(
        span=span["span"], centre_id=centre.unit_id, state="asked", representative=life.representative,
        texts=found.texts_mark,
    )  # fmt: skip
    record_validation(store, asked, author("data_unit", ""), seen_version=0, now=moment)
    if centre.unit_id in life.asked and span["is_newest"]:
        return None
    valid = ValidationWish(**vars(asked) | {"state": "valid"})
    said = record_validation(store, valid, author("centre_manager", centre.unit_id), seen_version=1, now=moment)
    out = replace(found, validation=said).frozen(door.release.id, centre.name)
    wish = PublicationWish(span=out.span, centre_id=out.centre_id, areas=out.written())
    record_publication(store, wish, author("data_unit", ""), seen_version=0, now=moment)
    return out


def _answers(life: FocusLife, out: PublishedCentre) -> Iterator[tuple[PublishedArea, FocusAnswer]]:
    """Each area with what is answered where it goes well, else with what is answered in its domain."""
    by_what = {one.about: one for one in life.answers}
    for area in out.areas:
        if area.figure:
            about = "strength" if area.figure.role == "strength" else area.figure.domain
            if about in by_what:
                yield area, by_what[about]


def _decision(out: PublishedCentre, area: PublishedArea, said: FocusAnswer, deadline: date) -> DecisionWish:
    return DecisionWish(
        span=out.span, centre_id=out.centre_id, area=area.area, decision=said.decision, words=said.words,
        action=said.action, responsible=said.responsible, deadline=deadline if said.days else None,
    )  # fmt: skip


def _outcome(out: PublishedCentre, area: PublishedArea, is_done: Done, words: str) -> OutcomeWish:
    return OutcomeWish(span=out.span, centre_id=out.centre_id, area=area.area, is_done=is_done, words=words)

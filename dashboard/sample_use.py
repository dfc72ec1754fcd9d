"""The use of Pejling in the demo: how the leaders and the staff of a made-up municipality used it before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from sqlalchemy import Engine

from dashboard.decisions.use import pack_thing, page_thing
from dashboard.people import UseLife
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.roles import Role
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.use import Used, count_quarters, mark_use, quarter_of, quarters_before
from dashboard.store.use_key import new_key
from dashboard.warehouse import Door

_LEADS: dict[str, Role] = {"centre": "centre_manager", "institution": "institution_head"}


def use_before(store: Engine, door: Door, cut: Cut, life: UseLife, at: datetime) -> None:
    """Mark what was used in the quarters before a moment, and count them then: with keys that nobody keeps."""
    people, now = list(_people(door, cut, life)), quarter_of(at.date())
    for back, share in enumerate(life.share_of_newest, start=1):
        quarter = quarters_before(now, back)
        mark_use(store, new_key(quarter), _used(people, life, quarter, share))
    count_quarters(store, now, at=at)


def _people(door: Door, cut: Cut, life: UseLife) -> Iterator[tuple[str, Role, str]]:
    """Everybody by key, role and centre: who leads a unit, and so many of the whole municipality as are told."""
    for unit in budget_followup.units(door, cut).iter_rows(named=True):
        if unit["unit_kind"] in _LEADS:
            role = _LEADS[unit["unit_kind"]]
            yield f"{role}:{unit['unit_id']}", role, unit["centre_id"] or WHOLE_MUNICIPALITY
    for role, count in life.people.items():
        yield from ((f"{role} {number}", role, WHOLE_MUNICIPALITY) for number in range(count))


def _used(people: Sequence[tuple[str, Role, str]], life: UseLife, quarter: str, share: float) -> Iterator[Used]:
    """Who used what: by lot, the same each time."""
    things = {page_thing(page): shares for page, shares in life.pages.items()}
    things |= {pack_thing(sort, quarters_before(quarter, 1)): shares for sort, shares in life.packs.items()}
    for thing, shares in things.items():
        for person, role, centre_id in people:
            lot = Random(f"{thing} {person}").random()  # noqa: S311 (nobody is to be kept from guessing it)
            if lot < shares.get(role, 0) * share:
                yield Used(thing, person, role, centre_id)

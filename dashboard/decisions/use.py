"""Use of pages and packs, quarter by quarter, as it may be told: what the store counted, laid over what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from dashboard import rules
from dashboard.access import PAGES, Page
from dashboard.packs.content import Sort
from dashboard.packs.manifest import made_packs, packs_of
from dashboard.person import Person
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.roles import Role
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.telling import EVERY, Place
from dashboard.store.use import Floor, quarter_of, quarters_before
from dashboard.warehouse import Door
from pipelines.home import Home

OF_A_CENTRE: frozenset[Role] = frozenset({"centre_manager", "institution_head"})
"""The roles that people have in a centre; the others are of the whole municipality."""
_PAGE, _PACK = "page:", "pack:"
_SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True)
class Use:
    """What may be told of a thing in a quarter: how many people at least, by place.

    `before` is that of everybody in the quarter before; None where that quarter was not counted.
    """

    thing: str
    floors: Mapping[Place, int]
    before: int | None

    def at_least(self, role: str = EVERY, centre_id: str = EVERY) -> int:
        """How many people at least; 0 where it cannot be told, whether somebody used it or nobody."""
        return self.floors.get((role, centre_id), 0)

    @property
    def centres(self) -> frozenset[str]:
        """The centres of which something is told."""
        return frozenset(centre for _, centre in self.floors if centre not in (EVERY, WHOLE_MUNICIPALITY))

    @property
    def page(self) -> Page | None:
        """The page that it is; None for a pack."""
        return next((page for page in PAGES if page_thing(page) == self.thing), None)

    @property
    def pack(self) -> tuple[Sort, str] | None:
        """The packs that it is, by their sort and span; None for a page."""
        span = self.thing.rpartition(":")[2]
        known = next((one for one in _SORTS if self.thing == pack_thing(one, span)), None)
        return (known, span) if known else None

    def is_for(self, role: Role) -> bool:
        """Whether people of that role may use it at all."""
        if self.page:
            return rules.may(role, "page", self.page)
        is_of_centre = self.pack is not None and self.pack[0] == "centre"
        return role == "centre_manager" if role in OF_A_CENTRE and is_of_centre else role not in OF_A_CENTRE


@dataclass(frozen=True)
class UseOfQuarter:
    """A quarter that is over: pages in the order of their use, and packs, those of the newest span first."""

    quarter: str
    pages: tuple[Use, ...]
    packs: tuple[Use, ...]


def page_thing(page: Page) -> str:
    """What a page is counted as."""
    return f"{_PAGE}{page}"


def pack_thing(sort: str, span: str) -> str:
    """What the packs of a sort and a span are counted as, whosever they are: hardly five people read one by itself."""
    return f"{_PACK}{sort}:{span}"


def place_of(person: Person, door: Door) -> Place:
    """The role that somebody is counted in, and the centre that their unit lies in."""
    newest = budget_followup.periods(door).filter(is_latest=True)
    if person.sees_everything or newest.is_empty():
        return person.role, WHOLE_MUNICIPALITY
    units = budget_followup.units(door, Cut(newest["fiscal_year"][0], newest["period"][0]))
    own = units.filter(units["unit_id"].is_in(person.units))["centre_id"].drop_nulls()
    return person.role, str(own[0]) if len(own) else WHOLE_MUNICIPALITY


def use_of_quarter(told: Sequence[Floor], counted: Sequence[str], quarter: str, packs: Iterable[str]) -> UseOfQuarter:
    """A counted quarter of all that is told; `packs` are those that there were, told of or not."""
    before = quarters_before(quarter, 1)
    floors: dict[tuple[str, str], dict[Place, int]] = {}
    for one in told:
        floors.setdefault((one.quarter, one.thing), {})[one.role, one.centre_id] = one.at_least

    def use(thing: str) -> Use:
        then = floors.get((before, thing), {}).get((EVERY, EVERY), 0)
        return Use(thing, floors.get((quarter, thing), {}), then if before in counted else None)

    # What an administrator alone does is no use of figures.
    counted_pages = (page for page in PAGES if rules.RULES["page", page] != {"administrator"})
    pages = sorted(map(use, map(page_thing, counted_pages)), key=lambda one: -one.at_least())
    told_packs = {thing for when, thing in floors if when == quarter and thing.startswith(_PACK)}
    found = [one for one in map(use, told_packs | set(packs)) if one.pack]
    return UseOfQuarter(quarter, tuple(pages), tuple(sorted(found, key=_order, reverse=True)))


def packs_until(home: Home, quarter: str) -> set[str]:
    """The packs that were made until the end of a quarter, as they are counted."""
    manifests = (made.manifest for made in made_packs(packs_of(home)))
    return {pack_thing(one.sort, one.span) for one in manifests if quarter_of(one.written_at.date()) <= quarter}


def _order(use: Use) -> tuple[str, int]:
    sort, span = use.pack or (_SORTS[-1], "")
    return span, -_SORTS.index(sort)

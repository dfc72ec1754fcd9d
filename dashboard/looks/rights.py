"""What Adgange is drawn from: every right, who waits for one, the address's filters, and what a click does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import polars as pl

from dashboard import downloads
from dashboard.addresses import EVERY, RIGHTS, Address
from dashboard.calendar_day import today
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.decisions import rights as decisions
from dashboard.decisions.data_orders import units_today
from dashboard.decisions.rights import Claimed, Held
from dashboard.looks.filters import INDENT
from dashboard.looks.look import Look
from dashboard.roles import ROLES
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.sentences import rights as sentences
from dashboard.sentences import store_words
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.grants import Grant, Identity, standing_grants
from dashboard.store.sessions import ClaimedRole, Known, claimed_roles, known_people
from dashboard.tables.rights import RIGHT

NEW = f"{RIGHT}new"


@dataclass(frozen=True)
class Chosen:
    """Every right and those that the filters let through; who has logged in; `names`: of people by their identity."""

    units: pl.DataFrame
    unit_names: dict[str, str]
    every: list[Held]
    shown: list[Held]
    people: list[Known]
    asking: list[Known]
    claimed: list[Claimed]
    names: dict[str, str]
    today: date
    store: AtHand

    @property
    def is_known(self) -> bool:
        return self.store.engine is not None

    def right(self, number: str) -> Held | None:
        return next((one for one in self.every if str(one.grant.number) == number), None)


def read_choice(look: Look) -> Chosen:
    """What the address asks for where it is there to be seen; every right where it asks for none."""
    units, address, day, store = units_today(look.door), look.address, today(look.door), at_hand()
    unit_names = decisions.unit_names(units, look.door.release.municipality)
    people = store.read(list[Known](), known_people)
    by_login = store.read(dict[Identity, tuple[ClaimedRole, ...]](), claimed_roles)
    every = decisions.held(store.read(list[Grant](), standing_grants), people, unit_names, day)
    shown = decisions.shown(
        every, units, unit_id=address.unit_id, role=address.role, right=address.right, search=address.search or ""
    )
    return Chosen(
        units,
        unit_names,
        every,
        shown,
        people,
        decisions.asking(people, every, by_login),
        decisions.claimed(people, by_login),
        {one.identity.subject: one.name or one.identity.subject for one in people},
        day,
        at_hand(),  # asked for again: a store that did not answer is known to be gone by now
    )


def sentence(look: Look, chosen: Chosen) -> Sentence:
    """Who waits, where that is known."""
    if not chosen.is_known:
        return sentences.not_known(look.texts)
    has = {one.grant.subject for one in chosen.every if one.standing == "held"}
    has |= {one.known.identity.subject for one in chosen.claimed}
    return sentences.sentence(look.texts, len(chosen.asking), len(has))


def key_figures(look: Look, chosen: Chosen) -> tuple[KeyFigure, ...]:
    """Over all rights, whatever the filters let through."""
    if not chosen.is_known:
        return ()
    counts = len(chosen.asking), len(chosen.claimed)
    return sentences.key_figures(look.texts, chosen.every, *counts, chosen.today)


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """Why nothing can be saved now."""
    banner = store_words.banner(look.texts, chosen.store)
    return (Note(banner, "over", "bad"),) if banner else ()


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """How a right stands, role and unit."""
    say, address = look.texts.say, look.address
    stands = (Choice(EVERY, say("All rights")), *(Choice(one, say(sentences.FILTERS[one])) for one in RIGHTS))
    roles = (Choice(EVERY, say("All roles")), *(Choice(role, sentences.role(look.texts, role)) for role in ROLES))
    units = (Choice(EVERY, say("All units")), *unit_options(chosen))
    return [
        Field("right", say("How it stands"), stands, address.right or EVERY),
        Field("role", say("Role"), roles, address.role if address.role in ROLES else EVERY),
        Field("unit", say("Unit"), units, address.unit_id if address.unit_id in chosen.unit_names else EVERY),
    ]


def unit_options(chosen: Chosen) -> tuple[Choice, ...]:
    """The whole municipality and its units, each below the one that it belongs to."""
    whole = Choice(WHOLE_MUNICIPALITY, chosen.unit_names[WHOLE_MUNICIPALITY])
    top = chosen.units["level"].min() or 0
    rows = chosen.units.filter(pl.col("unit_id") != WHOLE_MUNICIPALITY).iter_rows(named=True)
    return (whole, *(Choice(row["unit_id"], INDENT * (row["level"] - top) + row["unit_name"]) for row in rows))


def shown_address(look: Look, chosen: Chosen, entry: object) -> Address:
    """The address without what is not there to be seen; `entry` None: what it asks to open is not."""
    address = look.address
    unit = address.unit_id if address.unit_id in chosen.unit_names else None
    address = replace(address, unit_id=unit, role=address.role if address.role in ROLES else None)
    return address if entry else replace(address, entry=None)


def workbook(look: Look) -> str:
    """The address of a file of every right."""
    return downloads.link(look.person, look.door, "rights", look.texts.language)


def search(look: Look, words: str) -> None:
    """Look for somebody."""
    look.act({"choose": urlencode({"search": words or EVERY})})


def open_form(look: Look, entry: str, seen: int) -> int:
    """Open the form of a new right."""
    act(look, {"at": entry})
    return seen


def act(look: Look, done: Act) -> None:
    """What is opened or closed is a step in the address; everything else as on any page."""
    match done:
        case {"at": row} if row.startswith(RIGHT):
            look.act({"choose": urlencode({"entry": row})})
        case {"close": _}:
            look.act({"choose": urlencode({"entry": EVERY})})
        case _:
            look.act(done)

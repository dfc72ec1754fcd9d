"""What Bestil data is drawn from: the orders that the person sees, the address's filters, and what a click does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import downloads
from dashboard.addresses import EVERY, STATES, Address
from dashboard.calendar_day import today
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.decisions import data_orders as decisions
from dashboard.decisions.data_orders import Ordered
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.queries import catalogue as catalogue_queries
from dashboard.queries.catalogue import CataloguedFigure
from dashboard.sentences import data_orders as sentences
from dashboard.sentences import store_words
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.tables.data_orders import ORDER

NEW = f"{ORDER}new"
_SHOWN = "data_orders_shown"  # in the session: who saw which orders last


@dataclass(frozen=True)
class Chosen:
    """The orders that the person sees, those that the filters let through, and the unit that a new one is for."""

    units: pl.DataFrame
    unit_id: str
    unit_name: str
    every: list[Ordered]
    shown: list[Ordered]
    store: AtHand
    today: date
    is_known: bool
    figure: CataloguedFigure | None

    def order(self, number: str) -> Ordered | None:
        """The order with that number, where the person sees it."""
        return next((one for one in self.every if str(one.number) == number), None)


def read_choice(look: Look) -> Chosen:
    """What the address asks for where it is there to be seen; every order of every unit where it asks for none."""
    units, address, store = decisions.units_today(look.door), look.address, at_hand()
    names = decisions.names_of(units)
    unit_id = look.unit_among(units["unit_id"].to_list()) or look.person.units[0]
    every = decisions.seen_orders(store, look.person, names)
    store = at_hand()  # asked for again: a store that did not answer is known to be gone by now
    is_known = store.engine is not None
    if is_known:
        st.session_state[_SHOWN] = (look.person.key, every)
    elif (last := st.session_state.get(_SHOWN)) and last[0] == look.person.key:
        # What was shown before the store was gone: its forms stay what they were, with what was typed.
        every, is_known = cast("list[Ordered]", last[1]), True
    shown = decisions.filtered(every, units, address.unit_id, address.state)
    figure = next((one for one in catalogue_queries.figures(None) if one.id == address.figure), None)
    name = names.get(unit_id, look.person.unit_name)
    return Chosen(units, unit_id, name, every, shown, store, today(look.door), is_known, figure)


def sentence(look: Look, chosen: Chosen) -> Sentence:
    """What waits, where that is known."""
    if not chosen.is_known:
        return sentences.not_known(look.texts)
    return sentences.sentence(look.texts, _counted(look, chosen), len(chosen.every))


def key_figures(look: Look, chosen: Chosen) -> tuple[KeyFigure, ...]:
    """Over all that the person sees, whatever the filters let through."""
    return sentences.key_figures(look.texts, _counted(look, chosen)) if chosen.is_known and chosen.every else ()


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """Why nothing can be saved now."""
    banner = store_words.banner(look.texts, chosen.store)
    return (Note(banner, "over", "bad"),) if banner else ()


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """The state, and the unit where there is more than one."""
    say = look.texts.say
    options = (
        Choice(EVERY, say("All orders")),
        *(Choice(state, say(sentences.FILTERS[state])) for state in STATES),
    )
    states = Field("state", say("How it stands"), options, look.address.state or EVERY)
    return [*([unit_field(look.texts, chosen.units, chosen.unit_id)] if len(chosen.units) > 1 else []), states]


def shown_address(look: Look, chosen: Chosen, entry: object) -> Address:
    """The address without what is not there to be seen; `entry` None: what it asks to open is not."""
    address = look.address.shown(unit_id=chosen.unit_id, figure=chosen.figure.id if chosen.figure else None)
    return address if entry else replace(address, entry=None)


def workbook(look: Look) -> str:
    """The address of a file of what the page shows."""
    address = look.address
    return downloads.link(
        look.person, look.door, "data_orders", look.texts.language,
        unit=address.unit_id or "", state=address.state or "",
    )  # fmt: skip


def order_on(look: Look, figure: str) -> Address:
    """The address at which data on a figure of the catalogue is ordered."""
    return replace(look.address.elsewhere(), figure=figure, entry=NEW)


def open_form(look: Look, entry: str, seen: int) -> int:
    """Open the form of a new order."""
    act(look, {"at": entry})
    return seen


def act(look: Look, done: Act) -> None:
    """What is opened or closed is a step in the address; everything else as on any page."""
    match done:
        case {"at": row} if row.startswith(ORDER):
            look.act({"choose": urlencode({"entry": row, "figure": EVERY})})
        case {"close": _}:
            look.act({"choose": urlencode({"entry": EVERY, "figure": EVERY})})
        case _:
            look.act(done)


def _counted(look: Look, chosen: Chosen) -> decisions.Counted:
    return decisions.counted(chosen.every, look.person, chosen.today, look.texts.time_zone)

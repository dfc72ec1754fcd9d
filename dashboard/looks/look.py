"""One look at a page: who looks, through which door, in which language, and at what address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

import streamlit as st

from dashboard.addresses import Address, Opened
from dashboard.components.browser import Act
from dashboard.person import Person
from dashboard.texts import Texts
from dashboard.warehouse import Door

PAGE, PAGE_ADDRESS = "page", "page_address"  # in the session: where the next drawing goes
SENT = "addresses_sent"  # in the session: see _sent
ACTED = "acted"  # in the session: this drawing comes of something that was done on the page


@dataclass(frozen=True)
class Look:
    """What a page needs to be drawn. Nothing in it is remembered: the next look is made from the next address."""

    texts: Texts
    address: Address
    person: Person
    door: Door

    def unit_among(self, units: Sequence[str]) -> str | None:
        """The unit that is asked for, else one's own, else the first, of those there are; None where there are none."""
        return next((unit for unit in (self.address.unit_id, *self.person.units, *units[:1]) if unit in units), None)

    def act(self, act: Act) -> None:
        """What the reader did becomes a new address, and so a new look.

        It follows from the address of this moment, not of the look: two quick clicks are two steps.
        """
        latest = replace(_latest(), person=self.person.key)
        if "page" in act:
            self.leave(act["page"], replace(latest.elsewhere(), unit_id=latest.unit_id, year=latest.year))
        else:
            go_to(followed(latest, act))

    def leave(self, page: str, address: Address) -> None:
        """Go to another page, at an address of it."""
        st.session_state[PAGE], st.session_state[PAGE_ADDRESS] = page, address
        forget_way()

    def put_right(self, shown: Address) -> str:
        """The link that the browser's address is replaced by, where a page cannot show all that it was asked for.

        Streamlit's part of the browser does not learn of it: what is done next comes with the address from before.
        """
        if shown == self.address:
            return ""
        st.session_state[SENT] = (read_address(), shown)
        return shown.link("")


def followed(address: Address, act: Act) -> Address:
    """The address after an act of the filters, the charts or the table; the same address if it means nothing."""
    row = Opened.read(act.get("toggle") or act.get("more") or act.get("at") or "")
    match act:
        case {"choose": chosen}:
            return _chosen(address, parse_qs(chosen))
        case {"toggle": _} if row:
            return address.toggled(row)
        case {"more": _} if row:
            return address.with_more(row)
        case {"at": _} if row:
            return address.at_unit(row.unit_id)
    return address


def _chosen(address: Address, chosen: dict[str, list[str]]) -> Address:
    """The address with some filters changed, read again as if it had come from outside."""
    query = {key: [text] if isinstance(text, str) else text for key, text in address.query().items()}
    found = Address.read({**query, **chosen})
    if not {"unit", "source", "project"} & set(chosen):
        return found
    return replace(found, opened=(), explain=None, account_group=None)


def read_address() -> Address:
    """The address that the browser is at."""
    return Address.read({name: st.query_params.get_all(name) for name in st.query_params})


def begin() -> Address:
    """The address that a new drawing is of."""
    here, sent = read_address(), _sent()
    if not st.session_state.pop(ACTED, False) and sent and here != sent[-1]:
        forget_way()  # Back, or an address typed in
    return here


def go_to(address: Address) -> None:
    """Put the address in the browser; the page is drawn again from it."""
    here, sent = read_address(), _sent()
    st.session_state[SENT] = (*(sent[sent.index(here) :] if here in sent else (here,)), address)
    st.session_state[ACTED] = True
    st.query_params.from_dict(address.query())


def forget_way() -> None:
    """What is done next follows from the address that the browser names."""
    st.session_state.pop(SENT, None)


def _latest() -> Address:
    """The address that the reader means to be at.

    What is done within the time that an answer needs to the browser comes with the address from before that answer.
    """
    here, sent = read_address(), _sent()
    return sent[-1] if here in sent else here


def _sent() -> tuple[Address, ...]:
    """Where the browser was seen last, and the addresses that it has been sent to since then."""
    found: tuple[Address, ...] = st.session_state.get(SENT, ())
    return found

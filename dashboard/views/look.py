"""One look at a page: who looks, through which door, in which language, and at what address."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.access import Person
from dashboard.addresses import Address, Opened
from dashboard.components.browser import Act
from dashboard.texts import Texts
from dashboard.warehouse import Door


@dataclass(frozen=True)
class Look:
    """What a page needs to be drawn. Nothing in it is remembered: the next look is made from the next address."""

    texts: Texts
    address: Address
    person: Person
    door: Door

    def act(self, act: Act) -> None:
        """What the reader did becomes a new address, and so a new look.

        It follows from the address of this moment, not of the look: two quick clicks are two steps.
        """
        go_to(followed(replace(read_address(), person=self.person.key), act))


def followed(address: Address, act: Act) -> Address:
    """The address after an act of the filters, the charts or the table; the same address if it means nothing."""
    row = Opened.read(act.get("toggle") or act.get("more") or act.get("at") or "")
    match act:
        case {"choose": name, "value": value}:
            return _chosen(address, name, value)
        case {"toggle": _} if row:
            return address.toggled(row)
        case {"more": _} if row:
            return address.with_more(row)
        case {"at": _} if row:
            return address.at_unit(row.unit_id)
    return address


def _chosen(address: Address, name: str, value: str) -> Address:
    """The address with one filter changed, read again as if it had come from outside."""
    query = {key: [text] if isinstance(text, str) else text for key, text in address.query().items()}
    chosen = Address.read({**query, name: [value]})
    return replace(chosen, opened=()) if name in ("unit", "source") else chosen


def read_address() -> Address:
    """The address that the browser is at."""
    return Address.read({name: st.query_params.get_all(name) for name in st.query_params})


def go_to(address: Address) -> None:
    """Put the address in the browser; the page is drawn again from it."""
    st.query_params.from_dict(address.query())

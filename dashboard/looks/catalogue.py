"""What the catalogue is drawn from: what is looked for, what is looked at, and what a click means."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from dashboard import access
from dashboard.addresses import EVERY, Address, Opened
from dashboard.components.browser import Act
from dashboard.components.masthead import Choice
from dashboard.decisions.data_orders import PAGE as ORDERS
from dashboard.looks.data_orders import order_on
from dashboard.looks.look import Look
from dashboard.queries import catalogue as queries
from dashboard.queries.catalogue import Shown
from dashboard.sentences.catalogue import in_language

CLOSED = {"figure": EVERY, "table": EVERY}


def read_shown(look: Look) -> Shown:
    """The figure or table that the address asks for; neither where it names none that is there."""
    return queries.shown(look.door, look.address.figure, look.address.table)


def shown_address(look: Look, shown: Shown) -> Address:
    """The address without a figure or a table that is not there."""
    figure = shown.figure.id if shown.figure else None
    table = shown.table.name if shown.table and look.address.table == shown.table.name else None
    return replace(look.address, figure=figure, table=table)


def pages_of(look: Look, shown: Shown) -> tuple[Choice, ...]:
    """The pages that the figure stands on, of those that the person may open, and where data on it is ordered."""
    texts, figure = look.texts, shown.figure
    if figure is None:
        return ()
    views = dict.fromkeys((figure.view, *(name.partition("__")[0] for name in shown.tables)))
    cards = {one.view: in_language(texts, one.title) for one in queries.figures(None)}
    pages = [page for page in access.PAGES if page in views and access.may_open(look.person, page)]
    links = [Choice(page, texts.say("Go to {page}", page=cards.get(page, page))) for page in pages]
    if access.may_open(look.person, ORDERS):
        links.append(Choice(ORDERS, texts.say("Order data on this figure")))
    return tuple(links)


def act(look: Look, done: Act) -> None:
    """What was clicked: a figure or a table to look at, one that is closed, a page; the rest as on any page."""
    match done:
        case {"at": row_id} if row := Opened.read(row_id):
            look.act({"choose": urlencode(_wanted(row))})
        case {"close": _}:
            look.act({"choose": urlencode(CLOSED)})
        case {"follow": page} if page == ORDERS and look.address.figure:
            look.leave(page, order_on(look, look.address.figure))
        case {"follow": page}:
            look.act({"page": page})
        case _:
            look.act(done)


def _wanted(row: Opened) -> dict[str, str]:
    """A figure by its card, a table that a figure stands in beside its card, or a table by itself."""
    if "." in row.unit_id:
        return {"figure": row.unit_id, "table": EVERY}
    return {"table": row.unit_id} if row.account else {"table": row.unit_id, "figure": EVERY}


def search(look: Look, words: str) -> None:
    """Look for the words: what is looked at is closed, so that what is found is seen."""
    look.act({"choose": urlencode({"search": words or EVERY, **CLOSED})})

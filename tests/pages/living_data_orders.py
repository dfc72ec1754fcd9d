"""Orders for data as people live them: asked by a person, taken from state to state, and looked at on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard import clock
from dashboard.person import Person
from dashboard.store import at_hand, data_orders
from dashboard.store.data_orders import Order, OrderWish
from dashboard.store.database import open_store
from dashboard.store.journal import Author
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import home
from tests.pages.screen import Screen

__all__ = ["home"]  # a fixture
PAGE = "data_orders"
DATA_UNIT, CONTROLLER, DIRECTOR = "data_unit", "controller", "director"
MANAGER, OTHER_MANAGER, HEAD = "centre_manager:north", "centre_manager:south", "institution_head:oak_school"
NEED = {
    "title": "Vikarer pr. skole", "decision": "Om skolerne deler vikarer", "purpose": "Se, hvor de bruges",
    "asked_by": "Lederen af Egeskolen", "needed_by": "31.12.2099",
}  # fmt: skip
PEOPLE = {"owner": "HR", "validator": "Lederen af Elmeskolen"}
WISH = OrderWish(
    title="Vikarer pr. skole", unit_id="oak_school", asked_by="Lederen", purpose="Se, hvor de bruges",
    decision="Om skolerne deler vikarer", needed_by=date(2099, 12, 31),
)  # fmt: skip
FINANCE = Person(CONTROLLER, "controller", ("municipality",), "Pejleby Kommune")
LONG_AGO = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def store(home: Path) -> Engine:
    at_hand.forget()
    return open_store(open_home(home, home / "municipality.toml"))


def author(person: str) -> Author:
    return Author(person, person.partition(":")[0], "2026-11-03.1")


def morning(days_ago: int) -> datetime:
    """So many days ago, at an hour that is on the same day by every clock of the year."""
    return datetime.combine(clock.today("Europe/Copenhagen") - timedelta(days=days_ago), time(8), UTC)


def asked(store: Engine, person: str = HEAD, *, days_ago: int = 30, **wish: object) -> Order:
    wanted = replace(WISH, **wish)  # type: ignore[arg-type]  # fields of the wish
    return data_orders.ask(store, wanted, author(person), now=morning(days_ago))


def taken(store: Engine, order: Order, *states: str, days_ago: int = 10, by: str = DATA_UNIT) -> Order:
    """The order taken on from state to state by one person, a day apart."""
    for number, state in enumerate(states):
        wish = OrderWish(**{name: getattr(order, name) for name in OrderWish.__dataclass_fields__})
        said = replace(wish, state=state, owner="HR", validator="Lederen", words=f"{state}!")  # type: ignore[arg-type]
        order = data_orders.record_order(store, order, said, author(by), now=morning(days_ago - number))
    return order


def at(open_page: OpenPage, home: Path, person: str, entry: str = "", **query: str) -> Screen:
    return open_page(PAGE, home, person=person, **({"entry": entry} if entry else {}), **query)


def titles(screen: Screen) -> list[str]:
    return [row["label"] for row in screen.components["orders"]["rows"]]


def buttons(screen: Screen) -> list[str]:
    return [button.label for button in screen.app.button]


def history(screen: Screen) -> list[str]:
    return [said["text"] for said in screen.components["entry"]["earlier"]]

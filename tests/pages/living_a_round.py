"""What the tests of a forecast round share: the people, a round that is open, and what they do on the page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine

from dashboard.clock import today
from dashboard.store.database import open_store
from dashboard.store.forecast_rounds import (
    EntryWish,
    RoundWish,
    SignWish,
    record_entries,
    record_round,
    record_sign,
)
from dashboard.store.journal import Author
from pipelines.home import open_home
from tests.pages.page_municipality import HOSTILE_TEXT, YEAR
from tests.pages.screen import Screen

HEAD, MANAGER, CONTROLLER, DIRECTOR = "institution_head:oak_school", "centre_manager:north", "controller", "director"
ANN = Author(HEAD, "institution_head", "2026-11-03.1")
BO = Author(CONTROLLER, "controller", "2026-11-03.1")
TODAY = today("Europe/Copenhagen")
ROUND = RoundWish(
    fiscal_year=YEAR, round="BO4", round_date=date(YEAR, 10, 31), opens_on=date(YEAR, 10, 1),
    closes_on=TODAY + timedelta(days=3), state="open",
)  # fmt: skip
FOREWORD = ("23.400.000", "7.800.000", "-3.120.000")


def wish(unit_id: str, group: str, amount: int, comment: str = "") -> EntryWish:
    return EntryWish(
        fiscal_year=YEAR, round="BO4", unit_id=unit_id, account_group=group, amount_dkk=Decimal(amount), comment=comment
    )


def answer(store: Engine, unit_id: str = "oak_school") -> None:
    """A unit's forecast, saved and ready."""
    said = (
        ("wages", 25_000_000, "Vikarer"),
        ("operations", 8_000_000, HOSTILE_TEXT),
        ("income", -3_000_000, "Takster"),
    )
    record_entries(store, [(wish(unit_id, *one), 0) for one in said], ANN)
    signed = SignWish(fiscal_year=YEAR, round="BO4", unit_id=unit_id, state="ready")
    record_sign(store, signed, ANN, seen_version=0)


def press(screen: Screen, label: str) -> Screen:
    app = screen.app
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].message
    return Screen(app)


def type_in(screen: Screen, *amounts: str, comment: str = "") -> Screen:
    for field, amount in zip(screen.app.text_input, amounts, strict=True):
        field.set_value(amount)
    for area in screen.app.text_area:
        area.set_value(comment)
    return screen


def told(screen: Screen, key: str = "told") -> list[str]:
    return [note["text"] for note in screen.components.get(key, {"notes": []})["notes"]]


def faults(screen: Screen) -> dict[str, str]:
    """What is said at each field, by its name."""
    found = screen.components
    return {key.partition(":fault_")[2]: found[key]["notes"][0]["text"] for key in found if ":fault_" in key}


def an_open_round(home: Path) -> Engine:
    """The installation's store, with a round that is open."""
    opened = open_store(open_home(home))
    record_round(opened, ROUND, BO, seen_version=0)
    return opened

"""The file of Bestil data: the orders that the person sees, and every step of each."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.calendar_day import today
from dashboard.decisions import data_orders as decisions
from dashboard.decisions.data_orders import Ordered
from dashboard.files.content import WHO_ASKS, Filters, Lines, Made, Nothing, NotNow, sheet
from dashboard.person import Person
from dashboard.sentences import data_orders as sentences
from dashboard.store.at_hand import at_hand
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

MART = "organisation__unit_period"
ORDERS = (
    Column("number", mark("Order no."), "number"),
    Column("title", mark("What is needed"), width=50),
    Column("stands", mark("How it stands"), width=20),
    Column("turn", mark("Next"), width=28),
    Column("needed_by", mark("Needed by"), "day"),
    Column("days_late", mark("Days late"), "count"),
    Column("unit_id", mark("Unit no.")),
    Column("unit_name", mark("Unit"), width=36),
    Column("asked_by", mark("Who needs it"), width=36),
    Column("decision", mark("The decision it serves"), width=60),
    Column("purpose", mark("What it is for"), width=60),
    Column("owner", mark("Owner"), width=26),
    Column("validator", mark("Checked by"), width=26),
    Column("asked_at", mark("Ordered on"), "moment"),
    Column("delivered_at", mark("Delivered on"), "moment"),
    Column("days_taken", mark("Days from ordered to delivered"), "count"),
    Column("words", mark("Last words"), width=60),
)
STEPS = (
    Column("number", mark("Order no."), "number"),
    Column("title", mark("What is needed"), width=50),
    Column("at", mark("When"), "moment"),
    Column("said", mark("What was said"), width=90),
    Column("release", mark("Release"), width=16),
)
_SCHEMA: dict[str, Any] = {
    "needed_by": pl.Date, "days_late": pl.Int64, "days_taken": pl.Int64,
    "asked_at": pl.Datetime(time_zone="UTC"), "delivered_at": pl.Datetime(time_zone="UTC"),
}  # fmt: skip


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """Those of a unit and in a state, where one is asked for. Raises Nothing, NotNow."""
    person: Person = filters[WHO_ASKS]
    units = decisions.units_today(door)
    every = decisions.seen_orders(at_hand(), person, decisions.names_of(units))
    if at_hand().engine is None:
        raise NotNow
    unit_id, state = str(filters.get("unit") or "") or None, str(filters.get("state") or "") or None
    shown = decisions.filtered(every, units, unit_id, state)
    if not shown:
        raise Nothing
    orders = pl.DataFrame([_order(door, texts, one) for one in shown], schema_overrides=_SCHEMA)
    steps = pl.DataFrame([row for one in shown for row in _steps(texts, one)])
    sheets = [
        sheet(door, texts, mark("Orders"), MART, orders, ORDERS, frozen=2),
        sheet(door, texts, mark("Steps"), MART, steps, STEPS, frozen=2),
    ]
    name = decisions.names_of(units).get(unit_id or "", "")
    return Made(f"{texts.say('Order data')} {name or door.release.id}", sheets, _lines(texts, name, state))


def _order(door: Door, texts: Texts, one: Ordered) -> dict[str, Any]:
    return {
        **{name: getattr(one.now, name) for name in (*decisions.NEED, *decisions.ROLES_OF_DATA, "unit_id", "words")},
        "number": one.number,
        "stands": texts.say(sentences.STANDS[one.stands]),
        "turn": sentences.turn(texts, one),
        "days_late": one.days_late(today(door)) or None,
        "unit_name": one.unit_name,
        "asked_at": one.asked_at,
        "delivered_at": one.delivered_at,
        "days_taken": one.days_taken(texts.time_zone),
    }


def _steps(texts: Texts, one: Ordered) -> list[dict[str, Any]]:
    return [
        {"number": one.number, "title": step.title, "at": step.entered_at, "said": said, "release": step.release}
        for step, said in sentences.steps(texts, one)
    ]


def _lines(texts: Texts, unit_name: str, state: str | None) -> Lines:
    stands = texts.say(sentences.FILTERS[state]) if state in sentences.FILTERS else texts.say("All orders")
    return [(texts.say("Unit"), unit_name or texts.say("All units")), (texts.say("How it stands"), stands)]

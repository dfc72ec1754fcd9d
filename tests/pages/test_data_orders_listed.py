"""The orders for data that somebody sees: on the page, in the file, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from dashboard import clock
from dashboard.access import person_of_session
from dashboard.decisions.data_orders import Ordered, counted
from dashboard.files import data_orders as files
from dashboard.files.content import WHO_ASKS, Nothing, NotNow
from dashboard.store import at_hand, data_orders
from dashboard.texts import Texts
from dashboard.warehouse import Scope, open_warehouse
from tests.pages.conftest import OpenPage
from tests.pages.living_data_orders import (
    CONTROLLER,
    DATA_UNIT,
    DIRECTOR,
    FINANCE,
    HEAD,
    LONG_AGO,
    MANAGER,
    OTHER_MANAGER,
    WISH,
    asked,
    at,
    author,
    home,
    store,
    taken,
    titles,
)
from tests.pages.living_focus_areas import rows_of

__all__ = ["home", "store"]  # fixtures


def test_each_sees_their_own_and_those_of_the_units_that_their_role_follows(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    asked(store, HEAD, title="Skolens")
    asked(store, MANAGER, title="Centrets", unit_id="north")
    asked(store, OTHER_MANAGER, title="Ældres", unit_id="south")
    asked(store, DIRECTOR, title="Direktionens", unit_id="municipality")
    every = {"Skolens", "Centrets", "Ældres", "Direktionens"}
    for person, theirs in {
        HEAD: {"Skolens"}, MANAGER: {"Skolens", "Centrets"}, OTHER_MANAGER: {"Ældres"}, DIRECTOR: {"Direktionens"},
        CONTROLLER: every, DATA_UNIT: every,
    }.items():  # fmt: skip
        screen = at(open_page, home, person)
        assert set(titles(screen)) == theirs, person
        assert not any(title in screen.text for title in every - theirs), person
    assert "entry" not in at(open_page, home, OTHER_MANAGER, "order:1").components, "not by its number either"


def test_what_waits_comes_first_and_what_is_overdue_is_told(open_page: OpenPage, home: Path, store: Engine) -> None:
    today = clock.today("Europe/Copenhagen")
    taken(store, asked(store, title="Leveret"), "agreed", "delivered")
    asked(store, title="Haster ikke")
    taken(store, asked(store, title="For sent", needed_by=today - timedelta(days=4)), "agreed")
    taken(store, asked(store, title="Slut"), "agreed", "delivered", "closed")
    screen = at(open_page, home, DATA_UNIT)
    assert titles(screen) == ["For sent", "Haster ikke", "Leveret", "Slut"]
    assert "4 dage over fristen" in rows_of(screen, "orders")[0]
    head = screen.components["headline"]
    assert (head["lead"], head["sentence"]) == ("2 bestillinger venter på dig.", "1 bestilling er over fristen.")
    assert [(one["label"], one["value"]) for one in head["figures"]] == [
        ("Åbne bestillinger", "3"), ("Venter på dig", "2"), ("Over fristen", "1"),
        ("Dage fra bestilt til leveret", "21"),
    ]  # fmt: skip
    assert titles(at(open_page, home, HEAD))[0] == "Leveret", "that is the one that the school has to answer"
    english = at(open_page, home, HEAD, lang="en").components["headline"]
    assert (english["lead"], english["sentence"]) == ("1 order waits for you.", "1 order is overdue.")


def test_the_filters_let_through_a_state_and_a_unit(open_page: OpenPage, home: Path, store: Engine) -> None:
    asked(store, HEAD, title="Skolens")
    taken(store, asked(store, OTHER_MANAGER, title="Ældres", unit_id="south"), "agreed", "delivered", "closed")
    for query, found in (
        ({"state": "open"}, ["Skolens"]), ({"state": "asked"}, ["Skolens"]), ({"state": "closed"}, ["Ældres"]),
        ({"unit": "north"}, ["Skolens"]), ({"unit": "south"}, ["Ældres"]), ({"unit": "south", "state": "open"}, []),
        ({"state": "<b>"}, ["Skolens", "Ældres"]), ({"unit": "nowhere"}, ["Skolens", "Ældres"]),
    ):  # fmt: skip
        assert titles(at(open_page, home, CONTROLLER, **query)) == found, query


def test_text_that_tries_markup_or_a_formula_is_only_text(open_page: OpenPage, home: Path, store: Engine) -> None:
    nasty = "=1+1 <b>{x}</b> **fed**"
    asked(store, HEAD, title=nasty, decision=nasty, purpose=nasty, asked_by=nasty)
    screen = at(open_page, home, DATA_UNIT, "order:1")
    assert titles(screen) == [nasty]
    assert screen.components["entry"]["title"] == f"1: {nasty}"
    assert f"Formålet: {nasty}" in screen.components["entry"]["lines"]


def test_the_file_has_what_the_person_sees_with_every_step(open_page: OpenPage, home: Path, store: Engine) -> None:
    at(open_page, home, HEAD)  # the demo is on
    taken(store, asked(store, HEAD, title="=1+1"), "agreed", "delivered")
    asked(store, OTHER_MANAGER, title="Ældres", unit_id="south")
    door = open_warehouse().door(Scope(("north",)))
    orders, steps = (one.rows for one in files.page(door, Texts("da"), {WHO_ASKS: person_of_session(MANAGER)}).sheets)
    assert orders.select("number", "title", "stands", "unit_name", "days_taken").rows() == [
        (1, "=1+1", "leveret", "Egeskolen", 21)
    ]
    assert steps["said"].to_list() == [
        "Leveret af Dataenheden. delivered!", "Aftalt af Dataenheden. agreed!", "Bestilt af Institutionsleder.",
    ]  # fmt: skip
    with pytest.raises(Nothing):
        files.page(door, Texts("da"), {WHO_ASKS: person_of_session(MANAGER), "state": "closed"})
    whole = open_warehouse().door(Scope(("municipality",)))
    found = files.page(whole, Texts("en"), {WHO_ASKS: person_of_session(DATA_UNIT), "unit": "south"})
    assert found.sheets[0].rows["title"].to_list() == ["Ældres"]


def test_while_the_store_is_gone_the_file_is_refused(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(open_page, home, HEAD)
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    at_hand.forget()
    with pytest.raises(NotNow):
        files.page(open_warehouse().door(Scope(("north",))), Texts("da"), {WHO_ASKS: person_of_session(MANAGER)})


def test_the_days_of_a_delivery_are_those_of_the_one_that_stands(store: Engine) -> None:
    """By hand: delivered after 10, 20 and 35 days; sent back and delivered again after 20; last year's do not count."""
    ends = {"a": (10,), "b": (12, 20), "c": (35,), "last_year": (1,)}
    found = []
    for number, (title, days) in enumerate(ends.items(), start=1):
        begun = LONG_AGO - timedelta(days=365 if title == "last_year" else 0)
        due = (begun + timedelta(days=20)).date()
        order = data_orders.ask(store, replace(WISH, title=title, needed_by=due), author(HEAD), now=begun)
        agreed = replace(WISH, title=title, needed_by=due, state="agreed", owner="HR", validator="Lederen")
        for day in days:
            order = data_orders.record_order(
                store, order, replace(agreed, words=f"{day}"), author(DATA_UNIT), now=begun
            )
            given = replace(agreed, state="delivered", words=f"{day}")
            order = data_orders.record_order(store, order, given, author(DATA_UNIT), now=begun + timedelta(days=day))
        found.append(Ordered(tuple(data_orders.order_history(store, number)), "Egeskolen"))
    assert [one.days_taken("Europe/Copenhagen") for one in found] == [10, 20, 35, 1]
    counts = counted(found, person=FINANCE, today=date(2026, 11, 21), time_zone="Europe/Copenhagen")
    assert (counts.lately_delivered, counts.median_days, counts.in_time) == (3, 20, 2)
    assert (counts.open, counts.late, counts.mine) == (4, 0, 0), "a late order that is delivered is not overdue"
    wish = replace(agreed, title="a", needed_by=found[0].now.needed_by, words="Mangler")
    sent_back = data_orders.record_order(store, found[0].now, wish, author(HEAD), now=LONG_AGO)
    back = replace(found[0], said=(sent_back, *found[0].said))
    assert (back.days_taken("Europe/Copenhagen"), back.days_late(date(2026, 11, 21))) == (None, 244)


def test_my_centre_tells_what_waits_for_whom_and_leads_there(open_page: OpenPage, home: Path, store: Engine) -> None:
    def waits(person: str, **query: str) -> list[tuple[str, str, str]]:
        (section, *_) = open_page("my_centre", home, person=person, **query).components["agenda"]["sections"]
        found = [(one["text"], one["note"], one["id"]) for one in section["entries"]]
        return [one for one in found if one[2].startswith("order:")]

    assert waits(DATA_UNIT) == []
    asked(store, HEAD)
    taken(store, asked(store, HEAD, title="b", needed_by=date(2026, 1, 2)), "agreed")
    taken(store, asked(store, HEAD, title="c"), "agreed", "delivered")
    told = "1 skal aftales, 1 skal leveres, 1 over fristen"
    assert waits(DATA_UNIT) == [("2 databestillinger venter på dig", told, "order:")]
    assert waits(DATA_UNIT, unit="north") == [], "another unit's page is about that unit"
    assert waits(HEAD) == [("1 databestilling venter på dig", "1 er leveret: er det det rigtige?", "order:3")]
    assert waits(MANAGER) == waits(CONTROLLER) == []


@pytest.mark.parametrize("person", [DATA_UNIT, HEAD, MANAGER])
def test_my_centre_asks_the_store_five_questions_at_most(
    open_page: OpenPage, home: Path, store: Engine, person: str
) -> None:
    asked(store, HEAD)
    screen = open_page("my_centre", home, person=person)  # the first visit of the day is noted
    questions: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lower().startswith(("select", "insert")) and "sqlite_" not in statement:
            questions.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        screen.app.run()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert any("data_order" in question for question in questions)
    assert len(questions) <= 5

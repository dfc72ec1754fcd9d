"""Bestil data: everybody asks, the data unit agrees and delivers, whoever asked closes; each step with who and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.store import at_hand, data_orders
from tests.pages.conftest import OpenPage
from tests.pages.living_data_orders import (
    CONTROLLER,
    DATA_UNIT,
    DIRECTOR,
    HEAD,
    MANAGER,
    NEED,
    PEOPLE,
    asked,
    at,
    buttons,
    history,
    home,
    store,
    taken,
    titles,
)
from tests.pages.living_focus_areas import faults, press, rows_of, told
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen

__all__ = ["home", "store"]  # fixtures


@pytest.mark.parametrize("person", [HEAD, DIRECTOR, DATA_UNIT])
def test_everybody_may_order_and_finds_the_form_by_a_button(open_page: OpenPage, home: Path, person: str) -> None:
    screen = press(at(open_page, home, person), "Bestil data")
    done = press(screen, "Bestil data", **NEED)
    assert told(done) == ["Bestilt som nr. 1. Dataenheden svarer her."]
    assert done.components["entry"]["title"] == "1: Vikarer pr. skole"
    assert titles(done) == ["Vikarer pr. skole"]
    assert done.components["headline"]["lead"].startswith("1 bestilling ")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(open_page: OpenPage, home: Path) -> None:
    screen = at(open_page, home, MANAGER, "order:new")
    assert screen.app.text_input[1].value == "Centerchef, Center for Børn og Unge"
    refused = press(screen, "Bestil data", title="x" * 201, purpose="Se, hvor de bruges", needed_by="01.02.2020")
    assert told(refused) == ["Ikke gemt: 3 ting mangler. De står hver ved sit felt."]
    assert faults(refused) == {
        "title": "Det er for langt. Skriv det kortere.",
        "decision": "Skriv, hvilken beslutning de skal bruges til.",
        "needed_by": "Skriv en dag, der ikke er gået endnu, som 31.12.2026.",
    }
    assert refused.app.text_area[1].value == "Se, hvor de bruges"
    assert refused.app.text_input[0].value == "x" * 201
    assert not refused.components["orders"]["rows"]
    done = press(refused, "Bestil data", **NEED)
    assert told(done) == ["Bestilt som nr. 1. Dataenheden svarer her."]


def test_an_order_from_asked_to_closed_each_step_by_the_one_who_may(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    asked(store, HEAD)

    def one(person: str) -> Screen:
        return at(open_page, home, person, "order:1")

    assert buttons(one(MANAGER)) == buttons(one(CONTROLLER)) == [], "who only sees it reads it"
    assert buttons(one(HEAD)) == ["Gem ændringerne", "Træk bestillingen tilbage"]
    assert buttons(one(DATA_UNIT)) == ["Aftal bestillingen", "Afvis bestillingen"]
    refused = press(one(DATA_UNIT), "Aftal bestillingen", owner="HR")
    assert faults(refused) == {"validator": "Skriv, hvem der kontrollerer dem."}
    agreed = press(refused, "Aftal bestillingen", validator="Lederen af Elmeskolen", words="Kræver et udtræk")
    assert told(agreed) == ["Bestillingen er aftalt. Den skal leveres senest 31.12.2099."]

    refused = press(one(DATA_UNIT), "Marker som leveret")
    assert faults(refused) == {"words": "Skriv, hvad der er leveret, og hvor det ligger."}
    press(refused, "Marker som leveret", words="Regneark i mappen")
    assert buttons(one(DATA_UNIT)) == [], "whoever asked says whether it is right"
    assert at(open_page, home, HEAD).components["headline"]["lead"] == "1 bestilling venter på dig."
    assert faults(press(one(HEAD), "Send tilbage")) == {"words": "Skriv hvorfor."}
    press(one(HEAD), "Send tilbage", words="Elmeskolen mangler")
    press(one(DATA_UNIT), "Marker som leveret", words="Nu med Elmeskolen")
    closed = press(one(HEAD), "Jeg har det, jeg skal bruge: afslut", words="Brugt på ledermødet")
    assert told(closed) == ["Bestillingen er afsluttet."]
    assert history(closed) == [
        "Afsluttet af Institutionsleder. Brugt på ledermødet",
        "Leveret af Dataenheden. Nu med Elmeskolen",
        "Sendt tilbage af Institutionsleder. Elmeskolen mangler",
        "Leveret af Dataenheden. Regneark i mappen",
        "Aftalt af Dataenheden. Kræver et udtræk",
        "Bestilt af Institutionsleder.",
    ]
    assert buttons(closed) == ["Bestil igen"]
    assert rows_of(closed, "orders") == [
        "Vikarer pr. skole 1 · Egeskolen | afsluttet | 31.12.2099 | Om skolerne deler vikarer | "
        "HR Lederen af Elmeskolen"
    ]


def test_refused_and_withdrawn_are_told_apart_with_the_words(open_page: OpenPage, home: Path, store: Engine) -> None:
    for title in ("Navne", "Timer"):
        asked(store, HEAD, title=title)
    screen = at(open_page, home, DATA_UNIT, "order:1")
    assert faults(press(screen, "Afvis bestillingen")) == {"words": "Skriv hvorfor."}
    done = press(screen, "Afvis bestillingen", words="Navne hører ikke til her")
    assert told(done) == ["Bestillingen er afvist. Den, der bestilte, kan læse hvorfor."]
    press(at(open_page, home, HEAD, "order:2"), "Træk bestillingen tilbage", words="Vi fandt dem selv")
    head = at(open_page, home, HEAD, "order:1")
    assert [row.split(" | ")[1] for row in rows_of(head, "orders")] == ["trukket tilbage", "afvist"]
    assert history(head)[0] == "Afvist af Dataenheden. Navne hører ikke til her"
    again = press(head, "Bestil igen", words="Så uden navne")
    assert history(again)[0] == "Bestilt igen af Institutionsleder. Så uden navne"
    assert buttons(again) == ["Gem ændringerne", "Træk bestillingen tilbage"]


def test_a_need_that_is_changed_is_agreed_on_anew_and_what_it_was_stays(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    taken(store, asked(store, HEAD, needed_by=date(2099, 6, 1)), "agreed")
    screen = press(
        at(open_page, home, HEAD, "order:1"),
        "Gem ændringerne",
        title="Vikarer pr. skole og uge",
        needed_by="01.09.2099",
    )
    assert told(screen) == ["Ændringerne er gemt. Dataenheden skal aftale dem med dig."]
    assert history(screen)[0] == (
        "Ændret af Institutionsleder og skal aftales igen. Ændret: der blev bestilt „Vikarer pr. skole“; "
        "fristen var 01.06.2099."
    )
    assert buttons(at(open_page, home, DATA_UNIT, "order:1")) == ["Aftal bestillingen", "Afvis bestillingen"]


def test_a_data_unit_that_orders_itself_agrees_with_what_stands_in_the_form(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    asked(store, DATA_UNIT, unit_id="municipality")
    screen = at(open_page, home, DATA_UNIT, "order:1")
    assert buttons(screen) == [
        "Aftal bestillingen", "Gem ændringerne", "Træk bestillingen tilbage", "Afvis bestillingen"
    ]  # fmt: skip
    assert set(faults(press(screen, "Aftal bestillingen", title=""))) == {"title", "owner", "validator"}
    press(screen, "Aftal bestillingen", title="Vikarer pr. dag", needed_by="01.06.2099", **PEOPLE)
    (order,) = data_orders.standing_orders(store)
    assert (order.state, order.title, order.needed_by) == ("agreed", "Vikarer pr. dag", date(2099, 6, 1))


def test_two_at_once_the_second_is_shown_what_the_first_said_and_keeps_what_was_typed(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    asked(store, HEAD)
    first, second = (at(open_page, home, DATA_UNIT, "order:1") for _ in range(2))
    press(at(open_page, home, HEAD, "order:1"), "Træk bestillingen tilbage", words="Ikke mere brug for det")
    outdated = press(second, "Aftal bestillingen", **PEOPLE)
    assert told(outdated) == [
        "En anden kom først: Trukket tilbage af Institutionsleder. Ikke mere brug for det. "
        "Det, du skrev, er ikke gemt; gem igen, hvis det skal gælde."
    ]
    assert len(history(outdated)) == 2, "what was said meanwhile stands there, and nothing else"
    assert buttons(outdated) == [], "there is nothing left to agree on"
    late = press(first, "Afvis bestillingen", words="For dyrt")
    assert told(late)[0].startswith("En anden kom først: ")


def test_a_step_that_is_pressed_twice_is_one(open_page: OpenPage, home: Path, store: Engine) -> None:
    asked(store, HEAD)
    first, second = (at(open_page, home, DATA_UNIT, "order:1") for _ in range(2))
    press(first, "Aftal bestillingen", **PEOPLE)
    assert told(press(second, "Aftal bestillingen", **PEOPLE))[0].startswith("Bestillingen er aftalt.")
    assert len(data_orders.order_history(store, 1)) == 2


def test_the_store_is_gone_and_what_was_typed_is_still_there(
    open_page: OpenPage, home: Path, store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(store, HEAD)
    new, open_order = at(open_page, home, HEAD, "order:new"), at(open_page, home, DATA_UNIT, "order:1")
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    at_hand.forget()
    new, open_order = press(new, "Bestil data", **NEED), press(open_order, "Aftal bestillingen", **PEOPLE)
    for screen, typed in ((new, NEED["title"]), (open_order, PEOPLE["owner"])):
        (note,) = [note["text"] for note in screen.components["headline"]["notices"]]
        assert note.startswith("Det, du skriver, kan ikke gemmes nu: databasen til det svarer ikke.")
        assert told(screen)[0].endswith("Det, du skrev, står her endnu: prøv igen om lidt.")
        assert screen.app.text_input[0].value == typed
    lost = at(open_page, home, HEAD).components
    assert lost["headline"]["lead"] == "Hvilke data der er bestilt, vides ikke lige nu."
    assert "orders" not in lost
    monkeypatch.delenv("PEJLING_STORE_URL")
    at_hand.forget()
    assert told(press(new, "Bestil data")) == ["Bestilt som nr. 2. Dataenheden svarer her."]
    assert told(press(open_order, "Aftal bestillingen"))[0].startswith("Bestillingen er aftalt.")


def test_a_right_that_was_taken_away_meanwhile_is_asked_anew(open_page: OpenPage, home: Path, store: Engine) -> None:
    asked(store, HEAD)
    screen = at(open_page, home, HEAD, "order:1")
    publish_page_release(home / "releases", "2026-11-10.1", is_empty=True)  # nobody leads the school any more
    press(screen, "Træk bestillingen tilbage", words="x")
    assert [order.state for order in data_orders.standing_orders(store)] == ["asked"]


def test_an_order_on_a_figure_begins_with_its_card(open_page: OpenPage, home: Path) -> None:
    screen = at(open_page, home, MANAGER, "order:new", figure="staff.sickness_share")
    assert [field.value for field in screen.app.text_input] == [
        "Sygefravær i måneden (Personale)", "Centerchef, Center for Børn og Unge", "", "HR og Arbejdsmiljø",
        "Løn og Indkøb",
    ]  # fmt: skip
    assert screen.components["entry"]["lines"][0] == "Om tallet Sygefravær i måneden."
    unknown = at(open_page, home, MANAGER, "order:new", figure="no.figure")
    assert unknown.app.text_input[0].value == ""


def test_before_the_first_month_data_can_be_ordered_all_the_same(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases", is_empty=True)
    done = press(at(open_page, tmp_path, CONTROLLER, "order:new"), "Bestil data", **NEED)
    assert told(done) == ["Bestilt som nr. 1. Dataenheden svarer her."]

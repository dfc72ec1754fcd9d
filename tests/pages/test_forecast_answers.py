"""Prognoserunde: what a budget holder types, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.decisions.unit_forecast import Part, UnitForecast
from dashboard.looks.forecast_round import may_answer, may_approve
from dashboard.person import Person
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores
from dashboard.store.forecast_rounds import (
    record_entry,
    record_round,
    standing_entries,
)
from dashboard.texts import Language
from tests.pages.conftest import OpenPage
from tests.pages.living_a_round import (
    ANN,
    BO,
    CONTROLLER,
    DIRECTOR,
    FOREWORD,
    HEAD,
    MANAGER,
    ROUND,
    answer,
    press,
    told,
    type_in,
    wish,
)
from tests.pages.page_municipality import YEAR
from tests.pages.page_round_rows import proposal_row
from tests.pages.screen import row_text


@pytest.mark.parametrize(
    ("language", "lead", "columns", "row"),
    [
        ("da", "Giv prognosen senest", ["Kontogruppe", "Korrigeret budget", "Forbrug til dato"],
         "Løn | 23.400 | 20.355 | 24.900 | 24.901 | 25.358 | – | "),
        ("en", "Give the forecast by", ["Account group", "Revised budget", "Actual to date"],
         "Wages | 23,400 | 20,355 | 24,900 | 24,901 | 25,358 | – | "),
    ],
)  # fmt: skip
def test_a_budget_holder_sees_the_groups_with_three_proposals(
    open_page: OpenPage, store: Engine, home: Path, language: Language, lead: str, columns: list[str], row: str
) -> None:
    screen = open_page("forecast_round", home, person=HEAD, lang=language)
    assert screen.components["headline"]["lead"].startswith(lead)
    parts = screen.components["parts"]
    assert [column["label"] for column in parts["columns"]][:3] == columns
    assert row in [row_text(one) for one in parts["rows"]]


def test_what_is_typed_is_shown_back_before_it_is_saved(open_page: OpenPage, store: Engine, home: Path) -> None:
    screen = open_page("forecast_round", home, person=HEAD)
    assert [button.label for button in screen.app.button] == ["Vis, hvad der gemmes"]
    groups = [field.label.split(":")[0] for field in screen.app.text_input]
    screen = type_in(screen, *("26 mio." if group == "Løn" else "1.200" for group in groups))
    screen = press(screen, "Vis, hvad der gemmes")
    assert told(screen, "forecast_below") == ["Intet er gemt endnu: se, hvad der står ved felterne."]
    assert "kan være 1.200 kr. eller 1.200.000 kr." in told(screen, "operations_beside")[-1]
    assert told(screen, "wages_beside")[-1] == (
        "Skriv en bemærkning: ændringen på +643 t.kr. fra sidste runde er over 2 % og 100 t.kr."
    )
    for radio in screen.app.radio:
        radio.set_value(1)
    for field in screen.app.text_area:
        field.set_value("Flere børn")
    screen = press(screen, "Vis, hvad der gemmes")
    assert "Løn: 26.000.000 kr., +643 t.kr. fra sidste runde" in told(screen, "forecast_below")
    assert any(text.startswith("Øvrig drift: 1.200.000 kr.") for text in told(screen, "forecast_below"))
    assert "mener du −1.200.000 kr.?" in " ".join(told(screen, "income_beside"))
    assert standing_entries(store, YEAR, "BO4") == {}

    screen.app.text_input[0].set_value("27 mio.")
    screen = press(screen, "Gem som kladde")
    assert told(screen) == ["Du har ændret noget, siden det blev vist: se det igen, og gem så."]
    assert standing_entries(store, YEAR, "BO4") == {}
    screen = press(screen, "Gem som kladde")
    assert told(screen) == ["Gemt som kladde. Meld klar, når den er færdig."]
    kept = standing_entries(store, YEAR, "BO4")
    assert kept["oak_school", "wages"].amount_dkk == Decimal(27_000_000)
    assert {entry.person_role for entry in kept.values()} == {"institution_head"}
    assert kept["oak_school", "wages"].last_round_dkk == Decimal("25357500.00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Skriv et beløb."),
        ("tolv", "„tolv“ er ikke et beløb. Skriv det som −1.234.567,50."),
        ("999999999999999", "er over 100 mia. kr. Er der et ciffer for meget?"),
    ],
)
def test_what_is_no_amount_gets_a_sentence_at_its_field(
    open_page: OpenPage, store: Engine, home: Path, typed: str, said: str
) -> None:
    screen = open_page("forecast_round", home, person=HEAD)
    screen = press(type_in(screen, *FOREWORD[:2], typed), "Vis, hvad der gemmes")
    name = {"Løn": "wages", "Øvrig drift": "operations", "Indtægter": "income"}
    last = name[screen.app.text_input[2].label.split(":")[0]]
    assert said in told(screen, f"{last}_beside")[-1]
    assert [button.label for button in screen.app.button] == ["Vis, hvad der gemmes"]
    assert screen.app.text_input[2].value == typed, "what was typed stays"


def test_a_page_that_stood_open_saves_nothing_once_it_is_signed(open_page: OpenPage, store: Engine, home: Path) -> None:
    head = open_page("forecast_round", home, person=HEAD)
    head = press(type_in(head, *FOREWORD, comment="Fordi"), "Vis, hvad der gemmes")
    answer(store)
    head = press(head, "Gem som kladde")
    assert told(head)[0].startswith(("En anden kom først", "Prognosen er meldt klar eller godkendt imens"))
    record_round(store, replace(ROUND, state="closed"), BO, seen_version=1)
    manager = open_page("forecast_round", home, person=MANAGER, unit="oak_school")
    assert len(manager.app.button) == 0


@pytest.mark.parametrize(
    ("person", "unit_id", "answers", "approves"),
    [
        (Person(HEAD, "institution_head", ("oak_school",), ""), "oak_school", True, False),
        (Person(HEAD, "institution_head", ("oak_school",), ""), "elm_school", False, False),
        (Person(MANAGER, "centre_manager", ("north",), ""), "oak_school", False, True),
        (Person(MANAGER, "centre_manager", ("north",), ""), "north-own", True, True),
        (Person(MANAGER, "centre_manager", ("north",), ""), "care_home", False, False),
        (Person(CONTROLLER, "controller", ("municipality",), ""), "oak_school", False, False),
        (Person(DIRECTOR, "director", ("municipality",), ""), "oak_school", False, False),
    ],
)
def test_who_gives_a_forecast_and_who_approves_it(person: Person, unit_id: str, answers: bool, approves: bool) -> None:
    row = proposal_row("oak_school" if unit_id == "north-own" else unit_id, "wages")
    if unit_id == "north-own":  # what a centre books on itself is its manager's
        row |= {"unit_id": unit_id, "given_for_unit_id": "north", "unit_path": ["municipality", "north", unit_id]}
    unit = UnitForecast((Part(row),))
    assert (may_answer(person, unit), may_approve(person, unit)) == (answers, approves)


def test_what_is_typed_belongs_to_one_round(open_page: OpenPage, store: Engine, home: Path) -> None:
    record_round(store, replace(ROUND, round="BO5"), BO, seen_version=0)
    head = open_page("forecast_round", home, person=HEAD, round="BO4", year=str(YEAR))
    head = press(type_in(head, *FOREWORD, comment="Fordi"), "Vis, hvad der gemmes")
    head.app.query_params["round"] = "BO5"
    head.app.run()
    assert [field.value for field in head.app.text_input] == ["", "", ""]
    assert [button.label for button in head.app.button] == ["Vis, hvad der gemmes"]


def test_two_people_at_once_are_shown_both(open_page: OpenPage, store: Engine, home: Path) -> None:
    head = open_page("forecast_round", home, person=HEAD)
    head = press(type_in(head, *FOREWORD, comment="Fordi"), "Vis, hvad der gemmes")
    record_entry(store, wish("oak_school", "wages", 24_000_000, "Vikarer"), ANN, seen_version=0)
    # The page is drawn from the version that was there before the other one.
    head = press(head, "Gem som kladde")
    assert told(head)[0].startswith("En anden kom først: Institutionsleder gemte løn som 24.000.000 kr. den ")
    assert standing_entries(store, YEAR, "BO4")["oak_school", "wages"].amount_dkk == Decimal(24_000_000)
    head = press(head, "Gem som kladde")
    assert told(head) == ["Gemt som kladde. Meld klar, når den er færdig."]


def test_without_the_store_the_page_says_so(open_page: OpenPage, store: Engine, home: Path) -> None:
    close_stores()
    for file in (home / "store").glob("pejling.db*"):
        file.unlink()
    (home / "store" / "pejling.db").mkdir()
    forget()
    screen = open_page("forecast_round", home, person=HEAD)
    assert "Det, du skriver, kan ikke gemmes nu" in screen.components["headline"]["notices"][0]["text"]
    forget()


def test_what_was_typed_is_still_there_when_the_store_refuses(open_page: OpenPage, store: Engine, home: Path) -> None:
    head = open_page("forecast_round", home, person=HEAD)
    head = press(type_in(head, *FOREWORD, comment="Fordi"), "Vis, hvad der gemmes")
    with store.begin() as connection:
        connection.exec_driver_sql(
            "create trigger no_more before insert on forecast_entry begin select raise(abort, 'x'); end"
        )
    head = press(head, "Gem som kladde")
    assert told(head)[0].startswith("Det, du skriver, kan ikke gemmes nu")
    assert [field.value for field in head.app.text_input] == list(FOREWORD)


def test_a_forecast_that_others_must_give_is_told_as_theirs(open_page: OpenPage, store: Engine, home: Path) -> None:
    mine = open_page("forecast_round", home, person=HEAD)
    theirs = open_page("forecast_round", home, person=MANAGER, unit="oak_school")
    assert mine.components["headline"]["lead"].startswith("Giv prognosen senest ")
    assert theirs.components["headline"]["lead"].startswith("Egeskolen har ikke givet sin prognose; fristen er ")
    assert mine.components["parts"]["notes"][0].startswith("Giv hver kontogruppe et tal")
    assert theirs.components["parts"]["notes"] == ["Det, der ikke er givet, tæller som sit korrigerede budget."]
    answered = next(one for one in mine.components["headline"]["figures"] if one["label"] == "Svar")
    assert (answered["value"], answered["unit"]) == ("0 af 1", "enhed")

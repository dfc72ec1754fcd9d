"""Adgange: an administrator gives and takes rights, sees who waits, and nobody else finds the page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.files import rights as file
from dashboard.login.settings import GroupRule
from dashboard.store.audit import entries
from dashboard.store.database import open_store
from dashboard.store.grants import GrantWish, Identity, give, standing_grants, take
from dashboard.store.journal import Author
from dashboard.store.sessions import ClaimedRole, begin_session
from dashboard.texts import Texts
from dashboard.warehouse import Scope, open_warehouse
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import faults, press, rows_of, told
from tests.pages.screen import Screen

ISSUER = "https://login.example"
ADMINISTRATOR = "administrator"
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
BY = Author("root on the server", "administrator", "")


@pytest.fixture
def store(home: Path) -> Engine:
    return open_store(open_home(home, home / "municipality.toml"))


def at(open_page: OpenPage, home: Path, entry: str = "", person: str = ADMINISTRATOR, **query: str) -> Screen:
    return open_page("rights", home, person=person, **({"entry": entry} if entry else {}), **query)


def logged_in(store: Engine, subject: str, name: str, *roles: ClaimedRole) -> None:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    begin_session(store, Identity(ISSUER, subject), name=name, email=email, roles=roles, now=NOW)


def right(
    store: Engine, subject: str = "s1", role: str = "centre_manager", unit: str = "north", **more: object
) -> None:
    wish = GrantWish(issuer=ISSUER, subject=subject, role=role, unit_id=unit, valid_from=date(2026, 1, 1), **more)  # type: ignore[arg-type]
    give(store, wish, BY, now=NOW)


def test_whoever_waits_stands_first_and_gets_a_right_that_holds_at_once(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    logged_in(store, "s1", "Bodil Bakke")
    screen = at(open_page, home)
    assert screen.components["headline"]["lead"] == "1 person har logget ind og har ingen adgang."
    assert rows_of(screen, "asking")[0].startswith("Bodil Bakke s1 | bodil@example.org | 3. nov. 2026 ")
    form = at(open_page, home, "right:for:s1")
    assert form.app.text_input[0].value == "s1"
    done = press(form, "Giv rettigheden", role="centre_manager", unit_id="north", words="Ny centerchef")
    assert told(done)[0].startswith("Bodil Bakke er Centerchef for Center for Børn og Unge fra ")
    assert "asking" not in done.components
    assert rows_of(done, "rights")[0].startswith("Bodil Bakke bodil@example.org | Centerchef | Center for Børn og Unge")
    (grant,) = standing_grants(store)
    assert (grant.subject, grant.role, grant.unit_id, grant.person) == ("s1", "centre_manager", "north", ADMINISTRATOR)
    assert [one.kind for one in entries(store)] == ["grant"]


def test_a_right_is_taken_with_a_reason_and_its_history_stays(open_page: OpenPage, home: Path, store: Engine) -> None:
    right(store, words="Fra begyndelsen")
    open_right = at(open_page, home, "right:1")
    assert faults(press(open_right, "Tag rettigheden nu")) == {"words": "Skriv hvorfor."}
    done = press(at(open_page, home, "right:1"), "Tag rettigheden nu", words="Er fratrådt")
    assert told(done) == ["Rettigheden er taget. Den ophørte med det samme."]
    assert [one["text"] for one in done.components["entry"]["earlier"]] == [
        "Taget af administrator. Er fratrådt",
        "Givet af root on the server. Fra begyndelsen",
    ]
    assert standing_grants(store)[0].state == "taken"
    assert "er taget" in rows_of(done, "rights")[0]


def test_a_right_that_somebody_else_took_meanwhile_is_not_taken_again(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    right(store)
    open_right = at(open_page, home, "right:1")
    take(store, standing_grants(store)[0], "Rykket", BY)
    done = press(open_right, "Tag rettigheden nu", words="Er fratrådt")
    assert told(done)[0].startswith("En anden kom først: Taget af root on the server. Rykket.")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"who", "unit_id", "role", "words"}),
        ({"who": "ukendt@example.org"}, {"who", "unit_id", "role", "words"}),
        ({"who": "Anne"}, {"who", "unit_id", "role", "words"}),
        ({"who": "s9", "valid_from": "i dag"}, {"valid_from", "unit_id", "role", "words"}),
        ({"who": "s9", "deputy_for": "s1"}, {"valid_to", "unit_id", "role", "words"}),
        ({"who": "s9", "unit_id": "north", "role": "administrator"}, {"unit_id", "words"}),
        ({"who": "s9", "valid_from": "02.02.2026", "valid_to": "01.02.2026"}, {"valid_to", "unit_id", "role", "words"}),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    open_page: OpenPage, home: Path, store: Engine, typed: dict[str, str], wrong: set[str]
) -> None:
    logged_in(store, "s1", "Anne")
    logged_in(store, "s2", "Anne")
    assert set(faults(press(at(open_page, home, "right:new"), "Giv rettigheden", **typed))) == wrong
    assert standing_grants(store) == []


def test_the_last_administrator_s_right_is_not_taken_here(open_page: OpenPage, home: Path, store: Engine) -> None:
    right(store, "s1", "administrator", "municipality")
    right(store, "s3", "administrator", "north")  # who could give no rights
    refused = press(at(open_page, home, "right:1"), "Tag rettigheden nu", words="Er fratrådt")
    assert told(refused)[0].startswith("Det er den sidste administrators rettighed")
    right(store, "s2", "administrator", "municipality")
    done = press(at(open_page, home, "right:1"), "Tag rettigheden nu", words="Er fratrådt")
    assert told(done) == ["Rettigheden er taget. Den ophørte med det samme."]


@pytest.mark.parametrize("rule", [{"unit": "north"}, {"value": "rights-*"}])
def test_a_group_of_the_login_makes_nobody_administrator_of_a_part(rule: dict[str, str]) -> None:
    administrator = {"value": "rights", "role": "administrator"}
    assert GroupRule.model_validate(administrator | {"unit": "municipality"}).gives_the_whole
    assert GroupRule.model_validate(administrator).gives_the_whole
    with pytest.raises(ValueError, match="an administrator of a part gives no rights"):
        GroupRule.model_validate(administrator | rule)


def test_what_somebody_gives_themself_is_marked_there_and_in_the_log(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    form = at(open_page, home, "right:new")
    done = press(form, "Giv rettigheden", who=ADMINISTRATOR, role="controller", unit_id="north", words="Til mig")
    assert "Givet af den, der har den." in rows_of(done, "rights")[0]
    assert "(their own)" in entries(store)[0].words


def test_the_filters_and_what_the_login_s_groups_give(open_page: OpenPage, home: Path, store: Engine) -> None:
    logged_in(store, "s3", "Karl Krog", ClaimedRole("controller", "municipality"))
    right(store, "s1")
    right(store, "s2", "controller", "oak_school", valid_to=date(2026, 1, 31))

    def shown(**query: str) -> list[str]:
        return [row["label"] for row in at(open_page, home, **query).components["rights"]["rows"]]

    assert shown() == ["s1", "s2"]
    assert shown(right="held") == ["s1"]
    assert shown(right="ended") == ["s2"]
    assert shown(role="controller") == ["s2"]
    assert shown(unit="north") == ["s1", "s2"]
    assert shown(unit="oak_school") == ["s2"]
    assert shown(search="S1") == ["s1"]
    screen = at(open_page, home)
    assert rows_of(screen, "claimed")[0].startswith("Karl Krog s3 | Controller, Pejleby Kommune")
    assert "asking" not in screen.components, "whom the login gives a role does not wait"


@pytest.mark.parametrize("person", ["controller", "director", "centre_manager:north", "analyst"])
def test_nobody_else_finds_the_page_and_that_they_tried_is_written_down(
    open_page: OpenPage, home: Path, store: Engine, person: str
) -> None:
    right(store)
    screen = at(open_page, home, "right:1", person)
    assert set(screen.components) <= {"masthead", "headline", "foot"}
    assert (entries(store)[0].kind, entries(store)[0].thing) == ("refused", "rights")


def test_the_first_page_of_an_administrator_is_theirs(open_page: OpenPage, home: Path, store: Engine) -> None:
    screen = open_page(None, home, person=ADMINISTRATOR)
    assert screen.components["headline"]["title"] == "Hvem må se hvad, og hvem venter stadig på adgang?"
    assert [one.kind for one in entries(store)] == []


def test_the_file_has_every_right_and_all_that_was_said(open_page: OpenPage, home: Path, store: Engine) -> None:
    right(store)
    take(store, standing_grants(store)[0], "=1+1", BY)
    at(open_page, home)
    made = file.page(open_warehouse().door(Scope(("municipality",))), Texts("da"), {})
    assert made.sheets[0].rows["stands"].to_list() == ["er taget"]
    assert made.sheets[1].rows["said"].to_list() == [
        "Taget af root on the server. =1+1", "Givet af root on the server.",
    ]  # fmt: skip

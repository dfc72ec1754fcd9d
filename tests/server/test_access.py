"""Who the demo lets people be, and what each of them may see."""

from pathlib import Path

import pytest
import streamlit as st

from dashboard import access, rules
from dashboard.person import Person
from dashboard.warehouse import DoorProblem, Warehouse
from pipelines.problems import WrongUse
from tests.door.small_release import publish_small_release
from tests.server.conftest import make_home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = make_home(tmp_path / "home")
    publish_small_release(home / "releases")
    monkeypatch.setenv("PEJLING_HOME", str(home))
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    monkeypatch.setenv("PEJLING_DEMO", "1")
    return home


def test_the_people_of_the_demo_come_from_the_release(home):
    people = access.demo_people(access.open_warehouse())
    assert [(person.key, person.units, person.unit_name) for person in people] == [
        ("centre_manager:north", ("north",), "Center Nord"),
        ("centre_manager:south", ("south",), "Center Syd"),
        ("institution_head:nursery", ("nursery",), "Solsikken"),
        ("controller", ("municipality",), "Prøve Kommune"),
        ("director", ("municipality",), "Prøve Kommune"),
        ("data_unit", ("municipality",), "Prøve Kommune"),
        ("analyst", ("municipality",), "Prøve Kommune"),
        ("administrator", ("municipality",), "Prøve Kommune"),
    ]
    assert [person.sees_everything for person in people] == [False] * 3 + [True] * 5


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("controller", "controller"),
        ("centre_manager:north", "centre_manager:north"),
        (None, "centre_manager:south"),
        ("", "centre_manager:south"),
        ("centre_manager:municipality", "centre_manager:south"),
        ("' or 1=1", "centre_manager:south"),
    ],
)
def test_an_unknown_person_in_the_address_is_the_manager_with_most_to_explain(home, wanted, found):
    assert access.person_of_session(wanted).key == found


def test_a_demo_opens_with_a_centre_that_has_capital_projects(home):
    publish_small_release(home / "releases", "2026-07-04", building="north")
    assert access.person_of_session().key == "centre_manager:north"


@pytest.mark.parametrize(("employer", "led"), [("school_a", "school_a"), ("nobody", "nursery")])
def test_the_head_in_a_demo_leads_an_institution_that_has_employees(home, employer, led):
    publish_small_release(home / "releases", "2026-07-04", employer=employer)
    heads = [person.key for person in access.demo_people(access.open_warehouse()) if person.role == "institution_head"]
    assert heads == [f"institution_head:{led}"]


@pytest.mark.parametrize("setting", [None, "", "0", "true", "yes"])
def test_without_the_demo_nobody_comes_in(home, monkeypatch, setting):
    if setting is None:
        monkeypatch.delenv("PEJLING_DEMO")
    else:
        monkeypatch.setenv("PEJLING_DEMO", setting)
    with pytest.raises(WrongUse, match="nobody can log in"):
        access.person_of_session("controller")


def test_the_demo_is_not_there_when_others_can_reach_the_server(home):
    before = st.get_option("server.address")
    from streamlit import config  # noqa: PLC0415

    config.set_option("server.address", "0.0.0.0")
    try:
        with pytest.raises(WrongUse, match="nobody can log in"):
            access.person_of_session("controller")
    finally:
        config.set_option("server.address", before)


def test_every_role_has_its_pages_and_no_other_does(home):
    people = access.demo_people(access.open_warehouse())
    assert {thing for kind, thing in rules.RULES if kind == "page"} == set(access.PAGES)
    for person in people:
        closed = {page for page in access.PAGES if not access.may_open(person, page)}
        own = {"rights", "audit_log"}
        assert closed == {
            "centre_manager": own | {"use"},
            "institution_head": own | {"use"},
            "analyst": own | {"staff", "supervision", "use"},
            "administrator": set(access.PAGES) - own - {"catalogue"},
        }.get(person.role, own)


def test_what_is_everybody_s_needs_a_right_for_the_whole():
    asked = {"page": access.may_open, "action": access.may, "file": access.may_take}
    found = set()
    for kind, thing in (one for one in rules.RULES if one[0] in asked):
        for role in rules.RULES[kind, thing]:
            assert asked[kind](Person(role, role, ("municipality",), ""), thing)
            if not asked[kind](Person(role, role, ("north",), ""), thing):
                found.add((kind, thing, role))
    log_and_rights = {("page", "rights"), ("page", "audit_log"), ("action", "give_rights"), ("action", "read_audit"),
                      ("file", "rights"), ("file", "audit_log")}  # fmt: skip
    assert found == {(*one, "administrator") for one in log_and_rights} | {("action", "steer_round", "controller")}


def test_a_person_sees_their_units_and_nothing_else(home):
    for person in access.demo_people(access.open_warehouse()):
        found = set(access.door_of(person).rows("select distinct unit_id from budget_followup__posting")["unit_id"])
        expected = {
            "centre_manager:north": {"school_a", "school_b", "hall"},
            "centre_manager:south": {"nursery", "hall"},
            "institution_head:nursery": {"nursery"},
        }.get(person.key, {"school_a", "school_b", "hall", "nursery"})
        assert found == expected


def test_before_the_first_release_there_is_nobody_to_be(tmp_path):
    with pytest.raises(DoorProblem) as problem:
        access.demo_people(Warehouse(tmp_path / "releases"))
    assert problem.value.reason == "no_release"

"""Revisionslog: the newest lines first, filtered by the store, page by page; whether the log is whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from dashboard import deeds, downloads
from dashboard.decisions.audit_log import AT_ONCE
from dashboard.files import audit_log as file
from dashboard.person import Person
from dashboard.store.audit import Deed, entries, record_deed
from dashboard.store.database import open_store
from dashboard.texts import Texts
from dashboard.warehouse import Scope, open_warehouse
from pipelines.home import open_home
from tests.loops import done
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import press, rows_of
from tests.pages.screen import Screen

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def store(home: Path) -> Engine:
    deeds.forget()
    return open_store(open_home(home, home / "municipality.toml"))


def at(open_page: OpenPage, home: Path, person: str = "administrator", **query: str) -> Screen:
    return open_page("audit_log", home, person=person, **query)


def fill(store: Engine) -> None:
    record_deed(store, Deed(kind="login", person="s1"), now=NOW - timedelta(days=400))
    record_deed(store, Deed(kind="staff_view", person="s1", thing="staff", unit_id="oak_school"), now=NOW)
    record_deed(store, Deed(kind="download", person="s2", thing="use", unit_id="south", words="=1+1"), now=NOW)


def numbers(screen: Screen) -> list[str]:
    return [row["id"] for row in screen.components["lines"]["rows"]]


def test_the_newest_lines_stand_first_and_the_filters_choose(open_page: OpenPage, home: Path, store: Engine) -> None:
    fill(store)
    screen = at(open_page, home)
    assert numbers(screen) == ["3", "2", "1"]
    assert rows_of(screen, "lines")[1] == "3. nov. 2026 kl. 10.00 2 | s1 | så personaletal | Personale Egeskolen | "
    assert screen.components["headline"]["lead"] == "Loggen har 3 linjer."
    for query, expected in {
        ("kind", "login"): ["1"], ("unit", "north"): ["2"], ("search", "S2"): [], ("search", "s2"): ["3"],
        ("span", "2025"): ["1"], ("span", "2026K4"): ["3", "2"], ("below", "3"): ["2", "1"],
        ("kind", "all"): ["3", "2", "1"],
    }.items():  # fmt: skip
        assert numbers(at(open_page, home, **dict([query]))) == expected, query


def test_a_long_log_is_read_page_by_page(open_page: OpenPage, home: Path, store: Engine) -> None:
    for _ in range(AT_ONCE + 2):
        record_deed(store, Deed(kind="login", person="s1"))
    screen = at(open_page, home)
    assert len(numbers(screen)) == AT_ONCE
    older = press(screen, "Ældre linjer")
    assert numbers(older) == ["2", "1"]
    assert len(numbers(press(older, "De nyeste linjer"))) == AT_ONCE


def test_the_chain_is_verified_by_a_button(open_page: OpenPage, home: Path, store: Engine) -> None:
    fill(store)
    done = press(at(open_page, home), "Efterprøv kæden")
    assert done.components["headline"]["lead"].startswith("Kæden er hel: 3 linjer, efterprøvet ")
    with store.begin() as connection:
        connection.execute(text("drop trigger audit_entry_no_delete"))
        connection.execute(text("delete from audit_entry where number = 3"))
    done = press(at(open_page, home), "Efterprøv kæden")
    assert done.components["headline"]["lead"].startswith("Kæden holder ikke: 1 fejl blev fundet ")


@pytest.mark.parametrize("person", ["controller", "director", "data_unit"])
def test_nobody_else_reads_it(open_page: OpenPage, home: Path, store: Engine, person: str) -> None:
    fill(store)
    assert set(at(open_page, home, person).components) <= {"masthead", "headline", "foot"}
    assert entries(store)[0].thing == "audit_log"


def test_looking_at_staff_is_written_down_once_an_hour_and_without_the_log_nothing_is_shown(
    open_page: OpenPage, home: Path, store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in ("north", "north", "oak_school"):
        open_page("staff", home, person="controller", unit=unit)
    assert [(one.kind, one.person, one.unit_id) for one in entries(store)] == [
        ("staff_view", "controller", "oak_school"),
        ("staff_view", "controller", "north"),
        ("staff_view", "controller", "municipality"),
    ], "the first drawing is of no unit"
    deeds.forget()
    with store.begin() as connection:
        connection.execute(text("alter table audit_entry rename to elsewhere"))
    screen = open_page("staff", home, person="controller", unit="north")
    assert set(screen.components) <= {"masthead", "headline", "foot"}
    assert "Hvem der ser disse tal, bliver skrevet ned" in screen.text


def test_a_file_is_written_down_before_it_is_given(home: Path, store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_HOME", str(home))
    finance = Person("controller", "controller", ("municipality",), "Pejleby Kommune")
    filters = {"fiscal_year": 2026, "period": 10, "unit": "north", "organisation_view": "today"}
    release = open_warehouse().door(finance.scope).release.id
    order = downloads.Order("controller", "controller", release, "budget_followup", "da", filters)
    given = downloads._file_of(finance, order, Texts("da"))
    assert given.background
    done(given.background)  # what follows when it was sent: the file goes
    line = entries(store)[0]
    assert (line.kind, line.person, line.thing, line.unit_id) == ("download", "controller", "budget_followup", "north")
    assert line.words == "fiscal_year 2026, period 10, organisation_view today"
    with store.begin() as connection:
        connection.execute(text("alter table audit_entry rename to elsewhere"))
    with pytest.raises(deeds.NotWrittenDown):
        downloads._file_of(finance, order, Texts("da"))


def test_ten_thousand_refusals_are_two_lines(home: Path, store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_HOME", str(home))
    for _ in range(10_000):
        deeds.note_login_refused("the state is another")
    deeds.end()
    assert [one.words for one in entries(store)] == ["9999 more like it in the minute after", "the state is another"]


def test_the_file_holds_what_the_filters_let_through(open_page: OpenPage, home: Path, store: Engine) -> None:
    fill(store)
    at(open_page, home)
    made = file.page(open_warehouse().door(Scope(("municipality",))), Texts("da"), {"deed": "download"})
    assert made.sheets[0].rows.select("number", "what", "words").rows() == [(3, "hentede en fil", "=1+1")]

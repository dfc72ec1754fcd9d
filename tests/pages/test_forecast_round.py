"""Prognoserunde: a round as four people live it, from opening to closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest
from sqlalchemy import Engine

from dashboard.closed_rounds import deliver_closed_rounds
from dashboard.files.content import write_download
from dashboard.files.contents import CONTENTS
from dashboard.person import Person
from dashboard.store.database import open_store
from dashboard.store.forecast_rounds import (
    record_entry,
    record_round,
    standing_rounds,
    standing_signs,
)
from dashboard.texts import Texts
from dashboard.warehouse import Scope, open_warehouse
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_a_round import (
    ANN,
    BO,
    CONTROLLER,
    DIRECTOR,
    HEAD,
    MANAGER,
    ROUND,
    TODAY,
    answer,
    faults,
    press,
    told,
    type_in,
    wish,
)
from tests.pages.page_municipality import HOSTILE_NAME, HOSTILE_TEXT, YEAR
from tests.pages.screen import row_text


def test_before_there_is_a_round(open_page: OpenPage, home: Path) -> None:
    head = open_page("forecast_round", home, person=MANAGER)
    assert head.components["headline"]["lead"] == "Der er ikke åbnet nogen prognoserunde endnu."
    assert not head.app.button
    finance = open_page("forecast_round", home, person=CONTROLLER, lang="en")
    assert finance.components["headline"]["sentence"] == "Open one below."
    assert [button.label for button in finance.app.button] == ["Open the round"]


def test_finance_opens_a_round_changes_its_dates_and_closes_it(open_page: OpenPage, home: Path) -> None:
    screen = open_page("forecast_round", home, person=CONTROLLER)
    screen = press(type_in(screen, "BO4", "31.10.2026", "1.10.2026", "2026-11-30"), "Åbn runden")
    assert told(screen) == ["BO4 2026 er åben fra 01.10.2026."]
    (found,) = standing_rounds(open_store(open_home(home)))
    assert (found.round, found.round_date, found.closes_on, found.state) == (
        "BO4", date(2026, 10, 31), date(2026, 11, 30), "open",
    )  # fmt: skip

    def field(label: str, text: str) -> None:
        next(one for one in screen.app.text_input if one.label == label).set_value(text)

    field("Sidste svardag", "15.12.2026")
    screen = press(screen, "Gem datoerne")
    assert told(screen) == ["Datoerne er gemt."]
    screen = press(screen, "Luk runden")
    assert faults(screen) == {"is_sure": "Sæt først kryds i feltet: ingen kan svare i en lukket runde."}
    screen.app.checkbox[0].check()
    screen = press(screen, "Luk runden")
    assert told(screen) == ["Runden er lukket. Den næste opdatering gør den til en del af prognosepræcisionen."]
    assert "Runden blev lukket" in screen.components["headline"]["more"]
    assert [button.label for button in screen.app.button] == ["Genåbn runden", "Åbn runden"]
    assert standing_rounds(open_store(open_home(home)))[0].closes_on == date(2026, 12, 15)


def test_finance_opens_a_closed_round_again_with_a_reason_that_all_read(
    open_page: OpenPage, store: Engine, home: Path
) -> None:
    answer(store)
    record_round(store, replace(ROUND, state="closed"), BO, seen_version=1)
    assert not open_page("forecast_round", home, person=HEAD).app.button
    screen = press(open_page("forecast_round", home, person=CONTROLLER), "Genåbn runden")
    assert faults(screen) == {"words": "Skriv, hvorfor den genåbnes: alle læser det."}
    screen.app.text_area[0].set_value("Egeskolen manglede vikarerne <b>i maj</b>")
    next(one for one in screen.app.text_input if one.label == "Sidste svardag").set_value("15.12.2026")
    screen = press(screen, "Genåbn runden")
    assert told(screen) == ["Runden er åben igen. Det, der er leveret fra den, gælder, til den lukkes på ny."]
    (found,) = standing_rounds(store)
    assert (found.state, found.closes_on, found.version) == ("open", date(2026, 12, 15), 3)
    head = open_page("forecast_round", home, person=HEAD)
    said = "Runden er genåbnet: Egeskolen manglede vikarerne <b>i maj</b>"
    assert said in [one["text"] for one in head.components["headline"]["notices"]]
    assert [button.label for button in head.app.button] == ["Tag tilbage til kladde"]
    screen = press(screen, "Gem datoerne")
    assert standing_rounds(store)[0].words == found.words, "other dates do not take the reason away"


@pytest.mark.parametrize("person", [HEAD, MANAGER, DIRECTOR])
def test_who_may_not_open_rounds_sees_and_cannot(open_page: OpenPage, store: Engine, home: Path, person: str) -> None:
    screen = open_page("forecast_round", home, person=person, unit="south")
    labels = {button.label for button in screen.app.button}
    assert not labels & {"Åbn runden", "Luk runden", "Gem datoerne"}
    assert "opgjort 31. oktober 2026" in screen.components["headline"]["context"]


def test_the_level_above_approves_or_returns_with_words(open_page: OpenPage, store: Engine, home: Path) -> None:
    answer(store)
    screen = open_page("forecast_round", home, person=MANAGER)
    headline = screen.components["headline"]
    assert headline["sentence"].startswith("1 af 3 enheder har svaret, 0 er godkendt. Det, der mangler, tæller som sit")
    oak = next(row_text(row) for row in screen.components["tree"]["rows"] if row["label"] == "Egeskolen")
    assert "| 30.000 | " in oak
    assert "meldt klar" in oak
    assert "Vikarer og" not in oak
    words = [row_text(row) for row in screen.components["words"]["rows"]]
    assert any("Vikarer" in row for row in words)
    assert any(HOSTILE_TEXT in row for row in words)

    screen = open_page("forecast_round", home, person=MANAGER, unit="oak_school")
    screen = press(screen, "Send tilbage")
    assert faults(screen) == {"words": "Skriv, hvad der skal gøres: den, der gav prognosen, læser det."}
    screen.app.text_area[0].set_value("Husk refusionen")
    screen = press(screen, "Send tilbage")
    assert told(screen) == ["Sendt tilbage."]
    head = open_page("forecast_round", home, person=HEAD)
    assert head.components["headline"]["lead"] == "Prognosen er sendt tilbage: Husk refusionen"
    head = press(press(head, "Vis, hvad der gemmes"), "Gem og meld klar")
    assert told(head) == ["Prognosen er meldt klar. Niveauet over godkender den."]
    screen = press(open_page("forecast_round", home, person=MANAGER, unit="oak_school"), "Godkend")
    assert told(screen) == ["Godkendt."]
    assert standing_signs(store, YEAR, "BO4")["oak_school"].state == "approved"
    head = open_page("forecast_round", home, person=HEAD)
    assert (len(head.app.text_input), len(head.app.button)) == (0, 0), "an approved forecast is not changed"


def test_the_director_sees_all_and_changes_nothing(open_page: OpenPage, store: Engine, home: Path) -> None:
    answer(store)
    for unit in ("municipality", "oak_school"):
        screen = open_page("forecast_round", home, person=DIRECTOR, unit=unit)
        assert len(screen.app.button) == 0
        assert len(screen.app.text_input) == 0
    assert any("Vikarer" in row_text(row) for row in screen.components["parts"]["rows"])


def test_the_late_are_listed(open_page: OpenPage, store: Engine, home: Path) -> None:
    late = replace(ROUND, closes_on=TODAY - timedelta(days=2), opens_on=TODAY - timedelta(days=9))
    record_round(store, late, BO, seen_version=1)
    answer(store)
    screen = open_page("forecast_round", home, person=CONTROLLER)
    rows = [row_text(row) for row in screen.components["late"]["rows"]]
    assert [row.rsplit(" | ", 2)[1:] for row in rows] == [["intet svar", "2"]] * 3
    assert not any("Egeskolen" in row for row in rows)
    assert "der tages imod svar, til Økonomi lukker runden" in screen.components["headline"]["more"]


def test_a_unit_that_moved_or_closed_says_so_and_its_forecast_follows(
    open_page: OpenPage, store: Engine, home: Path
) -> None:
    answer(store, "elm_school")
    screen = open_page("forecast_round", home, person=MANAGER)
    notices = [one["text"] for one in screen.components["headline"]["notices"]]
    assert notices == [
        "Elmeskolen er flyttet fra Center for Ældre til Center for Børn og Unge, siden runden åbnede: prognosen følger "
        "med.",
        f"{HOSTILE_NAME} lukkede 15. oktober 2026, efter at runden åbnede: prognosen bliver i Center for Børn og Unge, "
        "hvor enheden sidst stod.",
    ]
    elm = next(row_text(row) for row in screen.components["tree"]["rows"] if row["label"] == "Elmeskolen")
    assert "| 30.000 | " in elm


def test_an_answer_for_a_unit_that_is_gone_is_told_to_who_sees_all(
    open_page: OpenPage, store: Engine, home: Path
) -> None:
    record_entry(store, wish("nowhere", "wages", 1), ANN, seen_version=0)
    notices = [
        one["text"] for one in open_page("forecast_round", home, person=DIRECTOR).components["headline"]["notices"]
    ]
    assert any("uden penge i denne udgivelse: nowhere" in text for text in notices)
    assert "nowhere" not in open_page("forecast_round", home, person=MANAGER).text


def test_a_unit_that_said_ready_without_money_is_told_to_whoever_is_above_it(
    open_page: OpenPage, store: Engine, home: Path
) -> None:
    answer(store)
    with duckdb.connect(home / "releases" / "2026-11-03.1" / "pejling.duckdb") as connection:
        connection.execute("delete from forecast_round__proposal where unit_id = 'oak_school'")

    def said(**query: str) -> bool:
        notices = open_page("forecast_round", home, **query).components["headline"]["notices"]
        return any("uden penge i denne udgivelse: Egeskolen" in one["text"] for one in notices)

    assert said(person=MANAGER)
    assert said(person=DIRECTOR)
    assert said(person=DIRECTOR, unit="north")
    assert not said(person=DIRECTOR, unit="south")
    assert not said(person=MANAGER, unit="elm_school")
    assert not said(person="centre_manager:south")


def test_the_workbook_has_who_has_answered_and_who_has_not(store: Engine, home: Path, tmp_path: Path) -> None:
    answer(store)
    person = Person(DIRECTOR, "director", ("municipality",), "Pejleby Kommune")
    filters = {"unit": "municipality", "year": YEAR, "round": "BO4"}
    content, door = CONTENTS["forecast_round"], open_warehouse().door(Scope(("municipality",)))
    for language in ("da", "en"):
        path = tmp_path / f"{language}.xlsx"
        name = write_download(path, content, person, door, Texts(language), filters)
        assert "BO4 2026" in name
        book = openpyxl.load_workbook(path)
        units = {row[1]: row for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
        assert units["Egeskolen"][3] == {"da": "meldt klar", "en": "ready"}[language]
        assert units["Elmeskolen"][3] == {"da": "intet svar", "en": "no answer"}[language]
        amounts = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
        wages = next(row for row in amounts if row[1] == "Egeskolen" and row[3] in ("Løn", "Wages"))
        assert wages[9] == 25_000_000
        hostile = next(cell for row in book.worksheets[1].iter_rows() for cell in row if cell.value == HOSTILE_TEXT)
        assert hostile.data_type == "s"


def test_closing_puts_a_file_into_the_inbox_once(store: Engine, home: Path) -> None:
    answer(store)
    installation = open_home(home)
    assert deliver_closed_rounds(installation) == []
    record_round(store, replace(ROUND, state="closed"), BO, seen_version=1)
    (name,) = deliver_closed_rounds(installation)
    assert deliver_closed_rounds(installation) == []
    lines = (home / "inbox" / name).read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "I alt;;;;;30000000.00;;"
    assert lines[1].startswith("2026;BO4;2026-10-31;oak_school;income;-3000000.00;institution_head:oak_school;")

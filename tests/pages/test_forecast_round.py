"""Prognoserunde: a round as four people live it, and what becomes of what they type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from dashboard.access import Person
from dashboard.closed_rounds import deliver_closed_rounds
from dashboard.decisions.forecast_round import Part, UnitForecast
from dashboard.files.content import write_download
from dashboard.files.contents import CONTENTS
from dashboard.looks.forecast_round import may_answer, may_approve
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from dashboard.store.forecast_rounds import (
    EntryWish,
    RoundWish,
    SignWish,
    record_entries,
    record_entry,
    record_round,
    record_sign,
    standing_entries,
    standing_rounds,
    standing_signs,
)
from dashboard.store.journal import Author
from dashboard.texts import Language, Texts
from dashboard.warehouse import Scope, open_warehouse
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_NAME, HOSTILE_TEXT, YEAR
from tests.pages.page_release import publish_page_release
from tests.pages.page_round_rows import proposal_row
from tests.pages.screen import Screen, row_text

HEAD, MANAGER, CONTROLLER, DIRECTOR = "institution_head:oak_school", "centre_manager:north", "controller", "director"
ANN = Author(HEAD, "institution_head", "2026-11-03.1")
BO = Author(CONTROLLER, "controller", "2026-11-03.1")
TODAY = datetime.now(UTC).astimezone().date()
ROUND = RoundWish(
    fiscal_year=YEAR, round="BO4", round_date=date(YEAR, 10, 31), opens_on=date(YEAR, 10, 1),
    closes_on=TODAY + timedelta(days=3), state="open",
)  # fmt: skip
FOREWORD = ("23.400.000", "7.800.000", "-3.120.000")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own: what one test enters, no other sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    forget()
    return tmp_path


@pytest.fixture
def store(home: Path) -> Engine:
    """The installation's store, with a round that is open."""
    opened = open_store(open_home(home))
    record_round(opened, ROUND, BO, seen_version=0)
    return opened


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
    assert told(screen) == ["Runden er åben fra 01.10.2026."]
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
    assert told(screen) == ["Sæt først kryds i feltet: en lukket runde åbnes ikke igen."]
    screen.app.checkbox[0].check()
    screen = press(screen, "Luk runden")
    assert told(screen) == ["Runden er lukket. Den næste opdatering gør den til en del af prognosepræcisionen."]
    assert "Runden blev lukket" in screen.components["headline"]["more"]
    assert [button.label for button in screen.app.button] == ["Åbn runden"]
    assert standing_rounds(open_store(open_home(home)))[0].closes_on == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "31.10.2026", "1.10.2026", "30.11.2026"), "Skriv et navn til runden på højst 60 bogstaver."),
        (("BO4", "31.13.2026", "1.10.2026", "30.11.2026"), "Opgjort på dagen: „31.13.2026“ er ikke en dag."),
        (("BO4", "31.10.2026", "1.12.2026", "30.11.2026"), "Den sidste dag ligger før den første."),
        (("BO4", "31.10.2026", "1.10.2026", "31.1.2027"), "En prognose gives, mens året løber: den sidste dag er"),
        (("BO3", "31.10.2026", "1.10.2026", "30.11.2026"), "2026 har allerede en runde „BO3“ fra et udtræk."),
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_is_told_and_what_was_typed_stays(
    open_page: OpenPage, home: Path, typed: tuple[str, ...], said: str
) -> None:
    screen = press(type_in(open_page("forecast_round", home, person=CONTROLLER), *typed), "Åbn runden")
    assert told(screen)[0].startswith(said)
    assert [field.value for field in screen.app.text_input] == list(typed)
    assert standing_rounds(open_store(open_home(home))) == []


@pytest.mark.parametrize("person", [HEAD, MANAGER, DIRECTOR])
def test_who_may_not_open_rounds_sees_and_cannot(open_page: OpenPage, store: Engine, home: Path, person: str) -> None:
    screen = open_page("forecast_round", home, person=person, unit="south")
    labels = {button.label for button in screen.app.button}
    assert not labels & {"Åbn runden", "Luk runden", "Gem datoerne"}
    assert "opgjort 31. oktober 2026" in screen.components["headline"]["context"]


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
    assert told(screen, "wages_beside")[-1] == ("Skriv en bemærkning: ændringen på +643 t.kr. er over 2 % og 100 t.kr.")
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
        ("999999999999999", "er over 100.000,0 mio. kr. Er der et ciffer for meget?"),
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
    assert told(screen) == ["Skriv, hvad der skal gøres: den, der gav prognosen, læser det."]
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
    record_entry(store, wish("oak_school", "wages", 24_000_000), ANN, seen_version=0)
    # The page is drawn from the version that was there before the other one.
    head = press(head, "Gem som kladde")
    assert told(head)[0].startswith("En anden kom først: Institutionsleder gemte løn som 24.000.000 kr. den ")
    assert standing_entries(store, YEAR, "BO4")["oak_school", "wages"].amount_dkk == Decimal(24_000_000)
    head = press(head, "Gem som kladde")
    assert told(head) == ["Gemt som kladde. Meld klar, når den er færdig."]


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

"""Mit center: the one look. How the year stands, what waits, and what has changed since one last looked."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from sqlalchemy import Engine, event

from dashboard import clock
from dashboard.clock import today
from dashboard.decisions import my_centre
from dashboard.queries.budget_followup import Cut
from dashboard.sentences import my_centre as sentences
from dashboard.store import attention, explanations, forecast_rounds, supervision
from dashboard.store.at_hand import at_hand, forget
from dashboard.store.database import open_store
from dashboard.store.journal import Author
from dashboard.texts import Texts
from dashboard.warehouse import Scope, open_warehouse
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_NAME, YEAR
from tests.pages.page_release import publish_page_release
from tests.pages.page_supervision_rows import LIST
from tests.pages.screen import Screen, row_text

PAGE = "my_centre"
HEAD, MANAGER = "institution_head:oak_school", "centre_manager:north"
BO = Author("controller", "controller", "2026-11-03.1")
ANN = Author(MANAGER, "centre_manager", "2026-11-03.1")
TODAY = today("Europe/Copenhagen")
BEFORE, NOW = "2026-10-06.1", "2026-11-03.1"


@pytest.fixture
def home(tmp_path: Path, page_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own: what one test enters, no other sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    (tmp_path / "supervision.toml").write_text(LIST, encoding="utf-8")
    shutil.copytree(page_home / "releases", tmp_path / "releases")
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    forget()
    return tmp_path


@pytest.fixture
def store(home: Path) -> Engine:
    return open_store(open_home(home))


def open_round(store: Engine, name: str = "BO4", *, days: int = 4, opened: date = date(YEAR, 10, 1)) -> None:
    wish = forecast_rounds.RoundWish(
        fiscal_year=YEAR, round=name, round_date=date(YEAR, 10, 31), opens_on=opened,
        closes_on=TODAY + timedelta(days=days), state="open",
    )  # fmt: skip
    forecast_rounds.record_round(store, wish, BO, seen_version=0)


def ready(store: Engine, unit_id: str, name: str = "BO4") -> None:
    wish = forecast_rounds.SignWish(fiscal_year=YEAR, round=name, unit_id=unit_id, state="ready")
    forecast_rounds.record_sign(store, wish, ANN, seen_version=0)


def send_back(store: Engine, unit_id: str, words: str) -> None:
    wish = forecast_rounds.SignWish(fiscal_year=YEAR, round="BO4", unit_id=unit_id, state="returned", words=words)
    forecast_rounds.record_sign(store, wish, ANN, seen_version=1)


def explain(store: Engine, unit_id: str, *, is_withdrawn: bool = False, seen: int = 0) -> None:
    wish = explanations.ExplanationWish(
        fiscal_year=YEAR, period=10, unit_id=unit_id, account_group="wages", cause="price", words="Vikarer",
        is_withdrawn=is_withdrawn,
    )  # fmt: skip
    explanations.record_explanation(store, wish, ANN, seen_version=seen)


def sign(store: Engine, unit_id: str, period: int) -> None:
    wish = supervision.SignWish(
        fiscal_year=YEAR, period=period, unit_id=unit_id, answers={"budget": "yes", "cash": "yes"}
    )
    supervision.record_sign(store, wish, ANN, seen_version=0)


def looked(store: Engine, person: str, release: str, *, days_ago: int = 3) -> None:
    attention.look_in(store, person, PAGE, release, now=datetime.now(UTC) - timedelta(days=days_ago))


def sections(screen: Screen) -> tuple[dict[str, Any], dict[str, Any]]:
    waits, changes = screen.components["agenda"]["sections"]
    return waits, changes


def lines(section: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entry["text"], entry["note"]) for entry in section["entries"]]


def test_a_manager_is_told_where_the_year_stands_and_what_to_count_on(open_page: OpenPage, home: Path) -> None:
    head = open_page(PAGE, home, person=MANAGER).components["headline"]
    assert head["title"] == "Hvad kræver mig nu?"
    assert head["lead"] == "I forventer et merforbrug på 3,4 mio. kr. (4,7 %)."
    assert head["sentence"].startswith("Det meste er Egeskolen (+2,6 mio. kr.) og ")
    assert head["more"] == (
        "De seneste 3 år har prognoserne ligget 0,4 % for højt på dette tidspunkt: "
        "regn med et merforbrug på 2,5–3,6 mio. kr."
    )
    assert (head["tone"], head["mark"]) == ("over", "up")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("-3600000", "-2500000", "regn med et mindreforbrug på 2,5–3,6 mio. kr."),
        ("-400000", "300000", "regn med mellem et mindreforbrug på 400 og et merforbrug på 300 t.kr."),
    ],
)
def test_what_history_says_is_said_as_spending(low: str, high: str, said: str) -> None:
    outlook = {"band_low_variance_dkk": Decimal(low), "band_high_variance_dkk": Decimal(high), "bias_year_count": 3,
               "recent_bias_share": 0.004}  # fmt: skip
    assert sentences.history(Texts("da"), outlook).replace("\u00a0", " ").endswith(said)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("3300000", "400", "Det meste er Skoler (+3,3 mio. kr.)."),
        ("400", "300", ""),
        ("3300000", "-600", "Det meste er Skoler (+3,3 mio. kr.) og Ældre (−1 t.kr.)."),
    ],
)
def test_a_part_that_is_nothing_in_thousands_explains_nothing(first: str, second: str, said: str) -> None:
    drivers = pl.DataFrame([{
        "variance_kind": "forecast", "first_driver_name": "Skoler", "first_driver_dkk": Decimal(first),
        "second_driver_name": "Ældre", "second_driver_dkk": Decimal(second),
    }])  # fmt: skip
    assert sentences.explained_by(Texts("da"), drivers).replace("\u00a0", " ") == said


def test_who_gave_no_forecast_is_told_here_too(open_page: OpenPage, home: Path) -> None:
    (note,) = open_page(PAGE, home, person="director").components["headline"]["notices"]
    assert note["text"] == "1 enhed har ikke givet prognose i BO3: den tæller med sit korrigerede budget."


def test_the_municipality_is_spoken_of_in_english(open_page: OpenPage, home: Path) -> None:
    head = open_page(PAGE, home, person="director", lang="en").components["headline"]
    assert head["lead"] == "Pejleby Kommune expects an overspend of 3.4 million DKK (3.0%)."


def test_four_figures_with_what_they_are_held_against_and_their_trend(open_page: OpenPage, home: Path) -> None:
    figures = open_page(PAGE, home, person=MANAGER).components["headline"]["figures"]
    assert [(one["label"], one["value"]) for one in figures] == [
        ("Forventet afvigelse", "+3,4"), ("Forbrug af budgettet", "85,1 %"), ("Sygefravær, 12 måneder", "7,1 %"),
        ("Anlæg overført", figures[3]["value"]),
    ]  # fmt: skip
    assert [note["text"] for note in figures[2]["notes"]] == ["uændret over året", "kommunen 5,2 %"]
    assert figures[3]["notes"][0]["text"] == "af rådighedsbeløbet, 2025"
    assert [len(one["trend"]) for one in figures] == [2, 10, 11, len(figures[3]["trend"])]


def test_figures_that_are_not_delivered_leave_their_place_to_others(open_page: OpenPage, home: Path) -> None:
    for person in ("centre_manager:south", "institution_head:oak_school", "controller"):
        shown = open_page(PAGE, home, person=person, unit="elm_school").components["headline"]["figures"]
        assert len(shown) == 4
    hidden = open_page(PAGE, home, person="controller", unit="elm_school").components["headline"]["figures"]
    assert "Sygefravær, 12 måneder" not in [one["label"] for one in hidden]


def test_what_waits_for_a_manager_leads_to_where_it_is_done(open_page: OpenPage, home: Path, store: Engine) -> None:
    open_round(store)
    ready(store, "elm_school")
    waits, _ = sections(open_page(PAGE, home, person=MANAGER))
    assert waits["title"] == "Venter på dig"
    assert lines(waits) == [
        ("BO4 lukker om 4 dage", "2 af 3 prognoser mangler. 1 venter på godkendelse."),
        ("7 ledelsestilsyn mangler underskrift", waits["entries"][1]["note"]),
        ("3 af 3 afvigelser mangler forklaring", f"Egeskolen, {HOSTILE_NAME}, Elmeskolen"),
    ]
    assert [entry["id"] for entry in waits["entries"]] == ["round:0", "supervision", "deviations"]


def test_what_is_done_does_not_wait(open_page: OpenPage, home: Path, store: Engine) -> None:
    open_round(store)
    ready(store, "oak_school")
    explain(store, "oak_school")
    for period in (9, 10):
        sign(store, "oak_school", period)
    waits, _ = sections(open_page(PAGE, home, person="controller", unit="oak_school"))
    assert lines(waits) == [("BO4 lukker om 4 dage", "1 venter på godkendelse.")]
    explain(store, "oak_school", is_withdrawn=True, seen=1)
    waits, _ = sections(open_page(PAGE, home, person="controller", unit="oak_school"))
    assert lines(waits)[-1] == ("Afvigelsen mangler forklaring", "Egeskolen")


@pytest.mark.parametrize(
    ("days", "told", "mark"),
    [(1, "BO4 lukker om 1 dag", "watch"), (0, "BO4 lukker i dag", "watch"), (3, "BO4 lukker om 3 dage", "on_track")],
)
def test_how_near_the_last_day_is(
    open_page: OpenPage, home: Path, store: Engine, days: int, told: str, mark: str
) -> None:
    open_round(store, days=days)
    entry = sections(open_page(PAGE, home, person=MANAGER))[0]["entries"][0]
    assert (entry["text"], entry["mark"]) == (told, mark)


def test_a_round_that_should_be_closed_or_has_not_opened(open_page: OpenPage, home: Path, store: Engine) -> None:
    open_round(store, days=-1)
    open_round(store, "BO5", days=30, opened=TODAY + timedelta(days=1))
    rounds = [text for text, _ in lines(sections(open_page(PAGE, home, person=MANAGER))[0]) if text.startswith("BO")]
    assert len(rounds) == 1
    assert rounds[0].startswith("BO4 skulle være lukket ")


def test_a_manager_sees_what_waits_in_their_own_centre_only(open_page: OpenPage, home: Path, store: Engine) -> None:
    open_round(store)
    screen = open_page(PAGE, home, person="centre_manager:south", unit="north")
    assert [row["label"] for row in screen.components["units"]["rows"]] == ["Plejehjemmet Åbrinken"]
    assert lines(sections(screen)[0])[0] == ("BO4 lukker om 4 dage", "Prognosen er ikke givet endnu.")


def test_a_forecast_that_was_sent_back_waits_with_the_words_that_came_with_it(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    open_round(store)
    ready(store, "oak_school")
    send_back(store, "oak_school", "Regn vikarerne med")
    waits, _ = sections(open_page(PAGE, home, person=HEAD))
    assert lines(waits)[0] == ("BO4 lukker om 4 dage", "Prognosen er sendt tilbage: Regn vikarerne med")
    waits, _ = sections(open_page(PAGE, home, person=MANAGER))
    assert lines(waits)[0] == ("BO4 lukker om 4 dage", "3 af 3 prognoser mangler. 1 af dem er sendt tilbage.")


def test_one_s_own_forecast_that_is_ready_waits_for_somebody_else(
    open_page: OpenPage, home: Path, store: Engine
) -> None:
    open_round(store)
    ready(store, "oak_school")
    own, _ = sections(open_page(PAGE, home, person=HEAD))
    assert not [told for told, _ in lines(own) if told.startswith("BO4")]
    above, _ = sections(open_page(PAGE, home, person=MANAGER, unit="oak_school"))
    assert lines(above)[0] == ("BO4 lukker om 4 dage", "1 venter på godkendelse.")


def test_the_municipality_with_its_centres(open_page: OpenPage, home: Path, store: Engine) -> None:
    open_round(store)
    content = open_page(PAGE, home, person="director").components["units"]
    rows = {row["label"]: row_text(row) for row in [*content["rows"], content["total"]]}
    assert list(rows) == ["Center for Børn og Unge", "Center for Ældre", "I alt"]
    assert rows["Center for Børn og Unge"].startswith("Center for Børn og Unge | 3 | 7 | 3 | +3.410")
    assert rows["Center for Ældre"] == "Center for Ældre | 1 | 3 | – | +20 0,0 % | 83,3 % | på sporet"
    assert rows["I alt"].startswith("I alt | 4 | 10 | 3 | ")


def test_the_first_time_there_is_nothing_to_compare(open_page: OpenPage, home: Path, store: Engine) -> None:
    _, changes = sections(open_page(PAGE, home, person=MANAGER))
    assert (changes["title"], changes["entries"]) == ("Siden du sidst så efter", [])
    assert changes["empty"] == "Fra i morgen ser du her, hvad der er ændret, siden du så efter."
    assert attention.look_in(store, MANAGER, PAGE, NOW) is None
    (tomorrow,) = [attention.look_in(store, MANAGER, PAGE, NOW, now=datetime.now(UTC) + timedelta(days=1))]
    assert tomorrow
    assert (tomorrow.release, tomorrow.day) == (NOW, datetime.now(UTC).date())


def test_what_has_changed_since_the_last_look(open_page: OpenPage, home: Path, store: Engine) -> None:
    publish_page_release(home / "releases", BEFORE)
    with duckdb.connect(str(home / "releases" / BEFORE / "pejling.duckdb")) as earlier:
        earlier.execute(
            "update budget_followup__unit_period set forecast_variance_dkk = 1000000,"
            " actual_dkk = actual_dkk - 2000000, status = 'watch', forecast_round = 'BO2'"
        )
    (home / "releases" / "current").write_text(NOW, encoding="utf-8")
    looked(store, MANAGER, BEFORE)
    open_round(store, opened=TODAY)
    explain(store, "oak_school")
    _, changes = sections(open_page(PAGE, home, person=MANAGER))
    day = clock.local(datetime.now(UTC) - timedelta(days=3), "Europe/Copenhagen").date()
    assert changes["title"].startswith(f"Siden du så efter {day.day}. ")
    assert [text for text, _ in lines(changes)] == [
        "BO4 er åbnet.",
        "1 afvigelse er blevet forklaret.",
        "Der er kommet en ny prognose: BO3.",
        "Den forventede afvigelse gik fra +1,0 mio. kr. til +3,4 mio. kr.",
        "Forbruget til og med oktober 2026 gik fra 59,5 mio. kr. til 61,5 mio. kr.",
        "Egeskolen: fra „hold øje“ til „handl“.",
        f"{HOSTILE_NAME}: fra „hold øje“ til „handl“.",
    ]


def test_figures_that_stand_as_they_did_are_not_told(open_page: OpenPage, home: Path, store: Engine) -> None:
    looked(store, MANAGER, NOW)
    assert sections(open_page(PAGE, home, person=MANAGER))[1]["empty"] == "Intet er ændret."
    looked(store, "controller", "2020-01-01")
    told = sections(open_page(PAGE, home, person="controller"))[1]
    assert lines(told) == [("De tal, du så dengang, er ikke gemt længere.", "")]


def test_a_store_that_is_gone_leaves_the_figures(open_page: OpenPage, home: Path) -> None:
    (home / "store").mkdir(exist_ok=True)
    (home / "store" / "pejling.db").write_bytes(b"no database" * 1000)
    forget()
    screen = open_page(PAGE, home, person=MANAGER)
    assert screen.components["headline"]["lead"].startswith("I forventer et merforbrug")
    assert "kan ikke gemmes" in screen.components["headline"]["notices"][0]["text"]
    # What only the store knows is not told as nothing, nor as everything.
    waits, changes = sections(screen)
    assert (waits["entries"], waits["empty"]) == ([], "Hvad der venter, vides ikke lige nu.")
    assert (changes["entries"], changes["empty"]) == ([], "Hvad der er ændret, vides ikke lige nu.")
    units = screen.components["units"]
    assert units["title"] == "Sådan står enhederne"
    assert "Tilsyn uden underskrift" not in [column["label"] for column in units["columns"]]
    forget()


def test_nothing_is_published_yet(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases", is_empty=True)
    assert "Der er endnu ingen budgetopfølgning at vise." in open_page(PAGE, home=tmp_path).text


def test_the_page_asks_the_store_five_questions_at_most(home: Path, store: Engine) -> None:
    open_round(store)
    open_round(store, "BO5")
    looked(store, MANAGER, BEFORE)
    hand = at_hand(open_home(home))
    assert hand.trouble is None  # its own look is everybody's, once in some seconds
    door = open_warehouse().door(Scope(("north",)))
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(store, "before_cursor_execute", note)
    try:
        found = my_centre.everything_waiting(door, hand, Cut(YEAR, 10), TODAY)
        visit = my_centre.last_visit(hand, MANAGER, NOW)
    finally:
        event.remove(store, "before_cursor_execute", note)
    assert len(found.rounds) == 2
    assert visit
    assert visit.release == BEFORE
    questions = [statement.split()[0].lower() for statement in asked if not statement.lower().startswith("begin")]
    assert questions == ["select"] * 4 + ["insert"]

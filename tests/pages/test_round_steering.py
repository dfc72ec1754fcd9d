"""Finance's forms on Prognoserunde: what is wrong is told at its field, and a round opened by mistake is withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.closed_rounds import deliver_closed_rounds
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from dashboard.store.forecast_rounds import record_entry, standing_rounds
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_a_round import (
    ANN,
    CONTROLLER,
    HEAD,
    faults,
    press,
    told,
    type_in,
    wish,
)
from tests.pages.page_municipality import YEAR
from tests.pages.screen import Screen


def labels(screen: Screen) -> list[str]:
    return [button.label for button in screen.app.button]


def open_another(screen: Screen, name: str) -> Screen:
    """Fill in the form that opens a round, the last four fields of the page, and press."""
    typed = (name, f"31.10.{YEAR}", f"1.10.{YEAR}", f"30.11.{YEAR}")
    for field, text in zip(screen.app.text_input[-4:], typed, strict=True):
        field.set_value(text)
    return press(screen, "Åbn runden")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", "", ""), {"name": "Mangler. Skriv et navn", "round_date": "Mangler. Skriv en dag som",
                            "opens_on": "Mangler. Skriv en dag som", "closes_on": "Mangler. Skriv en dag som"}),
        (("B" * 61, "31.10.2026", "1.10.2026", "30.11.2026"), {"name": "Skriv et navn til runden på højst 60"}),
        (("BO4", "31.13.2026", "1.10.2026", "30.11.2026"), {"round_date": "„31.13.2026“ er ikke en dag."}),
        (("BO4", "31.10.2025", "1.10.2026", "30.11.2026"), {"round_date": "Vælg en dag i 2026, den, som"}),
        (("BO4", "31.10.2026", "1.12.2026", "30.11.2026"), {"closes_on": "Den sidste dag ligger før den første."}),
        (("BO3", "31.10.2025", "1.10.2026", "31.1.2027"), {
            "name": "2026 har allerede en runde „BO3“ fra et udtræk.", "round_date": "Vælg en dag i 2026, den, som",
            "closes_on": "En prognose gives, mens året løber: den sidste dag er"}),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    open_page: OpenPage, home: Path, typed: tuple[str, ...], said: dict[str, str]
) -> None:
    screen = press(type_in(open_page("forecast_round", home, person=CONTROLLER), *typed), "Åbn runden")
    found = faults(screen)
    assert found.keys() == said.keys()
    assert all(found[field].startswith(said[field]) for field in said), found
    assert told(screen) == ["Ikke gemt: se felterne."]
    assert [field.value for field in screen.app.text_input] == list(typed)
    assert standing_rounds(open_store(open_home(home))) == []


def test_the_form_says_what_the_day_is_and_which_rounds_there_are(open_page: OpenPage, home: Path) -> None:
    screen = open_page("forecast_round", home, person=CONTROLLER)
    (about,) = (part for key, part in screen.components.items() if key.startswith("opening:about"))
    meant = "„Opgjort på dagen“ er den dag, regnskabet er talt op til."
    assert about["notes"][0]["text"].startswith(f"{meant} Fra udtræk har 2026 allerede ")
    assert "BO3" in about["notes"][0]["text"]


def test_a_second_round_is_shown_and_named_once_it_is_open(open_page: OpenPage, store: Engine, home: Path) -> None:
    screen = open_another(open_page("forecast_round", home, person=CONTROLLER), "BO5")
    assert told(screen) == ["BO5 2026 er åben fra 01.10.2026."]
    assert screen.components["headline"]["context"][0] == "BO5 2026"
    assert screen.app.query_params["round"] == "BO5"
    # Which of several is chosen by its name alone, as the filter sends it.
    other = open_page("forecast_round", home, person=CONTROLLER, round="BO4")
    assert other.components["headline"]["context"][0] == "BO4 2026"


def test_a_round_opened_by_mistake_is_withdrawn_and_never_becomes_data(
    open_page: OpenPage, store: Engine, home: Path
) -> None:
    screen = open_page("forecast_round", home, person=CONTROLLER)
    screen = press(screen, "Træk den tilbage")
    assert told(screen)[0].startswith("BO4 2026 er trukket tilbage, og intet af den bliver til data.")
    assert screen.components["headline"]["lead"] == "Der er ikke åbnet nogen prognoserunde endnu."
    assert labels(screen) == ["Åbn runden"]
    assert deliver_closed_rounds(open_home(home)) == []
    head = open_page("forecast_round", home, person=HEAD, round="BO4", year=str(YEAR))
    assert head.components["headline"]["lead"] == "Der er ikke åbnet nogen prognoserunde endnu."
    screen = open_another(screen, "BO4")
    assert told(screen) == ["BO4 2026 er åben fra 01.10.2026."]
    assert [(one.state, one.version) for one in standing_rounds(store)] == [("open", 3)]


def test_a_round_that_somebody_answered_meanwhile_is_not_withdrawn(
    open_page: OpenPage, store: Engine, home: Path
) -> None:
    screen = open_page("forecast_round", home, person=CONTROLLER)
    record_entry(store, wish("oak_school", "wages", 24_000_000, "Vikarer"), ANN, seen_version=0)
    screen = press(screen, "Træk den tilbage")
    assert told(screen) == ["Nogen har svaret imens: runden kan ikke trækkes tilbage, men lukkes."]
    assert [one.state for one in standing_rounds(store)] == ["open"]
    assert "Træk den tilbage" not in labels(open_page("forecast_round", home, person=CONTROLLER))


def test_while_the_store_is_gone_nobody_is_told_that_there_is_no_round(
    open_page: OpenPage, store: Engine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_stores()
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
    forget()
    screen = open_page("forecast_round", home, person=CONTROLLER)
    assert screen.components["headline"]["lead"] == "Hvilke prognoserunder der er, vides ikke lige nu."
    assert "endnu" not in screen.text
    forget()

"""The desk of Fokusområder: texts, order, what is added and left out, and two who work at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import rules
from dashboard.store import at_hand
from dashboard.store.database import open_store
from dashboard.store.focus_areas import standing_texts
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import (
    DATA_UNIT,
    OAK,
    PROPOSED,
    at,
    cards,
    faults,
    home,
    press,
    rows_of,
    titles,
    told,
    under_cards,
)
from tests.pages.page_focus_rows import NEWEST

__all__ = ["home"]
NOBODY = "Som tallene foreslår det."


def test_the_desk_shows_the_best_four_with_their_pieces(open_page: OpenPage, home: Path) -> None:
    screen = at(open_page, home, DATA_UNIT)
    assert titles(screen) == PROPOSED
    first = cards(screen)[0]
    assert first["tags"] == ["Økonomi", "1,5 mio. kr. på spil", "Data: Budget, Analyse og Data"]
    assert first["score"]["summary"].startswith("Score 1,43 = alvor 1,80 × væsentlighed 0,90 × vedholdenhed 1,50")
    assert [piece["name"] for piece in first["score"]["pieces"]][-1] == "Score"
    assert [point["text"] for point in first["course"]["points"]] == ["31,0", "31,1", "31,2", "31,3", "31,4", "31,5"]
    assert all(point["is_marked"] for point in first["course"]["points"])
    assert cards(screen)[3]["course"] is None
    assert cards(screen)[3]["mark"] == "good"
    (other,) = rows_of(screen, "candidates")
    assert other.startswith("Sygefravær mod kommunens: Egeskolen Personale · under sin grænse | Tag med | ")


@pytest.mark.parametrize(
    ("span", "context", "count"),
    [("2026K2", "2. kvartal 2026", 2), ("2026H1", "1. halvår 2026", 0), ("2025", "2025", 0)],
)
def test_quarters_half_years_and_years_are_in_the_address(
    open_page: OpenPage, home: Path, span: str, context: str, count: int
) -> None:
    screen = at(open_page, home, DATA_UNIT, span=span)
    assert context in screen.components["headline"]["context"]
    assert len(cards(screen)) == count


def test_texts_are_edited_in_both_languages_and_go_back_to_the_proposal(open_page: OpenPage, home: Path) -> None:
    entry = f"focus:edit:{OAK}"
    screen = at(open_page, home, DATA_UNIT, entry)
    assert screen.components["beside_0"]["lines"][0] == PROPOSED[0]
    refused = press(screen, "Gem teksterne", title_da=" ", why_da="<b>Vikarer</b>")
    assert faults(refused) == {"title_da": "Skriv fundet."}
    kept = press(refused, "Gem teksterne", title_da="Egeskolen mangler 1,5 mio.", owner="Jane")
    assert told(kept) == ["Teksterne er gemt."]
    assert titles(kept)[0] == "Egeskolen mangler 1,5 mio."
    assert "<b>Vikarer</b>" in [said["text"] for said in cards(kept)[0]["said"]]
    assert titles(at(open_page, home, DATA_UNIT, lang="en"))[0].startswith("Egeskolen overspends by ")
    back = press(at(open_page, home, DATA_UNIT, entry), "Tilbage til forslaget")
    assert titles(back)[0] == PROPOSED[0]
    assert len(back.components["entry"]["earlier"]) == 2


def test_an_area_is_left_out_with_a_reason_and_the_next_best_comes_in(open_page: OpenPage, home: Path) -> None:
    screen = at(open_page, home, DATA_UNIT, f"focus:drop:{OAK}")
    refused = press(screen, "Udelad det")
    assert faults(refused) == {"drop_reason": "Skriv hvorfor."}
    press(refused, "Udelad det", drop_reason="Er rettet i oktober")
    screen = at(open_page, home, DATA_UNIT)
    assert titles(screen) == [*PROPOSED[1:], "Sygefravær mod kommunens: Egeskolen"]
    assert rows_of(screen, "dropped") == [f"{PROPOSED[0]} | Tag med | Er rettet i oktober"]


def test_an_area_that_no_figure_proposed_is_added_by_hand(open_page: OpenPage, home: Path) -> None:
    kept = press(at(open_page, home, DATA_UNIT, "focus:add"), "Tilføj området", title_da="=1+1 Ny skole", owner="Jane")
    assert told(kept) == ["Området står sidst blandt de valgte."]
    screen = at(open_page, home, DATA_UNIT)
    assert titles(screen) == [*PROPOSED, "=1+1 Ny skole"]
    assert cards(screen)[4]["score"] is None
    checked = screen.components["steps"]["sections"][0]["entries"]
    assert checked[2]["note"] == "Tom, for lang eller med et hul: =1+1 Ny skole."


def test_of_two_who_edit_at_once_the_second_is_shown_both(open_page: OpenPage, home: Path) -> None:
    entry = f"focus:edit:{OAK}"
    first, second = (at(open_page, home, DATA_UNIT, entry) for _ in range(2))
    press(first, "Gem teksterne", title_da="Den første", why_da="Fordi")
    late = press(second, "Gem teksterne", title_da="Den anden")
    assert told(late)[0].startswith("En anden kom først: Den første ")
    assert next(field.value for field in late.app.text_input if "title_da" in str(field.key)) == "Den anden"
    again = press(late, "Gem teksterne")
    assert titles(again)[0] == "Den anden"


def test_a_right_that_was_taken_away_meanwhile_is_asked_anew(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}")
    monkeypatch.setitem(rules.RULES, ("action", "edit_focus_areas"), frozenset())
    press(screen, "Gem teksterne", title_da="Ulovligt")
    monkeypatch.undo()
    monkeypatch.setenv("PEJLING_DEMO", "1")
    assert titles(at(open_page, home, DATA_UNIT)) == PROPOSED


def test_whoever_edits_one_moves_none_and_the_others_follow_the_figures(open_page: OpenPage, home: Path) -> None:
    press(at(open_page, home, DATA_UNIT, f"focus:drop:{OAK}"), "Udelad det", drop_reason="Er rettet i oktober")
    elm = "sickness:elm_school"
    kept = press(at(open_page, home, DATA_UNIT, f"focus:edit:{elm}"), "Gem teksterne", title_da="Elmeskolen går godt")
    assert titles(kept)[:3] == [*PROPOSED[1:3], "Elmeskolen går godt"]
    assert under_cards(kept) == [NOBODY, NOBODY, "Nogen har arbejdet på det.", NOBODY]
    store = open_store(open_home(home))
    written = {key: text.title_da for (_, key), text in standing_texts(store, NEWEST).items()}
    assert written[elm] == "Elmeskolen går godt"
    assert set(written.values()) == {"Elmeskolen går godt", ""}, "no other area's texts stand still"
    again = press(at(open_page, home, DATA_UNIT, f"focus:edit:{elm}"), "Gem teksterne", title_da=PROPOSED[3])
    assert under_cards(again)[2] == NOBODY, "the proposal, saved as it is, goes on following the figures"
    (newest, *_) = again.components["entry"]["earlier"]
    assert newest["text"] == "Nummer 3, med de tekster, tallene foreslår."


def test_what_was_left_out_is_shown_with_the_reason_and_keeps_what_was_written(open_page: OpenPage, home: Path) -> None:
    press(at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}"), "Gem teksterne", title_da="Vores egne ord")
    press(at(open_page, home, DATA_UNIT, f"focus:drop:{OAK}"), "Udelad det", drop_reason="=1+1 <b>rettet</b>")
    screen = at(open_page, home, DATA_UNIT)
    assert rows_of(screen, "dropped") == ["Vores egne ord | Tag med | =1+1 <b>rettet</b>"]
    assert len(cards(screen)) == 4, "the next best comes in"


def test_an_area_without_a_finding_is_not_added(open_page: OpenPage, home: Path) -> None:
    refused = press(at(open_page, home, DATA_UNIT, "focus:add"), "Tilføj området", sees_da="Noget")
    assert faults(refused) == {"title_da": "Skriv fundet."}
    long = press(refused, "Tilføj området", title_da="Ord " * 60)
    assert told(long) == ["Det er for langt. Skriv det kortere."]


def test_a_store_that_can_only_be_read_is_told_and_what_was_typed_stays(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}"), "Gem teksterne", title_da="Det, der står")
    screen = at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}")
    file = home / "store" / "pejling.db"
    monkeypatch.setenv("PEJLING_STORE_URL", f"sqlite:///{file.as_uri()}?mode=ro&uri=true")
    at_hand.forget()
    screen = press(screen, "Gem teksterne", title_da="Det, der skulle stå")
    assert titles(screen)[0] == "Det, der står", "what is there is read on"
    assert "kun læses" in screen.components["headline"]["notices"][0]["text"]
    assert next(field.value for field in screen.app.text_input if "title_da" in str(field.key)) == "Det, der skulle stå"
    monkeypatch.delenv("PEJLING_STORE_URL")
    at_hand.forget()
    screen = press(screen, "Gem teksterne")
    assert told(screen) == ["Teksterne er gemt."], "nothing had to be typed twice"
    assert titles(screen)[0] == "Det, der skulle stå"

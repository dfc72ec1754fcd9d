"""Fokusområder: what the data unit does at its desk, who sees what of it, and what the manager answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import access
from dashboard.store import at_hand
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import (
    CONTROLLER,
    DATA_UNIT,
    DIRECTOR,
    HEAD,
    MANAGER,
    OAK,
    PAGE,
    at,
    cards,
    faults,
    home,
    press,
    published,
    rows_of,
    titles,
    told,
    validated,
)
from tests.pages.page_municipality import HOSTILE_NAME
from tests.pages.page_release import publish_page_release

__all__ = ["home"]
PROPOSED = [
    "Merforbrug på 1,5 mio. kr. i Egeskolen",
    "Sygefraværet i Center for Børn og Unge er 0,5 procentpoint over kommunens",
    f"Merforbrug på 100 t.kr. i {HOSTILE_NAME}",
    "Sygefraværet i Elmeskolen er 2,0 procentpoint under kommunens",
]


def test_the_overview_says_how_far_every_centre_is(open_page: OpenPage, home: Path) -> None:
    screen = open_page(PAGE, home, person=DATA_UNIT)
    assert screen.components["headline"]["lead"] == "0 af 2 centre har fået deres fokusområder for 3. kvartal 2026."
    assert rows_of(screen, "overview") == [
        "Center for Børn og Unge | nej | – | ingen er spurgt | 0 | 4",
        "Center for Ældre | nej | – | ingen er spurgt | 0 | 1",
    ]
    published(open_page, home)
    out = open_page(PAGE, home, person=DIRECTOR, lang="en")
    assert rows_of(out, "overview")[0].startswith("Center for Børn og Unge | Edition 1 ")
    assert rows_of(out, "overview")[0].endswith("| 0 of 4 | found valid | 0 | 4")


def test_the_desk_shows_the_best_four_with_their_pieces(open_page: OpenPage, home: Path) -> None:
    screen = at(open_page, home, DATA_UNIT)
    assert titles(screen) == PROPOSED
    first = cards(screen)[0]
    assert first["tags"] == ["Økonomi", "1,5 mio. kr. på spil", "Data: Budget, Analyse og Data"]
    assert first["score"]["summary"].startswith("Score 1,43 = alvor 1,80 × væsentlighed 0,90 × vedholdenhed 1,50")
    assert [piece["name"] for piece in first["score"]["pieces"]][-1] == "Point"
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


def test_nothing_is_published_before_somebody_has_found_it_valid(open_page: OpenPage, home: Path) -> None:
    screen = at(open_page, home, DATA_UNIT, "focus:publish")
    (publish,) = [one for one in screen.components["steps"]["sections"][1]["entries"] if one["text"] == "Udgiv"]
    assert not publish["id"]
    refused = press(screen, "Udgiv", although="ticked")
    assert told(refused)[0].startswith("Ikke udgivet")
    assert "editions" not in refused.components
    validated(open_page, home, CONTROLLER)
    press(at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}"), "Gem teksterne", title_da="Noget andet")
    lapsed = at(open_page, home, DATA_UNIT, "focus:publish")
    assert "Ændret, siden det blev godkendt." in lapsed.text
    assert told(press(lapsed, "Udgiv", although="ticked"))[0].startswith("Ikke udgivet")


def test_who_finds_a_text_wrong_says_what(open_page: OpenPage, home: Path) -> None:
    press(at(open_page, home, DATA_UNIT, "focus:ask"), "Bed om godkendelse", representative="Mette Holm")
    screen = at(open_page, home, MANAGER, "focus:validate")
    assert titles(screen) == PROPOSED, "whoever is asked sees what it is about"
    refused = press(screen, "Svar", state="not_valid")
    assert faults(refused) == {"words": "Skriv, hvad der er forkert."}
    press(refused, "Svar", words="Skolen er lukket")
    checked = at(open_page, home, DATA_UNIT).components["steps"]["sections"][0]["entries"]
    assert checked[-1]["note"] == "Ikke godkendt. Skolen er lukket"
    assert not cards(at(open_page, home, MANAGER)), "and the areas are the data unit's again"


def test_what_is_published_stays_as_it_was_and_a_new_edition_says_what_changed(open_page: OpenPage, home: Path) -> None:
    published(open_page, home)
    press(at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}"), "Gem teksterne", title_da="Rettet")
    assert titles(at(open_page, home, MANAGER)) == PROPOSED
    validated(open_page, home)
    refused = press(at(open_page, home, DATA_UNIT, "focus:publish"), "Udgiv", although="ticked")
    assert faults(refused) == {"what_changed": "Skriv, hvad der er ændret siden sidste udgave."}
    press(refused, "Udgiv", what_changed="Titlen")
    screen = at(open_page, home, MANAGER)
    assert titles(screen)[0] == "Rettet"
    newest, oldest = rows_of(screen, "editions")
    assert newest.startswith("Udgave 2")
    assert newest.endswith("| Titlen")
    earlier = at(open_page, home, MANAGER, edition="1")
    assert titles(earlier) == PROPOSED
    assert "tidligere udgave" in earlier.components["headline"]["notices"][0]["text"]
    assert not [act for card in cards(earlier) for act in card["acts"] if act["value"] == "focus:decide:"]
    assert oldest.endswith("| –")


def test_the_manager_decides_with_action_person_and_day(open_page: OpenPage, home: Path) -> None:
    published(open_page, home)
    screen = at(open_page, home, MANAGER, f"focus:decide:{OAK}")
    assert screen.components["headline"]["lead"] == "0 af 4 områder er besvaret."
    refused = press(screen, "Gem beslutningen", decision="act", deadline="snart")
    assert set(faults(refused)) == {"action", "responsible", "deadline"}
    kept = press(refused, "Gem beslutningen", action="Gennemgå vikarer", responsible="Jens", deadline="1.12.2026")
    assert told(kept) == ["Beslutningen er gemt."]
    assert kept.components["headline"]["lead"] == "1 af 4 områder er besvaret."
    note = cards(at(open_page, home, DIRECTOR))[0]["notes"][0]["text"]
    assert note == "Vi handler. „Gennemgå vikarer“ (Jens, 1. december 2026)."
    changed = press(at(open_page, home, MANAGER, f"focus:decide:{OAK}"), "Gem beslutningen", decision="watch")
    assert len(changed.components["entry"]["earlier"]) == 2


def test_the_next_quarter_opens_with_what_came_of_it(open_page: OpenPage, home: Path) -> None:
    before = {"span": "2026K2"}
    for _ in range(2):
        press(at(open_page, home, DATA_UNIT, "focus:add", **before), "Tilføj området", title_da="Hånd", sees_da="a",
              why_da="b", silent_da="c", owner="Jane")  # fmt: skip
    press(at(open_page, home, DATA_UNIT, "focus:ask", **before), "Bed om godkendelse", representative="Mette")
    press(at(open_page, home, MANAGER, "focus:validate", **before), "Svar", state="valid")
    press(at(open_page, home, DATA_UNIT, "focus:publish", **before), "Udgiv", although="ticked")
    press(
        at(open_page, home, MANAGER, f"focus:decide:{OAK}", **before), "Gem beslutningen", decision="act",
        action="Gennemgå", responsible="Jens",
    )  # fmt: skip
    screen = at(open_page, home, MANAGER)
    first = rows_of(screen, "came")[0]
    assert first.startswith("Merforbrug på 1,4 mio. kr. i Egeskolen | „Gennemgå“ (Jens). | Ikke fortalt endnu")
    assert first.endswith("| 31,4 mio. kr. 30,0 mio. kr. | 31,5 mio. kr. 30,0 mio. kr.")
    form = at(open_page, home, MANAGER, f"focus:came:2026K2:{OAK}")
    assert faults(press(form, "Gem, hvad der kom ud af det")) == {"is_done": "Vælg en."}
    kept = press(form, "Gem, hvad der kom ud af det", is_done="partly", words="Halvt")
    assert "Delvist gjort. Halvt" in rows_of(kept, "came")[0]
    assert "De sidste områder er besvaret" in at(open_page, home, DATA_UNIT).text
    unanswered = at(open_page, home, DATA_UNIT).components["steps"]["sections"][0]["entries"][4]
    assert unanswered["note"].startswith("Uden svar: Sygefraværet i ")


def test_a_centre_is_seen_by_those_who_see_all_of_it(open_page: OpenPage, home: Path) -> None:
    published(open_page, home)
    head = at(open_page, home, HEAD)
    assert head.components["headline"]["lead"] == "Fokusområder gælder et helt center."
    assert not cards(head)
    south = open_page(PAGE, home, person="centre_manager:south", unit="north")
    assert not cards(south)
    assert "Fokusområderne for 3. kvartal 2026 er ikke udgivet endnu." in south.text
    for person in (CONTROLLER, DIRECTOR, MANAGER):
        assert titles(at(open_page, home, person)) == PROPOSED


FORMS = {
    f"focus:edit:{OAK}": {DATA_UNIT},
    f"focus:drop:{OAK}": {DATA_UNIT},
    "focus:add": {DATA_UNIT},
    "focus:ask": {DATA_UNIT},
    "focus:publish": {DATA_UNIT},
    f"focus:decide:{OAK}": {MANAGER},
}


@pytest.mark.parametrize("entry", FORMS)
def test_a_form_is_opened_by_whose_it_is_alone(open_page: OpenPage, home: Path, entry: str) -> None:
    published(open_page, home)
    people = (DATA_UNIT, MANAGER, CONTROLLER, DIRECTOR, HEAD, "centre_manager:south")
    assert {person for person in people if at(open_page, home, person, entry).app.button} == FORMS[entry]


def test_who_may_do_what() -> None:
    may = {
        role: (role in access.CHANGES["focus_areas"], role in access.VALIDATES, role in access.DECIDES)
        for role in access.EVERYBODY
    }
    assert may == {
        "data_unit": (True, False, False),
        "centre_manager": (False, True, True),
        "controller": (False, True, False),
        "director": (False, False, False),
        "institution_head": (False, False, False),
    }


def test_a_right_that_was_taken_away_meanwhile_is_asked_anew(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = at(open_page, home, DATA_UNIT, f"focus:edit:{OAK}")
    monkeypatch.setitem(access.CHANGES, "focus_areas", frozenset())  # type: ignore[arg-type]
    press(screen, "Gem teksterne", title_da="Ulovligt")
    monkeypatch.undo()
    monkeypatch.setenv("PEJLING_DEMO", "1")
    assert titles(at(open_page, home, DATA_UNIT)) == PROPOSED


def test_the_store_is_gone_and_what_was_typed_is_still_there(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(open_page, home)
    screen = at(open_page, home, MANAGER, f"focus:decide:{OAK}")
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    at_hand.forget()
    screen = press(screen, "Gem beslutningen", decision="watch", words="Vi ser tiden an")
    assert screen.components["headline"]["notices"][0]["text"].startswith("Det, du skriver, kan ikke gemmes nu")
    assert told(screen)[0].endswith("Det, du skrev, står her endnu: prøv igen om lidt.")
    assert titles(screen) == PROPOSED
    fresh = at(open_page, home, MANAGER)
    assert fresh.components["headline"]["lead"] == "Hvad der er udgivet og besluttet, vides ikke lige nu."
    monkeypatch.delenv("PEJLING_STORE_URL")
    at_hand.forget()
    screen = press(screen, "Gem beslutningen")
    assert told(screen) == ["Beslutningen er gemt."], "nothing had to be typed twice"


def test_before_the_first_quarter_is_over_the_page_says_so(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases", is_empty=True)
    screen = open_page(PAGE, tmp_path, person=DATA_UNIT)
    assert screen.components["headline"]["lead"] == "Intet kvartal er slut endnu."


def test_my_centre_shows_the_quarters_areas_and_what_waits_for_an_answer(open_page: OpenPage, home: Path) -> None:
    press(at(open_page, home, DATA_UNIT, "focus:ask"), "Bed om godkendelse", representative="Mette")
    waits = open_page("my_centre", home, person=MANAGER).components["agenda"]["sections"][0]["entries"]
    assert "Du er spurgt, om de næste fokusområder er rigtige" in [entry["text"] for entry in waits]
    published(open_page, home)
    press(at(open_page, home, MANAGER, f"focus:decide:{OAK}"), "Gem beslutningen", decision="watch")
    waits, areas, _ = open_page("my_centre", home, person=MANAGER).components["agenda"]["sections"]
    assert waits["entries"][-1]["text"] == "3 fokusområder venter på din beslutning"
    assert areas["title"] == "Fokusområder, 3. kvartal 2026"
    assert [entry["note"] for entry in areas["entries"]] == [
        "Vi holder øje.", *["Venter på centerchefens beslutning."] * 3,
    ]  # fmt: skip
    assert areas["entries"][0]["id"] == "focus:2026K3"
    for person in (HEAD, "centre_manager:south"):
        assert "merforbrug på 1,5 mio." not in open_page("my_centre", home, person=person).text

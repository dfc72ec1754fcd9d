"""Fokusområder: what the data unit does at its desk, who sees what of it, and what the manager answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard import rules
from dashboard.decisions.published_areas import PublishedCentre
from dashboard.roles import ROLES
from dashboard.store import at_hand
from dashboard.store.database import open_store
from dashboard.store.focus_areas import PublicationWish, record_publication, standing_publications
from dashboard.store.journal import Author
from pipelines.home import open_home
from tests.pages.conftest import OpenPage
from tests.pages.living_focus_areas import (
    CONTROLLER,
    DATA_UNIT,
    DIRECTOR,
    HEAD,
    MANAGER,
    OAK,
    PAGE,
    PROPOSED,
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
from tests.pages.page_focus_rows import BEFORE, NEWEST
from tests.pages.page_release import publish_page_release

__all__ = ["home"]


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
    (last,) = screen.components["came"]["sections"]
    assert last["title"] == "Hvad kom der ud af det? 2. kvartal 2026"
    assert last["entries"][0] == {
        "text": "Merforbrug på 1,4 mio. kr. i Egeskolen",
        "note": "„Gennemgå“ (Jens). Ingen har sagt, hvad der kom ud af det. "
        "Tallet var 31,4 mio. kr. dengang og er 31,5 mio. kr. nu.",
        "tone": "watch",
        "mark": "watch",
        "id": f"focus:came:2026K2:{OAK}",
    }
    assert last["entries"][1]["note"].startswith("Ikke besvaret. Tallet var ")
    form = at(open_page, home, MANAGER, f"focus:came:2026K2:{OAK}")
    assert faults(press(form, "Gem, hvad der kom ud af det")) == {"is_done": "Vælg en."}
    kept = press(form, "Gem, hvad der kom ud af det", is_done="partly", words="Halvt")
    said = kept.components["came"]["sections"][0]["entries"][0]
    assert "Resultat: delvist gjort. Halvt." in said["note"]
    assert (said["tone"], said["mark"]) == ("", "watch")
    assert not at(open_page, home, DIRECTOR).components["came"]["sections"][0]["entries"][0]["id"], (
        "the manager's alone"
    )
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
        role: tuple(rules.may(role, "action", f"{what}_focus_areas") for what in ("edit", "validate", "decide"))
        for role in ROLES
    }
    assert may == {
        "data_unit": (True, False, False),
        "centre_manager": (False, True, True),
        "controller": (False, True, False),
        "director": (False, False, False),
        "institution_head": (False, False, False),
        "analyst": (False, False, False),
        "administrator": (False, False, False),
    }


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
    store = open_store(open_home(home))
    out = PublishedCentre.read(standing_publications(store)[NEWEST, "north"].areas)
    earlier = out.model_copy(update={"span": BEFORE, "data_until": date(2026, 6, 30)})
    wish = PublicationWish(span=BEFORE, centre_id="north", areas=earlier.written())
    record_publication(store, wish, Author("data_unit", "data_unit", out.release), seen_version=0)
    _, areas, _ = open_page("my_centre", home, person=MANAGER).components["agenda"]["sections"]
    assert areas["title"] == "Fokusområder, 3. kvartal 2026", "whatever is corrected later"
    assert areas["entries"][0]["text"].startswith("1. Merforbrug på 1,5 mio. kr.")
    for person in (HEAD, "centre_manager:south"):
        assert "merforbrug på 1,5 mio." not in open_page("my_centre", home, person=person).text

"""Ledelsestilsyn: what a leader looks at, answers and signs, and what finance sees and writes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard import access
from dashboard.store import at_hand
from dashboard.tables.supervision_postings import atypical
from dashboard.texts import Texts
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_NAME, HOSTILE_TEXT
from tests.pages.page_release import publish_page_release
from tests.pages.page_supervision_rows import LIST
from tests.pages.screen import Screen, row_text

OAK = "sign:2026-10:oak_school"
MANAGER = "centre_manager:north"
TWICE = "posting:d1:1052:posteringer_2026_10.csv"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation of its own: what one test enters, no other sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    (tmp_path / "supervision.toml").write_text(LIST, encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    return tmp_path


def rows_of(screen: Screen, part: str) -> list[str]:
    content = screen.components[part]
    return [row_text(row) for row in [*content["rows"], *([content["total"]] if content["total"] else [])]]


def told(screen: Screen) -> list[str]:
    return [note["text"] for note in screen.components["entry"]["notes"]]


def faults(screen: Screen) -> dict[str, str]:
    """What is said at each field, by its name."""
    found = screen.components
    return {key.partition(":fault_")[2]: found[key]["notes"][0]["text"] for key in found if ":fault_" in key}


def press(screen: Screen, label: str) -> Screen:
    (button,) = (button for button in screen.app.button if button.label == label)
    button.click().run()
    assert not screen.app.exception, screen.app.exception[0].message
    return Screen(screen.app)


def fill(screen: Screen, *, marks: tuple[str, ...], answers: tuple[str, ...]) -> Screen:
    """Choose in the radios from above: the drawn postings, then the checklist."""
    for radio, value in zip(screen.app.radio, (*marks, *answers), strict=True):
        radio.set_value(value)
    return screen


def signed(open_page: OpenPage, home: Path, person: str = MANAGER) -> Screen:
    screen = open_page("supervision", home, person=person, entry=OAK)
    return press(fill(screen, marks=("seen",) * 3, answers=("yes", "not_relevant")), "Skriv under på tilsynet")


def test_who_has_signed_in_a_sentence(open_page: OpenPage, home: Path) -> None:
    head = open_page("supervision", home, person="controller").components["headline"]
    assert head["lead"] == "0 af 4 tilsyn for oktober 2026 er underskrevet; fristen er 01.11.2026."
    assert head["sentence"] == "10 tilsyn er over fristen; den første var 01.10.2026."
    assert [(one["label"], one["value"]) for one in head["figures"]] == [
        ("Tilsyn underskrevet", "0 %"), ("Over fristen", "10"), ("Usædvanlige posteringer", "4"), ("Opfølgninger", "0"),
    ]  # fmt: skip
    english = open_page("supervision", home, person="controller", lang="en", period="2026-09").components["headline"]
    assert english["lead"] == "0 of 6 supervisions for September 2026 are signed; the deadline is 01/10/2026."


def test_a_manager_sees_the_units_of_the_centre_alone(open_page: OpenPage, home: Path) -> None:
    screen = open_page("supervision", home, person=MANAGER, entry="sign:2026-10:care_home")
    assert [row.split(" Institution")[0] for row in rows_of(screen, "covered")] == [
        "Egeskolen", "Elmeskolen", HOSTILE_NAME, "I alt | 7 over fristen i år | 0 % 0 af 3 | 0 % 0 af 7",
    ]  # fmt: skip
    assert screen.components["covered"]["notes"] == [
        "Vælg en enhed på dens navn for at se dens posteringer, svare og skrive under."
    ]
    assert not open_page("supervision", home, person="director").components["covered"]["notes"]
    assert "Åbrinken" not in screen.text
    assert "entry" not in screen.components


def test_centres_open_to_their_units(open_page: OpenPage, home: Path) -> None:
    closed = rows_of(open_page("supervision", home, person="controller"), "covered")
    assert closed[0] == "Center for Børn og Unge | 7 over fristen i år | 0 % 0 af 3 | 0 % 0 af 7"
    opened = rows_of(open_page("supervision", home, person="controller", open="south"), "covered")
    assert [row.split(" | ")[0] for row in opened][2] == "Plejehjemmet Åbrinken Institution"


@pytest.mark.parametrize("now", [{"units": ("south",)}, {"subject": "somebody_else"}])
def test_what_was_open_is_done_by_nobody_else_and_not_without_the_unit(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch, now: dict[str, Any]
) -> None:
    """The role is kept and the unit taken away while the page stands open; another logs in meanwhile, in that role."""
    screen = fill(
        open_page("supervision", home, person=MANAGER, entry=OAK), marks=("seen",) * 3, answers=("yes", "not_relevant")
    )
    ask = access.person_of_session
    monkeypatch.setattr(access, "person_of_session", lambda wanted: replace(ask(wanted), **now))
    press(screen, "Skriv under på tilsynet")
    monkeypatch.undo()
    monkeypatch.setenv("PEJLING_DEMO", "1")
    again = open_page("supervision", home, person="controller", lang="en", period="2026-10")
    assert again.components["headline"]["figures"][0]["value"] == "0%"


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(open_page: OpenPage, home: Path) -> None:
    screen = open_page("supervision", home, person=MANAGER, entry=OAK)
    for radio, value in zip(screen.app.radio, ("seen", "wrong", None, "no", None), strict=True):
        radio.set_value(value)
    screen = press(screen, "Skriv under på tilsynet")
    assert told(screen) == ["Ikke gemt: 4 ting mangler. De står hver ved sit felt."]
    assert faults(screen) == {
        "words_1": "Skriv, hvem du spurgte, eller hvad der er galt.",
        "mark_2": "Sig, hvad du fandt: alle udtrukne posteringer skal ses.",
        "answer_cash": "Svar på dette punkt.",
        "words": "Du har svaret nej: skriv, hvad du gør ved det.",
    }
    assert [radio.value for radio in screen.app.radio] == ["seen", "wrong", None, "no", None]
    assert rows_of(screen, "covered")[0].endswith(" over fristen | nej | 0 af 2")


def test_a_signature_says_who_and_on_which_release_and_can_be_taken_back(open_page: OpenPage, home: Path) -> None:
    screen = signed(open_page, home)
    assert told(screen) == ["Underskrevet."]
    assert "Centerchef, udgivelse 2026-11-03.1" in rows_of(screen, "covered")[0]
    assert rows_of(screen, "covered")[-1] == "I alt | 6 over fristen i år | 33 % 1 af 3 | 14 % 1 af 7"
    assert rows_of(screen, "answers")[1] == "Kassen er afstemt | Ikke relevant"
    assert len(rows_of(screen, "answers")) == 5
    (withdraw,) = [button for button in screen.app.button if button.label == "Træk underskriften tilbage"]
    assert withdraw.proto.type == "secondary"
    assert "skulle være underskrevet den" in str(screen.components["entry"])

    refused = press(screen, "Træk underskriften tilbage")
    assert faults(refused) == {"words": "Skriv hvorfor."}
    refused.app.text_area[0].set_value("En faktura manglede")
    back = press(refused, "Træk underskriften tilbage")
    assert told(back) == ["Underskriften er trukket tilbage."]
    assert [said["text"] for said in back.components["entry"]["earlier"]] == [
        "Trukket tilbage af Centerchef. En faktura manglede", "Underskrevet af Centerchef.",
    ]  # fmt: skip
    assert [radio.value for radio in back.app.radio] == ["seen", "seen", "seen", "yes", "not_relevant"]


def test_the_sample_stays_as_it_was_drawn_first(open_page: OpenPage, home: Path) -> None:
    def titles(screen: Screen) -> list[str]:
        return [data["title"] for key, data in screen.components.items() if "about_" in key]

    first = titles(open_page("supervision", home, person=MANAGER, entry=OAK))
    assert len([title for title in first if "Bilag" in title]) == 3
    publish_page_release(home / "releases", "2026-11-10.1", moved=300)
    again = open_page("supervision", home, person=MANAGER, entry=OAK)
    assert titles(again) == first
    assert "udgivelse 2026-11-03.1. Posteringer med høj risiko trækkes oftere. Listen ligger fast." in again.text
    answers = rows_of(open_page("supervision", home, person="controller", entry=OAK), "answers")
    assert [title.partition(". ")[2] for title in first[:3]] == [row.split(" kr.")[0] + " kr." for row in answers[2:]]


def test_what_was_looked_at_is_kept_before_it_is_signed(open_page: OpenPage, home: Path) -> None:
    screen = open_page("supervision", home, person=MANAGER, entry=OAK)
    screen.app.radio[0].set_value("wrong")
    screen.app.text_input[0].set_value("<b>Forkert konto</b>")
    screen.app.radio[3].set_value("yes")
    screen = press(screen, "Gem det, jeg har set på")
    assert told(screen) == ["Gemt. Der er ikke skrevet under endnu."]
    assert screen.app.radio[3].value == "yes", "what is typed below stays"
    (first, *_) = rows_of(open_page("supervision", home, person="controller", entry=OAK), "answers")[2:]
    assert first.endswith("| Den er forkert · <b>Forkert konto</b>")
    assert "1 postering markeret forkert" in "\n".join(rows_of(screen, "risks"))


def test_two_who_sign_at_once_are_shown_both(open_page: OpenPage, home: Path) -> None:
    second = fill(
        open_page("supervision", home, person=MANAGER, entry=OAK), marks=("asked",) * 3, answers=("yes", "yes")
    )
    for line in second.app.text_input:
        line.set_value("Lederen")
    signed(open_page, home, "institution_head:oak_school")
    second = press(second, "Skriv under på tilsynet")
    assert told(second) == [
        "En anden kom først: Underskrevet af Institutionsleder. "
        "Det, du skrev, er ikke gemt; gem igen, hvis det skal gælde."
    ]
    history = open_page("supervision", home, person="controller", entry=OAK).components["entry"]["earlier"]
    assert len(history) == 1


def test_only_leaders_sign_and_only_controllers_set_aside(open_page: OpenPage, home: Path) -> None:
    assert not open_page("supervision", home, person="controller", entry=OAK).app.radio
    assert not open_page("supervision", home, person="director", entry=OAK).app.button
    assert not open_page("supervision", home, person=MANAGER, entry=TWICE).app.button
    assert open_page("supervision", home, person="controller", entry=TWICE).app.button


def test_the_store_is_gone_and_what_was_typed_is_still_there(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_page("supervision", home, person=MANAGER, entry=OAK)
    fill(screen, marks=("seen",) * 3, answers=("yes", "yes"))
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    at_hand.forget()
    screen = press(screen, "Skriv under på tilsynet")
    (note,) = [note["text"] for note in screen.components["headline"]["notices"]]
    assert note.startswith("Det, du skriver, kan ikke gemmes nu: databasen til det svarer ikke.")
    assert "Usædvanlige posteringer" in screen.text
    assert screen.components["headline"]["lead"].endswith("vides ikke lige nu."), "nobody is late who may have signed"
    assert not {"covered", "overdue", "risks", "rules"} & set(screen.components)
    assert told(screen)[0].endswith("Det, du skrev, står her endnu: prøv igen om lidt.")
    monkeypatch.delenv("PEJLING_STORE_URL")
    at_hand.forget()
    screen = press(screen, "Skriv under på tilsynet")
    assert told(screen) == ["Underskrevet."], "nothing had to be typed twice"


def test_a_posting_has_all_its_reasons_with_file_and_line(open_page: OpenPage, home: Path) -> None:
    screen = open_page("supervision", home, person="controller")
    first, *_, hostile = sorted(rows_of(screen, "atypical"), key=lambda row: HOSTILE_NAME in row)
    assert (
        "Ligner en dobbelt bogføring (vægt 5): "
        "Samme leverandør fik samme beløb på bilag 4709 den 14.09.2026. Undersøg, om det er betalt to gange." in first
    )
    assert "Registreret og godkendt af samme person (vægt 4)" in first
    assert first.endswith("posteringer_2026_10.csv, linje 1 052 | 9 | 1.052,25")
    assert HOSTILE_TEXT in hostile
    assert rows_of(screen, "rules")[-1].startswith("Posteringer, hver talt én gang | 4 | 0 |")


def test_a_reason_that_is_set_aside_stays_so_until_it_is_taken_up_again(open_page: OpenPage, home: Path) -> None:
    screen = open_page("supervision", home, person="controller", entry=TWICE)
    refused = press(screen, "Læg den til side")
    assert faults(refused) == {"reason": "Skriv hvorfor."}
    refused.app.radio[0].set_value("duplicate_invoice")
    refused.app.text_area[0].set_value("=1+1 er to leverancer")
    screen = press(refused, "Læg den til side")
    assert told(screen) == ["Den er lagt til side."]
    publish_page_release(home / "releases", "2026-11-10.1", moved=300)
    again = open_page("supervision", home, person=MANAGER)
    (row,) = (row for row in rows_of(again, "atypical") if "linje 1 052" in row)
    assert "| 4 |" in row
    assert "Ligner en dobbelt bogføring: lagt til side af Controller den " in row
    assert "=1+1 er to leverancer" in row

    rest = open_page("supervision", home, person="controller", entry=TWICE)
    rest.app.text_area[0].set_value("Også i orden")
    press(rest, "Læg den til side")
    figures = open_page("supervision", home, person="controller").components["headline"]["figures"]
    assert (figures[2]["value"], figures[2]["notes"][1]["text"]) == ("3", "1 lagt til side")
    back = open_page("supervision", home, person="controller", entry=TWICE)
    back.app.text_area[0].set_value("Alligevel ikke")
    assert told(press(back, "Tag den op igen")) == ["Den er taget op igen."]
    figures = open_page("supervision", home, person="controller").components["headline"]["figures"]
    assert figures[2]["value"] == "4"


def test_two_who_set_aside_at_once_are_shown_both(open_page: OpenPage, home: Path) -> None:
    first, second = (open_page("supervision", home, person="controller", entry=TWICE) for _ in range(2))
    for screen, why in ((first, "To leverancer"), (second, "Kreditnota er sendt")):
        screen.app.text_area[0].set_value(why)
    press(first, "Læg den til side")
    (said,) = told(press(second, "Læg den til side"))
    assert said.startswith("En anden kom først: ")
    assert "To leverancer" in said


def test_a_unit_is_followed_up_with_who_when_and_result(open_page: OpenPage, home: Path) -> None:
    head = "institution_head:oak_school"
    assert "risks" not in open_page("supervision", home, person=head).components, "a head has one unit to look at"
    screen = open_page("supervision", home, person="controller", entry="follow:oak_school")
    assert screen.components["entry"]["lines"] == ["13 risikopoint: 1 usædvanlig postering, 2 tilsyn over fristen."]
    screen.app.text_input[1].set_value("31. december")
    refused = press(screen, "Gem opfølgningen")
    assert faults(refused) == {"who": "Skriv, hvem der gør det.", "due_on": "Skriv en dag som 31.12.2026."}
    refused.app.text_input[0].set_value("Regnskab")
    refused.app.text_input[1].set_value("31.12.2099")
    assert told(press(refused, "Gem opfølgningen")) == ["Opfølgningen er gemt."]
    assert rows_of(open_page("supervision", home, person=head), "risks"), "until somebody looks into it"
    (row, *_) = rows_of(open_page("supervision", home, person=MANAGER), "risks")
    assert row.endswith("| udvalgt · Regnskab · 31.12.2099 1 usædvanlig postering, 2 tilsyn over fristen")

    later = open_page("supervision", home, person="controller", entry="follow:oak_school")
    later.app.radio[0].set_value("done")
    unfinished = press(later, "Gem opfølgningen")
    assert faults(unfinished) == {"result": "Skriv, hvad der kom ud af det."}
    unfinished.app.text_area[1].set_value("Beløbet er krediteret")
    done = press(unfinished, "Gem opfølgningen")
    assert [said["text"].partition(" ·")[0] for said in done.components["entry"]["earlier"]] == ["afsluttet", "udvalgt"]


def test_nothing_is_owed_where_nobody_has_written_what(open_page: OpenPage, page_home: Path) -> None:
    head = open_page("supervision", page_home, person="controller").components["headline"]
    assert head["lead"] == "Der skal ikke skrives under på noget tilsyn for oktober 2026."
    assert "supervision.toml nævner ingen lister" in head["notices"][0]["text"]


def test_a_list_with_a_fault_is_told_and_the_rest_is_there(open_page: OpenPage, home: Path) -> None:
    (home / "supervision.toml").write_text(LIST.replace("begins = 2026-09-01", ""), encoding="utf-8")
    for language, told_so in (
        ("da", "der er en fejl i supervision.toml"),
        ("en", "there is a fault in supervision.toml"),
    ):
        screen = open_page("supervision", home, person="controller", lang=language)
        (notice,) = [note["text"] for note in screen.components["headline"]["notices"]]
        assert told_so in notice
        assert "pejling update" in notice
        assert len(rows_of(screen, "atypical")) == 4
    assert open_page("my_centre", home, person=MANAGER).components["headline"]["lead"]


def test_a_right_that_was_taken_away_meanwhile_is_asked_anew(open_page: OpenPage, home: Path) -> None:
    head = open_page("supervision", home, person="institution_head:oak_school", entry=OAK)
    fill(head, marks=("seen",) * 3, answers=("yes", "yes"))
    publish_page_release(home / "releases", "2026-11-10.1", is_empty=True)  # nobody leads the school any more
    press(head, "Skriv under på tilsynet")
    publish_page_release(home / "releases", "2026-11-11.1")
    screen = open_page("supervision", home, person="controller", entry=OAK)
    assert not screen.components["entry"]["earlier"]
    assert rows_of(screen, "answers")[2].endswith("| ikke set endnu")


def test_a_list_of_postings_that_is_empty_offers_no_file() -> None:
    assert atypical(Texts("da"), [], {}, "/download/file", may_change=False).link is None

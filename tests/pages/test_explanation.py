"""Explanations in Budgetopfølgning, as the people who write and read them meet them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import rules
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen, row_text

HEAD = {"person": "institution_head:oak_school"}
MANAGER = {"person": "centre_manager:north"}
WORDS = "Flere vikarer end ventet: otte lærere er syge i længere tid, og to stillinger står tomme til august"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An installation of its own: what one test enters, no other sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    forget()
    yield tmp_path
    close_stores()
    forget()


def fill(screen: Screen, cause: str | None = "volume", words: str = WORDS, **more: str) -> Screen:
    """Type an explanation and save it."""
    app = screen.app
    if cause:
        app.radio[0].set_value(cause)
    app.text_area[0].set_value(words)
    app.text_area[1].set_value(more.get("action", ""))
    app.text_input[0].set_value(more.get("responsible", ""))
    app.text_input[1].set_value(more.get("deadline", ""))
    return press(screen, "Gem forklaringen")


def press(screen: Screen, label: str) -> Screen:
    next(button for button in screen.app.button if button.label == label).click().run()
    assert not screen.app.exception, screen.app.exception[0].message
    return Screen(screen.app)


def told(screen: Screen, part: str = "explanation") -> list[str]:
    return [note["text"] for note in screen.components[part]["notes"]]


def said(screen: Screen) -> list[str]:
    return [one["text"] for one in screen.components["explanation"]["earlier"]]


def more(screen: Screen) -> str:
    text: str = screen.components["headline"]["more"]
    return text.rpartition("planlagt.")[2].strip()


def explain_oak(open_page: OpenPage, home: Path, words: str = WORDS, **query: Any) -> Screen:
    asked = {**MANAGER, "explain": "oak_school", **query}
    return fill(open_page(home=home, **asked), words=words)


def test_what_is_to_be_explained_stands_in_the_sentence_and_in_the_tree(open_page: OpenPage, home: Path) -> None:
    screen = open_page(home=home, **MANAGER)
    assert more(screen) == "0 af 3 forklaringer er givet."
    assert screen.row("Egeskolen").endswith("| handl | Forklar")
    assert screen.rows[-1].endswith("| handl | 0 af 3 forklaret")
    english = open_page(home=home, lang="en", **MANAGER)
    assert english.components["headline"]["more"].endswith("0 of 3 explanations are given.")
    director = open_page(home=home, person="director")
    assert director.row("Center for Børn").endswith("| 0 af 3 forklaret")
    assert director.row("Center for Ældre").endswith("| på sporet | ")


def test_an_explanation_is_saved_shown_and_rolled_up(open_page: OpenPage, home: Path) -> None:
    screen = open_page(home=home, **HEAD, explain="oak_school")
    panel = screen.components["explanation"]
    assert panel["title"] == "Egeskolen: forklar løn"
    assert panel["lines"] == ["Løn: +2,0 mio. kr. merforbrug ventet. Hele Egeskolen: +2,3 mio. kr. merforbrug."]
    assert [link["label"] for link in panel["links"]] == [
        "Øvrig drift, +653 t.kr. merforbrug",
        "Indtægter, −261 t.kr. merindtægt",
    ]
    screen = fill(screen, action="Vikarpulje på tværs", responsible="Skolelederen", deadline="1.12.2026")
    assert told(screen) == ["Det er gemt."]
    assert said(screen) == [f"Mængde: {WORDS}. Det gøres: Vikarpulje på tværs (Skolelederen, senest 01.12.2026)."]
    assert screen.app.text_area[0].value == WORDS, "the form opens with what stands"
    again = open_page(home=home, **MANAGER)
    assert more(again) == "1 af 3 forklaringer er givet."
    assert again.row("Egeskolen").endswith("| Flere vikarer end ventet: otte lærere er syge… Løn: mængde")
    assert again.rows[-1].endswith("| 1 af 3 forklaret")
    assert open_page(home=home, **MANAGER, open=["oak_school"]).row("Løn").endswith("er syge… Mængde")


def test_the_level_above_reads_every_deviation_with_its_amount(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home)
    table = open_page(home=home, person="director", explain="north").components["deviations"]
    assert table["title"] == "Afvigelserne i Center for Børn og Unge: 1 af 3 forklaret"
    rows = [row_text(row) for row in table["rows"]]
    assert rows[0] == f"Egeskolen Institution | +2.610 merforbrug | handl | Løn. Mængde: {WORDS}."
    assert rows[1].endswith("| +1.320 merforbrug | handl | ikke forklaret")
    assert rows[2] == "Elmeskolen Institution | −520 mindreforbrug | hold øje | ikke forklaret"


def test_one_unit_alone_is_told_in_words(open_page: OpenPage, home: Path) -> None:
    assert more(open_page(home=home, **HEAD)) == "Afvigelsen er ikke forklaret endnu."
    explain_oak(open_page, home)
    assert more(open_page(home=home, **HEAD)) == "Afvigelsen er forklaret."
    assert "forklaret" not in more(open_page(home=home, person="centre_manager:south", unit="care_home"))


@pytest.mark.parametrize(
    ("cause", "words", "rest", "refused"),
    [
        (None, WORDS, {}, "Vælg en årsag."),
        ("price", " ", {}, "Skriv forklaringen: hvorfor er der en afvigelse?"),
        ("price", WORDS, {"action": "Ny aftale"}, "Det, der gøres, den ansvarlige og fristen hører sammen: "
         "udfyld alle tre eller ingen."),
        ("price", WORDS, {"action": "Ny aftale", "responsible": "Ann", "deadline": "31.2.2026"},
         "„31.2.2026“ er ikke en dato. Skriv den som 31.12.2026."),
        ("price", "x" * 2_001, {}, "„Forklaring“ er længere, end der er plads til."),
    ],
    ids=["no cause", "no words", "half an action", "no day", "too long"],
)  # fmt: skip
def test_what_cannot_be_saved_is_told_and_stays_in_the_form(
    open_page: OpenPage, home: Path, cause: str | None, words: str, rest: dict[str, str], refused: str
) -> None:
    screen = fill(open_page(home=home, **MANAGER, explain="oak_school"), cause, words, **rest)
    assert told(screen) == [refused]
    assert screen.app.text_area[0].value == words
    assert said(screen) == []


def test_two_at_once_the_second_is_shown_both_and_saves_again(open_page: OpenPage, home: Path) -> None:
    first = open_page(home=home, **HEAD, explain="oak_school")
    second = open_page(home=home, **MANAGER, explain="oak_school")
    fill(first, "volume", "Flere elever")
    refused = fill(second, "price", "Dyrere vikarer")
    assert told(refused) == [
        "En anden kom først. Institutionsleder skrev: Mængde: Flere elever. Det, du skrev, er ikke gemt, "
        "men står stadig herunder: gem igen, hvis det skal gælde."
    ]
    assert (refused.app.text_area[0].value, said(refused)) == ("Dyrere vikarer", ["Mængde: Flere elever."])
    kept = press(refused, "Gem forklaringen")
    assert said(kept) == ["Pris: Dyrere vikarer.", "Mængde: Flere elever."]


def test_words_that_came_while_the_form_stood_open_are_not_written_over(open_page: OpenPage, home: Path) -> None:
    slow = open_page(home=home, **MANAGER, explain="oak_school")
    fill(open_page(home=home, **HEAD, explain="oak_school"), "volume", "Flere elever")
    slow.app.run()  # the page is drawn anew before anything is typed
    assert told(fill(Screen(slow.app), "price", "Dyrere vikarer"))[0].startswith("En anden kom først.")


def test_a_withdrawn_one_says_so_and_no_longer_counts(open_page: OpenPage, home: Path) -> None:
    screen = press(explain_oak(open_page, home, words="Flere elever"), "Træk forklaringen tilbage")
    assert told(screen) == ["Forklaringen er trukket tilbage."]
    assert said(screen) == ["Trukket tilbage. Mængde: Flere elever.", "Mængde: Flere elever."]
    assert screen.app.text_area[0].value == ""
    assert more(open_page(home=home, **MANAGER)) == "0 af 3 forklaringer er givet."


def test_the_controller_reads_all_and_explains_what_is_technical(open_page: OpenPage, home: Path) -> None:
    controller = {"person": "controller", "explain": "elm_school"}
    screen = open_page(home=home, **controller)
    assert screen.app.radio[0].options == ["Teknisk"]
    kept = fill(screen, "technical", "Lønnen er bogført på en anden skole")
    assert said(kept) == ["Teknisk: Lønnen er bogført på en anden skole."]
    explain_oak(open_page, home, words="Flere elever")
    theirs = open_page(home=home, person="controller", explain="oak_school")
    assert not theirs.app.text_area
    assert theirs.components["explanation"]["lines"][-1] == (
        "De budgetansvarlige har forklaret den; du kan forklare det, der er teknisk."
    )


def test_the_director_reads_and_writes_nothing(open_page: OpenPage, home: Path) -> None:
    screen = open_page(home=home, person="director", explain="oak_school")
    assert not screen.app.text_area
    assert "Ingen har forklaret den endnu." in screen.components["explanation"]["lines"]
    assert open_page(home=home, person="director", unit="north").row("Egeskolen").endswith("| ikke forklaret")


def test_a_right_that_was_taken_away_meanwhile_is_asked_anew(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_page(home=home, **MANAGER, explain="oak_school")
    monkeypatch.setitem(rules.RULES, ("action", "explain"), frozenset({"controller"}))
    fill(screen)
    monkeypatch.undo()
    assert said(open_page(home=home, **MANAGER, explain="oak_school")) == []


def test_nobody_outside_sees_or_explains(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home)
    screen = open_page(home=home, person="centre_manager:south", explain="oak_school", group="wages")
    assert "explanation" not in screen.components
    assert not screen.app.text_area
    assert "vikarer" not in screen.text
    assert screen.components["headline"]["address"] == "/?person=centre_manager%3Asouth"


def test_the_next_period_brings_it_back_and_asks_what_came_of_it(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home, words="Flere elever", period="2026-09")
    assert open_page(home=home, **MANAGER).row("Egeskolen").endswith("| Forklar september 2026: Flere elever")
    screen = open_page(home=home, **MANAGER, explain="oak_school")
    before = screen.components["earlier"]
    assert before["title"] == "Sidst, september 2026"
    assert before["lines"] == [
        "Mængde: Flere elever.",
        "Afvigelsen var +2,0 mio. kr. merforbrug i september 2026; nu er den +2,0 mio. kr. merforbrug.",
    ]
    assert told(press(screen, "Gem, hvad der kom ud af det"), "earlier") == ["Angiv, om det er gjort."]
    screen.app.radio[1].set_value("yes")
    screen.app.text_area[2].set_value("En klasse er lagt sammen")
    kept = press(screen, "Gem, hvad der kom ud af det")
    whole = "Mængde: Flere elever. Det kom der ud af det: det er gjort. En klasse er lagt sammen."
    assert told(kept, "earlier") == ["Det er gemt."]
    assert kept.components["earlier"]["lines"][0] == whole
    september = open_page(home=home, **MANAGER, explain="oak_school", period="2026-09")
    assert said(september) == [whole, "Mængde: Flere elever."]


def test_a_new_release_says_what_the_variance_was_when_it_was_written(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home)
    with sqlite3.connect(home / "store" / "pejling.db") as store:
        assert store.execute("select forecast_variance_dkk, variance_to_date_dkk from explanation").fetchall() == [
            (195_750_000, 115_500_000)
        ]
    publish_page_release(home / "releases", "2026-11-10.1")
    lines = open_page(home=home, **HEAD, explain="oak_school").components["explanation"]["lines"]
    assert lines[1] == "Skrevet på udgivelse 2026-11-03.1; afvigelsen har ikke flyttet sig siden."


def test_without_a_forecast_it_is_held_against_the_year_to_date(open_page: OpenPage, home: Path) -> None:
    screen = open_page(home=home, **MANAGER, explain="oak_school", period="2026-08", organisation="then")
    assert screen.components["explanation"]["lines"] == [
        "Løn: +924 t.kr. merforbrug til dato. Hele Egeskolen: +1,1 mio. kr. merforbrug.",
        "Den holdes op imod afvigelsen med overførsler i organisationen af i dag.",
    ]


def test_html_and_formulas_are_text(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home, words=HOSTILE_TEXT)
    screen = open_page(home=home, **MANAGER, explain="oak_school")
    assert said(screen) == [f"Mængde: {HOSTILE_TEXT}."]
    assert not screen.app.markdown


def test_a_store_that_cannot_be_written_is_told_and_the_draft_stays(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home, words="Flere elever")
    close_stores()
    forget()
    screen = open_page(home=home, **MANAGER, explain="oak_school")
    store = home / "store" / "pejling.db"
    with sqlite3.connect(store) as connection:
        connection.execute("create trigger full before insert on explanation begin select raise(fail, 'disk'); end")
    refused = fill(screen, "price", "Dyrere vikarer")
    assert told(refused)[0].endswith("Det blev ikke gemt. Det, du skrev, står her endnu: prøv igen om lidt.")
    assert refused.app.text_area[0].value == "Dyrere vikarer"
    close_stores()
    for part in store.parent.glob("pejling.db*"):
        part.unlink()
    store.mkdir()
    forget()
    gone = open_page(home=home, **MANAGER)
    notices = [one["text"] for one in gone.components["headline"]["notices"]]
    assert any(text.startswith("Det, du skriver, kan ikke gemmes nu") for text in notices)
    assert gone.row("Egeskolen").endswith("| handl | Forklar")


def publish_moved(home: Path, release: str, moved: int, statuses: dict[str, str]) -> None:
    """A release in which Egeskolen's wages are expected `moved` thousands higher, its groups with these statuses."""
    publish_page_release(home / "releases", release)
    with duckdb.connect(home / "releases" / release / "pejling.duckdb") as connection:
        connection.execute("alter table budget_followup__unit_group_period alter status set data type varchar")
        for group, status in statuses.items():
            more = moved * 1_000 if group == "wages" else 0
            connection.execute(
                "update budget_followup__unit_group_period set status = ?, "
                "forecast_dkk = forecast_dkk + ?, forecast_variance_dkk = forecast_variance_dkk + ? "
                "where unit_id = 'oak_school' and account_group = ?",
                [status, more, more, group],
            )
    forget()


def test_figures_that_have_moved_say_what_they_were_then_and_are_now(open_page: OpenPage, home: Path) -> None:
    explain_oak(open_page, home)
    publish_moved(home, "2026-11-10.1", 1_000, {"wages": "act"})
    lines = open_page(home=home, **HEAD, explain="oak_school").components["explanation"]["lines"]
    assert lines[1] == (
        "Skrevet på udgivelse 2026-11-03.1, hvor afvigelsen var +2,0 mio. kr. merforbrug; nu er den +3,0 mio. kr. "
        "merforbrug."
    )


def test_each_account_group_that_deviates_by_itself_owes_words(open_page: OpenPage, home: Path) -> None:
    publish_moved(home, "2026-11-10.1", 0, {"wages": "act", "operations": "watch", "income": "on_track"})
    assert more(open_page(home=home, **MANAGER)) == "0 af 4 forklaringer er givet."
    explain_oak(open_page, home)
    assert more(open_page(home=home, **HEAD)) == "1 af 2 forklaringer er givet."
    assert "1 af 2 forklaret" in open_page(home=home, **MANAGER).row("Egeskolen")
    waiting = open_page("my_centre", home, **HEAD)
    assert "Afvigelsen mangler forklaring" in waiting.text
    explain_oak(open_page, home, words="Dyrere kørsel", group="operations")
    assert more(open_page(home=home, **HEAD)) == "Afvigelsen er forklaret."
    assert "Afvigelsen mangler forklaring" not in open_page("my_centre", home, **HEAD).text
    explain_oak(open_page, home, words="Flere forældre betaler", group="income")
    assert more(open_page(home=home, **MANAGER)) == "2 af 4 forklaringer er givet.", "what is not asked for counts not"


def test_a_year_that_is_over_asks_nobody_and_shows_what_was_said(open_page: OpenPage, home: Path) -> None:
    closed = {"period": "2025-12", **MANAGER}
    screen = open_page(home=home, **closed)
    assert "forklaringer er givet" not in screen.components["headline"]["more"]
    assert "af 3 forklaret" not in screen.text
    fill(open_page(home=home, **closed, explain="oak_school"), words="Flere elever")
    assert "Flere elever" in open_page(home=home, **closed).row("Egeskolen")

"""Personale, as a person reads it."""

from __future__ import annotations

from pathlib import Path

from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.page_release import publish_page_release
from tests.pages.test_capital_projects import figures, read

PAGE = "staff"


def test_how_much_sickness_there_is(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller").components["headline"]
    assert answer["title"] == "Hvor mange er vi, og hvor meget er vi syge?"
    assert answer["lead"] == "Sygefraværet var 5,2 % de seneste tolv måneder."
    assert answer["sentence"] == "I selve måneden var det 6,2 %."
    assert answer["context"][0] == "oktober 2026"


def test_a_centre_against_the_municipality_in_english(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="centre_manager:north", lang="en").components["headline"]
    assert answer["lead"] == "Sickness was 7.1% over the last twelve months."
    assert answer["sentence"] == "That is 1.9 points above the municipality. In the month itself it was 8.1%."
    assert answer["tone"] == "watch"


def test_the_key_figures(open_page: OpenPage) -> None:
    shown = figures(open_page(PAGE, person="centre_manager:north"))
    assert shown["Årsværk"] == ("110", ["hver del afrundet til nærmeste 5"])
    assert shown["Sygefravær, 12 måneder"] == (
        "7,1 %",
        ["kommunen 5,2 %", "måneden 8,1 %", "17,8 dage pr. årsværk"],
    )
    assert shown["Langt sygefravær"] == ("3,1 %", ["forløb over 30 dage, 2025", "korte forløb 1,9 %"])
    assert shown["Personaleomsætning"] == ("14 %", ["holdt op i kommunen i 2025"])
    assert shown["Frosne stillinger"] == (
        "2",
        ["sparede måneder i år: 7,5", "frigivet, ikke besat endnu: 1", "besat på tolv måneder: 0"],
    )


def test_a_hidden_unit_says_why_and_nothing_else(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", unit="elm_school")
    answer = screen.components["headline"]
    assert answer["lead"] == "Skjult: færre end 5 ansatte i mindst én måned."
    assert answer["sentence"] == (
        "Intet tal handler om færre end 5 ansatte, og ingen kan regnes ud af de andre."
    )  # fmt: skip
    assert figures(screen).keys() == {"Frosne stillinger"}
    assert screen.components["sickness"]["empty"] == "Enhedens tal er skjult."


def test_hidden_rows_of_the_tree_say_why(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="controller", unit="north"), "tree")
    (few,) = [row for row in rows if "Elmeskolen" in row]
    assert "Skjult: færre end 5 ansatte i mindst én måned" in few
    assert sum("Skjult: ville røbe en enhed med for få ansatte" in row for row in rows) == 1
    (shown,) = [row for row in rows if "Egeskolen" in row]
    assert "60" in shown
    assert "9,3 %" in shown
    assert not [row for row in rows if "Skjult" in row and "%" in row]


def test_payroll_that_disagrees_with_the_ledger_is_told(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", unit="care_home").components["headline"]
    assert [notice["text"] for notice in answer["notices"]] == [
        "Lønsystemet har 2,1 % mindre løn end bogføringen over tolv måneder."
    ]
    assert open_page(PAGE, person="controller").components["headline"]["notices"] == []


def test_an_earlier_month_has_no_twelve_behind_it(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", period="2025-06")
    answer = screen.components["headline"]
    assert answer["lead"] == "Sygefraværet var 5,8 % i måneden."
    assert figures(screen)["Personaleomsætning"] == ("–", ["endnu intet helt år"])
    assert figures(screen)["Løn pr. årsværk"][1] == ["kun fra 50 årsværk og tolv måneder"]


def test_vacant_positions_are_listed_and_their_words_are_text(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="centre_manager:north"), "positions")
    assert len(rows) == 3
    assert [HOSTILE_TEXT in row for row in rows] == [False, False, True]
    assert ["må besættes" in row for row in rows] == [False, True, False]


def test_a_manager_sees_no_other_centre(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:south", unit="north")
    assert screen.components["headline"]["path"][0]["label"] == "Center for Ældre"
    assert read(screen, "positions") == []


def test_a_municipality_without_payroll(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Ny Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases", is_empty=True)
    assert "Der er ingen personaletal at vise her." in open_page(PAGE, home=tmp_path).text
    assert "There are no staff figures to show here." in open_page(PAGE, home=tmp_path, lang="en").text

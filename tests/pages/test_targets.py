"""Måltal, as a person reads it."""

from __future__ import annotations

from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.test_capital_projects import figures, read

PAGE = "targets"


def test_only_four_of_a_hundred(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller").components["headline"]
    assert answer["title"] == "Når vi de måltal, vi har fordelt?"
    assert answer["lead"] == "Virksomhedspraktik: 4 af 100 pladser er besat (4 %)."
    assert answer["sentence"] == "96 mangler; 2 af 4 afdelinger har ingen."
    assert answer["more"] == "Løntilskud: 49 af 47."
    assert answer["context"][:2] == ["2026", "talt 31. oktober 2026"]


def test_the_sentence_in_english(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", lang="en").components["headline"]
    assert answer["lead"] == "Internships: 4 of 100 places are filled (4%)."
    assert answer["sentence"] == "96 are missing; 2 of 4 departments have none."


def test_a_target_that_is_reached(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", subject="subsidy")
    answer = screen.components["headline"]
    assert answer["lead"] == "Løntilskud: 49 af 47 pladser er besat (104 %)."
    assert answer["sentence"] == "Måltallet er nået."
    assert figures(screen)["Måltal"][0] == "47 pladser"
    assert screen.components["missing"]["empty"] == "Ingen enhed herunder mangler nogen."


def test_a_year_that_nobody_has_counted(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", year="2027")
    assert screen.components["headline"]["lead"] == "Virksomhedspraktik: ingen har talt de 100 pladser endnu."
    assert screen.components["places"]["empty"] == "Ingen har talt i året."


def test_the_key_and_the_exact_share_of_a_department(open_page: OpenPage) -> None:
    shown = figures(open_page(PAGE, person="controller", unit="elm_school", subject="subsidy"))
    assert shown["Måltal"] == ("9 pladser", ["8,46 før afrunding"])
    assert shown["Nøgle"] == ("36", ["efter ansatte", "18,0 % af nøglen"])


def test_a_centre_opens_to_departments_and_they_to_counts_with_file_and_line(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="controller", open=["north", "oak_school"]), "units")
    assert rows[0] == "Center for Børn og Unge Center | 96 | 48,00 | 48 | 1 31.10.2026 | 2 % 47 mangler"
    assert rows[1] == "Egeskolen Institution | 48 | 24,00 | 24 | 1 31.10.2026 | 4 % 23 mangler"
    assert rows[2] == "Tællinger, de nyeste først"
    assert rows[3] == f"31. oktober 2026 maaltal.csv, linje 12 | {HOSTILE_TEXT} | 1 | "
    assert rows[-1] == "I alt Pejleby Kommune | 200 | 100,00 | 100 | 4 31.10.2026 | 4 % 96 mangler"


def test_the_places_through_the_year(open_page: OpenPage) -> None:
    chart = open_page(PAGE, person="controller").components["places"]
    assert chart["title"] == "1 i marts, 4 i oktober"
    lines = {line["name"]: line["values"] for line in chart["lines"]}
    assert lines["besat"] == [None, None, 1, None, None, None, None, None, None, 4, None, None]
    assert lines["måltal"] == [100] * 12


def test_a_manager_sees_their_own_places_only(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:south", unit="north")
    assert screen.components["headline"]["lead"] == "Virksomhedspraktik: 3 af 52 pladser er besat (6 %)."
    assert "Elmeskolen" not in screen.text

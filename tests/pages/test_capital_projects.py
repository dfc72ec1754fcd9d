"""Anlæg, portefølje, as a person reads it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.conftest import OpenPage
from tests.pages.page_capital_rows import HOSTILE_PROJECT
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.screen import Screen, row_text

PAGE = "capital_projects"


def read(screen: Screen, table: str) -> list[str]:
    """The rows of a table of the page, each on one line."""
    data = screen.components[table]
    return [row_text(row) for row in [*data["rows"], *([data["total"]] if data["total"] else [])]]


def figures(screen: Screen) -> dict[str, tuple[str, list[str]]]:
    found: list[dict[str, Any]] = screen.components["headline"]["figures"]
    return {
        one["label"]: (f"{one['value']} {one['unit']}".strip(), [note["text"] for note in one["notes"]])
        for one in found
    }


def test_the_sentence_says_how_many_need_action_and_which_most(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller").components["headline"]
    assert answer["title"] == "Holder anlægsprojekterne økonomi, tid og bevilling?"
    assert answer["lead"] == "3 af 4 igangværende projekter kræver handling."
    assert answer["sentence"] == (
        "Egeskolen, ny fløj er 24 måneder forsinket og Omfartsvej ved Åbrinken ventes 7,3 mio. kr. over bevillingen."
    )
    assert answer["mark"] == "act"


def test_the_sentence_names_a_project_once(open_page: OpenPage) -> None:
    assert open_page(PAGE, person="controller", unit="oak_school").components["headline"]["sentence"] == (
        "Egeskolen, ny fløj er 24 måneder forsinket og ventes 2,4 mio. kr. over bevillingen."
    )


def test_the_sentence_in_english(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", lang="en").components["headline"]
    assert answer["title"] == "Do the capital projects keep money, time and appropriation?"
    assert answer["lead"] == "3 of 4 ongoing projects need action."
    assert answer["sentence"].startswith("Egeskolen, ny fløj is 24 months late and Omfartsvej ved Åbrinken is expected")


def test_key_figures_are_the_unit_s_sum(open_page: OpenPage) -> None:
    assert figures(open_page(PAGE, person="controller", unit="south")) == {
        "Igangværende projekter": ("1", ["handl: økonomi 1, periodisering 0, tid 0", "1 afsluttede ud over dem"]),
        "Ventet slutudgift": ("55,3 mio. kr.", ["+7,3 mio. kr. merforbrug", "115,2 % af det bevilgede"]),
        "Tillægsbevillinger": ("0,0 %", ["af de oprindelige bevillinger", "uden fortegn 2,5 %"]),
        "Forsinkelse, det midterste projekt": ("12,5 måneder", ["siden den først godkendte plan"]),
        "Brugt i år": ("17,9 mio. kr.", ["af årets 21,4 mio. kr."]),
    }


def test_the_three_dimensions_stand_side_by_side(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="controller"), "projects")
    assert rows[0] == (
        "Egeskolen, ny fløj Skole · udførelse · Egeskolen | 64.500 60.000 | 66.900 31.200 | hold øje +2.400 merforbrug"
        " | 40.300 18.400 | handl 66 % | aug 2027 aug 2025 | handl +24 mdr. | 116 % 4"
    )
    assert rows[1].startswith("Omfartsvej ved Åbrinken Vej · udførelse · Plejehjemmet Åbrinken | 48.000 48.000")
    assert rows[2].startswith(f"{HOSTILE_PROJECT} Fritid · planlægning · Elmeskolen · uden anlægsbevilling | – – |")
    assert rows[-1].startswith("Igangværende projekter i alt Pejleby Kommune | 114.700 110.100 |")


def test_a_status_has_a_shape_and_a_word(open_page: OpenPage) -> None:
    cells = open_page(PAGE, person="controller").components["projects"]["rows"][0]["cells"]
    assert [(cell["text"], cell["mark"], cell["tone"]) for cell in cells if cell.get("mark")] == [
        ("hold øje", "watch", "watch"),
        ("handl", "act", "over"),
        ("handl", "act", "over"),
    ]


def test_under_three_to_compare_with_it_says_so(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="controller"), "projects")
    assert rows[2].endswith("| – 2 af 3")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"class": "Vej"}, ["Omfartsvej ved Åbrinken"]),
        ({"status": "watch"}, ["Egeskolen, ny fløj"]),
        ({"unit": "south", "completed": "with"}, ["Omfartsvej ved Åbrinken", "Ældreboliger"]),
        ({"unit": "oak_school"}, ["Egeskolen, ny fløj"]),
    ],
    ids=["class", "status", "completed", "unit"],
)
def test_filters_in_the_address_choose_the_projects(
    open_page: OpenPage, query: dict[str, str], names: list[str]
) -> None:
    rows = open_page(PAGE, person="controller", **query).components["projects"]["rows"]
    assert [row["label"] for row in rows] == names


def test_the_sum_is_left_out_where_it_is_not_that_of_the_rows(open_page: OpenPage) -> None:
    assert open_page(PAGE, person="controller", status="watch").components["projects"]["total"] is None


def test_what_is_not_as_it_must_be_is_said_first(open_page: OpenPage) -> None:
    notices = open_page(PAGE, person="controller", completed="with").components["headline"]["notices"]
    assert [notice["text"] for notice in notices] == [
        f"{HOSTILE_PROJECT} har brugt 1,9 mio. kr. uden anlægsbevilling: der må intet bruges, før den er givet.",
        "Ældreboliger er færdigt, men mangler anlægsregnskab: det skal aflægges, når et projekt afsluttes.",
    ]


def test_the_timeline_says_how_late_each_is(open_page: OpenPage) -> None:
    chart = open_page(PAGE, person="controller").components["timeline"]
    assert chart["title"] == "2 projekter er senere end planlagt"
    assert [row["cells"] for row in chart["table"]["rows"]] == [
        ["Egeskolen, ny fløj", "august 2025", "august 2027", "+24 mdr.", "handl"],
        ["Omfartsvej ved Åbrinken", "november 2026", "december 2026", "+1 md.", "på sporet"],
    ]
    assert "ventes august 2027 (+24 mdr.)" in chart["description"]


def test_a_project_by_itself(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", project="WING")
    answer = screen.components["headline"]
    assert answer["title"] == "Egeskolen, ny fløj: holder det økonomi, tid og bevilling?"
    assert answer["lead"] == "Projektet kræver handling."
    assert answer["sentence"] == (
        "Det ventes færdigt 24 måneder senere end først godkendt. Det ventes at koste 2,4 mio. kr. mere end bevilget."
    )
    assert answer["more"] == "Der er overført penge 2 år i træk; 27,9 mio. kr. ind i dette år."
    assert [step["label"] for step in answer["path"]] == ["Alle projekter", "Egeskolen, ny fløj"]
    assert figures(screen)["Pris pr. enhed (m²)"] == (
        "27.875 kr.",
        ["116 % af typens midterste på 24.100", "4 afsluttede at sammenligne med, faste priser"],
    )
    assert read(screen, "appropriations")[1] == (
        "25.06.2024 Tillægsbevilling | +5.100 | 65.100"
        " | Byrådet · sag 2024-3390 · Pilotering anlaegsbevillinger.csv, linje 8"
    )
    assert read(screen, "versions")[2] == (
        "BO3 2024 29.10.2024 · projektering | aug 2026 +12 mdr. | 64.100 +4.100"
        " | Udbuddet gik om anlaegsplaner.csv, linje 43"
    )


def test_a_project_s_charts(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", project="WING", lang="en")
    assert screen.components["course"]["title"] == "30.6 million DKK of 64.5 million DKK is spent"
    assert screen.components["plans"]["title"] == "The completion is 24 months later than first approved"
    assert [row["cells"][2] for row in screen.components["plans"]["table"]["rows"]][-1] == "August 2027"


def test_a_project_without_a_class_to_compare_says_why(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", project="BATH")
    assert figures(screen)["Pris pr. enhed (m²)"][1] == [
        "kan ikke sammenlignes: 2 afsluttede af typen, der skal være 3"
    ]
    assert screen.components["plans"]["empty"] == "Der er ingen plan, så tiden kan ikke holdes op imod noget."
    assert screen.components["appropriations"]["empty"].startswith("Der er ingen anlægsbevilling")


def test_a_completed_project_is_told_as_one(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", project="HOMES")
    answer = screen.components["headline"]
    assert answer["lead"] == "Projektet er afsluttet."
    assert (
        answer["sentence"]
        == "Det blev færdigt 6 måneder senere end først godkendt. Det kostede 100 t.kr. mindre end bevilget."
    )
    assert {"Slutudgift", "Færdig", "Brugt i 2026"} <= set(figures(screen))


def test_the_page_leads_on(open_page: OpenPage) -> None:
    onward = open_page(PAGE, person="controller").components["headline"]["onward"]
    assert onward == [{"value": "capital_carry_overs", "label": "Hvad der overføres fra år til år →"}]


def test_a_year_opens_to_its_postings_and_its_line(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", project="WING", open="WING~2025~")
    rows = read(screen, "years")
    assert rows[1].startswith("2025 | 15.000 | 17.000 | 33.100 | 5.200 15,7 % | – | 27.900 2")
    assert rows[2] == "Omplacering +1.100 anlaegsaar_2025.csv, linje 110"
    assert rows[4].startswith(
        "Bilag 882025001-1 · 14.02.2025 · Byg & Bo A/S posteringer_2025.csv, linje 501 | 1.001,75"
    )


def test_postings_of_a_year_come_in_pages(open_page: OpenPage) -> None:
    first = read(open_page(PAGE, person="controller", project="WING", open="WING~2026~"), "years")
    both = read(open_page(PAGE, person="controller", project="WING", open="WING~2026~~2"), "years")
    assert [sum(row.startswith("Bilag") for row in rows) for rows in (first, both)] == [50, 60]
    assert any(row.startswith("Vis 50 posteringer mere") for row in first)


def test_texts_from_data_are_text(open_page: OpenPage) -> None:
    assert HOSTILE_PROJECT in open_page(PAGE, person="controller").text
    screen = open_page(PAGE, person="controller", project="WING", open="WING~2026~")
    assert HOSTILE_TEXT in screen.text
    assert not screen.app.markdown


def test_the_manager_of_another_centre_sees_nothing_of_a_project(open_page: OpenPage) -> None:
    everything = open_page(PAGE, person="centre_manager:south", completed="with").text
    assert "Omfartsvej ved Åbrinken" in everything
    assert "Egeskolen, ny fløj" not in everything
    asked = open_page(PAGE, person="centre_manager:south", project="WING", unit="north")
    answer = asked.components["headline"]
    assert answer["notices"][0]["text"].startswith("Det projekt, der blev spurgt efter, kan ikke vises")
    assert answer["path"] == [{"value": "south", "label": "Center for Ældre"}]
    assert "Egeskolen, ny fløj" not in asked.text
    assert "WING" not in answer["address"], "what may not be seen leaves the address"


def test_a_hostile_address_gives_the_default_page(open_page: OpenPage) -> None:
    default = open_page(PAGE).components
    hostile = open_page(PAGE, project="'; drop table x; --", status="<b>", year="99999", **{"class": "\u0000"})
    for name in ("choices", "timeline", "money_and_time", "projects"):
        assert hostile.components[name] == default[name], name

"""Anlægsoverførsler, as a person reads it."""

from __future__ import annotations

from tests.pages.conftest import OpenPage
from tests.pages.page_capital_rows import HOSTILE_PROJECT
from tests.pages.test_capital_projects import figures, read

PAGE = "capital_carry_overs"


def test_the_newest_year_that_was_carried_out_of_is_shown(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller").components["headline"]
    assert answer["title"] == "Hvor meget skubber vi foran os, og siden hvornår?"
    assert answer["context"][0] == "2025"
    assert answer["lead"] == "24,3 mio. kr. skubbes fra 2025 til 2026: 33,3 % af det korrigerede rådighedsbeløb."
    assert answer["sentence"] == "Af de ubrugte penge er 11,8 mio. kr. bevilget året før."
    assert answer["more"] == (
        "Målt mod det vedtagne budget er 103,5 % brugt, men mod det korrigerede 65,2 %."
        " Forskellen er det, der kom til i løbet af året, først og fremmest overførte penge."
    )


def test_the_sentence_in_english(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", lang="en").components["headline"]
    assert answer["lead"] == "24.3 million DKK is pushed from 2025 into 2026: 33.3% of the revised allotment."
    assert answer["more"].startswith("Held against the adopted budget 103.5% is spent; against the revised 65.2%.")


def test_a_year_that_nobody_has_carried_out_of(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", year="2026")
    answer = screen.components["headline"]
    assert answer["lead"] == "Ingen har endnu søgt om at overføre noget ud af 2026."
    assert answer["sentence"].startswith("24,4 mio. kr. af det korrigerede rådighedsbeløb er ikke brugt")
    assert figures(screen)["Overført til næste år"] == ("–", ["der er ikke søgt endnu"])
    steps = [row["cells"] for row in screen.components["waterfall"]["table"]["rows"]]
    assert steps[-2:] == [["Forbrug", "−39,6"], ["Ikke brugt endnu", "−24,4"]]


def test_a_unit_that_pushes_overspending(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", unit="south").components["headline"]
    assert (answer["lead"], answer["sentence"]) == (
        "Der skubbes intet videre fra 2025.",
        "4,1 mio. kr. i merforbrug følger med til 2026.",
    )
    assert answer["notices"][0]["text"] == (
        "1 projekt fik ikke det med ind i 2026, som blev overført ud af 2025; se kæden nedenfor."
    )


def test_rates_stand_net_and_without_signs_and_against_the_municipality(open_page: OpenPage) -> None:
    whole = figures(open_page(PAGE, person="controller"))
    assert whole["Overførselsgrad, netto"] == (
        "33,3 %",
        ["uden fortegn 44,5 %", "1 overskredet projekt skjuler en del"],
    )
    assert whole["Budgettet voksede"] == ("58,7 %", ["overført 42,6 %, nye penge 13,7 %, omplacering 2,4 %"])
    assert whole["Brugt af korrigeret"] == ("65,2 %", ["af det vedtagne 103,5 %", "årets præcision 61,0 %"])
    unit = figures(open_page(PAGE, person="centre_manager:north"))
    assert unit["Overførselsgrad, netto"][1][-1] == "kommunen 33,3 %"


def test_the_waterfall_leads_from_adopted_to_what_lapsed(open_page: OpenPage) -> None:
    chart = open_page(PAGE, person="controller").components["waterfall"]
    assert chart["title"] == "Budgettet voksede 59 %; 65 % af det er brugt"
    assert [row["cells"] for row in chart["table"]["rows"]] == [
        ["Vedtaget", "46,0"],
        ["Overført fra sidste år", "+19,6"],
        ["Nye penge", "+6,3"],
        ["Omplacering", "+1,1"],
        ["Korrigeret", "73,0"],
        ["Forbrug", "−47,6"],
        ["Overført til næste år", "−24,3"],
        ["Bortfaldet", "−1,1"],
    ]


def test_rates_ages_and_repeaters_through_the_years(open_page: OpenPage) -> None:
    parts = open_page(PAGE, person="controller").components
    assert [row["cells"] for row in parts["rates"]["table"]["rows"]] == [
        ["2024", "66,9 %", "66,9 %"],
        ["2025", "44,5 %", "33,3 %"],
    ]
    assert parts["rates"]["title"] == "Overførselsgraden er faldet fra 67 % til 33 %"
    assert [row["cells"] for row in parts["ages"]["table"]["rows"]] == [
        ["2024", "17,0", "0,0", "0,0"],
        ["2025", "12,5", "11,8", "0,0"],
    ]
    bars = [(bar["label"], bar["text"], bar["word"]) for bar in parts["repeaters"]["bars"]]
    assert bars == [("Egeskolen, ny fløj", "27,9", "2 år i træk")]


def test_a_unit_s_rates_stand_beside_the_municipality_s(open_page: OpenPage) -> None:
    chart = open_page(PAGE, person="controller", unit="north").components["rates"]
    assert chart["table"]["columns"] == ["År", "kommunen", "uden fortegn", "netto"]
    assert chart["table"]["rows"][-1]["cells"] == ["2025", "33,3 %", "80,9 %", "80,9 %"]


def test_units_projects_and_the_chain(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller")
    assert read(screen, "units")[0] == (
        "Center for Børn og Unge Center | 17.000 | 17.000 | 0 +1.100 | 35.100 | 6.500 18,5 % | 28.400 | 80,9 % 80,9 %"
        " | 16.600 | 11.800 | 0"
    )
    assert read(screen, "units")[-1].startswith("I alt Pejleby Kommune | 46.000 |")
    assert read(screen, "projects")[0].startswith("Egeskolen, ny fløj Egeskolen | 15.000 | 17.000 | 0 +1.100 | 33.100")
    assert read(screen, "chain")[0] == (
        "Omfartsvej ved Åbrinken Plejehjemmet Åbrinken | 2025 → 2026 | −4.100 | −3.900 | +200 | går ikke op"
    )
    assert not [row for row in read(screen, "chain") if "2024 → 2025" in row], "closed links of other years"


def test_filters_are_the_address_s(open_page: OpenPage) -> None:
    fields = {field["name"]: field for field in open_page(PAGE, person="controller").components["choices"]["fields"]}
    assert [option["value"] for option in fields["year"]["options"]] == ["2026", "2025", "2024"]
    assert fields["year"]["value"] == "2025"


def test_the_manager_of_another_centre_sees_nothing_of_a_project(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:south", unit="north")
    assert "Omfartsvej ved Åbrinken" in screen.text
    assert "Egeskolen, ny fløj" not in screen.text
    assert HOSTILE_PROJECT not in screen.text
    assert "unit" not in screen.components["headline"]["address"]

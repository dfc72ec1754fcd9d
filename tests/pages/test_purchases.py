"""Bilag og indkøb, as a person reads it."""

from __future__ import annotations

from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_NAME
from tests.pages.test_capital_projects import figures, read

PAGE = "purchases"


def test_the_answer_is_a_sentence_in_both_languages(open_page: OpenPage) -> None:
    danish = open_page(PAGE, person="controller").components["headline"]
    assert danish["title"] == "Flyder fakturaerne af sig selv, og køber vi på vores aftaler?"
    assert danish["context"][0] == "oktober 2026"
    assert (
        danish["lead"]
        == "58 % af fakturaerne er bogført automatisk. 63 % af det, der er indkøbsaftaler om, er købt på dem."
    )
    assert danish["sentence"] == (
        "4,1 mio. kr. er købt uden om aftalerne. Eksterne konsulenter koster 1,0 mio. kr.;"
        " 800 t.kr. på samme tid sidste år."
    )
    english = open_page(PAGE, person="controller", lang="en").components["headline"]
    assert english["lead"].startswith("58% of the invoices were booked automatically. 63% of what agreements cover")
    assert "External consultants cost 1.0 million DKK; 800 thousand DKK by this time" in english["sentence"]


def test_a_unit_is_held_against_last_year_and_the_municipality(open_page: OpenPage) -> None:
    found = figures(open_page(PAGE, person="centre_manager:north"))
    assert found["Bogført automatisk"] == ("56,3 %", ["af 800 fakturaer", "sidste år 45,0 %", "kommunen 58,5 %"])
    assert found["Aftaledækning"] == ("70,2 %", ["sidste år 63,2 %", "kommunen 62,7 %"])
    assert found["Købt uden om aftale"] == ("1,7 mio. kr.", ["af 5,7 mio. kr., der er aftaler om"])
    assert found["Eksterne konsulenter"] == ("880 t.kr.", ["4,3 % af købene", "sidste år 704 t.kr.", "kommunen 3,4 %"])
    whole = figures(open_page(PAGE, person="controller"))
    assert not [note for _, notes in whole.values() for note in notes if note.startswith("kommunen")]


def test_charts_run_through_the_year_beside_last_year_and_the_municipality(open_page: OpenPage) -> None:
    parts = open_page(PAGE, person="centre_manager:north").components
    chart = parts["automated_invoice_share"]
    assert chart["title"] == "Flere fakturaer flyder af sig selv"
    assert [line["label"] for line in chart["lines"]] == ["sidste år 45 %", "kommunen 59 %", "i år 56 %"]
    assert [len([text for text in line["texts"] if text != "–"]) for line in chart["lines"]] == [12, 10, 10]
    advice = parts["consultants"]
    assert advice["title"] == "Eksterne konsulenter"  # the same as last year
    assert [line["role"] for line in advice["lines"]] == ["last_year", "actual"]


def test_units_and_suppliers_add_up_on_the_screen(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:north")
    assert read(screen, "units")[0] == (
        "Egeskolen Institution | 400 | 55,0 % 42,5 % | 6.100 | 65,6 % 59,1 % | 1.100 | 370 296"
    )
    assert read(screen, "outside_agreement") == [
        "Vikarbureauet Nord A/S V1 | 70 | 1.275",
        f"{HOSTILE_NAME} H1 | 3 | 213",
        "9 andre leverandører | 5 | 213",
        "I alt |  | 1.700",
    ]
    assert read(screen, "consultant")[1] == "Rådgiver uden nummer | 2 | 293"


def test_a_supplier_opens_to_its_postings_with_file_and_line(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:north", open="outside_agreement~V1~")
    rows = read(screen, "outside_agreement")
    assert "posteringer_2026_10.csv, linje" in rows[2]
    assert rows[2].startswith("Bilag 47")
    assert len([row for row in rows if row.startswith("Bilag ")]) == 50
    assert any("De 50 nyeste er vist" in row for row in rows)


def test_an_address_that_asks_for_what_is_not_there_gives_the_default(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:north", unit="south", period="2019-03")
    answer = screen.components["headline"]
    assert answer["context"][0] == "oktober 2026"
    assert answer["path"][-1]["label"] == "Center for Børn og Unge"
    assert "unit=" not in answer["address"]
    assert "period=" not in answer["address"]
    earlier = open_page(PAGE, person="controller", period="2025-03").components["headline"]
    assert earlier["context"][0] == "marts 2025"

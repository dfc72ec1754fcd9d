"""Budgetopfølgning, as a person reads it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.sentences.words import direction, variance_word
from dashboard.texts import Texts
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_NAME, HOSTILE_TEXT


def test_the_sentence_says_how_much_and_where_it_comes_from(open_page: OpenPage) -> None:
    answer = open_page(person="controller", unit="north").components["headline"]
    assert answer["title"] == "Holder vi budgettet?"
    assert answer["lead"] == "Merforbrug 3,4 mio. kr."
    assert answer["sentence"] == f"Egeskolen +2,6, {HOSTILE_NAME} +1,3, øvrige −0,5."
    assert answer["more"] == (
        "Til og med oktober 2026 er der brugt 1,7 mio. kr. mere end planlagt. 0 af 3 forklaringer er givet."
    )


def test_the_sentence_in_english(open_page: OpenPage) -> None:
    answer = open_page(person="controller", unit="north", lang="en").components["headline"]
    assert answer["title"] == "Do we keep the budget?"
    assert answer["lead"] == "Overspend 3.4 million DKK."
    assert answer["sentence"].endswith("the rest −0.5.")


UNTIL_NOW = "Til og med oktober 2026 er der brugt {} mindre end planlagt."


@pytest.mark.parametrize(
    ("query", "lead", "rest", "more"),
    [
        (
            {"unit": "elm_school"},
            "Mindreforbrug 520 t.kr.",
            "",
            UNTIL_NOW.format("590 t.kr.") + " Afvigelsen er ikke forklaret endnu.",
        ),
        ({"unit": "care_home"}, "På sporet: merforbrug 20 t.kr.", "", UNTIL_NOW.format("10 t.kr.")),
        (
            {"unit": "north", "period": "2025-12"},
            "Året endte med et merforbrug på 2,0 mio. kr.",
            f"Egeskolen +1,8, {HOSTILE_NAME} +0,9, øvrige −0,7.",
            "Den sidste prognose ventede 3,4 mio. kr. i merforbrug.",
        ),
        (
            {"unit": "north", "period": "2026-08"},
            "Merforbrug 1,4 mio. kr. indtil nu.",
            f"Egeskolen +1,2, {HOSTILE_NAME} +0,6, øvrige −0,5.",
            "Der er ikke givet nogen prognose endnu i år.",
        ),
    ],
    ids=["underspend", "on track, a single unit", "closed year", "no forecast yet"],
)  # fmt: skip
def test_the_sentence_in_other_years(
    open_page: OpenPage, query: dict[str, str], lead: str, rest: str, more: str
) -> None:
    answer = open_page(person="controller", **query).components["headline"]
    assert (answer["lead"], answer["sentence"].strip(), answer["more"]) == (lead, rest, more)


def test_key_figures_stand_with_what_to_hold_them_against(open_page: OpenPage) -> None:
    figures = open_page(person="controller", unit="oak_school").components["headline"]["figures"]
    read = {one["label"]: (one["value"], one["unit"], [note["text"] for note in one["notes"]]) for one in figures}
    assert read == {
        "Forventet afvigelse": ("+2,6", "mio. kr.", ["merforbrug, 8,4 % af budgettet", "handl"]),
        "Forventet regnskab": ("33,8", "mio. kr.", ["budget 31,2", "fremskrevet 33,2"]),
        "Forbrug til dato": ("27,1", "mio. kr.", ["87,0 % af budgettet", "plan 25,6: +1,5 merforbrug"]),
        "Korrigeret budget": ("31,2", "mio. kr.", ["uden overførsler 30,8 mio. kr."]),
        "Rest af budgettet": ("3,8", "mio. kr.", ["efter disponeret 230 t.kr."]),
    }


def test_a_unit_without_forecast_is_told(open_page: OpenPage) -> None:
    notices = open_page(person="controller").components["headline"]["notices"]
    assert notices[0]["text"] == "1 enhed har ikke givet prognose i BO3: den tæller med sit korrigerede budget."


def test_the_table_shows_children_and_the_unit_itself_as_total(open_page: OpenPage) -> None:
    rows = open_page(person="controller", unit="north").rows
    assert rows[0] == (
        "Egeskolen Institution | 31.200 30.790 | 25.600 enhedens mønster | 27.140 87,0 % | +1.540 merforbrug"
        " | 3.830 230 | 33.810 33.200 | +2.610 merforbrug | handl | Forklar"
    )
    assert rows[1].startswith(
        "Elmeskolen Institution | 22.700 22.820 | 18.900 centrets mønster | 18.310 80,7 % | −590 mindreforbrug"
    )
    assert rows[-1].startswith("I alt Center for Børn og Unge | 72.300 72.010 |")


def test_on_a_phone_the_expected_variance_stands_beside_the_name(open_page: OpenPage) -> None:
    tree = open_page(person="controller", unit="north").components["tree"]
    told = {row["label"]: row["narrow"] for row in (*tree["rows"], tree["total"])}
    assert told["Egeskolen"] == "+2.610 merforbrug"
    assert told["Elmeskolen"] == "−520 mindreforbrug"
    assert told["I alt"].endswith(" merforbrug")


def test_without_carry_over_the_budget_is_the_other_one(open_page: OpenPage) -> None:
    screen = open_page(person="controller", unit="north", budget="without")
    assert screen.row("Egeskolen").startswith("Egeskolen Institution | 30.790 410 |")
    assert "overført, ikke medregnet" in screen.text


def test_a_unit_opens_to_accounts_an_account_to_budget_and_postings(open_page: OpenPage) -> None:
    screen = open_page(person="controller", unit="north", open=["oak_school", "oak_school~4100~032201"])
    assert screen.row("Øvrig drift").startswith("Øvrig drift | 7.800")
    assert screen.row("Tjenesteydelser").startswith("Tjenesteydelser 4100 · 032201 · Folkeskoler | 7.800")
    assert screen.row("Tillægsbevilling 12.03.2026") == (
        "Tillægsbevilling 12.03.2026 | 310.500,00"
        " | Økonomiudvalget · sag 26/1187 · dækning: kassebeholdningen budget_2026.csv, linje 31"
    )
    assert any("tæller først fra 01.12.2026" in row for row in screen.rows)
    assert screen.row("Bilag 47101053-2") == (
        "Bilag 47101053-2 · 13.10.2026 · Vikarbureauet Nord A/S posteringer_2026_10.csv, linje 1 053"
        " | 1.053,25 | Regning 1053 · faktura F1053 · Fælles"
    )


def test_postings_come_in_pages(open_page: OpenPage) -> None:
    first = open_page(person="controller", unit="oak_school", open=["oak_school~4100~032201"])
    both = open_page(person="controller", unit="oak_school", open=["oak_school~4100~032201~2"])
    counts = [sum(row.startswith("Bilag") for row in screen.rows) for screen in (first, both)]
    assert counts == [50, 70]
    assert "Vis 50 posteringer mere" in first.text
    assert "posteringer mere" not in both.text


def test_texts_from_data_are_text(open_page: OpenPage) -> None:
    screen = open_page(person="controller", unit="north", open=["oak_school", "oak_school~4100~032201"])
    assert HOSTILE_NAME in screen.text
    assert HOSTILE_TEXT in screen.text
    # Nothing goes through an element that could carry markup.
    assert not screen.app.markdown
    assert not screen.app.get("html")


def test_the_chart_says_its_finding_and_has_its_figures_as_text(open_page: OpenPage) -> None:
    chart = open_page(person="controller", unit="north").components["year"]
    assert chart["title"] == "Forbruget ligger 1,7 mio. kr. over planen"
    assert [month["short"] for month in chart["months"]][:5] == ["jan", "feb", "mar", "apr", "maj"]
    actual = next(line for line in chart["lines"] if line["role"] == "actual")
    assert actual["texts"][8:] == ["55,4", "61,5", "–", "–"]
    assert {point["name"]: point["text"] for point in chart["points"]} == {"forventet": "75,7", "fremskrevet": "74,5"}


def test_the_second_chart_orders_the_units_by_what_they_pull(open_page: OpenPage) -> None:
    chart = open_page(person="controller", unit="north", lang="en").components["origin"]
    assert chart["title"] == "Egeskolen pulls up the most"
    assert [(bar["label"], bar["text"], bar["word"]) for bar in chart["bars"]] == [
        ("Egeskolen", "+2.6", "overspend"),
        (HOSTILE_NAME, "+1.3", "overspend"),
        ("Elmeskolen", "−0.5", "underspend"),
    ]


def test_a_part_that_would_be_written_as_nothing_has_no_bar(open_page: OpenPage) -> None:
    bars = open_page(person="controller").components["origin"]["bars"]
    assert [(bar["label"], bar["text"]) for bar in bars] == [("Center for Børn og Unge", "+3,4")]


def test_data_s_date_and_release_stand_on_the_page(open_page: OpenPage) -> None:
    assert open_page().components["headline"]["context"] == [
        "oktober 2026",
        "data til og med oktober 2026",
        "udgivelse 2026-11-03.1",
    ]


def test_a_centre_manager_sees_the_centre_and_nothing_else(open_page: OpenPage) -> None:
    screen = open_page(person="centre_manager:south", unit="oak_school")
    assert screen.components["headline"]["path"] == [{"value": "south", "label": "Center for Ældre"}]
    assert "Elmeskolen" not in screen.text  # (the switch of persons names another school)
    assert "Plejehjemmet Åbrinken" in screen.text


@pytest.mark.parametrize("unit", ["oak_school", "no_such_unit"], ids=["of another", "of nobody"])
def test_a_unit_that_is_not_there_to_be_seen_is_told_and_leaves_the_address(open_page: OpenPage, unit: str) -> None:
    head = open_page(person="centre_manager:south", unit=unit, period="2026-09").components["headline"]
    assert head["notices"][0]["text"] == (
        "I september 2026 har du ikke adgang til den enhed, som adressen nævner; her vises Center for Ældre."
    )
    assert head["address"] == "/?person=centre_manager%3Asouth&period=2026-09"


def test_a_period_that_is_not_there_is_told_and_leaves_the_address(open_page: OpenPage) -> None:
    head = open_page(person="controller", unit="north", period="2019-03").components["headline"]
    assert head["notices"][0]["text"] == "Der er ingen tal for marts 2019; her vises oktober 2026."
    assert head["address"] == "/?person=controller&unit=north"
    assert open_page(person="controller", unit="north").components["headline"]["address"] == ""


HOSTILE = [
    {"unit": "../../etc/passwd"},
    {"unit": "x" * 10_000},
    {"unit": "'; drop table budget_followup__posting; --"},
    {"period": "2026-99"},
    {"period": "9999-12"},
    {"period": "<script>"},
    {"organisation": "tomorrow", "budget": "all", "lang": "xx"},
    {"open": ["~~~~", "a~b", "north~4100~032201~999999", "\u0000"]},
    {"person": "<img src=x onerror=alert(1)>"},
]


@pytest.mark.parametrize("query", HOSTILE, ids=[next(iter(query)) + str(n) for n, query in enumerate(HOSTILE)])
def test_a_hostile_address_gives_the_default_page(open_page: OpenPage, query: dict[str, str | list[str]]) -> None:
    default, hostile = open_page().components, open_page(**query).components
    for name in ("headline", "choices", "tree", "year", "origin"):
        told = {"notices": default[name]["notices"], "address": ""} if name == "headline" and "unit" in query else {}
        assert {**hostile[name], **told} == default[name], name


def test_an_income_is_told_in_the_words_of_income(open_page: OpenPage) -> None:
    screen = open_page(person="controller", unit="elm_school")
    assert "| +59 mindreindtægt |" in screen.row("Indtægter")
    assert "| −148 mindreforbrug |" in screen.row("Øvrig drift")
    bars = {bar["label"]: bar["word"] for bar in screen.components["origin"]["bars"]}
    assert bars == {
        "Månedsløn": "mindreforbrug",
        "Tjenesteydelser": "mindreforbrug",
        "Forældrebetaling": "mindreindtægt",
    }
    assert "| −154 merindtægt |" in open_page(person="controller", unit="oak_school").row("Indtægter")


def test_what_is_written_as_nothing_has_neither_word_nor_colour() -> None:
    texts = Texts()
    assert (variance_word(texts, Decimal("499.99")), direction(Decimal("499.99"))) == ("", "")
    assert (variance_word(texts, Decimal("-500")), direction(Decimal("-500"))) == ("mindreforbrug", "under")
    assert direction(Decimal("49999.99"), "million") == ""
    assert direction(Decimal("0.01"), "dkk") == "over"


def test_a_year_with_nothing_but_a_budget_speaks_of_the_budget_alone(open_page: OpenPage) -> None:
    screen = open_page(person="controller", period="2027-12")
    head, field = screen.components["headline"], screen.components["choices"]["fields"][1]
    assert (head["lead"], head["sentence"].strip(), head["more"]) == (
        "Der er ingen posteringer i 2027.",
        "Det viste er budgettet alene.",
        "",
    )
    assert head["context"][0] == "2027, kun budget"
    assert field["options"][0] == {"value": "2026-10", "label": "oktober 2026"}
    assert field["options"][-1] == {"value": "2027-12", "label": "2027, kun budget"}
    assert "forbrug |" not in "".join(screen.rows), "no variance where nothing is posted"
    assert screen.components["year"]["title"] == "Forbruget hen over året"
    assert {line["role"]: set(line["texts"]) for line in screen.components["year"]["lines"]}["actual"] == {"–"}


def test_a_year_without_a_budget_holds_the_spending_against_nothing(open_page: OpenPage) -> None:
    screen = open_page(person="controller", period="2024-12")
    assert screen.components["headline"]["lead"] == "Der er intet budget at holde forbruget op imod."
    spent = screen.components["headline"]["figures"][2]
    assert (spent["label"], spent["notes"]) == ("Forbrug til dato", [])
    assert "merforbrug |" not in "".join(screen.rows)
    assert screen.components["year"]["title"] == "Forbruget hen over året"
    assert {line["role"]: set(line["texts"]) for line in screen.components["year"]["lines"]}["plan"] == {"–"}


def test_the_run_rate_is_explained_as_it_is(open_page: OpenPage) -> None:
    def notes(**query: str) -> str:
        return " ".join(open_page(person="controller", **query).components["tree"]["notes"])

    assert "efter tidligere års mønster" in notes()
    assert "intet tidligere år viser et mønster" in notes(period="2024-12")
    assert "Fremskrevet" not in notes(period="2027-12")

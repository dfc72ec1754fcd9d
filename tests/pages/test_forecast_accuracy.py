"""Prognosepræcision, as a person reads it."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.charts import forecast_accuracy as charts
from dashboard.components.figure import NoChart
from dashboard.components.plotly_figure import PlotlyChart
from dashboard.sentences import forecast_accuracy as sentences
from dashboard.texts import Texts
from tests.pages.conftest import OpenPage
from tests.pages.page_forecast_rows import forecast_tables
from tests.pages.page_municipality import HOSTILE_NAME
from tests.pages.plotly_definition import assert_is_plotly
from tests.pages.screen import Screen, row_text

PAGE = "forecast_accuracy"


def rows(screen: Screen, table: str) -> list[str]:
    data = screen.components[table]
    return [row_text(row) for row in [*data["rows"], *([data["total"]] if data["total"] else [])]]


def figures(screen: Screen) -> dict[str, tuple[str, str, list[str]]]:
    found = screen.components["headline"]["figures"]
    return {one["label"]: (one["value"], one["unit"], [note["text"] for note in one["notes"]]) for one in found}


def test_the_answer_comes_first(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller").components["headline"]
    assert answer["title"] == "Kan vi stole på vores prognoser?"
    assert answer["context"][0] == "BO3 2025", "the newest year that is over, its last round"
    assert answer["lead"] == "Prognoserne ramte regnskabet med 99,4 % præcision i BO3 2025."
    assert answer["sentence"] == "De lå 0,1 % for højt og havde 62 % mindre fejl end budgettet."
    assert answer["more"] == (
        "De sidste 3 år har prognoserne ligget 0,4 % for højt på dette tidspunkt: regn med 115,9–116,9 mio. kr. i 2026;"
        " prognosen på 116,8 ligger inden for."
    )


def test_the_answer_in_english(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", unit="north", round="BO2", lang="en").components["headline"]
    assert answer["title"] == "Can we trust our forecasts?"
    assert answer["lead"] == "The forecasts hit the outturn by 98.5% in BO2 2025."
    assert answer["sentence"] == "They were 0.2% too low and had 39% less error than the budget."
    assert answer["more"].startswith("In the last 3 years the forecasts were 0.4% too high at this time: count on 74.8")


def test_a_forecast_that_knew_less_than_the_budget_is_told_so(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", unit="care_home").components["headline"]
    assert answer["sentence"] == "De lå 0,2 % for højt og havde 11 % større fejl end budgettet."
    assert (answer["tone"], answer["mark"]) == ("watch", "watch")


def test_too_short_a_history_is_said_instead_of_a_band(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", unit="care_home")
    told = "Kun 1 afsluttet år har denne runde og et regnskab: for få eller for spredte til et interval."
    assert screen.components["headline"]["more"] == told
    assert screen.components["outlook"]["title"] == told
    assert figures(screen)["Regn med i 2026"] == (
        "–",
        "",
        ["intet interval: for kort historie", "prognosen siger +20 t.kr. merforbrug"],
    )


def test_a_band_that_reads_alike_in_millions_is_told_in_thousands() -> None:
    marts = forecast_tables()
    row = dict(marts["forecast_accuracy__unit_outlook"][1][0])
    narrow = row | {"band_low_dkk": row["forecast_dkk"] + 1_000, "band_high_dkk": row["forecast_dkk"] + 3_000}
    assert sentences.band_words(Texts("da"), narrow).replace("\u00a0", " ") == "116.781–116.783 t.kr."
    assert sentences.band_words(Texts("da"), row).replace("\u00a0", " ") == "115,9–116,9 mio. kr."


def test_key_figures_stand_with_what_to_hold_them_against(open_page: OpenPage) -> None:
    assert figures(open_page(PAGE, person="controller")) == {
        "Præcision": ("99,4 %", "", ["over 4 enheder", "fejl 0,6 %, runden før 1,4 %"]),
        "Skævhed": ("0,1 %", "for højt", ["90 t.kr. mere ventet end brugt"]),
        "Mod budgettet som prognose": ("62 %", "mindre fejl", ["81 % mindre fejl end fremskrivningen"]),
        "Tættere på end statistikken": (
            "3 af 4",
            "",
            ["18 % mindre fejl end statistikken", "som helhed i 4 af 6 runder"],
        ),
        "Regn med i 2026": ("+2,5 til +3,6", "mio. kr.", ["mod budgettet", "prognosen siger +3,4 mio. kr. merforbrug"]),
    }


def test_the_best_unit_stands_first_and_the_unit_itself_is_the_total(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller")
    assert screen.components["units"]["title"] == (
        "Center for Ældre rammer bedst (99,8 %), Center for Børn og Unge er længst fra (99,2 %)"
    )
    assert rows(screen, "units") == [
        "Center for Ældre Center | 99,8 % | 0,2 % for højt | +100 41.050 | −11 % tilførte ikke viden | 1 af 1"
        " | 99,0 % | 98,8 % | 99,8 % | bliver bedre",
        "Center for Børn og Unge Center | 99,2 % | 0,0 % | −10 72.300 | 66 % tilførte viden | 2 af 3"
        " | 97,5 % | 98,5 % | 99,2 % | bliver bedre",
        "I alt Pejleby Kommune | 99,4 % | 0,1 % for højt | +90 113.350 | 62 % tilførte viden | 3 af 4"
        " | 98,1 % | 98,6 % | 99,4 % | bliver bedre",
    ]


def test_the_level_is_said_and_changes_the_score(open_page: OpenPage) -> None:
    centres = open_page(PAGE, person="controller", level="centre")
    assert figures(centres)["Præcision"][:1] == ("99,9 %",)
    assert figures(centres)["Præcision"][2][0] == "over 2 centre"
    assert centres.components["units"]["notes"][0].startswith(
        "Præcision er 1 minus den gennemsnitlige fejl, talt pr. cen"
    )
    groups = open_page(PAGE, person="controller", level="account_group")
    assert figures(groups)["Præcision"][2][0] == "over 8 kontogrupper"


def test_a_leaf_shows_its_account_groups(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", unit="elm_school")
    assert "units" not in screen.components
    assert rows(screen, "groups")[0] == (
        "Løn | 98,9 % | 1,1 % for højt | +188 17.025 | −108 % tilførte ikke viden | 0 af 1"
        " | 99,1 % | 99,3 % | 98,9 % | bliver ikke bedre"
    )


def test_pefa_with_its_scores(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller")
    assert rows(screen, "pefa") == [
        "2025 | 113.350 108.816 | 104,2 % karakter A | 6,1 % karakter B",
        "2024 | 113.350 108.816 | 104,2 % | 6,1 %",
    ]
    assert screen.components["pefa"]["notes"][0] == "Talt pr. enheder: jo flere poster, jo mere flyttes der mellem dem."


def test_the_charts_say_their_finding_and_have_their_figures_as_a_table(open_page: OpenPage) -> None:
    charts = open_page(PAGE, person="controller").components
    assert charts["convergence"]["title"] == "Fejlen falder fra 1,9 % til 0,6 % gennem 2025"
    assert charts["errors"]["title"] == "For højt i 6 af 6 runder"
    assert charts["outlook"]["title"] == "Regn med 115,9–116,9 mio. kr."
    assert charts["outlook"]["description"].endswith("fremskrevet 115,5 mio. kr. budget 113,4 mio. kr.")
    assert [row["cells"] for row in charts["convergence"]["table"]["rows"]][-1] == ["2025", "BO3", "0,61 %", "99,39 %"]
    assert [row["cells"] for row in charts["outlook"]["table"]["rows"]] == [
        ["forventet", "116,8"],
        ["statistikken", "116,4"],
        ["fremskrevet", "115,5"],
        ["budget", "113,4"],
        ["efter egne fejl", "115,9–116,9 mio. kr."],
    ]


@pytest.mark.parametrize("unit_id", ["municipality", "care_home"])
def test_the_charts_are_plotly_s(unit_id: str) -> None:
    texts, marts = Texts("da"), forecast_tables()
    record = pl.DataFrame(
        [
            row
            for row in marts["forecast_accuracy__unit_round"][1]
            if (row["unit_id"], row["organisation_view"], row["item_level"], row["account_group"])
            == (unit_id, "today", "unit", "all")
        ]
    )
    (outlook,) = (
        row
        for row in marts["forecast_accuracy__unit_outlook"][1]
        if (row["unit_id"], row["organisation_view"]) == (unit_id, "today")
    )
    for chart in (
        charts.convergence(texts, record, 2025),
        charts.errors(texts, record),
        charts.outlook(texts, outlook),
    ):
        assert isinstance(chart, PlotlyChart)
        assert_is_plotly(chart)


def test_what_is_not_there_is_not_drawn() -> None:
    texts, nothing = Texts("en"), pl.DataFrame(schema={"wape_share": pl.Float64, "outturn_dkk": pl.Float64})
    for chart in (charts.convergence(texts, nothing, 2025), charts.errors(texts, nothing), charts.outlook(texts, None)):
        assert isinstance(chart, NoChart)
        assert chart.empty.endswith(".")


def test_who_has_not_answered_and_how_the_statistics_were_made(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", round="BO2")
    assert [note["text"] for note in screen.components["headline"]["notices"]] == [
        "1 enhed har ikke givet prognose i BO2: den tæller med sit korrigerede budget."
    ]
    assert screen.components["groups"]["notes"] == [
        "Statistikken går efter tidligere års sæson (MSTL); den er lavet bagefter, kun af det, der var kendt dengang."
    ]


def test_a_centre_manager_sees_the_centre_and_nothing_else(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:south", unit="oak_school")
    assert screen.components["headline"]["path"] == [{"value": "south", "label": "Center for Ældre"}]
    assert "Elmeskolen" not in screen.text


def test_texts_from_data_are_text(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", unit="north")
    assert HOSTILE_NAME in screen.text
    assert not screen.app.markdown


def test_an_earlier_year(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", unit="north", year="2024", round="BO1", organisation="then")
    assert screen.components["headline"]["context"][0] == "BO1 2024"
    fields = {field["name"]: field["value"] for field in screen.components["choices"]["fields"]}
    assert fields == {"unit": "north", "year": "2024", "round": "BO1", "level": "unit", "organisation": "then"}


@pytest.mark.parametrize(
    "query",
    [
        {"year": "1999"},
        {"year": "<script>"},
        {"round": "BO99"},
        {"level": "'; drop table"},
        {"unit": "../../etc/passwd"},
    ],
    ids=["year", "script", "round", "level", "unit"],
)
def test_a_hostile_address_gives_the_default_page(open_page: OpenPage, query: dict[str, str]) -> None:
    default, hostile = open_page(PAGE, person="controller"), open_page(PAGE, person="controller", **query)
    for name in ("units", "groups", "pefa", "convergence"):
        assert hostile.components[name] == default.components[name], name
    assert hostile.components["headline"]["lead"] == default.components["headline"]["lead"]

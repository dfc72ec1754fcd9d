"""Datakatalog, as a person reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from dashboard.addresses import Address
from dashboard.meanings import meaning, meaning_of
from dashboard.sentences.catalogue import figure_panel, key_figures, sentence
from dashboard.tables import catalogue as tables
from dashboard.texts import Texts
from pipelines.catalogue import CataloguedFigure, catalogued_figures
from tests.pages.conftest import OpenPage
from tests.pages.page_quality_rows import source_rows
from tests.pages.screen import Screen, row_text

DANISH = Texts("da")
TODAY = date(2026, 11, 21)


def labels(screen: Screen, part: str = "figures") -> list[str]:
    return [row["label"] for row in screen.components[part]["rows"]]


def one(figure_id: str) -> CataloguedFigure:
    return next(figure for figure in catalogued_figures() if figure.id == figure_id)


@pytest.mark.parametrize(
    ("search", "language"), [("sygefravær", "da"), ("sickness", "da"), ("SYGEFRAVÆR måneden", "en")]
)  # fmt: skip
def test_a_figure_is_found_by_words_of_either_language(open_page: OpenPage, search: str, language: str) -> None:
    found = labels(open_page("catalogue", person="controller", search=search, lang=language))
    assert ("Sygefravær i måneden" if language == "da" else "Sickness in the month") in found
    assert "Årsværk" not in found
    assert "Full-time equivalents" not in found


def test_what_no_card_says_is_told_so(open_page: OpenPage) -> None:
    figures = open_page("catalogue", person="controller", search="kvadratrod").components["figures"]
    assert figures["rows"] == []
    assert figures["empty"] == "Ingen tal har de ord på deres kort. Prøv færre eller andre ord."


def test_a_search_that_tries_markup_is_only_text(open_page: OpenPage) -> None:
    figures = open_page("catalogue", person="controller", search="<b>{x}</b>").components["figures"]
    assert figures["title"] == "Tal med „<b>{x}</b>“"


def test_without_a_search_every_view_opens_to_its_figures(open_page: OpenPage) -> None:
    closed = open_page("catalogue", person="director")
    assert "Personale" in labels(closed)
    assert "Årsværk" not in labels(closed)
    opened = labels(open_page("catalogue", person="director", open=["staff"]))
    assert opened.index("Årsværk") > opened.index("Personale")


def test_a_figure_shows_its_whole_card_where_it_stands_and_what_guards_it(open_page: OpenPage) -> None:
    screen = open_page("catalogue", person="centre_manager:north", figure="staff.sickness_share")
    card = screen.components["card"]
    assert card["title"] == "Sygefravær i måneden (Personale)"
    assert card["lines"][0] == "Hvor stor en del af måneden var de ansatte syge?"
    assert card["lines"][1].startswith("Sådan er det beregnet: Syge timer / timer der skulle være arbejdet")
    assert "Nævner: timer, der skulle være arbejdet (Danmarks Statistik)" in card["lines"][2]
    assert card["lines"][3:] == [
        "Enhed: en andel i procent; mere er værre.",
        "Ejer: HR og Arbejdsmiljø. Kontrolleres af: Løn og Indkøb.",
        "Næste gennemgang: 01.06.2027.",
    ]
    assert [link["label"] for link in card["links"]] == ["Gå til Personale", "Bestil data om dette tal"]
    assert "staff__unit_month" in labels(screen, "where")
    drawn = screen.components["lineage"]
    assert drawn["description"].startswith(f"{drawn['boxes'][-1]['label']} er lavet af ")
    assert "(absence)" in drawn["description"]
    steps = {row["label"]: row_text(row) for row in screen.components["steps"]["rows"]}
    assert steps["absence"] == "absence | renset | absence"
    assert screen.components["guards"]["empty"] == "Ingen kontrol ser på det.", "none of the hand-made checks does"


def test_where_a_figure_stands_opens_to_the_columns_that_it_is_computed_from(open_page: OpenPage) -> None:
    screen = open_page(
        "catalogue", person="controller", figure="staff.sickness_share", open=["staff__unit_month~sickness_share~"]
    )
    assert {"staff__unit_sum.sickness_seconds", "staff__unit_sum.scheduled_hundredths"} <= set(labels(screen, "where"))


def test_sources_tell_their_owner_and_whether_they_are_late(open_page: OpenPage) -> None:
    screen = open_page("catalogue", person="controller", table="budget_followup__unit_period")
    assert screen.components["card"]["title"] == "budget_followup__unit_period"
    sources = {row["label"]: row_text(row) for row in screen.components["made_of"]["rows"]}
    assert sources["KMD Opus: posteringer"].startswith("KMD Opus: posteringer Økonomi og Digitalisering | 03.11.2026")
    boxes = {box["note"]: box["label"] for box in screen.components["lineage"]["boxes"]}
    assert boxes["posting og 2 mere"] == "Disponeringer"


def test_published_tables_open_to_their_columns_in_words(open_page: OpenPage) -> None:
    closed = open_page("catalogue", person="controller", lang="en")
    assert "sickness_share" not in labels(closed, "tables")
    screen = open_page("catalogue", person="controller", lang="en", open=["budget_followup__unit_period"])
    rows = {row["label"]: row_text(row) for row in screen.components["tables"]["rows"]}
    assert rows["budget_followup__unit_period"].startswith(
        "budget_followup__unit_period organisation_view, budget_basis, fiscal_year, period, unit_id | "
    )
    assert rows["fiscal_year"].endswith("| Fiscal year The calendar year that the money belongs to.")


def test_a_table_is_looked_at_beside_the_figure_that_stands_in_it(open_page: OpenPage) -> None:
    screen = open_page(
        "catalogue", person="controller", figure="staff.sickness_share", table="staff__municipality_month"
    )
    assert screen.components["card"]["title"] == "Sygefravær i måneden (Personale)"
    assert screen.components["lineage"]["boxes"][-1]["label"] == "staff__municipality_month"


def test_figures_and_columns_of_other_pages_lead_to_their_cards(open_page: OpenPage) -> None:
    screen = open_page("staff", person="controller", unit="north")
    helped = {figure["label"]: figure["help"] for figure in screen.components["headline"]["figures"]}
    assert helped["Årsværk"]["card"] == "staff.fte"
    assert helped["Årsværk"]["text"].startswith("Betalte timer / 160,33.")
    columns = {column["label"]: column["help"] for column in screen.components["tree"]["columns"]}
    assert columns["Sygefravær, 12 måneder"]["card"] == "staff.sickness_12_months_share"
    english = open_page("staff", person="controller", unit="north", lang="en").components["headline"]
    assert english["figures"][0]["help"]["text"].startswith("Paid hours / 160.33.")
    assert english["words"]["card"] == "See the whole card in the data catalogue"


def test_a_column_that_is_no_figure_is_explained_without_a_card() -> None:
    assert meaning(DANISH, "staff__unit_month", "unit_id").card == ""
    assert meaning(DANISH, "capital_carry_overs__unit_year", "carry_over_rate_share").card == (
        "capital_projects.carry_over_rate_share"
    ), "the card of the sister view that it is told by"
    with pytest.raises(KeyError):
        meaning_of(DANISH, "staff.weather")


@pytest.mark.parametrize("query", [{"figure": "staff.nothing"}, {"table": "pg_catalog"}, {"table": "../etc"}])
def test_what_is_not_there_is_not_shown(open_page: OpenPage, query: dict[str, str]) -> None:
    screen = open_page("catalogue", person="controller", **query)
    assert "card" not in screen.components
    assert "figures" in screen.components
    assert screen.components["headline"]["address"] == "/?person=controller"


def test_a_card_that_nobody_has_looked_through_in_time_is_told() -> None:
    sources = pl.DataFrame(source_rows())
    late = one("staff.fte")
    late = replace(late, card=late.card.model_copy(update={"next_review": date(2026, 11, 20)}))
    said = sentence(DANISH, (late, one("staff.sickness_share")), sources, TODAY)
    assert said.lead == "1 tal mangler at blive gennemgået."
    assert [figure.value for figure in key_figures(DANISH, (late,), 3, sources, TODAY)][:3] == ["1", "1", "3"]
    (told,) = figure_panel(DANISH, late, TODAY, ()).notes
    assert told.text == (
        "Kortet skulle være gennemgået senest 20.11.2026: spørg HR og Arbejdsmiljø, om det stadig holder."
    )
    assert figure_panel(DANISH, late, date(2026, 11, 20), ()).notes == ()
    view, figure = tables.figures(DANISH, (late,), Address(search="årsværk"), TODAY, "").rows
    assert view.cells[-1].text == "1 er overskredet"
    assert figure.cells[-1].note == "overskredet"


def test_the_other_way_round_nothing_is_overdue() -> None:
    in_time = pl.DataFrame(source_rows()).with_columns(is_late=pl.lit(value=False), reconciles=pl.lit(value=True))
    said = sentence(DANISH, (one("staff.fte"),), in_time, TODAY)
    assert said.lead == "Alle tal har en ejer, og ingen mangler at blive gennemgået."
    assert said.rest == "Alle kilder, de er lavet af, er kommet til tiden."
    assert said.tone == ""


def test_a_source_that_does_not_reconcile_is_told() -> None:
    sources = pl.DataFrame(source_rows()).with_columns(
        is_late=pl.lit(value=False), reconciles=pl.col("title") != "KMD Opus: posteringer"
    )
    said = sentence(DANISH, (one("staff.fte"),), sources, TODAY)
    assert said.lead == "1 kilde stemmer ikke.", "what is wrong comes first"
    assert said.rest == (
        "Alle tal har en ejer, og ingen mangler at blive gennemgået. Alle kilder, de er lavet af, er kommet til tiden."
    )
    assert said.tone == "watch"
    last = key_figures(DANISH, (one("staff.fte"),), 3, sources, TODAY)[-1]
    assert (last.label, last.value, last.notes[0].text) == ("Kilder der ikke er afstemt", "1", "KMD Opus: posteringer")
    silent = sources.with_columns(reconciles=pl.lit(None, dtype=pl.Boolean))
    assert key_figures(DANISH, (one("staff.fte"),), 3, silent, TODAY)[-1].value == "0", "one that states no total"

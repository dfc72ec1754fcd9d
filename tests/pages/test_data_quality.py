"""Datakvalitet, as a person reads it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from dashboard.queries.data_quality import Changes
from dashboard.sentences.data_quality import key_figures, sentence, warnings
from dashboard.sentences.data_words import COLUMNS
from dashboard.tables.changed_figures import cut_off
from dashboard.texts import Language, Texts
from pipelines.canonical import canonical_tables
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.page_quality_rows import IN_TIME, TOO_LATE, changed_rows, changed_unit_rows, source_rows
from tests.pages.screen import row_text

DANISH = Texts("da")


def test_the_sentence_names_what_does_not_reconcile(open_page: OpenPage) -> None:
    answer = open_page("data_quality", person="controller").components["headline"]
    assert answer["title"] == "Kan vi stole på tallene?"
    assert answer["lead"] == "1 kilde stemmer ikke."
    assert answer["sentence"] == (
        "Det gælder Disponeringer. 1 kilde oplyser ingen kontroltotal. 1 kilde har linjer i karantæne."
        " 1 leverance er forsinket."
    )


@pytest.mark.parametrize(
    ("language", "rows", "lead", "more"),
    [
        ("da", [0, 2, 2], "1 af 3 kilder oplyser en kontroltotal; den stemmer på øren.", "2 kilder oplyser ingen"),
        ("da", [0, 0, 2], "2 af 3 kilder oplyser en kontroltotal; de stemmer alle på øren.", "1 kilde oplyser ingen"),
        ("en", [0, 0, 2], "2 of 3 sources state a control total; all of those reconcile to the øre.", "1 source"),
        ("da", [0, 0], "Alle 2 kilder stemmer på øren.", "2 kilder har linjer i karantæne."),
        ("da", [2, 2], "Ingen kilde oplyser en kontroltotal.", "Ingen linjer er i karantæne."),
    ],
)  # fmt: skip
def test_only_a_source_that_states_a_total_reconciles_with_it(
    language: Language, rows: list[int], lead: str, more: str
) -> None:
    said = sentence(Texts(language), pl.DataFrame([source_rows()[number] for number in rows]))
    assert said.lead == lead
    assert said.rest.startswith(more)


def test_changes_that_are_not_all_shown_are_told() -> None:
    rows, none = pl.DataFrame(changed_rows()[:1]), pl.DataFrame({"row_count": [0]})
    units = Changes(pl.DataFrame(changed_unit_rows()), has_more=False)
    for changes, value, notes in (
        (Changes(rows, has_more=True), "2+", ["Kun de 1 største ændringer vises; der er flere."]),
        (Changes(rows, has_more=False), "2", []),
    ):
        told = key_figures(DANISH, pl.DataFrame(source_rows()), none, changes, units)[-1]
        assert (told.label, told.value) == ("Enheder med ændrede tal", value)
        assert cut_off(DANISH, changes, units) == notes


def test_the_parts_of_a_source_stand_beside_its_control_total(open_page: OpenPage) -> None:
    screen = open_page("data_quality", person="controller")
    assert screen.row("KMD Opus") == (
        f"KMD Opus: posteringer Økonomi og Digitalisering | på øren | 03.11.2026 {DANISH.day(IN_TIME)} | oktober 2026"
        " | 95.690.000,00 5.120 | 12.450,00 3 | 0,00 2 | 95.702.450,00 0,00"
    )
    assert screen.row("Disponeringer").endswith("| 635.000,50 −0,50")
    assert "Økonomi og Digitalisering | afviger |" in screen.row("Disponeringer")
    assert f"forsinket: ventet {DANISH.day(TOO_LATE)}" in screen.row("Disponeringer")
    assert "mangler: juli 2026" in screen.row("Disponeringer")
    assert screen.row("Organisation").endswith("| – ingen kontroltotal")


def test_a_source_opens_to_its_deliveries(open_page: OpenPage) -> None:
    closed = open_page("data_quality", person="controller", lang="en")
    assert not any(row.startswith("posteringer_2026_10.csv") for row in closed.rows)
    opened = open_page("data_quality", person="controller", lang="en", open=["posting"])
    assert opened.row("posteringer_2026_10.csv").startswith(
        "posteringer_2026_10.csv in use · delivered again 1 time | to the øre | 03/11/2026 run 02/11/2026 | October"
    )


def test_deliveries_are_for_those_who_see_the_whole_municipality(open_page: OpenPage) -> None:
    screen = open_page("data_quality", person="centre_manager:north", open=["posting"])
    assert len(screen.rows) == 3
    assert all(row["is_open"] is None for row in screen.components["sources"]["rows"])
    assert screen.row("KMD Opus").endswith("| oktober 2026 | 5.120 | 3 | 2")
    assert "95.702.450" not in screen.text
    assert "12.450" not in screen.text


def test_lines_held_back_say_where_and_why_in_both_languages(open_page: OpenPage) -> None:
    danish = open_page("data_quality", person="controller")
    assert "beløbet er ikke et tal i den aftalte form" in danish.text
    assert "posteringer_2026_10.csv, linje 417" in danish.text
    assert HOSTILE_TEXT in danish.text
    english = open_page("data_quality", person="controller", lang="en")
    assert "the amount is not a number in the form agreed" in english.text
    assert "posteringer_2026_10.csv, line 417" in english.text


def test_the_lines_are_for_those_who_see_the_whole_municipality(open_page: OpenPage) -> None:
    screen = open_page("data_quality", person="centre_manager:north")
    assert "held_back" not in screen.components
    assert HOSTILE_TEXT not in screen.text
    assert "Beløb og de enkelte leverancer og linjer vises for dem, der ser hele kommunen." in screen.text


def test_what_changed_since_the_last_release_is_one_row_a_unit(open_page: OpenPage) -> None:
    closed = open_page("data_quality", person="controller").components["changed"]["rows"]
    assert [row_text(row) for row in closed] == [
        "Elmeskolen september 2026 | forbrug | 16.400 | 16.479 | +79",
        "Egeskolen august 2026 | kun artskonti |  |  | ",
    ]
    assert [row["is_open"] for row in closed] == [False, False]
    south = open_page("data_quality", person="centre_manager:south").components
    assert not south["changed"]["rows"]


def test_a_unit_opens_to_every_figure_that_changed_also_without_carry_over_alone(open_page: OpenPage) -> None:
    """What changed alike with and without carry-over is told once."""
    closed = open_page("data_quality", person="controller").components["changed"]["rows"]
    opened = open_page("data_quality", person="controller", open=[row["id"] for row in closed])
    assert [row_text(row) for row in opened.components["changed"]["rows"] if row["level"] == 2] == [
        "september 2026 | forbrug | 16.400 | 16.479 | +79",
        "september 2026 | korrigeret budget uden overførsler | 17.000 | 15.766 | −1.234",
        "september 2026 | plan til dato | 12.000 | 12.050 | +50",
        "september 2026 | status | på sporet | handl | ",
        "41000000 Løn september 2026 | forbrug | 4 | 1 | −3",
        "41000000 Løn august 2026 | plan til dato | 4 | 1 | −3",
    ]


def test_our_own_corrections_are_told_with_amounts_as_the_reader_writes_them(open_page: OpenPage) -> None:
    corrected = open_page("data_quality", person="controller", lang="en").components["corrected"]
    assert "cost centre: “9999” → “1201”" in str(corrected)
    assert "amount: “9,326.00” → “−1,234,567.50”" in str(corrected)
    assert "Regnskab" in str(corrected)


def test_the_figures_page_says_what_is_not_in_the_figures(open_page: OpenPage) -> None:
    notices = [notice["text"] for notice in open_page(person="director").components["headline"]["notices"]]
    assert notices[1:] == [
        f"Disponeringer – mangler juli 2026; ventet {DANISH.day(TOO_LATE)}, ikke kommet endnu;"
        " stemmer ikke med sin kontroltotal.",
        "KMD Opus: posteringer – 3 linjer er ikke med i tallene (12.450,00 kr., 1 beløb kan ikke læses).",
    ]


def test_of_lines_whose_amounts_cannot_be_read_no_amount_is_told() -> None:
    source = source_rows()[0] | {"quarantined": 1, "unreadable_amounts": 1}
    amounts = pl.DataFrame([{"source": "posting", "quarantined_amount_dkk": Decimal(0)}])
    (told,) = warnings(DANISH, pl.DataFrame([source]), amounts)
    assert told.text == "KMD Opus: posteringer – 1 linje er ikke med i tallene (1 beløb kan ikke læses)."


def test_what_is_not_in_the_figures_is_counted_for_all_and_summed_for_those_who_see_everything(
    open_page: OpenPage,
) -> None:
    notices = open_page(person="centre_manager:north").components["headline"]["notices"]
    assert "KMD Opus: posteringer – 3 linjer er ikke med i tallene (1 beløb kan ikke læses)." in [
        notice["text"] for notice in notices
    ]


def test_a_source_whose_spec_was_taken_away_says_so() -> None:
    source = {**source_rows()[0], "has_spec": False, "quarantined": 0}
    (note,) = warnings(Texts("en"), pl.DataFrame([source]), pl.DataFrame())
    assert note.text == "KMD Opus: posteringer – no longer described, so nobody knows when it is due."


def test_every_column_that_can_be_wrong_has_a_word() -> None:
    columns = {column for table in canonical_tables().values() for column in table.columns}
    assert columns - COLUMNS.keys() == set()

"""Besparelser, as a person reads it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard.addresses import Address, Opened
from dashboard.queries import savings as queries
from dashboard.tables.savings import Measures
from dashboard.texts import Texts
from tests.pages.conftest import OpenPage
from tests.pages.page_municipality import HOSTILE_TEXT, YEAR
from tests.pages.page_release import publish_page_release
from tests.pages.page_savings_rows import measure_row
from tests.pages.test_capital_projects import figures, read

PAGE = "savings"


def test_what_is_saved_and_what_is_missing(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller").components["headline"]
    assert answer["title"] == "Hvilke besparelser leverer, og hvad mangler vi at finde?"
    assert answer["context"][0] == "pr. 31. oktober 2026"
    assert (
        answer["lead"]
        == "Der er sparet 1,4 mio. kr. i 2026 af de 3,6 mio. kr., der skulle være sparet pr. 31. oktober."
    )
    assert answer["sentence"] == "2,2 mio. kr. af det lovede leveres ikke, og til 1,5 mio. kr. er der intet tiltag."
    assert answer["more"] == "2 tiltag er over fristen, 1 har ingen ansvarlig."
    assert [notice["text"] for notice in answer["notices"]] == [
        "2 tiltag ligner de samme under et andet nummer: de tæller måske dobbelt.",
        "1 tiltag er ikke gjort op i år og tæller som intet sparet.",
    ]


def test_the_sentence_in_english(open_page: OpenPage) -> None:
    answer = open_page(PAGE, person="controller", lang="en").components["headline"]
    assert answer["lead"] == ("1.4 million DKK is saved in 2026 of the 3.6 million DKK that should be by 31 October.")
    assert answer["sentence"].startswith("2.2 million DKK of what is promised does not come, and for 1.5 million DKK")


def test_key_figures(open_page: OpenPage) -> None:
    shown = figures(open_page(PAGE, person="controller"))
    assert shown["Sparet"] == ("1,4 mio. kr.", ["af 3,6 mio. kr., der skulle være sparet nu", "39,4 %"])
    assert shown["Leveres ikke"][0] == "2,2 mio. kr."
    assert shown["Ikke fundet endnu"] == ("1,5 mio. kr.", ["fordelt minus mål"])
    assert shown["Over fristen"] == ("2", ["uden ansvarlig: 1"])


def test_a_unit_that_nothing_is_shared_out_to(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", unit="oak_school")
    assert figures(screen)["Ikke fundet endnu"] == ("–", ["intet er fordelt til enheden"])
    assert screen.components["headline"]["sentence"] == "1,2 mio. kr. af det lovede leveres ikke."
    assert "units" not in screen.components, "nothing lies below it"


def test_centres_programmes_and_pools(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller")
    assert read(screen, "units") == [
        "Center for Børn og Unge Center | 3.000 | 2.400 | 600 | 2.000 | 400 20,0 % | 500 | 1.500 | 1 2",
        "Center for Ældre Center | 2.800 | 1.900 | 900 | 1.583 | 1.010 63,8 % | 190 | 700 | 1 2",
        "I alt Pejleby Kommune | 5.800 | 4.300 | 1.500 | 3.583 | 1.410 39,4 % | 690 | 2.200 | 2 4",
    ]
    assert [row.split(" | ")[0] for row in read(screen, "programmes")] == ["Effektivisering EFF", "Velfærd VEL"]
    assert read(screen, "pools") == [
        "Puljen EFF Vedtagne serviceudgifter 2026; uden Plejefamilier, 022814 Vintertjeneste",
        "Center for Børn og Unge | 60.000.200 100.000.000 | 60,00 % | 3.000.010,00 5.000.000,00",
        "Center for Ældre | 39.999.800 100.000.000 | 40,00 % | 1.999.990,00 5.000.000,00",
        "Puljen VEL Tal angivet enhed for enhed",
        "Center for Ældre | 16.000.000,0 16.000.000,0 | 100,00 % | 800.000,00 800.000,00",
    ]


def test_a_measure_opens_to_its_history_with_words_file_and_line(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="controller", open="M1"), "measures")
    assert rows[0] == (
        "Færre vikarer M1 | Skoleleder Egeskolen | 30.06.2026 i gang, over fristen | 1.800 | 1.500"
        " | 400 26,7 % | 200 | 1.200"
    )
    assert rows[1] == "Opgørelser, de nyeste først står i besparelser.xlsx, linje 4"
    # A phone shows no column so far to the right.
    shown = open_page(PAGE, person="controller").components["measures"]["rows"]
    assert shown[0]["narrow"] == "leveres ikke: 1.200"
    assert (
        rows[2]
        == f"31. oktober 2026 status.csv, linje 11 | {HOSTILE_TEXT} i gang · PEJ0042 | 400 +90 siden forrige | 200 | "
    )
    assert rows[3].startswith("30. juni 2026 status.csv, linje 10 | Det går langsomt.")
    assert rows[4:7] == [
        "År for år",
        "2025 |  | 1.800 | 1.500 | 400 | 200 | 1.200",
        "2026 |  | 1.800 | 1.500 | 400 | 200 | 1.200",
    ]
    assert rows[7].startswith("Fælles  indkøb M4 · ligner M3 | Leder Plejehjemmet Åbrinken")
    nobody = next(row for row in rows if "M2" in row)
    assert nobody.startswith("<b>Færre kurser</b> M2 | ingen Elmeskolen | 31.12.2026 planlagt")


def test_nothing_is_missing_of_a_year_that_has_not_begun() -> None:
    row = measure_row("M1", 2027) | dict.fromkeys(queries.BEGUN)
    years = pl.DataFrame([measure_row("M1"), row], infer_schema_length=None)
    nothing = pl.DataFrame(schema={"measure_id": pl.String})
    opened = Measures(Texts("da"), Address(opened=(Opened("M1"),)), nothing, years)
    *_, first, second = opened.table(years.head(1), "").rows
    assert [cell.text for cell in first.cells] == ["", "1.800", "1.500", "400", "200", "1.200"]
    assert [cell.text for cell in second.cells] == ["ikke begyndt", "1.800", "–", "–", "–", "–"]


def test_a_year_ahead_says_what_is_to_be_saved_and_what_has_no_measure(open_page: OpenPage, ahead: Path) -> None:
    parts = open_page(PAGE, ahead, person="controller", year=str(YEAR + 1)).components
    head = parts["headline"]
    assert head["lead"].startswith("Der skal spares ")
    assert "leveres ikke" not in head["sentence"]
    shown = figures(open_page(PAGE, ahead, person="controller", year=str(YEAR + 1)))
    assert shown["Leveres ikke"][0] == "–"
    assert shown["Sparet"] == ("–", ["Året er ikke begyndt."])
    assert parts["slipping"]["empty"] == "Året er ikke begyndt."
    assert not any(row.get("narrow") for row in parts["measures"]["rows"])


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """The hand-made release with the year's savings moved into the next one."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    with duckdb.connect(next((tmp_path / "releases").glob("*/pejling.duckdb"))) as release:
        for table in ("savings__unit_year", "savings__measure_year"):
            release.execute(f"delete from {table} where fiscal_year <> {YEAR}")
            release.execute(f"update {table} set fiscal_year = {YEAR + 1}")
    return tmp_path


def test_a_measure_that_nobody_has_stated(open_page: OpenPage) -> None:
    rows = read(open_page(PAGE, person="controller", open="M4"), "measures")
    place = next(number for number, row in enumerate(rows) if "M4" in row)
    assert "ikke gjort op, over fristen" in rows[place]
    assert rows[place + 1] == "Ingen har gjort noget op endnu står i besparelser.xlsx, linje 7"


def test_bars_lead_to_the_unit(open_page: OpenPage) -> None:
    parts = open_page(PAGE, person="controller").components
    assert parts["missing"]["title"] == "Center for Børn og Unge mangler mest"
    assert [(bar["label"], bar["text"], bar["id"]) for bar in parts["missing"]["bars"]] == [
        ("Center for Børn og Unge", "1,5", "north"),
        ("Center for Ældre", "0,7", "south"),
    ]
    assert parts["slipping"]["title"] == "3 tiltag leverer ikke det, de lovede"


def test_year_and_programme_are_the_address_s(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="controller", programme="VEL", year="2025")
    fields = {field["name"]: field for field in screen.components["choices"]["fields"]}
    assert (fields["year"]["value"], fields["programme"]["value"]) == ("2025", "VEL")
    assert [option["label"] for option in fields["programme"]["options"]] == [
        "Alle programmer", "Effektivisering", "Velfærd",
    ]  # fmt: skip
    assert screen.components["headline"]["context"][0] == "pr. 31. oktober 2025"
    gone = open_page(PAGE, person="controller", programme="NO", year="1999")
    assert "programme" not in gone.components["headline"]["address"]
    assert gone.components["headline"]["context"][0] == "pr. 31. oktober 2026"


def test_a_manager_sees_their_own_measures_only(open_page: OpenPage) -> None:
    screen = open_page(PAGE, person="centre_manager:south", unit="north", open="M1")
    assert "Fælles indkøb" in screen.text
    assert "Færre vikarer" not in screen.text
    assert "Det går langsomt." not in screen.text


def test_before_anything_is_delivered(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases", is_empty=True)
    for page, said in (
        (PAGE, "Der er ingen besparelser at vise her."),
        ("targets", "Der er ingen måltal at vise her."),
    ):
        answer = open_page(page, home=tmp_path, person="controller").components["headline"]
        assert answer["lead"] == said

"""Overførselssag, as a person reads it, and what becomes of what a person changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.decisions.carry_over_case import Case, Line, Total
from dashboard.sentences import carry_over_line as words
from dashboard.tables import carry_over_case as tables
from dashboard.texts import NO_BREAK, Language, Texts
from tests.pages.conftest import OpenPage
from tests.pages.page_case_rows import case_tables
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen, row_text

ELM = "operating:elm_school:service"
NOBODY_THERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation of its own: what one test enters, no other sees."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    return tmp_path


def rows_of(screen: Screen, part: str) -> list[str]:
    content = screen.components[part]
    return [row_text(row) for row in [*content["rows"], content["total"]]]


def save(screen: Screen, amount: str | None, reason: str) -> Screen:
    """Type an amount (None: back to the proposal) and a reason, and save."""
    app = screen.app
    if amount is not None:
        app.text_input[0].set_value(amount)
    app.text_area[0].set_value(reason)
    app.button[0 if amount is not None else 1].click().run()
    assert not app.exception, app.exception[0].message
    return Screen(app)


def told(screen: Screen) -> list[str]:
    return [note["text"] for note in screen.components["line"]["notes"]]


@pytest.mark.parametrize(
    ("language", "lead", "rest", "more"),
    [
        ("da", "3,1 mio. kr. overføres fra 2025 til 2026 og senere.",
         "Drift +0,2, anlæg +2,9, finansiering 0,0 mio. kr.", "Alle beløb står, som reglerne foreslår."),
        ("en", "3.1 million DKK is carried from 2025 into 2026 and later.",
         "Operating +0.2, capital +2.9, financing 0.0 million DKK.", "Every amount is as the rules propose it."),
    ],
)  # fmt: skip
def test_the_newest_year_that_is_over_in_a_sentence(
    open_page: OpenPage, home: Path, language: Language, lead: str, rest: str, more: str
) -> None:
    answer = open_page("carry_over_case", home, person="controller", lang=language).components["headline"]
    assert (answer["lead"], answer["sentence"], answer["more"]) == (lead, rest, more)


def test_each_line_says_the_rule_and_why(open_page: OpenPage, home: Path) -> None:
    screen = open_page("carry_over_case", home, person="controller")
    oak, elm, foster, total = rows_of(screen, "operating")
    assert oak == (
        "Egeskolen Serviceudgifter · Center for Børn og Unge | 31.000 forbrug 31.910 | −910 merforbrug | −910 | −910"
        " | 0 | 910.000 kr. blev brugt ud over 31.000.000 kr. Merforbrug følger altid med."
        " Decentrale enheder: merforbrug følger altid"
    )
    assert "Reglen lader 5,0 % af budgettet følge med, 1.125.000 kr.; 575.000 kr. bortfalder." in elm
    assert "Reglen overfører intet, så kassen dækker det." in foster
    assert total == "I alt | 71.700 71.410 | +290 mindreforbrug | +215 | +215 | +75 | 3 linjer"
    (project, _) = rows_of(screen, "capital")
    assert "Det fordeles: 1.450.000 kr. i 2026, 1.450.000 kr. i 2027. Projektet søger selv om 3.100.000 kr." in project
    assert HOSTILE_TEXT in project
    assert "Afdrag på lån" in rows_of(screen, "financial")[0]


def total_of(row: dict[str, Any]) -> Total:
    """A row of the mart's totals, of which nobody has changed anything."""
    into = tuple(row[f"into_year_{number}_dkk"] for number in range(1, 5))
    same = {
        name: row[name] for name in ("part", "revised_dkk", "outturn_dkk", "left_dkk", "proposed_dkk", "lapsed_dkk")
    }
    return Total(**same, amount_dkk=row["proposed_dkk"], into_years_dkk=into, line_count=row["line_count"])


def test_a_long_part_is_folded_by_centre_with_the_marts_totals() -> None:
    """Thirty schools and one care home: a row a centre, its total the mart's own plus what people have moved."""
    tables_of = {name: rows for name, (_, rows) in case_tables().items()}
    (school,) = (row for row in tables_of["carry_over_case__line"] if row["line_id"] == ELM)
    schools = [school | {"line_id": f"operating:school_{number}:service"} for number in range(30)]
    loose = school | {"line_id": "operating:pool:service", "centre_id": None, "centre_name": "", "unit_name": "Pulje"}
    (care,) = (row for row in tables_of["carry_over_case__line"] if row["line_id"] == "operating:foster:transfers")
    other = care | {"line_id": "operating:care:transfers", "centre_id": "south", "centre_name": "Center for Ældre"}
    lines = tuple(Line(row) for row in [*schools, loose, other])
    rows = {row["unit_id"]: row for row in tables_of["carry_over_case__unit_total"] if row["part"] == "operating"}
    (year,) = (row for row in tables_of["carry_over_case__year"] if row["fiscal_year"] == 2025)
    north, whole = (total_of(rows[unit_id]) for unit_id in ("north", "municipality"))
    centres = {("operating", "north"): north, ("operating", "south"): whole}
    case = Case(year, rows["municipality"], lines, {"operating": whole}, (), (), centres)
    texts = Texts("da")

    closed = tables.part(texts, case, "operating", tables.Files(), (), may_change=True)
    assert [(row.label, row.is_open, row.level) for row in closed.rows] == [
        (school["centre_name"], False, 1), ("Pulje", None, 1), ("Center for Ældre", False, 1),
    ]  # fmt: skip
    assert closed.is_tree
    assert closed.rows[0].cells[2].text == texts.amount(rows["north"]["proposed_dkk"], signed=True)
    opened = tables.part(texts, case, "operating", tables.Files(), {"north"}, may_change=True)
    assert [row.level for row in opened.rows] == [1, *[2] * 30, 1, 1]
    rules = pl.DataFrame(tables_of["carry_over_case__rule"])
    assert {row.note for row in tables.rules(texts, rules).rows} == {""}, "no code of a rule is read"
    assert closed.notes
    assert not tables.part(texts, case, "capital", tables.Files(), (), may_change=True).notes
    assert (opened.rows[0].is_open, opened.rows[1].id) == (True, "operating:school_0:service")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"revised_dkk": "-500000", "left_dkk": "-20000", "proposed_dkk": "0", "decided_by": "no_transfer"},
         "Der kom 20.000 kr. mindre ind end budgettets 500.000 kr. Reglen overfører intet, så kassen dækker det."),
        ({"revised_dkk": "0", "left_dkk": "-20000", "proposed_dkk": "0", "decided_by": "no_transfer"},
         "20.000 kr. blev brugt uden budget. Reglen overfører intet, så kassen dækker det."),
        ({"revised_dkk": "0", "left_dkk": "-20000", "outturn_basis": "booked", "proposed_dkk": "-20000",
          "decided_by": "overspend_follows"},
         "20.000 kr. er brugt uden budget og uden prognose. Merforbrug følger altid med."),
        ({"revised_dkk": "-150000", "left_dkk": "-150000", "part": "capital", "decided_by": "free", "proposed_dkk":
          "-150000"}, "Budgettet er 150.000 kr. under nul; der mangler 150.000 kr."
         " Reglen sætter ingen grænse, så det hele følger med."),
        ({"revised_dkk": "900000", "left_dkk": "251604.82", "proposed_dkk": "251000", "decided_by": "within_limit",
          "limit_dkk": "367440"},
         "251.605 kr. af 900.000 kr. blev ikke brugt. Det er inden for reglens grænse på 367.440 kr., så det hele"
         " følger med. I hele trin er det 251.000 kr."),
    ],
)  # fmt: skip
def test_what_is_left_is_said_as_what_it_is(changes: dict[str, str], said: str) -> None:
    (row,) = (row for row in case_tables()["carry_over_case__line"][1] if row["line_id"] == ELM)
    amounts = {name: Decimal(text) if name.endswith("_dkk") else text for name, text in changes.items()}
    line = Line({**row, "limit_dkk": None, "requested_dkk": None, **amounts})
    assert words.explanation(Texts("da"), line).replace(NO_BREAK, " ") == said


def test_the_open_line_leads_to_its_postings(open_page: OpenPage, home: Path) -> None:
    panel = open_page("carry_over_case", home, person="controller", line=ELM).components["line"]
    assert panel["links"] == [{"value": ELM, "label": "Se enhedens konti og posteringer"}]
    panel = open_page("carry_over_case", home, person="controller", line="capital:WING").components["line"]
    assert [link["label"] for link in panel["links"]] == ["Se projektet"]


def test_how_one_changes_an_amount_and_that_steps_are_whole(open_page: OpenPage, home: Path) -> None:
    whole = "Reglerne overfører i hele trin på 1.000 kr.; det, der er tilbage under et trin, bortfalder."
    how = "Vælg en linje på dens navn for at se det hele og rette beløbet."
    assert open_page("carry_over_case", home, person="controller").components["operating"]["notes"] == [how, whole]
    reader = open_page("carry_over_case", home, person="centre_manager:north")
    assert reader.components["operating"]["notes"] == [whole]


def test_the_effect_on_the_frames(open_page: OpenPage, home: Path) -> None:
    screen = open_page("carry_over_case", home, person="controller")
    assert [row_text(row) for row in screen.components["frames"]["rows"]] == [
        "Servicerammen 2026 | 113.000 | 112.600 | +215 | 112.815 | +185 | 185 t.kr. under rammen",
        "Anlægsrammen 2026 | 20.000 | 19.000 | +1.450 | 20.450 | −450 | 450 t.kr. over rammen",
        "Anlægsrammen 2027 | – | – | +1.450 | – | – | ingen ramme er sat for 2027",
    ]
    assert "frames" not in open_page("carry_over_case", home, person="centre_manager:north").components


def test_what_one_must_know_first(open_page: OpenPage, home: Path) -> None:
    notices = open_page("carry_over_case", home, person="controller").components["headline"]["notices"]
    assert [one["text"] for one in notices] == [
        "carry_over_rules.toml, regel 3 (schools): reglen bruges ikke (andelene i spread giver 0.9 i alt, ikke 1); "
        "ret den nøgle."
    ]
    running = open_page("carry_over_case", home, person="controller", year="2026").components["headline"]
    assert running["notices"][1]["text"] == ("2026 er ikke slut: sagen er foreløbig og bygger på den nyeste prognose.")
    assert "ventes brugt ud over" in str(open_page("carry_over_case", home, person="controller", year="2026").text)


def test_a_centre_manager_sees_the_lines_of_the_centre_and_changes_none(open_page: OpenPage, home: Path) -> None:
    screen = open_page("carry_over_case", home, person="centre_manager:south", line=ELM)
    assert "Elmeskolen" not in screen.text
    assert "Afdrag på lån" in screen.text
    assert screen.components["headline"]["lead"] == "Intet overføres fra 2025 til senere år."
    assert "line" not in screen.components
    assert not screen.app.text_input
    own = open_page("carry_over_case", home, person="centre_manager:north", line=ELM)
    assert "Elmeskolen" in own.text
    assert "line" not in own.components
    assert all(not row.get("goes_to") for row in own.components["operating"]["rows"])


def test_a_change_with_its_reason_stands_and_moves_the_totals(open_page: OpenPage, home: Path) -> None:
    screen = save(open_page("carry_over_case", home, person="controller", line=ELM), "500.000,50", "Klasser lukkes")
    (saved,) = told(screen)
    assert saved.startswith("Gemt: Ændret fra 1.125.000 kr. til 500.001 kr. af Controller den ")
    again = open_page("carry_over_case", home, person="centre_manager:north")
    elm = next(row for row in rows_of(again, "operating") if row.startswith("Elmeskolen"))
    assert "| +1.125 | +500 ændret | +1.200 |" in elm
    assert elm.split("Ændret fra")[1].rstrip().endswith("Klasser lukkes. Decentrale enheder: 5 % op")
    whole = open_page("carry_over_case", home, person="controller")
    assert (
        rows_of(whole, "operating")[-1] == "I alt | 71.700 71.410 | +290 mindreforbrug | +215 | −410 | +700 | 3 linjer"
    )
    assert whole.components["headline"]["more"] == "1 linje er ændret i hånden, −625 t.kr. i forhold til forslaget."
    frame = row_text(whole.components["frames"]["rows"][0])
    assert frame == "Servicerammen 2026 | 113.000 | 112.600 | −410 | 112.190 | +810 | 810 t.kr. under rammen"


def test_a_change_is_spread_as_its_rule_spreads(open_page: OpenPage, home: Path) -> None:
    save(open_page("carry_over_case", home, person="controller", line="capital:WING"), "1.000.000", "Udbud forsinket")
    frames = open_page("carry_over_case", home, person="controller").components["frames"]["rows"]
    assert [row_text(row).split(" | ")[3] for row in frames] == ["+215", "+500", "+500"]


def test_back_to_the_proposal_is_a_change_too(open_page: OpenPage, home: Path) -> None:
    screen = save(open_page("carry_over_case", home, person="controller", line=ELM), "1", "Første")
    screen = save(screen, None, "Fortrudt")
    assert told(screen)[0].startswith("Gemt: Tilbage til forslaget fra 1 kr. af Controller")
    earlier = [said["text"] for said in screen.components["line"]["earlier"]]
    assert [text.rpartition(": ")[2] for text in earlier] == ["Fortrudt", "Første"]
    assert "| +1.125 | +1.125 | +575 |" in rows_of(screen, "operating")[1]
    assert len(screen.app.button) == 1, "there is nothing to take back"


@pytest.mark.parametrize(
    ("amount", "reason", "said"),
    [
        ("1.12", "fordi", "„1.12“ er ikke et beløb. Skriv det som −1.234.567,50."),
        ("", "fordi", "Skriv et beløb."),
        ("1.200", "fordi", "„1.200“ kan være 1.200 kr. eller 1.200.000 kr. Skriv det, du mener, helt ud og med enhed."),
        ("500", "  ", "Skriv en begrundelse: den står i sagen ved siden af beløbet."),
        ("500", "x" * 2_001, "Det er for langt til en begrundelse eller for stort til et beløb."),
    ],
)
def test_what_cannot_be_saved_is_told_and_nothing_is_kept(
    open_page: OpenPage, home: Path, amount: str, reason: str, said: str
) -> None:
    screen = save(open_page("carry_over_case", home, person="controller", line=ELM), amount, reason)
    assert told(screen) == [said]
    assert screen.app.text_input[0].value == amount, "what was typed stays"
    assert not screen.components["line"]["earlier"]


def test_two_people_at_once_are_shown_both(open_page: OpenPage, home: Path) -> None:
    first = open_page("carry_over_case", home, person="controller", line=ELM)
    second = open_page("carry_over_case", home, person="controller", line=ELM)
    save(first, "700.000", "Lukker to klasser")
    refused = save(second, "800.000", "Lukker en klasse")
    (said,) = told(refused)
    assert said.startswith("En anden kom først. Ændret fra 1.125.000 kr. til 700.000 kr. af Controller den ")
    assert said.endswith(
        "Lukker to klasser. Du ville have 800.000 kr., som ikke er gemt: gem igen, hvis det skal gælde."
    )
    assert told(save(refused, "800.000", "Lukker en klasse"))[0].startswith(
        "Gemt: Ændret fra 700.000 kr. til 800.000 kr."
    )


def test_while_the_store_is_gone_the_proposal_is_read_and_said_to_be_bare(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(open_page("carry_over_case", home, person="controller", line=ELM), "500.000", "Klasser lukkes")
    monkeypatch.setenv("PEJLING_STORE_URL", NOBODY_THERE)
    screen = open_page("carry_over_case", home, person="controller", line=ELM)
    assert screen.components["headline"]["notices"][0]["text"] == (
        "Det, du skriver, kan ikke gemmes nu: databasen til det svarer ikke. "
        "Det, der er skrevet før, kan heller ikke vises."
    )
    assert "| +1.125 | +1.125 |" in rows_of(screen, "operating")[1]
    assert not screen.components["operating"]["links"], "a bare proposal is not taken to a meeting"
    refused = save(screen, "600.000", "Klasser lukkes senere")
    assert told(refused)[0].startswith("Det, du skriver, kan ikke gemmes nu")
    assert refused.app.text_area[0].value == "Klasser lukkes senere"
    monkeypatch.delenv("PEJLING_STORE_URL")
    assert (
        "| +1.125 | +500 ændret |" in rows_of(open_page("carry_over_case", home, person="controller"), "operating")[1]
    )


def test_when_the_release_moves_the_change_stands_and_says_so(open_page: OpenPage, home: Path) -> None:
    save(open_page("carry_over_case", home, person="controller", line=ELM), "500.000", "Klasser lukkes")
    publish_page_release(home / "releases", "2026-11-10.1", moved=300)
    screen = open_page("carry_over_case", home, person="controller")
    elm = rows_of(screen, "operating")[1]
    assert "| +1.125 | +500 ændret | +900 |" in elm
    assert (
        "Grundlaget er flyttet siden: dengang var 1.700.000 kr. tilbage, nu er det 1.400.000 kr., "
        "og reglen ville overføre 1.125.000 kr."
    ) in elm
    notices = [one["text"] for one in screen.components["headline"]["notices"]]
    assert (
        "1 ændret linje hviler på tal, som denne udgivelse har flyttet. Beløbet står, til det bliver ændret." in notices
    )


def test_what_is_not_there_gives_what_is(open_page: OpenPage, home: Path) -> None:
    screen = open_page("carry_over_case", home, person="controller", year="1999", unit="nowhere", line="capital:NOT")
    assert screen.components["headline"]["context"][0] == "2025 til 2026"
    assert "line" not in screen.components

"""Explanations to take home: the sheet of the follow-up's workbook, and the rows that packs are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.decisions.explanation import explained, explanation_rows
from dashboard.files.content import write_download
from dashboard.files.contents import CONTENTS
from dashboard.person import Person
from dashboard.queries.budget_followup import Cut
from dashboard.store.at_hand import AtHand, at_hand, forget
from dashboard.store.database import close_stores
from dashboard.store.explanations import ExplanationWish, record_explanation
from dashboard.store.journal import Author
from dashboard.texts import Language, Texts
from dashboard.warehouse import Door, Scope, Warehouse
from tests.pages.page_municipality import HOSTILE_NAME
from tests.pages.page_release import publish_page_release

CONTROLLER = Person("controller", "controller", ("municipality",), "Pejleby Kommune")
HEAD = Author("institution_head:oak_school", "institution_head", "2026-11-03.1")
NOW = Cut(2026, 10)
WISH = ExplanationWish(
    fiscal_year=2026,
    period=10,
    unit_id="oak_school",
    account_group="wages",
    cause="volume",
    words="=1+1 Flere <b>elever</b>",
    action="Vikarpulje",
    responsible="Skolelederen",
    deadline=date(2026, 12, 1),
    forecast_variance_dkk=Decimal("1900000.00"),
)


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Warehouse]:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    publish_page_release(tmp_path / "releases")
    forget()
    for wish in (
        WISH,
        replace(WISH, period=9, words="Ferie", outcome="Afviklet", is_done=True),
        replace(WISH, unit_id="elm_school", words="Fortrudt", is_withdrawn=True),
        replace(WISH, unit_id="care_home", account_group="operations", cause="price", words="Dyrere kost"),
    ):
        at_hand().save(record_explanation, wish, HEAD, seen_version=0, now=datetime(2026, 11, 5, 8, tzinfo=UTC))
    warehouse = Warehouse(tmp_path / "releases")
    yield warehouse
    warehouse.close()
    close_stores()
    forget()


def door_of(warehouse: Warehouse, *units: str) -> Door:
    return warehouse.door(Scope.of(units))


def rows(warehouse: Warehouse, scope: str, unit_id: str, cut: Cut = NOW) -> list[tuple[Any, ...]]:
    found = explanation_rows(door_of(warehouse, scope), at_hand(), cut, unit_id)
    assert found is not None
    return [(row["unit_id"], row["is_explained"], row["unit_forecast_variance_dkk"], row.get("words")) for row in found]


def test_the_rows_of_a_scope_and_period(warehouse: Warehouse) -> None:
    oak = ("oak_school", True, Decimal("2610000.00"), WISH.words)
    care = ("care_home", True, Decimal("20000.00"), "Dyrere kost")  # on track, and somebody explained it all the same
    missing = [("elm_school", False, Decimal("-520000.00"), None), ("foster", False, Decimal("1320000.00"), None)]
    assert rows(warehouse, "municipality", "municipality") == [oak, *missing, care]
    assert rows(warehouse, "municipality", "north") == [oak, *missing]
    assert rows(warehouse, "municipality", "oak_school", replace(NOW, period=9)) == [(*oak[:3], "Ferie")]


def test_each_row_holds_all_that_was_said_and_the_account_group_s_variance(warehouse: Warehouse) -> None:
    (row,) = explanation_rows(door_of(warehouse, "oak_school"), at_hand(), NOW, "oak_school") or []
    said = {name: row[name] for name in ("cause", "action", "responsible", "deadline", "person_role", "release")}
    assert said == {
        "cause": "volume",
        "action": "Vikarpulje",
        "responsible": "Skolelederen",
        "deadline": date(2026, 12, 1),
        "person_role": "institution_head",
        "release": "2026-11-03.1",
    }
    assert row["group_forecast_variance_dkk"] == Decimal("1957500.00")
    assert row["said_forecast_variance_dkk"] == Decimal("1900000.00")


@pytest.mark.parametrize("view", ["today", "then"])
@pytest.mark.parametrize("unit_id", ["oak_school", "north", "municipality"])
def test_whoever_sees_another_centre_sees_none_of_it(warehouse: Warehouse, unit_id: str, view: Any) -> None:
    cut = replace(NOW, organisation_view=view)
    own = ["care_home"] if unit_id == "municipality" else []
    assert [row[0] for row in rows(warehouse, "south", unit_id, cut)] == own
    found = explained(door_of(warehouse, "south"), at_hand(), cut)
    assert {key[1] for key in found.standing} == {"care_home"}
    assert found.earlier("oak_school") is None
    assert found.below("north") == ()


def test_what_cannot_be_read_is_not_told_as_nothing(warehouse: Warehouse) -> None:
    gone = AtHand("nowhere", None, "gone")
    assert explanation_rows(door_of(warehouse, "municipality"), gone, NOW, "municipality") is None
    assert explained(door_of(warehouse, "municipality"), gone, NOW).deviations == ()


def workbook(warehouse: Warehouse, folder: Path, person: Person, unit: str, language: Language = "da") -> Path:
    path = folder / "file.xlsx"
    filters = {"fiscal_year": 2026, "period": 10, "unit": unit}
    door = warehouse.door(person.scope)
    write_download(path, CONTENTS["budget_followup"], person, door, Texts(language), filters)
    return path


def test_the_workbook_has_a_sheet_of_explanations(warehouse: Warehouse, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(warehouse, tmp_path, CONTROLLER, "north"))
    head, *lines = book["Forklaringer"].iter_rows(values_only=True)
    told = [dict(zip(head, line, strict=True)) for line in lines]
    assert [(line["Enhed"], line["Periode"], line["Forklaret"], line["Forklaring"]) for line in told] == [
        ("Egeskolen", 10, "ja", WISH.words),
        ("Elmeskolen", 10, "nej", None),
        (HOSTILE_NAME, 10, "nej", None),
        ("Egeskolen", 9, "ja", "Ferie"),
    ]
    oak, *_, before = told
    assert (oak["Årsag"], oak["Kontogruppe"], oak["Kontogruppens forventede afvigelse"]) == ("Mængde", "Løn", 1_957_500)
    assert (oak["Frist"], oak["Gjort"]) == (datetime(2026, 12, 1), None)
    assert (before["Gjort"], before["Hvad der kom ud af det"]) == ("ja", "Afviklet")
    words = book["Forklaringer"].cell(2, head.index("Forklaring") + 1)
    assert (words.data_type, words.quotePrefix) == ("s", True)


def test_the_workbook_of_a_unit_with_nothing_to_explain_has_no_such_sheet(warehouse: Warehouse, tmp_path: Path) -> None:
    outside = Person("centre_manager:south", "centre_manager", ("south",), "Center for Ældre")
    names = openpyxl.load_workbook(workbook(warehouse, tmp_path, outside, "south", "en")).sheetnames
    assert names[-2:] == ["Explanations", "About"]
    at_hand().save(
        record_explanation,
        replace(WISH, unit_id="care_home", account_group="operations", is_withdrawn=True),
        HEAD,
        seen_version=1,
    )
    names = openpyxl.load_workbook(workbook(warehouse, tmp_path, outside, "south", "en")).sheetnames
    assert "Explanations" not in names

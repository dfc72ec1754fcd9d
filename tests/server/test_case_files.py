"""The carry-over case to take to a meeting: a Word document and a workbook that hold what the page shows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import docx
import duckdb
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from dashboard.documents import Column, Document, Section, Table, write_document
from dashboard.files.content import Nothing, NotNow, write_download
from dashboard.files.contents import CONTENTS
from dashboard.person import Person
from dashboard.store.carry_over import Basis, Wish, record_change
from dashboard.store.database import open_store
from dashboard.texts import Language, Texts
from dashboard.warehouse import Warehouse
from tests.pages.page_municipality import HOSTILE_TEXT
from tests.pages.page_release import publish_page_release

CONTROLLER = Person("controller", "controller", ("municipality",), "Pejleby Kommune")
SOUTH = Person("centre_manager:south", "centre_manager", ("south",), "Center for Ældre")
WHOLE = {"fiscal_year": 2025, "unit": "municipality"}
CHANGED = Wish(
    fiscal_year=2025,
    line_id="operating:elm_school:service",
    seen_version=0,
    person="controller",
    person_role="controller",
    release="2026-11-03.1",
    old_amount_dkk=Decimal("1125000.00"),
    new_amount_dkk=Decimal("500000.00"),
    reason="=2+3 Klasser lukkes",
    basis=Basis(Decimal("22500000.00"), Decimal("20800000.00"), Decimal("1125000.00")),
)


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Warehouse]:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    publish_page_release(tmp_path / "releases")
    record_change(open_store(), CHANGED, now=datetime(2026, 11, 5, 8, tzinfo=UTC))
    warehouse = Warehouse(tmp_path / "releases")
    yield warehouse
    warehouse.close()


def written(
    warehouse: Warehouse,
    folder: Path,
    kind: str,
    person: Person = CONTROLLER,
    language: Language = "da",
    **filters: object,
) -> Path:
    content = CONTENTS[kind]
    path = folder / f"file.{content.suffix}"
    write_download(path, content, person, warehouse.door(person.scope), Texts(language), {**WHOLE, **filters})
    return path


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def words_of(document: WordDocument) -> str:
    """Every text of the document's body, tables and all."""
    return plain("\n".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))


def test_the_document_has_the_three_parts_under_real_headings(warehouse: Warehouse, tmp_path: Path) -> None:
    document = docx.Document(str(written(warehouse, tmp_path, "carry_over_case_document")))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style and one.style.name != "Normal"]
    assert headings == [
        ("Title", "Overførselssag 2025 til 2026: Pejleby Kommune"),
        *(("Heading 1", text) for text in (
            "Hele sagen", "Virkning på rammerne", "Drift: enheder", "Anlæg: projekter", "Finansiering",
            "Ændret i hånden", "Reglerne, i den rækkefølge de prøves",
        )),
    ]  # fmt: skip
    said = plain("\n".join(one.text for one in document.paragraphs))
    assert "2,5 mio. kr. overføres fra 2025 til 2026 og senere." in said
    assert "1 linje er ændret i hånden, −625 t.kr. i forhold til forslaget." in said
    assert "data til og med oktober 2026, udgivelse 2026-11-03.1" in said


def test_every_line_has_its_rule_its_sentence_and_the_reason_of_a_change(warehouse: Warehouse, tmp_path: Path) -> None:
    document = docx.Document(str(written(warehouse, tmp_path, "carry_over_case_document")))
    operating = document.tables[2]
    rows = [[plain(cell.text) for cell in row.cells] for row in operating.rows]
    assert rows[0] == [
        "Linje",
        "Korrigeret budget",
        "Regnskab",
        "Tilbage",
        "Overføres",
        "Bortfalder",
        "Reglen og hvorfor",
    ]
    elm = next(row for row in rows if row[0].startswith("Elmeskolen"))
    assert elm[1:6] == ["22.500", "20.800", "1.700", "500", "1.200"]
    assert elm[6] == (
        "Decentrale enheder: 5 % op. 1.700.000 kr. af 22.500.000 kr. blev ikke brugt. Reglen lader 5,0 % af budgettet "
        "følge med, 1.125.000 kr.; 575.000 kr. bortfalder. Ændret fra 1.125.000 kr. til 500.000 kr. af Controller den "
        "05.11.2026: =2+3 Klasser lukkes."
    )
    assert rows[-1] == ["I alt", "71.700", "71.410", "290", "−410", "700", ""]
    assert HOSTILE_TEXT in words_of(document)


def give_foster_care_to_the_south(releases: Path) -> None:
    """One operating line becomes another centre's, so that the part has two."""
    foster = "from carry_over_case__unit_total where unit_id = 'foster' and part = 'operating' and fiscal_year = 2025"
    amounts = ("revised_dkk", "outturn_dkk", "left_dkk", "proposed_dkk", "lapsed_dkk", "into_year_1_dkk")
    less = ", ".join(f"{name} = {name} - (select {name} {foster})" for name in amounts)
    with duckdb.connect(next(releases.glob("*/pejling.duckdb"))) as release:
        release.execute(
            "update carry_over_case__line set centre_id = 'south', centre_name = 'Center for Ældre' "
            "where line_id = 'operating:foster:transfers'"
        )
        release.execute(
            f"update carry_over_case__unit_total set {less} "
            "where unit_id = 'north' and part = 'operating' and fiscal_year = 2025"
        )
        release.execute(
            "delete from carry_over_case__unit_total "
            "where unit_id = 'south' and part = 'operating' and fiscal_year = 2025"
        )
        release.execute(f"insert into carry_over_case__unit_total select * replace ('south' as unit_id) {foster}")


def thousands(text: str) -> int:
    return int(plain(text).replace(".", "").replace("−", "-"))


def test_a_centre_s_sum_stands_above_its_lines_and_moves_with_them(warehouse: Warehouse, tmp_path: Path) -> None:
    give_foster_care_to_the_south(tmp_path / "releases")
    operating = docx.Document(str(written(warehouse, tmp_path, "carry_over_case_document"))).tables[2]
    rows = [[cell.text for cell in row.cells] for row in operating.rows]
    bold = [bool(row.cells[0].paragraphs[0].runs[0].bold) for row in operating.rows]
    assert [row[0].splitlines()[0] for row, is_bold in zip(rows, bold, strict=True) if is_bold] == [
        "Linje", "Center for Børn og Unge", "Center for Ældre", "I alt",
    ]  # fmt: skip
    sums = [number for number, is_bold in enumerate(bold) if is_bold]
    for first, after in pairwise(sums[1:]):
        for column in range(1, 6):
            lines = [thousands(row[column]) for row in rows[first + 1 : after]]
            assert lines
            assert thousands(rows[first][column]) == sum(lines), "the change of 625 t.kr. among them"
    assert [thousands(row[4]) for row in rows if row[0].startswith("Elmeskolen")] == [500]


def test_the_document_is_made_to_be_read(warehouse: Warehouse, tmp_path: Path) -> None:
    path = written(warehouse, tmp_path, "carry_over_case_document")
    document = docx.Document(str(path))
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}
    assert re.findall(r'<w:lang [^>]*w:val="([^"]+)"', parts["word/styles.xml"]) == ["da-DK"]
    footer = next(text for name, text in parts.items() if name.startswith("word/footer"))
    assert re.findall(r"<w:instrText[^>]*> (\w+) <", footer) == ["PAGE", "NUMPAGES"]
    for table in document.tables:
        heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)], "the first row stands on every page"
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Overførselssag 2025 til 2026: Pejleby Kommune", "da-DK")


def test_the_english_document_is_english(warehouse: Warehouse, tmp_path: Path) -> None:
    said = words_of(docx.Document(str(written(warehouse, tmp_path, "carry_over_case_document", language="en"))))
    assert "Operating: units" in said
    assert "The rule lets 5.0% of the budget follow, 1,125,000 DKK; 575,000 DKK lapses." in said
    assert "overføres" not in said


def test_the_workbook_holds_numbers_and_texts_that_stay_texts(warehouse: Warehouse, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(warehouse, tmp_path, "carry_over_case"))
    assert book.sheetnames == ["Hele sagen", "Drift", "Anlæg", "Finansiering", "Virkning på rammerne", "Regler", "Om"]
    operating = list(book["Drift"].iter_rows(values_only=True))
    elm = dict(zip(operating[0], operating[2], strict=True))
    assert (elm["Forslag"], elm["Overføres"], elm["Bortfalder"]) == (1_125_000, 500_000, 1_200_000)
    assert (elm["Ændret i hånden"], elm["Begrundelse"]) == ("ja", "=2+3 Klasser lukkes")
    assert operating[-1][:2] == ("I alt", None)
    assert operating[-1][6] == -410_000
    capital = book["Anlæg"]["A2"]
    assert (capital.value, capital.data_type) == ("=1+1 Ny fløj", "s")
    assert {"Til 2026", "Til 2027"} <= {cell.value for cell in book["Anlæg"][1]}
    assert "Til 2027" not in [cell.value for cell in book["Drift"][1]]
    about = dict(book["Om"].iter_rows(max_col=2, values_only=True))
    assert about["Udgivelse"] == "2026-11-03.1"
    assert about["År"] == "2025 til 2026"


@pytest.mark.parametrize("kind", ["carry_over_case", "carry_over_case_document"])
def test_a_bare_proposal_is_never_handed_out_as_the_case(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(NotNow):
        written(warehouse, tmp_path, kind)


@pytest.mark.parametrize("kind", ["carry_over_case", "carry_over_case_document"])
def test_a_file_holds_what_its_reader_may_see(warehouse: Warehouse, tmp_path: Path, kind: str) -> None:
    path = written(warehouse, tmp_path, kind, SOUTH, unit="south")
    with zipfile.ZipFile(path) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "Afdrag på lån" in inside
    for foreign in ("Elmeskolen", "Egeskolen", "Klasser lukkes", "Servicerammen"):
        assert foreign not in inside
    for unit in ("municipality", "north"):
        with pytest.raises(Nothing):
            written(warehouse, tmp_path, kind, SOUTH, unit=unit)


def test_what_no_document_can_hold_is_left_out(tmp_path: Path) -> None:
    table = Table((Column("a\x00b"), Column("n", is_number=True)), [("=cmd|' /C calc'!A0\x0b", "1\ud800")], "told")
    path = tmp_path / "odd.docx"
    write_document(path, Document("n", "t\x01", "en", ("p\x7f",), (Section("h", (), table),), "{page}/{pages}", "f",
                                  datetime(2026, 1, 1, tzinfo=UTC)))  # fmt: skip
    cells = [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows]
    assert cells == [["a b", "n"], ["=cmd|' /C calc'!A0 ", "1 "]]

"""7. What is taken home: no text of it becomes a formula, a link or markup, and no sign breaks the file."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl

from dashboard import documents, workbooks
from dashboard.access import door_of, person_of
from dashboard.documents import Document, write_document
from dashboard.downloads import disposition
from dashboard.files.content import Nothing, write_download
from dashboard.files.contents import CONTENTS
from dashboard.packs.content import Cell, Column, Pack, Said, Section, Table, Words
from dashboard.packs.drafting import WRITERS
from dashboard.packs.letters import cleaned
from dashboard.store.audit import Deed, record_deed
from dashboard.store.audit_file import write_entries
from dashboard.texts import Texts
from tests.packs.reading import READERS
from tests.security.ground import AS_TEXT, Attack, Ground, Strike

FILTERS: dict[str, object] = {
    "fiscal_year": 2026, "period": 10, "unit": "north", "organisation_view": "today", "year": 2026, "span": "2025K4",
    "project": "BATH", "budget_basis": "with_carry_over", "centre": "north", "programme": "EFF", "subject": "intern",
    "round": "BO3",
}  # fmt: skip
LINES_OF = {**FILTERS, "unit": "foster", "account": "4100", "function_code": None}
OF_TEXTS: dict[str, dict[str, object]] = {
    "budget_followup": FILTERS, "postings": LINES_OF, "capital_projects": FILTERS, "capital_project": FILTERS,
    "capital_carry_overs": FILTERS, "carry_over_case": FILTERS, "carry_over_case_document": FILTERS, "savings": FILTERS,
    "targets": FILTERS, "purchases": FILTERS, "staff": FILTERS, "atypical_postings": FILTERS, "data_quality": FILTERS,
    "focus_candidates": FILTERS, "forecast_accuracy": {**FILTERS, "year": 2025},
}  # fmt: skip
"""Those with texts of an extract; what people write themselves is in section 11."""
WITHOUT_TEXTS = (
    "catalogue", "use", "audit_log", "rights", "supervision", "published_areas", "data_orders", "forecast_round",
)  # fmt: skip
_LEADING_OUT = rb"<f[ >]|<hyperlink|TargetMode=.External|<img src=x"
SIGNS = "".join(
    map(chr, [*range(0x01, 0x20), 0x7F, 0x85, 0x9B, 0x200B, 0x200F, 0x202E, 0x2066, 0xFEFF, 0xFFFE, 0xFFFF])
)
"""Control characters, what has no width, what turns a line round, what is no character."""
HALF = "\ud800"
"""Half of a pair: no database and no frame holds it, so it comes to no workbook."""
HARM = f"\x00{SIGNS}=1+1<b>\x1b[2J"


def taken_home(kind: str, filters: dict[str, object], *, holds_texts: bool = True) -> Attack:
    """A file of the demo whose texts begin with each sign that begins a formula."""

    def attack(ground: Ground) -> Strike:
        ground["monkeypatch"].setenv("PEJLING_HOME", str(ground.home))
        ground["monkeypatch"].setenv("PEJLING_DEMO", "1")
        return lambda: only_texts(kind, ground["tmp_path"] / "file", filters, has_any=holds_texts)

    return attack


def only_texts(
    kind: str, path: Path, filters: dict[str, object], person: str = "controller", *, has_any: bool = True
) -> str:
    """A file that a person takes home: harmful texts are in it; none is a formula or leads out of it."""
    who = person_of({}, person)
    try:
        name = write_download(path, CONTENTS[kind], who, door_of(who), Texts("da"), filters)
    except Nothing:
        assert not has_any, "what is not there proves nothing"
        return AS_TEXT
    assert disposition(name).isprintable()
    whole = _parts(path.read_bytes())
    assert not has_any or any(b"onerror=alert(1)" in xml for xml in whole.values()), "what is not there proves nothing"
    assert not [part for part in whole if "externalLink" in part or "vba" in part.lower()]
    assert {part: found for part, xml in whole.items() if (found := re.findall(_LEADING_OUT, xml))} == {}
    return AS_TEXT


def _parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as parts:
        return {part: parts.read(part) for part in parts.namelist()}


def audit_as_csv(ground: Ground) -> Strike:
    """`pejling audit export`: whoever opens it has a sheet of texts."""
    tried = [Deed(kind="refused", person=sign + "1+1", words=sign + "cmd|x") for sign in workbooks.FORMULA_BEGINNINGS]
    lines = [record_deed(ground.store, deed) for deed in tried] if ground.store else []

    def strike() -> str:
        file = ground["tmp_path"] / "audit.csv"
        assert write_entries(file, lines) == len(tried)
        cells = [cell for line in file.read_text(encoding="utf-8-sig").splitlines() for cell in line.split(";")]
        assert any("1+1" in cell for cell in cells)
        assert not [cell for cell in cells if cell.lstrip('"').startswith(workbooks.FORMULA_BEGINNINGS)]
        return AS_TEXT

    return strike


def signs_in_a_workbook(ground: Ground) -> Strike:
    """As a cell, a heading, a line of what it is about and the sheet's name: XML that can be read, and no formula."""

    def strike() -> str:
        path, words = ground["tmp_path"] / "x.xlsx", workbooks.Words("About", *[HARM] * 5)
        rows = pl.DataFrame({"a": [HARM, "x"]})
        column = workbooks.Column("a", HARM, meaning=HARM, words={"x": HARM})
        workbooks.write_workbook(path, [workbooks.Sheet(HARM, rows, [column])], [(HARM, HARM)], words)
        return _well_made(path.read_bytes())

    return strike


def signs_in_a_document(ground: Ground) -> Strike:
    """In every place that a document has for a text."""

    def strike() -> str:
        path, harm = ground["tmp_path"] / "x.docx", f"{HARM}{HALF}"
        table = documents.Table((documents.Column(harm),), [(harm,)], harm, (harm,))
        section = documents.Section(harm, (harm,), table)
        write_document(path, Document("x", harm, "da", (harm,), (section,), "{page} {pages}", harm, datetime.now(UTC)))
        return _well_made(path.read_bytes())

    return strike


def _well_made(file: bytes) -> str:
    """Every part is XML that can be read, with none of the signs in it that XML cannot hold."""
    for name, xml in _parts(file).items():
        if name.endswith((".xml", ".rels")):
            said = "".join(ET.fromstring(xml).itertext())
            assert not set(said) & set("\x00\x01\x1b\ufffe\uffff\ud800"), name
        assert not re.findall(_LEADING_OUT, xml)
    return AS_TEXT


def _texts(file: bytes) -> str:
    """Every text and attribute of its parts; the pictures are not read as texts."""
    parts = [ET.fromstring(xml) for name, xml in _parts(file).items() if name.endswith((".xml", ".rels"))]
    return "".join(f"{one.text}{one.tail}{''.join(one.attrib.values())}" for part in parts for one in part.iter())


def signs_in_a_pack(ending: str) -> Attack:
    """In every text of a pack, in this form: the file can be read, and they are not in it."""

    def attack(_: Ground) -> Strike:
        def strike() -> str:
            content = WRITERS[ending](cleaned(_pack()))
            said = READERS[ending](content) if ending in ("pdf", "html") else _texts(content)
            assert "1+1" in said
            left = set(said) & set(HARM) - {"\t", "\n", "\r", *"=1+<b>[2J"}
            assert left == set(), ascii(left)
            return AS_TEXT

        return strike

    return attack


def _pack() -> Pack:
    text = f"{HARM}{HALF} 1+1"
    table = Table(text, text, (Column(text), Column(text)), ((Cell(text), Cell(text)),), note=text)
    section = Section("one", text, text, (text,), table=table)
    words = Words(**{**dict.fromkeys(Words.__dataclass_fields__, text), "page_of": f"{text} {{page}} {{pages}}"})
    values: dict[str, object] = dict.fromkeys(Pack.__dataclass_fields__, text)
    values |= {"sections": (section,), "words": words, "language": "da", "made_at": datetime.now(UTC)}
    values |= {"facts": (Said(text, text),), "sort": "centre", "edition": 1, "made_of": ()}
    return Pack(**values)  # type: ignore[arg-type]

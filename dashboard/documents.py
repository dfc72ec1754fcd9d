"""Word documents for an agenda: real headings and header rows, the reader's language, page numbers, landscape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.texts import Language

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section as WordSection
    from docx.table import Table as WordTable

LANGUAGE_TAGS: dict[Language, str] = {"da": "da-DK", "en": "en-GB"}
_MARGIN_CENTIMETRES = 1.8
_A4_CENTIMETRES = (29.7, 21.0)  # landscape
_TYPEFACE = "Arial"  # on every office computer, with figures of one width
_LONGEST_PROPERTY = 255  # of a document, by the format
_LINE = "B8C2C7"  # thin and grey: the figures are read, not the grid
# What XML cannot hold, and what would end a line where nobody wrote one.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how wide it is beside the others, and whether it holds numbers."""

    title: str
    width: float = 1.0
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table of texts that are ready to read. `total` is its last row, `description` what a screen reader says.

    `sums`: the numbers of the rows that add up those below them.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    description: str
    total: tuple[str, ...] | None = None
    sums: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Document:
    """A whole document. `page_of` names the pages below: `Side {page} af {pages}`."""

    name: str
    title: str
    language: Language
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
    page_of: str
    footer: str
    made_at: datetime


def write_document(path: Path, content: Document) -> None:
    """Write it as docx."""
    # Word's library is loaded by the one who asks for a document first, not by every command.
    from docx import Document as new_document  # noqa: N813, PLC0415

    document = new_document()
    _speak(document, content)
    _lay_out(document.sections[0], content)
    document.add_heading(_clean(content.title), level=0)
    for text in content.paragraphs:
        document.add_paragraph(_clean(text))
    for section in content.sections:
        document.add_heading(_clean(section.heading), level=1)
        for text in section.paragraphs:
            document.add_paragraph(_clean(text))
        if section.table:
            _add_table(document, section.table)
    document.save(str(path))


def _speak(document: WordDocument, content: Document) -> None:
    """The language, so that spelling and reading aloud are right, the title, and type that is easy to read."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    tag = LANGUAGE_TAGS[content.language]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag)
    defaults.append(language)
    normal = document.styles["Normal"]
    normal.font.size = Pt(9.5)
    for style in ("Normal", "Title", "Heading 1"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        # The theme's own typeface would win over a name.
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]
        document.styles[style].font.name = _TYPEFACE
    normal.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.title = _clean(content.title)[:_LONGEST_PROPERTY]
    properties.language, properties.author = tag, "Pejling"
    properties.created = properties.modified = content.made_at.replace(tzinfo=None)


def _lay_out(section: WordSection, content: Document) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Cm(length) for length in _A4_CENTIMETRES)
    margin = Cm(_MARGIN_CENTIMETRES)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{_clean(content.footer)}   ·   ")
    before, _, rest = content.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        footer.add_run(text)
        if field:
            _add_field(footer.add_run(), field)


def _add_field(run: Any, code: str) -> None:
    """A field that Word fills in: the number of this page, or of all."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "separate":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
        run._r.append(mark)
        if kind == "separate":
            run.add_text("1")


def _add_table(document: WordDocument, content: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    rows = [tuple(column.title for column in content.columns), *content.rows]
    rows += [content.total] if content.total else []
    table = document.add_table(rows=len(rows), cols=len(content.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    room = _A4_CENTIMETRES[0] - 2 * _MARGIN_CENTIMETRES
    whole = sum(column.width for column in content.columns)
    widths = [Cm(room * column.width / whole) for column in content.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, texts in enumerate(rows):
        is_total = content.total is not None and number == len(rows) - 1
        is_bold = number == 0 or is_total or number - 1 in content.sums
        _fill(table, number, texts, content.columns, widths, is_bold=is_bold)
    _draw_lines(table)
    _describe(table, content.description)


def _draw_lines(table: WordTable) -> None:
    """Lines between the rows alone, and a little air above and below the texts."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_drawn = side in {"top", "bottom", "insideH"}
        for name, value in {"val": "single" if is_drawn else "nil", "sz": "4", "space": "0", "color": _LINE}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side, width in {"top": "40", "left": "100", "bottom": "40", "right": "100"}.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The order of a table's properties is the schema's: borders, layout, margins, look.
    properties = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)


def _fill(
    table: WordTable,
    number: int,
    texts: tuple[str, ...],
    columns: tuple[Column, ...],
    widths: Sequence[Any],
    *,
    is_bold: bool,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    # A row's cells are found once: asking the table for each would take the square of its length.
    for cell, text, column, width in zip(table.rows[number].cells, texts, columns, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if column.is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(_clean(text))
        run.font.size, run.bold = Pt(8.5), is_bold or None


def _describe(table: WordTable, description: str) -> None:
    """The first row is the heading on every page, no row is cut in two, and the table says what it is."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    properties = table._tbl.tblPr
    for look in properties.findall(qn("w:tblLook")):
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), _clean(description))
        properties.append(told)


def _clean(text: str) -> str:
    """The text without what no document can hold."""
    return _UNPRINTABLE.sub(" ", text)

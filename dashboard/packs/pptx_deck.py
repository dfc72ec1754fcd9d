"""A presentation in our own dress: 16:9, one language, our colours; each slide with a title that is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from dashboard.packs.content import Cell, Figure, Kind, Pack, Said, Table
from dashboard.packs.pptx_charts import Place, add_chart, rgb
from dashboard.packs.pptx_fitting import height_of, largest
from dashboard.theme import palette

LANGUAGE_TAGS = {"da": "da-DK", "en": "en-GB"}
MARGIN, WIDTH, TOP, BOTTOM = 0.6, 12.133, 1.25, 6.9  # inches; what is written stands between top and bottom
_SLIDE = (13.333, 7.5)
_TYPEFACE = "Arial"  # on every office computer
_TITLE_ONLY, _TITLE_AND_TEXT, _COVER = 5, 1, 0
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SMALLEST_TITLE = 11
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINE = (
    '<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="{width}"><a:solidFill>'
    '<a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
)


class Deck:
    """A presentation that slides are added to."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.colours, self.tag = pack, palette("light"), LANGUAGE_TAGS[pack.language]
        self.slides_of: Counter[str] = Counter()
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = map(Inches, _SLIDE)
        told = self.file.core_properties
        told.title, told.author, told.language = pack.title[:255], "Pejling", self.tag
        told.created = told.modified = pack.made_at.replace(tzinfo=None, microsecond=0)
        told.last_modified_by, told.revision = "Pejling", 1
        self._dress()

    def cover(self, title: str) -> Any:
        """The first slide: a title and a place for what is said below it."""
        return self._new(_COVER, title, 1.5, 40)

    def slide(self, title: str, *, is_title_only: bool = False) -> Any:
        """A slide with its title and, unless it has a title only, a body to write in.

        What goes on from slide to slide is numbered: titles tell slides apart.
        """
        self.slides_of[title] += 1
        named = title if self.slides_of[title] == 1 else f"{title} ({self.slides_of[title]})"
        slide = self._new(_TITLE_ONLY if is_title_only else _TITLE_AND_TEXT, named, 0.75, 26)
        self.box(slide, (MARGIN, 7.0, WIDTH, 0.3), [Said("", self.pack.footer)], 9, colour="muted", least=6)
        return slide

    def _new(self, layout: int, title: str, height: float, most: float) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[layout])
        said = [Said("", title)]
        self.write(
            slide.shapes.title.text_frame, said, largest(said, WIDTH, height, most) or SMALLEST_TITLE, is_bold=True
        )
        return slide

    def body(self, slide: Any, place: Place, said: Sequence[Said], size: float) -> None:
        """The words of a slide, in its own place for them."""
        body = slide.placeholders[1]
        body.left, body.top, body.width, body.height = map(Inches, place)
        self.write(body.text_frame, said, size)

    def box(
        self,
        slide: Any,
        place: Place,
        said: Sequence[Said],
        size: float,
        *,
        is_panel: bool = False,
        colour: str = "ink",
        least: int | None = None,
    ) -> None:
        """Words in a place of their own; `least` is how small they may become to fit into it."""
        box = slide.shapes.add_textbox(*map(Inches, place))
        if is_panel:
            box.fill.solid()
            box.fill.fore_color.rgb = rgb(self.colours["panel"])
        if least is not None:
            size = next((one for one in range(round(size), least, -1) if _fits(said, place, one)), least)
        frame = box.text_frame
        self.write(frame, said, size, colour=colour)
        if not is_panel:
            frame.margin_left = frame.margin_right = 0

    def chart(self, slide: Any, place: Place, figure: Figure) -> None:
        """The figure's chart with its text alternative."""
        if figure.chart is not None:
            frame = add_chart(slide, place, figure.chart, self.colours, self.pack.made_at)
            _describe(frame, figure.title, figure.description)
            _speak(frame.chart._chartSpace, self.tag)

    def table(
        self, slide: Any, table: Table, corner: tuple[float, float], widths: Sequence[float],
        heights: Sequence[float], size: float,
    ) -> None:  # fmt: skip
        """A table of hairlines: the heading quiet, the total bold."""
        rows = [tuple(Cell(column.title) for column in table.columns), *table.rows]
        rows += [table.total] if table.total else []
        place = (*corner, sum(widths), sum(heights))
        frame = slide.shapes.add_table(len(rows), len(table.columns), *map(Inches, place))
        _describe(frame, table.caption, table.caption)
        grid = frame.table
        grid._tbl.tblPr.find(f"{_A}tableStyleId").text = _NO_STYLE
        grid.first_row, grid.horz_banding, grid.last_row = True, False, table.total is not None
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Inches(width)
        for line, (row, height) in enumerate(zip(rows, heights, strict=True)):
            grid.rows[line].height = Inches(height)
            is_total = table.total is not None and line == len(rows) - 1
            before: Kind = "text"
            for cell, content, column in zip(grid.rows[line].cells, row, table.columns, strict=True):
                is_number = column.kind != "text"
                self._cell(cell, content, size, is_head=line == 0, is_bold=is_total, is_number=is_number)
                if not is_number and before != "text":  # away from the number at the edge between them
                    cell._tc.tcPr.set("marL", str(Inches(0.25)))
                before = column.kind

    def _cell(
        self, cell: Any, content: Cell, size: float, *, is_head: bool, is_bold: bool, is_number: bool
    ) -> None:  # fmt: skip
        colour = "muted" if is_head else content.tone or "ink"
        is_marked = content.tone in {"over", "under", "watch"}
        self.write(
            cell.text_frame,
            [Said("", content.text)],
            size,
            is_bold=is_bold or is_marked,
            colour=colour,
            after=0,
            is_right=is_number,
        )
        told = "muted" if is_head or is_bold else "line"
        line = _LINE.format(width=9525 if told == "muted" else 6350, colour=self.colours[told].lstrip("#"))
        look = cell._tc.get_or_add_tcPr()
        for side, inches in (("marL", 0.07), ("marR", 0.07), ("marT", 0.03), ("marB", 0.03)):
            look.set(side, str(Inches(inches)))
        look.set("anchor", "b" if is_head else "t")
        look.insert(0, parse_xml(line))

    def note(self, slide: Any, texts: Sequence[str]) -> None:
        """The speaker's notes."""
        notes = slide.notes_slide
        self.write(notes.notes_text_frame, [Said("", text) for text in texts if text], 12)
        for shape in notes.shapes:
            _speak(shape._element, self.tag)

    def write(
        self,
        frame: Any,
        said: Sequence[Said],
        size: float,
        *,
        is_bold: bool = False,
        colour: str = "ink",
        after: float = 0.5,
        is_right: bool = False,
    ) -> None:
        """Each text in a paragraph of its own, a label in bold above it. A text goes in as text, never as markup.

        The elements are made here: the library's own way to each font, size and colour takes five times as long.
        """
        frame.word_wrap = True
        body = frame._txBody
        for empty in body.findall(f"{_A}p"):
            body.remove(empty)
        points = str(round(size * 100))
        for text, is_label in _lines(said):
            paragraph = _add(body, "p")
            look = _add(paragraph, "pPr", algn="r" if is_right else "l")
            _add(_add(look, "spcBef"), "spcPts", val="0")
            _add(_add(look, "spcAft"), "spcPts", val="0" if is_label else str(round(size * after * 100)))
            run = _add(paragraph, "r")
            font = _add(run, "rPr", lang=self.tag, sz=points, b="1" if is_bold or is_label else "0")
            _add(_add(font, "solidFill"), "srgbClr", val=self.colours[colour].lstrip("#"))
            _add(run, "t").text = text
        if not any(one.label or one.text for one in said):
            # Else the empty line is 18 points high, and the row of a table with it.
            _add(_add(body, "p"), "endParaRPr", lang=self.tag, sz=points)

    def _dress(self) -> None:
        """The library's own template is 4:3, English and in Calibri: made ours."""
        master = self.file.slide_master
        for part in (master.part, self.file.notes_master.part):
            theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
            theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{_TYPEFACE}"'.encode())
        holders = (
            self.file.part,
            master.part,
            self.file.notes_master.part,
            *(one.part for one in self.file.slide_layouts),
        )
        for holder in holders:
            _speak(holder._element, self.tag)
        for number, (top, height) in {
            _TITLE_AND_TEXT: (0.35, 0.75),
            _TITLE_ONLY: (0.35, 0.75),
            _COVER: (1.3, 1.5),
        }.items():
            self._place(self.file.slide_layouts[number], top, height, is_cover=number == _COVER)
        for style in master._element.iter(f"{_A}lvl1pPr"):
            for name, value in (("algn", "l"), ("marL", "0"), ("indent", "0")):
                style.set(name, value)
            for bullet in [node for node in style if node.tag.endswith(("buChar", "buFont", "buNone"))]:
                style.remove(bullet)

    def _place(self, layout: Any, top: float, height: float, *, is_cover: bool) -> None:
        """Title and body where 16:9 has them; date, footer and number stood where 4:3 had them."""
        for shape in list(layout.placeholders):
            kind = shape.placeholder_format.idx
            if kind in {10, 11, 12}:
                shape._element.getparent().remove(shape._element)
            elif kind == 0:
                shape.left, shape.top, shape.width, shape.height = map(Inches, (MARGIN, top, WIDTH, height))
                frame = shape.text_frame
                frame.vertical_anchor = MSO_ANCHOR.BOTTOM if is_cover else MSO_ANCHOR.TOP
                frame.margin_left = frame.margin_right = 0
                frame.paragraphs[0].alignment = PP_ALIGN.LEFT
            else:
                shape.left, shape.top, shape.width, shape.height = map(Inches, (MARGIN, top + height + 0.15, 10.5, 3.0))
                shape.text_frame.margin_left = shape.text_frame.margin_right = 0


def _fits(said: Sequence[Said], place: Place, size: float) -> bool:
    return sum(height_of(one, place[2], size) for one in said) <= place[3]


def _lines(said: Sequence[Said]) -> Iterator[tuple[str, bool]]:
    for one in said:
        if one.label:
            yield one.label, True
        if one.text:
            yield one.text, False


def _add(parent: Any, name: str, **attributes: str) -> Any:
    node = parent.makeelement(f"{_A}{name}", attributes)
    parent.append(node)
    return node


def _speak(holder: Any, tag: str) -> None:
    """The language of every text that has one."""
    for node in holder.iter():
        if node.get("lang"):
            node.set("lang", tag)


def _describe(frame: Any, name: str, description: str) -> None:
    told = frame._element.nvGraphicFramePr.cNvPr
    told.set("name", name[:250])
    told.set("descr", description)

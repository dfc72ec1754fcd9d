"""A pack as slides that can be edited: native charts and tables, real titles, alternative texts, notes, one language.

Nothing is left out and nothing made too small to read: what does not fit on a slide goes on on the next.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.packs.content import Decision, Figure, FocusArea, Pack, Said, Section, Table
from dashboard.packs.pptx_deck import BOTTOM, MARGIN, TOP, WIDTH, Deck
from dashboard.packs.pptx_fitting import (
    SMALLEST,
    column_widths,
    first_part,
    height_of,
    largest,
    row_heights,
    table_parts,
)

_LEFT, _RIGHT = 6.6, 5.25  # inches of the drawing and of the words beside it
_HEADING = 0.72  # the figure's title and unit
_LEAST_CHART = 2.1
_GAP = 0.15
_SMALL_TABLE, _TABLE = 10, 12
_LARGEST_WORDS = 16


def write_pptx(pack: Pack) -> bytes:
    """The pack as pptx, the same bytes for the same pack."""
    slides = _Slides(pack)
    slides.cover()
    for section in pack.sections:
        slides.section(section)
        for area in section.areas:
            slides.area(area)
    made = io.BytesIO()
    slides.deck.file.save(made)
    return repacked(made.getvalue())


class _Slides:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.deck = Deck(pack)

    def cover(self) -> None:
        pack, deck = self.pack, self.deck
        slide = deck.cover(pack.subject)
        said = [Said("", f"{pack.kind} · {pack.period}"), Said("", pack.lead), Said("", pack.lead_more)]
        body = slide.placeholders[1]
        deck.write(body.text_frame, said, largest(said, 10.5, 3.0, 18) or SMALLEST)
        facts = [Said("", "   ".join(f"{fact.label}: {fact.text}" for fact in pack.facts))]
        deck.box(slide, (MARGIN, 6.1, WIDTH, 0.9), facts, largest(facts, WIDTH, 0.9, 12) or SMALLEST)
        deck.note(slide, [pack.title, pack.footer])

    def section(self, section: Section) -> None:
        said = [Said("", section.finding), *(Said("", words) for words in section.paragraphs), *section.said]
        said += [
            Said(f"{area.number}. {area.title}", " · ".join(filter(None, (area.domain, area.at_stake))))
            for area in section.areas
        ]
        said = [one for one in said if one.text]
        if section.figure:
            beside = section.figure.table or section.table
            self._beside(section.heading, section.figure, said, beside)
            if section.figure.table and section.table:
                self._tables(section.heading, section.table)
            return
        need = sum(row_heights(section.table, WIDTH, _TABLE)) + _note_height(section.table) if section.table else 0.0
        words = sum(height_of(one, WIDTH, _LARGEST_WORDS) for one in said)
        if section.table and need + words + _GAP <= BOTTOM - TOP:
            slide = self._words(section.heading, said, words + 0.01)
            self._table(slide, section.table, TOP + words + _GAP, WIDTH, _TABLE)
            return
        if said:
            self._words(section.heading, said, BOTTOM - TOP)
        if section.table:
            self._tables(section.heading, section.table)

    def area(self, area: FocusArea) -> None:
        title = f"{area.number}. {area.title}"
        about = " · ".join(filter(None, (area.domain, area.at_stake, area.owner)))
        said = [one for one in (*area.said, area.last, Said("", about)) if one.text]
        panel = _decided(area.decision)
        height = height_of(panel, WIDTH - 0.3, SMALLEST) + 0.1
        has_room = height < 1.2
        slide = self._beside(
            title, area.figure, said, area.figure.table, height + _GAP if has_room else 0.0, area.score
        )
        if has_room:
            self.deck.box(slide, (MARGIN, BOTTOM - height, WIDTH, height), [panel], SMALLEST, is_panel=True)
        else:
            self._words(f"{title}: {area.decision.heading}", _answered(area.decision), BOTTOM - TOP)

    def _beside(
        self,
        title: str,
        figure: Figure,
        said: Sequence[Said],
        table: Table | None,
        below: float = 0.0,
        note: str = "",
    ) -> Any:
        """The drawing to the left, the words to the right, the table below: a narrow one below the drawing only."""
        deck, room = self.deck, BOTTOM - TOP - below
        slide = deck.slide(title)
        is_narrow = table is not None and len(table.columns) <= 3
        width, size = (_LEFT, _SMALL_TABLE) if is_narrow else (WIDTH, _SMALL_TABLE)
        need = sum(row_heights(table, width, size)) + _note_height(table) + _GAP if table else 0.0
        fits = table is None or room - need - _HEADING >= (_LEAST_CHART if figure.chart else 0.6)
        if not fits:
            need = 0.0
        deck.box(slide, (MARGIN, TOP, _LEFT, _HEADING), [Said(figure.title, figure.unit)], 13, least=9)
        chart_height = room - need - _HEADING
        if figure.chart is None:
            deck.box(slide, (MARGIN, TOP + _HEADING, _LEFT, 1.0), [Said("", figure.empty)], 13)
        else:
            place = (MARGIN, TOP + _HEADING, _LEFT, min(chart_height, _height_of_chart(figure)))
            deck.chart(slide, place, figure)
        words_height = room - (0.0 if is_narrow else need)
        size_of_words = largest(said, _RIGHT, words_height, 14) or SMALLEST
        shown, rest = first_part(said, _RIGHT, words_height, size_of_words)
        deck.body(slide, (MARGIN + WIDTH - _RIGHT, TOP, _RIGHT, words_height), shown, size_of_words)
        deck.note(slide, [figure.title, figure.description, note, self.pack.footer])
        if table and fits:
            self._table(slide, table, TOP + room - need + _GAP, width, size)
        if rest:
            self._words(title, rest, BOTTOM - TOP)
        if table and not fits:
            self._tables(title, table)
        return slide

    def _words(self, title: str, said: Sequence[Said], height: float) -> Any:
        """Words over the whole width, on as many slides as they take. Returns the last."""
        rest = tuple(said)
        while True:
            size = largest(rest, WIDTH, height, _LARGEST_WORDS) or 12
            shown, rest = first_part(rest, WIDTH, height, size)
            slide = self.deck.slide(title)
            self.deck.body(slide, (MARGIN, TOP, WIDTH, height), shown, size)
            self.deck.note(slide, [self.pack.footer])
            if not rest:
                return slide

    def _tables(self, title: str, table: Table) -> None:
        """A table on slides of its own, its heading on each."""
        room = BOTTOM - TOP - _note_height(table)
        named = title if title == table.caption else f"{title}: {table.caption}"
        for part in table_parts(table, WIDTH, room, _TABLE):
            slide = self.deck.slide(named, is_title_only=True)
            self._table(slide, part, TOP, WIDTH, _TABLE)
            self.deck.note(slide, [self.pack.footer])

    def _table(self, slide: Any, table: Table, top: float, width: float, size: float) -> None:
        heights = row_heights(table, width, size)
        self.deck.table(slide, table, (MARGIN, top), column_widths(table, width), heights, size)
        if table.note:
            self.deck.box(slide, (MARGIN, top + sum(heights), width, _note_height(table)), [Said("", table.note)], 9)


def _note_height(table: Table | None) -> float:
    return height_of(Said("", table.note), WIDTH, 9) + 0.1 if table and table.note else 0.0


def _height_of_chart(figure: Figure) -> float:
    """A few bars do not fill a slide."""
    chart = figure.chart
    return 0.6 + 0.55 * len(chart.bars) if chart is not None and chart.kind == "bars" else 99.0


def _ticked(decision: Decision) -> str:
    return "   ".join(
        f"{'☑' if place == decision.chosen else '☐'} {choice}" for place, choice in enumerate(decision.choices)
    )


def _decided(decision: Decision) -> Said:
    """The decision on one line, or room to write it."""
    blanks = "   ".join(f"{blank.label}: {blank.text or '_' * 16}" for blank in decision.blanks)
    return Said("", f"{decision.heading}   {_ticked(decision)}   {blanks}")


def _answered(decision: Decision) -> list[Said]:
    return [Said("", _ticked(decision)), *(replace(blank, text=blank.text or "_" * 16) for blank in decision.blanks)]


def repacked(made: bytes) -> bytes:
    """The same zip without the hour it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(part, old.read(name))
    return out.getvalue()

"""A pack's PDF: tagged as PDF/UA asks, the same bytes, every text as it was written, nothing beyond the page."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
import typst

from dashboard.packs.assemble import centre
from dashboard.packs.assemble_directors import directors
from dashboard.packs.content import Pack, Said, Section
from dashboard.packs.letters import clean, covered
from dashboard.packs.pdf import write_pdf
from dashboard.texts import Language, Texts
from tests.packs.sample import SCHOOLS, SMALL, SPAN, YEAR, Sample
from tests.packs.test_assemble import made
from tests.packs.worst import MARKUP, UNBROKEN, worst

MILLIMETRE = 72 / 25.4


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without what a line break, a hyphenation or a place to break puts in."""
    return re.sub(r"[\s\u00ad\u200b\u200d\ufe0f\ufffe\-\u2010\u2011]", "", text).casefold()


@dataclass(frozen=True)
class Tag:
    """A tagged element: its role, what stands in its place, and of a heading cell which way it heads."""

    role: str
    words: str
    scope: str


def tags(pdf: bytes) -> list[Tag]:
    """The tagged elements in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            Tag(str(node.S), str(node.get("/Alt", "")), scope(node))
            for node in _below(document.Root.StructTreeRoot)
            if "/S" in node
        ]


def _below(node: Any) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Dictionary):
        yield node
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from _below(kid)


def scope(node: pikepdf.Dictionary) -> str:
    attributes = node.get("/A")
    for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if isinstance(one, pikepdf.Dictionary) and one.get("/O") == "/Table":
            return str(one.get("/Scope"))
    return ""


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_says_its_language_its_title_and_its_standard(sample: Sample, language: Language) -> None:
    pack = made(sample, language=language)
    document = pikepdf.open(io.BytesIO(write_pdf(pack)))
    assert str(document.Root.Lang) == {"da": "da-DK", "en": "en-GB"}[language]
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as told:
        assert (told["pdfuaid:part"], told["dc:title"]) == ("1", pack.title)


def test_headings_tables_and_figures_are_tagged(sample: Sample) -> None:
    pack = made(sample)
    found = tags(write_pdf(pack))
    roles = Counter(tag.role for tag in found)
    areas = next(section.areas for section in pack.sections if section.areas)
    figures = [
        figure
        for section in pack.sections
        for figure in (section.figure, *(area.figure for area in section.areas))
        if figure
    ]
    tables = [one.table for one in (*pack.sections, *figures) if one.table]
    assert roles["/H1"] == 1
    assert roles["/H2"] == len(pack.sections)
    assert roles["/H3"] == len(areas)
    assert roles["/Table"] == roles["/THead"] == roles["/TBody"] == len(tables)
    assert roles["/TH"] == sum(len(table.columns) for table in tables)
    assert {tag.scope for tag in found if tag.role == "/TH"} == {"/Column"}
    levels = [int(tag.role[2:]) for tag in found if re.fullmatch(r"/H\d", tag.role)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_chart_has_its_numbers_in_words(sample: Sample) -> None:
    pack = made(sample)
    figures = [
        figure
        for section in pack.sections
        for figure in (*(area.figure for area in section.areas), section.figure)
        if figure and figure.chart
    ]
    drawn = [tag.words for tag in tags(write_pdf(pack)) if tag.role == "/Figure"]
    assert drawn == [figure.description for figure in figures]
    assert all(drawn)


def test_the_contents_lead_to_the_chapters(sample: Sample) -> None:
    pack = made(sample)
    document = pikepdf.open(io.BytesIO(write_pdf(pack)))
    links = [note for page in document.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    areas = sum(len(section.areas) for section in pack.sections)
    assert len(links) == areas + sum(not section.areas for section in pack.sections)
    assert all("/Contents" in note for note in links)
    assert {str(page.get("/Tabs")) for page in document.pages} == {"/S"}


def test_the_same_pack_is_the_same_bytes(sample: Sample) -> None:
    pack = made(sample)
    once = write_pdf(pack)
    write_pdf(made(sample, YEAR, SMALL, "en"))
    assert write_pdf(made(sample)) == once
    assert write_pdf(replace(pack, lead="Noget andet.")) != once


def test_several_are_made_at_once(sample: Sample) -> None:
    packs = [made(sample), made(sample, language="en"), made(sample, YEAR, SMALL)] * 2
    with ThreadPoolExecutor(3) as workers:
        assert list(workers.map(write_pdf, packs)) == [write_pdf(pack) for pack in packs]


@pytest.mark.parametrize("language", ["da", "en"])
def test_markup_of_people_is_text_letter_by_letter(sample: Sample, language: Language) -> None:
    pack = worst(made(sample, language=language))
    text = squeezed("".join(pages_of(write_pdf(pack))))
    shown = {
        one
        for section in pack.sections
        for one in (section.heading, section.finding, *section.paragraphs, *(said.text for said in section.said))
        if one
    }
    lost = [one for one in shown if squeezed(one) not in text]
    # A text over the end of a page has the footer in its middle; most have not.
    assert len(lost) < 0.1 * len(shown), lost
    assert text.count(squeezed(MARKUP)) > 50
    assert squeezed(UNBROKEN) in text


def packs(sample: Sample) -> Iterator[Pack]:
    yield made(sample)
    yield made(sample, language="en")
    yield worst(made(sample))
    yield worst(made(sample, YEAR, SMALL, "en"))
    yield directors(sample.warehouse, sample.store, Texts("da"), SPAN)


def test_nothing_stands_beyond_the_margins_and_no_page_is_empty(sample: Sample) -> None:
    for pack in packs(sample):
        document = pypdfium2.PdfDocument(write_pdf(pack))
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_rect(place) for place in range(text.count_rects())]
            text.close()
            page.close()
            where = f"{pack.file_name}, page {number + 1}"
            assert boxes, where
            assert min(box[0] for box in boxes) > 19 * MILLIMETRE, where
            assert max(box[2] for box in boxes) < width - 19 * MILLIMETRE, where
            assert min(box[1] for box in boxes) > 6 * MILLIMETRE, where
            assert max(box[3] for box in boxes) < height - 15 * MILLIMETRE, where
        document.close()


def test_a_centre_is_one_page_in_the_directors_pack(sample: Sample) -> None:
    pack = directors(sample.warehouse, sample.store, Texts("da"), SPAN)
    pages = pages_of(write_pdf(pack))
    names = [section.heading for section in pack.sections if section.name.startswith("centre")]
    begins = [next(n for n, text in enumerate(pages) if n and text.startswith(name)) for name in names]
    assert begins == list(range(2, 2 + len(names)))


def test_every_letter_that_there_is_can_be_set(sample: Sample) -> None:
    pack = made(sample)
    letters = [chr(letter) for letter in sorted(covered()) if clean(chr(letter)) == chr(letter)]
    lines = ["".join(letters[start : start + 60]) for start in range(0, len(letters), 60)]
    said = tuple(Said(str(number), line) for number, line in enumerate(lines))
    write_pdf(replace(pack, sections=(Section("letters", "Letters", said=said),)))


def test_a_letter_that_there_is_not_and_a_pack_without_a_title_are_refused(sample: Sample) -> None:
    pack = made(sample)
    with pytest.raises(typst.TypstError):
        write_pdf(replace(pack, lead="Ж"))
    with pytest.raises(typst.TypstError):
        write_pdf(replace(pack, title=""))


def test_a_chart_without_words_is_refused(sample: Sample) -> None:
    pack = made(sample)
    budget = next(section for section in pack.sections if section.name == "budget")
    assert budget.figure is not None
    silent = replace(budget, figure=replace(budget.figure, description=""))
    with pytest.raises(typst.TypstError, match="alt text"):
        write_pdf(replace(pack, sections=(silent,)))


def test_a_pack_is_made_through_the_centres_own_door(sample: Sample) -> None:
    pack = centre(sample.warehouse, sample.store, Texts("da"), SPAN, SCHOOLS)
    text = squeezed("".join(pages_of(write_pdf(pack))))
    others = ("Center for Børn og Familie", "Center for Sundhed og Ældre", "Plejehjem")
    assert [name for name in others if squeezed(name) in text] == []

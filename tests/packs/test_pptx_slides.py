"""A pack's slides: charts and tables that can be edited, everything said, nothing beyond the slide."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

from dashboard.packs.assemble_directors import directors
from dashboard.packs.content import Bar, Bars, Chart, Figure, Pack, Said, Series, Step, Steps, Table, Trend
from dashboard.packs.pptx_fitting import SMALLEST
from dashboard.packs.pptx_slides import write_pptx
from dashboard.texts import Texts
from tests.packs.reading import squeezed, texts_of_package
from tests.packs.sample import SMALL, SPAN, YEAR, Sample
from tests.packs.test_assemble import made
from tests.packs.worst import worst


def opened(pack: Pack) -> Any:
    return Presentation(io.BytesIO(write_pptx(pack)))


def packs(sample: Sample) -> list[Pack]:
    danish = [made(sample), directors(sample.warehouse, sample.store, Texts("da"), SPAN)]
    return [*danish, made(sample, YEAR, SMALL, "en"), worst(danish[0])]


def figures(pack: Pack) -> list[Figure]:
    found = [section.figure for section in pack.sections if section.figure]
    return [*found, *(area.figure for section in pack.sections for area in section.areas)]


def with_chart(pack: Pack, chart: Chart) -> Pack:
    figure = Figure("Fund", "mio. kr.", "Beskrevet", chart, None)
    return replace(pack, sections=(replace(pack.sections[-1], figure=figure, table=None, said=(), areas=()),))


def chart_of(pack: Pack) -> Any:
    return next(shape.chart for slide in opened(pack).slides for shape in slide.shapes if shape.has_chart)


def test_every_chart_is_native_and_has_the_numbers_that_are_told(sample: Sample) -> None:
    pack = made(sample)
    drawn = [figure.chart for figure in figures(pack) if figure.chart]
    charts = [shape.chart for slide in opened(pack).slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == len(drawn) > 5
    values = [[tuple(series.values) for series in chart.plots[0].series] for chart in charts]
    for chart in drawn:
        if isinstance(chart, Bars):
            assert [tuple(bar.value for bar in chart.bars)] in values
        elif isinstance(chart, Trend):
            assert [line.values for line in chart.series] in values


def test_every_slide_has_a_title_notes_and_texts_for_those_who_do_not_see(sample: Sample) -> None:
    for pack in packs(sample):
        for slide in opened(pack).slides:
            assert slide.shapes.title.text_frame.text.strip()
            assert pack.footer in slide.notes_slide.notes_text_frame.text
            for shape in slide.shapes:
                if shape.has_chart or shape.has_table:
                    assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_titles_tell_slides_apart(sample: Sample) -> None:
    """Also where words and a table of one chapter take a slide each."""
    pack = made(sample)
    held_back = next(one for one in pack.sections if one.name == "not_in_the_figures")
    long = replace(held_back, paragraphs=held_back.paragraphs * 4)
    for told in (pack, replace(pack, sections=(long,))):
        titles = [slide.shapes.title.text_frame.text for slide in opened(told).slides]
        assert len(titles) == len(set(titles))


def test_the_footer_can_be_read(sample: Sample) -> None:
    pack = made(sample)
    for slide in list(opened(pack).slides)[1:]:
        runs = [
            part.runs[0]
            for shape in slide.shapes
            if shape.has_text_frame
            for part in shape.text_frame.paragraphs
            if part.runs
        ]
        assert [run.font.size.pt for run in runs if run.text == pack.footer] == [9]


@pytest.mark.parametrize(
    ("values", "low", "high"), [((900.0, 827.0), 0, 1125), ((-90.0, -80.0), -112.5, 0), ((5.0, -5.0), -7.5, 7.5)]
)
def test_bars_begin_at_zero(sample: Sample, values: tuple[float, ...], low: float, high: float) -> None:
    bars = Bars(tuple(Bar(f"Nr. {value}", value, str(value), "watch") for value in values), "t.kr.")
    axis = chart_of(with_chart(made(sample), bars)).value_axis
    assert (axis.minimum_scale, axis.maximum_scale) == (low, high)


def test_all_that_is_said_stands_on_the_slides(sample: Sample) -> None:
    """Also what goes on on the next slide, which cuts a text in two."""
    for pack in packs(sample):
        whole = squeezed(texts_of_package(write_pptx(pack)))
        words = [pack.lead, pack.lead_more]
        for section in pack.sections:
            words += [section.heading, section.finding, *section.paragraphs, *(one.text for one in section.said)]
            for area in section.areas:
                words += [area.title, area.owner, area.last.text, area.score, *(one.text for one in area.said)]
                words += [area.decision.heading, *area.decision.choices, *(one.text for one in area.decision.blanks)]
        for text in words:
            assert all(squeezed(word) in whole for word in text.split())
        for figure in figures(pack):
            assert squeezed(figure.title) in whole
            assert squeezed(figure.description) in whole


def test_nothing_stands_beyond_the_slide_or_too_small(sample: Sample) -> None:
    for pack in packs(sample):
        deck = opened(pack)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width + Inches(0.01)
                assert shape.top + shape.height <= deck.slide_height
            body = [shape for shape in slide.placeholders if shape.placeholder_format.idx == 1]
            sizes = [run.font.size.pt for one in body for part in one.text_frame.paragraphs for run in part.runs]
            assert all(size >= SMALLEST for size in sizes)


@pytest.mark.parametrize("language", ["da", "en"])
def test_one_language_and_no_hour_of_its_own(sample: Sample, language: Any) -> None:
    content = write_pptx(made(sample, language=language))
    assert content == write_pptx(made(sample, language=language))
    spoken = {"da": "da-DK", "en": "en-GB"}[language]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    tags = {tag for part in parts.values() for tag in re.findall(rb'\slang="([^"]+)"', part)}
    assert tags == {spoken.encode()}
    books = [openpyxl.load_workbook(io.BytesIO(part)) for name, part in parts.items() if name.endswith(".xlsx")]
    made_at = made(sample, language=language).made_at.replace(tzinfo=None, microsecond=0)
    assert {book.properties.created for book in books} == {made_at}
    told = Presentation(io.BytesIO(content)).core_properties
    assert (told.created, told.language, told.author) == (made_at, spoken, "Pejling")


def test_a_name_that_looks_like_a_formula_is_a_name_in_the_workbook_of_a_chart(sample: Sample) -> None:
    bars = Bars((Bar("=1+1", 2.0, "2,0", "over"), Bar("@SUM", -1.0, "−1,0", "under")), "=cmd")
    content = write_pptx(with_chart(made(sample), bars))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (book,) = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert [cell.value for cell in cells if isinstance(cell.value, int | float)] == [2, -1]


def test_a_waterfall_through_zero_stands_where_it_should(sample: Sample) -> None:
    steps = (Step("Start", 10.0, "10", is_level=True), Step("Ned", -15.0, "−15"), Step("Ned", -2.0, "−2"),
             Step("Op", 4.0, "+4"), Step("Slut", -3.0, "−3", is_level=True))  # fmt: skip
    unseen, above, below, _ = (
        series.values for series in chart_of(with_chart(made(sample), Steps(steps, "Trin"))).plots[0].series
    )
    # Each step from where the last one ended: 0→10, 10→−5, −5→−7, −7→−3, 0→−3.
    assert list(unseen) == [0, 0, -5, -3, 0]
    assert list(above) == [10, 10, 0, 0, 0]
    assert list(below) == [0, -5, -2, -4, -3]


@pytest.mark.parametrize(
    "chart",
    [
        Trend(("K3",), ("2026",), (Series("Ny", (2.0,), ("2,0",), marked=3),), ((0.0, "0"), (2.0, "2")), (0.0, 2.0)),
        Trend(("K1", "K2"), ("", ""), (Series("Hul", (None, 1.0), ("", "1")), Series("Intet", (None, None), ("", ""))),
              (), (1.0, 1.0)),
        Steps((Step("Nul", 0.0, "0", is_level=True),), "Nul"),
    ],
)  # fmt: skip
def test_charts_of_next_to_nothing(sample: Sample, chart: Chart) -> None:
    assert chart_of(with_chart(made(sample), chart)) is not None


def test_a_long_table_goes_on_under_its_heading(sample: Sample) -> None:
    pack = made(sample)
    table = next(section.table for section in pack.sections if section.table)
    rows = table.rows * 12
    long = Table(table.name, table.caption, table.columns, rows, table.rows[0], "Bemærkning")
    section = replace(pack.sections[-1], figure=None, said=(), paragraphs=(), table=long)
    slides = [
        [shape.table for shape in slide.shapes if shape.has_table]
        for slide in opened(replace(pack, sections=(section,))).slides
    ]
    tables = [one for found in slides for one in found]
    assert len(tables) > 2
    assert sum(len(one.rows) - 1 for one in tables) == len(rows) + 1
    assert {one.cell(0, 0).text for one in tables} == {table.columns[0].title}
    assert [one.last_row for one in tables] == [False] * (len(tables) - 1) + [True]


def test_a_long_text_goes_on_on_the_next_slide(sample: Sample) -> None:
    pack = made(sample)
    words = [f"ord{number}" for number in range(1500)]
    section = replace(
        pack.sections[-1], figure=None, table=None, paragraphs=(), said=(Said("Forklaring", " ".join(words)),)
    )
    slides = opened(replace(pack, sections=(section,))).slides
    told = " ".join(slide.placeholders[1].text_frame.text for slide in list(slides)[1:])
    assert len(slides) > 3
    assert re.findall(r"ord\d+", told) == words

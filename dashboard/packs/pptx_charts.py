"""Charts that PowerPoint can edit: native, in our colours, and with a workbook inside that tells nothing by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from dashboard.packs.charts import Colours
from dashboard.packs.content import Bars, Chart, Series, Steps, Trend
from dashboard.packs.xlsx_workbook import BOOK, plain_text, properties

Place = tuple[float, float, float, float]
Row = tuple[str, list[float | None]]
_KINDS = {"trend": XL_CHART_TYPE.LINE, "bars": XL_CHART_TYPE.BAR_CLUSTERED, "steps": XL_CHART_TYPE.COLUMN_STACKED}
_LONGEST_NAME = 34
_LONGEST_AT_LINE = 15  # where a line ends there is room for so many letters
_MANY = 8  # periods on an axis
_ROOM_FOR_NUMBER = 0.25  # of the reach of bars, for the number at the end of each
_ROOM_ABOVE = 0.12  # of the highest step, for the number above it
_PLACE = (
    '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:manualLayout>'
    '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="0.08"/><c:y val="0.06"/><c:w val="0.72"/><c:h val="0.82"/></c:manualLayout></c:layout>'
)
_DECIMALS = re.compile(r"[.,](\d{1,2})(?!\d)")


def add_chart(slide: Any, place: Place, chart: Chart, colours: Colours, made_at: datetime) -> Any:
    """The chart on a slide, at (left, top, width, height) in inches. Returns its frame."""
    categories, series = _sheet(chart)
    data = CategoryChartData(number_format="0.0")
    data.categories = categories
    for name, values in series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(_KINDS[chart.kind], *map(Inches, place), data)
    drawing = frame.chart
    # The library's own workbook has the hour it was made, and would take a name that begins with = for a formula.
    drawing.part.chart_workbook.update_from_xlsx_blob(_workbook(categories, series, made_at))
    drawing.has_title, drawing.has_legend = False, False
    drawing.font.size, drawing.font.color.rgb = Pt(11), rgb(colours["muted"])
    match chart:
        case Trend():
            _trend(drawing, chart, colours)
        case Bars():
            _bars(drawing, chart, colours)
        case Steps():
            _steps(drawing, chart, colours)
    return frame


def rgb(colour: str) -> RGBColor:
    """`#RRGGBB` as the library has it."""
    return RGBColor.from_string(colour.lstrip("#"))


def _sheet(chart: Chart) -> tuple[list[str], list[Row]]:
    """The categories, and the series with their values."""
    match chart:
        case Trend():
            return _periods(chart), [(line.name, list(line.values)) for line in chart.series]
        case Bars():
            return [_short(bar.name) for bar in chart.bars], [(chart.series_name, [bar.value for bar in chart.bars])]
        case Steps():
            return _waterfall(chart)


def _periods(chart: Trend) -> list[str]:
    """Months are many: their year stands at the first of it."""
    names, year = [], ""
    for period, group in zip(chart.periods, chart.groups, strict=True):
        year = group or year
        names.append(f"{period} {(group if len(chart.periods) > _MANY and len(period) > 2 else year)[2:]}".strip())
    return names


def _waterfall(chart: Steps) -> tuple[list[str], list[Row]]:
    """A waterfall: what stands unseen between zero and the step, and the step itself, above zero and below it.

    On top is a place for the number: a stacked column has none outside itself.
    """
    unseen: list[float | None] = []
    above: list[float | None] = []
    below: list[float | None] = []
    at = 0.0
    for step in chart.steps:
        start, end = (0.0, step.value) if step.is_level else (at, at + step.value)
        low, high = sorted((start, end))
        unseen.append(round(low if low > 0 else min(high, 0.0), 6))
        above.append(round(max(high, 0.0) - max(low, 0.0), 6))
        below.append(round(min(low, 0.0) - min(high, 0.0), 6))
        at = end
    highest = max((abs(value or 0.0) for value in (*unseen, *above, *below)), default=0.0) or 1.0
    rows: list[Row] = [("–", unseen), (chart.series_name, above)]
    if any(below):
        rows.append((chart.series_name, below))
    rows.append(("–", [round(highest * _ROOM_ABOVE, 6)] * len(chart.steps)))
    return [_short(step.name) for step in chart.steps], rows


def _short(name: str, most: int = _LONGEST_NAME) -> str:
    """A name that stands beside its bar or line; the table has the whole one."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _workbook(categories: Sequence[str], series: Sequence[Row], made_at: datetime) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, BOOK) as book:
        book.set_properties(properties(made_at))
        page = book.add_worksheet("Sheet1")
        for line, name in enumerate(categories, start=1):
            plain_text(page, line, 0, name)
        for column, (name, values) in enumerate(series, start=1):
            plain_text(page, 0, column, name)
            for line, value in enumerate(values, start=1):
                if value is not None:
                    page.write_number(line, column, value)
    return made.getvalue()


def _trend(drawing: Any, chart: Trend, colours: Colours) -> None:
    for plot, line in zip(drawing.plots[0].series, chart.series, strict=True):
        is_reference = line.tone == "reference"
        plot.smooth = False
        plot.format.line.color.rgb, plot.format.line.width = rgb(colours[line.tone]), Pt(1.5 if is_reference else 2.75)
        if is_reference:
            plot.format.line.dash_style = MSO_LINE.DASH
        plot.marker.style = XL_MARKER_STYLE.NONE
        _label_line(plot, line, colours)
    # PowerPoint leaves no room of itself for the names where the lines end.
    area = drawing._chartSpace.chart.plotArea
    for automatic in [node for node in area if node.tag.endswith("}layout")]:
        area.remove(automatic)
    area.insert(0, parse_xml(_PLACE))
    axis = drawing.value_axis
    axis.minimum_scale, axis.maximum_scale = chart.range
    if len(chart.ticks) > 1:
        axis.major_unit = chart.ticks[1][0] - chart.ticks[0][0]
        axis.minimum_scale = min(chart.range[0], chart.ticks[0][0])
        axis.maximum_scale = max(chart.range[1], chart.ticks[-1][0])
    axis.tick_labels.number_format = _format([label for _, label in chart.ticks])
    axis.tick_labels.number_format_is_linked = False
    axis.major_gridlines.format.line.color.rgb = rgb(colours["line"])
    axis.format.line.fill.background()
    # The periods stand below the drawing, also where the line is under zero.
    drawing.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawing.category_axis.format.line.color.rgb = rgb(colours["line"])
    drawing.category_axis.major_tick_mark = XL_TICK_MARK.NONE


def _label_line(plot: Any, line: Series, colours: Colours) -> None:
    """The last is named where the line ends; those that are marked before it stand above it."""
    known = [place for place, value in enumerate(line.values) if value is not None]
    is_reference = line.tone == "reference"
    for place in known[-max(line.marked, 1) :]:
        point, is_last = plot.points[place], place == known[-1]
        if line.marked or len(known) == 1:
            _dot(point, colours[line.tone], colours["paper"])
        words = f"{_short(line.name, _LONGEST_AT_LINE)} {line.texts[place]}" if is_last else line.texts[place]
        position = XL_LABEL_POSITION.RIGHT if is_last else XL_LABEL_POSITION.ABOVE
        _label(point, words, colours["muted" if is_reference else line.tone], position)


def _bars(drawing: Any, chart: Bars, colours: Colours) -> None:
    plot = drawing.plots[0]
    plot.gap_width, plot.vary_by_categories = 60, False
    series = plot.series[0]
    series.invert_if_negative = False
    for place, bar in enumerate(chart.bars):
        series.points[place].format.fill.solid()
        series.points[place].format.fill.fore_color.rgb = rgb(colours[bar.tone])
    plot.has_data_labels = True
    labels = plot.data_labels
    # By a format: such a label follows the number when somebody edits it.
    labels.number_format, labels.number_format_is_linked = _format([bar.text for bar in chart.bars]), False
    labels.position, labels.font.bold, labels.font.color.rgb = XL_LABEL_POSITION.OUTSIDE_END, True, rgb(colours["ink"])
    drawing.value_axis.visible, drawing.value_axis.has_major_gridlines = False, False
    _from_zero(drawing.value_axis, [bar.value for bar in chart.bars])
    axis = drawing.category_axis
    axis.reverse_order, axis.major_tick_mark = True, XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.size = Pt(12)
    axis.format.line.color.rgb = rgb(colours["muted"])


def _from_zero(axis: Any, values: Sequence[float]) -> None:
    """An axis that is left to itself begins at 700 where the bars are 800 and 900, and one is twice as long."""
    low, high = min(0.0, *values), max(0.0, *values)
    room = ((high - low) or 1.0) * _ROOM_FOR_NUMBER
    axis.minimum_scale, axis.maximum_scale = low - room * (low < 0), high + room * (high > 0 or not low)


def _steps(drawing: Any, chart: Steps, colours: Colours) -> None:
    plot = drawing.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    unseen, *seen, above = plot.series
    for series in (unseen, above):
        series.format.fill.background()
    for series in seen:
        series.invert_if_negative = False
    for place, step in enumerate(chart.steps):
        for series in seen:
            point = series.points[place]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = rgb(colours[step.tone])
        _label(above.points[place], step.text, colours["ink"], XL_LABEL_POSITION.INSIDE_BASE)
    drawing.value_axis.visible, drawing.value_axis.has_major_gridlines = False, False
    drawing.category_axis.format.line.color.rgb = rgb(colours["line"])
    drawing.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawing.category_axis.major_tick_mark = XL_TICK_MARK.NONE


def _format(texts: Sequence[str]) -> str:
    """Excel's format for numbers that are written so: their decimals, and a sign where they have one."""
    decimals = max((len(found[1]) for text in texts if (found := _DECIMALS.search(text))), default=0)
    plain = "#,##0" + ("." + "0" * decimals if decimals else "")
    is_signed = any(text.startswith("+") for text in texts)
    return f'{"+" if is_signed else ""}{plain};"−"{plain};{plain}'


def _label(point: Any, words: str, colour: str, position: Any) -> None:
    label = point.data_label
    frame = label.text_frame
    frame.text = words
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.color.rgb = Pt(11), True, rgb(colour)
    label.position = position


def _dot(point: Any, fill: str, ring: str) -> None:
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 8
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = rgb(fill)
    point.marker.format.line.color.rgb = rgb(ring)

"""What fits on a slide. PowerPoint fits texts first when somebody edits them: sizes and breaks are reckoned here."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.packs.charts import text_width
from dashboard.packs.content import Cell, Said, Table

SIZES = (40, 32, 28, 26, 24, 22, 20, 18, 16, 14, 13, 12, 11, 10)
SMALLEST = 10  # what does not fit at this size goes on on the next slide
_LINE = 1.2  # of the size
_AFTER = 0.5  # of the size, below a paragraph
_POINTS = 72


def lines_of(text: str, width: float, size: float) -> int:
    """Lines that a text takes in so many inches; a word that does not fit on the line takes the next."""
    # Arial is a little wider than our own face where it is bold, and a line is seldom full.
    return max(1, math.ceil(text_width(text, size) * 1.08 / (width * _POINTS))) if text else 0


def height_of(said: Said, width: float, size: float) -> float:
    """Inches that a text takes with its label above it."""
    lines = lines_of(said.label, width, size) + lines_of(said.text, width, size)
    return (lines * _LINE + (_AFTER if said.text else 0.0)) * size / _POINTS


def largest(said: Sequence[Said], width: float, height: float, most: float) -> float | None:
    """The largest size, `most` at most, at which all of it fits; None where not even the smallest does."""
    for size in SIZES:
        if size <= most and sum(height_of(one, width, size) for one in said) <= height:
            return size
    return None


def first_part(
    said: Sequence[Said], width: float, height: float, size: float
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """What fits, and what goes on on the next slide. At least a line of it fits."""
    kept: list[Said] = []
    left = height
    for place, one in enumerate(said):
        need = height_of(one, width, size)
        if need <= left:
            kept.append(one)
            left -= need
            continue
        before, after = _broken(one, width, left, size)
        if before is None and not kept:  # no slide can hold less
            before, after = one, None
        rest = (*([after] if after else []), *said[place + 1 :])
        return (*kept, *([before] if before else [])), rest
    return tuple(kept), ()


def _broken(said: Said, width: float, height: float, size: float) -> tuple[Said | None, Said | None]:
    """A text in two where there is room for three lines of it; else all of it waits."""
    room = math.floor(height * _POINTS / (size * _LINE)) - lines_of(said.label, width, size) - 1
    words = said.text.split(" ")
    if room < 3 or len(words) < 2:
        return None, said
    fitting = 0
    while fitting < len(words) and lines_of(" ".join(words[: fitting + 1]), width, size) <= room:
        fitting += 1
    if not 0 < fitting < len(words):
        return None, said
    return Said(said.label, " ".join(words[:fitting])), Said("", " ".join(words[fitting:]))


def column_widths(table: Table, width: float) -> list[float]:
    """Inches of each column: a number takes what it needs where there is room, a name its share of the rest."""
    whole = sum(column.width for column in table.columns)
    return [width * column.width / whole for column in table.columns]


def row_heights(table: Table, width: float, size: float) -> list[float]:
    """Inches that the rows take, the heading first and the total last: a cell has as many lines as its text needs."""
    widths = [inches - 0.14 for inches in column_widths(table, width)]
    rows = [tuple(Cell(column.title) for column in table.columns), *table.rows, *([table.total] if table.total else [])]
    return [
        0.09
        + size
        * _LINE
        / _POINTS
        * max(lines_of(cell.text, room, size) or 1 for cell, room in zip(row, widths, strict=True))
        for row in rows
    ]


def table_parts(table: Table, width: float, height: float, size: float) -> list[Table]:
    """The table in parts that fit under each other's heading; the total stands below the last."""
    head, *heights = row_heights(table, width, size)
    total = heights.pop() if table.total else 0.0
    parts: list[list[tuple[Cell, ...]]] = [[]]
    used = head + total
    for row, need in zip(table.rows, heights, strict=True):
        if parts[-1] and used + need > height:
            parts.append([])
            used = head + total
        parts[-1].append(row)
        used += need
    last = len(parts) - 1
    return [
        Table(table.name, table.caption, table.columns, tuple(rows), table.total if number == last else None,
              table.note if number == last else "")
        for number, rows in enumerate(parts)
    ]  # fmt: skip

"""The fast way for ordinary rows: a column is understood by its distinct texts, whole, and not row by row.

It takes only rows that are beyond doubt and leaves every other row, with its line number, to the careful way
(`normalise`). What a cell means `ColumnReader` says in both ways; a test holds the two to the same result on any
content. A ledger's columns repeat: understanding 100 distinct days costs nothing, and handing the meanings back to a
million rows by their codes costs 3 ns a cell, where a regular expression costs 30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_

import polars as pl

from pipelines.extracts import personal
from pipelines.extracts.cells import Cells, cleaned
from pipelines.extracts.columns import ColumnReader
from pipelines.extracts.conditions import fits
from pipelines.extracts.layout import Layout
from pipelines.extracts.rows import LINE, Batch, as_text
from pipelines.extracts.spec import Spec

_Test = Callable[[pl.Series], pl.Series]


@dataclass(frozen=True)
class Meanings:
    """What the distinct texts of a column mean, by their code; the last is the empty cell. No `doubt`: nowhere."""

    categories: pl.Categories
    values: pl.Series
    doubt: pl.Series | None


class FastPath:
    """Separates the rows of a batch into those beyond doubt and the rest."""

    def __init__(self, spec: Spec, columns: list[ColumnReader], layout: Layout) -> None:
        self._spec, self._columns, self._layout = spec, columns, layout
        self._used = sorted({place for column in columns for place in column.places})
        self._known: dict[str, Meanings] = {}
        self._has_marks = False  # in any batch so far: its texts are still among the distinct ones

    def split(self, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Canonical rows beyond doubt (line and the columns), and the raw rows in doubt."""
        cells = Cells(batch)
        self._has_marks |= batch.has_marks
        read = {column.name: self._column(column, cells) for column in self._columns}
        doubts = [doubt for _, doubt in read.values() if doubt is not None]
        doubts += self._rule_doubts(cells)
        taken = pl.DataFrame({LINE: cells.lines} | {name: values for name, (values, _) in read.items()})
        doubt = any_of(doubts)
        if doubt is None:
            return taken, as_text(batch.frame.clear())
        return taken.filter(~doubt), as_text(batch.frame.filter(doubt))

    def _column(self, column: ColumnReader, cells: Cells) -> tuple[pl.Series, pl.Series | None]:
        """The values of a column, and where they are in doubt."""
        codes = cells.codes(next(iter(column.places))) if len(column.places) == 1 else None
        if codes is None:
            return _judged(column, cells)
        known = self._meanings(column, cells)
        rows = _rows(codes, known.values)
        return known.values.gather(rows), None if known.doubt is None else known.doubt.gather(rows)

    def _meanings(self, column: ColumnReader, cells: Cells) -> Meanings:
        """Understood anew only when a batch has brought new texts."""
        (place,) = column.places
        categories, texts = cells.distinct(place)
        known = self._known.get(column.name)
        if known is None or known.categories != categories or known.values.len() != texts.len():
            frame = pl.DataFrame({str(place): texts, LINE: range(texts.len())}, schema_overrides={LINE: pl.Int64})
            batch = Batch(frame, texts.len(), is_plain=True, has_marks=self._has_marks)
            known = Meanings(categories, *_judged(column, Cells(batch)))
            self._known[column.name] = known
        return known

    def _rule_doubts(self, cells: Cells) -> Iterator[pl.Series]:
        """Rows that some rule may mean: one true condition of it is enough for doubt."""
        tests: list[tuple[int, _Test]] = []
        if self._used:
            first = self._used[0]
            tests.append((first, lambda texts: texts == self._layout.names[first].strip()))
            if not any(column.is_needed and column.places for column in self._columns):
                tests.append((first, pl.Series.is_null))  # nothing else would find an empty row
        tests += [(place, pl.Series.is_not_null) for place, name in enumerate(self._layout.names) if not name.strip()]
        conditions = [rule.conditions[0] for rule in self._spec.leave_out]
        row = self._spec.control_total.row
        for condition in [*conditions, row] if row else conditions:
            everywhere = "*" in condition.column
            place = None if everywhere else self._layout.index(condition.column)
            places = range(len(self._layout.names)) if everywhere else [place] if place is not None else []
            tests += [(one, partial(fits, condition)) for one in places]
        for place, test in tests:
            mask = _where(cells, place, test)
            if mask.any():
                yield mask.fill_null(value=False)


def _where(cells: Cells, place: int, test: _Test) -> pl.Series:
    """The rows whose cell passes a test of its text."""
    codes = cells.codes(place)
    if codes is None:
        return test(cells[place])
    texts = cleaned(cells.distinct(place)[1])
    return test(texts).gather(_rows(codes, texts))


def _rows(codes: pl.Series, texts: pl.Series) -> pl.Series:
    """Which of some texts each row has; the last for an empty cell."""
    return codes.fill_null(texts.len() - 1) if codes.null_count() else codes


def _judged(column: ColumnReader, cells: Cells) -> tuple[pl.Series, pl.Series | None]:
    """The values of a column by the careful way; a fault or a masked CPR number is a doubt."""
    converted = column.read(cells)
    doubts = [mask for mask, _ in converted.faults]
    if converted.masked:
        doubts.append(converted.values.str.contains(personal.MASK, literal=True).fill_null(value=False))
    return converted.values, any_of(doubts)


def any_of(masks: list[pl.Series]) -> pl.Series | None:
    """Where any of some masks is true; None for nowhere."""
    found = [mask for mask in masks if mask.any()]
    return reduce(or_, found) if found else None

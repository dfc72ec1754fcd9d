"""From the cells of a batch to one canonical column: the text in its one written form, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from pipelines.canonical import Column
from pipelines.extracts import personal
from pipelines.extracts.blocks import MAX_FIELD_CHARACTERS
from pipelines.extracts.cells import Cells, negated, pasted, without
from pipelines.extracts.column_spec import ColumnSpec
from pipelines.extracts.layout import Layout
from pipelines.extracts.mappings import (
    Mapping,
    Padding,
    Step,
    boolean_mapping,
    date_mapping,
    extract_mapping,
    integer_mapping,
    listed_mapping,
    parent_mapping,
    period_mapping,
    value_mapping,
)
from pipelines.extracts.numbers import AMOUNT, CANONICAL, NumberForm, native_text
from pipelines.extracts.periods import Period
from pipelines.problems import WrongUse

_ERROR_VALUE = r"^#(?:N/A|I/T|REF!|REFERENCE!|DIV/0!|DIVISION/0!|VALUE!|VÆRDI!|NAME\?|NAVN\?|NUM!|NULL!|NV|WERT!)"
_OVERFLOW = r"^\*{3,}$"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f]"
_ODD = rf"^[#*]|\x{{fffd}}|{_CONTROL}"  # one look where four are seldom needed

Fault = tuple[pl.Series, str]


@dataclass
class Converted:
    """One canonical column of a batch. `shown`: the cells as they stand in the file, for the quarantine."""

    values: pl.Series
    shown: pl.Series
    faults: list[Fault] = field(default_factory=list)
    amounts: pl.Series | None = None
    masked: int = 0


class ColumnReader:
    """Reads one canonical column by its spec from the files of one layout."""

    def __init__(self, name: str, spec: ColumnSpec, canonical: Column, layout: Layout, where: str) -> None:
        self.name, self.spec, self.canonical = name, spec, canonical
        self._where = where
        self._places = {headers: layout.single_index(headers, where) for headers in spec.headers()}
        self._steps: list[Step] = []

    @property
    def places(self) -> set[int]:
        """The positions it reads."""
        return {place for place in self._places.values() if place is not None}

    @property
    def parts(self) -> list[int]:
        """The positions of its own cells, in order; those of absent optional headers left out."""
        own = [headers for headers in self.spec.headers() if not self.spec.sign or headers != self.spec.sign.from_]
        return [place for headers in own if (place := self._places[headers]) is not None]

    @property
    def is_needed(self) -> bool:
        return self.canonical.needed or self.spec.needed

    @property
    def may_be_masked(self) -> bool:
        is_words = self.canonical.type in ("text", "code")
        return is_words and not (self.spec.private or self.canonical.private or not self.spec.may_hold_cpr)

    def prepare(self, period: Period | None, *, typed: bool) -> None:
        """Make ready for a file of `period`. Raises WrongUse when the spec wants a part that the period lacks."""
        self._typed = typed
        self.constant = self.spec.value
        if self.spec.from_period is not None:
            self.constant = self._written(period)
        if self.constant is not None and self.canonical.type == "integer":
            self.constant = integer_mapping().meaning(self.constant)
        self.form = NumberForm(
            self.spec.decimal, self.spec.thousands, self.spec.negative, self.spec.decimals, self.spec.round_
        )
        self._signs = Mapping(self._sign)
        self._steps = self._mappings()

    def _written(self, period: Period | None) -> str:
        wrong = "neither file name nor letterhead has a period"
        if period is not None:
            try:
                return period.write(self.spec.from_period or "")
            except ValueError as error:
                wrong = str(error)
        raise WrongUse(
            f"columns.{self.name}.from_period: {wrong}", where=self._where, remedy="add {yyyy} and {MM} to file.pattern"
        )

    def _mappings(self) -> list[Step]:
        """What happens to a text on its way, in this order: part of it, meaning, length, level, closed list."""
        spec, kind = self.spec, self.canonical.type
        steps: list[Step | None] = [extract_mapping(spec.extract) if spec.extract is not None else None]
        if spec.period is not None:
            steps.append(period_mapping(spec))
        elif kind in ("date", "timestamp"):
            steps.append(date_mapping(spec, timestamp=kind == "timestamp", typed=self._typed))
        else:
            steps.append(value_mapping(spec))
        if kind == "boolean":
            steps.append(boolean_mapping())
        if kind == "integer" and spec.period is None:
            steps.append(integer_mapping())
        steps.append(Padding(spec.pad) if spec.pad else None)
        steps.append(parent_mapping(spec.parent_by_length) if spec.parent_by_length else None)
        if self.canonical.values is not None and spec.values is None and spec.values_matching is None:
            steps.append(listed_mapping(self.canonical.values))
        return [step for step in steps if step is not None]

    def read(self, cells: Cells) -> Converted:
        """The column of a batch."""
        if self.constant is not None:
            values = cells.constant(self.constant)
            return Converted(values, values, [], self._constant_amounts(values))
        gathered = self._gathered(cells)
        shown = gathered
        if self.spec.empty:
            gathered = without(gathered, gathered.is_in(list(self.spec.empty)))
        faults = self._damage(cells, gathered)
        for mask, _ in faults:
            gathered = without(gathered, mask)
        if self.canonical.type == "decimal":
            converted = self._decimal(cells, gathered, shown)
        else:
            converted = self._words(gathered, shown)
        converted.faults[:0] = faults
        self._demand(converted)
        if self.may_be_masked:
            converted.values, converted.masked = personal.masked(converted.values)
        return converted

    def _constant_amounts(self, values: pl.Series) -> pl.Series | None:
        return values.cast(AMOUNT) if self.canonical.type == "decimal" else None

    def _cell(self, cells: Cells, headers: tuple[str, ...]) -> pl.Series:
        place = self._places[headers]
        return cells.constant(None) if place is None else cells[place]

    def _gathered(self, cells: Cells) -> pl.Series:
        """The cell or cells that the column comes from, as one text."""
        spec = self.spec
        if spec.from_ is not None:
            return self._cell(cells, spec.from_)
        if spec.plus is not None or spec.minus is not None:
            parts = [self._cell(cells, headers) for headers in (spec.plus, spec.minus) if headers]
            return parts[0] if len(parts) == 1 else pasted(parts, " / ")
        if spec.join is not None:
            return pasted([self._cell(cells, headers) for headers in spec.join], spec.join_with)
        parts = [self._cell(cells, headers) for headers in spec.first_of or ()]
        return pl.select(pl.coalesce(*parts)).to_series()

    def _damage(self, cells: Cells, gathered: pl.Series) -> list[Fault]:
        """Cells that hold an error of the source instead of a value."""
        faults = []
        if cells.batch.has_marks and self.canonical.type in ("text", "code"):
            faults.append((gathered.str.len_bytes() > MAX_FIELD_CHARACTERS, "field_too_long"))
        if (cells.batch.has_marks or not cells.batch.is_plain) and gathered.str.contains(_ODD).any():
            faults.insert(0, (gathered.str.contains(_ERROR_VALUE), "error_value"))
            if self.canonical.type != "text":
                faults.insert(1, (gathered.str.contains(_OVERFLOW), "overflow"))
            faults.append((gathered.str.contains("\ufffd", literal=True), "replacement_character"))
            faults.append((gathered.str.contains(_CONTROL), "control_character"))
        return [(mask.fill_null(value=False), reason) for mask, reason in faults if mask.any()]

    def _words(self, gathered: pl.Series, shown: pl.Series) -> Converted:
        faults: list[Fault] = []
        values = gathered
        thousands = self.spec.thousands if self.canonical.type == "integer" else ()
        marks = [*self.spec.remove, *thousands]
        if marks:
            values = values.str.replace_many(dict.fromkeys(marks, ""))
        for step in self._steps:
            values, wrong = step.apply(values)
            faults += wrong
        if self.spec.prefix:
            values = self.spec.prefix + values
        return Converted(values, shown, faults)

    def _decimal(self, cells: Cells, gathered: pl.Series, shown: pl.Series) -> Converted:
        if self.spec.plus is None and self.spec.minus is None:
            amounts, faults = self._numbers(cells, gathered, self._places[self.spec.from_ or ()])
        else:
            amounts, faults = self._difference(cells)
        if self.spec.sign is not None:
            signs, wrong = self._signs.apply(self._cell(cells, self.spec.sign.from_).fill_null(""))
            faults += [(mask & amounts.is_not_null(), reason) for mask, reason in wrong]
            amounts = negated(amounts, signs == "-")
        if self.spec.negate:
            amounts = -amounts
        amounts = amounts.cast(AMOUNT)
        return Converted(amounts.cast(pl.String), shown, faults, amounts)

    def _numbers(self, cells: Cells, texts: pl.Series, place: int | None) -> tuple[pl.Series, list[Fault]]:
        words = cells.batch.words.get(place) if place is not None else None
        if not self._typed:
            return self.form.read(texts)
        if words is None or not words.any():
            return self._native.read(native_text(texts))
        typed_texts = without(texts, words)
        native, native_faults = self._native.read(native_text(typed_texts))
        typed_in, word_faults = self.form.read(without(texts, ~words))
        amounts = pl.select(pl.coalesce(native, typed_in)).to_series()
        return amounts, native_faults + word_faults

    @property
    def _native(self) -> NumberForm:
        """Number cells have one form; whether they are rounded the spec says."""
        return NumberForm(CANONICAL.decimal, is_rounded=self.spec.round_)

    def _difference(self, cells: Cells) -> tuple[pl.Series, list[Fault]]:
        """The `plus` column less the `minus` column; NULL where both are empty."""
        sides: list[pl.Series] = []
        faults: list[Fault] = []
        for headers, factor in ((self.spec.plus, 1), (self.spec.minus, -1)):
            if headers is None:
                continue
            texts = self._cell(cells, headers)
            if self.spec.empty:
                texts = without(texts, texts.is_in(list(self.spec.empty)))
            amounts, wrong = self._numbers(cells, texts, self._places[headers])
            sides.append(amounts if factor == 1 else -amounts)
            faults += wrong
        if len(sides) == 1:
            return sides[0], faults
        left, right = sides
        whole = pl.select(
            pl.when(left.is_null() & right.is_null()).then(None).otherwise(left.fill_null(0) + right.fill_null(0))
        )
        return whole.to_series(), faults

    def _sign(self, text: str) -> tuple[str | None, str | None]:
        sign = self.spec.sign
        if sign is None or text in sign.plus:
            return "+", None
        return ("-", None) if text in sign.minus else (None, "unknown_sign")

    def _demand(self, converted: Converted) -> None:
        """Defaults for empty cells; a needed cell that stays empty is a fault."""
        if not (self.is_needed or self.spec.default is not None) or not converted.values.null_count():
            return
        empty = converted.values.is_null()
        for mask, _ in converted.faults:
            empty &= ~mask
        if self.spec.default is not None:
            converted.values = converted.values.set(empty, self.spec.default)
            if converted.amounts is not None:
                converted.amounts = converted.values.cast(AMOUNT)
        elif self.is_needed and empty.any():
            converted.faults.append((empty, "needed_cell_empty"))

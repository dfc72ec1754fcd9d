"""The fast way for ordinary rows: one Polars query a batch.

It takes only rows that are beyond doubt and leaves every other row, with its line number, to the careful way
(`normalise`). A test holds the two to the same result on any content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.extracts import personal
from pipelines.extracts.blocks import MAX_FIELD_CHARACTERS
from pipelines.extracts.columns import ColumnReader
from pipelines.extracts.layout import Layout
from pipelines.extracts.numbers import AMOUNT
from pipelines.extracts.rows import LINE
from pipelines.extracts.spec import Spec
from pipelines.extracts.spec_tables import Condition

_DOUBT = "doubt:"
_VALUE = "value:"
_NUMBER = "number:"


@dataclass(frozen=True)
class Doubtless:
    """A canonical column of the rows beyond doubt, and which rows are in doubt."""

    value: pl.Expr
    doubt: pl.Expr


class FastPath:
    """Separates the rows of a batch into those beyond doubt and the rest."""

    def __init__(self, spec: Spec, columns: list[ColumnReader], layout: Layout) -> None:
        self._spec, self._columns, self._layout = spec, columns, layout
        self._prepared: list[pl.Expr] = []
        self._has_marks = True
        self._used = sorted({place for column in columns for place in column.places})

    def split(self, frame: pl.DataFrame, *, has_marks: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Canonical rows beyond doubt (line and the columns), and the raw rows in doubt.

        `has_marks`: some cell may begin with =" or # or *** or be overlong.
        """
        self._has_marks = has_marks
        # Each in its own step: within one query Polars would trim a column once for every expression that names it.
        trimmed = frame.lazy().with_columns(pl.col(str(place)).str.strip_chars() for place in self._used).collect()
        self._prepared = list(self._read_amounts())
        found = [self._column(column, trimmed) for column in self._columns]
        trimmed = trimmed.lazy().with_columns(self._prepared).collect()
        doubts = [one.doubt for one in found]
        doubts += [cell(place).is_null() for place in self._used[:1] if self._may_be_blank()]
        doubts += list(self._rule_doubts(trimmed))
        names = [column.name for column in self._columns]
        query = trimmed.lazy().select(
            pl.col(LINE),
            *(one.value.alias(f"{_VALUE}{name}") for name, one in zip(names, found, strict=True)),
            *(doubt.fill_null(value=True).alias(f"{_DOUBT}{index}") for index, doubt in enumerate(doubts)),
        )
        result = query.collect()
        raised = [one for one in result.get_columns()[len(names) + 1 :] if one.any()]
        result = result.select(LINE, **{name: pl.col(f"{_VALUE}{name}") for name in names})
        if not raised:
            return result, frame.clear()
        doubt = pl.DataFrame(raised).select(pl.any_horizontal(pl.all())).to_series()
        return result.filter(~doubt), frame.filter(doubt)

    def _read_amounts(self) -> Iterator[pl.Expr]:
        """The numbers in every column that holds amounts."""
        for column in self._columns:
            if column.canonical.type == "decimal" and column.constant is None:
                for place in column.parts:
                    yield column.form.amounts(cell(place)).alias(f"{_NUMBER}{place}")

    def _may_be_blank(self) -> bool:
        """Without a needed column an empty row would pass as a row."""
        return not any(column.is_needed and column.places for column in self._columns)

    def _rule_doubts(self, trimmed: pl.DataFrame) -> Iterator[pl.Expr]:
        """Rows that some rule may mean: one true condition of it is enough for doubt."""
        if self._used:
            first = self._used[0]
            yield cell(first) == self._layout.names[first].strip()
        for place, name in enumerate(self._layout.names):
            if not name.strip():
                yield cell(place).is_not_null()
        conditions = [rule.conditions[0] for rule in self._spec.leave_out]
        row = self._spec.control_total.row
        for condition in [*conditions, row] if row else conditions:
            yield from self._condition(condition, trimmed)

    def _condition(self, condition: Condition, trimmed: pl.DataFrame) -> Iterator[pl.Expr]:
        everywhere = "*" in condition.column
        place = None if everywhere else self._layout.index(condition.column)
        places = range(len(self._layout.names)) if everywhere else [place] if place is not None else []
        for one in places:
            # A column that the rows do not use is not trimmed yet.
            text = cell(one).str.strip_chars()
            if condition.is_ is not None:
                yield text.is_in(list(condition.is_)).fill_null(value=False)
            elif condition.is_not is not None:
                yield ~text.is_in(list(condition.is_not)).fill_null(value=False)
            elif condition.matches is not None:
                distinct = trimmed.get_column(str(one)).str.strip_chars().unique().drop_nulls().to_list()
                pattern = re.compile(condition.matches)
                yield text.is_in([each for each in distinct if pattern.search(each)]).fill_null(value=False)
            else:
                empty = text.is_null() | (text == "")
                yield empty if condition.empty else ~empty

    def _column(self, column: ColumnReader, trimmed: pl.DataFrame) -> Doubtless:
        spec = column.spec
        if column.constant is not None:
            return Doubtless(pl.lit(column.constant), pl.lit(value=False))
        gathered = self._gathered(column)
        doubt = self._damaged(gathered)
        if spec.empty:
            doubt |= gathered.is_in(list(spec.empty))
        if column.is_needed or spec.default is not None:
            doubt |= gathered.is_null()
        if column.canonical.type == "decimal":
            return self._amount(column, doubt)
        if column.is_plain:
            value = gathered
        elif column.is_padded_only:
            value = gathered.str.zfill(spec.pad or 0)
            doubt |= ~gathered.str.contains("^[0-9]+$")
        else:
            value, unclear = self._mapped(column, gathered, trimmed)
            doubt |= unclear
        if column.may_be_masked:
            doubt |= value.str.contains(personal.PATTERN)
        return Doubtless(value, _certain(doubt))

    def _gathered(self, column: ColumnReader) -> pl.Expr:
        parts = [cell(place) for place in column.parts]
        if len(parts) == 1:
            return parts[0]
        if column.spec.join is not None:
            text = pl.concat_str([part.fill_null("") for part in parts], separator=column.spec.join_with)
            return pl.when(pl.any_horizontal([part.is_not_null() for part in parts])).then(text)
        return pl.coalesce(parts)

    def _mapped(self, column: ColumnReader, gathered: pl.Expr, trimmed: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
        """What each distinct text means, by the careful way; a text that means nothing is in doubt."""
        distinct = trimmed.select(gathered.alias("text")).get_column("text").unique().drop_nulls()
        if not distinct.len():
            return gathered, pl.lit(value=False)
        meant, faulty = column.meanings(distinct)
        value = gathered.replace_strict(distinct, meant, default=None, return_dtype=pl.String)
        self._prepared.append(value.alias(f"{_VALUE}{column.name}"))
        value = pl.col(f"{_VALUE}{column.name}")
        unclear = value.is_null() & gathered.is_not_null()
        return value, unclear | gathered.is_in(faulty.to_list()) if faulty.len() else unclear

    def _amount(self, column: ColumnReader, doubt: pl.Expr) -> Doubtless:
        spec = column.spec
        if spec.plus is None and spec.minus is None:
            text = cell(column.parts[0])
            value = pl.col(f"{_NUMBER}{column.parts[0]}")
            doubt |= ~text.str.contains(column.form.pattern()) | (value.is_null() & text.is_not_null())
        else:
            value, unclear = self._difference(column)
            doubt = unclear
        if spec.sign is not None:
            sign = cell(column.sign_place).fill_null("") if column.sign_place is not None else pl.lit("")
            doubt |= ~sign.is_in([*spec.sign.plus, *spec.sign.minus])
            value = pl.when(sign.is_in(list(spec.sign.minus))).then(-value).otherwise(value)
        if spec.negate:
            value = -value
        return Doubtless(value.cast(AMOUNT).cast(pl.String), _certain(doubt))

    def _difference(self, column: ColumnReader) -> tuple[pl.Expr, pl.Expr]:
        """Of two amount columns: rows with a value in both, or in none, are in doubt."""
        sides = []
        doubt = pl.all_horizontal([cell(place).is_null() for place in column.parts])
        for place, factor in zip(column.parts, column.factors, strict=True):
            text = cell(place)
            amounts = pl.col(f"{_NUMBER}{place}")
            fits = text.str.contains(column.form.pattern()).fill_null(value=True)
            doubt |= self._damaged(text) | ~fits | (amounts.is_null() & text.is_not_null())
            if column.spec.empty:
                doubt |= text.is_in(list(column.spec.empty))
            sides.append(amounts if factor == 1 else -amounts)
        if len(sides) == 1:
            return sides[0], _certain(doubt)
        doubt = _certain(doubt) | pl.all_horizontal([cell(place).is_not_null() for place in column.parts])
        return pl.coalesce(sides), doubt

    def _damaged(self, text: pl.Expr) -> pl.Expr:
        """What the careful way must look at: blanks only, ="…", #N/A, *****, an overlong field."""
        if not self._has_marks:
            return text == ""
        odd_start = text.str.starts_with('="') | text.str.starts_with("#") | text.str.starts_with("***")
        return (text == "") | odd_start | (text.str.len_bytes() > MAX_FIELD_CHARACTERS)


def cell(place: int) -> pl.Expr:
    return pl.col(str(place))


def _certain(doubt: pl.Expr) -> pl.Expr:
    """An empty cell answers no question: that is no doubt."""
    return doubt.fill_null(value=False)

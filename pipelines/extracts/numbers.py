"""Amounts as extracts write them, read strictly by the form of their column.

`12.3` where a full stream marks thousands is an error: an engine that is told `thousands='.'` reads it as 123.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from pipelines.extracts.cells import negated, without

AMOUNT = pl.Decimal(18, 2)
_BLANKS = " \u00a0\u202f\u2009"
_MINUS = "-\u2212"
_CANONICAL_MONEY = r"^-?[0-9]+(?:\.[0-9]{1,2}0*)?$"


@dataclass(frozen=True)
class NumberForm:
    """How numbers are written: decimal mark, thousands marks, where a minus stands, how many decimals."""

    decimal: str | None
    thousands: tuple[str, ...] = ()
    negative: tuple[str, ...] = ("leading",)
    decimals: int | None = None
    is_rounded: bool = False

    @property
    def _thousands_class(self) -> str:
        marks = "".join(_BLANKS if mark == " " else mark for mark in self.thousands)
        return re.sub(r"([\]\\^-])", r"\\\1", marks)

    def pattern(self, *, any_decimals: bool = False) -> str:
        """The regular expression that a number must fit whole."""
        whole = rf"(?:[0-9]{{1,3}}(?:[{self._thousands_class}][0-9]{{3}})+|[0-9]+)" if self.thousands else "[0-9]+"
        fraction = self._fraction(any_decimals=any_decimals or self.is_rounded)
        number = whole + fraction
        forms = [number]
        if "leading" in self.negative:
            forms.append(rf"[{_MINUS}]{number}")
        if "trailing" in self.negative:
            forms.append(rf"{number}[{_BLANKS}]?[{_MINUS}]")
        if "parentheses" in self.negative:
            forms.append(rf"\({number}\)")
        return rf"^(?:{'|'.join(forms)})$"

    def _fraction(self, *, any_decimals: bool) -> str:
        if self.decimal is None:
            return ""
        mark = re.escape(self.decimal)
        if any_decimals:
            return rf"(?:{mark}[0-9]+)?"
        if self.decimals is not None:
            return rf"{mark}[0-9]{{{self.decimals}}}" if self.decimals else ""
        return rf"(?:{mark}[0-9]{{1,2}}0*)?"

    def read(self, cells: pl.Series) -> tuple[pl.Series, list[tuple[pl.Series, str]]]:
        """Amounts of trimmed cells, and which cells are faulty and why."""
        fits = cells.str.contains(self.pattern())
        amounts = self._amounts(cells)
        if fits.all() and amounts.null_count() == cells.null_count():
            return amounts, []
        filled = cells.is_not_null()
        fits = fits.fill_null(value=False)
        nearly = cells.str.contains(self.pattern(any_decimals=True)).fill_null(value=False)
        faults = [
            (filled & ~fits & nearly, "more_decimals"),
            (filled & ~nearly, "not_a_number"),
            (filled & fits & amounts.is_null(), "too_large"),
        ]
        faults = [(mask, reason) for mask, reason in faults if mask.any()]
        return without(amounts, ~fits), faults

    def _amounts(self, cells: pl.Series) -> pl.Series:
        """Signed amounts of cells that are in the form; anything of cells that are not."""
        marks = dict.fromkeys([*_MINUS, *"()", *_BLANKS, *self.thousands, "'"], "")
        if self.decimal is not None:
            marks[self.decimal] = "."
        bare = cells.str.replace_many(marks)
        if self.is_rounded:
            amounts = bare.cast(pl.Decimal(38, 9), strict=False).round(2, mode="half_away_from_zero")
            amounts = amounts.cast(AMOUNT, strict=False)
        else:
            amounts = bare.cast(AMOUNT, strict=False)
        return negated(amounts, cells.str.contains_any([*_MINUS, "("]))


CANONICAL = NumberForm(".")


def native_text(cells: pl.Series) -> pl.Series:
    """Number cells of a spreadsheet or a database as plain text: floating point to the 15 digits that it holds."""
    money = cells.str.contains(_CANONICAL_MONEY)
    if money.all():
        return cells
    text = cells.cast(pl.Float64, strict=False).round_sig_figs(15).cast(pl.String).str.replace(r"\.0+$", "")
    for place in text.str.contains("e").arg_true():
        text[int(place)] = f"{Decimal(text[int(place)]):f}"
    return pl.select(pl.when(money).then(cells).otherwise(pl.coalesce(text, cells))).to_series()


def total(amounts: pl.Series) -> Decimal:
    """The exact sum, 0 for none."""
    whole = amounts.cast(pl.Decimal(38, 2)).sum()
    return Decimal(0) if whole is None else Decimal(whole)

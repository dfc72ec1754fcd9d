"""Columns of which each distinct text is understood once: days, periods, yes and no, lists of values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

import polars as pl

from pipelines.extracts.column_spec import ColumnSpec
from pipelines.extracts.dates import SERIAL, canonical_date, canonical_timestamp, is_open_end, read_moment
from pipelines.extracts.periods import Period, read_period

Understood = tuple[str | None, str | None]
"""The canonical text, and the reason why there is none."""
_MOST_REMEMBERED = 200_000
_NATIVE_DATES = ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", SERIAL)
_YES = {"true", "1", "ja", "yes", "x", "j", "y", "sand"}
_NO = {"false", "0", "nej", "no", "n", "falsk"}


class Mapping:
    """A function of a cell's text, applied to a column by its distinct values and remembered between batches."""

    def __init__(self, understand: Callable[[str], Understood]) -> None:
        self._understand = understand
        self._known: dict[str, Understood] = {}

    def meaning(self, text: str) -> str | None:
        """What one text means."""
        return self._understand(text)[0]

    def apply(self, cells: pl.Series) -> tuple[pl.Series, list[tuple[pl.Series, str]]]:
        """Canonical texts, and which cells are faulty and why."""
        distinct = [text for text in cells.unique().to_list() if text is not None]
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        for text in distinct:
            if text not in self._known:
                self._known[text] = self._understand(text)
        results = [self._known[text] for text in distinct]
        faults = []
        for reason in sorted({reason for _, reason in results if reason}):
            texts = [text for text, (_, why) in zip(distinct, results, strict=True) if why == reason]
            faults.append((cells.is_in(texts).fill_null(value=False), reason))
        if not distinct:
            return cells, faults
        old, new = pl.Series(distinct, dtype=pl.String), pl.Series([one for one, _ in results], dtype=pl.String)
        return cells.replace_strict(old, new, default=None, return_dtype=pl.String), faults


class Step(Protocol):
    """Something that happens to a column of texts."""

    def apply(self, cells: pl.Series) -> tuple[pl.Series, list[tuple[pl.Series, str]]]: ...


class Padding:
    """Zeros in front of codes that lost them; codes with letters never had any."""

    def __init__(self, length: int) -> None:
        self._length = length

    def apply(self, cells: pl.Series) -> tuple[pl.Series, list[tuple[pl.Series, str]]]:
        padded = cells.str.zfill(self._length)
        digits = cells.str.contains("^[0-9]+$")
        if digits.all():
            return padded, []
        return padded.zip_with(digits.fill_null(value=False), cells), []


def date_mapping(spec: ColumnSpec, *, timestamp: bool, typed: bool) -> Mapping:
    """Days by the spec's forms; the year 9999 is no end at all. Cells with types also hold days and day numbers."""
    forms = (spec.date or ()) + (_NATIVE_DATES if typed else ())

    def understand(text: str) -> Understood:
        moment = read_moment(text, forms)
        if moment is None:
            return None, "not_a_date"
        if is_open_end(moment):
            return None, None
        return (canonical_timestamp(moment) if timestamp else canonical_date(moment)), None

    return Mapping(understand)


def period_mapping(spec: ColumnSpec) -> Mapping:
    """The year, month or last day of a period such as 2026001 or 2026K1."""

    def understand(text: str) -> Understood:
        for form in spec.period or ():
            period = read_period(form, text)
            if period is not None:
                return _part(period, spec.take or "year")
        return None, "not_a_period"

    return Mapping(understand)


def _part(period: Period, part: str) -> Understood:
    if part == "year":
        return str(period.year), None
    if part == "last_day":
        return canonical_date(period.last_day), None
    month = period.month or (period.quarter * 3 if period.quarter else None)
    return (str(month), None) if month else (None, "not_a_period")


def boolean_mapping() -> Mapping:
    def understand(text: str) -> Understood:
        word = text.casefold()
        if word in _YES:
            return "true", None
        return ("false", None) if word in _NO else (None, "not_yes_or_no")

    return Mapping(understand)


def integer_mapping() -> Mapping:
    def understand(text: str) -> Understood:
        found = re.fullmatch(r"([-\u2212]?)(\d{1,18})(?:\.0+)?", text, re.ASCII)
        if found is None:
            return None, "not_a_whole_number"
        number = int(found.group(2))
        return str(-number if found.group(1) else number), None

    return Mapping(understand)


def value_mapping(spec: ColumnSpec) -> Mapping | None:
    """The spec's own list of values or patterns."""
    values, patterns = spec.values, spec.values_matching
    if values is None and patterns is None:
        return None
    compiled = [(re.compile(pattern), value) for pattern, value in (patterns or {}).items()]

    def understand(text: str) -> Understood:
        if values is not None and text in values:
            return values[text] or None, None
        for pattern, value in compiled:
            if pattern.search(text):
                return value or None, None
        return (spec.other, None) if spec.other is not None else (None, "unknown_value")

    return Mapping(understand)


def listed_mapping(allowed: tuple[str, ...]) -> Mapping:
    """The closed list of the canonical table."""

    def understand(text: str) -> Understood:
        return (text, None) if text in allowed else (None, "unknown_value")

    return Mapping(understand)


def extract_mapping(pattern: str) -> Mapping:
    compiled = re.compile(pattern)

    def understand(text: str) -> Understood:
        found = compiled.search(text)
        return (found.group(1) or None, None) if found else (None, "does_not_match")

    return Mapping(understand)


def parent_mapping(lengths: tuple[int, ...]) -> Mapping:
    """The code of the level above: the longest shorter length of the list."""

    def understand(text: str) -> Understood:
        shorter = [length for length in lengths if length < len(text)]
        return (text[: max(shorter)] if shorter else None), None

    return Mapping(understand)

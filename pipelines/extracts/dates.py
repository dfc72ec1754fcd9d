"""Dates as extracts write them, read strictly by the form that the spec names."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january januar", "feb february februar", "mar march marts mrt", "apr april", "may maj mai",
            "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
            "nov november", "dec december dez",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_TOKENS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<short_year>\d{2})",
    "MMMM": r"(?P<name>[A-Za-z]+)",
    "MMM": r"(?P<name>[A-Za-z]+)\.?",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{2})",
    "d": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "H": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})",
}
SERIAL = "serial"
_SERIAL_ZERO = datetime(1899, 12, 30)
_OPEN_END_YEAR = 9999
_FIRST_YEAR = 1900  # a day before this is a slip of the form, not a day of a municipality's books


@cache
def date_regex(form: str) -> re.Pattern[str]:
    """The regular expression of a date form such as `dd.MM.yyyy HH:mm`; ValueError when it has no day, month, year."""
    pieces = re.split(r"(yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|mm|ss)", form)
    try:
        pattern = re.compile("".join(_TOKENS.get(piece, re.escape(piece)) for piece in pieces), re.ASCII)
    except re.error as error:
        raise ValueError(f"the date form {form!r} names a part twice") from error
    groups = set(pattern.groupindex)
    if not (groups & {"year", "short_year"} and groups & {"month", "name"} and "day" in groups):
        raise ValueError(f"the date form {form!r} must have a day (d, dd), a month (M, MM, MMM) and a year (yy, yyyy)")
    return pattern


def is_open_end(moment: datetime) -> bool:
    """31.12.9999 and its like stand for 'no end'."""
    return moment.year == _OPEN_END_YEAR


def read_moment(text: str, forms: tuple[str, ...]) -> datetime | None:
    """The moment that `text` is in one of `forms`; None when it is in none of them or is no real day."""
    for form in forms:
        moment = _read_serial(text) if form == SERIAL else _read_form(text, form)
        if moment is not None:
            return moment
    return None


def _read_form(text: str, form: str) -> datetime | None:
    found = date_regex(form).fullmatch(text)
    if found is None:
        return None
    part = found.groupdict()
    month = _MONTHS.get(part["name"].lower()) if part.get("name") else int(part.get("month") or 0)
    year = int(part["year"]) if part.get("year") else 2000 + int(part["short_year"])
    if year < _FIRST_YEAR:
        return None
    clock = (int(part.get("hour") or 0), int(part.get("minute") or 0), int(part.get("second") or 0))
    try:
        return datetime(year, month or 0, int(part["day"]), *clock)
    except ValueError:
        return None


def _read_serial(text: str) -> datetime | None:
    """A spreadsheet's day number: 45292 is 2024-01-01. Days before 1930 are refused: such a number is no date."""
    try:
        days = float(text)
    except ValueError:
        return None
    if not 11_000 <= days < 2_958_466:
        return None
    return _SERIAL_ZERO + timedelta(days=days)


def canonical_date(moment: datetime | date) -> str:
    return moment.date().isoformat() if isinstance(moment, datetime) else moment.isoformat()


def has_time(moment: datetime) -> bool:
    return moment.time() != time()


def canonical_timestamp(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()

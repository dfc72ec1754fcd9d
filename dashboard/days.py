"""Days as people type them."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = re.compile(r"([0-3]?\d)[./-]([01]?\d)[./-]((?:19|20)\d\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)-([01]\d)-([0-3]\d)", re.ASCII)


def read_day(text: str) -> date | None:
    """`31.12.2026`, `31/12/2026`, `31-12-2026` or `2026-12-31`, the day before the month; None for anything else."""
    said = text.strip()
    if found := _DAY_FIRST.fullmatch(said):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(said):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

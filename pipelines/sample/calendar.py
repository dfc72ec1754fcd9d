"""Danish working days of the sample's years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_EASTER = {2023: date(2023, 4, 9), 2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5)}
_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)  # Maundy Thursday … Whit Monday
_FIXED = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))


def working_days(year: int, period: int) -> list[int]:
    """Days of the month that people work on; the closing period is booked on the year's last day."""
    if period > 12:
        return [31]
    return [day.day for day in _month(year, period) if not _is_free(day)]


def free_days(year: int, period: int) -> list[int]:
    """Saturdays, Sundays and holidays of the month."""
    return [] if period > 12 else [day.day for day in _month(year, period) if _is_free(day)]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day + 1) for day in range(calendar.monthrange(year, month)[1])]


def _is_free(day: date) -> bool:
    holidays = {_EASTER[day.year] + timedelta(days=step) for step in _FROM_EASTER}
    holidays |= {date(day.year, *fixed) for fixed in _FIXED}
    return day.weekday() >= 5 or day in holidays

"""What time it is where the municipality is: moments are kept in UTC and shown as its own clocks have them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def local(moment: datetime, time_zone: str) -> datetime:
    """The moment as a clock on the wall there shows it, without a zone. One that has none is in UTC."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


def today(time_zone: str) -> date:
    """The day that it is there."""
    return local(datetime.now(UTC), time_zone).date()

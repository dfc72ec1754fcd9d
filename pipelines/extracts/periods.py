"""Forms that a source spec writes down: file-name patterns and periods with {yyyy} {MM} {MMM} {Q} {dd}."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

_TOKENS = {
    "yyyy": r"(?P<yyyy>(?:19|20|21)[0-9]{2})",
    "yy": r"(?P<yy>[0-9]{2})",
    "MM": r"(?P<MM>0[1-9]|1[0-6])",
    "MMM": r"(?P<MMM>00[1-9]|01[0-6])",
    "M": r"(?P<M>1[0-6]|0?[1-9])",
    "Q": r"(?P<Q>[1-4])",
    "dd": r"(?P<dd>0[1-9]|[12][0-9]|3[01])",
}


@dataclass(frozen=True)
class Period:
    """A year, a month of it (13 and up are closing periods) or a quarter of it."""

    year: int
    month: int | None = None
    quarter: int | None = None

    def __str__(self) -> str:
        """`2026`, `2026-03` or `2026-Q1`."""
        if self.month is not None:
            return f"{self.year}-{self.month:02}"
        return f"{self.year}-Q{self.quarter}" if self.quarter is not None else str(self.year)

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that `str` wrote. Raises ValueError."""
        found = re.fullmatch(r"(\d{4})(?:-(\d\d)|-Q([1-4]))?", text)
        if found is None:
            raise ValueError(f"{text!r} is no period")
        year, month, quarter = found.groups()
        return cls(int(year), int(month) if month else None, int(quarter) if quarter else None)

    @property
    def last_day(self) -> date:
        """The last day; closing periods end with the year."""
        month = self.month or (self.quarter or 4) * 3
        month = min(month, 12)
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def covers(self, other: Period) -> bool:
        """Whether `other` lies in this period or is it."""
        if self.year != other.year:
            return False
        if self.month is not None:
            return self.month == other.month
        if self.quarter is not None:
            inner = other.quarter or ((other.month + 2) // 3 if other.month else None)
            return self.quarter == inner
        return True

    def write(self, template: str) -> str:
        """`template` with {yyyy} {MM} {Q} {last_day} filled in; a part that the period lacks raises ValueError."""
        parts: dict[str, str] = {"yyyy": str(self.year), "last_day": self.last_day.isoformat()}
        if self.month is not None:
            parts |= {"MM": f"{self.month:02}", "M": str(self.month)}
        if self.quarter is not None or self.month is not None:
            parts["Q"] = str(self.quarter or (min(self.month or 0, 12) + 2) // 3)
        try:
            return template.format(**parts)
        except (KeyError, IndexError) as error:
            raise ValueError(f"the period {self} has no {error}") from error


@cache
def form_regex(form: str, *, glob: bool = False) -> re.Pattern[str]:
    """The regular expression of `form`; with `glob`, * and ? stand for any characters. ValueError when wrong."""
    parts: list[str] = []
    seen: set[str] = set()
    for piece in re.split(r"(\{[^{}]*\}|[*?])", form):
        if piece.startswith("{") and piece.endswith("}"):
            token = piece[1:-1]
            if token not in _TOKENS:
                raise ValueError(f"{piece} is not known; use {', '.join('{' + name + '}' for name in _TOKENS)}")
            if token in seen:
                raise ValueError(f"{piece} stands there twice")
            seen.add(token)
            parts.append(_TOKENS[token])
        elif glob and piece in ("*", "?"):
            parts.append(".*" if piece == "*" else ".")
        else:
            parts.append(re.escape(piece))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def read_period(form: str, text: str) -> Period | None:
    """The period that `text` is in `form` (`{yyyy}{MMM}`, `{yyyy}K{Q}`, `{MM}.{yyyy}`); None when it is not in it."""
    found = form_regex(form).fullmatch(text.strip())
    return period_of(found) if found else None


def period_of(found: re.Match[str]) -> Period | None:
    """The period that the named groups of a match hold; None where there is no year among them."""
    parts = found.groupdict()
    year = parts.get("yyyy") or (f"20{parts['yy']}" if parts.get("yy") else None)
    if year is None:
        return None
    month = parts.get("MM") or parts.get("MMM") or parts.get("M")
    quarter = parts.get("Q")
    return Period(int(year), int(month) if month else None, int(quarter) if quarter and not month else None)


def letterhead_form(form: str) -> str:
    """`MM.yyyy` as people write it above a report, in the braces that this module reads."""
    if "{" in form:
        return form
    return re.sub(r"yyyy|yy|MMM|MM|M|Q|dd", lambda token: "{" + token.group() + "}", form)

"""CPR numbers where none should be: masked when read, and counted."""

from __future__ import annotations

import polars as pl

MASK = "[CPR]"
_LONG_MONTHS = "(?:0[13578]|1[02])"
_DAY_MONTH = rf"(?:(?:0[1-9]|1[0-9]|2[0-9])(?:0[1-9]|1[0-2])|30(?:0[13-9]|1[0-2])|31{_LONG_MONTHS})"
_LOST_ZERO = r"[1-9](?:0[1-9]|1[0-2])"
PATTERN = rf"(^|[^0-9])(?:{_DAY_MONTH}|{_LOST_ZERO})[0-9]{{2}}-?[0-9]{{4}}($|[^0-9])"
"""Ten digits that begin with a day and a month, or nine that lost the zero in front, with or without a hyphen."""


def masked(cells: pl.Series) -> tuple[pl.Series, int]:
    """The cells with every CPR number masked, and how many cells held one."""
    holds = cells.str.contains(PATTERN)
    count = int(holds.sum() or 0)
    if not count:
        return cells, 0
    once = cells.str.replace_all(PATTERN, f"${{1}}{MASK}${{2}}")
    # Two numbers with one character between them share it: the second is found in a second round.
    return once.str.replace_all(PATTERN, f"${{1}}{MASK}${{2}}"), count


def masked_text(text: str) -> tuple[str, int]:
    """As `masked`, for one text."""
    cells, count = masked(pl.Series([text], dtype=pl.String))
    return str(cells[0]), count

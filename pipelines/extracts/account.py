"""The account of a file: every line and every amount of it is somewhere, and it adds up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
from pydantic import BaseModel, ConfigDict

from pipelines.problems import Problem


class Counts(BaseModel):
    """Lines and amounts. lines = header_lines + accepted + quarantined + left_out.

    header_lines: what carries no row: letterhead, header, blank lines, further lines of a record. Amounts are DKK, None
    where the table has none; left_out_amount holds no totals, which repeat other rows. difference = control_total less
    the three amounts. unreadable_amounts: quarantined rows whose amount nobody can tell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: int
    header_lines: int
    accepted: int
    quarantined: int
    left_out: int
    accepted_amount: Decimal | None = None
    quarantined_amount: Decimal | None = None
    left_out_amount: Decimal | None = None
    unreadable_amounts: int = 0
    control_total: Decimal | None = None
    control_source: str = "none"
    difference: Decimal | None = None
    masked_cpr: int = 0


class Part(Counts):
    """One file read: the delivered file itself, a member of a zip, a sheet.

    `file` is what the rows carry; `period` is 2026, 2026-03 or 2026-Q1; `header_record` the header as it came.
    control_source: total_row | declared | letterhead | last_row | none.
    """

    file: str
    period: str | None = None
    run_date: date | None = None
    header_record: str = ""
    encoding: str = ""
    unknown_headers: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Reading(Counts):
    """What became of a delivered file: the sum of its parts. `periods`: what a newer delivery of them replaces."""

    file: str
    parts: tuple[Part, ...]
    unknown_headers: tuple[str, ...]
    periods: tuple[str, ...]
    run_date: date | None
    warnings: tuple[str, ...]


class Tally:
    """Counts one part while it is read."""

    def __init__(self, *, has_amount: bool) -> None:
        self.has_amount = has_amount
        self.lines = self.header_lines = self.accepted = self.quarantined = self.left_out = 0
        self.accepted_amount = self.quarantined_amount = self.left_out_amount = Decimal(0)
        self.unreadable = self.masked = self.stray_cells = 0
        self.control_totals: list[Decimal] = []

    @property
    def amount(self) -> Decimal:
        """Every amount that counts towards the control total."""
        return self.accepted_amount + self.quarantined_amount + self.left_out_amount

    def take(self, taken: pl.DataFrame, amount: str | None) -> None:
        self.accepted += taken.height
        if amount is not None:
            self.accepted_amount += summed(taken.get_column(amount))

    def flag(self, flagged: pl.DataFrame) -> None:
        rejected = flagged.filter(pl.col("reason").is_not_null())
        left = flagged.filter(pl.col("reason").is_null())
        self.quarantined += rejected.height
        self.left_out += left.height
        self.quarantined_amount += summed(rejected.get_column("row_amount"))
        self.left_out_amount += summed(left.get_column("row_amount"))
        self.unreadable += int(rejected.get_column("is_unreadable").sum() or 0)

    def counts(self, control: tuple[Decimal | None, str], where: str) -> dict[str, object]:
        """The fields of Counts. A line that is nowhere would be a fault of the reader: it stops the file."""
        if self.lines != self.header_lines + self.accepted + self.quarantined + self.left_out:
            raise Problem(
                f"{self.lines} lines were read, but {self.header_lines} + {self.accepted} + {self.quarantined} + "
                f"{self.left_out} are accounted for",
                where=where,
                remedy="this is a fault in Pejling: report it with the file's shape",
            )
        total, source = control if self.has_amount else (None, "none")
        return {
            "lines": self.lines,
            "header_lines": self.header_lines,
            "accepted": self.accepted,
            "quarantined": self.quarantined,
            "left_out": self.left_out,
            "accepted_amount": self.accepted_amount if self.has_amount else None,
            "quarantined_amount": self.quarantined_amount if self.has_amount else None,
            "left_out_amount": self.left_out_amount if self.has_amount else None,
            "unreadable_amounts": self.unreadable,
            "control_total": total,
            "control_source": source,
            "difference": None if total is None else total - self.amount,
            "masked_cpr": self.masked,
        }


def summed(amounts: pl.Series) -> Decimal:
    """The exact sum of canonical amounts."""
    whole = amounts.cast(pl.Decimal(38, 2)).sum()
    return Decimal(whole or 0)


def whole(file: str, parts: list[Part]) -> Reading:
    """The parts of a delivery as one."""

    def sum_of(name: str) -> int:
        return sum(getattr(part, name) for part in parts)

    def amount_of(name: str, *, every: bool = False) -> Decimal | None:
        found = [getattr(part, name) for part in parts]
        if any(one is None for one in found) if every else all(one is None for one in found):
            return None
        return sum((one for one in found if one is not None), Decimal(0))

    sources = sorted({part.control_source for part in parts})
    counts = ("lines", "header_lines", "accepted", "quarantined", "left_out", "unreadable_amounts", "masked_cpr")
    return Reading.model_validate(
        {name: sum_of(name) for name in counts}
        | {name: amount_of(name) for name in ("accepted_amount", "quarantined_amount", "left_out_amount")}
        | {name: amount_of(name, every=True) for name in ("control_total", "difference")}
        | {
            "control_source": sources[0] if len(sources) == 1 else "mixed",
            "file": file,
            "parts": tuple(parts),
            "unknown_headers": tuple(dict.fromkeys(name for part in parts for name in part.unknown_headers)),
            "periods": tuple(sorted({period for part in parts for period in part.periods})),
            "run_date": max((part.run_date for part in parts if part.run_date), default=None),
            "warnings": tuple(warning for part in parts for warning in part.warnings),
        }
    )

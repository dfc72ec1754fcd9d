"""From a cell's money in a period to booked lines: how many, how large, from whom, booked by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.problems import WrongUse
from pipelines.sample import mess
from pipelines.sample.calendar import free_days, working_days
from pipelines.sample.chart import dotted
from pipelines.sample.draws import Draws, Whole
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, PERIODS, YEARS, Cell, Plan

_LINE_EVERY = {  # øre behind a line of a ledger of ordinary size
    "invoice": 6_000_000,
    "payroll": 60_000_000,
    "transfer": 120_000_000,
    "journal": 90_000_000,
    "internal": 200_000_000,
}
_VOUCHER_SERIES = {"invoice": 51, "payroll": 46, "transfer": 42, "journal": 41, "internal": 44}
_AUTOMATED = {2023: 36, 2024: 43, 2025: 52, 2026: 61}  # invoices in a hundred that need no hand
_ON_AGREEMENT = {2023: 58, 2024: 63, 2025: 69, 2026: 74}  # of purchases from suppliers that have an agreement
_BOOKED = tuple(_VOUCHER_SERIES)


@dataclass(frozen=True)
class Month:
    """A period of the ledger; 13 is the closing of the year."""

    year: int
    period: int

    def __str__(self) -> str:
        return f"{self.year}_{self.period:02}"


def delivered_months() -> list[Month]:
    """Every period that the extracts hold, in order."""
    months = [Month(year, period) for year in YEARS for period in range(1, PERIODS + 1)]
    return [month for month in months if (month.year, month.period) <= (LAST_YEAR, LAST_MONTH)]


class Ledger:
    """The regular lines of every delivered period, for a wanted number of postings in all."""

    def __init__(self, plan: Plan, postings: int) -> None:
        """Decides how many lines each cell gets. Raises WrongUse when `postings` is fewer than there are cells."""
        self._plan = plan
        self._fixed = _fixed_columns(plan)
        self._counts = _line_counts(plan, postings)
        self._vouchers = 0

    def months(self) -> Iterator[tuple[Month, pl.DataFrame]]:
        """Each period's lines, columns as `columns()` names them, amount in whole øre."""
        for month in delivered_months():
            if month.period == 1:
                self._vouchers = 0
            yield month, self._month(month)

    def _month(self, month: Month) -> pl.DataFrame:
        column = YEARS.index(month.year), month.period - 1
        counts = self._counts[:, *column]
        cells = np.flatnonzero(counts)
        lines = np.repeat(cells, counts[cells])
        first = np.repeat(np.cumsum(counts[cells]) - counts[cells], counts[cells])
        place = np.arange(len(lines), dtype=np.int64) - first
        draw = _Chance(self._plan.draws, month, len(lines))
        amount = split(self._plan.actual[cells, *column], counts[cells], draw.up_to(1000, "part"))
        frame = self._fixed.select(pl.all().gather(lines)).with_columns(
            pl.Series("amount", amount), pl.Series("place", place)
        )
        frame = _told_apart(frame)
        frame = _with_vouchers(frame, month, self._vouchers)
        self._vouchers = int(frame["sequence"].max() or 0)  # type: ignore[arg-type]
        return _with_chance(frame, month, draw)


@dataclass(frozen=True)
class _Chance:
    draws: Draws
    month: Month
    lines: int

    def up_to(self, limit: int, name: str) -> Whole:
        return self.draws.many(self.lines, limit, name, self.month)


def split(amounts: Whole, counts: Whole, chance: Whole) -> Whole:
    """Each of `amounts` in as many uneven parts as `counts` says; the parts sum to it exactly.

    `chance`: a number below 1000 for every part. Parts weigh 30 to 230, cut at the running share of the sum.
    """
    weights = 30 + chance * chance // 5000
    ends = np.cumsum(counts)
    running = np.cumsum(weights)
    before = np.repeat(np.concatenate(([0], running[ends - 1][:-1])), counts)
    total = np.repeat(running[ends - 1], counts) - before
    whole = np.repeat(amounts, counts)
    # amount × weight would leave 64 bits for large ledgers: quotient and rest are shared out apart.
    quotient, rest = whole // total, whole % total
    upto = quotient * (running - before) + rest * (running - before) // total
    parts = np.diff(upto, prepend=0)
    starts = ends - counts
    parts[starts] = upto[starts]
    return np.asarray(parts, dtype=np.int64)


def _told_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """No two invoices of a cell in a month have the same amount by chance; the cell's sum stays."""
    twin = pl.int_range(pl.len()).over("cell", "amount")
    more = pl.when(pl.col("booked") == "invoice").then(7 * twin).otherwise(0)
    frame = frame.with_columns(more=more)
    back = pl.when(pl.col("place") == 0).then(pl.col("more").sum().over("cell")).otherwise(0)
    return frame.with_columns(amount=pl.col("amount") + pl.col("more") - back).drop("more")


def _line_counts(plan: Plan, postings: int) -> NDArray[np.int64]:
    """Lines by cell, year and period: at least one where there is money, `postings` in all (within 1 %)."""
    every = np.array([_LINE_EVERY[cell.account.booked] for cell in plan.cells], dtype=np.int64)[:, None, None]
    weight = 400 + np.minimum(np.abs(plan.actual) * 1000 // every, 30_000)
    delivered = plan.actual != 0
    delivered[:, YEARS.index(LAST_YEAR), LAST_MONTH:] = False
    least = int(delivered.sum())
    if postings < least:
        raise WrongUse(
            f"{postings} postings are too few",
            where="--postings",
            remedy=f"give at least {least}: one for every account that is used in a month",
        )
    low, high = 0, 1_000 * postings
    while low < high:
        middle = (low + high + 1) // 2
        if _counts(weight, delivered, middle).sum() <= postings:
            low = middle
        else:
            high = middle - 1
    return _counts(weight, delivered, low)


def _counts(weight: Whole, delivered: NDArray[np.bool_], factor: int) -> NDArray[np.int64]:
    return np.where(delivered, np.maximum(weight * factor // 1_000_000, 1), 0)


def _fixed_columns(plan: Plan) -> pl.DataFrame:
    """What every line of a cell has in common, one row a cell."""
    return pl.DataFrame(
        {
            "cell": range(len(plan.cells)),
            "unit_id": [cell.unit.unit_id for cell in plan.cells],
            "cost_centre": [cell.cost_centre for cell in plan.cells],
            "account": [cell.account.code for cell in plan.cells],
            "function": [dotted(cell.function) for cell in plan.cells],
            "budget_type": [cell.budget_type for cell in plan.cells],
            "booked": [cell.account.booked for cell in plan.cells],
            "texts": [list(cell.account.texts) for cell in plan.cells],
            "suppliers": [_suppliers(plan, cell) for cell in plan.cells],
            "projects": [cell.capital.project.wbs_elements() if cell.capital else [""] for cell in plan.cells],
            "users": [_users(plan.draws, cell.unit.unit_id) for cell in plan.cells],
        }
    )


def _suppliers(plan: Plan, cell: Cell) -> list[dict[str, object]]:
    """A cell buys from two or three of its sort of supplier, mostly from the first."""
    every = plan.chart.suppliers.get(cell.account.suppliers, ())
    if not every:
        return [{"number": "", "name": "", "has_agreement": False}]
    start = plan.draws.below(len(every), "suppliers", *cell.names)
    chosen = [every[(start + step) % len(every)] for step in (0, 0, 1, 0, 2)]
    return [{"number": one.number, "name": one.name, "has_agreement": one.has_agreement} for one in chosen]


@cache
def _users(draws: Draws, unit_id: str) -> list[str]:
    """Five people of a unit: three who register, two who approve. Numbers, no names."""
    first = draws.below(8_000, "users", unit_id)
    return [f"HAV{first + 137 * step:04}" for step in range(5)]


def _with_vouchers(frame: pl.DataFrame, month: Month, before: int) -> pl.DataFrame:
    """An invoice is a voucher; other bookings are one voucher a cell and period, with numbered lines."""
    is_invoice = pl.col("booked") == "invoice"
    series = pl.col("booked").replace_strict(_VOUCHER_SERIES, return_dtype=pl.Int64)
    return frame.with_columns(
        sequence=before + (is_invoice | (pl.col("place") == 0)).cast(pl.Int64).cum_sum(),
        voucher_line=pl.when(is_invoice).then(1).otherwise(pl.col("place") + 1),
    ).with_columns(voucher=(series * 100_000_000 + pl.col("sequence")).cast(pl.String), period=pl.lit(month.period))


def _with_chance(frame: pl.DataFrame, month: Month, draw: _Chance) -> pl.DataFrame:
    """Day, text, supplier, invoice number, people and flags."""
    is_invoice = pl.col("booked") == "invoice"
    frame = frame.with_columns(
        pl.Series("hundred", draw.up_to(100, "automated")),
        pl.Series("agreed", draw.up_to(100, "agreed")),
        pl.Series("pick", draw.up_to(1 << 30, "pick")),
        pl.Series("second", draw.up_to(1 << 30, "second")),
        pl.Series("invoice", draw.up_to(89_999, "invoice") + 10_000),
        pl.Series("rare", draw.up_to(mess.RARE_OF, "rare")),
    )
    supplier = pl.col("suppliers").list.get(pl.col("pick") % pl.col("suppliers").list.len())
    is_automated = is_invoice & (pl.col("hundred") < _AUTOMATED[month.year])
    clerk = pl.col("users").list.get(pl.col("second") % 3)
    approver = (
        pl.when(pl.col("rare") < mess.SAME_PERSON)
        .then(clerk)
        .otherwise(pl.col("users").list.get(3 + pl.col("pick") % 2))
    )
    by_machine = is_automated | pl.col("booked").is_in(["payroll", "transfer", "internal"])
    return frame.with_columns(
        day=_day(month, draw),
        text=pl.col("texts").list.get(pl.col("second") % pl.col("texts").list.len()),
        wbs=pl.col("projects").list.get(pl.col("pick") % pl.col("projects").list.len()),
        supplier_id=supplier.struct.field("number"),
        supplier=supplier.struct.field("name"),
        invoice_no=pl.when(is_invoice).then(pl.format("{}{}", pl.lit(month.year % 100), "invoice")),
        is_automated=is_automated,
        is_on_agreement=supplier.struct.field("has_agreement") & (pl.col("agreed") < _ON_AGREEMENT[month.year]),
        registered_by=pl.when(by_machine).then(pl.lit("SYSAUTO")).otherwise(clerk),
        approved_by=approver,
    )


def _day(month: Month, draw: _Chance) -> pl.Expr:
    """The day of booking: invoices on any working day, pay and benefits on the last one, a few on a free day."""
    days = working_days(month.year, month.period)
    free = free_days(month.year, month.period)
    late = days[-8:]
    chance = draw.up_to(1 << 30, "day")
    any_day, late_day = np.array(days)[chance % len(days)], np.array(late)[chance % len(late)]
    on_free = np.array(free)[chance % len(free)] if free else any_day
    weekend = (pl.col("booked") == "invoice") & (pl.col("rare") >= mess.RARE_OF - mess.ON_A_FREE_DAY)
    return (
        pl.when(weekend)
        .then(pl.lit(pl.Series(on_free)))
        .when(pl.col("booked") == "invoice")
        .then(pl.lit(pl.Series(any_day)))
        .when(pl.col("booked") == "journal")
        .then(pl.lit(pl.Series(late_day)))
        .otherwise(days[-1])
    )

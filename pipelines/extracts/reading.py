"""Reading a delivered extract by its spec: bytes in, three Parquet files and an account of every line out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.canonical import canonical_tables
from pipelines.extracts.account import Part, Reading, Tally, summed, whole
from pipelines.extracts.arithmetic import Distinct, flagged_as, settle
from pipelines.extracts.layout import find_layout, unknown_headers
from pipelines.extracts.letterhead import labelled, read_letterhead
from pipelines.extracts.normalise import Normaliser, Rows
from pipelines.extracts.rows import LINE
from pipelines.extracts.spec import Spec
from pipelines.extracts.tables import Table, open_tables
from pipelines.extracts.writing import Output
from pipelines.problems import Problem

Progress = Callable[[int, int], None]
"""Called with the bytes read and the bytes there are (0: unknown)."""
TOTAL_BY_ARITHMETIC = "total_by_arithmetic"
_LEAST_ROWS_OF_A_TOTAL = 2


def read_extract(spec: Spec, path: Path | None, into: Path, on_progress: Progress | None = None) -> Reading:
    """Read the file `path` (None for a query) by `spec` into accepted, quarantined and left_out.parquet in `into`.

    Streaming: memory does not grow with the file, unless the spec has sub-totals or cumulative amounts. Raises Problem
    when the file must be refused as a whole; `into` holds none of the three files then.
    """
    columns = list(spec.columns)
    parts: list[Part] = []
    into.mkdir(parents=True, exist_ok=True)

    def frames() -> Iterator[pl.DataFrame]:
        for table in open_tables(spec, path):
            reader = PartReader(spec, table, output, on_progress)
            yield from reader.frames()
            parts.append(reader.part())

    try:
        output = Output(into, columns)
    except OSError as error:
        raise Problem(
            f"cannot be written ({error})", where=str(into), remedy="check the folder and its room"
        ) from error
    with output:
        output.accept(frames)
    return whole(path.name if path else f"sql:{spec.source}", parts)


class PartReader:
    """Reads one table and keeps its account."""

    def __init__(self, spec: Spec, table: Table, output: Output, on_progress: Progress | None = None) -> None:
        self._spec, self._table, self._output, self._progress = spec, table, output, on_progress
        self._where = table.file
        canonical = canonical_tables()[spec.table]
        self._layout = find_layout(table.rows.head(), spec, self._where)
        self._refuse_damaged_header()
        self._facts = read_letterhead(self._layout.above, spec, table.period, self._where)
        self._period = table.period or self._facts.period
        self._normaliser = Normaliser(spec, canonical, self._layout, table.rows, self._where)
        self._normaliser.prepare(self._period)
        self._amount = self._normaliser.amount
        self._tally = Tally(has_amount=self._amount is not None)
        self._distinct = self._only_once()
        self._in_data: set[str] = set()
        self._warnings: list[str] = []
        self._last_row_total: Decimal | None = None

    def _only_once(self) -> Distinct | None:
        if isinstance(self._spec.distinct, bool):
            return Distinct(self._normaliser.names) if self._spec.distinct else None
        return Distinct(list(self._spec.distinct))

    def frames(self) -> Iterator[pl.DataFrame]:
        """The accepted rows, frame by frame; flagged ones go to the output meanwhile."""
        held: Rows | None = None
        for rows in self._settled():
            if rows.taken.height or rows.flagged.height:
                if held is not None:
                    yield self._release(held)
                held = rows
        if held is not None:
            self._judge_last_row(held)
            yield self._release(held)

    def _settled(self) -> Iterator[Rows]:
        """The rows of every batch; in one piece where a rule must see them all."""
        if not self._spec.needs_whole_file:
            yield from self._rows()
            return
        gathered = list(self._rows())
        if gathered:
            yield settle(self._spec, self._layout, self._normaliser, gathered, self._warnings)

    def _rows(self) -> Iterator[Rows]:
        header = self._layout.header
        self._tally.lines = self._tally.header_lines = header.line + header.span - 1
        for batch in self._table.rows.batches(header, len(self._layout.names), self._layout.needed):
            rows = self._normaliser.rows(batch)
            if rows.broken_off is not None:
                raise Problem(
                    f"the file breaks off in the middle of line {rows.broken_off.line}",
                    where=self._where,
                    remedy="fetch it again from the source",
                )
            self._tally.lines += batch.lines
            self._tally.header_lines += rows.idle
            self._tally.masked += rows.masked
            self._tally.stray_cells += rows.stray_cells
            self._tally.control_totals += rows.control_totals
            if self._progress is not None:
                self._progress(self._table.rows.bytes_read, self._table.size)
            yield rows

    def _release(self, rows: Rows) -> pl.DataFrame:
        """Count rows and hand them on."""
        if self._distinct is not None:
            rows = self._distinct.first_of_each(rows)
        self._tally.take(rows.taken, self._amount)
        self._tally.flag(rows.flagged)
        self._output.flag(self._where, rows.flagged)
        if self._period is None:
            self._in_data |= periods_in(rows.taken)
        return rows.taken.with_columns(pl.lit(self._where).alias("file"))

    def _judge_last_row(self, held: Rows) -> None:
        """A last row that is the sum of the others is a total, labelled or not."""
        rule = self._spec.control_total.last_row
        if self._amount is None or rule == "data":
            return
        before = self._tally.amount + _sum_of(held, self._amount)
        others = self._tally.accepted + self._tally.quarantined + held.taken.height + held.flagged.height - 1
        last_taken, last_flagged = _last_line(held.taken), _last_line(held.flagged)
        if last_flagged > last_taken:
            self._judge_flagged(held, before, others, last_flagged)
        elif held.taken.height:
            amount = Decimal(held.taken.sort(LINE).get_column(self._amount)[-1] or 0)
            is_sum = amount == before - amount and amount != 0 and others >= _LEAST_ROWS_OF_A_TOTAL
            if rule == "sum":
                self._move_last_taken(held, last_taken, amount)
            elif is_sum:
                self._warnings.append(
                    f"line {last_taken} equals the sum of all rows above it, but is complete and was counted; "
                    "write control_total.last_row = 'sum' or 'data' in the spec"
                )

    def _judge_flagged(self, held: Rows, before: Decimal, others: int, line: int) -> None:
        row = held.flagged.filter(pl.col(LINE) == line)
        if row.get_column("reason")[0] is None or others < _LEAST_ROWS_OF_A_TOTAL:
            return
        own = row.get_column("row_amount")[0]
        candidates = [Decimal(own)] if own is not None else held.amounts_by_odd_line.get(line, [])
        rest = before - (Decimal(own) if own is not None else 0)
        if rest in candidates and rest != 0:
            self._last_row_total = rest
            is_last = pl.col(LINE) == line
            told = ("column_name", "value", "reason", "problems", "row_amount")
            held.flagged = held.flagged.with_columns(
                pl.when(is_last).then(pl.lit(TOTAL_BY_ARITHMETIC)).otherwise(pl.col("rule")).alias("rule"),
                (is_last | pl.col("is_total")).alias("is_total"),
                (pl.col("is_unreadable") & ~is_last).alias("is_unreadable"),
                *(pl.when(~is_last).then(pl.col(name)).alias(name) for name in told),
            )

    def _move_last_taken(self, held: Rows, line: int, amount: Decimal) -> None:
        self._last_row_total = amount
        is_last = pl.col(LINE) == line
        moved = flagged_as(held.taken.filter(is_last), None, rule=TOTAL_BY_ARITHMETIC, is_total=True)
        held.taken = held.taken.filter(~is_last)
        held.flagged = pl.concat([held.flagged, moved.select(held.flagged.columns)])

    def part(self) -> Part:
        """The account of the table. Raises Problem when the total row is missing."""
        spec, tally = self._spec, self._tally
        periods = [str(self._period)] if self._period else sorted(self._in_data)
        if spec.delivery.mode == "period" and not periods and tally.accepted:
            raise Problem(
                "the period is neither in the file's name, nor above the table, nor in the rows",
                where=self._where,
                remedy="write {yyyy} and {MM} into file.pattern",
            )
        control = self._control()
        counts = tally.counts(control, self._where)
        unknown = unknown_headers(self._layout, spec)
        self._warn(counts, unknown)
        return Part.model_validate(
            counts
            | {
                "file": self._where,
                "period": str(self._period) if self._period else None,
                "run_date": self._facts.run_date,
                "header_record": self._layout.header.raw,
                "encoding": self._table.encoding,
                "unknown_headers": tuple(unknown),
                "periods": tuple(periods),
                "warnings": tuple(self._warnings),
            }
        )

    def _warn(self, counts: dict[str, object], unknown: list[str]) -> None:
        if unknown:
            self._warnings.append(f"headers that the spec does not know: {', '.join(unknown)}")
        if self._tally.stray_cells:
            self._warnings.append(f"{self._tally.stray_cells} cells stand below no header and were not read")
        if self._tally.masked:
            self._warnings.append(f"{self._tally.masked} cells held what looks like a CPR number and were masked")
        if counts["difference"]:
            self._warnings.append(f"the amounts differ from the control total by {counts['difference']}")
        if not self._tally.accepted:
            self._warnings.append("no row was accepted")

    def _control(self) -> tuple[Decimal | None, str]:
        control = self._spec.control_total
        if control.row is not None and (self._tally.control_totals or self._last_row_total is None):
            return self._total_of_rows(), "total_row"
        if control.value is not None:
            return self._declared(control.value)
        if control.label is not None:
            return self._above(control.label), "letterhead"
        return (self._last_row_total, "last_row") if self._last_row_total is not None else (None, "none")

    def _total_of_rows(self) -> Decimal:
        """One total row; of several, the last if it is the sum of the others, else their sum."""
        found = self._tally.control_totals
        if not found:
            raise Problem(
                "the total row is missing: the file may have broken off",
                where=self._where,
                remedy="fetch it again, or mend control_total.row in the spec",
            )
        return found[-1] if found[-1] == sum(found[:-1]) else sum(found, Decimal(0))

    def _declared(self, value: str | dict[str, str]) -> tuple[Decimal | None, str]:
        if isinstance(value, str):
            return Decimal(value), "declared"
        for key in (str(self._period), self._where, self._where.rpartition("/")[2].partition("#")[0]):
            if key in value:
                return Decimal(value[key]), "declared"
        self._warnings.append("the spec declares no control total for this file")
        return None, "none"

    def _above(self, labels: tuple[str, ...]) -> Decimal:
        text = labelled(self._layout.above, labels)
        amount = None if text is None else self._normaliser.amount_of_text(text)
        if amount is None:
            raise Problem(
                f"the control total {labels[0]!r} above the table is {text!r}, which is no amount",
                where=self._where,
                remedy="mend control_total.label in the spec",
            )
        return amount

    def _refuse_damaged_header(self) -> None:
        damaged = [name for name in self._layout.names if "\ufffd" in name]
        if damaged:
            raise Problem(
                f"the header {damaged[0]!r} holds the mark of a lost letter",
                where=self._where,
                remedy="export the file again with the right encoding",
            )


def periods_in(taken: pl.DataFrame) -> set[str]:
    """The periods that rows name: fiscal year and period, else month of posting, else fiscal year."""
    names = taken.columns
    if "fiscal_year" in names and "period" in names:
        both = taken.select("fiscal_year", pl.col("period").str.zfill(2)).drop_nulls().unique()
        return {f"{year}-{month}" for year, month in both.rows()}
    if "posting_date" in names:
        return set(taken.get_column("posting_date").str.slice(0, 7).drop_nulls().unique().to_list())
    if "fiscal_year" in names:
        return set(taken.get_column("fiscal_year").drop_nulls().unique().to_list())
    return set()


def _last_line(frame: pl.DataFrame) -> int:
    return int(frame.get_column(LINE).max() or 0) if frame.height else 0  # type: ignore[arg-type]


def _sum_of(rows: Rows, amount: str) -> Decimal:
    return summed(rows.taken.get_column(amount)) + summed(rows.flagged.get_column("row_amount"))

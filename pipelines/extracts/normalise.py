"""Batches of text rows into canonical rows: taken, left out by a rule, or quarantined with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

import polars as pl

from pipelines.canonical import CanonicalTable
from pipelines.extracts import personal
from pipelines.extracts.cells import Cells, cleaned
from pipelines.extracts.columns import ColumnReader, Converted
from pipelines.extracts.conditions import holds, mask_of
from pipelines.extracts.fast import FastPath
from pipelines.extracts.flags import FLAGS, Flags, records
from pipelines.extracts.layout import Layout
from pipelines.extracts.numbers import NumberForm
from pipelines.extracts.periods import Period
from pipelines.extracts.rows import LINE, Batch, Record, RowSource
from pipelines.extracts.spec import Spec

REPEATED_HEADER = "repeated header"
CONTROL_TOTAL_ROW = "control total row"
KEPT = "kept:"  # columns of the file that a whole-file rule will look at


@dataclass
class Rows:
    """Canonical rows of one batch. `taken`: line, the canonical columns; `flagged`: the same and FLAGS."""

    taken: pl.DataFrame
    flagged: pl.DataFrame
    idle: int = 0
    masked: int = 0
    stray_cells: int = 0
    control_totals: list[Decimal] = field(default_factory=list)
    broken_off: Record | None = None
    amounts_by_odd_line: dict[int, list[Decimal]] = field(default_factory=dict)


class Normaliser:
    """Turns the batches of one table, whose layout is known, into canonical rows."""

    def __init__(self, spec: Spec, table: CanonicalTable, layout: Layout, source: RowSource, where: str) -> None:
        self.spec, self.layout, self._source, self._where = spec, layout, source, where
        self.amount = table.amount if table.amount in spec.columns else None
        self.columns = [
            ColumnReader(name, column, table.columns[name], layout, where) for name, column in spec.columns.items()
        ]
        self._exempt = {
            place
            for column in self.columns
            if not column.spec.may_hold_cpr or column.spec.private
            for place in column.places
        }
        self._used = sorted({place for column in self.columns for place in column.places})
        self._needed = layout.needed
        self._fast = FastPath(spec, self.columns, layout)
        self.keeps_records = spec.needs_whole_file or bool(spec.distinct) or spec.control_total.last_row == "sum"

    @property
    def names(self) -> list[str]:
        """The canonical columns, in the order of the spec."""
        return [column.name for column in self.columns]

    def prepare(self, period: Period | None) -> None:
        """Make ready for a file of `period`."""
        numbers = [column for column in self.columns if column.canonical.type == "decimal"]
        self._source.wanted = {place for column in numbers for place in column.parts}
        for column in self.columns:
            column.prepare(period, typed=self._source.typed)

    def rows(self, batch: Batch) -> Rows:
        """The canonical rows of a batch."""
        if self.keeps_records or self._source.typed:
            return self._careful(replace(batch, frame=batch.all_as_text(), is_plain=False))
        taken, doubtful = self._fast.split(batch)
        if batch.apart is not None:
            doubtful = pl.concat([doubtful, batch.apart])
            batch.is_plain = False
        if not (doubtful.height or batch.odd):
            return Rows(taken, self._no_flagged(taken), batch.idle)
        rows = self._careful(replace(batch, frame=doubtful))
        if rows.taken.height:
            taken = pl.concat([taken, rows.taken]).sort(LINE)
        rows.taken = taken
        return rows

    def _careful(self, batch: Batch) -> Rows:
        cells = Cells(batch)
        converted = [column.read(cells) for column in self.columns]
        blank = self._blank(cells)
        rule, is_total = self._rules(cells, blank)
        frame = self._frame(cells, converted)
        flags = Flags(cells, self.columns, converted, rule)
        is_flagged = flags.faulty | rule.is_not_null()
        result = Rows(frame, frame.clear(), batch.idle + int(blank.sum() or 0))
        result.masked = sum(column.masked for column in converted)
        result.stray_cells = self._stray(cells)
        if is_flagged.any() or blank.any():
            result.taken = frame.filter(~(is_flagged | blank))
        result.flagged = self._flagged(cells, frame, flags, is_total, is_flagged & ~blank)
        if self.spec.control_total.row is not None:
            result.control_totals = self._control_totals(cells, converted, rule == CONTROL_TOTAL_ROW)
        if batch.odd:
            self._add_odd(batch.odd, result)
        if batch.broken_off and self._is_faulty(batch.odd[-1]):
            result.broken_off = batch.odd[-1]
        return result

    def _frame(self, cells: Cells, converted: list[Converted]) -> pl.DataFrame:
        data = {LINE: cells.lines}
        data |= {column.name: one.values for column, one in zip(self.columns, converted, strict=True)}
        if self.keeps_records:
            data |= {f"{KEPT}{place}": cells[place] for place in self._kept_places()}
            data |= {"record": records(cells.batch.frame, cells.batch, self._exempt, self._source.separator)}
        return pl.DataFrame(data)

    def _kept_places(self) -> list[int]:
        headers = [names for rule in self.spec.subtotals for names in (rule.column, rule.code, *rule.within) if names]
        places = [self.layout.single_index(names, self._where) for names in headers]
        return sorted({place for place in places if place is not None})

    def _blank(self, cells: Cells) -> pl.Series:
        """Rows without a single filled cell."""
        blank = ~cells.nothing()
        for place in [*self._used, *range(len(self.layout.names))]:
            if not blank.any():
                break
            blank &= cells[place].is_null()
        return blank

    def _stray(self, cells: Cells) -> int:
        """Filled cells below no header."""
        places = [place for place, name in enumerate(self.layout.names) if not name.strip()]
        return sum(int(cells[place].is_not_null().sum() or 0) for place in places)

    # rules

    def _rules(self, cells: Cells, blank: pl.Series) -> tuple[pl.Series, pl.Series]:
        """The reason why a row is left out, and whether it repeats the amounts of others."""
        rule = cells.constant(None)
        is_total = cells.nothing()
        found = [(self._header_rows(cells), REPEATED_HEADER, True)]
        found += [
            (mask_of(one.conditions, cells, self.layout, self._where), one.reason, one.total)
            for one in self.spec.leave_out
        ]
        row = self.spec.control_total.row
        if row is not None:
            found.insert(1, (mask_of((row,), cells, self.layout, self._where), CONTROL_TOTAL_ROW, True))
        for found_mask, reason, total in found:
            mask = found_mask & rule.is_null() & ~blank
            if mask.any():
                rule = pl.select(pl.when(mask).then(pl.lit(reason)).otherwise(rule)).to_series()
                is_total = is_total | (mask & total)
        return rule, is_total

    def _header_rows(self, cells: Cells) -> pl.Series:
        mask = cells.nothing()
        if not cells.height or not self._used:
            return mask
        first = self._used[0]
        likely = cells[first] == self.layout.names[first].strip()
        if not likely.fill_null(value=False).any():
            return mask
        for place in likely.fill_null(value=False).arg_true().to_list():
            row = cells.batch.frame.row(place)[:-1]
            if self.layout.repeats([cell or "" for cell in row]):
                mask[place] = True
        return mask

    def _control_totals(self, cells: Cells, converted: list[Converted], mask: pl.Series) -> list[Decimal]:
        if not mask.fill_null(value=False).any():
            return []
        header = self.spec.control_total.amount
        amounts = next(
            one.amounts for column, one in zip(self.columns, converted, strict=True) if column.name == self.amount
        )
        if header is not None:
            place = self.layout.single_index(header, self._where)
            texts = cells[place] if place is not None else cells.constant(None)
            amounts, _ = self._number_form().read(texts)
        found: list[Decimal] = []
        for place in mask.arg_true().to_list():
            if amounts is not None and amounts[place] is not None:
                found.append(Decimal(amounts[place]))
            else:  # the total stands below another header than the amounts
                fields = [cell or "" for cell in cells.batch.frame.row(place)[:-1]]
                found += self.amounts_in(Record(0, fields, ""))[-1:]
        return found

    def amount_of_text(self, text: str) -> Decimal | None:
        """An amount in the form of the amount column."""
        amounts, _ = self._number_form().read(cleaned(pl.Series([text], dtype=pl.String)))
        return None if amounts[0] is None else Decimal(amounts[0])

    def _number_form(self) -> NumberForm:
        spec = self.spec.columns[self.amount or ""]
        return NumberForm(spec.decimal or ".", spec.thousands, spec.negative)

    # flagged rows

    def _flagged(
        self, cells: Cells, frame: pl.DataFrame, flags: Flags, is_total: pl.Series, mask: pl.Series
    ) -> pl.DataFrame:
        if not mask.any():
            return self._no_flagged(frame)
        chosen = frame.filter(mask).drop("record", strict=False)
        raw = cells.batch.frame.filter(mask)
        amounts = (
            chosen.get_column(self.amount)
            if self.amount
            else pl.Series([None], dtype=pl.String).new_from_index(0, chosen.height)
        )
        totals = is_total.filter(mask)
        columns = {
            "record": records(raw, cells.batch, self._exempt, self._source.separator),
            "rule": flags.rule.filter(mask),
            "is_total": totals,
            **flags.told(mask, self._exempt_names),
            "row_amount": pl.select(pl.when(~totals).then(amounts)).to_series(),
            "is_unreadable": flags.unreadable(self.amount).filter(mask),
        }
        return chosen.with_columns(**{name: column.cast(FLAGS[name]) for name, column in columns.items()})

    def _no_flagged(self, frame: pl.DataFrame) -> pl.DataFrame:
        return (
            frame.clear()
            .drop("record", strict=False)
            .with_columns([pl.lit(None, dtype=kind).alias(name) for name, kind in FLAGS.items()])
        )

    @property
    def _exempt_names(self) -> set[str]:
        return {column.name for column in self.columns if not column.spec.may_hold_cpr or column.spec.private}

    def _is_faulty(self, record: Record) -> bool:
        return self._rule_of(record) is None

    def _rule_of(self, record: Record) -> tuple[str, bool] | None:
        """The rule that leaves out a record that fits no header, and whether it repeats the amounts of others."""
        if self.layout.repeats(record.fields):
            return REPEATED_HEADER, True
        row = self.spec.control_total.row
        if row is not None and holds((row,), record.fields, self.layout):
            return CONTROL_TOTAL_ROW, True
        for one in self.spec.leave_out:
            if holds(one.conditions, record.fields, self.layout):
                return one.reason, one.total
        return None

    def _add_odd(self, records: list[Record], result: Rows) -> None:
        """Flag the records that fit no header: all at once, for a file can be made of nothing else."""
        texts, masked = personal.masked(pl.Series([record.raw for record in records], dtype=pl.String))
        result.masked += masked
        rows: list[dict[str, object]] = []
        for record, text, amounts in zip(records, texts, self._amounts_in(records), strict=True):
            rule = self._rule_of(record)
            if rule is not None and rule[0] == CONTROL_TOTAL_ROW:
                result.control_totals += amounts[-1:]
            elif rule is None:
                result.amounts_by_odd_line[record.line] = amounts
            reason = None if rule else record.fault or "wrong_number_of_fields"
            found = f"{len(record.fields)} fields, the header has {self._needed}" if reason else None
            rows.append({
                LINE: record.line, "record": text, "rule": rule[0] if rule else None,
                "is_total": bool(rule and rule[1]), "value": found, "reason": reason, "problems": reason,
                "is_unreadable": rule is None and self.amount is not None,
            })  # fmt: skip
        frame = pl.DataFrame(rows, schema={name: result.flagged.schema[name] for name in rows[0]})
        result.flagged = pl.concat([result.flagged, frame], how="diagonal")

    def amounts_in(self, record: Record) -> list[Decimal]:
        """The amounts in a record that fits no header; the one below the amount's header last."""
        return self._amounts_in([record])[0]

    def _amounts_in(self, records: list[Record]) -> list[list[Decimal]]:
        if self.amount is None:
            return [[] for _ in records]
        texts = cleaned(pl.Series([field for record in records for field in record.fields], dtype=pl.String))
        amounts = [amount and Decimal(amount) for amount in self._number_form().read(texts)[0].to_list()]
        header = self.spec.control_total.amount or self.spec.columns[self.amount].from_ or ()
        place = self.layout.index(header)
        found, end = [], 0
        for record in records:
            begin, end = end, end + len(record.fields)
            of_it = amounts[begin:end]
            last = of_it[place : place + 1] if place is not None else []
            found.append([amount for amount in [*of_it, *last] if amount is not None])
        return found

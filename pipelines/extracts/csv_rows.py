"""Rows of delimited text: regular lines are read whole (`regular_lines`), the others one by one.

What is not regular is walked by Python's csv reader, which knows which line it is on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pipelines.extracts.blocks import Block, ahead
from pipelines.extracts.encodings import TextSource
from pipelines.extracts.regular_lines import RegularLines
from pipelines.extracts.rows import HEADER_SEARCH_RECORDS, Batch, Record, empty_frame, frame_of

MAX_RECORD_LINES = 200  # a quote that is not closed by then was never meant to open


class CsvRows:
    """The rows of one text file."""

    typed = False

    def __init__(self, source: TextSource, separator: str, quote: str, *, allow_short_rows: bool = False) -> None:
        self._source, self.separator, self._quote = source, separator, quote
        self._allow_short = allow_short_rows
        self._blocks = ahead(source.blocks())
        self._first: Block | None = None
        self.wanted: set[int] = set()

    @property
    def bytes_read(self) -> int:
        return self._source.bytes_read

    @property
    def encoding(self) -> str:
        return self._source.encoding

    def head(self) -> list[Record]:
        if self._first is None:
            self._first = next(self._blocks)
        lines = _split(self._first.data[: _end_of(self._first.data, HEADER_SEARCH_RECORDS)])
        return self._walk(lines, self._first.first_line, None, bytearray(len(lines)))[0]

    def batches(self, header: Record, columns: int, needed: int) -> Iterator[Batch]:
        if self._first is None:
            self.head()
        block = _after(self._first, header) if self._first else None
        carried: Block | None = None
        regular = RegularLines(self.separator, self._quote, columns)
        while block is not None:
            if block.overlong:
                yield _overlong(block, columns)
            else:
                batch, carried = self._batch(_joined(carried, block), regular, columns, needed)
                yield batch
            if block.is_last:
                return
            block = next(self._blocks, None)

    def _batch(self, block: Block, regular: RegularLines, columns: int, needed: int) -> tuple[Batch, Block | None]:
        whole = regular.whole(block)
        if whole is None:
            return self._irregular(block, regular, columns, needed)
        frame, quote = whole
        return Batch(frame, block.lines, is_plain=True, has_marks=block.has_marks, quote=quote), None

    def _irregular(self, block: Block, regular: RegularLines, columns: int, needed: int) -> tuple[Batch, Block | None]:
        """Lines that are not regular are walked, which takes 30 times as long for each; the others are not."""
        lines = _split(block.data)
        quote = regular.quote_of(lines)
        skipped = regular.regular(lines, quote)
        records, used = self._walk(lines, block.first_line, needed, skipped, is_last=block.is_last)
        places = np.flatnonzero(np.frombuffer(skipped[:used], np.uint8)).tolist()
        frame = empty_frame(columns)
        if places:
            frame = regular.frame([lines[at] for at in places], [block.first_line + at for at in places], quote)
        batch = Batch(frame, used, is_plain=True, has_marks=block.has_marks, quote=quote)
        self._add_apart(batch, records, columns, needed)
        carried = None
        if used < len(lines):
            data = "\n".join(lines[used:]).encode("utf-8") + (b"" if block.ends_open else b"\n")
            carried = Block(data, block.first_line + used, len(lines) - used)
        last_line = block.first_line + used - 1
        batch.broken_off = bool(block.is_last and block.ends_open and batch.odd and batch.odd[-1].line == last_line)
        return batch, carried

    def _add_apart(self, batch: Batch, records: list[Record], columns: int, needed: int) -> None:
        """Records that were walked, as rows or as odd ones."""
        rows: list[list[str]] = []
        numbers: list[int] = []
        for record in records:
            batch.idle += record.span - 1
            if record.is_blank:
                batch.idle += 1
                continue
            fields = self._fitted(record, columns, needed)
            if fields is None:
                batch.odd.append(record)
                continue
            rows.append(fields)
            numbers.append(record.line)
            if batch.quote or (self._quote and self._quote in record.raw):
                batch.raws[record.line] = record.raw
        batch.apart = frame_of(rows, numbers, columns)

    def _fitted(self, record: Record, columns: int, needed: int) -> list[str] | None:
        """The fields of a record in as many columns as the header has; None where they do not fit."""
        fields = record.fields
        if record.fault is not None:
            return None
        if len(fields) > columns and not any(field.strip() for field in fields[columns:]):
            fields = fields[:columns]
        if self._allow_short or needed <= len(fields) < columns:
            fields = fields + [""] * (columns - len(fields))
        return fields if len(fields) == columns else None

    def _walk(
        self, lines: list[str], first_line: int, columns: int | None, skipped: bytearray, *, is_last: bool = True
    ) -> tuple[list[Record], int]:
        """The records of `lines` and how many lines they took; one unclosed at the end waits.

        Lines that are `skipped` (1) are no record, unless one above them goes on there: then they are not skipped (0).
        """
        records: list[Record] = []
        at = 0
        while (at := skipped.find(0, at)) >= 0:
            line = lines[at]
            if not self._quote or self._quote not in line:
                records.append(Record(first_line + at, line.split(self.separator), line))
                at += 1
                continue
            record = self._quoted(lines, at, first_line, columns)
            if record is None:
                if not is_last and len(lines) - at < MAX_RECORD_LINES:
                    break
                record = Record(first_line + at, line.split(self.separator), line, "unclosed_quote")
            records.append(record)
            skipped[at : at + record.span] = bytes(record.span)
            at += record.span
        return records, at if at >= 0 else len(lines)

    def _quoted(self, lines: list[str], at: int, first_line: int, columns: int | None) -> Record | None:
        """The record that begins at `at`; None when its quote is not closed."""
        number = first_line + at
        window = lines[at : at + MAX_RECORD_LINES]
        reader = csv.reader(
            (f"{line}\n" for line in window), delimiter=self.separator, quotechar=self._quote, strict=True
        )
        try:
            fields = next(reader)
        except csv.Error as error:
            if "unexpected end" in str(error):
                return None
            reason = "field_too_long" if "field limit" in str(error) else "bad_quoting"
            return Record(number, lines[at].split(self.separator), lines[at], reason)
        span = reader.line_num
        if span > 1 and columns is not None and len(fields) < columns and not self._allow_short:
            # A stray quote swallowed the lines below: give them back.
            return Record(number, lines[at].split(self.separator), lines[at], "unclosed_quote")
        return Record(number, fields, "\n".join(window[:span]), None, span)


def _end_of(data: bytes, lines: int) -> int:
    """Where so many lines end."""
    position = 0
    for _ in range(lines):
        position = data.find(b"\n", position) + 1 or len(data)
    return position


def _split(data: bytes) -> list[str]:
    """The lines of a block without their endings."""
    lines = data.decode("utf-8", "ignore").replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _after(block: Block, header: Record) -> Block:
    """What follows the header in its block."""
    skip = header.line + header.span - block.first_line
    return replace(
        block,
        data=block.data[_end_of(block.data, skip) :],
        first_line=block.first_line + skip,
        lines=block.lines - skip,
    )


def _joined(carried: Block | None, block: Block) -> Block:
    """A record that a block ended within, and what follows: it has quotes, so it goes the slow way."""
    if carried is None:
        return block
    data, lines = carried.data + block.data, carried.lines + block.lines
    return replace(block, data=data, first_line=carried.first_line, lines=lines, is_plain=False, has_marks=True)


def _overlong(block: Block, columns: int) -> Batch:
    text = block.data.decode("utf-8", "ignore")
    return Batch(empty_frame(columns), 1, odd=[Record(block.first_line, [], text, "line_too_long")])

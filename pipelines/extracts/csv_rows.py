"""Rows of delimited text, fast where a block is regular and line by line where it is not.

A block without quotes, whose separators number lines x (columns - 1), is read whole by Polars: if no line has a field
too many, none has one too few. Everything else is walked by Python's csv reader, which knows which line it is on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from pipelines.extracts.blocks import Block, ahead
from pipelines.extracts.encodings import TextSource
from pipelines.extracts.rows import HEADER_SEARCH_RECORDS, LINE, Batch, Record, empty_frame, frame_of

MAX_RECORD_LINES = 200  # a quote that is not closed by then was never meant to open
_UNIT = b"\x1f"


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
        lines = _split(self._first.data, HEADER_SEARCH_RECORDS)
        return self._walk(lines, self._first.first_line, columns=None)[0]

    def batches(self, header: Record, columns: int, needed: int) -> Iterator[Batch]:
        if self._first is None:
            self.head()
        block = _after(self._first, header) if self._first else None
        carried: Block | None = None
        while block is not None:
            if block.overlong:
                yield _overlong(block, columns)
            else:
                batch, carried = self._batch(_joined(carried, block), columns, needed)
                yield batch
            if block.is_last:
                return
            block = next(self._blocks, None)

    def _batch(self, block: Block, columns: int, needed: int) -> tuple[Batch, Block | None]:
        frame = self._regular(block, columns)
        if frame is not None:
            quote = self._quote if self._quote and self._quote.encode() in block.data else ""
            suspect, has_marks = block.has_lost_letters, block.has_marks
            return Batch(frame, block.lines, suspect=suspect, has_marks=has_marks, quote=quote), None
        return self._irregular(block, columns, needed)

    # the fast way

    def _regular(self, block: Block, columns: int) -> pl.DataFrame | None:
        """The whole block as a frame, or None when it is not regular."""
        found = self._delimited(block) if block.lines and columns > 1 else None
        if found is None:
            return None
        try:
            frame = _read(*found, columns)
        except pl.exceptions.PolarsError:
            return None  # a line has a field too many: the slow way finds out which
        if frame.height != block.lines:
            return None
        last = frame.get_column(str(columns - 1))
        if last.null_count() and found[0].count(found[1]) != block.lines * (columns - 1):
            return None  # a line has a field too few
        lines = pl.Series(LINE, range(block.first_line, block.first_line + block.lines), dtype=pl.Int64)
        return frame.with_columns(lines)

    def _delimited(self, block: Block) -> tuple[bytes, bytes] | None:
        """The block's bytes and their separator, where no quote, control or lone carriage return is in the way."""
        if not block.is_plain:
            return None
        if not self._quote or self._quote.encode() not in block.data:
            return block.data, self.separator.encode()
        bare = self._without_quotes(block.data, block)
        return None if bare is None else (bare, _UNIT)

    def _without_quotes(self, data: bytes, block: Block) -> bytes | None:
        """Where every field of every line is quoted and no quote is left over, the fields between unit separators."""
        quote = self._quote.encode()
        end = quote + b"\n"
        data = data.replace(b"\r\n", b"\n") + (b"\n" if block.ends_open else b"")
        if not data.startswith(quote) or data.count(end) != block.lines:
            return None
        bare = data[1:].replace(quote + self.separator.encode() + quote, _UNIT)
        bare = bare.replace(end + quote, b"\n").removesuffix(end)
        return None if quote in bare else bare + b"\n"

    # the slow way

    def _irregular(self, block: Block, columns: int, needed: int) -> tuple[Batch, Block | None]:
        lines = _split(block.data)
        records, used = self._walk(lines, block.first_line, columns=needed, is_last=block.is_last)
        rows: list[list[str]] = []
        numbers: list[int] = []
        odd: list[Record] = []
        raws: dict[int, str] = {}
        idle = 0
        for record in records:
            idle += record.span - 1
            if record.is_blank:
                idle += 1
                continue
            fields = self._fitted(record, columns, needed)
            if fields is None:
                odd.append(record)
                continue
            rows.append(fields)
            numbers.append(record.line)
            if self._quote and self._quote in record.raw:
                raws[record.line] = record.raw
        carried = None
        if used < len(lines):
            data = "\n".join(lines[used:]).encode("utf-8") + (b"" if block.ends_open else b"\n")
            carried = Block(data, block.first_line + used, len(lines) - used)
        broken_off = bool(block.is_last and block.ends_open and odd and odd[-1].line == block.first_line + used - 1)
        batch = Batch(frame_of(rows, numbers, columns), used, idle, odd, raws, suspect=True, broken_off=broken_off)
        return batch, carried

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
        self, lines: list[str], first_line: int, *, columns: int | None, is_last: bool = True
    ) -> tuple[list[Record], int]:
        """The records of `lines` and how many lines they took; one unclosed at the end waits."""
        records: list[Record] = []
        at = 0
        while at < len(lines):
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
            at += record.span
        return records, at

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


def _split(data: bytes, most: int | None = None) -> list[str]:
    """The lines of a block without their endings."""
    text = data.decode("utf-8", "ignore").replace("\r\n", "\n")
    lines = text.split("\n") if most is None else text.split("\n", most)[:most]
    return lines[:-1] if lines[-1] == "" else lines


def _read(data: bytes, separator: bytes, columns: int) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        separator=separator.decode(),
        quote_char=None,
        schema={str(index): pl.String for index in range(columns)},
    )


def _after(block: Block, header: Record) -> Block:
    """What follows the header in its block."""
    skip = header.line + header.span - block.first_line
    position = 0
    for _ in range(skip):
        position = block.data.find(b"\n", position) + 1 or len(block.data)
    return replace(block, data=block.data[position:], first_line=block.first_line + skip, lines=block.lines - skip)


def _joined(carried: Block | None, block: Block) -> Block:
    """A record that a block ended within, and what follows: it has quotes, so it goes the slow way."""
    if carried is None:
        return block
    data, lines = carried.data + block.data, carried.lines + block.lines
    return replace(block, data=data, first_line=carried.first_line, lines=lines, is_plain=False)


def _overlong(block: Block, columns: int) -> Batch:
    text = block.data.decode("utf-8", "ignore")
    return Batch(empty_frame(columns), 1, odd=[Record(block.first_line, [], text, "line_too_long")])

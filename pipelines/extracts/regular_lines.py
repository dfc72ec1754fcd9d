"""Lines of delimited text that Polars can read whole: as many fields as the header, and no quote or only whole quotes.

Two ways to write such lines are known: no field is quoted, or every field of every line is. A column that repeats
itself is read as categories, which takes no longer (0.46 against 0.43 µs for a row of 21 fields) and lets the rest of
the reading look at each distinct text once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import polars as pl

from pipelines.extracts.blocks import Block
from pipelines.extracts.rows import LINE

SURVEY_BYTES = 1 << 18  # of the first block: enough to see which columns repeat themselves
_MOST_DISTINCT_SHARE = 0.25
_MOST_CATEGORIES = 50_000  # a column that goes on bringing new texts must not hold all of them in memory
_UNIT = "\x1f"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class RegularLines:
    """Reads the regular lines of one file whose header has `columns` fields."""

    def __init__(self, separator: str, quote: str, columns: int) -> None:
        self._separator, self._quote, self._columns = separator, quote, columns
        self._between = f"{quote}{separator}{quote}"
        self._schema: dict[str, pl.DataType] = {}

    def whole(self, block: Block) -> tuple[pl.DataFrame, str] | None:
        """All lines of a block and the quote around each field, or None when one of them is not regular."""
        found = self._delimited(block) if block.lines and self._columns > 1 else None
        if found is None:
            return None
        data, separator = found
        try:
            frame = self._read(data, separator)
        except pl.exceptions.PolarsError:
            return None  # a line has a field too many
        if frame.height != block.lines:
            return None
        last = frame.get_column(str(self._columns - 1))
        if last.null_count() and data.count(separator.encode()) != block.lines * (self._columns - 1):
            return None  # a line has a field too few
        lines = pl.Series(LINE, range(block.first_line, block.first_line + block.lines), dtype=pl.Int64)
        return frame.with_columns(lines), self._quote if separator == _UNIT else ""

    def _delimited(self, block: Block) -> tuple[bytes, str] | None:
        """The block's bytes and their separator, where no quote, control or lone carriage return is in the way."""
        if not block.is_plain or block.has_lost_letters:
            return None
        if not self._quote or self._quote.encode() not in block.data:
            return block.data, self._separator
        bare = self._without_quotes(block.data, block)
        return None if bare is None else (bare, _UNIT)

    def _without_quotes(self, data: bytes, block: Block) -> bytes | None:
        """Where every field of every line is quoted and no quote is left over, the fields between unit separators."""
        quote = self._quote.encode()
        end = quote + b"\n"
        data = data.replace(b"\r\n", b"\n") + (b"\n" if block.ends_open else b"")
        if not data.startswith(quote) or data.count(end) != block.lines:
            return None
        bare = data[1:].replace(self._between.encode(), _UNIT.encode())
        bare = bare.replace(end + quote, b"\n").removesuffix(end)
        return None if quote in bare else bare + b"\n"

    def quote_of(self, lines: Sequence[str]) -> str:
        """The quote that stands around each field of most lines, or none."""
        quoted = sum(self._between in line for line in lines) if self._quote else 0
        return self._quote if 2 * quoted > len(lines) else ""

    def regular(self, lines: Sequence[str], quote: str) -> bytearray:
        """Which of some lines are regular and have `quote` around each field: 1, else 0."""
        gaps = self._columns - 1
        if not gaps:
            return bytearray(len(lines))
        if not quote:
            mine = (line.count(self._separator) == gaps and not (self._quote and self._quote in line) for line in lines)
        else:
            mine = (
                line.count(self._between) == gaps
                and line.count(quote) == 2 * (gaps + 1)
                and line[0] == line[-1] == quote
                for line in lines
            )
        return bytearray(fits and _is_clean(line) for fits, line in zip(mine, lines, strict=True))

    def frame(self, lines: Sequence[str], numbers: Sequence[int], quote: str) -> pl.DataFrame:
        """Lines that are regular, with their numbers."""
        text = "\n".join(lines) + "\n"
        if quote:
            text = text[1:].replace(self._between, _UNIT).replace(f"{quote}\n{quote}", "\n").replace(f"{quote}\n", "\n")
        frame = self._read(text.encode(), _UNIT if quote else self._separator)
        return frame.with_columns(pl.Series(LINE, numbers, dtype=pl.Int64))

    def _read(self, data: bytes, separator: str) -> pl.DataFrame:
        kinds = self._schema.values()
        if not kinds or any(
            isinstance(kind, pl.Categorical) and kind.categories.to_series().len() > _MOST_CATEGORIES for kind in kinds
        ):
            self._schema = self._surveyed(data, separator)
        return _read(data, separator, self._schema)

    def _surveyed(self, data: bytes, separator: str) -> dict[str, pl.DataType]:
        """What each column is kept as, by the first lines of `data`."""
        begin = data[: data.rfind(b"\n", 0, SURVEY_BYTES) + 1] or data
        sample = _read(begin, separator, {str(index): pl.String() for index in range(self._columns)})
        most = _MOST_DISTINCT_SHARE * sample.height
        return {
            column.name: pl.Categorical(pl.Categories.random()) if column.n_unique() <= most else pl.String()
            for column in sample
        }


def _is_clean(line: str) -> bool:
    """No control character, no mark of a lost letter. Most lines are printable, which is quickly seen."""
    return "\ufffd" not in line and (line.isprintable() or not _CONTROL.search(line))


def _read(data: bytes, separator: str, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(data), has_header=False, separator=separator, quote_char=None, schema=schema)

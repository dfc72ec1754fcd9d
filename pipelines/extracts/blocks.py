"""Text as blocks of whole lines in UTF-8, each with what the reader must know of it before it chooses its way."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

BLOCK_BYTES = 8 << 20  # measured: 4-8 MiB read fastest
MAX_LINE_BYTES = 1 << 20  # a longer line is quarantined, so that a file of one line of 2 GB needs no 2 GB
MAX_SKIPPED_BYTES = 64 << 20  # a line longer than that is not waited for: the file is refused
MAX_FIELD_CHARACTERS = 131_072  # also the limit of Python's csv reader
OVERLONG_KEPT_BYTES = 500
_LOST_LETTER = "\ufffd".encode()
_NEWLINE, _RETURN, _BLANK = 10, 13, 32


@dataclass(frozen=True)
class Block:
    """Whole lines as UTF-8.

    `is_plain`: no control characters, and no carriage return but at the end of a line. `has_marks`: a cell may begin
    with =" or # or ***, or be longer than a field may be. `has_lost_letters`: the mark of a letter that was lost.
    `overlong`: this is the beginning of one line that was too long to keep.
    """

    data: bytes
    first_line: int
    lines: int
    is_last: bool = False
    is_plain: bool = False
    has_marks: bool = True
    has_lost_letters: bool = False
    overlong: bool = False

    @property
    def ends_open(self) -> bool:
        """The last line has no line ending."""
        return not self.data.endswith(b"\n")


class Cutter:
    """Collects pieces of UTF-8 into blocks of whole lines."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._open_size = 0  # bytes since the last line ending
        self._skipping = False
        self._skipped = 0  # bytes of the line that is skipped
        self._line = 1

    @property
    def lines_seen(self) -> int:
        return self._line - 1 + sum(part.count(b"\n") for part in self._parts)

    @property
    def is_lost(self) -> bool:
        """The line that is skipped has no end in sight: what comes is no lines at all."""
        return self._skipping and self._skipped > MAX_SKIPPED_BYTES

    def add(self, piece: bytes) -> Iterator[Block]:
        if self._skipping:
            end = piece.find(b"\n")
            self._skipped += len(piece)
            if end < 0:
                return
            piece, self._skipping = piece[end + 1 :], False
        last_end = piece.rfind(b"\n") + 1
        self._open_size = len(piece) - last_end if last_end else self._open_size + len(piece)
        self._parts.append(piece)
        self._size += len(piece)
        if self._open_size > MAX_LINE_BYTES:
            yield from self._cut_overlong()
        elif self._size >= BLOCK_BYTES and last_end:
            self._parts[-1] = piece[:last_end]
            yield self._block(b"".join(self._parts))
            self._keep(piece[last_end:])

    def rest(self) -> Block:
        return replace(self._block(b"".join(self._parts)), is_last=True)

    def _cut_overlong(self) -> Iterator[Block]:
        data = b"".join(self._parts)
        end = data.rfind(b"\n") + 1
        if end:
            yield self._block(data[:end])
        yield Block(data[end : end + OVERLONG_KEPT_BYTES], self._line, 1, overlong=True)
        self._line += 1
        self._keep(b"")
        self._skipping, self._skipped = True, len(data) - end

    def _block(self, data: bytes) -> Block:
        lines = count_of(data, _NEWLINE) + (bool(data) and not data.endswith(b"\n"))
        block = Block(
            data,
            self._line,
            lines,
            is_plain=is_plain_text(data),
            has_marks=has_marks(data),
            has_lost_letters=_LOST_LETTER[:1] in data and _LOST_LETTER in data,
        )
        self._line += lines
        return block

    def _keep(self, data: bytes) -> None:
        self._parts, self._size, self._open_size = [data] if data else [], len(data), len(data)


def count_of(data: bytes, byte: int) -> int:
    """How often a byte occurs: three times as fast as bytes.count where it occurs often."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == byte))


def is_plain_text(data: bytes) -> bool:
    """No control characters but tabs, and no carriage return but at the end of a line."""
    octets = np.frombuffer(data, np.uint8)
    returns = np.flatnonzero(octets == _RETURN)
    if len(returns) and (returns[-1] == len(octets) - 1 or not (octets[returns + 1] == _NEWLINE).all()):
        return False
    below_blank = int(np.count_nonzero(octets < _BLANK))
    allowed = count_of(data, _NEWLINE) + len(returns)
    if below_blank != allowed and below_blank != allowed + data.count(b"\t"):
        return False
    return b"\x7f" not in data


def has_marks(data: bytes) -> bool:
    """Whether a cell may begin with =" or # or ***, or be longer than a field may be."""
    # One byte is looked for ten times as fast as two: first that, then what it would be part of.
    if b"#" in data or (b"=" in data and b'="' in data) or (b"*" in data and b"***" in data):
        return True
    position = 0
    while len(data) - position > MAX_FIELD_CHARACTERS:
        position = data.rfind(b"\n", position, position + MAX_FIELD_CHARACTERS) + 1
        if not position:
            return True
    return False


def ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks, each made in another thread while the one before it is read."""
    with ThreadPoolExecutor(1, thread_name_prefix="pejling-transcode") as pool:
        coming = pool.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = pool.submit(next, blocks, None)
            yield block

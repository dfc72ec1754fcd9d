"""Bytes of any declared encoding as blocks of whole lines in UTF-8, streaming and strict.

No engine that reads the rows knows cp1252, and cp1252 is not latin-1: the bytes are transcoded here first.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

from pipelines.extracts.blocks import MAX_SKIPPED_BYTES, Block, Cutter
from pipelines.problems import Problem

PIECE_BYTES = 1 << 19
SAMPLE_BYTES = 1 << 16
_BROKEN_OFF = "the text breaks off in the middle of a letter"

Opener = Callable[[], BinaryIO]
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_FOREIGN = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\x00": "a database",
}
_C1 = bytes(range(128, 160))


class TextSource:
    """One text file: chooses the encoding, then gives its blocks. `bytes_read` tells how far it has come.

    `marks_broken`: bytes that are not in the encoding become the replacement character, and the file is not refused.
    """

    def __init__(self, open_file: Opener, declared: tuple[str, ...], where: str, *, marks_broken: bool = False) -> None:
        self._open, self._where, self._marks_broken = open_file, where, marks_broken
        self.bytes_read = 0
        with open_file() as stream:
            sample = stream.read(SAMPLE_BYTES)
        _refuse_foreign(sample, where)
        self._mark = next((mark for mark in _MARKS if sample.startswith(mark)), b"")
        self.encoding = self._choose(declared, sample)
        self._single_cr = self._has_single_cr(sample)
        self._declared_eight_bit = self.encoding in ("cp1252", "latin-1") and declared == (self.encoding,)

    def blocks(self) -> Iterator[Block]:
        """The file as blocks of whole lines. Raises Problem when the bytes are not in the encoding."""
        cutter = Cutter()
        doubt = _Utf8Doubt()
        with self._open() as stream:
            stream.read(len(self._mark))
            read = _marked_pieces if self._marks_broken else _pieces
            for piece in read(stream, self.encoding, self._count(doubt), self._unreadable(cutter)):
                yield from cutter.add(piece.replace(b"\r", b"\n") if self._single_cr else piece)
                if cutter.is_lost:
                    raise Problem(
                        f"line {cutter.lines_seen} is longer than {MAX_SKIPPED_BYTES >> 20} MiB, which no extract's is",
                        where=self._where,
                        remedy="check where the file comes from",
                    )
        if doubt.is_utf8:
            raise Problem(
                f"the text is UTF-8, but the spec says {self.encoding}",
                where=self._where,
                remedy="declare encoding = 'utf-8' or 'detect'",
            )
        yield cutter.rest()

    def _count(self, doubt: _Utf8Doubt) -> Callable[[bytes], None]:
        def count(raw: bytes) -> None:
            self.bytes_read += len(raw)
            if self._declared_eight_bit:
                doubt.see(raw)

        return count

    def _unreadable(self, cutter: Cutter) -> Callable[[bytes, str], Problem]:
        def problem(before: bytes, what: str) -> Problem:
            line = cutter.lines_seen + before.count(b"\n") + 1
            return Problem(
                f"line {line} is not in {self.encoding} ({what})",
                where=self._where,
                remedy="declare the right encoding in the spec, or 'detect'",
            )

        return problem

    def _choose(self, declared: tuple[str, ...], sample: bytes) -> str:
        candidates = [name for one in declared for name in (("utf-8", "cp1252") if one == "detect" else (one,))]
        candidates = ["utf-8" if name == "utf-8-sig" else name for name in candidates]
        found = _MARKS.get(self._mark) or _silent_utf16(sample)
        if found:
            if not ({found, found[:6]} & set(candidates) or "detect" in declared):
                raise Problem(
                    f"the text is {found}, but the spec says {' or '.join(declared)}",
                    where=self._where,
                    remedy=f"declare encoding = '{found[:6].rstrip('-')}' or 'detect'",
                )
            return found
        if all(name.startswith("utf-16") for name in candidates):
            raise Problem("the text is not UTF-16", where=self._where, remedy="declare encoding = 'detect'")
        candidates = [name for name in candidates if not name.startswith("utf-16")]
        return next((name for name in candidates[:-1] if self._decodes(name)), candidates[-1])

    def _decodes(self, encoding: str) -> bool:
        """Whether the whole file is in `encoding`. Raises Problem for UTF-8 that ends within a letter."""

        def nothing(raw: bytes) -> None:
            del raw

        def failed(before: bytes, what: str) -> Problem:
            del before
            return Problem(what, where=self._where, remedy="fetch it again from the source")

        has_letters = False
        try:
            with self._open() as stream:
                for piece in _pieces(stream, encoding, nothing, failed):
                    has_letters |= not piece.decode("utf-8", "ignore").isascii()
        except Problem as problem:
            if problem.what == _BROKEN_OFF and has_letters:
                raise
            return False
        return True

    def _has_single_cr(self, sample: bytes) -> bool:
        """Lines of very old systems end in a carriage return alone."""
        return b"\n" not in sample and b"\r" in sample.rstrip(b"\r\x00") and not self.encoding.startswith("utf-16")


class _Utf8Doubt:
    """Whether a file that is said to be 8-bit is UTF-8 throughout, beyond ASCII."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._possible, self._beyond_ascii = True, False

    def see(self, raw: bytes) -> None:
        if not self._possible or (raw.isascii() and not self._decoder.getstate()[0] and raw):
            return
        self._beyond_ascii |= not raw.isascii()
        try:
            self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError:
            self._possible = False

    @property
    def is_utf8(self) -> bool:
        return self._possible and self._beyond_ascii


def _pieces(
    stream: BinaryIO, encoding: str, seen: Callable[[bytes], None], problem: Callable[[bytes, str], Problem]
) -> Iterator[bytes]:
    """The stream piece by piece as UTF-8; `problem(bytes before, what)` makes the error for a byte that is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    while True:
        raw = stream.read(PIECE_BYTES)
        seen(raw)
        try:
            if encoding == "utf-8":
                if not (raw and raw.isascii() and not decoder.getstate()[0]):
                    decoder.decode(raw, final=not raw)
                yield raw
            elif encoding in ("cp1252", "latin-1"):
                yield _eight_bit(raw, encoding)
            else:
                yield decoder.decode(raw, final=not raw).encode("utf-8")
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            byte = f"byte 0x{raw[start]:02x}" if start < len(raw) else _BROKEN_OFF
            raise problem(raw[:start], byte) from error
        if not raw:
            return


def _marked_pieces(
    stream: BinaryIO, encoding: str, seen: Callable[[bytes], None], problem: Callable[[bytes, str], Problem]
) -> Iterator[bytes]:
    """As `_pieces`, with the replacement character for every byte that is none: there is never a problem."""
    del problem
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while True:
        raw = stream.read(PIECE_BYTES)
        seen(raw)
        yield decoder.decode(raw, final=not raw).encode("utf-8")
        if not raw:
            return


def _eight_bit(raw: bytes, encoding: str) -> bytes:
    """latin-1 decodes five times as fast as cp1252, and is the same where no byte is in 0x80-0x9f."""
    if raw.isascii():
        return raw
    if len(raw.translate(None, _C1)) == len(raw):
        return raw.decode("latin-1").encode("utf-8")
    if encoding == "latin-1":
        found = next((place for place, byte in enumerate(raw) if 0x80 <= byte < 0xA0), None)
        if found is not None:
            raise UnicodeDecodeError("latin-1", raw, found, found + 1, "a control character; the text is cp1252")
    return raw.decode(encoding).encode("utf-8")


def _refuse_foreign(sample: bytes, where: str) -> None:
    if not sample.strip():
        raise Problem("the file is empty", where=where, remedy="export it again")
    for magic, what in _FOREIGN.items():
        if sample.startswith(magic):
            raise Problem(
                f"the file is {what}, not text", where=where, remedy="deliver the text file, or mend its spec"
            )


def _silent_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is NUL."""
    even, odd = sample[::2], sample[1::2]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.2 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.2 * len(odd):
        return "utf-16-be"
    return None

"""Zip archives: their members are read where they lie, never unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from pipelines.extracts.encodings import Opener
from pipelines.extracts.periods import Period, form_regex, period_of
from pipelines.extracts.spec import Spec
from pipelines.problems import Problem

MAX_MEMBER_BYTES = 20 << 30
MAX_RATIO = 250
RATIO_COUNTS_FROM_BYTES = 64 << 20
MAX_MEMBERS = 10_000


@dataclass(frozen=True)
class Member:
    """One file inside an archive."""

    name: str
    size: int
    open: Opener
    period: Period | None


class _Bounded:
    """A member's bytes; reading ends with an error when there are more than the archive declares."""

    def __init__(self, stream: BinaryIO, declared: int, where: str) -> None:
        self._stream, self._left, self._where = stream, declared, where

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise _damaged(error, self._where) from error
        except Exception as error:  # zlib.error and its kin have no common parent
            raise _damaged(error, self._where) from error
        self._left -= len(data)
        if self._left < 0:
            raise Problem("it holds more than its archive declares", where=self._where, remedy="do not trust the file")
        return data

    def __enter__(self) -> _Bounded:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def members(path: Path, spec: Spec) -> Iterator[Member]:
    """The members that the spec reads, by name. Raises Problem for an archive that is damaged, locked or a bomb."""
    pattern = form_regex(spec.file.members.pattern if spec.file.members else "*", glob=True)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(error, path.name) from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            raise Problem(f"it holds {len(entries)} files", where=path.name, remedy="check where it comes from")
        chosen = []
        for entry in entries:
            found = pattern.fullmatch(PurePosixPath(entry.filename.replace("\\", "/")).name)
            if found is not None and not entry.is_dir():
                _check(entry, path.name)
                chosen.append((entry, period_of(found)))
        if not chosen:
            raise Problem(
                f"no file in it is called {spec.file.members.pattern if spec.file.members else '*'}",
                where=path.name,
                remedy="mend file.members.pattern in the spec",
            )
        names = [entry.filename for entry, _ in chosen]
        if len(set(names)) < len(names):
            raise Problem("it holds two files of one name", where=path.name, remedy="pack it again")
        for entry, period in sorted(chosen, key=lambda pair: pair[0].filename):
            yield Member(entry.filename, entry.file_size, _opener(archive, entry, path.name), period)


def _check(entry: zipfile.ZipInfo, where: str) -> None:
    label = f"{where}/{entry.filename}"
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
        raise Problem("its name points out of the archive", where=label, remedy="do not trust the file")
    if not entry.filename.isprintable():
        raise Problem("its name has signs that cannot be shown", where=ascii(label)[1:-1], remedy="pack it again")
    if entry.flag_bits & 0x1:
        raise Problem("it is locked with a password", where=label, remedy="deliver it without a password")
    ratio = entry.file_size / max(1, entry.compress_size)
    if entry.file_size > MAX_MEMBER_BYTES or (entry.file_size > RATIO_COUNTS_FROM_BYTES and ratio > MAX_RATIO):
        raise Problem(
            f"it unpacks from {entry.compress_size} to {entry.file_size} bytes, which no extract does",
            where=label,
            remedy="check where the file comes from",
        )


def _opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> Opener:
    def open_member() -> BinaryIO:
        try:
            stream = archive.open(entry)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise _damaged(error, f"{where}/{entry.filename}") from error
        return cast("BinaryIO", _Bounded(cast("BinaryIO", stream), entry.file_size, f"{where}/{entry.filename}"))

    return open_member


def _damaged(error: Exception, where: str) -> Problem:
    return Problem(f"the archive is damaged ({error})", where=where, remedy="fetch it again")

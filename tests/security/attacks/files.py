"""1. Files in the inbox, made to do harm, each laid where the ERP would lay its extract."""

from __future__ import annotations

import gzip
import io
import os
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import typer

from pipelines.commands.update import deliver_command
from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import load_spec
from pipelines.extracts.xlsx_survey import column_letters
from pipelines.problems import Problem
from tests.extracts.conftest import POSTING
from tests.extracts.test_hostile import cell, sheet, with_sheet
from tests.extracts.test_sources import DATA, archive, workbook
from tests.security.ground import Ground, Strike
from tests.spine.small_municipality import APRIL, HEADER
from tests.spine.small_municipality import SPECS as SMALL_SPECS

Lay = Callable[[Path], None]
"""Makes what lies at a path."""

MIB = 1 << 20
REFUSED = "refused: "
MONTH, BOOK, YEAR = "posteringer_2026_04.csv", "bog.xlsx", "aar.zip"
# The same postings as a workbook, and as a zip of a year.
SPECS = {
    "book": POSTING.replace('"ledger"', '"book"').replace('"csv"', '"xlsx"').replace('"*.csv"', '"bog*.xlsx"'),
    "year": POSTING.replace('"ledger"', '"year"').replace('"csv"', '"zip"').replace('"*.csv"', '"aar*.zip"')
    + '[file.members]\npattern = "post_{yyyy}_{MM}.csv"\nkind = "csv"\n',
}
MEMBER = "post_2026_04.csv"
_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{_ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
_STRINGS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class laid:  # noqa: N801 -- an attack, as the functions beside it
    """It lies in the inbox when somebody delivers."""

    name: str
    lay: Lay

    def __call__(self, ground: Ground) -> Strike:
        path = ground["inbox_owner"].home.inbox / self.name

        def strike() -> str:
            self.lay(path)
            try:
                return _delivered(ground)
            finally:
                path.unlink()

        return strike


def _delivered(ground: Ground) -> str:
    """What the command says of the one file that it refuses; in less than a gigabyte."""
    home = ground["inbox_owner"].home
    ground["capsys"].readouterr()
    with in_one_gigabyte(), pytest.raises(typer.Exit) as ended:
        deliver_command(home=home.folder, settings=home.settings_file)
    assert ended.value.exit_code == 1
    (line,) = ground["capsys"].readouterr().err.splitlines()
    ground.told.append(line)
    return str(line).removeprefix(REFUSED)


def still_written_to(ground: Ground) -> Strike:
    """Half of it would be half of a month; what was read is not what lies there when it has been read."""

    def strike() -> str:
        path = ground["inbox_owner"].put(MONTH, APRIL * 100_000)
        try:
            with written_to(path):
                return _delivered(ground)
        finally:
            path.unlink()

    return strike


def line_of_two_gigabytes(ground: Ground) -> Strike:
    """Read in place, so that it takes no room on the disk: a header and the beginning of a line that never ends."""
    folder = ground["tmp_path"]
    (folder / "spec.toml").write_text(SMALL_SPECS["posting"], encoding="utf-8")
    with (folder / MONTH).open("wb") as written:
        written.write(HEADER.encode("cp1252") + b"B1;01.04.2026;111;")
        written.truncate(2 << 30)

    def strike() -> str:
        with pytest.raises(Problem) as refused, in_one_gigabyte():
            read_extract(load_spec(folder / "spec.toml"), folder / MONTH, folder / "out")
        return str(refused.value)

    return strike


@contextmanager
def in_one_gigabyte() -> Iterator[None]:
    """What runs within may take a gigabyte more than this process holds; where the platform has no bounds, all."""
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 -- not everywhere

    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    bounds = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + (1 << 30), bounds[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, bounds)


def content(data: bytes | str) -> Lay:
    """A file of these bytes, or of this text in the encoding of the spec."""
    return lambda path: path.write_bytes(data if isinstance(data, bytes) else data.encode("cp1252")) and None


def link_to(target: str) -> Lay:
    return lambda path: path.symlink_to(target)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def packed(unpacked: bytes) -> Lay:
    """A zip with the month's member."""
    return content(archive({MEMBER: unpacked}))


def zip_in_zip(path: Path) -> None:
    inner = archive({MEMBER: b"0" * MIB})
    for _ in range(8):
        inner = archive({MEMBER: inner})
    path.write_bytes(inner)


def ten_thousand_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        for number in range(10_001):
            out.writestr(f"post_2026_04 {number}.csv", b"")


def lying_size(path: Path) -> None:
    """Its directory says a thousand bytes; it unpacks to eight million."""
    honest = archive({MEMBER: APRIL.encode("cp1252") * 50_000})
    size = (len(APRIL.encode("cp1252")) * 50_000).to_bytes(4, "little")
    path.write_bytes(honest.replace(size, (1_000).to_bytes(4, "little")))


def member_called(name: str) -> Lay:
    """A zip whose member has this name, written as it stands."""

    def lay(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as out:
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            out.writestr(entry, APRIL.encode("cp1252"))

    return lay


def sheet_of(cells: str) -> Lay:
    return content(with_sheet(sheet(cells)))


def part_with(xml: str, part: str) -> Lay:
    """A workbook of which one part is this XML."""
    return content(with_sheet(xml.encode(), part))


def strings_with(declared: str) -> Lay:
    """A workbook of whose texts one stands for something else."""
    return content(_with_strings(f'{declared}<sst xmlns="{_STRINGS}"><si><t>&l9;</t></si></sst>'.encode()))


def _with_strings(xml: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(*DATA))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, xml if entry.filename == "xl/sharedStrings.xml" else old.read(entry))
    return out.getvalue()


def huge_strings(path: Path) -> None:
    path.write_bytes(_with_strings(b'<sst xmlns="' + _STRINGS.encode() + b'"><si><t>' + b"a" * (65 * MIB)))


SHEET, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
WIDE = f'<row r="1">{"".join(cell(f"{column_letters(n)}1") for n in range(16_384))}</row>'
CORNERS = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
GZIP = gzip.compress(APRIL.encode("cp1252"))
IS_POSIX = sys.platform != "win32"


@contextmanager
def written_to(path: Path) -> Iterator[None]:
    """Somebody writes to the file again and again."""
    ended = threading.Event()

    def write() -> None:
        for moment in count(1):
            os.utime(path, ns=(moment, moment))
            if ended.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()

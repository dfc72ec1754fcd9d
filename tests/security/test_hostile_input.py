"""What somebody can send to Pejling to do harm, and what becomes of it: a table for whoever audits it.

Each row is an attack: where it comes in, what is sent, and what is told. What holds for every row stands in the test
below its table: the attack is refused in one sentence, it is written down, and nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.deliveries import deliver
from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import load_spec
from pipelines.problems import Problem
from tests.security import hostile_files as files
from tests.security.attack import fingerprint, in_one_gigabyte, is_one_sentence
from tests.security.hostile_files import HEADER, MIB, Lay, content
from tests.spine.small_municipality import APRIL, SPECS, SmallMunicipality

# ---------------------------------------------------------------------------------------------- 1. Files in the inbox


@dataclass(frozen=True)
class Delivery:
    """A file in the inbox: its name, what lies there, and what is told of it."""

    attack: str
    name: str
    lay: Lay
    told: str

    def __str__(self) -> str:
        return self.attack


MONTH, BOOK, YEAR = "posteringer_2026_04.csv", "bog.xlsx", "aar.zip"
DELIVERIES = [
    # Text
    Delivery("a million columns", MONTH, content(b";" * 1_000_000 + b"\n"), "has the headers"),
    Delivery("a million columns below a good header", MONTH, content(HEADER + ";" * 1_000_000 + "\n"), "total row"),
    Delivery("NUL in every place", MONTH, content(HEADER.encode("cp1252") + bytes(4096) + b"\n"), "total row"),
    Delivery("nothing but NUL", MONTH, content(bytes(4096)), "has the headers"),
    Delivery("a quotation mark that never ends", MONTH, content(HEADER + '"' + "x;\n" * 9_999), "total row"),
    Delivery("a gzip called csv", MONTH, content(files.GZIP), "is a gzip archive, not text"),
    Delivery("a program called csv", MONTH, content(b"MZ\x90\x00" * 99), "is a Windows program, not text"),
    Delivery("a zip called csv", MONTH, content(files.archive({"a": b"x"})), "is a zip archive"),
    # What is no file, and names
    *(
        [
            Delivery(
                "a link to what the server may read", MONTH, files.link_to("/etc/passwd"), "is a link or a device"
            ),
            Delivery("a link to nothing", MONTH, files.link_to("nowhere"), "is a link or a device"),
            Delivery("a link to a folder", "post", files.link_to("/etc"), "is a link or a device"),
            Delivery("a device that never ends", MONTH, files.link_to("/dev/zero"), "is a link or a device"),
            Delivery("a pipe that nobody writes to", MONTH, files.pipe, "is a link or a device"),
            Delivery("a line of its own in the log", "posteringer_2026_04\nok.csv", content(APRIL), r"04\nok.csv: its"),
            Delivery("signs that colour a terminal", "posteringer_2026_04\x1b[2J.csv", content(APRIL), "be shown"),
            Delivery("a name that reads backwards", "posteringer_2026_04\u202evsc.csv", content(APRIL), "be shown"),
            Delivery("a name in no encoding", "posteringer_2026_04\udcff.csv", content(APRIL), "be shown"),
        ]
        if files.IS_POSIX
        else []
    ),
    Delivery("a name that means a place", "posteringer_2026_04..%2f..%2fetc.csv", content("x\n"), "has the headers"),
    Delivery("a name that means a format", "posteringer_2026_04 {0} %s [red].csv", content("x\n"), "[red].csv: no row"),
    # Archives
    Delivery("a flat bomb", YEAR, files.packed(b"0" * (65 * MIB)), "which no extract does"),
    Delivery("a bomb in a zip in a zip", YEAR, files.zip_in_zip, "is a zip archive"),
    Delivery("ten thousand files", YEAR, files.ten_thousand_members, "it holds 10001 files"),
    Delivery("a size that is a lie", YEAR, files.lying_size, "is damaged"),
    Delivery("a way out", YEAR, files.member_called(f"../../{files.MEMBER}"), "points out of the archive"),
    Delivery("a place of its own", YEAR, files.member_called(f"/etc/{files.MEMBER}"), "points out of the archive"),
    Delivery("a way out on Windows", YEAR, files.member_called(f"..\\..\\{files.MEMBER}"), "points out of the archive"),
    Delivery("a line in the log", YEAR, files.member_called(f"ok\n/{files.MEMBER}"), "signs that cannot be shown"),
    # Workbooks
    Delivery("all columns that there can be", BOOK, files.sheet_of(files.WIDE), "has the headers"),
    Delivery("two cells at opposite corners", BOOK, files.sheet_of(files.CORNERS), "spans 1048576 rows"),
    Delivery("entities within entities", BOOK, files.strings_with(files.LAUGHS), "cannot be read as an Excel workbook"),
    Delivery("an entity from outside", BOOK, files.strings_with(files.OUTSIDE), "cannot be read as an Excel workbook"),
    Delivery(
        "entities in the sheet", BOOK, files.part_with(files.LAUGHS, files.SHEET), "cannot be read as an Excel workbook"
    ),
    Delivery("entities in the book", BOOK, files.part_with(files.LAUGHS, files.WORKBOOK), "no spreadsheet needs"),
    Delivery("texts that fill the memory", BOOK, files.huge_strings, "which no extract does"),
    Delivery("a macro called xlsx", BOOK, content(b"MZ\x90\x00" * 99), "cannot be read as an Excel workbook"),
    Delivery("a csv called xlsx", BOOK, content(APRIL), "cannot be read as an Excel workbook"),
]


@pytest.mark.parametrize("row", DELIVERIES, ids=str)
def test_a_file_in_the_inbox(row: Delivery, inbox_owner: SmallMunicipality) -> None:
    """Refused in one sentence, in less than a gigabyte; what is delivered, built and served is as it was."""
    home = inbox_owner.home
    before = fingerprint(home.folder)
    path = home.inbox / row.name
    row.lay(path)
    try:
        with in_one_gigabyte():
            (refused,) = deliver(home)
    finally:
        path.unlink()
    assert refused.state == "refused"
    assert row.told in refused.sentence
    assert is_one_sentence(refused.sentence), refused.sentence
    assert fingerprint(home.folder) == before


def test_a_line_of_two_gigabytes(tmp_path: Path) -> None:
    """It is not read to its end; read in place here, so that it takes no room on the disk."""
    (tmp_path / "spec.toml").write_text(SPECS["posting"], encoding="utf-8")
    extract = tmp_path / MONTH
    files.line_of_two_gigabytes(extract)
    with pytest.raises(Problem, match="line 2 is longer than 64 MiB") as refused, in_one_gigabyte():
        read_extract(load_spec(tmp_path / "spec.toml"), extract, tmp_path / "out")
    assert is_one_sentence(str(refused.value))


def test_all_of_them_at_once_hold_nothing_back(inbox_owner: SmallMunicipality, tmp_path: Path) -> None:
    """The command tells each in a line of its own, and what was delivered well is served."""
    small = inbox_owner.copied_to(tmp_path / "municipality")
    rows = {row.name: row for row in DELIVERIES if row.name != MONTH}
    for row in rows.values():
        row.lay(small.home.inbox / row.name)
    small.put(MONTH, APRIL)
    done = small.pejling("update")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    assert len(told) == len(rows)
    assert all(map(is_one_sentence, told))
    assert all(line.startswith(("refused: ", "check ")) for line in done.stderr.splitlines())
    assert {"B4", "B5"} <= set(small.vouchers())


def test_a_file_that_somebody_is_still_writing(inbox_owner: SmallMunicipality) -> None:
    """Half of it would be half of a month; what was read is not what lies there when it has been read."""
    home = inbox_owner.home
    before = fingerprint(home.folder)
    path = inbox_owner.put(MONTH, APRIL * 100_000)
    with files.written_to(path):
        (refused,) = deliver(home)
    path.unlink()
    assert "somebody wrote to it while it was read" in refused.sentence
    assert fingerprint(home.folder) == before

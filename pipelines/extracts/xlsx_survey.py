"""What a workbook's reader does not tell: which cells hold an error, which numbers are words, how large the grid is.

The reader turns #N/A into an empty cell and a typed-in "18.500" into the same text as a real number would have; two
cells at opposite corners make it ask for a grid of seventeen thousand million. So the XML is looked through first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree as Xml

from pipelines.problems import Problem

MAX_UNPACKED_BYTES = 2 << 30
MAX_RATIO = 250  # text of spreadsheets packs 5-50 times; a bomb 1000 times
RATIO_COUNTS_FROM_BYTES = 64 << 20
MAX_GRID_CELLS = 30_000_000
_PIECE = 8 << 20
_MAX_PART_BYTES = 16 << 20
_FORMULA = rb"<(?:\w+:)?f[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
_ERROR = re.compile(rb'c r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>(?:' + _FORMULA + rb")?<(?:\w+:)?v>([^<]*)<")
_NOTHING = rb"(?:<(?:\w+:)?v></(?:\w+:)?v>|<(?:\w+:)?v ?/>|</(?:\w+:)?c>)"
_NO_RESULT = re.compile(rb'c r="([A-Z]+)(\d+)"[^>/]*>' + _FORMULA + _NOTHING)
_FILLED = rb"[^>]*?(?<!/)>(?!</)"
_FIRST_CELL = re.compile(rb'c r="([A-Z]+)(\d+)"' + _FILLED)
_WIDE = re.compile(rb'c r="([A-Z]{2,3})\d+"')
_LAST_ROW = re.compile(rb'c r="[A-Z]+(\d+)"')
_UNADDRESSED = re.compile(rb'<(?:\w+:)?c(?: (?!r=")|>|/>)')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


@dataclass
class Survey:
    """What stands in a sheet: the first column in use, and cells by column (0 is the first in use) and row."""

    first_column: int = 0
    last_column: int = 0
    last_row: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def check_archive(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse what unpacks to more than a machine should hold."""
    unpacked = sum(part.file_size for part in archive.infolist())
    packed = max(1, sum(part.compress_size for part in archive.infolist()))
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_COUNTS_FROM_BYTES and unpacked / packed > MAX_RATIO):
        raise Problem(
            f"it unpacks from {packed} to {unpacked} bytes, which no extract does",
            where=where,
            remedy="check where the file comes from",
        )


def sheet_parts(archive: zipfile.ZipFile, where: str) -> dict[str, str]:
    """The sheets of a workbook: name → its part in the archive."""
    try:
        book = _xml(archive, "xl/workbook.xml", where)
        relations = _xml(archive, "xl/_rels/workbook.xml.rels", where)
    except KeyError as error:
        raise Problem("the file is no Excel workbook", where=where, remedy="save it as .xlsx from Excel") from error
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    parts: dict[str, str] = {}
    for sheet in [*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")]:
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(identity, "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _xml(archive: zipfile.ZipFile, name: str, where: str) -> Xml.Element:
    with archive.open(name) as part:
        content = part.read(_MAX_PART_BYTES)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Problem(
            "the workbook holds declarations that no spreadsheet needs", where=where, remedy="do not trust it"
        )
    try:
        return Xml.fromstring(content)  # noqa: S314 -- no declarations, so nothing to expand
    except Xml.ParseError as error:
        raise Problem(f"the workbook is damaged ({error})", where=where, remedy="save it again from Excel") from error


def survey(archive: zipfile.ZipFile, part: str, where: str) -> Survey:
    """Look through one sheet. Raises Problem when its grid is beyond bounds or its cells have no addresses."""
    found = Survey(first_column=1 << 20)
    errors: dict[tuple[str, str], str] = {}
    with archive.open(part) as stream:
        for piece in _pieces(stream):
            _survey_piece(piece, found, errors, where)
    if found.first_column == 1 << 20:
        found.first_column = 0
    _check_grid(found, where)
    found.errors = {
        (column_number(letters) - found.first_column, int(row)): text for (letters, row), text in errors.items()
    }
    return found


def _survey_piece(piece: bytes, found: Survey, errors: dict[tuple[str, str], str], where: str) -> None:
    if _UNADDRESSED.search(piece):
        raise Problem(
            "its cells do not say where they stand", where=where, remedy="open it in Excel and save it as .xlsx"
        )
    _find_first_column(piece, found)
    found.last_column = max(
        [found.last_column, *(column_number(letters.decode()) for letters in set(_WIDE.findall(piece)))]
    )
    last = piece.rfind(b'c r="')
    cell = _LAST_ROW.match(piece, last) if last >= 0 else None
    if cell is not None:
        found.last_row = max(found.last_row, int(cell.group(1)))
    if b't="e"' in piece:
        for letters, row, text in _ERROR.findall(piece):
            errors[letters.decode(), row.decode()] = text.decode("utf-8", "replace")
    if b"<f" in piece or b":f>" in piece:
        for letters, row in _NO_RESULT.findall(piece):
            errors[letters.decode(), row.decode()] = "#VALUE! (formula without a result)"


def _find_first_column(piece: bytes, found: Survey) -> None:
    position = 0
    while found.first_column > 0:
        if found.first_column > 25:
            cell = _FIRST_CELL.search(piece, position)
        else:
            before = b"".join(bytes([65 + index]) for index in range(found.first_column))
            cell = re.compile(rb'c r="([' + before + rb'])(\d+)"' + _FILLED).search(piece, position)
        if cell is None:
            return
        found.first_column = min(found.first_column, column_number(cell.group(1).decode()))
        found.last_column = max(found.last_column, 25)
        position = cell.end()


def _check_grid(found: Survey, where: str) -> None:
    columns = found.last_column - found.first_column + 1
    if columns * found.last_row > MAX_GRID_CELLS:
        raise Problem(
            f"the sheet spans {found.last_row} rows and {columns} columns, more than can be read",
            where=where,
            remedy="delete what stands far off in the sheet, or export it as text",
        )


def text_rows(archive: zipfile.ZipFile, part: str, column: int) -> set[int]:
    """The rows in which a column (0 is A) holds words, not a number or a day."""
    letters = column_letters(column).encode()
    pattern = re.compile(rb'c r="' + letters + rb'(\d+)"[^>]*? t="(?:s|str|inlineStr)"')
    rows: set[int] = set()
    with archive.open(part) as stream:
        for piece in _pieces(stream):
            rows.update(map(int, pattern.findall(piece)))
    return rows


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The XML in pieces that end where a row begins."""
    rest = b""
    while True:
        raw = stream.read(_PIECE)
        data = rest + raw
        if not raw:
            yield data
            return
        cut = max(data.rfind(b"<row"), data.rfind(b":row"))
        if cut <= 0:
            rest = data
            if len(rest) > 8 * _PIECE:
                raise ValueError("a single row of more than 64 MiB")
            continue
        yield data[:cut]
        rest = data[cut:]


def column_number(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

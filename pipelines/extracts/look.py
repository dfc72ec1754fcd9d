"""A first look at an unknown file: what it seems to be. Everything here is a guess, for a person to confirm."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.extracts.csv_rows import CsvRows
from pipelines.extracts.encodings import TextSource
from pipelines.extracts.layout import plain
from pipelines.extracts.rows import Record
from pipelines.extracts.synonyms import SYNONYMS
from pipelines.extracts.xlsx_rows import Workbook, XlsxRows
from pipelines.problems import Problem

SEPARATORS = (";", "\t", ",", "|")
_LOOKED_AT = 400
_NUMBER = re.compile(r"[-\u2212(]?[0-9][0-9., \u00a0]*[-)]?")


@dataclass(frozen=True)
class Look:
    """What a file seems to be. `rows`: fields of the first rows below the header; `member`: looked at inside a zip."""

    kind: Literal["csv", "xlsx"]
    header: Record
    above: tuple[Record, ...]
    rows: tuple[list[str], ...]
    encoding: str = ""
    separator: str = ";"
    sheet: str = ""
    member: str = ""

    def column(self, place: int) -> list[str]:
        """The filled cells of one column."""
        return [row[place].strip() for row in self.rows if place < len(row) and row[place].strip()]


def look_at(path: Path) -> Look:
    """Look at a file. Raises Problem when it is neither text nor a workbook nor an archive of those."""
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", where=str(path), remedy="check the path") from error
    if not start.startswith(b"PK"):
        return _look_at_text(TextSource(lambda: path.open("rb"), ("detect",), path.name))
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return _look_at_book(Workbook(lambda: path.open("rb"), path.name))
            return _look_into(archive, names, path.name)
    except zipfile.BadZipFile as error:
        raise Problem(f"the archive is damaged ({error})", where=path.name, remedy="fetch it again") from error


def _look_into(archive: zipfile.ZipFile, names: list[str], where: str) -> Look:
    chosen = next((name for name in sorted(names) if name.lower().endswith((".csv", ".txt", ".tsv", ".xlsx"))), None)
    if chosen is None:
        raise Problem("it holds neither text nor workbook", where=where, remedy="name the file that holds the rows")
    content = archive.read(chosen)
    label = f"{where}/{chosen}"
    if content.startswith(b"PK"):
        look = _look_at_book(Workbook(lambda: io.BytesIO(content), label))
    else:
        look = _look_at_text(TextSource(lambda: io.BytesIO(content), ("detect",), label))
    return Look(**{**look.__dict__, "member": chosen})


def _look_at_book(book: Workbook) -> Look:
    """The sheet with the most that looks like a header."""
    best: tuple[int, Look | None] = (-1, None)
    for name in book.parts:
        head = XlsxRows(book, name).head()
        if not head:
            continue
        place = _header_place(head)
        score = header_score(head[place].fields)
        if score > best[0]:
            rows = tuple(record.fields for record in head[place + 1 : place + 1 + _LOOKED_AT])
            best = (score, Look("xlsx", head[place], tuple(head[:place]), rows, sheet=name))
    if best[1] is None:
        raise Problem("the workbook is empty", where=book.where, remedy="export it again")
    return best[1]


def _look_at_text(source: TextSource) -> Look:
    rows = CsvRows(source, ";", '"')
    heads: dict[str, list[Record]] = {}
    for separator in SEPARATORS:
        rows.separator = separator
        heads[separator] = rows.head()
    separator = max(SEPARATORS, key=lambda one: _regularity(heads[one]))
    head = heads[separator]
    place = _header_place(head)
    below = tuple(record.fields for record in head[place + 1 : place + 1 + _LOOKED_AT])
    return Look("csv", head[place], tuple(head[:place]), below, source.encoding, separator)


def _regularity(head: list[Record]) -> int:
    """How many records have the commonest number of fields, if that is more than one."""
    widths = Counter(len(record.fields) for record in head if len(record.fields) > 1)
    return widths.most_common(1)[0][1] if widths else 0


def _header_place(head: list[Record]) -> int:
    return max(range(min(len(head), 60)), key=lambda place: (header_score(head[place].fields), -place))


def header_score(fields: list[str]) -> int:
    """How much a row looks like a header: known names count most, numbers against."""
    words = [plain(field) for field in fields if field.strip()]
    known = sum(1 for word in words if canonical_names(word))
    numbers = sum(1 for word in words if _NUMBER.fullmatch(word))
    return 5 * known + len(set(words)) - 3 * numbers


def canonical_names(header: str) -> list[str]:
    """The canonical columns that a header may mean, the surest first."""
    word = plain(header)
    exact = [name for name, words in SYNONYMS.items() if word in words or word == name.replace("_", " ")]
    if exact or len(word) < 3:
        return exact
    return [name for name, words in SYNONYMS.items() if any(word.startswith(f"{one} ") for one in words)]

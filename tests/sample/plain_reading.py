"""A second, plain way to read the sample's own files: no spec, no reader, only what the generator promises."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})*,\d\d(?: ?-)?")


def text_of(content: bytes) -> str:
    return content.decode("utf-8-sig") if content.startswith(b"\xef\xbb\xbf") else content.decode("cp1252")


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of a csv, or of each member of a zip."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, text_of(archive.read(name))
    else:
        yield path.name, text_of(path.read_bytes())


def table(text: str, first_header: str) -> list[list[str]]:
    """The header and every row below it."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    start = next(place for place, row in enumerate(rows) if row and row[0] == first_header)
    return rows[start:]


def amount(text: str) -> Decimal | None:
    """A Danish number with the minus behind; None when it is none."""
    if not AMOUNT.fullmatch(text):
        return None
    number = Decimal(text.rstrip(" -").replace(".", "").replace(",", "."))
    return -number if text.endswith("-") else number

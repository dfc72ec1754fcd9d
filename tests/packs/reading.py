"""Every text that a pack's file holds: what is read, what is only spoken, and what lies in it unseen."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2


def squeezed(text: str) -> str:
    """Without what a line break adds: blanks, hyphens, what has no width."""
    return re.sub(r"[\s\u00a0\u00ad\u200b\u2010-\u2011-]", "", unicodedata.normalize("NFC", text)).casefold()


def texts_of_pdf(content: bytes) -> str:
    """What stands on the pages, and every string of the structure: text alternatives, outline, title, metadata."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    with pikepdf.open(io.BytesIO(content)) as file, file.open_metadata() as metadata:
        return "\n".join([*pages, *_strings(file.Root, set()), *_strings(file.trailer, set()), str(metadata)])


def _strings(value: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
        if value.is_indirect:
            if value.objgen in seen:
                return
            seen.add(value.objgen)
        for part in value if isinstance(value, pikepdf.Array) else [part for _, part in value.items()]:
            yield from _strings(part, seen)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.texts.append(data)


def read_html(content: bytes) -> tuple[str, list[str]]:
    """Every text and attribute, and every element's name."""
    read = _Html()
    read.feed(content.decode())
    return "\n".join(read.texts), read.tags


def texts_of_html(content: bytes) -> str:
    return read_html(content)[0]


def texts_of_package(content: bytes) -> str:
    """Every text and attribute of every part of a pptx or xlsx, and of every workbook inside it."""
    return "\n".join(_parts(content))


def _parts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            yield name
            part = package.read(name)
            if name.endswith((".xlsx", ".docx", ".pptx")):
                yield from _parts(part)
            elif name.endswith((".xml", ".rels", ".vml")):
                for element in ET.fromstring(part).iter():
                    yield from (element.text or "", element.tail or "", *element.attrib.values())
            else:  # pictures, and whatever nobody expects there
                yield part.decode("latin-1")


READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": texts_of_pdf,
    "html": texts_of_html,
    "pptx": texts_of_package,
    "xlsx": texts_of_package,
}

"""The letters that a pack's typefaces have: a text from people or extracts in letters that every writer can set.

PDF/UA refuses a letter that no typeface has. So the whole content is cleaned once, before the writers, and all four say
the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

FONTS = Path(__file__).parent / "fonts"

# Controls, soft hyphens, blanks of no width, marks of direction, halves of pairs. U+200D stays: it joins emoji.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029]+")
Content = TypeVar("Content")


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The letters that the vendored typefaces have, from the ranges that were written when they were made."""
    lines = (FONTS / "covered.txt").read_text(encoding="ascii").split()
    ranges = (line.split("-") for line in lines)
    return frozenset(letter for first, last in ranges for letter in range(int(first, 16), int(last, 16) + 1))


def cleaned(content: Content) -> Content:
    """The same content with every text in letters that can be set."""
    if isinstance(content, str):
        return clean(content)  # type: ignore[return-value]
    if isinstance(content, tuple):
        return tuple(cleaned(part) for part in content)  # type: ignore[return-value]
    if is_dataclass(content) and not isinstance(content, type):
        return replace(content, **{part.name: cleaned(getattr(content, part.name)) for part in fields(content)})
    return content


def clean(text: str) -> str:
    """One text: composed, on one line, in letters that there are.

    A letter that no typeface has loses its accent, and one that still is not there becomes `?`.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() and composed.isprintable():
        return composed
    letters = covered()
    plain = _UNPRINTABLE.sub("", _BREAKS.sub(" ", composed))
    return "".join(letter if ord(letter) in letters else _nearest(letter, letters) for letter in plain)


def _nearest(letter: str, letters: frozenset[int]) -> str:
    kind = unicodedata.category(letter)
    if kind in {"Zs", "Pd"}:  # thin blanks, and long or unbreakable hyphens
        return "\u00a0" if kind == "Zs" else "-"
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    if plain and all(ord(part) in letters for part in plain):
        return plain
    return "" if kind in {"Mn", "Cf", "Sk"} else "?"

"""Amounts that people type: understood in the writing of their language, asked about, or refused with the reason.

`1.200.000`, `1200000` and `1,2 mio.` have one meaning. `1.200` has two: a municipality's tables are in thousands, so
that it may be 1.200 kr. or 1.200 t.kr.; nobody guesses which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dashboard.texts import MINUS, Language

Fault = Literal["empty", "no_amount", "too_large"]

MOST_DKK = Decimal(100_000_000_000)
"""More than any municipality has in a year: a slip of the finger."""

# A separator of thousands stands before every three digits or nowhere, so 12.5 is never read as 125 or 12,5.
_UNITS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(
        r"(?P<number>.*\d)\s*(?:(?P<million>mio\.?|mill?\.?|million(?:er)?)|(?P<thousand>t\.?|tusind))", re.IGNORECASE
    ),
    "en": re.compile(r"(?P<number>.*\d)\s*(?:(?P<million>million|m)|(?P<thousand>thousand|k))", re.IGNORECASE),
}
_MARKS: dict[Language, tuple[str, str]] = {"da": (".", ","), "en": (",", ".")}  # of thousands, of decimals
_CURRENCY = re.compile(r"\s*(?:kr\.?|dkk)$", re.IGNORECASE)
_BLANKS = re.compile("(?<=[0-9])[\u00a0\u202f](?=[0-9]{3})")  # as spreadsheets write thousands
_SPACES = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")  # as people and statements of account do


@dataclass(frozen=True)
class Understood:
    """What was typed has one meaning."""

    amount_dkk: Decimal


@dataclass(frozen=True)
class Ambiguous:
    """What was typed has two meanings: as it stands, and in thousands or with decimals."""

    readings_dkk: tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Refused:
    """What was typed is no amount, and why."""

    fault: Fault


def read_amount(text: str, language: Language, currency: str | None = None) -> Understood | Ambiguous | Refused:
    """What is written: `-1.234.567,50` in Danish, with or without `kr.` or `currency`; `1,2 mio. kr.`, `350 t.kr.`.

    Unbreakable blanks and the minus sign of typesetters are understood, and so are two or more full stops or commas
    that can only stand before thousands, whatever the language. A space before three digits is the language's own mark.
    """
    typed = text.strip().replace(MINUS, "-")
    if not typed:
        return Refused("empty")
    bare = re.sub(rf"\s*{re.escape(currency)}$", "", typed) if currency else _CURRENCY.sub("", typed)
    joined = _SPACES.sub(_MARKS[language][0], _BLANKS.sub("", bare))
    scaled = _UNITS[language].fullmatch(joined)
    sign, number = _split(scaled["number"] if scaled else joined)
    scale = 1 if scaled is None else 1_000_000 if scaled["million"] else 1_000
    # Whoever writes the unit has said which it is.
    has_unit = scaled is not None or bare != typed
    readings = [reading * scale for reading in _readings(number, language, has_unit=has_unit)]
    # Less than an øre is nobody's amount.
    if not readings or any(reading != round(reading, 2) for reading in readings):
        return Refused("no_amount")
    if readings[0] > MOST_DKK:
        return Refused("too_large")
    # Nothing is added to −0, which then is 0.
    said = [(sign * reading).quantize(Decimal("0.01")) + 0 for reading in readings]
    return Understood(said[0]) if len(said) == 1 or said[1] == said[0] else Ambiguous((said[0], said[1]))


def _split(number: str) -> tuple[int, str]:
    return (-1, number[1:]) if number.startswith("-") else (1, number)


def _readings(number: str, language: Language, *, has_unit: bool) -> list[Decimal]:
    """The meanings of digits and marks, the likeliest first; none where they have none."""
    thousands, decimals = map(re.escape, _MARKS[language])
    if len(re.sub(r"[.,]", "", number)) > 21:
        return [MOST_DKK * 10] if re.fullmatch(r"[0-9][0-9.,]*", number) else []
    if re.fullmatch(rf"[0-9]+(?:{decimals}[0-9]{{1,8}})?", number):
        read = Decimal(number.replace(_MARKS[language][1], "."))
        # 1,234 in Danish: one and a bit, or the English way of writing thousands.
        is_unsure = re.fullmatch(rf"[1-9][0-9]{{0,2}}{decimals}[0-9]{{3}}", number) and not has_unit
        return [round(read, 2), Decimal(re.sub(r"[.,]", "", number))] if is_unsure else [read]
    if re.fullmatch(rf"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+(?:{decimals}[0-9]{{1,8}})?", number):
        read = Decimal(number.replace(_MARKS[language][0], "").replace(_MARKS[language][1], "."))
        is_unsure = re.fullmatch(rf"[1-9][0-9]?{thousands}[0-9]{{3}}", number) and not has_unit
        return [read, read * 1_000] if is_unsure else [read]
    if re.fullmatch(rf"[0-9]{{1,3}}(?:{decimals}[0-9]{{3}}){{2,}}", number):
        return [Decimal(number.replace(_MARKS[language][1], ""))]
    return []

"""Amounts that people type: understood in the writing of their language, or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

from dashboard.texts import MINUS, Language

# A separator of thousands stands before every three digits or nowhere, so 12.5 is never read as 125 or 12,5.
_UNITS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"(?P<number>.*\d)\s*(?:(?P<million>mio\.?|mill?\.?)|(?P<thousand>t\.?))", re.IGNORECASE),
    "en": re.compile(r"(?P<number>.*\d)\s*(?:(?P<million>million|m)|(?P<thousand>thousand|k))", re.IGNORECASE),
}
_FORMS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,13})(?:,(?P<rest>[0-9]{1,8}))?"),
    "en": re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.(?P<rest>[0-9]{1,8}))?"),
}


def read_amount(text: str, language: Language) -> Decimal | None:
    """The amount in DKK that is written: `-1.234.567,50` in Danish; None where it is not written so.

    Unbreakable blanks at the ends, the minus sign of typesetters and `kr.` behind the number are understood, and so are
    millions and thousands where they are written out: `1,2 mio. kr.`, `350 t.kr.`.
    """
    plain = text.strip().removesuffix("kr.").removesuffix("DKK").strip().replace(MINUS, "-")
    scaled = _UNITS[language].fullmatch(plain)
    found = _FORMS[language].fullmatch(scaled["number"] if scaled else plain)
    if found is None:
        return None
    whole = re.sub(r"[.,]", "", found["whole"])
    if len(whole) > 13:
        return None
    scale = 1 if scaled is None else 1_000_000 if scaled["million"] else 1_000
    amount = Decimal(f"{found['sign']}{whole}.{found['rest'] or '00'}") * scale
    # Less than an øre is nobody's amount. Nothing is added to −0, which then is 0.
    return amount.quantize(Decimal("0.01")) + 0 if amount == round(amount, 2) else None

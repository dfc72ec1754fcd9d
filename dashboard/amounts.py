"""Amounts that people type: understood in the writing of their language, or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

from dashboard.texts import MINUS, Language

# A separator of thousands stands before every three digits or nowhere, so 12.5 is never read as 125 or 12,5.
_FORMS: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,13})(?:,(?P<rest>[0-9]{1,2}))?"),
    "en": re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.(?P<rest>[0-9]{1,2}))?"),
}


def read_amount(text: str, language: Language) -> Decimal | None:
    """The amount in DKK that is written: `-1.234.567,50` in Danish; None where it is not written so.

    Unbreakable blanks at the ends, the minus sign of typesetters and `kr.` behind the number are understood.
    """
    plain = text.strip().removesuffix("kr.").removesuffix("DKK").strip().replace(MINUS, "-")
    found = _FORMS[language].fullmatch(plain)
    if found is None:
        return None
    whole = re.sub(r"[.,]", "", found["whole"])
    if len(whole) > 13:
        return None
    # Nothing is added to −0, which then is 0.
    return Decimal(f"{found['sign']}{whole}.{found['rest'] or '00'}").quantize(Decimal("0.01")) + 0

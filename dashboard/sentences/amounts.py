"""What is said of an amount that was typed and cannot be taken as it is."""

from __future__ import annotations

from decimal import Decimal

from dashboard.amounts import MOST_DKK, Ambiguous, Refused, read_amount
from dashboard.texts import Texts


def exact(texts: Texts, amount: Decimal) -> str:
    """An amount to the krone, and to the øre where it has any: `1.200.000 kr.`."""
    written = texts.amount(amount, "dkk")
    whole = written[:-3] if amount == amount.to_integral_value() else written
    return f"{whole}\u00a0{texts.unit('dkk')}"


def not_understood(texts: Texts, typed: str) -> str:
    """Why it is not taken, and how to write it; empty where it has one meaning."""
    read, shown = read_amount(typed, texts.language, texts.currency), typed.strip()[:40]
    if isinstance(read, Ambiguous):
        first, second = (exact(texts, reading) for reading in read.readings_dkk)
        return texts.say(
            "“{typed}” can be {first} or {second}. Write the one that you mean in full, with its unit.",
            typed=shown, first=first, second=second,
        )  # fmt: skip
    if not isinstance(read, Refused):
        return ""
    if read.fault == "empty":
        return texts.say("Write an amount.")
    if read.fault == "too_large":
        most = texts.money(MOST_DKK)
        return texts.say("“{typed}” is more than {most}. Is there a figure too many?", typed=shown, most=most)
    example = texts.amount(Decimal("-1234567.5"), "dkk")
    return texts.say("“{typed}” is not an amount. Write it like {example}.", typed=shown, example=example)

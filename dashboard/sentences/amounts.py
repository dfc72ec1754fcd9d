"""What is said of an amount that was typed and cannot be taken as it is."""

from __future__ import annotations

from decimal import Decimal

from dashboard.amounts import MOST_DKK, Ambiguous, Refused, Understood, read_amount
from dashboard.texts import Texts, mark


def exact(texts: Texts, amount: Decimal) -> str:
    """An amount to the krone, and to the øre where it has any: `1.200.000 kr.`."""
    return f"{_bare(texts, amount)}\u00a0{texts.unit('dkk')}"


def as_typed(texts: Texts, amount: Decimal) -> str:
    """An amount as it stands in a field: `1.200.000`; `1.200,00`, since `1.200` would be asked about."""
    whole = _bare(texts, amount)
    is_clear = isinstance(read_amount(whole, texts.language, texts.currency), Understood)
    return whole if is_clear else texts.amount(amount, "dkk")


def _bare(texts: Texts, amount: Decimal) -> str:
    written = texts.amount(amount, "dkk")
    return written[:-3] if amount == amount.to_integral_value() else written


def not_understood(texts: Texts, typed: str, *, can_choose: bool = False) -> str:
    """Why it is not taken, and how to write it; empty where it has one meaning. `can_choose`: of two it is asked."""
    read, shown = read_amount(typed, texts.language, texts.currency), typed.strip()[:40]
    if isinstance(read, Ambiguous):
        first, second = (exact(texts, reading) for reading in read.readings_dkk)
        write = mark("“{typed}” can be {first} or {second}. Write the one that you mean in full, with its unit.")
        choose = mark("“{typed}” can be {first} or {second}. Say below which one you mean.")
        return texts.say(choose if can_choose else write, typed=shown, first=first, second=second)
    if not isinstance(read, Refused):
        return ""
    if read.fault == "empty":
        return texts.say("Write an amount.")
    if read.fault == "too_large":
        count, currency = texts.number(MOST_DKK / 1_000_000_000), texts.unit("dkk")
        most = texts.say("{count} billion {currency}", count=count, currency=currency)
        return texts.say("“{typed}” is more than {most}. Is there a figure too many?", typed=shown, most=most)
    example = texts.amount(Decimal("-1234567.5"), "dkk")
    return texts.say("“{typed}” is not an amount. Write it like {example}.", typed=shown, example=example)

"""What a focus area says: the words of its signal with the figures in them, each figure in its own unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from dashboard.texts import Language, Texts, mark
from pipelines.figures import Words
from pipelines.signals import Signal

Candidate = Mapping[str, Any]
"""A row of the mart focus_areas__candidate."""
Figure = Literal["DKK", "share", "count", "day", "month"]

DOMAINS = {
    "finance": mark("Finance"),
    "capital": mark("Capital"),
    "staff": mark("Staff"),
    "savings": mark("Savings"),
    "targets": mark("Targets"),
    "purchases": mark("Purchases"),
    "supervision": mark("Supervision"),
}
ROLES = {
    "concern": mark("calls for attention"),
    "strength": mark("goes well"),
    "to_follow": mark("below its threshold"),
}
REFERENCES = {
    "budget": mark("the budget"),
    "last_year": mark("last year"),
    "target": mark("the target"),
    "municipality": mark("the municipality"),
    "last_round": mark("the last round"),
    "history": mark("earlier years"),
}
_IN_A_ROW = {
    "quarter": mark("We have seen the same for {count} quarters in a row."),
    "half_year": mark("We have seen the same for {count} half-years in a row."),
    "year": mark("We have seen the same for {count} years in a row."),
}
_LONG = {
    "day": (mark("{number} day"), mark("{number} days")),
    "month": (mark("{number} month"), mark("{number} months")),
}


@dataclass(frozen=True)
class AreaWords:
    """An area's texts in one language: the finding, what we see, why it matters, what the figures do not say."""

    title: str
    sees: str
    why: str
    silent: str


def span_name(texts: Texts, span: str) -> str:
    """`2026K3` as `3. kvartal 2026`, `2026H1` as `1. halvår 2026`, `2026` as it is."""
    year, kind, part = span[:4], span[4:5], span[5:]
    if kind == "K":
        return texts.say("Q{part} {year}", part=part, year=year)
    if kind == "H":
        return texts.say("H{part} {year}", part=part, year=year)
    return year


def figure(texts: Texts, value: Decimal | None, unit: Figure) -> str:
    """A signal's figure as it is written in a sentence, with its unit."""
    if value is None:
        return texts.amount(None)
    if unit == "DKK":
        return texts.money(value)
    if unit == "share":
        return texts.share(value)
    number = texts.number(value, 0 if value == value.to_integral_value() else 1)
    if unit == "count":
        return number
    return texts.say(_LONG[unit][abs(value) != 1], number=number)


def difference(texts: Texts, value: Decimal, unit: Figure) -> str:
    """How far two figures are apart, without a sign; of shares in percentage points."""
    if unit == "share":
        return texts.say("{number} percentage points", number=texts.number(abs(value) * 100, 1))
    return figure(texts, abs(value), unit)


def until(texts: Texts, span: str) -> str:
    """`Til og med 3. kvartal 2026`, how far the figures of the year go; of a whole year `I 2026`."""
    name = span_name(texts, span)
    if _is_year(span):
        return texts.say("In {year}", year=name)
    return texts.say("Up to and including {span}", span=name)


def in_a_row(texts: Texts, candidate: Candidate) -> str:
    """`Vi har set det samme 3 kvartaler i træk.`; nothing where it is the first time, or nothing to be told of."""
    count = candidate["spans_in_a_row"]
    if count < 2 or candidate["role"] == "to_follow":
        return ""
    return texts.say(_IN_A_ROW[candidate["span_kind"]], count=count)


def _is_year(span: str) -> bool:
    return len(span) == 4


def proposed(candidate: Candidate, signal: Signal, language: Language, texts: Texts | None = None) -> AreaWords:
    """The first texts of an area: the signal's templates with the candidate's figures, for an editor to go on from."""
    texts = texts or Texts(language)
    unit = candidate["unit"]
    deviation = Decimal(candidate["deviation"])
    filled = {
        "subject": candidate["subject_name"] or candidate["centre_name"],
        "centre": candidate["centre_name"],
        "value": figure(texts, candidate["value"], unit),
        "reference": figure(texts, candidate["reference"], unit),
        "deviation": difference(texts, deviation, unit),
        "money": texts.money(candidate["money_dkk"]),
        "span": span_name(texts, candidate["span"]),
        "until": until(texts, candidate["span"]),
        "year_before": texts.say(
            "The year before" if _is_year(candidate["span"]) else "At the same time a year earlier"
        ),
    }
    title, sees, why, silent = (
        _ended(getattr(said, language).format(**filled))
        for said in (_title(candidate, signal), signal.sees, signal.why, signal.silent)
    )
    return AreaWords(title, " ".join(filter(None, (sees, in_a_row(texts, candidate)))), why, silent)


def _ended(text: str) -> str:
    """One full stop after an amount in kr."""
    return text.replace("..", ".")


def _title(candidate: Candidate, signal: Signal) -> Words:
    """The finding; of what neither calls for attention nor goes well only what it is about."""
    if candidate["role"] == "concern":
        return signal.title
    if candidate["role"] == "strength" and signal.good:
        return signal.good
    return Words(da=f"{signal.name.da}: {{subject}}", en=f"{signal.name.en}: {{subject}}")

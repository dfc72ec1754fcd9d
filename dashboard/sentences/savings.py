"""“Which savings deliver, and what is left to find?” in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.components.headline import KeyFigure, Note, Sentence, Tone
from dashboard.sentences.capital_words import ended
from dashboard.sentences.words import LEAST_WRITTEN, data_of, unit_for
from dashboard.texts import Texts, mark
from dashboard.warehouse import Release

TITLE = mark("Which savings deliver, and what is left to find?")
STATUSES = {
    "planned": mark("planned"),
    "underway": mark("underway"),
    "done": mark("carried through"),
    "dropped": mark("dropped"),
}
KEYS = {
    "service_expenditure": mark("Adopted service expenditure {year}"),
    "headcount": mark("Employees {year}"),
    "given": mark("Numbers given unit by unit"),
}

UnitYear = dict[str, Any]
"""A row of the mart savings__unit_year."""


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before there is anything to save."""
    return Sentence(
        texts.say("There are no savings to show here."),
        texts.say("None of your units owes any in this release, or the list of measures has not been delivered."),
    )


def context(texts: Texts, unit: UnitYear, release: Release) -> tuple[str, ...]:
    """As of which day the savings are stated, and the release."""
    return (texts.say("as of {day}", day=texts.long_day(unit["as_of"])), *data_of(texts, release)[-1:])


def sentence(texts: Texts, unit: UnitYear) -> Sentence:
    """How much is saved of what should be by now, and what is missing of the whole year."""
    year, due = unit["fiscal_year"], unit["target_to_date_dkk"]
    if not due:
        lead = ended(texts.say("{amount} is to be saved in {year}", amount=texts.money(_asked(unit)), year=year))
    else:
        lead = ended(
            texts.say(
                "{saved} is saved in {year} of the {due} that should be by {day}",
                saved=texts.money(unit["realised_dkk"]),
                due=texts.money(due),
                year=year,
                day=_day(texts, unit["as_of"]),
            )
        )
    missing, rest = _missing(texts, unit)
    is_short = bool(missing)
    if not rest and unit["gap_dkk"] is None:
        rest = texts.say("There are measures for all of it.")
    rest = rest or texts.say("The rest of the year's target is expected to come.")
    return Sentence(lead, rest, "watch" if is_short else "", "watch" if is_short else "on_track", _owed(texts, unit))


def key_figures(texts: Texts, unit: UnitYear) -> tuple[KeyFigure, ...]:
    """Saved, the year's target, what is expected, what does not come and what is not found, and who is late."""
    say, money = texts.say, texts.money
    due = unit["target_to_date_dkk"]
    by_now = say("of {amount} that should be by now", amount=money(due))
    target = Note(say("The year has not begun.") if due is None else by_now)
    shared = unit["allocated_dkk"]
    asked = () if shared is None else (Note(say("shared out {amount}", amount=money(shared))),)
    unfound = unit["unfound_dkk"]
    no_share = (Note(say("nothing is shared out to this unit")),)
    late = unit["overdue_count"]
    return (
        _amount(texts, say("Saved"), unit, "realised_dkk", notes=(target, *_share(texts, unit))),
        _amount(texts, say("Target of the year"), unit, "target_dkk", notes=(*asked, _measures(texts, unit))),
        _amount(texts, say("Expected in the rest of the year"), unit, "expected_rest_dkk"),
        _amount(
            texts,
            say("Does not come"),
            unit,
            "gap_dkk",
            _tone(unit["gap_dkk"]),
            (Note(say("target less saved and expected")),),
        ),
        _amount(
            texts,
            say("Not found yet"),
            unit,
            "unfound_dkk",
            _tone(unfound),
            no_share if unfound is None else (Note(say("shared out less target")),),
        ),
        KeyFigure(
            say("Past their deadline"),
            texts.count(late),
            tone="watch" if late else "",
            notes=_nobody(texts, unit),
            card="savings.overdue_count",
        ),
    )


def notices(texts: Texts, unit: UnitYear) -> tuple[Note, ...]:
    """What makes the sums doubtful: a measure that stands twice, and measures that nobody has stated."""
    twice, silent = unit["listed_twice_count"], unit["without_statement_count"]
    found = []
    if twice:
        told = texts.say(
            "{count} measures look like the same ones under another number: they may be counted twice.",
            count=texts.count(twice),
        )
        found.append(Note(told, "watch"))
    if silent:
        told = texts.say_many(
            "{count} measure has no statement this year and counts as nothing saved.",
            "{count} measures have no statement this year and count as nothing saved.",
            silent,
        )
        found.append(Note(told, "watch"))
    return tuple(found)


def is_missing(amount: Any) -> bool:
    """Whether an amount that should be zero is written as more."""
    return amount is not None and amount >= LEAST_WRITTEN["thousand"]


def _asked(unit: UnitYear) -> Any:
    return unit["target_dkk"] if unit["allocated_dkk"] is None else unit["allocated_dkk"]


def _missing(texts: Texts, unit: UnitYear) -> tuple[list[str], str]:
    """What does not come and what is not found, and the two in a sentence; nothing where all is well."""
    parts = []
    if is_missing(unit["gap_dkk"]):
        parts.append(texts.say("{amount} of what is promised does not come", amount=texts.money(unit["gap_dkk"])))
    if is_missing(unit["unfound_dkk"]):
        parts.append(texts.say("for {amount} there is no measure", amount=texts.money(unit["unfound_dkk"])))
    if not parts:
        return [], ""
    told = texts.say(", and ").join(parts)
    return parts, ended(told[0].upper() + told[1:])


def _owed(texts: Texts, unit: UnitYear) -> str:
    late, nobody, dropped = unit["overdue_count"], unit["without_responsible_count"], unit["dropped_count"]
    told = [
        texts.say_many("{count} measure is past its deadline", "{count} measures are past their deadline", late)
        if late else "",
        texts.say_many("{count} has nobody responsible", "{count} have nobody responsible", nobody) if nobody else "",
        texts.say_many("{count} was dropped", "{count} were dropped", dropped) if dropped else "",
    ]  # fmt: skip
    found = [part for part in told if part]
    return ended(", ".join(found)) if found else ""


def _day(texts: Texts, day: date) -> str:
    return texts.long_day(day).removesuffix(f" {day.year}")


def _amount(
    texts: Texts, label: str, unit: UnitYear, name: str, tone: Tone = "", notes: tuple[Note, ...] = ()
) -> KeyFigure:
    amount, scale = unit[name], unit_for(unit[name])
    written = texts.unit(scale) if amount is not None else ""
    return KeyFigure(label, texts.amount(amount, scale), written, tone, notes, card=f"savings.{name}")


def _tone(amount: Any) -> Tone:
    return "watch" if is_missing(amount) else ""


def _share(texts: Texts, unit: UnitYear) -> tuple[Note, ...]:
    share = unit["realised_share"]
    return () if share is None else (Note(texts.share(share)),)


def _measures(texts: Texts, unit: UnitYear) -> Note:
    told = texts.say_many("{count} measure, {done} carried through", "{count} measures, {done} carried through",
                          unit["measure_count"], done=texts.count(unit["done_count"]))  # fmt: skip
    return Note(told)


def _nobody(texts: Texts, unit: UnitYear) -> tuple[Note, ...]:
    nobody = unit["without_responsible_count"]
    return (Note(texts.say("without a responsible: {count}", count=texts.count(nobody))),)

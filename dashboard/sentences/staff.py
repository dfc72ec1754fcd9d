"""“Staff and absence?” in words, and why a figure is hidden."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.texts import Texts, mark

TITLE = mark("How many are we, and how much are we sick?")
HIDDEN = {
    "few": mark("Hidden: fewer than {fewest} employees"),
    "complementary": mark("Hidden: would give away a unit with too few"),
}
YEAR_HIDDEN = {
    "few": mark("hidden: about fewer than {fewest} people"),
    "complementary": mark("hidden: would give away too few"),
}
POSITION_STATUSES = {"frozen": mark("frozen"), "released": mark("may be filled")}
_ROUNDED, _ROUNDED_PARTS = mark("rounded to the nearest {fewest}"), mark("each part rounded to the nearest {fewest}")
PAYROLL_AGREES = Decimal("0.005")
ALIKE = Decimal("0.0025")  # shares nearer to each other than this are said to be alike

UnitMonth = dict[str, Any]
"""A row of the mart staff__unit_month."""
UnitYear = dict[str, Any]
"""A row of the mart staff__unit_year; empty where no year is whole yet."""


def nothing_yet(texts: Texts) -> Sentence:
    """What is said where payroll has delivered nothing that the person may see."""
    return Sentence(
        texts.say("There are no staff figures to show here."),
        texts.say("Payroll has not been delivered, or none of your units has employees in this release."),
    )


def why_hidden(texts: Texts, unit: UnitMonth, fewest: int) -> str:
    """Why a unit's figures are not shown; nothing where they are."""
    reason = unit["hidden_reason"]
    return texts.say(HIDDEN[reason], fewest=fewest) if reason in HIDDEN else ""


def sentence(texts: Texts, unit: UnitMonth, whole: UnitMonth) -> Sentence:
    """How much sickness there is, against the municipality; or why that is not said."""
    if unit["hidden_reason"]:
        return Sentence(why_hidden(texts, unit, whole["fewest"]) + ".", _rule(texts, whole), "quiet")
    rolling, month = unit["sickness_12_months_share"], unit["sickness_share"]
    if rolling is None:
        lead = texts.say("Sickness was {share} in the month.", share=texts.share(month))
        return Sentence(lead, texts.say("Twelve months are not there yet."))
    lead = texts.say("Sickness was {share} over the last twelve months.", share=texts.share(rolling))
    latest = texts.say("In the month itself it was {share}.", share=texts.share(month))
    against = whole["sickness_12_months_share"]
    if unit["parent_unit_id"] is None or against is None:
        return Sentence(lead, latest)
    gap = Decimal(str(rolling)) - Decimal(str(against))
    if abs(gap) < ALIKE:
        return Sentence(lead, f"{texts.say('That is about as in the whole municipality.')} {latest}")
    told = mark("That is {points} points above the municipality.") if gap > 0 else mark(
        "That is {points} points below the municipality."
    )  # fmt: skip
    points = texts.number(abs(gap) * 100, 1)
    is_high = gap > Decimal("0.01")
    return Sentence(
        lead, f"{texts.say(told, points=points)} {latest}", "watch" if is_high else "", "watch" if is_high else ""
    )


def key_figures(texts: Texts, unit: UnitMonth, year: UnitYear, whole: UnitMonth) -> tuple[KeyFigure, ...]:
    """People, sickness, turnover, wages per full-time equivalent, and the hiring freeze."""
    say, share = texts.say, texts.share
    positions = KeyFigure(
        say("Frozen positions"),
        texts.count(unit["frozen_positions"]),
        card="staff.frozen_positions",
        notes=(
            Note(say("months saved this year: {months}", months=texts.number(unit["saved_months"], 1))),
            Note(say("released, not filled yet: {count}", count=texts.count(unit["released_positions"]))),
            Note(say("filled in twelve months: {count}", count=texts.count(unit["filled_positions"]))),
        ),
    )
    if unit["hidden_reason"]:
        return (positions,)
    against = share(whole["sickness_12_months_share"])
    is_whole = unit["parent_unit_id"] is None
    return (
        KeyFigure(
            say("Full-time equivalents"),
            texts.count(unit["fte"]),
            card="staff.fte",
            notes=(Note(say(_ROUNDED if unit["is_leaf"] else _ROUNDED_PARTS, fewest=whole["fewest"])),),
        ),
        KeyFigure(
            say("Sickness, 12 months"),
            share(unit["sickness_12_months_share"]),
            card="staff.sickness_12_months_share",
            notes=(
                *(() if is_whole else (Note(say("the municipality {share}", share=against)),)),
                Note(say("the month {share}", share=share(unit["sickness_share"]))),
                Note(say("{days} days per full-time equivalent", days=texts.number(unit["sickness_days_per_fte"], 1))),
            ),
        ),
        replace(_spells(texts, year, whole), card="staff.long_sickness_share"),
        replace(_turnover(texts, year, whole), card="staff.turnover_share"),
        KeyFigure(
            say("Wages per full-time equivalent"),
            texts.amount(unit["wage_per_fte_dkk"]),
            texts.unit("thousand") if unit["wage_per_fte_dkk"] is not None else "",
            card="staff.wage_per_fte_dkk",
            notes=_wage_notes(texts, unit, whole),
        ),
        positions,
    )


def notices(texts: Texts, unit: UnitMonth) -> tuple[Note, ...]:
    """Where payroll and ledger disagree."""
    found = []
    difference = unit["payroll_difference_share"]
    if difference is not None and abs(Decimal(str(difference))) > PAYROLL_AGREES:
        told = (
            mark("Payroll has {share} more wages than the ledger over twelve months.")
            if difference > 0
            else mark("Payroll has {share} less wages than the ledger over twelve months.")
        )
        found.append(Note(texts.say(told, share=texts.share(abs(Decimal(str(difference))))), "watch"))
    return tuple(found)


def definitions(texts: Texts, whole: UnitMonth) -> tuple[str, ...]:
    """How sickness is counted, and what is never shown."""
    counted = (
        mark("Sickness is sick hours of the hours that were worked, as FLIS counts.")
        if whole["absence_of"] == "worked"
        else mark("Sickness is sick hours of the hours that should have been worked, as Statistics Denmark counts.")
    )
    return (
        texts.say(counted),
        _rule(texts, whole),
        texts.say("Each month is told in the organisation of that month."),
        texts.say(
            "A month stands as it was told, until what payroll has changed in a unit is about {fewest} employees.",
            fewest=whole["fewest"],
        ),
    )


def _rule(texts: Texts, whole: UnitMonth) -> str:
    return texts.say(
        "No figure is about fewer than {fewest} employees, and none lets one be worked out from others.",
        fewest=whole["fewest"],
    )


def year_cell(texts: Texts, value: float | None, reason: str | None, fewest: int, places: int = 1) -> str:
    """A figure of a whole year, or why it is not there."""
    if reason in YEAR_HIDDEN:
        return texts.say(YEAR_HIDDEN[reason], fewest=fewest)
    return texts.share(value, places)


def _spells(texts: Texts, year: UnitYear, whole: UnitMonth) -> KeyFigure:
    label, days = texts.say("Long sickness"), whole["long_spell_days"]
    if not year:
        return KeyFigure(label, texts.share(None), notes=(Note(texts.say("no whole year yet")),))
    if year["spells_hidden_reason"]:
        told = year_cell(texts, None, year["spells_hidden_reason"], whole["fewest"])
        return KeyFigure(label, texts.share(None), notes=(Note(told),))
    return KeyFigure(
        label,
        texts.share(year["long_sickness_share"]),
        notes=(
            Note(texts.say("spells of over {days} days, {year}", days=days, year=year["fiscal_year"])),
            Note(texts.say("short spells {share}", share=texts.share(year["short_sickness_share"]))),
        ),
    )


def _turnover(texts: Texts, year: UnitYear, whole: UnitMonth) -> KeyFigure:
    label = texts.say("Turnover")
    if not year:
        return KeyFigure(label, texts.share(None), notes=(Note(texts.say("no whole year yet")),))
    reason = year["turnover_hidden_reason"]
    if reason:
        return KeyFigure(
            label, texts.share(None), notes=(Note(year_cell(texts, None, reason, whole["fewest"])),)
        )  # fmt: skip
    note = Note(texts.say("left the municipality in {year}", year=year["fiscal_year"]))
    return KeyFigure(label, texts.share(year["turnover_share"], 0), notes=(note,))


def _wage_notes(texts: Texts, unit: UnitMonth, whole: UnitMonth) -> tuple[Note, ...]:
    if unit["wage_per_fte_dkk"] is None:
        most = 10 * whole["fewest"]
        return (Note(texts.say("only from {count} full-time equivalents and twelve months on", count=most)),)
    difference = unit["payroll_difference_share"]
    booked = Note(texts.say("booked wages, twelve months"))
    if difference is None:
        return (booked,)
    share = texts.share(abs(difference))
    if share == texts.share(0):
        return (booked, Note(texts.say("payroll agrees with the ledger")))
    way = mark("payroll is {share} below the ledger") if difference < 0 else mark("payroll is {share} above the ledger")
    return (booked, Note(texts.say(way, share=share)))

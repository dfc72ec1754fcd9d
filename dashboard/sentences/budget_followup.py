"""“Do we keep the budget?” in words: the sentence, the key figures and what one must know about them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from dashboard.addresses import Address
from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.sentences.words import data_of, direction, status_note, unit_for, variance_word, year_or_month
from dashboard.texts import Texts, mark
from dashboard.warehouse import Release

TITLE = mark("Do we keep the budget?")

Figures = dict[str, Any]
"""A row of the mart budget_followup__unit_period."""


def sentence(texts: Texts, unit: Figures, drivers: pl.DataFrame, *, is_posted: bool = True) -> Sentence:
    """The answer: the forecast and what makes it; before the first one the year to date, in the end the outturn."""
    if unit["period"] >= 12 and unit["variance_to_date_dkk"] is not None:
        return _of_outturn(texts, unit, drivers)
    if unit["forecast_variance_dkk"] is not None:
        return _of_forecast(texts, unit, drivers)
    if unit["variance_to_date_dkk"] is not None:
        return _of_date(texts, unit, drivers)
    if not is_posted:
        return Sentence(
            texts.say("There are no postings in {year}.", year=unit["fiscal_year"]),
            texts.say("What is shown is the budget alone."),
        )
    return Sentence(texts.say("There is no budget to hold the spending against."))


def and_more(said: Sentence, more: str) -> Sentence:
    """A sentence with something to add on its quieter line."""
    return replace(said, more=" ".join(filter(None, (said.more, more))))


def _of_outturn(texts: Texts, unit: Figures, drivers: pl.DataFrame) -> Sentence:
    """The whole year is booked: what it ended at, and what the last forecast had expected."""
    variance, expected = unit["variance_to_date_dkk"], unit["forecast_variance_dkk"]
    more = ""
    if direction(expected):
        word = variance_word(texts, expected)
        more = texts.say("The last forecast expected {amount} {word}.", amount=texts.money(abs(expected)), word=word)
    if texts.amount(variance) == texts.amount(0):
        return Sentence(texts.say("The year ended on budget."), "", "", "on_track", more)
    lead = texts.say(
        "The year ended with an overspend of {amount}."
        if variance > 0
        else "The year ended with an underspend of {amount}.",
        amount=texts.money(abs(variance)),
    )
    parts = _parts(texts, variance, drivers, "to_date")
    return Sentence(_no_double_point(lead), parts, direction(variance), "up" if variance > 0 else "down", more)


def _of_forecast(texts: Texts, unit: Figures, drivers: pl.DataFrame) -> Sentence:
    variance = unit["forecast_variance_dkk"]
    if texts.amount(variance) == texts.amount(0):
        lead = texts.say("The budget is expected to hold.")
        return Sentence(lead, "", "", "on_track", _until_now(texts, unit, drivers))
    over, amount, parts = variance > 0, texts.money(abs(variance)), _parts(texts, variance, drivers, "forecast")
    if unit["status"] == "on_track":
        lead = texts.say("On track: overspend {amount}." if over else "On track: underspend {amount}.", amount=amount)
        return Sentence(_no_double_point(lead), parts, "", "on_track", _until_now(texts, unit, drivers))
    lead = texts.say("Overspend {amount}." if over else "Underspend {amount}.", amount=amount)
    return Sentence(
        _no_double_point(lead),
        parts,
        direction(variance),
        "up" if over else "down",
        _until_now(texts, unit, drivers),
    )


def _of_date(texts: Texts, unit: Figures, drivers: pl.DataFrame) -> Sentence:
    variance = unit["variance_to_date_dkk"]
    more = texts.say("No forecast has been given yet this year.")
    if texts.amount(variance) == texts.amount(0):
        return Sentence(texts.say("Spending follows the plan."), "", "", "on_track", more)
    over = variance > 0
    lead = texts.say(
        "Overspend {amount} so far." if over else "Underspend {amount} so far.", amount=texts.money(abs(variance))
    )
    parts = _parts(texts, variance, drivers, "to_date")
    return Sentence(lead, parts, direction(variance), "up" if over else "down", more)


def _parts(texts: Texts, total: Any, drivers: pl.DataFrame, kind: str) -> str:
    """`Skoler +2,6, anbringelser +1,3, øvrige +0,3.` in the unit of the whole; empty when there is one part only.

    A part that would be written as 0 explains nothing and is not named.
    """
    found = next((row for row in drivers.iter_rows(named=True) if row["variance_kind"] == kind), None)
    if found is None or found["second_driver_dkk"] is None:
        return ""
    named = [(found[f"{which}_driver_name"], found[f"{which}_driver_dkk"]) for which in ("first", "second")]
    if found["rest_driver_count"]:
        named.append((texts.say("the rest"), found["rest_dkk"]))
    unit = unit_for(total)
    parts = [
        texts.say("{name} {amount}", name=name, amount=texts.amount(amount, unit, signed=True))
        for name, amount in named
        if direction(amount, unit)
    ]
    return f"{', '.join(parts)}." if parts else ""


def _until_now(texts: Texts, unit: Figures, drivers: pl.DataFrame) -> str:
    """Where the year has come to; for a unit whose forecast has no parts, also what has made it so."""
    variance = unit["variance_to_date_dkk"]
    if variance is None:
        return ""
    month = texts.month(unit["fiscal_year"], unit["period"])
    if texts.amount(variance) == texts.amount(0):
        return texts.say("Through {month}, spending follows the plan.", month=month)
    told = texts.say(
        "Through {month}, {amount} more was spent than planned."
        if variance > 0
        else "Through {month}, {amount} less was spent than planned.",
        month=month,
        amount=texts.money(abs(variance)),
    )
    parts = "" if _parts(texts, variance, drivers, "forecast") else _parts(texts, variance, drivers, "to_date")
    return f"{told} {parts}".strip()


def key_figures(texts: Texts, unit: Figures) -> tuple[KeyFigure, ...]:
    """Expected variance, forecast, spent, budget and what is left, each with what to hold it against."""
    forecast, committed = unit["forecast_dkk"], texts.money(unit["committed_dkk"])
    beside = (
        texts.say("budget {amount}", amount=_in_unit(texts, unit["revised_dkk"], forecast)),
        texts.say("run rate {amount}", amount=_in_unit(texts, unit["run_rate_forecast_dkk"], forecast)),
    )
    left = texts.say("after {amount} committed", amount=committed)
    return (
        replace(_expected_variance(texts, unit), card="budget_followup.forecast_variance_dkk"),
        _figure(texts, texts.say("Forecast for the year"), unit, "forecast_dkk", *beside),
        replace(_spent(texts, unit), card="budget_followup.actual_dkk"),
        _figure(texts, texts.say("Revised budget"), unit, "revised_dkk", _carried(texts, unit)),
        _figure(texts, texts.say("Left of the budget"), unit, "remaining_dkk", left),
    )


def _expected_variance(texts: Texts, unit: Figures) -> KeyFigure:
    variance = unit["forecast_variance_dkk"]
    if variance is None:
        return KeyFigure(texts.say("Expected variance"), "–", notes=(Note(texts.say("no forecast yet")),))
    share = unit["forecast_variance_share"]
    words = [
        variance_word(texts, variance),
        texts.say("{share} of the budget", share=texts.share(share)) if share else "",
    ]
    notes = [Note(", ".join(filter(None, words)), direction(variance)), status_note(texts, unit["status"])]
    scale = unit_for(variance)
    return KeyFigure(
        texts.say("Expected variance"),
        texts.amount(variance, scale, signed=True),
        texts.unit(scale),
        direction(variance),
        tuple(note for note in notes if note and note.text),
    )


def _spent(texts: Texts, unit: Figures) -> KeyFigure:
    actual, variance = unit["actual_dkk"], unit["variance_to_date_dkk"]
    scale = unit_for(actual)
    share = unit["spent_share"]  # None where there is no budget to have spent of
    notes = [] if share is None else [Note(texts.say("{share} of the budget", share=texts.share(share)))]
    if variance is not None:
        plan = texts.amount(unit["phased_dkk"], scale)
        word = variance_word(texts, variance, scale)
        amount = texts.amount(variance, scale, signed=True)
        notes.append(
            Note(
                texts.say("plan {plan}: {amount} {word}", plan=plan, amount=amount, word=word).strip(),
                direction(variance, scale),
            )
        )
    return KeyFigure(texts.say("Spent to date"), texts.amount(actual, scale), texts.unit(scale), notes=tuple(notes))


def _figure(texts: Texts, label: str, unit: Figures, name: str, *notes: str) -> KeyFigure:
    value, scale = unit[name], unit_for(unit[name])
    return KeyFigure(
        label,
        texts.amount(value, scale),
        texts.unit(scale) if value is not None else "",
        notes=tuple(Note(note) for note in notes if note),
        card=f"budget_followup.{name}",
    )


def _in_unit(texts: Texts, value: Any, beside: Any) -> str:
    return texts.amount(value, unit_for(beside)) if beside is not None else texts.money(value)


def _carried(texts: Texts, unit: Figures) -> str:
    if unit["budget_basis"] == "with_carry_over":
        return texts.say("without carry-over {amount}", amount=texts.money(unit["revised_without_carry_over_dkk"]))
    return texts.say("carried in, not counted: {amount}", amount=texts.money(unit["carried_in_dkk"], signed=True))


def notices(texts: Texts, unit: Figures) -> tuple[Note, ...]:
    """What one must know before trusting the sentence."""
    found = []
    missing = unit["forecast_missing_unit_count"]
    if missing and unit["forecast_round"]:
        found.append(texts.say_many(
            "{count} unit gave no forecast in {round}: it counts at its revised budget.",
            "{count} units gave no forecast in {round}: they count at their revised budgets.",
            missing, round=unit["forecast_round"]))  # fmt: skip
    return tuple(Note(text, "watch") for text in found)


def not_there(texts: Texts, unit: Figures, address: Address, *, has_period: bool, has_unit: bool) -> tuple[Note, ...]:
    """What the address asks for and is not shown. Whether a unit is there that one may not see is not told."""
    found, shown = [], texts.month(unit["fiscal_year"], unit["period"])
    if not has_period and address.fiscal_year and address.period:
        asked = texts.month(address.fiscal_year, address.period)
        found.append(texts.say("There are no figures for {asked}; what is shown is {shown}.", asked=asked, shown=shown))
    if not has_unit:
        found.append(texts.say(
            "In {month} you have no access to the unit that the address names; what is shown is {unit}.",
            month=shown, unit=unit["unit_name"]))  # fmt: skip
    return tuple(Note(text, "watch") for text in found)


def _no_double_point(text: str) -> str:
    """“4,2 mio. kr..” is “4,2 mio. kr.”: an abbreviation's point also ends the sentence."""
    return text[:-1] if text.endswith("..") else text


def context(texts: Texts, unit: Figures, release: Release, *, is_posted: bool = True) -> tuple[str, ...]:
    """Which month the page is about, how far the data reach, and which release they are of."""
    period = year_or_month(texts, unit["fiscal_year"], unit["period"], is_posted=is_posted)
    return (period, *data_of(texts, release))


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before there is anything to follow up on."""
    return Sentence(
        texts.say("There is no budget follow-up to show yet."),
        texts.say("It comes with the first release that holds postings, or when you are given a unit."),
    )

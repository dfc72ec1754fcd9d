"""“What needs me now?” in words: how the year stands, what explains it, and what history says of such a forecast."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.sentences import budget_followup
from dashboard.sentences.forecast_words import bias_words
from dashboard.sentences.words import direction, no_double_point, status_note, unit_for, variance_word
from dashboard.texts import Texts, mark

TITLE = mark("What needs me now?")
STEADY = 0.002  # a share that moved less than this over the trend stays as it is

Figures = dict[str, Any]
"""A row of the mart budget_followup__unit_period."""


def sentence(texts: Texts, unit: Figures, drivers: pl.DataFrame, outlook: Figures | None, *, is_own: bool) -> Sentence:
    """The answer: what is expected of the year, what explains it, and how far such forecasts were off before.

    `is_own`: the reader answers for the unit, and is spoken to. `outlook` is of the forecast that stands.
    """
    variance = unit["forecast_variance_dkk"]
    if variance is None or unit["period"] >= 12:
        return budget_followup.sentence(texts, unit, drivers)
    told = {"unit": unit["unit_name"], "amount": texts.money(abs(variance)), "share": _share(texts, unit)}
    more = history(texts, outlook)
    if texts.amount(variance) == texts.amount(0):
        lead = texts.say("You expect the budget to hold." if is_own else "{unit} expects the budget to hold.", **told)
        return Sentence(lead, "", "", "on_track", more)
    over = variance > 0
    if is_own:
        lead = texts.say(
            "You expect an overspend of {amount} ({share})."
            if over
            else "You expect an underspend of {amount} ({share}).",
            **told,
        )
    else:
        lead = texts.say(
            "{unit} expects an overspend of {amount} ({share})."
            if over
            else "{unit} expects an underspend of {amount} ({share}).",
            **told,
        )
    is_quiet = unit["status"] == "on_track"
    return Sentence(
        lead,
        explained_by(texts, drivers),
        "" if is_quiet else direction(variance),
        "on_track" if is_quiet else "up" if over else "down",
        more,
    )


def explained_by(texts: Texts, drivers: pl.DataFrame) -> str:
    """The two parts that make most of the expected variance, with their amounts; empty where there is one alone.

    A part that is nothing in thousands explains nothing.
    """
    found = next((row for row in drivers.iter_rows(named=True) if row["variance_kind"] == "forecast"), None)
    if found is None or found["second_driver_dkk"] is None:
        return ""
    first, second = found["first_driver_dkk"], found["second_driver_dkk"]
    nothing = texts.amount(0)
    if texts.amount(first) == nothing:
        return ""
    if texts.amount(second) == nothing:
        told = {"first": found["first_driver_name"], "amount": texts.money(first, signed=True)}
        return texts.say("Most of it is {first} ({amount}).", **told)
    return texts.say(
        "Most of it is {first} ({first_amount}) and {second} ({second_amount}).",
        first=found["first_driver_name"],
        first_amount=texts.money(first, signed=True),
        second=found["second_driver_name"],
        second_amount=texts.money(second, signed=True),
    )


def history(texts: Texts, outlook: Figures | None) -> str:
    """How far forecasts were off at this round before, and what to count on; empty where history is too short."""
    if outlook is None or outlook["band_low_variance_dkk"] is None:
        return ""
    low, high = outlook["band_low_variance_dkk"], outlook["band_high_variance_dkk"]
    said = texts.say_many(
        "In the last {count} year the forecasts were {bias} at this time: count on {band}.",
        "In the last {count} years the forecasts were {bias} at this time: count on {band}.",
        outlook["bias_year_count"],
        bias=bias_words(texts, outlook["recent_bias_share"]),
        band=_band(texts, low, high),
    )
    return no_double_point(said)


def _band(texts: Texts, low: Decimal, high: Decimal) -> str:
    """`et merforbrug på 1,1–2,8 mio. kr.`: what the year is likely to end between, against the budget."""
    scale = unit_for(max(abs(low), abs(high)))
    least, most = sorted((abs(low), abs(high)))
    told = {"least": texts.amount(least, scale), "most": texts.amount(most, scale), "unit": texts.unit(scale)}
    if low >= 0:
        return texts.say("an overspend of {least}–{most} {unit}", **told)
    if high <= 0:
        return texts.say("an underspend of {least}–{most} {unit}", **told)
    return texts.say(
        "between an underspend of {low} and an overspend of {high} {unit}",
        low=texts.amount(-low, scale), high=texts.amount(high, scale), unit=texts.unit(scale),
    )  # fmt: skip


def money_figures(texts: Texts, unit: Figures, course: pl.DataFrame) -> tuple[KeyFigure, KeyFigure]:
    """The expected variance and the share that is spent, each with how it came to be this year."""
    return _variance(texts, unit, course), _spent(texts, unit, course)


def other_money_figures(texts: Texts, unit: Figures) -> tuple[KeyFigure, ...]:
    """What stands in the place of a figure that the municipality has not delivered, the most useful first."""
    left, revised = unit["remaining_dkk"], unit["revised_dkk"]
    return (
        KeyFigure(
            texts.say("Left of the budget"),
            texts.amount(left, unit_for(left)),
            texts.unit(unit_for(left)) if left is not None else "",
            notes=(Note(texts.say("after {amount} committed", amount=texts.money(unit["committed_dkk"]))),),
            card="budget_followup.remaining_dkk",
        ),
        KeyFigure(
            texts.say("Revised budget"),
            texts.amount(revised, unit_for(revised)),
            texts.unit(unit_for(revised)),
            notes=(Note(texts.say("carried in {amount}", amount=texts.money(unit["carried_in_dkk"]))),),
            card="budget_followup.revised_dkk",
        ),
    )


def sickness(texts: Texts, course: pl.DataFrame, whole: Figures | None) -> KeyFigure | None:
    """Sickness over twelve months against the municipality; None where it is hidden or not delivered.

    `course`: the unit's months of staff__unit_month; `whole`: the municipality's newest of them.
    """
    shown = course.filter(pl.col("sickness_12_months_share").is_not_null())
    if whole is None or not len(shown) or course["sickness_12_months_share"][-1] is None:
        return None
    trend = tuple(float(share) for share in shown["sickness_12_months_share"].tail(12))
    is_whole = course["parent_unit_id"][-1] is None
    against = texts.share(whole["sickness_12_months_share"])
    return KeyFigure(
        texts.say("Sickness, 12 months"),
        texts.share(trend[-1]),
        notes=(
            Note(_way(texts, trend)),
            *(() if is_whole else (Note(texts.say("the municipality {share}", share=against)),)),
        ),
        trend=trend,
        card="staff.sickness_12_months_share",
    )


def carried(texts: Texts, years: pl.DataFrame, municipality: pl.DataFrame) -> KeyFigure | None:
    """How much of the capital money was carried out of the newest year that is over; None where there are no projects.

    `years`: the unit's rows of capital_carry_overs__unit_year; `municipality`: everybody's rates.
    """
    known = years.filter(pl.col("carry_over_rate_share").is_not_null())
    if not len(known):
        return None
    last = known.row(-1, named=True)
    others = municipality.filter(fiscal_year=last["fiscal_year"])
    against = others["carry_over_rate_share"][0] if len(others) and last["parent_unit_id"] is not None else None
    return KeyFigure(
        texts.say("Capital carried over"),
        texts.share(last["carry_over_rate_share"], 0),
        notes=(
            Note(texts.say("of the allotment, {year}", year=last["fiscal_year"])),
            *(() if against is None else (Note(texts.say("the municipality {share}", share=texts.share(against, 0))),)),
        ),
        trend=tuple(float(share) for share in known["carry_over_rate_share"]),
        card="capital_projects.carry_over_rate_share",
    )


def _variance(texts: Texts, unit: Figures, course: pl.DataFrame) -> KeyFigure:
    name, label = "forecast_variance_dkk", texts.say("Expected variance")
    if unit[name] is None:
        name, label = "variance_to_date_dkk", texts.say("Variance to date")
    value, scale = unit[name], unit_for(unit[name])
    if value is None:
        return KeyFigure(
            label, texts.amount(None), notes=(Note(texts.say("no forecast yet")),), card=f"budget_followup.{name}"
        )
    known = [row for row in course.iter_rows(named=True) if row[name] is not None]
    before = known[-2] if len(known) > 1 else None
    notes = [Note(variance_word(texts, value), direction(value)), status_note(texts, unit["status"])]
    if before:
        month = texts.month(before["fiscal_year"], before["period"])
        amount = texts.amount(before[name], scale, signed=True)
        notes.append(Note(texts.say("{month}: {amount}", month=month, amount=amount)))
    return KeyFigure(
        label,
        texts.amount(value, scale, signed=True),
        texts.unit(scale),
        direction(value),
        tuple(note for note in notes if note and note.text),
        trend=tuple(float(row[name]) for row in known),
        card=f"budget_followup.{name}",
    )


def _spent(texts: Texts, unit: Figures, course: pl.DataFrame) -> KeyFigure:
    actual, planned = unit["actual_dkk"], unit["phased_dkk"]
    scale = unit_for(planned if planned is not None else actual)
    notes = [Note(texts.say("{amount} {unit}", amount=texts.amount(actual, scale), unit=texts.unit(scale)))]
    if unit["variance_to_date_dkk"] is not None:
        notes.append(Note(texts.say("plan to date {amount}", amount=texts.money(planned))))
    shares = [float(share) for share in course["spent_share"] if share is not None]
    return KeyFigure(
        texts.say("Spent of the budget"),
        texts.share(unit["spent_share"]),
        notes=tuple(notes),
        trend=tuple(shares),
        card="budget_followup.spent_share",
    )


def _share(texts: Texts, unit: Figures) -> str:
    share = unit["forecast_variance_share"]
    return texts.share(abs(share) if share is not None else None)


def _way(texts: Texts, trend: tuple[float, ...]) -> str:
    if abs(trend[-1] - trend[0]) < STEADY:
        return texts.say("steady")
    return texts.say("rising") if trend[-1] > trend[0] else texts.say("falling")

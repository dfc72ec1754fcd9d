"""“Can we trust our forecasts?” in words: the sentence, the key figures and what one must know about them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.sentences.forecast_words import bias_word, bias_words, level_words, skill_words
from dashboard.sentences.words import data_of, unit_for, variance_word
from dashboard.texts import Texts, Unit, mark
from dashboard.warehouse import Release

TITLE = mark("Can we trust our forecasts?")

Figures = dict[str, Any]
"""A row of the mart forecast_accuracy__unit_round."""
Outlook = dict[str, Any]
"""A row of the mart forecast_accuracy__unit_outlook."""


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before a year with forecasts is over."""
    return Sentence(
        texts.say("There is no closed year with forecasts to show yet."),
        texts.say("A forecast is judged when its year is over. None of your units has forecasts of a year that is."),
    )


def context(texts: Texts, unit: Figures, release: Release) -> tuple[str, ...]:
    """Which round the page is about, how far the data reach, and which release they are of."""
    return (f"{unit['round']} {unit['fiscal_year']}", *data_of(texts, release))


def sentence(texts: Texts, unit: Figures, outlook: Outlook | None) -> Sentence:
    """How near the round came and whether it knew anything; then what it says about this year."""
    about = {"round": unit["round"], "year": unit["fiscal_year"]}
    if unit["precision_share"] is None:
        lead = texts.say("Nothing was spent in {year}, so there is nothing to hold the forecasts against.", **about)
        return Sentence(lead, more=_this_year(texts, outlook))
    lead = texts.say(
        "The forecasts hit the outturn by {precision} in {round} {year}.",
        precision=texts.share(unit["precision_share"]),
        **about,
    )
    parts = [texts.say("They were {bias}", bias=bias_words(texts, unit["bias_share"]))]
    if unit["skill_share"] is not None:
        parts.append(texts.say("had {skill}", skill=skill_words(texts, unit["skill_share"], texts.say("the budget"))))
    is_good = unit["skill_share"] is None or unit["skill_share"] > 0
    return Sentence(
        lead,
        texts.say(" and ").join(parts) + ".",
        "" if is_good else "watch",
        "good" if is_good else "watch",
        _this_year(texts, outlook),
    )


def key_figures(texts: Texts, unit: Figures, outlook: Outlook | None) -> tuple[KeyFigure, ...]:
    """Precision, bias, skill, who was nearer, and what to count on this year."""
    return (
        KeyFigure(
            texts.say("Precision"),
            texts.share(unit["precision_share"]),
            notes=(Note(level_words(texts, unit)), *_before(texts, unit)),
            card="forecast_accuracy.precision_share",
        ),
        replace(_bias(texts, unit), card="forecast_accuracy.bias_share"),
        replace(_skill(texts, unit), card="forecast_accuracy.skill_share"),
        replace(_nearer(texts, unit, outlook), card="forecast_accuracy.nearer_item_count"),
        replace(_count_on(texts, outlook), card="forecast_accuracy.band_low_variance_dkk"),
    )


def notices(texts: Texts, unit: Figures) -> tuple[Note, ...]:
    """What one must know before trusting the figures."""
    missing = unit["forecast_missing_unit_count"]
    if not missing:
        return ()
    told = texts.say_many(
        "{count} unit gave no forecast in {round}: it counts at its revised budget.",
        "{count} units gave no forecast in {round}: they count at their revised budgets.",
        missing, round=unit["round"])  # fmt: skip
    return (Note(told, "watch"),)


def band_words(texts: Texts, outlook: Outlook) -> str:
    """`897,8–899,5 mio. kr.`; empty where there is no band."""
    low, high, scale = outlook["band_low_dkk"], outlook["band_high_dkk"], scale_of(texts, outlook)
    if low is None:
        return ""
    return texts.say(
        "{low}–{high} {unit}", low=texts.amount(low, scale), high=texts.amount(high, scale), unit=texts.unit(scale)
    )


def scale_of(texts: Texts, outlook: Outlook) -> Unit:
    """The unit that the open year is told in: a smaller one where both ends of the band would read alike."""
    scale = unit_for(outlook["forecast_dkk"])
    low, high = (texts.amount(outlook[name], scale) for name in ("band_low_dkk", "band_high_dkk"))
    return "thousand" if low == high and outlook["band_low_dkk"] is not None else scale


def no_band(texts: Texts, outlook: Outlook) -> str:
    """Why there is no band."""
    if not outlook["history_year_count"]:
        return texts.say("No closed year has this round with an outturn: there is nothing to make a band of.")
    return texts.say_many(
        "Only {count} closed year has this round with an outturn: too few, or too scattered, for a band.",
        "{count} closed years have this round with an outturn: too few, or too scattered, for a band.",
        outlook["history_year_count"],
    )


def _this_year(texts: Texts, outlook: Outlook | None) -> str:
    if outlook is None:
        return ""
    if outlook["band_low_dkk"] is None:
        return no_band(texts, outlook)
    one, many = _INSIDE if outlook["band_low_dkk"] <= outlook["forecast_dkk"] <= outlook["band_high_dkk"] else _OUTSIDE
    return texts.say_many(
        one,
        many,
        outlook["bias_year_count"],
        bias=bias_words(texts, outlook["recent_bias_share"]),
        band=band_words(texts, outlook),
        year=outlook["fiscal_year"],
        forecast=texts.amount(outlook["forecast_dkk"], scale_of(texts, outlook)),
    )


_INSIDE = (
    mark("In the last {count} year the forecasts were {bias} at this time: count on {band} in {year}; the forecast of "
         "{forecast} lies within."),
    mark("In the last {count} years the forecasts were {bias} at this time: count on {band} in {year}; the forecast of "
         "{forecast} lies within."),
)  # fmt: skip
_OUTSIDE = (
    mark("In the last {count} year the forecasts were {bias} at this time: count on {band} in {year}, not {forecast}."),
    mark(
        "In the last {count} years the forecasts were {bias} at this time: count on {band} in {year}, not {forecast}."
    ),
)


def _before(texts: Texts, unit: Figures) -> tuple[Note, ...]:
    before = unit["previous_wape_share"]
    if before is None:
        return ()
    words = mark("error {now}, the round before {before}")
    return (Note(texts.say(words, now=texts.share(unit["wape_share"]), before=texts.share(before))),)


def _bias(texts: Texts, unit: Figures) -> KeyFigure:
    share = unit["bias_share"]
    error = unit["error_dkk"]
    told = texts.say("{amount} more expected than spent" if error > 0 else "{amount} less expected than spent",
                     amount=texts.money(abs(error)))  # fmt: skip
    value = texts.share(abs(share)) if share is not None else "–"
    return KeyFigure(
        texts.say("Bias"), value, bias_word(texts, share), notes=(Note(told),) if bias_word(texts, share) else ()
    )


def _skill(texts: Texts, unit: Figures) -> KeyFigure:
    share = unit["skill_share"]
    return KeyFigure(
        texts.say("Against the budget as forecast"),
        texts.share(abs(share) if share is not None else None, 0),
        "" if share is None else texts.say("less error" if share > 0 else "more error"),
        notes=_notes(skill_words(texts, unit["run_rate_skill_share"], texts.say("the run rate"))),
    )


def _nearer(texts: Texts, unit: Figures, outlook: Outlook | None) -> KeyFigure:
    name = texts.say("Nearer than statistics")
    if not unit["compared_item_count"]:
        return KeyFigure(name, "–", notes=(Note(texts.say("no statistical forecast of this round")),))
    value = texts.say("{count} of {all}", count=texts.count(unit["nearer_item_count"]),
                      all=texts.count(unit["compared_item_count"]))  # fmt: skip
    rounds = ""
    if outlook and outlook["compared_round_count"]:
        rounds = texts.say(
            "as a whole in {count} of {all} rounds",
            count=texts.count(outlook["nearer_round_count"]),
            all=texts.count(outlook["compared_round_count"]),
        )
    skill = skill_words(texts, unit["statistical_skill_share"], texts.say("the statistics"))
    return KeyFigure(name, value, notes=_notes(skill, rounds))


def _count_on(texts: Texts, outlook: Outlook | None) -> KeyFigure:
    """The band as a variance against the budget: that is what the manager answers for."""
    if outlook is None:
        return KeyFigure(texts.say("This year"), "–", notes=(Note(texts.say("no forecast yet")),))
    name, variance = texts.say("Count on in {year}", year=outlook["fiscal_year"]), outlook["forecast_variance_dkk"]
    low, high = outlook["band_low_variance_dkk"], outlook["band_high_variance_dkk"]
    scale = unit_for(variance if low is None else max(abs(low), abs(high)))
    expected = texts.say("the forecast says {amount} {word}", amount=texts.money(variance, signed=True),
                         word=variance_word(texts, variance))  # fmt: skip
    if low is None:
        return KeyFigure(name, "–", notes=_notes(texts.say("no band: too short a history"), expected.strip()))
    value = texts.say("{low} to {high}", low=texts.amount(low, scale, signed=True),
                      high=texts.amount(high, scale, signed=True))  # fmt: skip
    return KeyFigure(name, value, texts.unit(scale), notes=_notes(texts.say("against the budget"), expected.strip()))


def _notes(*said: str) -> tuple[Note, ...]:
    return tuple(Note(text) for text in said if text)

"""“Do we reach the targets we shared out?” in words."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.sentences.capital_words import ended
from dashboard.sentences.words import data_of
from dashboard.texts import Texts, mark
from dashboard.warehouse import Release

TITLE = mark("Do we reach the targets we shared out?")
KEYS = {
    "service_expenditure": mark("service expenditure"),
    "headcount": mark("employees"),
    "given": mark("numbers given"),
}

UnitYear = dict[str, Any]
"""A row of the mart targets__unit_year."""


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before there is a target."""
    return Sentence(
        texts.say("There are no targets to show here."),
        texts.say("None of your units has one in this release, or no target has been shared out."),
    )


def context(texts: Texts, unit: UnitYear, release: Release) -> tuple[str, ...]:
    """Which year, as of which count, and the release."""
    counted = texts.say("counted {day}", day=texts.long_day(unit["counted_on"])) if unit["counted_on"] else ""
    return tuple(filter(None, (str(unit["fiscal_year"]), counted, *data_of(texts, release)[-1:])))


def subject_of(texts: Texts, row: UnitYear) -> str:
    """What is counted, in the reader's language."""
    return str(row["title_da"] if texts.language == "da" else row["title_en"])


def sentence(texts: Texts, unit: UnitYear, rows: pl.DataFrame, others: list[UnitYear]) -> Sentence:
    """How many of the places are filled, where they are missing, and how the other targets stand."""
    target, actual = unit["target_places"], unit["actual_places"]
    subject = subject_of(texts, unit)
    more = " ".join(_other(texts, row) for row in others)
    if actual is None:
        lead = texts.say("{subject}: nobody has counted the {target} places yet.", subject=subject,
                         target=texts.count(target))  # fmt: skip
        return Sentence(lead, more=more)
    if not target:
        none = mark("{subject}: {actual} places are filled; no target is shared out to this unit.")
        lead = texts.say(none, subject=subject, actual=texts.count(actual))
        return Sentence(lead, more=more)
    share = texts.share(unit["attainment_share"], 0)
    lead = texts.say("{subject}: {actual} of {target} places are filled ({share}).", subject=subject,
                     actual=texts.count(actual), target=texts.count(target), share=share)  # fmt: skip
    if actual >= target:
        return Sentence(lead, texts.say("The target is reached."), mark="on_track", more=more)
    return Sentence(lead, _empty(texts, unit, rows), "watch", "watch", more)


def key_figures(texts: Texts, unit: UnitYear) -> tuple[KeyFigure, ...]:
    """Filled, the target, how far it is reached, and the key that it was shared by."""
    say, missing = texts.say, unit["missing_places"]
    key = KEYS.get(unit["key_kind"] or "")
    told = say("by {key}", key=say(key)) if key else ""
    number = unit["key_number"]
    share = Note(say("{share} of the key", share=texts.share(unit["key_share"]))) if unit["key_share"] else None
    return (
        KeyFigure(say("Filled"), texts.count(unit["actual_places"]), say("places"), card="targets.actual_places"),
        KeyFigure(
            say("Target number"),
            texts.count(unit["target_places"]),
            say("places"),
            notes=_exact(texts, unit),
            card="targets.target_places",
        ),
        KeyFigure(say("Attainment"), texts.share(unit["attainment_share"], 0), card="targets.attainment_share"),
        KeyFigure(
            say("Missing"),
            texts.count(missing),
            say("places"),
            "watch" if missing and missing > 0 else "",
            card="targets.missing_places",
        ),
        KeyFigure(
            say("Key"),
            texts.number(number, 0),
            notes=tuple(filter(None, (Note(told) if told else None, share))),
        ),
    )


def _other(texts: Texts, row: UnitYear) -> str:
    return ended(
        texts.say(
            "{subject}: {actual} of {target}",
            subject=subject_of(texts, row),
            actual=texts.count(row["actual_places"]),
            target=texts.count(row["target_places"]),
        )
    )


def _empty(texts: Texts, unit: UnitYear, rows: pl.DataFrame) -> str:
    """How many of the units that the target was shared out to have none filled."""
    below = rows.filter(pl.col("unit_path").list.contains(unit["unit_id"]) & pl.col("has_own_target"))
    owing = below.filter(pl.col("target_places") > 0)
    none = owing.filter(pl.col("actual_places").fill_null(0) == 0)
    if len(owing) < 2 or not len(none):
        return texts.say("{missing} are missing.", missing=texts.count(unit["missing_places"]))
    return texts.say(
        "{missing} are missing; {none} of {all} departments have none.",
        missing=texts.count(unit["missing_places"]),
        none=texts.count(len(none)),
        all=texts.count(len(owing)),
    )


def _exact(texts: Texts, unit: UnitYear) -> tuple[Note, ...]:
    exact = unit["exact_places"]
    if exact is None or not unit["has_own_target"]:
        return ()
    return (Note(texts.say("exactly {number} before rounding", number=texts.number(exact, 2))),)

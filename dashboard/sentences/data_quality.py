"""“Can the figures be trusted?” in words."""

from __future__ import annotations

import polars as pl

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.texts import Texts, mark

TITLE = mark("Can the figures be trusted?")


def sentence(texts: Texts, sources: pl.DataFrame) -> Sentence:
    """Whether every source reconciles to the øre, and what was held back or is late."""
    if not len(sources):
        return Sentence(texts.say("Nothing has been delivered yet."))
    apart = sources.filter(~pl.col("reconciles").fill_null(value=True))
    told = [_held_back(texts, sources), _late(texts, sources)]
    if len(apart):
        lead = texts.say_many("{count} source does not reconcile.", "{count} sources do not reconcile.", len(apart))
        names = texts.say("It is {names}.", names=", ".join(apart["title"].to_list()))
        return Sentence(lead, " ".join(filter(None, (names, *told))), "over", "bad")
    lead = texts.say_many(
        "The source reconciles to the øre.", "All {count} sources reconcile to the øre.", len(sources)
    )
    return Sentence(lead, " ".join(filter(None, told)), "", "good")


def _held_back(texts: Texts, sources: pl.DataFrame) -> str:
    held = sources.filter(pl.col("quarantined") > 0)
    if not len(held):
        return texts.say("No line is held back.")
    return texts.say_many("{count} source has lines held back.", "{count} sources have lines held back.", len(held))


def _late(texts: Texts, sources: pl.DataFrame) -> str:
    late = sources.filter(pl.col("is_late"))
    return texts.say_many("{count} delivery is late.", "{count} deliveries are late.", len(late)) if len(late) else ""


def key_figures(
    texts: Texts, sources: pl.DataFrame, checks: pl.DataFrame, changed: pl.DataFrame
) -> tuple[KeyFigure, ...]:
    """How many sources, late ones, lists with lines held back, checks that found something, figures that changed."""
    late, held = sources.filter(pl.col("is_late")), sources.filter(pl.col("quarantined") > 0)
    found = checks.filter(pl.col("row_count") > 0)
    return (
        KeyFigure(texts.say("Sources"), texts.count(len(sources)), notes=(Note(texts.say("in the release")),)),
        KeyFigure(texts.say("Late"), texts.count(len(late)), notes=(_names(texts, late),)),
        KeyFigure(texts.say("With lines held back"), texts.count(len(held)), notes=(_names(texts, held),)),
        KeyFigure(
            texts.say("Checks with findings"),
            texts.count(len(found)),
            notes=(Note(texts.say("of {count} checks", count=texts.count(len(checks)))),),
        ),
        KeyFigure(
            texts.say("Figures changed"), texts.count(len(changed)), notes=(Note(texts.say("since the last release")),)
        ),
    )


def _names(texts: Texts, sources: pl.DataFrame) -> Note:
    return Note(", ".join(sources["title"].to_list()) or texts.say("none"))

"""“Can the figures be trusted?” in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.queries.data_quality import Changes
from dashboard.texts import Texts, mark

TITLE = mark("Can the figures be trusted?")
FIGURE_TABLES = frozenset({"posting", "budget_line", "forecast", "commitment"})


def sentence(texts: Texts, sources: pl.DataFrame) -> Sentence:
    """Whether every source that states a control total reconciles to the øre, and what was held back or is late."""
    if not len(sources):
        return Sentence(texts.say("Nothing has been delivered yet."))
    apart = sources.filter(~pl.col("reconciles").fill_null(value=True))
    told = [_without_total(texts, sources), _held_back(texts, sources), _late(texts, sources)]
    if len(apart):
        lead = texts.say_many("{count} source does not reconcile.", "{count} sources do not reconcile.", len(apart))
        names = texts.say("It is {names}.", names=", ".join(apart["title"].to_list()))
        return Sentence(lead, " ".join(filter(None, (names, *told))), "over", "bad")
    stated = len(sources.filter(pl.col("reconciles").is_not_null()))
    if not stated:
        lead = texts.say("No source states a control total.")
        return Sentence(lead, " ".join(filter(None, told[1:])), "watch", "watch")
    return Sentence(_reconciling(texts, stated, len(sources)), " ".join(filter(None, told)), "", "good")


def _reconciling(texts: Texts, stated: int, sources: int) -> str:
    """Said of the sources that state a total: a source without one has nothing to reconcile with."""
    if stated == sources:
        return texts.say_many("The source reconciles to the øre.", "All {count} sources reconcile to the øre.", sources)
    return texts.say_many(
        "{count} of {sources} sources states a control total; it reconciles to the øre.",
        "{count} of {sources} sources state a control total; all of those reconcile to the øre.",
        stated,
        sources=texts.count(sources),
    )


def _without_total(texts: Texts, sources: pl.DataFrame) -> str:
    without = len(sources.filter(pl.col("reconciles").is_null()))
    if not without:
        return ""
    return texts.say_many("{count} source states none.", "{count} sources state none.", without)


def _held_back(texts: Texts, sources: pl.DataFrame) -> str:
    held = sources.filter(pl.col("quarantined") > 0)
    if not len(held):
        return texts.say("No line is held back.")
    return texts.say_many("{count} source has lines held back.", "{count} sources have lines held back.", len(held))


def _late(texts: Texts, sources: pl.DataFrame) -> str:
    late = sources.filter(pl.col("is_late"))
    return texts.say_many("{count} delivery is late.", "{count} deliveries are late.", len(late)) if len(late) else ""


def key_figures(
    texts: Texts, sources: pl.DataFrame, checks: pl.DataFrame, changed: Changes, units: Changes
) -> tuple[KeyFigure, ...]:
    """How many sources, late ones, lists with lines held back, checks that found something, units with changes.

    `changed` are figures of whole units, `units` those of which account figures changed.
    """
    late, held = sources.filter(pl.col("is_late")), sources.filter(pl.col("quarantined") > 0)
    found = checks.filter(pl.col("row_count") > 0)
    with_changes = pl.concat([changed.rows["unit_id"], units.rows["unit_id"]]).n_unique()
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
            texts.say("Units with changed figures"),
            texts.count(with_changes) + ("+" if changed.has_more or units.has_more else ""),
            notes=(Note(texts.say("since the last release")),),
        ),
    )


def _names(texts: Texts, sources: pl.DataFrame) -> Note:
    return Note(", ".join(sources["title"].to_list()) or texts.say("none"))


def warnings(texts: Texts, sources: pl.DataFrame, amounts: pl.DataFrame) -> tuple[Note, ...]:
    """What a reader of the figures must know about the data behind them: one line for each source in trouble.

    `amounts` are those of the sources, for one who sees the whole municipality; empty for others.
    """
    held = {row["source"]: row["quarantined_amount_dkk"] for row in amounts.iter_rows(named=True)}
    return tuple(
        Note(f"{source['title']} – {'; '.join(told)}.", "over" if source["reconciles"] is False else "watch")
        for source in sources.iter_rows(named=True)
        if source["table_name"] in FIGURE_TABLES and (told := _troubles(texts, source, held.get(source["source"])))
    )


def _troubles(texts: Texts, source: dict[str, Any], held: Decimal | None) -> list[str]:
    told = []
    if source["missing_periods"]:
        periods = ", ".join(period_name(texts, period) for period in source["missing_periods"])
        told.append(texts.say("{periods} is missing", periods=periods))
    if source["is_late"]:
        told.append(texts.say("expected by {day}, not here yet", day=texts.day(source["expected_by"])))
    if source["reconciles"] is False:
        told.append(texts.say("does not reconcile with its control total"))
    if not source["has_spec"]:
        told.append(texts.say("no longer described, so nobody knows when it is due"))
    if source["quarantined"]:
        told.append(_not_in_the_figures(texts, source, held))
    return told


def _not_in_the_figures(texts: Texts, source: dict[str, Any], held: Decimal | None) -> str:
    """How many lines are missing, for how much as far as it can be read, and how many whose amount cannot."""
    lines, unreadable = source["quarantined"], source["unreadable_amounts"]
    said = texts.say_many("{count} line is not in the figures", "{count} lines are not in the figures", lines)
    amounts = [] if held is None or lines == unreadable else [f"{texts.amount(held, 'dkk')} {texts.unit('dkk')}"]
    if unreadable:
        amounts.append(texts.say_many("{count} amount cannot be read", "{count} amounts cannot be read", unreadable))
    return f"{said} ({', '.join(amounts)})" if amounts else said


def period_name(texts: Texts, period: str | None) -> str:
    """`2026-10` as a month; a year, a quarter or nothing as it is."""
    year, _, month = (period or "–").partition("-")
    return texts.month(int(year), int(month)) if year.isdigit() and month.isdigit() else period or "–"

"""The words of the catalogue: what a figure is, whose it is, and whether it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import polars as pl

from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel
from dashboard.texts import Texts, mark
from pipelines.catalogue import CataloguedFigure, CataloguedTable
from pipelines.figures import Words

TITLE = mark("What is this figure, whose is it, can I trust it?")

UNITS = {
    "DKK": mark("kroner"),
    "share": mark("a share, in per cent"),
    "count": mark("a count"),
    "status": mark("a status in words"),
    "day": mark("a day, or days"),
    "month": mark("months"),
    "year": mark("years"),
    "round": mark("a forecast round"),
}
DIRECTIONS = {
    "more_is_bad": mark("more is worse"),
    "more_is_good": mark("more is better"),
    "neutral": mark("neither more nor less is better"),
}
SCOPES = {
    "everybody": mark("everybody"),
    "municipality": mark("those who see the whole municipality"),
    "unit_period": mark("those who have the unit, in the organisation of the period"),
    "unit": mark("those who have the unit"),
    "unit_today": mark("those who have the unit, in today's organisation"),
    "project": mark("those who have the project's unit"),
}
LAYERS = {"raw": mark("as delivered"), "staging": mark("cleaned"), "marts": mark("computed")}


def in_language(texts: Texts, words: Words) -> str:
    """The words of a card in the reader's language."""
    return words.in_language(texts.language)


def is_overdue(figure: CataloguedFigure, today: date) -> bool:
    """Whether the card should have been looked through before `today`."""
    return figure.card.next_review < today


def sentence(texts: Texts, figures: Iterable[CataloguedFigure], sources: pl.DataFrame, today: date) -> Sentence:
    """Whether every figure is looked after, and whether what they are made of has come."""
    overdue = sum(is_overdue(figure, today) for figure in figures)
    late, apart = len(sources.filter(pl.col("is_late"))), len(_apart(sources))
    wrong = [
        texts.say_many("{count} figure is overdue for review.", "{count} figures are overdue for review.", overdue)
        if overdue
        else "",
        texts.say_many(
            "{count} source that they are made of is late.", "{count} sources that they are made of are late.", late
        )
        if late
        else "",
        texts.say_many("{count} source does not reconcile.", "{count} sources do not reconcile.", apart)
        if apart
        else "",
    ]
    right = [
        "" if overdue else texts.say("Every figure has an owner, and none is overdue for review."),
        "" if late else texts.say("Every source that they are made of has come in time."),
    ]
    lead, *rest = filter(None, (*wrong, *right))
    tone: Literal["", "watch"] = "watch" if any(wrong) else ""
    return Sentence(lead, " ".join(rest), tone=tone, mark=tone)


def _apart(sources: pl.DataFrame) -> pl.DataFrame:
    """The sources whose lines do not add up to the control total; one that states none is not among them."""
    return sources.filter(~pl.col("reconciles").fill_null(value=True))


def key_figures(
    texts: Texts, figures: tuple[CataloguedFigure, ...], tables: int, sources: pl.DataFrame, today: date
) -> tuple[KeyFigure, ...]:
    """How many figures and tables there are, and how many wait for somebody."""
    overdue = sum(is_overdue(figure, today) for figure in figures)
    owners = len({figure.card.owner for figure in figures})
    return (
        KeyFigure(
            texts.say("Figures"),
            texts.count(len(figures)),
            notes=(Note(texts.say_many("of {count} owner", "of {count} owners", owners)),),
        ),
        KeyFigure(texts.say("Overdue for review"), texts.count(overdue)),
        KeyFigure(texts.say("Published tables"), texts.count(tables)),
        _named(texts, texts.say("Late sources"), sources.filter(pl.col("is_late"))),
        _named(texts, texts.say("Sources that do not reconcile"), _apart(sources)),
    )


def _named(texts: Texts, label: str, found: pl.DataFrame) -> KeyFigure:
    return KeyFigure(
        label, texts.count(len(found)), notes=(Note(", ".join(found["title"].to_list()) or texts.say("none")),)
    )


def figure_panel(texts: Texts, figure: CataloguedFigure, today: date, pages: tuple[Choice, ...]) -> Panel:
    """A figure's whole card, with the pages that it stands on."""
    say, card = texts.say, figure.card
    overdue = is_overdue(figure, today)
    told = say("The card should have been looked through by {day}: ask {owner} whether it still holds.",
               day=texts.day(card.next_review), owner=card.owner)  # fmt: skip
    computed = say("Numerator: {numerator}.", numerator=in_language(texts, card.numerator).rstrip("."))
    if card.denominator:
        denominator = in_language(texts, card.denominator).rstrip(".")
        computed += " " + say("Denominator: {denominator}.", denominator=denominator)
    lines = (
        in_language(texts, card.question),
        say("How it is computed: {help}", help=in_language(texts, card.help)),
        say("Formula: {formula}", formula=computed),
        say("Unit: {unit}; {direction}.", unit=say(UNITS[card.unit]), direction=say(DIRECTIONS[card.direction])),
        say("Owner: {owner}. Checked by: {checked_by}.", owner=card.owner, checked_by=card.checked_by),
        "" if overdue else say("Next review: {day}.", day=texts.day(card.next_review)),
    )
    return Panel(
        id=figure.id,
        title=f"{in_language(texts, card.name)} ({in_language(texts, figure.title)})",
        lines=tuple(filter(None, lines)),
        notes=(Note(told, "watch", "watch"),) if overdue else (),
        earlier_title="",
        earlier=(),
        close=say("Close"),
        links=pages,
    )


def table_panel(texts: Texts, table: CataloguedTable) -> Panel:
    """A published table by itself."""
    say = texts.say
    lines = (
        in_language(texts, table.about),
        say("One row for each: {key}.", key=", ".join(table.key)) if table.key else "",
        say("Who sees its rows: {who}.", who=say(SCOPES[table.scope])),
    )
    return Panel(table.name, table.name, tuple(filter(None, lines)), (), "", (), say("Close"))

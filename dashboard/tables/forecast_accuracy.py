"""Who forecasts well: units and account groups round by round, and the budget by PEFA."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.components.headline import Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.meanings import meaning
from dashboard.sentences.forecast_words import CONVERGENCE, LEVELS, bias_word, skill_word
from dashboard.sentences.words import GROUP_WORDS, UNIT_KINDS
from dashboard.texts import Texts, mark

MART, YEAR_MART = "forecast_accuracy__unit_round", "forecast_accuracy__unit_year"

Figures = dict[str, Any]


def units(texts: Texts, below: pl.DataFrame, unit: Figures, own: pl.DataFrame, excel: str) -> Table:
    """The units to compare, the one that hit best in the chosen round first, and the unit itself as their total.

    `below` and `own`: rows of every round of the year.
    """
    say = texts.say
    rounds = _rounds(own)
    rows = _in_order(below, unit["round_number"])
    return Table(
        title=_who(texts, rows) or say("Who forecasts well"),
        columns=(Column(say("Unit")), *_columns(texts, rounds)),
        groups=_groups(texts, rounds, unit),
        rows=tuple(_unit(texts, row, below, rounds) for row in rows),
        total=_unit(texts, unit, own, rounds, label=say("Total")),
        empty=say("There is nothing below this unit."),
        unit=say("error in {unit}", unit=texts.unit("thousand")),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=(
            say("Precision is 1 less the average error, counted by {level}. Another level gives another precision: "
                "over and under cancel out inside an item only, and income counts by its size.",
                level=say(LEVELS[unit["item_level"]])),
            say("Too high: more was expected than was spent. Skill is how much smaller the error was than if the "
                "budget had been taken for a forecast; below zero the budget was nearer."),
        ),
    )  # fmt: skip


def groups(
    texts: Texts, rows: pl.DataFrame, unit: Figures, own: pl.DataFrame, excel: str, outlook: Figures | None
) -> Table:
    """Wages, other operations and income of the unit; `excel` where no table of units above has the file."""
    say = texts.say
    rounds = _rounds(own)
    method = outlook["statistical_method"] if outlook else None
    afterwards = mark(
        "The statistics go by the seasons of earlier years ({method}); they were made afterwards, from what was known "
        "at the time."
    )
    frozen = mark(
        "The statistics go by the seasons of earlier years ({method}); they were made at each round and are frozen."
    )
    return Table(
        title=say("Which money is forecast well"),
        columns=(Column(say("Account group")), *_columns(texts, rounds)),
        groups=_groups(texts, rounds, unit),
        rows=tuple(
            _group(texts, row, rows, rounds)
            for row in rows.iter_rows(named=True)
            if row["round_number"] == unit["round_number"]
        ),
        empty=say("Nothing was spent or expected."),
        unit=say("error in {unit}", unit=texts.unit("thousand")),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        notes=(say(afterwards if outlook["is_backtest"] else frozen, method=method),) if outlook and method else (),
    )


def pefa(texts: Texts, years: pl.DataFrame, unit: Figures) -> Table:
    """The outturn against the adopted budget, in total and by its composition, with the framework's scores."""
    say, score = texts.say, texts.say("score")
    return Table(
        title=say("Can the budget be trusted?"),
        columns=(
            Column(say("Year")),
            Column(say("Outturn"), say("adopted"), meaning(texts, YEAR_MART, "outturn_dkk")),
            Column(say("Outturn of what was adopted"), score, meaning(texts, YEAR_MART, "aggregate_outturn_share")),
            Column(say("Moved between items"), score, meaning(texts, YEAR_MART, "composition_variance_share")),
        ),
        rows=tuple(_year(texts, row) for row in years.iter_rows(named=True)),
        empty=say("No year has ended yet."),
        unit=texts.unit("thousand"),
        notes=(
            say("Counted by {level}: the more items, the more is moved between them.",
                level=say(LEVELS[unit["item_level"]])),
            say("A score is given over three years, of which one may be unusual, by PEFA 2016. Outturn (PI-1): "
                "A 95–105%, B 90–110%, C 85–115%. Moved between items (PI-2): A under 5%, B under 10%, C under 15%."),
        ),
    )  # fmt: skip


def _rounds(own: pl.DataFrame) -> list[tuple[int, str]]:
    return list(zip(own["round_number"], own["round"], strict=True))


def _in_order(below: pl.DataFrame, round_number: int) -> list[Figures]:
    """The rows of one round, the best first, what cannot be judged last."""
    rows = below.filter(round_number=round_number).to_dicts()
    return sorted(rows, key=lambda row: (row["precision_share"] is None, -(row["precision_share"] or 0)))


def _who(texts: Texts, rows: list[Figures]) -> str:
    judged = [row for row in rows if row["precision_share"] is not None]
    if len(judged) < 2:
        return ""
    best, worst = judged[0], judged[-1]
    return texts.say(
        "{best} hits best ({best_share}), {worst} is furthest off ({worst_share})",
        best=best["unit_name"],
        best_share=texts.share(best["precision_share"]),
        worst=worst["unit_name"],
        worst_share=texts.share(worst["precision_share"]),
    )


def _groups(texts: Texts, rounds: list[tuple[int, str]], unit: Figures) -> tuple[tuple[str, int], ...]:
    """The round that is looked at stands first: a phone shows no more than its columns."""
    return ("", 1), (unit["round"], 5), (texts.say("Precision through the year"), len(rounds) + 1)


def _columns(texts: Texts, rounds: list[tuple[int, str]]) -> tuple[Column, ...]:
    say = texts.say
    precision = meaning(texts, MART, "precision_share")
    return (
        Column(say("Precision"), "", precision),
        Column(say("Bias"), "", meaning(texts, MART, "bias_share")),
        Column(say("Error"), say("outturn"), meaning(texts, MART, "error_dkk")),
        Column(say("Skill"), say("against the budget"), meaning(texts, MART, "skill_share")),
        Column(say("Nearer than statistics"), say("items"), meaning(texts, MART, "nearer_item_count")),
        *(Column(name, "", precision) for _, name in rounds),
        Column(say("Through the year"), "", meaning(texts, MART, "convergence"), left=True),
    )


def _unit(texts: Texts, row: Figures, every: pl.DataFrame, rounds: list[tuple[int, str]], label: str = "") -> Row:
    kind = UNIT_KINDS.get(row["unit_kind"])
    return Row(
        id="total" if label else row["unit_id"],
        label=label or row["unit_name"],
        note=row["unit_name"] if label else texts.say(kind) if kind else "",
        cells=_cells(texts, row, every.filter(unit_id=row["unit_id"]), rounds),
        goes_to="" if label else texts.say("Show this unit by itself"),
    )


def _group(texts: Texts, row: Figures, every: pl.DataFrame, rounds: list[tuple[int, str]]) -> Row:
    group = row["account_group"]
    cells = _cells(texts, row, every.filter(account_group=group), rounds)
    return Row(group, texts.say(GROUP_WORDS[group]), cells)


def _cells(texts: Texts, row: Figures, of_year: pl.DataFrame, rounds: list[tuple[int, str]]) -> tuple[Cell, ...]:
    precision = dict(zip(of_year["round_number"], of_year["precision_share"], strict=True))
    bias, skill, convergence = row["bias_share"], row["skill_share"], row["convergence"]
    word = bias_word(texts, bias)
    worse: Tone = "watch" if skill is not None and skill <= 0 else ""
    nearer = texts.say(
        "{count} of {all}", count=texts.count(row["nearer_item_count"]), all=texts.count(row["compared_item_count"])
    )
    return (
        Cell(texts.share(row["precision_share"])),
        Cell(texts.share(abs(bias)) if bias is not None else "–", word),
        Cell(texts.amount(row["error_dkk"], signed=True), texts.amount(row["outturn_dkk"])),
        Cell(texts.share(skill, 0), skill_word(texts, skill), note_tone=worse),
        Cell(nearer if row["compared_item_count"] else "–"),
        *(Cell(texts.share(precision.get(number))) for number, _ in rounds),
        Cell(
            texts.say(CONVERGENCE[convergence]) if convergence else "–",
            tone="watch" if convergence == "does_not_fall" else "",
            mark="bad" if convergence == "does_not_fall" else "",
        ),
    )


def _year(texts: Texts, row: Figures) -> Row:
    scores = (row["aggregate_outturn_score"], row["composition_variance_score"])
    first, second = (texts.say("score {score}", score=score) if score else "" for score in scores)
    return Row(
        str(row["fiscal_year"]),
        str(row["fiscal_year"]),
        (
            Cell(texts.amount(row["outturn_dkk"]), texts.amount(row["adopted_dkk"])),
            Cell(texts.share(row["aggregate_outturn_share"]), first),
            Cell(texts.share(row["composition_variance_share"]), second),
        ),
    )

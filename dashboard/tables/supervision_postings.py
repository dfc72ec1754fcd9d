"""Atypical postings in tables: what each rule has found, and the postings with every reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.supervision import Atypical
from dashboard.meanings import meaning
from dashboard.sentences import supervision_entry as entry_words
from dashboard.sentences.supervision_rules import rule_name
from dashboard.tables.supervision import MOST, posting_id
from dashboard.texts import Texts

ATYPICAL_MART = "supervision__atypical"


def rules(texts: Texts, counts: Iterable[dict[str, Any]], atypical: list[Atypical]) -> Table:
    """The rules with what each has found this year, less what is set aside."""
    found: dict[str, tuple[int, Any]] = {}
    for row in counts:
        count, amount = found.get(row["rule"], (0, 0))
        found[row["rule"]] = (count + row["posting_count"], amount + row["amount_dkk"])
    aside: dict[str, int] = {}
    for one in atypical:
        for rule in [*one.dismissed, *([] if one.standing else ["any"])]:
            aside[rule] = aside.get(rule, 0) + 1
    say = texts.say
    order = sorted((rule for rule in found if rule != "any"), key=lambda rule: (-found[rule][0], rule))

    def cells(rule: str) -> tuple[Cell, ...]:
        return (
            Cell(texts.count(found[rule][0])),
            Cell(texts.count(aside.get(rule, 0))),
            Cell(texts.amount(found[rule][1])),
        )

    return Table(
        title=say("Why they are atypical"),
        columns=(
            Column(say("Rule")),
            Column(say("Postings"), help=meaning(texts, "supervision__atypical_unit", "posting_count")),
            Column(say("Set aside")),
            Column(say("Amount"), help=meaning(texts, "supervision__atypical_unit", "amount_dkk")),
        ),
        rows=tuple(Row(f"rule:{rule}", rule_name(texts, rule), cells(rule)) for rule in order),
        total=Row("total", say("Postings, each counted once"), cells("any")) if "any" in found else None,
        empty=say("No posting is atypical."),
        unit=texts.unit("thousand"),
    )


def atypical(texts: Texts, found: list[Atypical], unit_names: dict[str, str], excel: str, *, may_change: bool) -> Table:
    """The postings, the heaviest first, with every reason; those set aside come last."""
    say = texts.say
    rest = len(found) - MOST
    return Table(
        title=say("Atypical postings, the heaviest first"),
        columns=(
            Column(say("Posting")),
            Column(say("Why somebody should look"), left=True),
            Column(say("Weight"), help=meaning(texts, ATYPICAL_MART, "risk_weight")),
            Column(say("Amount")),
        ),
        rows=tuple(_atypical(texts, one, unit_names) for one in found[:MOST]),
        empty=say("No posting is atypical."),
        unit=texts.unit("dkk"),
        link=Choice(excel, say("Download to Excel")) if excel and found else None,
        notes=(
            *([say("Choose a posting by its name to see all of it and set a reason aside.")] if may_change else []),
            *(
                [texts.say_many("{count} more is in the file.", "{count} more are in the file.", rest)]
                if rest > 0
                else []
            ),
        ),
    )


def _atypical(texts: Texts, one: Atypical, unit_names: dict[str, str]) -> Row:
    row = one.figures
    told = [entry_words.reason(texts, reason) for reason in one.standing]
    told += [entry_words.dismissed(texts, said) for said in one.dismissed.values()]
    note = f"{unit_names.get(row['unit_id'], row['unit_id'])} · {entry_words.details(texts, row)}"
    return Row(
        id=posting_id(one),
        label=entry_words.name(texts, row),
        note=note,
        cells=(
            Cell(
                " ".join(told), entry_words.where(texts, row["file"], row["line"]), left=True, wrap=True,
                tone="" if one.standing else "quiet",
            ),
            Cell(entry_words.weight(texts, one.weight), "" if one.standing else texts.say("set aside")),
            Cell(texts.amount(row["amount_dkk"], "dkk")),
        ),
        goes_to=texts.say("Open the posting"),
    )  # fmt: skip

"""The tables of data quality: sources and their deliveries, what is held back, and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.addresses import Address, Opened
from dashboard.components.headline import Note, Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.queries import data_quality as queries
from dashboard.sentences.data_quality import period_name
from dashboard.sentences.data_words import SEVERITIES, column_word, reason
from dashboard.sentences.words import file_and_line
from dashboard.texts import Texts
from dashboard.warehouse import Door

QUIET_CHECKS = "quiet-checks"
_AMOUNT = re.compile(r"-?\d+\.\d\d")
Figures = dict[str, Any]


def sources(texts: Texts, door: Door, address: Address, link: str) -> Table:
    """Every source with what came of its lines.

    For those who see the whole municipality, with its amounts too, and a source opens to its deliveries.
    """
    say = texts.say
    sees_amounts = door.scope.is_whole_municipality
    return Table(
        title=say("Sources and deliveries"),
        columns=(
            Column(say("Source"), say("owner")),
            Column(say("Reconciles"), left=True),
            Column(say("Latest delivery"), say("expected by"), left=True),
            Column(say("Reaches to"), say("missing periods"), left=True),
            Column(say("Read in"), say("lines")),
            Column(say("Held back"), say("lines")),
            Column(say("Left out"), say("lines, by rule")),
            *([Column(say("Control total"), say("difference"))] if sees_amounts else []),
        ),
        rows=tuple(_sources(texts, door, address)),
        empty=say("Nothing has been delivered yet."),
        unit=texts.to_the_cent() if sees_amounts else "",
        link=Choice(link, say("Download to Excel")) if link else None,
        notes=(say("Read in + held back + left out by rule = the control total of the extract, to the øre."),),
        is_tree=True,
    )


def _sources(texts: Texts, door: Door, address: Address) -> Iterator[Row]:
    opens = door.scope.is_whole_municipality
    amounts = {row["source"]: row for row in queries.source_amounts(door).iter_rows(named=True)}
    for source in queries.sources(door).iter_rows(named=True):
        opened = opens and address.opened_row(source["source"]) is not None
        kept = _reconciliation(texts, source | amounts[source["source"]]) if opens else _counts(texts, source)
        yield Row(
            id=str(Opened(source["source"])),
            label=source["title"],
            note=source["owner"] or "",
            cells=(reconciles(texts, source["reconciles"]), latest(texts, source), reach(texts, source), *kept),
            kind="unit",
            is_open=opened if opens else None,
        )
        if opened:
            for delivery in queries.deliveries(door, source["source"]).iter_rows(named=True):
                yield _delivery(texts, delivery)


def latest(texts: Texts, source: Figures) -> Cell:
    came = texts.day_of(source["latest_received_at"])
    expected = texts.day(source["expected_by"]) if source["expected_by"] else ""
    if not source["has_spec"]:
        return Cell(came, texts.say("no longer described"), note_tone="watch")
    if source["is_late"]:
        return Cell(came, texts.say("late: expected {day}", day=expected), note_tone="over")
    return Cell(came, expected)


def reach(texts: Texts, source: Figures) -> Cell:
    missing = [period_name(texts, period) for period in source["missing_periods"] or []]
    told = texts.say("missing: {periods}", periods=", ".join(missing)) if missing else ""
    return Cell(period_name(texts, source["latest_period"]), told, note_tone="watch" if missing else "", wrap=True)


_KEPT = ("accepted", "quarantined", "left_out")


def _reconciliation(texts: Texts, row: Figures) -> tuple[Cell, ...]:
    """What was read, held back and left out in kroner and lines, and the control total that they add up to."""
    kept = tuple(
        Cell(texts.amount(row[f"{name}_amount_dkk"], "dkk"), texts.count(row[name]), note_tone=_tone(row, name))
        for name in _KEPT
    )
    if row["control_total_dkk"] is None:
        return (*kept, Cell("–", texts.say("no control total")))
    difference = texts.amount(row["difference_dkk"], "dkk", signed=True)
    return (*kept, Cell(texts.amount(row["control_total_dkk"], "dkk"), difference))


def _counts(texts: Texts, row: Figures) -> tuple[Cell, ...]:
    return tuple(Cell(texts.count(row[name]), tone=_tone(row, name)) for name in _KEPT)


def _tone(row: Figures, name: str) -> Tone:
    return "watch" if name == "quarantined" and row[name] else ""


def reconciles(texts: Texts, holds: bool | None) -> Cell:  # noqa: FBT001 (it is the figure itself)
    if holds is None:
        return Cell("–")
    return Cell(
        texts.say("to the øre") if holds else texts.say("does not"),
        mark="good" if holds else "bad",
        tone="" if holds else "over",
    )


def _delivery(texts: Texts, row: Figures) -> Row:
    state = texts.say("in use") if row["is_in_force"] else texts.say("replaced by a later delivery")
    periods = ", ".join(period_name(texts, period) for period in row["periods"] or [])
    again = row["duplicate_count"] or 0
    told = texts.say_many("delivered again {count} time", "delivered again {count} times", again) if again else ""
    return Row(
        id=f"d:{row['delivery_id']}:{row['file']}",
        label=row["file"],
        note=" · ".join(filter(None, (state, told))),
        cells=(
            reconciles(texts, None if row["difference_dkk"] is None else row["difference_dkk"] == 0),
            Cell(
                texts.day_of(row["received_at"]),
                texts.say("run {day}", day=texts.day(row["run_date"])) if row["run_date"] else "",
            ),
            Cell(periods or "–", wrap=True),
            *_reconciliation(texts, row),
        ),
        level=2,
        kind="account",
    )


def held_back(texts: Texts, lines: pl.DataFrame) -> Table:
    """Lines that did not come in: where, what stood there, and why in plain words."""
    say = texts.say
    rows = tuple(_held_back_line(texts, number, line) for number, line in enumerate(lines.iter_rows(named=True)))
    return Table(
        title=say("Lines held back"),
        columns=(
            Column(say("Source"), say("file and line")),
            Column(say("Reason"), say("what stood there"), left=True),
            Column(say("Amount")),
            Column(say("The line as it came"), left=True),
        ),
        rows=rows,
        empty=say("No line is held back."),
        unit=texts.to_the_cent(),
        notes=(
            say("A line comes in when the source is mended and sent again, or by a dated entry in corrections.yml."),
        ),
    )


def _held_back_line(texts: Texts, number: int, line: Figures) -> Row:
    stood = ": ".join(
        filter(
            None, (column_word(texts, line["column_name"]), f"“{line['value']}”" if line["value"] is not None else "")
        )
    )
    return Row(
        id=f"q:{number}",
        label=line["title"] or line["source"],
        note=file_and_line(texts, line["file"], line["line"]),
        cells=(
            Cell(reason(texts, line["reason"]), stood, wrap=True),
            Cell(texts.amount(line["amount_dkk"], "dkk")),
            Cell("", line["record"] or "", wrap=True),
        ),
    )


def checks(texts: Texts, found: pl.DataFrame, address: Address) -> Table:
    """The checks that found something; the others stand together in a row that opens."""
    say = texts.say
    rows = list(found.iter_rows(named=True))
    quiet = [check for check in rows if check["row_count"] == 0]
    shown = [_check(texts, check) for check in rows if check["row_count"] > 0]
    if quiet:
        is_open = address.opened_row(QUIET_CHECKS) is not None
        text = texts.say_many("{count} check found nothing", "{count} checks found nothing", len(quiet))
        shown.append(Row(QUIET_CHECKS, text, (Cell("0"), Cell(say("nothing found"), mark="good")), is_open=is_open))
        shown.extend(replace(_check(texts, check), level=2) for check in quiet if is_open)
    return Table(
        title=say("Checks"),
        columns=(Column(say("The check looks for")), Column(say("Found")), Column(say("Weight"), left=True)),
        rows=tuple(shown),
        empty=say("The release was published without checks."),
        is_tree=True,
    )


def _check(texts: Texts, check: Figures) -> Row:
    if check["row_count"] == 0:
        outcome = Cell(texts.say("nothing found"), mark="good")
    else:
        severe = check["severity"] == "error"
        word = texts.say(SEVERITIES.get(check["severity"]) or check["severity"])
        outcome = Cell(word, tone="over" if severe else "watch", mark="bad" if severe else "watch")
    return Row(
        id=check["check_name"],
        label=_sentence_of(texts, check),
        cells=(Cell(texts.count(check["row_count"])), outcome),
    )


def _sentence_of(texts: Texts, check: Figures) -> str:
    table, _, made = check["check_name"].rpartition("__")
    if made == "key_is_unique":  # made for every table that has a key, so not a text of its own
        return texts.say("Two rows of {table} have the same key, so a figure would be counted twice.", table=table)
    return texts.say(check["sentence"])


def corrected(texts: Texts, corrections: pl.DataFrame) -> Table:
    """Lines that a dated entry in corrections.yml drops or mends, with who was told."""
    say = texts.say
    return Table(
        title=say("Lines corrected by us"),
        columns=(
            Column(say("Source"), say("file and line")),
            Column(say("What was done"), say("before and after"), left=True),
            Column(say("Change of amount")),
            Column(say("Why"), say("reported to"), left=True),
            Column(say("Date"), left=True),
        ),
        rows=tuple(_correction(texts, number, row) for number, row in enumerate(corrections.iter_rows(named=True))),
        empty=say("Nothing is corrected by us."),
        unit=texts.to_the_cent(),
    )


def _correction(texts: Texts, number: int, row: Figures) -> Row:
    before, after = (_value(texts, row, name) for name in ("before_value", "after_value"))
    before_and_after = f"{column_word(texts, row['column_name'])}: “{before}” → “{after}”"
    return Row(
        id=f"k:{number}",
        label=row["title"] or row["source"],
        note=file_and_line(texts, row["file"], row["line"]),
        cells=(
            Cell(
                texts.say("mended") if row["action"] == "set" else texts.say("left out"),
                before_and_after if row["column_name"] else "",
                wrap=True,
            ),
            Cell(texts.amount(row["amount_change_dkk"], "dkk", signed=True)),
            Cell(row["reason"] or "", row["reported_to"] or "", wrap=True),
            Cell(texts.day(row["corrected_on"])),
        ),
    )


def _value(texts: Texts, row: Figures, name: str) -> str:
    """A cell of a corrected line; an amount as the reader writes it."""
    value = row[name] or ""
    return texts.amount(Decimal(value), "dkk") if row["amount_change_dkk"] and _AMOUNT.fullmatch(value) else value


def scope_note(texts: Texts) -> Note:
    """Said to those who see a part of the municipality only."""
    return Note(texts.say("Amounts, single deliveries and lines are shown to those who see the whole municipality."))

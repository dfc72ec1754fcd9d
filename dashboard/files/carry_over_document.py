"""The carry-over case as a document for the agenda: the answer, the frames, three parts, the changes, the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from dashboard import clock
from dashboard.decisions.carry_over_case import ALL, PARTS, Case, Line, Total
from dashboard.documents import Column as DocumentColumn
from dashboard.documents import Document, Section, Table
from dashboard.files.carry_over_case import (
    FRAMES,
    RULES,
    TOTALS,
    answer,
    case_of,
    dated,
    frame_rows,
    is_empty_year,
    name_of,
    reservations,
    rule_rows,
    total_rows,
    years_of,
)
from dashboard.files.content import Filters
from dashboard.sentences import carry_over_line as words
from dashboard.sentences.carry_over_case import PART_WORDS, rounding
from dashboard.sentences.words import data_of
from dashboard.tables.carry_over_case import PART_TITLES, why
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column


def document(door: Door, texts: Texts, filters: Filters) -> Document:
    """The case as a document: the answer, the frames, three parts with rule and explanation, changes, rules."""
    case, now = case_of(door, filters), clock.local(datetime.now(UTC), texts.time_zone)
    title = f"{texts.say('Carry-over case')} {years_of(texts, case)}"
    return Document(
        name=name_of(texts, case),
        title=f"{title}: {case.unit['unit_name']}",
        language=texts.language,
        paragraphs=(
            answer(texts, case),
            texts.say("The case is made on {day} from {basis}.", day=texts.long_day(now.date()),
                      basis=", ".join(data_of(texts, door.release))),
            *reservations(door, texts, case),
            texts.say("Amounts are in {thousand} in tables, in {unit} in explanations.",
                      thousand=texts.unit("thousand"), unit=texts.unit("dkk")),
            texts.say("Plus is added to later years' budgets, minus is taken off."),
            *filter(None, (rounding(texts, case),)),
        ),
        sections=tuple(_sections(door, texts, case)),
        page_of=texts.say("page {page} of {pages}", page="{page}", pages="{pages}"),
        footer=" · ".join((title, *data_of(texts, door.release))),
        made_at=now,
    )  # fmt: skip


def _sections(door: Door, texts: Texts, case: Case) -> Iterable[Section]:
    say = texts.say
    whole = _money_table(texts, dated(texts, case, TOTALS), total_rows(texts, case), say(PART_WORDS[ALL]))
    # The parts stand above what they add up to.
    yield Section(say(PART_WORDS[ALL]), table=replace(whole, rows=whole.rows[:-1], total=whole.rows[-1]))
    if case.frames:
        heading = say("Effect on the frames")
        yield Section(heading, table=_money_table(texts, FRAMES, frame_rows(texts, case), heading))
    for part in PARTS:
        if case.of_part(part):
            yield Section(say(PART_TITLES[part]), table=_lines_table(texts, case, part))
    yield _changes(texts, case)
    rules = rule_rows(door, texts)
    if rules:
        heading = say("The rules, in the order in which they are asked")
        yield Section(heading, table=_money_table(texts, RULES, rules, heading))


def _money_table(texts: Texts, columns: tuple[Column, ...], rows: list[dict[str, Any]], description: str) -> Table:
    """A table of the workbook's own rows, with amounts in thousands."""
    used = [column for column in columns if not is_empty_year(column, rows)]
    return Table(
        columns=tuple(
            DocumentColumn(texts.say(column.title), 1.0 if column.kind == "money" else (column.width or 12) / 12,
                           column.kind == "money")
            for column in used
        ),
        rows=[tuple(_written(texts, column, row.get(column.name)) for column in used) for row in rows],
        description=description,
    )  # fmt: skip


def _written(texts: Texts, column: Column, value: Any) -> str:
    return texts.amount(value) if column.kind == "money" else str(value or "")


def _lines_table(texts: Texts, case: Case, part: str) -> Table:
    say, total = texts.say, case.totals[part]
    rows, sums = _by_centre(texts, case, part)
    return Table(
        columns=(
            DocumentColumn(say("Line"), 3.6),
            *(DocumentColumn(say(title), 1.6, is_number=True) for title in _NUMBERS),
            DocumentColumn(say("The rule and why"), 7.2),
        ),
        rows=rows,
        total=_sum(texts, say("Total"), total),
        description=say(PART_TITLES[part]),
        sums=sums,
    )


def _by_centre(texts: Texts, case: Case, part: str) -> tuple[list[tuple[str, ...]], frozenset[int]]:
    """The lines of a part below their centre's sum, and the numbers of the sums."""
    rows: list[tuple[str, ...]] = []
    sums = set()
    for total, lines in case.by_centre(part):
        if total:
            sums.add(len(rows))
            rows.append(_sum(texts, lines[0].figures["centre_name"], total))
        rows.extend(_line_texts(texts, line) for line in lines)
    return rows, frozenset(sums)


def _sum(texts: Texts, name: str, total: Total) -> tuple[str, ...]:
    amounts = (total.revised_dkk, total.outturn_dkk, total.left_dkk, total.amount_dkk, total.lapsed_dkk)
    return (name, *_numbers(texts, *amounts), "")


_NUMBERS = (mark("Revised budget"), mark("Outturn"), mark("Left"), mark("Carried"), mark("Lapses"))


def _line_texts(texts: Texts, line: Line) -> tuple[str, ...]:
    row, title = line.figures, words.rule_title(texts, line)
    numbers = _numbers(texts, row["revised_dkk"], row["outturn_dkk"], row["left_dkk"], line.amount_dkk, line.lapsed_dkk)
    told = f"{title}. {why(texts, line)}" if title else why(texts, line)
    return (f"{words.name(texts, line)}\n{words.place(texts, line)}", *numbers, told)


def _numbers(texts: Texts, *amounts: Decimal) -> tuple[str, ...]:
    return tuple(texts.amount(amount) for amount in amounts)


def _changes(texts: Texts, case: Case) -> Section:
    say = texts.say
    changed = [(line, line.change) for line in case.changed if line.change]
    if not changed:
        return Section(say("Changed by hand"), (say("Every amount is as the rules propose it."),))
    return Section(
        say("Changed by hand"),
        table=Table(
            columns=(
                DocumentColumn(say("Line"), 3.0),
                DocumentColumn(say("Proposal"), 1.6, is_number=True),
                DocumentColumn(say("Carried"), 1.6, is_number=True),
                DocumentColumn(say("Why it was changed"), 9.0),
            ),
            rows=[
                (
                    words.name(texts, line),
                    *_numbers(texts, line.figures["proposed_dkk"], line.amount_dkk),
                    " ".join(filter(None, (words.changed(texts, change), words.moved(texts, line)))),
                )
                for line, change in changed
            ],
            description=say("Changed by hand"),
        ),
    )

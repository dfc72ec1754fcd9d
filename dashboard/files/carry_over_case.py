"""The carry-over case as a workbook: every line with its rule, its reason and what explains it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.decisions.carry_over_case import ALL, LATER_YEARS, PARTS, Case, Line, Total, carry_over_case
from dashboard.files.content import Filters, Made, Nothing, NotNow, sheet
from dashboard.queries import carry_over_case as queries
from dashboard.sentences import carry_over_case as sentences
from dashboard.sentences import carry_over_line as words
from dashboard.sentences.carry_over_case import FRAME_WORDS, PART_WORDS, frame_note
from dashboard.store.at_hand import at_hand
from dashboard.tables.carry_over_case import most, why
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column, Sheet

LINE_MART, TOTAL_MART, FRAME_MART = "carry_over_case__line", "carry_over_case__unit_total", "carry_over_case__frame"
# Each file writes its own years over these.
YEARS = tuple(Column(f"into_year_{number}_dkk", mark("Into {year}"), "money") for number in range(1, LATER_YEARS + 1))
MONEY = (
    Column("revised_dkk", mark("Revised budget"), "money"),
    Column("outturn_dkk", mark("Outturn"), "money"),
    Column("left_dkk", mark("Left"), "money"),
    Column("proposed_dkk", mark("Proposal"), "money"),
    Column("amount_dkk", mark("Carried"), "money"),
    Column("still_lapsed_dkk", mark("Lapses"), "money"),
    *YEARS,
)
LINES = (
    Column("line", mark("Line"), width=36),
    Column("place", mark("What and where"), width=36),
    *MONEY,
    Column("rule", mark("Rule"), width=36),
    Column("limit_dkk", mark("Limit of the rule"), "money"),
    Column("is_changed", mark("Changed by hand"), "yes_no"),
    Column("reason", mark("Why it was changed"), width=40),
    Column("why", mark("Explanation"), width=80),
)
TOTALS = (Column("line", mark("Part"), width=24), *MONEY)
FRAMES = (
    Column("line", mark("Frame"), width=24),
    Column("frame_dkk", mark("May be spent"), "money"),
    Column("budget_dkk", mark("Budget without carry-over"), "money"),
    Column("amount_dkk", mark("Carried"), "money"),
    Column("budget_after_dkk", mark("Budget with carry-over"), "money"),
    Column("room_dkk", mark("Room below the frame"), "money"),
    Column("why", mark("If everything is spent"), width=36),
)
RULES = (
    Column("line", mark("Rule"), width=60),
    Column("place", mark("Part"), width=16),
    Column("up", mark("Underspend"), width=24),
    Column("down", mark("Overspend"), width=24),
)


def workbook(door: Door, texts: Texts, filters: Filters) -> Made:
    """The case as sheets: the whole, a sheet a part, the frames, the rules. Raises Nothing."""
    case = case_of(door, filters)
    totals = dated(texts, case, TOTALS)
    sheets = [_sheet(door, texts, mark("The whole case"), TOTAL_MART, total_rows(texts, case), totals)]
    for part in PARTS:
        rows = [_line(texts, line) for line in case.of_part(part)]
        if rows:
            rows.append(_total(texts.say("Total"), case.totals[part]))
            sheets.append(_sheet(door, texts, PART_WORDS[part], LINE_MART, rows, dated(texts, case, LINES)))
    if case.frames:
        sheets.append(_sheet(door, texts, mark("Effect on the frames"), FRAME_MART, frame_rows(texts, case), FRAMES))
    rules = rule_rows(door, texts)
    if rules:
        sheets.append(_sheet(door, texts, mark("Rules"), LINE_MART, rules, RULES))
    about = [
        (texts.say("Unit"), case.unit["unit_name"]),
        (texts.say("Year"), years_of(texts, case)),
        (texts.say("Result"), answer(texts, case)),
        *((texts.say("Note"), text) for text in filter(None, (sentences.rounding(texts, case),))),
        *((texts.say("Note"), text) for text in reservations(door, texts, case)),
    ]
    return Made(name_of(texts, case), sheets, about)


def case_of(door: Door, filters: Filters) -> Case:
    case = carry_over_case(door, at_hand(), int(filters["fiscal_year"]), str(filters["unit"]))
    if case is None:
        raise Nothing
    if not case.is_with_changes:
        raise NotNow
    return case


def dated(texts: Texts, case: Case, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns with the years that this case carries into."""
    into = case.year["into_fiscal_year"]
    titles = {column.name: texts.say(column.title, year=into + later) for later, column in enumerate(YEARS)}
    return tuple(replace(column, title=titles.get(column.name, column.title)) for column in columns)


def name_of(texts: Texts, case: Case) -> str:
    return f"{texts.say('Carry-over case')} {years_of(texts, case)} {case.unit['unit_name']}"


def years_of(texts: Texts, case: Case) -> str:
    return texts.say("{year} into {into}", year=case.year["fiscal_year"], into=case.year["into_fiscal_year"])


def answer(texts: Texts, case: Case) -> str:
    said = sentences.sentence(texts, case)
    return " ".join(filter(None, (said.lead, said.rest, said.more)))


def reservations(door: Door, texts: Texts, case: Case) -> tuple[str, ...]:
    told = sentences.notices(texts, case, len(queries.rules(door)), queries.set_aside(door).to_dicts())
    return tuple(note.text for note in told)


def _sheet(
    door: Door, texts: Texts, title: str, mart: str, rows: list[dict[str, Any]], columns: tuple[Column, ...]
) -> Sheet:
    kinds = {column.name: pl.Decimal(38, 2) if column.kind == "money" else None for column in columns}
    schema = {name: kind or (pl.Boolean if name == "is_changed" else pl.String) for name, kind in kinds.items()}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    used = tuple(column for column in columns if not is_empty_year(column, rows))
    return sheet(door, texts, title, mart, frame, used)


def is_empty_year(column: Column, rows: list[dict[str, Any]]) -> bool:
    """A later year that nothing goes into is left out; the coming one never is."""
    later = {year.name for year in YEARS[1:]}
    return column.name in later and not any(row.get(column.name) for row in rows)


def _line(texts: Texts, line: Line) -> dict[str, Any]:
    row = line.figures
    return {
        "line": words.name(texts, line),
        "place": words.place(texts, line),
        **{name: row[name] for name in ("revised_dkk", "outturn_dkk", "left_dkk", "proposed_dkk", "limit_dkk")},
        "amount_dkk": line.amount_dkk,
        "still_lapsed_dkk": line.lapsed_dkk,
        **_into(line.into_years_dkk),
        "rule": words.rule_title(texts, line),
        "is_changed": line.is_changed,
        "reason": line.change.reason if line.change and line.is_changed else None,
        "why": why(texts, line),
    }


def _total(name: str, total: Total) -> dict[str, Any]:
    return {
        "line": name,
        "revised_dkk": total.revised_dkk,
        "outturn_dkk": total.outturn_dkk,
        "left_dkk": total.left_dkk,
        "proposed_dkk": total.proposed_dkk,
        "amount_dkk": total.amount_dkk,
        "still_lapsed_dkk": total.lapsed_dkk,
        **_into(total.into_years_dkk),
    }


def _into(amounts: tuple[Decimal, ...]) -> dict[str, Decimal]:
    return {f"into_year_{number}_dkk": amounts[number - 1] for number in range(1, LATER_YEARS + 1)}


def total_rows(texts: Texts, case: Case) -> list[dict[str, Any]]:
    return [_total(texts.say(PART_WORDS[part]), case.totals[part]) for part in (*PARTS, ALL) if part in case.totals]


def frame_rows(texts: Texts, case: Case) -> list[dict[str, Any]]:
    return [
        {
            "line": texts.say(FRAME_WORDS[frame.name], year=frame.into_fiscal_year),
            "frame_dkk": frame.frame_dkk,
            "budget_dkk": frame.budget_dkk,
            "amount_dkk": frame.amount_dkk,
            "budget_after_dkk": frame.budget_after_dkk,
            "room_dkk": frame.room_dkk,
            "why": frame_note(texts, frame).text,
        }
        for frame in case.frames
    ]


def rule_rows(door: Door, texts: Texts) -> list[dict[str, Any]]:
    return [
        {
            "line": row[f"rule_title_{texts.language}"],
            "place": texts.say(PART_WORDS[row["part"]]),
            "up": most(texts, row, "share_up"),
            "down": most(texts, row, "share_down"),
        }
        for row in queries.rules(door).iter_rows(named=True)
    ]

"""The lines of the carry-over case by part, the frames and the rules, as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from dashboard.addresses import Opened
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.carry_over_case import PARTS, Case, Line, Total
from dashboard.meanings import meaning
from dashboard.sentences import carry_over_line as words
from dashboard.sentences.carry_over_case import FRAME_WORDS, PART_WORDS, frame_note, rounding
from dashboard.sentences.words import direction
from dashboard.texts import Texts, mark

MART = "carry_over_case__line"
PART_TITLES = {
    "operating": mark("Operating: units"),
    "capital": mark("Capital: projects"),
    "financial": mark("Financing"),
}
_SPENT = {"outturn": mark("spent {amount}"), "forecast": mark("expected {amount}"), "budget": mark("no forecast"),
          "booked": mark("booked {amount}")}  # fmt: skip


_SPENDING_WORDS = (mark("overspend"), mark("underspend"))
_INCOME_WORDS = (mark("less income"), mark("more income"))


@dataclass(frozen=True)
class Files:
    """The addresses of the case as a document and as a workbook; empty where there is no browser to give them to."""

    document: str = ""
    workbook: str = ""


# A table of more lines than this is folded by centre: one look tells where the money is.
LONG = 25


def part(texts: Texts, case: Case, name: str, offered: Files, opened: Collection[str], *, may_change: bool) -> Table:
    """The lines of one part with their total; a line's name leads to its change for those who may make one.

    A long part is a tree of centres, of which those in `opened` show their lines.
    """
    say = texts.say
    is_tree = len(case.of_part(name)) > LONG and any(part == name for part, _ in case.centres)
    return Table(
        title=say(PART_TITLES[name]),
        columns=(
            Column(say("Line"), left=True),
            Column(say("Revised budget"), say("outturn"), meaning(texts, MART, "revised_dkk")),
            Column(say("Left"), "", meaning(texts, MART, "left_dkk")),
            Column(say("Proposal"), "", meaning(texts, MART, "proposed_dkk")),
            Column(say("Carried"), say("as it stands")),
            Column(say("Lapses"), say("minus: the treasury"), meaning(texts, MART, "lapsed_dkk")),
            Column(say("The rule and why"), left=True),
        ),
        rows=tuple(_folded(texts, case, name, opened, may_change=may_change))
        if is_tree
        else tuple(_line(texts, line, may_change=may_change) for line in case.of_part(name)),
        total=_total(texts, case.totals[name]) if name in case.totals else None,
        empty=say("There are no lines here in {year}.", year=case.year["fiscal_year"]),
        unit=texts.unit("thousand"),
        # The files hold the whole case; they are offered once, where the case begins.
        more_links=_links(texts, offered) if name == PARTS[0] else (),
        notes=_notes(texts, case, name, may_change=may_change),
        is_tree=is_tree,
    )


def _folded(texts: Texts, case: Case, part: str, opened: Collection[str], *, may_change: bool) -> Iterator[Row]:
    """A row for each centre, with its lines where it is open; a line of no centre stands by itself."""
    for total, here in case.by_centre(part):
        if total is None:
            yield from (_line(texts, line, may_change=may_change) for line in here)
            continue
        centre_id = here[0].figures["centre_id"]
        is_open = centre_id in opened
        yield _centre(texts, centre_id, here, total, is_open=is_open)
        if is_open:
            yield from (replace(_line(texts, line, may_change=may_change), level=2) for line in here)


def _centre(texts: Texts, centre_id: str, lines: Sequence[Line], total: Total, *, is_open: bool) -> Row:
    changed = sum(line.is_changed for line in lines)
    note = texts.say("{count} changed", count=changed) if changed else ""
    cells = list(_total(texts, total).cells)
    cells[3] = replace(cells[3], note=note, note_tone="watch" if changed else "")
    return Row(
        id=str(Opened(centre_id)),
        label=lines[0].figures["centre_name"],
        cells=tuple(cells),
        kind="unit",
        is_open=is_open,
        narrow=texts.say("carried: {amount}", amount=texts.amount(total.amount_dkk, signed=True)),
    )


def _notes(texts: Texts, case: Case, part: str, *, may_change: bool) -> tuple[str, ...]:
    """What is true of every part stands below the first that has lines."""
    if part != next((one for one in PARTS if case.of_part(one)), None):
        return ()
    how = texts.say("Choose a line by its name to see all of it and change its amount.") if may_change else ""
    return tuple(filter(None, (how, rounding(texts, case))))


def _links(texts: Texts, offered: Files) -> tuple[Choice, ...]:
    document = Choice(offered.document, texts.say("Download for the agenda (Word)"))
    return tuple(link for link in (document, Choice(offered.workbook, texts.say("Download to Excel"))) if link.value)


def _line(texts: Texts, line: Line, *, may_change: bool) -> Row:
    row, amount = line.figures, texts.amount
    spent = texts.say(_SPENT[row["outturn_basis"]], amount=amount(row["outturn_dkk"]))
    return Row(
        id=line.line_id,
        label=words.name(texts, line),
        note=words.place(texts, line),
        cells=(
            Cell(amount(row["revised_dkk"]), spent),
            _left(texts, row["left_dkk"], is_income=words.is_income(line)),
            Cell(amount(row["proposed_dkk"], signed=True)),
            Cell(
                amount(line.amount_dkk, signed=True),
                texts.say("changed by hand") if line.is_changed else "",
                note_tone="watch" if line.is_changed else "",
            ),
            Cell(amount(line.lapsed_dkk, signed=True)),
            Cell(why(texts, line), words.rule_title(texts, line), wrap=True),
        ),
        goes_to=texts.say("Look at this line and change its amount") if may_change else "",
        narrow=texts.say("carried: {amount}", amount=amount(line.amount_dkk, signed=True)),
    )


def why(texts: Texts, line: Line) -> str:
    """Everything that explains a line, in sentences."""
    set_by_hand = words.changed(texts, line.change) if line.change and line.is_changed else ""
    said = (words.explanation(texts, line), words.ended_once(f"{set_by_hand}.") if set_by_hand else "")
    return " ".join(filter(None, (*said, words.moved(texts, line))))


def _left(texts: Texts, left: Decimal, *, is_income: bool) -> Cell:
    # What is left over is an underspend, which has its colour everywhere.
    tone = direction(-left)
    over, under = _INCOME_WORDS if is_income else _SPENDING_WORDS
    word = {"over": texts.say(over), "under": texts.say(under), "": ""}[tone]
    return Cell(texts.amount(left, signed=True), word, tone, tone)


def _total(texts: Texts, total: Total) -> Row:
    amount = texts.amount
    return Row(
        id="total",
        label=texts.say("Total"),
        cells=(
            Cell(amount(total.revised_dkk), amount(total.outturn_dkk)),
            _left(texts, total.left_dkk, is_income=total.is_income),
            Cell(amount(total.proposed_dkk, signed=True)),
            Cell(amount(total.amount_dkk, signed=True)),
            Cell(amount(total.lapsed_dkk, signed=True)),
            Cell(texts.say_many("{count} line", "{count} lines", total.line_count), left=True),
        ),
    )


def frames(texts: Texts, case: Case) -> Table:
    """What the case adds to later years, beside what they may spend."""
    say, amount = texts.say, texts.amount
    mart = "carry_over_case__frame"
    return Table(
        title=say("Effect on the frames"),
        columns=(
            Column(say("Frame")),
            Column(say("May be spent"), "", meaning(texts, mart, "frame_dkk")),
            Column(say("Budget without carry-over"), "", meaning(texts, mart, "budget_dkk")),
            Column(say("Carried")),
            Column(say("Budget with carry-over"), "", meaning(texts, mart, "budget_after_dkk")),
            Column(say("Room below the frame"), "", meaning(texts, mart, "room_dkk")),
            Column(say("If everything is spent"), left=True),
        ),
        rows=tuple(
            Row(
                id=f"{frame.name}:{frame.into_fiscal_year}",
                label=say(FRAME_WORDS[frame.name], year=frame.into_fiscal_year),
                cells=(
                    Cell(amount(frame.frame_dkk)),
                    Cell(amount(frame.budget_dkk)),
                    Cell(amount(frame.amount_dkk, signed=True)),
                    Cell(amount(frame.budget_after_dkk)),
                    Cell(amount(frame.room_dkk, signed=True)),
                    Cell(note.text, tone=note.tone, mark=note.mark),
                ),
            )
            for frame in case.frames
            for note in (frame_note(texts, frame),)
        ),
        empty=say("There are no frames."),
        unit=texts.unit("thousand"),
        notes=(say("Which frames count changes by year; they stand in carry_over_rules.toml."),),
    )


def rules(texts: Texts, rows: pl.DataFrame) -> Table:
    """The municipality's rules in the order in which they are asked."""
    say = texts.say
    return Table(
        title=say("The rules, in the order in which they are asked"),
        columns=(
            Column(say("Rule")),
            Column(say("Part"), left=True),
            Column(say("Underspend"), say("at most")),
            Column(say("Overspend"), say("at most")),
        ),
        rows=tuple(
            Row(
                id=row["rule_name"],
                label=row[f"rule_title_{texts.language}"],
                cells=(
                    Cell(say(PART_WORDS[row["part"]])),
                    Cell(most(texts, row, "share_up")),
                    Cell(most(texts, row, "share_down")),
                ),
            )
            for row in rows.iter_rows(named=True)
        ),
        empty=say("No rules are written yet."),
        notes=(say("The first rule that fits a line decides it. A share is of the revised budget."),),
    )


def most(texts: Texts, row: dict[str, object], share: str) -> str:
    """How much of an underspend (`share_up`) or overspend (`share_down`) a rule lets through, in few words."""
    if share == "share_down" and row["overspend_always_follows"]:
        return texts.say("all")
    if not row["is_transferred"]:
        return texts.say("nothing")
    if share == "share_up" and row["only_named_purposes"]:
        return texts.say("named purposes")
    part, cap = row[share], row["cap_dkk"]
    limits = [
        texts.share(part) if isinstance(part, Decimal) else "",
        texts.money(cap) if isinstance(cap, Decimal) else "",
    ]
    return ", ".join(filter(None, limits)) or texts.say("all")

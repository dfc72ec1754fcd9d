"""Supervision in tables: who has signed, what is overdue, what is atypical, and which units to look into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dashboard.components.headline import Mark, Tone
from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.supervision import Atypical, Owed, Risk, coverage
from dashboard.decisions.supervision_signing import Signing
from dashboard.meanings import Meaning
from dashboard.sentences import supervision as sentences
from dashboard.sentences import supervision_entry as entry_words
from dashboard.sentences.words import UNIT_KINDS
from dashboard.texts import Texts

MOST, MOST_UNITS = 60, 12


def sign_id(owed: Owed) -> str:
    """What an owed supervision is opened by."""
    return f"sign:{owed.fiscal_year}-{owed.period:02d}:{owed.unit_id}"


def posting_id(found: Atypical) -> str:
    """What an atypical posting is opened by."""
    posting = found.posting
    return f"posting:{posting.delivery_id}:{posting.line}:{posting.file}"


def covered(
    texts: Texts,
    owed: list[Owed],
    until: list[Owed],
    opened: frozenset[str],
    today: date,
    excel: str,
    how: str,
) -> Table:
    """The period's supervisions by centre; a centre opens to its units. One centre alone is its units.

    `until` is all that is owed until the period, of earlier years too; `how` says what a unit is chosen for.
    """
    say = texts.say
    centres = list(dict.fromkeys((one.unit["centre_id"], one.unit["centre_name"]) for one in owed))
    is_tree = len(centres) > 1
    return Table(
        title=say("Who has signed"),
        columns=(
            Column(say("Unit")),
            Column(say("How it stands"), left=True),
            Column(
                say("Signed"), help=Meaning(say("Units with a signed supervision for the period / units that owe one"))
            ),
            Column(say("This year"), help=Meaning(say("The same for every period of the year so far"))),
        ),
        rows=tuple(
            _centres(texts, owed, until, centres, opened, today) if is_tree else _owed(texts, owed, until, today, 1)
        ),
        total=Row("total", say("Total"), _coverage_cells(texts, owed, until, today)) if len(owed) > 1 else None,
        empty=say("No unit owes a supervision for this period."),
        notes=(how,) if how and owed else (),
        link=Choice(excel, say("Download to Excel")) if excel else None,
        is_tree=is_tree,
    )


def _centres(
    texts: Texts,
    owed: list[Owed],
    until: list[Owed],
    centres: list[tuple[str | None, str | None]],
    opened: frozenset[str],
    today: date,
) -> Iterator[Row]:
    for centre_id, centre_name in centres:
        mine, mine_until = ([one for one in every if one.unit["centre_id"] == centre_id] for every in (owed, until))
        if centre_id is None:
            yield from _owed(texts, mine, mine_until, today, 1)
            continue
        is_open = centre_id in opened
        yield Row(
            centre_id,
            centre_name or centre_id,
            _coverage_cells(texts, mine, mine_until, today),
            kind="sum",
            is_open=is_open,
        )
        if is_open:
            yield from _owed(texts, mine, mine_until, today, 2)


def _owed(texts: Texts, owed: Iterable[Owed], until: list[Owed], today: date, level: int) -> Iterator[Row]:
    for one in owed:
        kind = UNIT_KINDS.get(one.unit["unit_kind"])
        mine = [other for other in until if (other.fiscal_year, other.unit_id) == (one.fiscal_year, one.unit_id)]
        tone, shape = _look_of(one, today)
        yield Row(
            id=sign_id(one),
            label=one.unit["unit_name"],
            note=texts.say(kind) if kind else "",
            cells=(
                Cell(sentences.state(texts, one, today), sentences.signed_by(texts, one), tone=tone, mark=shape,
                     left=True, wrap=True),
                Cell(texts.say("waived") if one.is_waived else texts.say("yes") if one.is_signed else texts.say("no")),
                Cell(sentences.of(texts, coverage(mine, today))),
            ),
            level=level,
            goes_to=texts.say("Open the supervision"),
        )  # fmt: skip


def _look_of(owed: Owed, today: date) -> tuple[Tone, Mark]:
    if not owed.is_open:
        return ("quiet", "") if owed.is_waived else ("", "good")
    return ("over", "act") if owed.days_late(today) else ("watch", "watch")


def _coverage_cells(texts: Texts, owed: list[Owed], until: list[Owed], today: date) -> tuple[Cell, ...]:
    year = [one for one in until if one.fiscal_year == owed[0].fiscal_year]
    now, all_year, all_until = (coverage(every, today) for every in (owed, year, until))
    late = texts.say_many("{count} overdue this year", "{count} overdue this year", all_year.overdue_count)
    earlier = all_until.overdue_count - all_year.overdue_count
    more = texts.say_many("{count} of an earlier year", "{count} of earlier years", earlier) if earlier else ""
    return (
        Cell(late, more, tone="over" if all_until.overdue_count else "quiet", left=True),
        Cell(texts.share(now.share, 0), sentences.of(texts, now)),
        Cell(texts.share(all_year.share, 0), sentences.of(texts, all_year)),
    )


def overdue(texts: Texts, late: list[Owed], today: date) -> Table:
    """What is past its deadline, the oldest first."""
    say = texts.say
    shown = sorted(late, key=lambda one: (one.due_on, one.unit["sort_order"]))
    rest = len(shown) - MOST_UNITS
    return Table(
        title=say("Overdue"),
        columns=(
            Column(say("Unit")),
            Column(say("Period"), left=True),
            Column(say("Deadline")),
            Column(say("Days late")),
        ),
        rows=tuple(
            Row(
                id=sign_id(one),
                label=one.unit["unit_name"],
                note=_centre_above(one.unit),
                cells=(
                    Cell(sentences.period_name(texts, one), left=True),
                    Cell(texts.day(one.due_on)),
                    Cell(texts.count(one.days_late(today)), tone="over"),
                ),
                goes_to=say("Open the supervision"),
            )
            for one in shown[:MOST_UNITS]
        ),
        empty=say("Nothing is overdue."),
        notes=(texts.say_many("{count} more is in the file.", "{count} more are in the file.", rest),)
        if rest > 0
        else (),
    )


def risks(texts: Texts, found: list[Risk], *, may_change: bool) -> Table:
    """The units by what speaks for looking into them, and who does: the first, and all that somebody looks into."""
    say = texts.say
    shown = [*found[:MOST_UNITS], *(one for one in found[MOST_UNITS:] if one.follow_up)]
    rest = texts.say_many(
        "{count} unit more has points: choose a unit or a centre to see it.",
        "{count} units more have points: choose a unit or a centre to see them.",
        len(found) - len(shown),
    )
    return Table(
        title=say("Which units to look into"),
        columns=(
            Column(say("Unit")),
            Column(say("Risk points")),
            Column(say("What speaks for it"), left=True),
            Column(say("Follow-up"), left=True),
        ),
        rows=tuple(
            Row(
                id=f"follow:{one.unit['unit_id']}",
                label=one.unit["unit_name"],
                note=_centre_above(one.unit),
                cells=(
                    Cell(entry_words.weight(texts, one.points)),
                    Cell(sentences.speaks(texts, one), left=True, wrap=True),
                    Cell(sentences.follow_up(texts, one.follow_up), one.follow_up.why if one.follow_up else "",
                         left=True, wrap=True),
                ),
                goes_to=say("Follow up on the unit") if may_change or one.follow_up else "",
            )
            for one in shown
        ),
        empty=say("Nothing speaks for looking into a unit."),
        notes=(
            *([rest] if len(found) > len(shown) else []),
            say(
                "Risk points: the weights of the atypical postings that stand, 2 for each overdue supervision, "
                "3 for each posting that was marked wrong and 1 for each that was asked about."
            ),
        ),
    )  # fmt: skip


def answers(texts: Texts, signing: Signing) -> Table:
    """What was answered and said of the postings, to read."""
    given = signing.owed.sign.answers if signing.owed.sign else {}
    items = [
        Row(
            f"item:{item.name}",
            item.text.da if texts.language == "da" else item.text.en,
            (Cell(texts.say(entry_words.ANSWERS[given[item.name]]) if item.name in given else "–", left=True),),
        )
        for item in signing.owed.checklist.items
    ]
    drawn = [
        Row(
            f"drawn:{number}",
            texts.say("{name}, {amount} {unit}", unit=texts.unit("dkk"), name=_drawn_name(texts, one.line.voucher),
                      amount=texts.amount(one.line.amount_dkk, "dkk")),
            (Cell(entry_words.marked(texts, one.mark), left=True, wrap=True),),
            note=" · ".join(
                filter(None, (entry_words.details(texts, one.figures) if one.figures else "",
                              entry_words.where(texts, one.line.posting.file, one.line.posting.line)))
            ),
        )
        for number, one in enumerate(signing.drawn)
    ]  # fmt: skip
    return Table(
        title=texts.say("What was checked"),
        columns=(Column(texts.say("To check")), Column(texts.say("Answer"), left=True)),
        rows=(*items, *drawn),
        empty="",
    )


def _drawn_name(texts: Texts, voucher: str) -> str:
    return entry_words.name(texts, {"voucher": voucher})


def _centre_above(unit: Mapping[str, Any]) -> str:
    """The centre that a unit stands in; nothing for a centre itself."""
    centre = unit["centre_name"] or ""
    return "" if centre == unit["unit_name"] else str(centre)

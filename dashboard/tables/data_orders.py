"""The orders for data as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.data_orders import Ordered
from dashboard.sentences import data_orders as sentences
from dashboard.texts import Texts

MOST = 60
ORDER = "order:"


def orders(texts: Texts, shown: Sequence[Ordered], today: date, excel: str, *, has_any: bool) -> Table:
    """The orders in the order given; the name opens one. `has_any`: there are others that the filters leave out."""
    say, rest = texts.say, len(shown) - MOST
    return Table(
        title=say("Orders"),
        columns=(
            Column(say("What is needed"), say("number, unit")),
            Column(say("How it stands"), left=True),
            Column(say("Needed by"), left=True),
            Column(say("The decision it serves"), left=True),
            Column(say("Owner"), say("checked by"), left=True),
        ),
        rows=tuple(_order(texts, one, today) for one in shown[:MOST]),
        empty=say("No order is like that. Choose another state or unit.") if has_any else say("No orders yet."),
        notes=(texts.say_many("{count} more is in the file.", "{count} more are in the file.", rest),)
        if rest > 0
        else (),
        link=Choice(excel, say("Download to Excel")) if excel and shown else None,
    )


def _order(texts: Texts, one: Ordered, today: date) -> Row:
    tone, shape = sentences.look_of(one, today)
    overdue = sentences.late(texts, one, today)
    stands, is_due = texts.say(sentences.STANDS[one.stands]), one.turn == "data_unit"
    return Row(
        id=f"{ORDER}{one.number}",
        label=one.now.title,
        note=f"{one.number} · {one.unit_name}",
        cells=(
            Cell(stands, sentences.turn(texts, one), tone=tone, mark=shape, wrap=True),
            Cell(texts.day(one.now.needed_by), overdue, note_tone="over" if overdue else ""),
            Cell(one.now.decision, wrap=True),
            Cell(one.now.owner or "–", one.now.validator, wrap=True),
        ),
        goes_to=texts.say("Open the order"),
        narrow=overdue or (texts.say("needed by {day}", day=texts.day(one.now.needed_by)) if is_due else ""),
    )

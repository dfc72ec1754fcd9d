"""Orders for data in words: whose turn it is, how an order stands, what was said of it, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboard.components.headline import KeyFigure, Mark, Note, Sentence, Tone
from dashboard.decisions.data_orders import NEED, ROLES_OF_DATA, Act, Counted, Ordered, Standing
from dashboard.sentences.supervision import who
from dashboard.store.data_orders import Order, OrderState
from dashboard.store.usable import Fault
from dashboard.texts import Texts, mark

TITLE = mark("Which data do we need, for which decision, and how far has it come?")

STANDS: dict[Standing, str] = {
    "asked": mark("ordered"),
    "agreed": mark("agreed"),
    "delivered": mark("delivered"),
    "closed": mark("closed"),
    "refused": mark("refused"),
    "withdrawn": mark("withdrawn"),
}
FILTERS = {
    "open": mark("All that are open"),
    "asked": mark("Ordered"),
    "agreed": mark("Agreed"),
    "delivered": mark("Delivered"),
    "closed": mark("Closed"),
}
ACTS: dict[Act, str] = {
    "agree": mark("Agree on the order"),
    "deliver": mark("It is delivered"),
    "close": mark("I have what I need: close it"),
    "send_back": mark("Send it back"),
    "change": mark("Save the changes"),
    "ask_again": mark("Order it again"),
    "withdraw": mark("Withdraw the order"),
    "refuse": mark("Refuse the order"),
}
DONE: dict[Act, str] = {
    "agree": mark("The order is agreed on. Deliver it by {day}."),
    "deliver": mark("The order is delivered. Whoever asked says whether it is what they need."),
    "close": mark("The order is closed."),
    "send_back": mark("The order is sent back to the data unit."),
    "change": mark("The changes are saved. The data unit agrees on them."),
    "ask_again": mark("It is ordered again."),
    "withdraw": mark("The order is withdrawn."),
    "refuse": mark("The order is refused. Whoever asked can read why."),
}
FIELDS = {
    "title": mark("What do you need?"),
    "decision": mark("Which decision does it serve?"),
    "purpose": mark("What is it for?"),
    "asked_by": mark("Who needs it"),
    "needed_by": mark("Needed by (day.month.year)"),
    "owner": mark("Who owns the data"),
    "validator": mark("Who checks that it is right"),
}
HELP = {
    "title": mark("So precisely that nobody has to ask: which figures, of whom, for which months."),
    "decision": mark("What is decided on it, by whom and when."),
    "purpose": mark("What you will do with it, and what you would do without it."),
    "owner": mark("Whoever answers for the data. Needed when it is agreed on."),
    "validator": mark("Somebody who knows the area and says whether the data is right. Needed when it is agreed on."),
}
HOW = mark("The data unit agrees on who owns the data and who checks it, and delivers. You close the order.")
WORDS: dict[Act, str] = {
    "agree": mark("Remarks, or why it is refused"),
    "deliver": mark("What was delivered and where it lies, or why it is refused"),
    "close": mark("What you use it for, or what is missing"),
    "change": mark("Why it is changed or withdrawn"),
    "ask_again": mark("Why you order it again"),
}
"""What the field for words is called, by the first step that can be taken."""
MISSING = {
    "title": mark("Write what you need."),
    "decision": mark("Write which decision it serves."),
    "purpose": mark("Write what it is for."),
    "asked_by": mark("Write who needs it."),
    "owner": mark("Write who owns the data."),
    "validator": mark("Write who checks it."),
    "words": mark("Write why."),
}
_CHANGED = {
    "title": mark("what was needed was “{before}”"),
    "decision": mark("the decision was “{before}”"),
    "purpose": mark("the purpose was “{before}”"),
    "asked_by": mark("who needs it was “{before}”"),
    "needed_by": mark("the day was {before}"),
    "owner": mark("the owner was “{before}”"),
    "validator": mark("the one who checks was “{before}”"),
}
_SAID_AFTER: dict[tuple[OrderState, OrderState], str] = {
    ("asked", "asked"): mark("Changed by {who}. {words}"),
    ("agreed", "asked"): mark("Changed by {who}, to be agreed on anew. {words}"),
    ("closed", "asked"): mark("Ordered again by {who}. {words}"),
    ("delivered", "agreed"): mark("Sent back by {who}. {words}"),
}
_SAID: dict[Standing, str] = {
    "asked": mark("Ordered by {who}. {words}"),
    "agreed": mark("Agreed on by {who}. {words}"),
    "delivered": mark("Delivered by {who}. {words}"),
    "closed": mark("Closed by {who}. {words}"),
    "refused": mark("Refused by {who}. {words}"),
    "withdrawn": mark("Withdrawn by {who}. {words}"),
}
_MARKS: dict[Standing, Mark] = {
    "asked": "watch", "agreed": "on_track", "delivered": "good", "closed": "good", "refused": "", "withdrawn": "",
}  # fmt: skip


def fault(texts: Texts, name: str, found: Fault, act: Act | None) -> str:
    """What is wrong with a field."""
    if found == "missing":
        return texts.say(mark("Write what was delivered and where it lies.") if act == "deliver" else MISSING[name])
    if name == "needed_by":
        return texts.say("Write a day that is still to come, like {example}.", example="31.12.2026")
    if found == "too_long":
        return texts.say("That is too long. Write it shorter.")
    return texts.say("That cannot be saved as it is written.")


def sentence(texts: Texts, found: Counted, every: int) -> Sentence:
    """What waits for the reader, and what is late."""
    if not every:
        return Sentence(
            texts.say("Nothing is ordered yet."),
            texts.say("Say which data you need and which decision it serves; the data unit answers here."),
        )
    late = texts.say_many(
        "{count} order is overdue.", "{count} orders are overdue.", found.late
    ) if found.late else texts.say("None is overdue.")  # fmt: skip
    if found.mine:
        lead = texts.say_many("{count} order waits for you.", "{count} orders wait for you.", found.mine)
        return Sentence(lead, late, "over" if found.late else "watch", "act" if found.late else "watch")
    if found.open:
        lead = texts.say_many("{count} order is on its way.", "{count} orders are on their way.", found.open)
        rest = texts.say("None of them waits for you.")
        return Sentence(lead, f"{rest} {late}", "over" if found.late else "", "act" if found.late else "on_track")
    return Sentence(texts.say("No order is open."), "", "", "on_track")


def not_known(texts: Texts) -> Sentence:
    """What is said while the store is gone."""
    return Sentence(texts.say("Which data is ordered is not known just now."), "", "watch", "watch")


def key_figures(texts: Texts, found: Counted) -> tuple[KeyFigure, ...]:
    """What is open and waits, what is overdue, and how long a delivery takes."""
    say = texts.say
    parts = say(
        "{asked} ordered, {agreed} agreed, {delivered} delivered",
        asked=texts.count(found.asked), agreed=texts.count(found.agreed), delivered=texts.count(found.delivered),
    )  # fmt: skip
    days = found.median_days
    took = texts.say_many(
        "the median of {count} order in the last 12 months",
        "the median of {count} orders in the last 12 months",
        found.lately_delivered,
    )
    in_time = say("{count} of {all} by the day it was needed", count=texts.count(found.in_time),
                  all=texts.count(found.lately_delivered))  # fmt: skip
    late: Tone = "over" if found.late else ""
    return (
        KeyFigure(say("Open orders"), texts.count(found.open), notes=(Note(parts),) if found.open else ()),
        KeyFigure(say("Wait for you"), texts.count(found.mine)),
        KeyFigure(say("Overdue"), texts.count(found.late), tone=late, notes=(Note(say("not delivered when needed")),)),
        KeyFigure(
            say("Days from ordered to delivered"),
            texts.number(days, 0 if days is None or days == int(days) else 1),
            notes=(Note(took), Note(in_time)) if days is not None else (Note(say("nothing delivered yet")),),
        ),
    )


def look_of(order: Ordered, today: date) -> tuple[Tone, Mark]:
    """The colour and the shape of how an order stands."""
    if order.days_late(today):
        return "over", "act"
    return "quiet" if order.turn is None else "", _MARKS[order.stands]


def turn(texts: Texts, order: Ordered) -> str:
    """Who is to do what next; nothing at the end."""
    if order.turn is None:
        return ""
    if order.turn == "asker":
        return texts.say("waits for whoever asked")
    return texts.say("the data unit is to answer" if order.now.state == "asked" else "the data unit is to deliver")


def late(texts: Texts, order: Ordered, today: date) -> str:
    """By how much an order is overdue; nothing for one in time."""
    days = order.days_late(today)
    return texts.say_many("{count} day overdue", "{count} days overdue", days) if days else ""


def lines(texts: Texts, order: Ordered, today: date) -> tuple[str, ...]:
    """What stands of an order, a line each."""
    say, now = texts.say, order.now
    stands = ", ".join(filter(None, (say(STANDS[order.stands]), turn(texts, order))))
    needed = "; ".join(filter(None, (texts.long_day(now.needed_by), late(texts, order, today))))
    nobody = say("not named yet")
    people = say("Owner of the data: {owner}. Checked by: {validator}.",
                 owner=now.owner or nobody, validator=now.validator or nobody)  # fmt: skip
    return (
        say("How it stands: {stands}.", stands=stands),
        say("The decision it serves: {decision}", decision=now.decision),
        say("What it is for: {purpose}", purpose=now.purpose),
        say("Needed by: {day}.", day=needed),
        say("Who needs it: {who}, {unit}.", who=now.asked_by, unit=order.unit_name),
        people,
    )


def steps(texts: Texts, order: Ordered) -> Iterator[tuple[Order, str]]:
    """Every step with what was said and changed, the newest first."""
    for place, step in enumerate(order.said):
        before = order.said[place + 1] if place + 1 < len(order.said) else None
        yield step, said(texts, Ordered(order.said[place:], order.unit_name), before)


def last_said(texts: Texts, order: Ordered) -> str:
    """The newest step in words."""
    return next(told for _, told in steps(texts, order))


def said(texts: Texts, order: Ordered, before: Order | None = None) -> str:
    """The last step of an order in words, with what it changed of the step `before`."""
    now = order.now
    words = _SAID_AFTER.get((before.state, now.state)) if before else None
    told = [texts.say(words or _SAID[order.stands], who=who(texts, now), words=now.words).strip()]
    if before and (changes := _changes(texts, now, before)):
        told.append(texts.say("Changed: {changes}.", changes="; ".join(changes)))
    return " ".join(told)


def _changes(texts: Texts, now: Order, before: Order) -> list[str]:
    """What was there before, of everything that reads otherwise now; what was empty was not changed but filled in."""
    found = []
    for name in (*NEED, *ROLES_OF_DATA):
        old, new = getattr(before, name), getattr(now, name)
        if old and old != new:
            found.append(texts.say(_CHANGED[name], before=texts.day(old) if isinstance(old, date) else old))
    return found

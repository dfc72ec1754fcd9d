"""What waits for somebody, and what has changed since they last looked, a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dashboard.components.agenda import Entry
from dashboard.decisions.my_centre import RoundDue, Waiting
from dashboard.decisions.supervision import Owed
from dashboard.sentences.words import STATUS_WORDS, no_double_point, status_mark
from dashboard.store.data_orders import WaitingOrder
from dashboard.texts import Texts

MOST_NAMED = 3  # of the units that something is about
MOST_CHANGED = 5

Figures = dict[str, Any]
"""A row of the mart budget_followup__unit_period."""


def waiting(texts: Texts, found: Waiting, today: date, *, is_own: bool) -> tuple[Entry, ...]:
    """What waits, the round that closes first first. An entry's `id` is what it is about: see `looks.my_centre`.

    `is_own`: the reader answers for the unit. Nobody approves their own forecast, so that does not wait for them.
    """
    rounds = (_round(texts, one, index, today, is_own=is_own) for index, one in enumerate(found.rounds))
    return tuple(
        entry
        for entry in (*rounds, _supervisions(texts, found.supervisions, today), _deviations(texts, found))
        if entry
    )


def _round(texts: Texts, one: RoundDue, index: int, today: date, *, is_own: bool) -> Entry | None:
    ready = 0 if is_own and one.unit_count == 1 else len(one.ready)
    if not one.missing and not ready:
        return None
    days = (one.closes_on - today).days
    if days > 0:
        told = texts.say_many("{round} closes in {count} day", "{round} closes in {count} days", days, round=one.round)
    elif days:
        told = texts.say("{round} was to close on {day}", round=one.round, day=texts.long_day(one.closes_on))
    else:
        told = texts.say("{round} closes today", round=one.round)
    notes = []
    if one.missing:
        notes.append(_given(texts, one))
    if ready:
        notes.append(texts.say_many("{count} waits to be approved.", "{count} wait to be approved.", ready))
    is_pressing = days <= 2 or bool(one.returned)
    return Entry(
        told, " ".join(notes), "watch" if is_pressing else "", "watch" if is_pressing else "on_track", f"round:{index}"
    )


def _given(texts: Texts, one: RoundDue) -> str:
    if one.unit_count == 1:
        if one.returned:
            return texts.say("The forecast was sent back: {words}", words=one.returned[0])
        return texts.say("The forecast is not given yet.")
    missing = texts.say_many(
        "{count} of {all} forecasts is missing.",
        "{count} of {all} forecasts are missing.",
        len(one.missing),
        all=texts.count(one.unit_count),
    )
    back = len(one.returned)
    told = texts.say_many("{count} of them was sent back.", "{count} of them were sent back.", back) if back else ""
    return f"{missing} {told}".strip()


def _supervisions(texts: Texts, unsigned: tuple[Owed, ...], today: date) -> Entry | None:
    if not unsigned:
        return None
    told = texts.say_many(
        "{count} supervision lacks a signature", "{count} supervisions lack a signature", len(unsigned)
    )
    late = sum(one.days_late(today) > 0 for one in unsigned)
    if late == len(unsigned) == 1:
        note = texts.say("It is overdue.")
    elif late == len(unsigned):
        note = texts.say("Both are overdue." if late == 2 else "All of them are overdue.")
    elif late:
        note = texts.say_many("{count} of them is overdue.", "{count} of them are overdue.", late)
    else:
        note = texts.say("Due on {day}.", day=texts.long_day(min(one.due_on for one in unsigned)))
    return Entry(told, note, "watch" if late else "", "watch" if late else "on_track", "supervision")


def _deviations(texts: Texts, found: Waiting) -> Entry | None:
    if not found.deviations:
        return None
    told = texts.say("The deviation has no explanation") if found.deviation_count == 1 else _unexplained(texts, found)
    is_acting = any(one.figures["status"] == "act" for one in found.deviations)
    names = _named(texts, (one.figures for one in found.deviations))
    return Entry(told, names, "", "act" if is_acting else "watch", "deviations")


def _unexplained(texts: Texts, found: Waiting) -> str:
    return texts.say_many(
        "{count} of {all} deviations has no explanation",
        "{count} of {all} deviations have no explanation",
        len(found.deviations),
        all=texts.count(found.deviation_count),
    )


def _named(texts: Texts, rows: Iterable[Any]) -> str:
    """The names of the first few: those to act on, and with most at stake, first."""
    by_size = sorted(rows, key=lambda row: (row["status"] != "act", -abs(row["forecast_variance_dkk"] or 0)))
    names = [row["unit_name"] for row in by_size]
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return texts.say("{names} and {count} more", names=shown, count=texts.count(more)) if more > 0 else shown


def orders(texts: Texts, found: Sequence[WaitingOrder], today: date) -> Entry | None:
    """The orders for data that wait for the reader: to agree on, to deliver, or to say whether it is what is needed."""
    counts = Counter(one.state for one in found)
    if not found:
        return None
    told = texts.say_many("{count} order for data waits for you", "{count} orders for data wait for you", len(found))
    late = sum(one.needed_by < today for one in found if one.state != "delivered")
    parts = (
        texts.say_many("{count} to agree on", "{count} to agree on", counts["asked"]) if counts["asked"] else "",
        texts.say_many("{count} to deliver", "{count} to deliver", counts["agreed"]) if counts["agreed"] else "",
        texts.say_many("{count} delivered: is it what you need?", "{count} delivered: is it what you need?",
                       counts["delivered"]) if counts["delivered"] else "",
        texts.say_many("{count} overdue", "{count} overdue", late) if late else "",
    )  # fmt: skip
    return Entry(told, ", ".join(filter(None, parts)), "watch" if late else "", "watch" if late else "on_track")


def changes(texts: Texts, now: Figures, then: Figures, below: list[tuple[Figures, Figures]]) -> tuple[Entry, ...]:
    """What reads otherwise in the unit than then. `below`: each unit directly below, now and then."""
    found = _news(texts, now, then)
    expected, before = now["forecast_variance_dkk"], then["forecast_variance_dkk"]
    if texts.money(expected) != texts.money(before):
        told = {"then": texts.money(before, signed=True), "now": texts.money(expected, signed=True)}
        found.append(Entry(no_double_point(texts.say("The expected variance went from {then} to {now}.", **told))))
    is_same_month = (now["fiscal_year"], now["period"]) == (then["fiscal_year"], then["period"])
    if is_same_month and texts.money(now["actual_dkk"]) != texts.money(then["actual_dkk"]):
        told = {"then": texts.money(then["actual_dkk"]), "now": texts.money(now["actual_dkk"])}
        month = texts.month(now["fiscal_year"], now["period"])
        said = texts.say("Booked through {month} went from {then} to {now}.", month=month, **told)
        found.append(Entry(no_double_point(said)))
    moved = [(new, old) for new, old in below if new["status"] != old["status"] and new["status"] in STATUS_WORDS]
    found.extend(_status(texts, new, old) for new, old in moved[:MOST_CHANGED])
    return tuple(found)


def _news(texts: Texts, now: Figures, then: Figures) -> list[Entry]:
    found = []
    if (now["fiscal_year"], now["period"]) != (then["fiscal_year"], then["period"]):
        month, before = (texts.month(row["fiscal_year"], row["period"]) for row in (now, then))
        found.append(Entry(texts.say("The figures reach {month}; then it was {before}.", month=month, before=before)))
    if now["forecast_round"] and now["forecast_round"] != then["forecast_round"]:
        found.append(Entry(texts.say("A new forecast has come: {round}.", round=now["forecast_round"])))
    return found


def _status(texts: Texts, new: Figures, old: Figures) -> Entry:
    was, now = (texts.say(STATUS_WORDS[row["status"]]) if row["status"] else "–" for row in (old, new))
    told = texts.say("{unit}: from “{was}” to “{now}”.", unit=new["unit_name"], was=was, now=now)
    return Entry(told, mark=status_mark(new["status"]))

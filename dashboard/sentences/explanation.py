"""Explanations of deviations in words: how many there are, what stands, since when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashboard.decisions.explanation import Deviation, Subject
from dashboard.sentences.carry_over_line import ended_once
from dashboard.sentences.words import GROUP_WORDS, ROLES, direction, unit_for, variance_word
from dashboard.store.explanations import Explanation
from dashboard.texts import Texts, mark

CAUSE_WORDS = {
    "price": mark("Price"),
    "volume": mark("Volume"),
    "timing": mark("Timing"),
    "technical": mark("Technical"),
    "other": mark("Another cause"),
}
DONE_WORDS = {True: mark("it was done"), False: mark("it was not done")}
_MOST_LETTERS = 45


def counted(texts: Texts, deviations: Sequence[Deviation], unit_id: str) -> str:
    """How many of the explanations that a unit's deviations call for are given; empty where none is."""
    done, count = _given(deviations)
    if not count:
        return ""
    if [one.unit_id for one in deviations] == [unit_id] and done in (0, count):
        return texts.say("The deviation is explained.") if done else texts.say("The deviation is not explained yet.")
    return texts.say_many(
        "{done} of {count} explanation is given.",
        "{done} of {count} explanations are given.",
        count,
        done=texts.count(done),
    )


def _given(deviations: Sequence[Deviation]) -> tuple[int, int]:
    return sum(one.explained_count for one in deviations), sum(len(one.owing) for one in deviations)


def counted_shortly(texts: Texts, deviations: Sequence[Deviation]) -> str:
    """The same in a cell: `2 of 5 explained`."""
    done, count = _given(deviations)
    return texts.say("{done} of {count} explained", done=texts.count(done), count=texts.count(count))


def group_name(texts: Texts, account_group: str) -> str:
    return texts.say(GROUP_WORDS.get(account_group) or account_group)


def cause_name(texts: Texts, said: Explanation) -> str:
    return texts.say(CAUSE_WORDS[said.cause])


def variance(texts: Texts, value: Decimal | None, account_group: str = "") -> str:
    """`+1,9 mio. kr. merforbrug`; a dash for what is not known."""
    if value is None:
        return texts.amount(None)
    scale = unit_for(value)
    word = variance_word(texts, value, scale, is_income=account_group == "income") if direction(value, scale) else ""
    return f"{texts.money(value, signed=True)} {word}".strip()


def first_words(text: str) -> str:
    """The beginning of what was said, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _MOST_LETTERS:
        return line
    cut = line[: _MOST_LETTERS + 1]  # with the blank, so that a word that just fits stays
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut[:_MOST_LETTERS]}…"


def stands(texts: Texts, subject: Subject, whole: Decimal | None, unit_name: str) -> str:
    """What there is to explain: the account group's variance beside that of the unit."""
    figure = variance(texts, subject.variance_dkk, subject.account_group)
    said = (
        mark("{group}: {figure} expected. The whole of {unit}: {whole}.")
        if subject.forecast_variance_dkk is not None
        else mark("{group}: {figure} to date. The whole of {unit}: {whole}.")
    )
    group = group_name(texts, subject.account_group)
    return ended_once(texts.say(said, group=group, figure=figure, unit=unit_name, whole=variance(texts, whole)))


def moved(texts: Texts, subject: Subject, written: Explanation | None, release: str) -> str:
    """That the words are of another release, and what the variance was there; empty where they are of this one."""
    if written is None or written.release == release:
        return ""
    then = subject.variance_in(written)
    if then is None or subject.variance_dkk is None:
        return texts.say("Written on release {release}.", release=written.release)
    if then == subject.variance_dkk:
        return texts.say(
            "Written on release {release}; the variance has not moved since.",
            release=written.release,
        )
    return ended_once(
        texts.say(
            "Written on release {release}, where the variance was {then}; now it is {now}.",
            release=written.release,
            then=variance(texts, then, subject.account_group),
            now=variance(texts, subject.variance_dkk, subject.account_group),
        )
    )


def then_and_now(texts: Texts, then: Subject, now: Subject) -> str:
    """What the variance was in the earlier period, in the release that is served, and what it has become."""
    return ended_once(
        texts.say(
            "The variance was {then} in {month}; now it is {now}.",
            then=variance(texts, then.variance_dkk, then.account_group),
            month=texts.month(then.fiscal_year, then.period),
            now=variance(texts, now.variance_dkk, now.account_group),
        )
    )


def action(texts: Texts, said: Explanation) -> str:
    """What is done about it, by whom and until when; empty where nothing was promised."""
    if not said.action:
        return ""
    return texts.say(
        "Action: {action} ({responsible}, by {day})",
        action=said.action.rstrip("."),
        responsible=said.responsible,
        day=texts.day(said.deadline),
    )


def outcome(texts: Texts, said: Explanation) -> str:
    """What came of it; empty where nobody has said so."""
    if said.is_done is None:
        return ""
    return texts.say(
        "What came of it: {done}. {outcome}", done=texts.say(DONE_WORDS[said.is_done]), outcome=said.outcome
    )


def whole(texts: Texts, said: Explanation) -> str:
    """All of an explanation in one line: cause, words, action, what came of it; withdrawn ones say so."""
    parts = (
        texts.say("Withdrawn") if said.is_withdrawn else "",
        f"{cause_name(texts, said)}: {said.words}",
        action(texts, said),
        outcome(texts, said).strip(),
    )
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def who(texts: Texts, said: Explanation) -> str:
    return texts.say(ROLES[said.person_role]) if said.person_role in ROLES else said.person

"""“What do we expect the year to end at?” in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from dashboard import clock
from dashboard.components.headline import KeyFigure, Mark, Note, Sentence, Tone
from dashboard.decisions.forecast_round import Answers, Total
from dashboard.decisions.unit_forecast import ANSWERED, State, UnitForecast
from dashboard.sentences.words import ROLES, data_of, direction, unit_for, variance_word
from dashboard.store.forecast_rounds import Round
from dashboard.store.forecast_steps import RoundState
from dashboard.texts import Texts, mark
from dashboard.warehouse import Release

TITLE = mark("What do we expect the year to end at?")
STATE_WORDS: Mapping[str, str] = {
    "none": mark("no answer"),
    "draft": mark("draft"),
    "returned": mark("sent back"),
    "ready": mark("ready"),
    "approved": mark("approved"),
}
ROUND_WORDS: Mapping[RoundState, str] = {"closed": mark("closed"), "withdrawn": mark("withdrawn")}
STATE_MARKS: dict[State, Mark] = {
    "none": "watch",
    "draft": "watch",
    "returned": "act",
    "ready": "on_track",
    "approved": "good",
}
STATE_TONES: dict[State, Tone] = {"none": "watch", "draft": "watch", "returned": "over", "ready": "", "approved": ""}

_SIGNED: dict[State, str] = {
    "ready": mark("The forecast is ready and waits to be approved."),
    "approved": mark("The forecast is approved."),
}


def nothing_yet(texts: Texts, *, is_known: bool, has_postings: bool, may_open: bool) -> Sentence:
    """What is said before there is a round, or while nobody knows whether there is one."""
    if not is_known:
        return Sentence(texts.say("Which forecast rounds there are is not known just now."))
    lead = texts.say("No forecast round has been opened yet.")
    if not has_postings:
        return Sentence(lead, needs_postings(texts))
    how = mark("Open one below.") if may_open else mark("Finance opens them; you find it here as soon as it is open.")
    return Sentence(lead, texts.say(how))


def needs_postings(texts: Texts) -> str:
    """Why no round can be opened."""
    return texts.say("A round needs postings, and the release has none: they are delivered first.")


def about_opening(texts: Texts, fiscal_year: int, delivered: tuple[str, ...]) -> str:
    """What the day of a round is, and which rounds the year has already."""
    meant = texts.say("“{field}” is the day that the actuals are counted to.", field=texts.say("The day it stands at"))
    if not delivered:
        return meant
    *others, last = delivered
    names = texts.say(" and ").join(filter(None, (", ".join(others), last)))
    return f"{meant} {texts.say('From extracts {year} has {rounds} already.', year=fiscal_year, rounds=names)}"


def no_figures(texts: Texts, round_: Round) -> Sentence:
    """What is said of a round whose year the release does not have."""
    return Sentence(
        texts.say("There is nothing to show of {round}.", round=name(round_)),
        texts.say("None of your units has money in that year, or the release does not have it any more."),
    )


def name(round_: Round) -> str:
    """The round's name, with its year where that is not said already."""
    year = str(round_.fiscal_year)
    return round_.round if year in round_.round else f"{round_.round} {year}"


def context(texts: Texts, round_: Round, release: Release) -> tuple[str, ...]:
    """Which round, when it is open, and the release."""
    open_days = texts.say("open {first} to {last}", first=texts.day(round_.opens_on), last=texts.day(round_.closes_on))
    stands = texts.say("stands at {day}", day=texts.long_day(round_.round_date))
    return (name(round_), stands, open_days, *data_of(texts, release))


def sentence(
    texts: Texts, answers: Answers, total: Total, unit: UnitForecast | None, today: date, *, may_answer: bool
) -> Sentence:
    """Where a unit's answer stands, or what is expected as a whole and how much of it is answered."""
    round_ = answers.round
    if unit and unit.is_owed:
        lead, tone, shape = _own(texts, unit, round_, today, may_answer=may_answer)
        rest = _expected(texts, total) if unit.state != "none" else ""
        return Sentence(lead, rest, tone, shape, _when(texts, round_, today))
    answered = texts.say(
        "{answered} of {owed} units have answered, {approved} are approved.",
        answered=texts.count(total.answered),
        owed=texts.count(total.owed),
        approved=texts.count(total.states["approved"]),
    )
    missing = (
        texts.say("What is missing counts at its budget, {amount}.", amount=texts.money(total.missing_dkk))
        if total.missing_dkk
        else ""
    )
    way = direction(total.variance_dkk, unit_for(total.variance_dkk))
    rest = " ".join(filter(None, (answered, missing)))
    return Sentence(_expected(texts, total), rest, way, "", _when(texts, round_, today))


def _own(texts: Texts, unit: UnitForecast, round_: Round, today: date, *, may_answer: bool) -> tuple[str, Tone, Mark]:
    day, state = texts.long_day(round_.closes_on), unit.state
    if round_.state == "closed":
        answered = state in ANSWERED
        return texts.say("The unit answered." if answered else "The unit did not say ready."), "", ""
    if state in ANSWERED:
        return texts.say(_SIGNED[state]), "", STATE_MARKS[state]
    if state == "returned" and unit.sign:
        return texts.say("The forecast was sent back: {words}", words=unit.sign.words), "over", "act"
    if unit.is_late(round_, today):
        return texts.say("The forecast is late: it was due {day}.", day=day), "over", "act"
    if not may_answer:
        waits = mark("{unit} has a draft of its forecast; it is due by {day}.")
        none_yet = mark("{unit} has not given its forecast; it is due by {day}.")
        return texts.say(waits if state == "draft" else none_yet, unit=unit.name, day=day), "watch", "watch"
    is_draft = state == "draft"
    due = texts.say(
        "The forecast is a draft: say ready by {day}." if is_draft else "Give the forecast by {day}.", day=day
    )
    return due, "watch", "watch"


def _expected(texts: Texts, total: Total) -> str:
    word = variance_word(texts, total.variance_dkk, unit_for(total.variance_dkk))
    if not word:
        return texts.say("{expected} is expected, as in the revised budget.", expected=texts.money(total.expected_dkk))
    return texts.say(
        "{expected} is expected, {variance} {word} against the revised budget.",
        expected=texts.money(total.expected_dkk),
        variance=texts.money(abs(total.variance_dkk)),
        word=word,
    )


def _when(texts: Texts, round_: Round, today: date) -> str:
    """Where the round is on its way: before its first day, open, past its last day, or closed."""
    if round_.state == "closed":
        # In the demo the calendar stands while the clock goes on: nothing was done on a day that has not come.
        closed_on = min(clock.local(round_.entered_at, texts.time_zone).date(), today)
        return texts.say(
            "The round was closed {day}: nothing in it changes, and the next build has it.",
            day=texts.long_day(closed_on),
        )
    if today < round_.opens_on:
        return texts.say("The round opens {day}.", day=texts.long_day(round_.opens_on))
    left = (round_.closes_on - today).days
    if left < 0:
        return texts.say("The last day was {day}; answers are taken until finance closes the round.",
                         day=texts.long_day(round_.closes_on))  # fmt: skip
    if not left:
        return texts.say("Today is the last day.")
    return texts.say_many("{count} day is left.", "{count} days are left.", left)


def key_figures(texts: Texts, total: Total) -> tuple[KeyFigure, ...]:
    """Expected, the revised budget, the variance, and who has answered."""
    say, unit = texts.say, unit_for(total.expected_dkk)
    shown, written = total.variance_dkk, unit_for(total.variance_dkk)
    word = variance_word(texts, shown, written)
    missing = total.owed - total.answered
    return (
        KeyFigure(say("Expected"), texts.amount(total.expected_dkk, unit), texts.unit(unit)),
        KeyFigure(
            say("Revised budget"),
            texts.amount(total.revised_dkk, unit),
            texts.unit(unit),
            card="forecast_round.revised_dkk",
        ),
        KeyFigure(
            say("Variance"),
            texts.amount(shown, written, signed=True),
            texts.unit(written),
            direction(shown, written),
            (Note(word),) if word else (),
        ),
        KeyFigure(
            say("Answered"),
            say("{answered} of {owed}", answered=texts.count(total.answered), owed=texts.count(total.owed)),
            say("unit" if total.owed == 1 else "units"),
            "watch" if missing else "",
        ),
        KeyFigure(
            say("Approved"),
            texts.count(total.states["approved"]),
            say("unit" if total.states["approved"] == 1 else "units"),
        ),
    )


def notices(texts: Texts, answers: Answers, units: tuple[UnitForecast, ...], unit_id: str) -> tuple[Note, ...]:
    """Units that moved or closed since the round opened, and answers for units that are not there any more."""
    round_ = answers.round
    found = [texts.say("The round was opened again: {words}", words=round_.words)] if round_.words else []
    found += [text for unit in units for text in moved(texts, unit, round_)]
    lost = answers.lost_at(unit_id)
    if lost:
        found.append(
            texts.say(
                "There are answers for units without money in this release: {units}. They count where the next build "
                "finds their money.",
                units=", ".join(lost[:10]),
            )
        )
    return tuple(Note(text, "watch", "watch") for text in found)


def moved(texts: Texts, unit: UnitForecast, round_: Round) -> tuple[str, ...]:
    """What became of the unit since the round opened; its forecast goes with it."""
    found = []
    if former := unit.moved_since(round_):
        found.append(
            texts.say(
                "{unit} moved from {former} to {centre} since the round opened: its forecast follows it.",
                unit=unit.name,
                former=former[0],
                centre=unit.figures["centre_name"],
            )
        )
    if closed_on := unit.closed_since(round_):
        found.append(
            texts.say(
                "{unit} closed {day}, since the round opened: its forecast stays with {centre}, where it stood last.",
                unit=unit.name,
                day=texts.long_day(closed_on),
                centre=unit.figures["centre_name"],
            )
        )
    return tuple(found)


def state_note(texts: Texts, state: State) -> Note:
    return Note(texts.say(STATE_WORDS[state]), STATE_TONES[state], STATE_MARKS[state])


def who(texts: Texts, role: str) -> str:
    """By which role something was said; a person has no name here."""
    return texts.say(ROLES[role]) if role in ROLES else role


def change(texts: Texts, amount: Decimal) -> str:
    """How far an amount is from what was said before: `+1,2 mio. kr.`."""
    return texts.money(amount, signed=True)

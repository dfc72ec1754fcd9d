"""Finance's part of a forecast round: opening one, setting its dates, closing it, opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from dashboard import access
from dashboard.calendar_day import today
from dashboard.closed_rounds import try_to_deliver
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.masthead import Choice
from dashboard.days import read_day
from dashboard.decisions.forecast_opening import is_delivered, running_year
from dashboard.looks.forecast_answers import tell
from dashboard.looks.forecast_round import PAGE, Chosen
from dashboard.looks.look import Look
from dashboard.sentences import forecast_round as words
from dashboard.sentences import store_words
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import Round, RoundWish, record_round
from dashboard.store.journal import Author, NotKept, Outdated
from dashboard.store.usable import Unusable
from dashboard.texts import mark

Typed = Mapping[str, str]

MOST_LETTERS = 60
_DAYS = {
    "round_date": mark("The day it stands at"),
    "opens_on": mark("Opens"),
    "closes_on": mark("Last day to answer"),
}


def opening_form(look: Look) -> EntryForm | None:
    """The form that opens a round of the running year; None before there is one."""
    year, say = running_year(look.door), look.texts.say
    if year is None:
        return None
    first = look.texts.day(today(look.door))
    name = Field("name", say("Name of the round in {year}", year=year))
    days = (Field(key, say(label), first if key == "opens_on" else "") for key, label in _DAYS.items())
    return EntryForm(((name, *days),), (Choice("open", say("Open the round")),), title=say("Open a new round"))


def round_form(look: Look, round_: Round) -> EntryForm:
    """The form of a round: its dates and closing it; of one that is closed opening it again."""
    say, texts, name = look.texts.say, look.texts, words.name(round_)
    if round_.state == "closed":
        why = Field("words", say("Why it is opened again"), kind="text", width=3)
        last = Field("closes_on", say(_DAYS["closes_on"]), texts.day(today(look.door)))
        acts = (Choice("reopen", say("Open the round again")),)
        return EntryForm(((why, last),), acts, title=say("{round}: opening it again", round=name))
    days = tuple(Field(key, say(label), texts.day(getattr(round_, key))) for key, label in _DAYS.items())
    sure = Field("is_sure", say("Close it: nobody changes anything in it any more, and it becomes data"), kind="tick")
    return EntryForm(
        (days, (sure,)),
        (Choice("dates", say("Save the dates")), Choice("close", say("Close the round"))),
        title=say("{round}: dates and closing", round=name),
    )


def open_round(look: Look, store: AtHand, typed: Typed) -> bool:
    """Open a round; True where it was."""
    name, year = " ".join(typed["name"].split()), running_year(look.door)
    days, wrong = _days_of(look, typed)
    if year is None or days is None:
        return tell(wrong)
    if not name or len(name) > MOST_LETTERS:
        return tell(look.texts.say("Write a name for the round, of {most} letters at most.", most=MOST_LETTERS))
    if is_delivered(look.door, year, name):
        return tell(look.texts.say("{year} has a round “{name}” already, from an extract. Choose another name.",
                                   year=year, name=name))  # fmt: skip
    if wrong := _wrong_days(look, year, days):
        return tell(wrong)
    wish = RoundWish(fiscal_year=year, round=name, state="open", **days)
    return _record(look, store, wish, 0, mark("The round is open from {first}."))


def change_round(look: Look, chosen: Chosen, act: str, typed: Typed) -> bool:
    """Give the round other dates, close it, or open it again; True where it was kept."""
    if act == "close":
        return _close(look, chosen, typed)
    round_, say = chosen.round, look.texts.say
    stands = {key: look.texts.day(getattr(round_, key)) for key in _DAYS}
    days, wrong = _days_of(look, {**stands, **typed})
    if days is None or (wrong := _wrong_days(look, round_.fiscal_year, days)):
        return tell(wrong)
    said, done = round_.words, mark("The dates are saved.")
    if act == "reopen":
        said = typed["words"].strip()
        done = mark("The round is open again. What was delivered of it counts until it is closed once more.")
        if not said:
            return tell(say("Write why it is opened again: everybody reads it."))
    wish = RoundWish(fiscal_year=round_.fiscal_year, round=round_.round, state="open", words=said, **days)
    return _record(look, chosen.store, wish, round_.version, done)


def _close(look: Look, chosen: Chosen, typed: Typed) -> bool:
    round_ = chosen.round
    if not typed["is_sure"]:
        return tell(look.texts.say("Tick the box first: nobody can answer in a closed round."))
    wish = RoundWish(
        fiscal_year=round_.fiscal_year, round=round_.round, state="closed", round_date=round_.round_date,
        opens_on=round_.opens_on, closes_on=round_.closes_on,
    )  # fmt: skip
    done = mark("The round is closed. The next update makes it part of the forecast accuracy.")
    kept = _record(look, chosen.store, wish, round_.version, done)
    if kept:
        # Left undone by a kill or a full disk, the next start of the server or the next update does it.
        try_to_deliver()
    return kept


class _Days(TypedDict):
    round_date: date
    opens_on: date
    closes_on: date


def _days_of(look: Look, typed: Typed) -> tuple[_Days | None, str]:
    """The days that were typed, or what is wrong with the first that is none."""
    found: dict[str, date] = {}
    for key, label in _DAYS.items():
        day = read_day(typed[key])
        if day is None:
            texts = look.texts
            return None, texts.say(
                "{field}: “{typed}” is no day. Write it like {example}.",
                field=texts.say(label), typed=typed[key][:20], example=texts.day(today(look.door)),
            )  # fmt: skip
        found[key] = day
    return _Days(**found), ""  # type: ignore[typeddict-item]  # the keys are those of _DAYS


def _wrong_days(look: Look, fiscal_year: int, days: _Days) -> str:
    say, end = look.texts.say, date(fiscal_year, 12, 31)
    if days["closes_on"] < days["opens_on"]:
        return say("The last day lies before the first.")
    if days["round_date"].year != fiscal_year:
        return say("{field}: choose a day in {year}, the one that the figures are counted to.",
                   field=say(_DAYS["round_date"]), year=fiscal_year)  # fmt: skip
    if days["closes_on"] > end:
        return say("A forecast is given while the year runs: the last day is {day} at the latest.",
                   day=look.texts.day(end))  # fmt: skip
    return ""


def _record(look: Look, store: AtHand, wish: RoundWish, seen_version: int, done: str) -> bool:
    say = look.texts.say
    # Asked anew: a right may have been taken away while the page stood open.
    person = access.person_of_session(look.person.key)
    if person.role != "controller" or not access.may_change(person, PAGE):
        return tell(say("You may not open or close a round. Ask a controller."))
    author = Author(person.key, person.role, look.door.release.id)
    try:
        kept = store.save(record_round, wish, author, seen_version=seen_version)
    except Outdated as error:
        return tell(_theirs(look, error.theirs))
    except Unusable:
        return tell(say("The name, one of the days or the words cannot be kept."))
    except NotKept as error:
        return tell(store_words.refused(look.texts, error.trouble))
    return tell(say(done, first=look.texts.day(kept.opens_on)), is_well=True)


def _theirs(look: Look, theirs: Round) -> str:
    texts = look.texts
    state = texts.say("closed") if theirs.state == "closed" else texts.say(
        "open {first} to {last}", first=texts.day(theirs.opens_on), last=texts.day(theirs.closes_on)
    )  # fmt: skip
    return texts.say(
        "Somebody else was first: {who} set {round} to “{state}” {when}. Nothing of yours is saved.",
        who=words.who(texts, theirs.person_role),
        round=words.name(theirs),
        state=state,
        when=texts.moment(theirs.entered_at),
    )

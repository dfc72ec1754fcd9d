"""Finance's part of a forecast round: opening one, setting its dates, closing, opening again, withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import TypedDict
from urllib.parse import urlencode

import streamlit as st

from dashboard import access
from dashboard.calendar_day import today
from dashboard.closed_rounds import try_to_deliver
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.facts import Facts
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.days import read_day
from dashboard.decisions.forecast_opening import delivered, may_be_withdrawn, running_year, version_withdrawn
from dashboard.looks.forecast_answers import tell
from dashboard.looks.forecast_round import Chosen
from dashboard.looks.look import Look
from dashboard.looks.saving import author, may_still
from dashboard.sentences import forecast_round as words
from dashboard.sentences import store_words
from dashboard.store.at_hand import AtHand
from dashboard.store.forecast_rounds import Round, RoundWish, record_round
from dashboard.store.forecast_steps import Answered
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.usable import Unusable
from dashboard.texts import mark

Typed = Mapping[str, str]

MOST_LETTERS = 60
_FAULTS = "round_faults"  # in the session: what is wrong at which field of the form that was sent
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
    first, faults = look.texts.day(today(look.door)), _faults_of("")
    name = Field("name", say("Name of the round in {year}", year=year), fault=faults.get("name", ""))
    days = (
        Field(key, say(label), first if key == "opens_on" else "", fault=faults.get(key, ""))
        for key, label in _DAYS.items()
    )
    about = Facts(notes=(Note(words.about_opening(look.texts, year, delivered(look.door, year)), "quiet"),))
    acts = (Choice("open", say("Open the round")),)
    return EntryForm(((name, *days), about), acts, title=say("Open a new round"))


def round_form(look: Look, store: AtHand, round_: Round) -> EntryForm:
    """The form of a round: its dates, closing it, withdrawing it unanswered; of a closed one opening it again."""
    say, texts, name, faults = look.texts.say, look.texts, words.name(round_), _faults_of(round_.round)
    if round_.state == "closed":
        why = Field("words", say("Why it is opened again"), kind="text", width=3, fault=faults.get("words", ""))
        by = texts.day(today(look.door))
        last = Field("closes_on", say(_DAYS["closes_on"]), by, fault=faults.get("closes_on", ""))
        acts: tuple[Choice, ...] = (Choice("reopen", say("Open the round again")),)
        return EntryForm(((why, last),), acts, title=say("{round}: opening it again", round=name))
    days = tuple(
        Field(key, say(label), texts.day(getattr(round_, key)), fault=faults.get(key, ""))
        for key, label in _DAYS.items()
    )
    sure = Field(
        "is_sure", say("Close it: nobody changes anything in it any more, and it becomes data"), kind="tick",
        fault=faults.get("is_sure", ""),
    )  # fmt: skip
    rows: tuple[tuple[Field, ...] | Facts, ...] = (days, (sure,))
    acts = (Choice("dates", say("Save the dates")), Choice("close", say("Close the round")))
    if may_be_withdrawn(store, round_):
        can = say("Nobody has answered yet: opened by mistake, it can be withdrawn, and nothing of it becomes data.")
        rows, acts = (*rows, Facts(notes=(Note(can, "quiet"),))), (*acts, Choice("withdraw", say("Withdraw it")))
    return EntryForm(rows, acts, title=say("{round}: dates and closing", round=name))


def open_round(look: Look, store: AtHand, typed: Typed) -> bool:
    """Open a round, and go to it; True where it was."""
    name, year, say = " ".join(typed["name"].split()), running_year(look.door), look.texts.say
    if year is None:
        return tell(words.needs_postings(look.texts))
    days, faults = _judged(look, year, typed)
    if not name:
        faults["name"] = say("Missing. Write a name for the round, of {most} letters at most.", most=MOST_LETTERS)
    elif len(name) > MOST_LETTERS:
        faults["name"] = say("Write a name for the round, of {most} letters at most.", most=MOST_LETTERS)
    elif name in delivered(look.door, year):
        faults["name"] = say("{year} has a round “{name}” already, from an extract. Choose another name.",
                             year=year, name=name)  # fmt: skip
    if days is None or faults:
        return _refuse("", look, faults)
    wish = RoundWish(fiscal_year=year, round=name, state="open", **days)
    is_kept = _record(look, store, wish, version_withdrawn(store, year, name), mark("{round} is open from {first}."))
    if is_kept:
        look.act({"choose": urlencode({"round": name, "year": year})})
    return is_kept


def change_round(look: Look, chosen: Chosen, act: str, typed: Typed) -> bool:
    """Give the round other dates, close it, open it again, or withdraw it; True where it was kept."""
    round_, store = chosen.round, chosen.store
    if act == "close":
        return _close(look, chosen, typed)
    if act == "withdraw":
        done = mark("{round} is withdrawn, and nothing of it becomes data. Open another, of the same name if you like.")
        return _record(look, store, replace(_as_wish(round_), state="withdrawn"), round_.version, done)
    stands = {key: look.texts.day(getattr(round_, key)) for key in _DAYS}
    days, faults = _judged(look, round_.fiscal_year, {**stands, **typed})
    said, done = round_.words, mark("The dates are saved.")
    if act == "reopen":
        said = typed["words"].strip()
        done = mark("The round is open again. What was delivered of it counts until it is closed once more.")
        if not said:
            faults["words"] = look.texts.say("Write why it is opened again: everybody reads it.")
    if days is None or faults:
        return _refuse(round_.round, look, faults)
    wish = replace(_as_wish(round_), state="open", words=said, **days)
    return _record(look, store, wish, round_.version, done)


def _close(look: Look, chosen: Chosen, typed: Typed) -> bool:
    round_ = chosen.round
    if not typed["is_sure"]:
        fault = look.texts.say("Tick the box first: nobody can answer in a closed round.")
        return _refuse(round_.round, look, {"is_sure": fault})
    wish = replace(_as_wish(round_), state="closed", words="")
    done = mark("The round is closed. The next update makes it part of the forecast accuracy.")
    kept = _record(look, chosen.store, wish, round_.version, done)
    if kept:
        # Left undone by a kill or a full disk, the next start of the server or the next update does it.
        try_to_deliver()
    return kept


def _as_wish(round_: Round) -> RoundWish:
    return RoundWish(**{field.name: getattr(round_, field.name) for field in fields(RoundWish)})


def _faults_of(form: str) -> dict[str, str]:
    """What is wrong at which field of a form (a round's, or "" that opens one); said once."""
    found: dict[str, str] = st.session_state.pop(f"{_FAULTS}:{form}", {})
    return found


def _refuse(form: str, look: Look, faults: dict[str, str]) -> bool:
    st.session_state[f"{_FAULTS}:{form}"] = faults
    return tell(look.texts.say("Not saved: see the fields."))


class _Days(TypedDict):
    round_date: date
    opens_on: date
    closes_on: date


def _judged(look: Look, fiscal_year: int, typed: Typed) -> tuple[_Days | None, dict[str, str]]:
    """The days that were typed, None where one is none, and all that is wrong with them, by field."""
    say, texts, end = look.texts.say, look.texts, date(fiscal_year, 12, 31)
    days = {key: read_day(typed[key]) for key in _DAYS}
    example, faults = texts.day(today(look.door)), {}
    for key, day in days.items():
        said = typed[key].strip()
        if not said:
            faults[key] = say("Missing. Write a day like {example}.", example=example)
        elif day is None:
            faults[key] = say("“{typed}” is no day. Write it like {example}.", typed=said[:20], example=example)
    stands_at, first, last = (days[key] for key in _DAYS)
    if stands_at and stands_at.year != fiscal_year:
        faults["round_date"] = say("Choose a day in {year}, the one that the figures are counted to.", year=fiscal_year)
    if last and last > end:
        faults["closes_on"] = say("A forecast is given while the year runs: the last day is {day} at the latest.",
                                  day=texts.day(end))  # fmt: skip
    elif first and last and last < first:
        faults["closes_on"] = say("The last day lies before the first.")
    if stands_at is None or first is None or last is None:
        return None, faults
    return _Days(round_date=stands_at, opens_on=first, closes_on=last), faults


def _record(look: Look, store: AtHand, wish: RoundWish, seen_version: int, done: str) -> bool:
    say = look.texts.say
    if not may_still(look, lambda person: access.may(person, "steer_round"), "steer_round"):
        return tell(say("You may not open or close a round. Ask a controller."))
    try:
        kept = store.save(record_round, wish, author(look), seen_version=seen_version)
    except Outdated as error:
        return tell(_theirs(look, error.theirs))
    except Answered:
        return tell(say("Somebody has answered meanwhile: the round cannot be withdrawn, but closed."))
    except Unusable:
        return tell(say("The name, one of the days or the words cannot be kept."))
    except NotKept as error:
        return tell(store_words.refused(look.texts, error.trouble))
    return tell(say(done, round=words.name(kept), first=look.texts.day(kept.opens_on)), is_well=True)


def _theirs(look: Look, theirs: Round) -> str:
    texts = look.texts
    state = texts.say("open {first} to {last}", first=texts.day(theirs.opens_on), last=texts.day(theirs.closes_on))
    if theirs.state != "open":
        state = texts.say(words.ROUND_WORDS[theirs.state])
    return texts.say(
        "Somebody else was first: {who} set {round} to “{state}” {when}. Nothing of yours is saved.",
        who=words.who(texts, theirs.person_role),
        round=words.name(theirs),
        state=state,
        when=texts.moment(theirs.entered_at),
    )

"""Giving a unit's forecast: what was typed is understood, shown back, and saved; then it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import streamlit as st

from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.forecast_form import Step, Typed
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.decisions.forecast_opening import limits
from dashboard.decisions.unit_forecast import Part, UnitForecast
from dashboard.looks.forecast_fields import SHOWN, Understanding, key_of, lacks_comment, shown, understood
from dashboard.looks.forecast_round import Chosen, may_answer, may_approve
from dashboard.looks.look import Look
from dashboard.looks.saving import author, may_still
from dashboard.sentences import forecast_round as words
from dashboard.sentences import store_words
from dashboard.sentences.amounts import exact
from dashboard.store.forecast_rounds import (
    Entry,
    EntryWish,
    Sign,
    SignWish,
    record_entries,
    record_sign,
)
from dashboard.store.forecast_steps import NoStep, NotExplained, RoundClosed, Signed, SignState
from dashboard.store.journal import Author, NotKept, Outdated
from dashboard.store.usable import Unusable
from dashboard.tables.forecast_round import group_name
from dashboard.texts import mark

_TOLD = "forecast_told"  # in the session: what came of the last attempt to save
_UNSAID = "forecast_unsaid"  # in the session: what is said at the field of a forecast sent back without words
_BUTTONS: Mapping[str, SignState] = {"approved": "approved", "returned": "returned", "draft": "draft"}


def step(look: Look, chosen: Chosen, unit: UnitForecast, wanted: Step, typed: Mapping[str, Typed]) -> bool:
    """Show what was typed back, or save it as it was shown; True where it was kept."""
    was_shown = shown(chosen, unit) == dict(typed)
    st.session_state[SHOWN] = (key_of(chosen, unit), dict(typed))
    if wanted == "check":
        return False
    if not was_shown:
        return tell(look.texts.say("You changed something since it was shown: look once more, and save then."))
    found = understood(look, unit, typed)
    if any(found[part.account_group] is None or lacks_comment(part, found, typed) for part in unit.parts):
        return False
    if not may_still(look, lambda person: may_answer(person, unit), "give_forecast"):
        return tell(look.texts.say("You may not give this unit's forecast."))
    return _save(look, chosen, unit, author(look), found, typed, wanted)


def sign_form(look: Look, chosen: Chosen, unit: UnitForecast) -> EntryForm | None:
    """What can be said of a forecast that is signed; None where there is nothing that one may do."""
    say, round_ = look.texts.say, chosen.round
    if round_.state != "open":
        return None
    buttons = []
    if unit.state == "ready" and may_approve(look.person, unit):
        buttons = [Choice("approved", say("Approve")), Choice("returned", say("Send back"))]
    elif unit.state == "approved" and may_approve(look.person, unit):
        buttons = [Choice("returned", say("Send back"))]
    if unit.state == "ready" and may_answer(look.person, unit):
        buttons.append(Choice("draft", say("Take back to a draft")))
    can_return = any(button.value == "returned" for button in buttons)
    fault = st.session_state.pop(_UNSAID, "")
    words = (Field("words", say("Words (needed to send back)"), kind="text", fault=fault),)
    return EntryForm((words,) if can_return else (), tuple(buttons)) if buttons else None


def sign(look: Look, chosen: Chosen, unit: UnitForecast, act: str, said: str) -> bool:
    """Approve, send back or take back the forecast as it was shown; True where it was kept."""
    say, state = look.texts.say, _BUTTONS[act]
    may = may_answer if state == "draft" else may_approve
    action = "give_forecast" if state == "draft" else "approve_forecast"
    if not may_still(look, lambda person: may(person, unit), action):
        return tell(say("You may not approve this unit's forecast or send it back."))
    if state == "returned" and not said.strip():
        st.session_state[_UNSAID] = say("Write what is to be done: the one who gave the forecast reads it.")
        return False
    return _sign(look, chosen, unit, author(look), state, said)


def tell(text: str, *, is_well: bool = False) -> bool:
    """Keep what is said at the next drawing; False, for whoever asks whether anything was kept."""
    st.session_state[_TOLD] = (text, is_well)
    return is_well


def told() -> tuple[Note, ...]:
    """What came of the last attempt to save; said once."""
    text, is_well = st.session_state.pop(_TOLD, ("", False))
    if not text:
        return ()
    return (Note(text, "", "good") if is_well else Note(text, "over", "bad"),)


def _save(
    look: Look, chosen: Chosen, unit: UnitForecast, by: Author, found: Understanding, typed: Mapping[str, Typed],
    wanted: Step,
) -> bool:  # fmt: skip
    wishes = [
        (_wish(chosen, unit, part, amount, typed[part.account_group].comment), part.version)
        for part in unit.parts
        if (amount := found[part.account_group]) is not None
    ]
    changed = [
        (wish, part.version)
        for (wish, _), part in zip(wishes, unit.parts, strict=True)
        if part.entry is None or (wish.amount_dkk, wish.comment) != (part.entry.amount_dkk, part.entry.comment)
    ]
    try:
        if changed:
            chosen.store.save(record_entries, changed, by, limits=limits())
    except (Outdated, Unusable, NotKept) as error:
        return tell(_failure(look, error, found))
    st.session_state.pop(SHOWN, None)
    if wanted == "ready":
        return _sign(look, chosen, unit, by, "ready", "")
    return tell(look.texts.say("Saved as a draft. Say ready when it is done."), is_well=True)


def _wish(chosen: Chosen, unit: UnitForecast, part: Part, amount: Decimal, comment: str) -> EntryWish:
    return EntryWish(
        fiscal_year=chosen.round.fiscal_year,
        round=chosen.round.round,
        unit_id=unit.given_for or "",
        account_group=part.account_group,
        amount_dkk=amount,
        comment=comment.strip(),
        run_rate_dkk=part.run_rate_dkk,
        statistical_dkk=part.statistical_dkk,
        last_round_dkk=part.last_round_dkk,
        revised_dkk=part.revised_dkk,
    )


_SIGNED: dict[SignState, str] = {
    "ready": mark("The forecast is ready. The level above approves it."),
    "approved": mark("Approved."),
    "returned": mark("Sent back."),
    "draft": mark("Taken back: it is a draft again."),
}


def _sign(look: Look, chosen: Chosen, unit: UnitForecast, by: Author, state: SignState, said: str) -> bool:
    wish = SignWish(
        fiscal_year=chosen.round.fiscal_year,
        round=chosen.round.round,
        unit_id=unit.given_for or "",
        state=state,
        words=said,
    )
    try:
        chosen.store.save(record_sign, wish, by, seen_version=unit.sign_version)
    except (Outdated, Unusable, NotKept) as error:
        return tell(_failure(look, error, {}))
    return tell(look.texts.say(_SIGNED[state]), is_well=True)


def _failure(look: Look, error: Outdated[Entry] | Outdated[Sign] | Unusable | NotKept, mine: Understanding) -> str:
    """Why nothing was saved; where somebody else was first, what they said and what one wanted."""
    texts, say = look.texts, look.texts.say
    if isinstance(error, Outdated):
        return _both(look, error.theirs, mine)
    if isinstance(error, NotKept):
        return store_words.refused(texts, error.trouble)
    if isinstance(error, RoundClosed):
        return say("The round was closed meanwhile: nothing is taken in any more.")
    if isinstance(error, (Signed, NoStep)):
        return say("The forecast was signed meanwhile: look at it as it stands now.")
    if isinstance(error, NotExplained):
        return say("A large change needs a comment. Nothing of yours is saved.")
    return say("That is too long for a comment, or too large for an amount.")


def _both(look: Look, theirs: Entry | Sign, mine: Understanding) -> str:
    texts = look.texts
    by, at = words.who(texts, theirs.person_role), texts.moment(theirs.entered_at)
    if isinstance(theirs, Sign):
        state = texts.say(words.STATE_WORDS[theirs.state])
        return texts.say(
            "Somebody else was first: {who} set it to “{state}” {when}. Look at it as it stands now.",
            who=by, state=state, when=at,
        )  # fmt: skip
    wanted = mine.get(theirs.account_group)
    return texts.say(
        "Somebody else was first: {who} saved {group} as {theirs} {when}. You wanted {mine}, which is not saved: "
        "save again if it is to stand.",
        who=by,
        group=group_name(texts, theirs.account_group).lower(),
        theirs=exact(texts, theirs.amount_dkk),
        when=at,
        mine=exact(texts, wanted) if wanted is not None else "",
    )

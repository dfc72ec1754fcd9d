"""What a person enters about a deviation: the forms, what is refused with which words, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.days import read_day
from dashboard.decisions.explanation import CAUSES, Subject, as_wish, causes_of, is_seen
from dashboard.looks.explanation import Open
from dashboard.looks.look import Look
from dashboard.looks.saving import author, may_still
from dashboard.person import Person
from dashboard.sentences import explanation as words
from dashboard.sentences import store_words
from dashboard.store.at_hand import at_hand
from dashboard.store.explanations import Explanation, ExplanationWish, record_explanation
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.usable import Unusable
from dashboard.texts import Texts, mark

Typed = Mapping[str, str]

EXPLAIN, WITHDRAW, OUTCOME = "explain", "withdraw", "outcome"
_TOLD = "explanation_told"  # in the session: what came of the last attempt to save, and about what
_FIELDS = {
    "words": mark("Explanation"),
    "action": mark("What is done about it"),
    "responsible": mark("Responsible"),
    "outcome": mark("What came of it"),
}


def key_of(subject: Subject) -> str:
    """What a form is about, for the browser."""
    return f"{subject.unit_id}:{subject.account_group}:{subject.fiscal_year}:{subject.period}"


def form_of(texts: Texts, opened: Open) -> EntryForm:
    """The form of the explanation, with the words that stand."""
    subject = opened.subject
    stands = subject.standing if subject.is_explained else None
    cause = stands.cause if stands else opened.causes[0] if len(opened.causes) == 1 else ""
    causes = tuple(Choice(one, texts.say(words.CAUSE_WORDS[one])) for one in CAUSES if one in opened.causes)
    deadline = texts.say("Deadline, such as {day}", day=texts.day(date(subject.fiscal_year, 12, 31)))
    by = texts.day(stands.deadline) if stands and stands.deadline else ""
    return EntryForm(
        rows=(
            (Field("cause", texts.say("Cause"), cause, "choice", causes),),
            (
                Field("words", texts.say("Explanation"), stands.words if stands else "", "text"),
                Field("action", texts.say("What is done about it"), stands.action if stands else "", "text"),
            ),
            (
                Field("responsible", texts.say("Responsible"), stands.responsible if stands else ""),
                Field("deadline", deadline, by),
            ),
        ),
        acts=(
            Choice(EXPLAIN, texts.say("Save the explanation")),
            *((Choice(WITHDRAW, texts.say("Withdraw the explanation")),) if stands else ()),
        ),
        version=subject.version,
    )


def outcome_form_of(texts: Texts, earlier: Explanation) -> EntryForm:
    """The form of what came of an earlier explanation."""
    done = tuple(Choice(value, texts.say(word)) for value, word in _DONE.items())
    chosen = "" if earlier.is_done is None else "yes" if earlier.is_done else "no"
    return EntryForm(
        rows=(
            (
                Field("done", texts.say("Is it done?"), chosen, "choice", done),
                Field("outcome", texts.say("What came of it"), earlier.outcome, "text", width=3),
            ),
        ),
        acts=(Choice(OUTCOME, texts.say("Save what came of it")),),
        version=earlier.version,
    )


_DONE = {"yes": mark("yes"), "no": mark("no")}


def enter(look: Look, opened: Open, act: str, typed: Typed, seen_version: int) -> int | None:
    """Keep what was typed of the open explanation, or withdraw it; the answer is that of a form."""
    subject, stands = opened.subject, opened.subject.standing
    if act == WITHDRAW and stands is not None:
        return _keep(look, subject, replace(as_wish(stands), is_withdrawn=True), seen_version, "")
    deadline = read_day(typed["deadline"])
    refused = _objection(look.texts, opened, typed, deadline)
    cause = next((one for one in CAUSES if one == typed["cause"]), CAUSES[-1])
    wish = ExplanationWish(
        fiscal_year=subject.fiscal_year,
        period=subject.period,
        unit_id=subject.unit_id,
        account_group=subject.account_group,
        cause=cause,
        words=typed["words"],
        action=typed["action"],
        responsible=typed["responsible"],
        deadline=deadline,
        # Said anew, it is still the explanation of which something came, if anything did.
        outcome=stands.outcome if stands else "",
        is_done=stands.is_done if stands else None,
        forecast_variance_dkk=subject.forecast_variance_dkk,
        variance_to_date_dkk=subject.variance_to_date_dkk,
    )
    return _keep(look, subject, wish, seen_version, refused)


def enter_outcome(look: Look, opened: Open, typed: Typed, seen_version: int) -> int | None:
    """Keep what came of the earlier explanation; the answer is that of a form."""
    earlier, subject = opened.earlier, opened.earlier_subject
    if earlier is None or subject is None:
        return seen_version
    refused = ""
    if typed["done"] not in _DONE:
        refused = look.texts.say("Say whether it is done.")
    elif not typed["outcome"].strip():
        refused = look.texts.say("Write what came of it.")
    wish = replace(as_wish(earlier), outcome=typed["outcome"], is_done=typed["done"] == "yes")
    return _keep(look, subject, wish, seen_version, refused)


def _keep(look: Look, subject: Subject, wish: ExplanationWish, seen_version: int, refused: str) -> int | None:
    texts = look.texts
    tell = _teller(subject)
    refused = refused or _forbidden(look, subject, wish)
    if refused:
        return tell(refused, seen_version)
    try:
        kept = at_hand().save(record_explanation, wish, author(look), seen_version=seen_version)
    except Outdated as error:
        return tell(_both(texts, error.theirs), error.theirs.version)
    except Unusable as error:
        return tell(_unusable(texts, error), seen_version)
    except NotKept as error:
        return tell(store_words.refused(texts, error.trouble), seen_version)
    # The words themselves stand below, as the newest of all that was said.
    return tell(texts.say("The explanation is withdrawn." if kept.is_withdrawn else "It is saved."), None)


def _forbidden(look: Look, subject: Subject, wish: ExplanationWish) -> str:
    """Why it is not saved; empty where it is."""

    def may(person: Person) -> bool:
        is_theirs = access.may(person, "explain") and wish.cause in causes_of(person.role, subject.standing)
        return is_theirs and is_seen(access.door_of(person), subject)

    if may_still(look, may, "explain"):
        return ""
    return look.texts.say("You may not explain this deviation.")


def _objection(texts: Texts, opened: Open, typed: Typed, deadline: date | None) -> str:
    """Why what was typed is not even tried; empty where it is."""
    if typed["cause"] not in opened.causes:
        return texts.say("Choose a cause.")
    if not typed["words"].strip():
        return texts.say("Write the explanation: why is there a deviation?")
    if typed["deadline"].strip() and deadline is None:
        example = texts.day(date(opened.subject.fiscal_year, 12, 31))
        return texts.say(
            "“{typed}” is not a day. Write it like {example}.", typed=typed["deadline"][:40], example=example
        )
    given = [bool(typed[name].strip()) for name in ("action", "responsible", "deadline")]
    if any(given) and not all(given):
        return texts.say(
            "What is done, who is responsible and the deadline belong together: fill in all three or none."
        )
    return ""


def _both(texts: Texts, theirs: Explanation) -> str:
    return texts.say(
        "Somebody else was first. {who} said: {theirs} What you wrote is not saved, and still stands below: "
        "save again if it is to stand.",
        who=words.who(texts, theirs),
        theirs=words.whole(texts, theirs),
    )


def _unusable(texts: Texts, error: Unusable) -> str:
    field = texts.say(_FIELDS.get(error.field, error.field))
    if error.fault == "too_long":
        return texts.say("“{field}” is longer than can be kept.", field=field)
    return texts.say("“{field}” holds characters that cannot be kept.", field=field)


def _teller(subject: Subject) -> Callable[[str, int | None], int | None]:
    """Remembers what the page says beside a form; hands on what the form is told."""

    def tell(text: str, answer: int | None) -> int | None:
        st.session_state[_TOLD] = (key_of(subject), text, answer is not None)
        return answer

    return tell


def told(subject: Subject | None) -> tuple[Note, ...]:
    """What came of the last attempt to save something of the subject, once."""
    key, text, is_refused = st.session_state.get(_TOLD, ("", "", False))
    if subject is None or key != key_of(subject):
        return ()
    del st.session_state[_TOLD]
    return (Note(text, "over", "bad") if is_refused else Note(text, "", "good"),)

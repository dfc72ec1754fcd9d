"""What is open for writing on a page: who may still save it, who says it, and what came of the attempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboard import access, deeds
from dashboard.components.headline import Note
from dashboard.components.panel import Said
from dashboard.login.people import NoRights, NotLoggedIn
from dashboard.looks.look import Look
from dashboard.person import Person
from dashboard.sentences import store_words
from dashboard.sentences import supervision_entry as words
from dashboard.store.journal import Author, Kept, NotKept
from dashboard.store.usable import Unusable

_TOLD = "entry_told"  # in the session: what came of the last attempt to save, and about which entry

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What came of an attempt: the sentence, whether it was kept, and what is wrong at which field."""

    entry: str
    text: str
    is_kept: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)


def author(look: Look) -> Author:
    """Who says it, on which release."""
    return Author(look.person.who, look.person.role, look.door.release.id)


def may_still(look: Look, may: Callable[[Person], bool], what: str = "") -> bool:
    """Whether the person may do it now: a right or a unit may have been taken away while the page stood open.

    `what` is told in the audit log where they may not; what is open without it.
    """
    try:
        person = access.person_of_session(look.person.key)
    except (NotLoggedIn, NoRights):
        person = None
    except access.CannotBeAsked:  # nobody is refused, and the page that is drawn now says so
        return False
    if person is not None and person.goes_on_as(look.person) and may(person):
        return True
    deeds.note_refused(person or look.person, "action", what or look.address.entry or "")
    return False


def tell(told: Told, seen: int) -> int | None:
    """Keep what came of it for the next drawing; the answer that `entry_form` waits for."""
    st.session_state[_TOLD] = told
    return None if told.is_kept else seen


def take_told(entry: str) -> Told:
    """What came of the last attempt to save this entry, once."""
    told: Told = st.session_state.pop(_TOLD, Told("", ""))
    return told if told.entry == entry else Told("", "")


def notes(told: Told) -> tuple[Note, ...]:
    """What came of it, as the panel says it."""
    if not told.text:
        return ()
    return (Note(told.text, "", "good") if told.is_kept else Note(told.text, "over", "bad"),)


def failure(look: Look, error: Unusable | NotKept) -> str:
    """Why nothing was saved."""
    if isinstance(error, Unusable):
        return words.unusable(look.texts, error)
    return store_words.refused(look.texts, error.trouble)


def first(look: Look, said: str) -> str:
    """That somebody else was first, and what they have said."""
    return look.texts.say(
        "Somebody else was first: {said}. What you typed is not saved; save again if it is to stand.",
        said=said.rstrip("."),
    )


def earlier(look: Look, kept: Kept, text: str) -> Said:
    """Something said before, with when and on which release."""
    texts = look.texts
    return Said(texts.say("{when}, release {release}", when=texts.moment(kept.entered_at), release=kept.release), text)

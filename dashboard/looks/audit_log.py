"""What the audit log's page is drawn from: the filters of the address, the lines that they let through, its seals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import access, clock, downloads
from dashboard.addresses import EVERY, Address
from dashboard.components.choices import Field
from dashboard.components.entry_form import EntryForm
from dashboard.components.headline import Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.decisions import audit_log as decisions
from dashboard.decisions.audit_log import Asked, Lines
from dashboard.decisions.data_orders import units_today
from dashboard.decisions.rights import unit_names
from dashboard.looks.filters import INDENT
from dashboard.looks.look import Look
from dashboard.looks.saving import Typed, may_still
from dashboard.person import Person
from dashboard.sentences import audit_log as sentences
from dashboard.sentences import store_words
from dashboard.sentences.focus_words import span_name
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.audit import KINDS
from dashboard.store.sessions import Known, known_people
from dashboard.store.use import quarter_of

VERIFY, OLDER, NEWEST = "verify", "older", "newest"
_TOLD = "audit_log_told"  # in the session: that the log could not be verified


@dataclass(frozen=True)
class Chosen:
    """The filters, the lines that they let through, and what people and units are called."""

    asked: Asked
    lines: Lines
    units: pl.DataFrame
    unit_names: Mapping[str, str]
    names: Mapping[str, str]
    spans: tuple[str, ...]
    store: AtHand

    @property
    def is_known(self) -> bool:
        return self.store.engine is not None


def read_choice(look: Look) -> Chosen:
    """The lines that the address asks for, the newest where it asks for none."""
    address, units, store = look.address, units_today(look.door), at_hand()
    names = unit_names(units, look.door.release.municipality)
    spans = decisions.spans(quarter_of(clock.today(look.texts.time_zone)))
    asked = Asked(
        kind=address.kind if address.kind in KINDS else None,
        unit_id=address.unit_id if address.unit_id in names else None,
        span=address.span if address.span in spans else None,
        search=address.search or "",
        below=address.below,
    )
    people = store.read(list[Known](), known_people)
    lines = decisions.read_lines(store, decisions.only(asked, units, people, look.texts.time_zone))
    # Asked for again: a store that did not answer is known to be gone by now.
    return Chosen(asked, lines, units, names, decisions.names_of(people), spans, at_hand())


def sentence(look: Look, chosen: Chosen) -> Sentence:
    """How long the log is, and whether it is whole."""
    if not chosen.is_known:
        return sentences.not_known(look.texts)
    return sentences.sentence(look.texts, chosen.lines, decisions.verified())


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """Why nothing can be written down now, and that a verification did not come to an end."""
    told = st.session_state.pop(_TOLD, ""), store_words.banner(look.texts, chosen.store)
    return tuple(Note(one, "over", "bad") for one in told if one)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Kind, period and unit."""
    texts, asked = look.texts, chosen.asked
    kinds = (Choice(EVERY, texts.say("Everything")), *(Choice(kind, sentences.kind(texts, kind)) for kind in KINDS))
    spans = (Choice(EVERY, texts.say("All the time")), *(Choice(one, span_name(texts, one)) for one in chosen.spans))
    top = chosen.units["level"].min() or 0
    units = (
        Choice(EVERY, texts.say("All units")),
        *(
            Choice(row["unit_id"], INDENT * (row["level"] - top) + row["unit_name"])
            for row in chosen.units.iter_rows(named=True)
        ),
    )
    return [
        Field("kind", texts.say("What was done"), kinds, asked.kind or EVERY),
        Field("span", texts.say("Period"), spans, asked.span or EVERY),
        Field("unit", texts.say("Unit"), units, asked.unit_id or EVERY),
    ]


def steps(look: Look, chosen: Chosen) -> EntryForm:
    """What can be done: to older lines, back to the newest, and to hold the log against its seals."""
    say, acts = look.texts.say, list[Choice]()
    if chosen.lines.has_older:
        acts.append(Choice(OLDER, say("Older lines")))
    if chosen.asked.below:
        acts.append(Choice(NEWEST, say("The newest lines")))
    return EntryForm((), (*acts, Choice(VERIFY, say("Verify the chain"))), is_quiet=True)


def step(look: Look, chosen: Chosen, button: str, typed: Typed, seen: int) -> int:
    """Do it. Whether the reader may is asked anew."""
    del typed
    if button == VERIFY:
        if may_still(look, _may) and (told := decisions.verify(chosen.store)):
            st.session_state[_TOLD] = look.texts.say(told)
        return seen
    below = str(chosen.lines.lines[-1].number) if button == OLDER and chosen.lines.lines else EVERY
    look.act({"choose": urlencode({"below": below})})
    return seen


def choose(look: Look, done: Mapping[str, str]) -> None:
    """Another filter begins with the newest lines."""
    look.act({"choose": f"{done.get('choose', '')}&{urlencode({'below': EVERY})}"})


def search(look: Look, words: str) -> None:
    """Look for somebody's lines."""
    look.act({"choose": urlencode({"search": words or EVERY, "below": EVERY})})


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without what cannot be chosen."""
    asked = chosen.asked
    return replace(look.address, kind=asked.kind, unit_id=asked.unit_id, span=asked.span)


def workbook(look: Look, chosen: Chosen) -> str:
    """The address of a file of the lines that the filters let through."""
    asked = chosen.asked
    return downloads.link(
        look.person, look.door, "audit_log", look.texts.language,
        deed=asked.kind or "", unit=asked.unit_id or "", span=asked.span or "", search=asked.search,
    )  # fmt: skip


def _may(person: Person) -> bool:
    return access.may(person, "read_audit")

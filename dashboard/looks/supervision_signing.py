"""A supervision that is open: its leader looks at the drawn postings, answers, signs, and may take it back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import cast

import streamlit as st

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.facts import Facts
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel
from dashboard.components.table import Table
from dashboard.decisions import supervision_signing as decisions
from dashboard.decisions.supervision import Owed
from dashboard.decisions.supervision_signing import Drawn, Signing, read_signing
from dashboard.looks.look import Look
from dashboard.looks.saving import Told, Typed, author, earlier, failure, first, may_still, tell
from dashboard.looks.supervision import Chosen
from dashboard.sentences import supervision as page_words
from dashboard.sentences import supervision_entry as words
from dashboard.sentences.supervision_rules import rule_name
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.supervision import record_marks, record_sign
from dashboard.store.usable import Unusable
from dashboard.tables import supervision as tables

_SHOWN = "supervision_shown"  # in the session: the supervision that was drawn last


class SignEntry:
    """One owed supervision, open."""

    def __init__(self, look: Look, chosen: Chosen, owed: Owed) -> None:
        self.look, self.chosen, self.owed = look, chosen, owed
        self.id = tables.sign_id(owed)
        self.may_sign = access.may(look.person, "sign_supervision")

    @cached_property
    def signing(self) -> Signing:
        """As it stands; while the store does not answer, as it was shown last, so that its form stays what it was."""
        store, shown = self.chosen.store, st.session_state.get(_SHOWN)
        if store.engine is None and shown and tables.sign_id(shown.owed) == self.id:
            return cast("Signing", shown)
        st.session_state[_SHOWN] = signing = self._read(store, self.owed)
        return signing

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """What the supervision is of, how the sample was drawn, and every signature."""
        texts, signing = self.look.texts, self.signing
        return Panel(
            id=self.id,
            title=texts.say("{unit}: financial supervision", unit=self.owed.unit["unit_name"]),
            lines=tuple(
                filter(
                    None,
                    (
                        words.covers(texts, self.owed),
                        self._state(),
                        words.drawing(texts, signing, may_sign=self.may_sign),
                    ),
                )
            ),
            notes=told,
            earlier_title=texts.say("Every signature, the newest first"),
            earlier=tuple(earlier(self.look, sign, words.signed(texts, sign)) for sign in signing.history),
            close=texts.say("Close"),
        )  # fmt: skip

    def _state(self) -> str:
        told = page_words.state(self.look.texts, self.owed, self.chosen.today)
        return " · ".join(filter(None, (told[:1].upper() + told[1:], page_words.signed_by(self.look.texts, self.owed))))

    def form(self, faults: Mapping[str, str]) -> EntryForm | None:
        """What is to be looked at and answered, or how a signature is taken back; None for those who only read."""
        say, signing = self.look.texts.say, self.signing
        if not self.may_sign or signing.sample is None or self.owed.is_waived:
            return None
        if self.owed.is_signed:
            why = Field("words", say("Why the signature is withdrawn"), kind="text", fault=faults.get("words", ""))
            withdraw = Choice("withdraw", say("Withdraw the signature"))
            return EntryForm(((why,),), (withdraw,), version_of(signing), is_quiet=True)
        rows: list[tuple[Field, ...] | Facts] = []
        for number, one in enumerate(signing.drawn):
            rows += [self._about(number, one), self._mark_fields(number, one, faults)]
        answers = tuple(Choice(value, say(label)) for value, label in words.ANSWERS.items())
        given = self.owed.sign.answers if self.owed.sign else {}
        for item in self.owed.checklist.items:
            name = decisions.answer_field(item.name)
            label = item.text.da if self.look.texts.language == "da" else item.text.en
            rows.append((Field(name, label, given.get(item.name, ""), "choice", answers, fault=faults.get(name, "")),))
        rows.append((Field(decisions.WORDS, say("Remarks"), kind="text", fault=faults.get(decisions.WORDS, "")),))
        acts = [Choice("sign", say("Sign the supervision"))]
        if signing.drawn:
            acts.append(Choice("keep", say("Save what I have looked at")))
        return EntryForm(tuple(rows), tuple(acts), version_of(signing))

    def table(self) -> Table | None:
        """What was answered, for those who do not fill it in."""
        if self.may_sign and self.owed.is_open:
            return None
        return tables.answers(self.look.texts, self.signing)

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Keep what was said of the postings, sign, or take the signature back."""
        fresh = self.now() if may_still(self.look, lambda person: access.may(person, "sign_supervision")) else None
        if fresh is None:
            told = self.look.texts.say("You may not sign for this unit. Its leader does.")
            return tell(Told(self.id, told), seen)
        if (fresh.sample and version_of(fresh) != seen) or fresh.owed.is_waived:
            return self.outdated(fresh)
        faults = self._faults(fresh if fresh.sample else self.signing, button, typed)
        if faults:
            told = self.look.texts.say_many(
                "Not saved: {count} thing is missing. It is said at its field.",
                "Not saved: {count} things are missing. Each is said at its field.",
                len(faults),
            )
            return tell(Told(self.id, told, faults=faults), seen)
        return self._kept(fresh, button, typed, seen)

    def _kept(self, fresh: Signing, button: str, typed: Typed, seen: int) -> int | None:
        try:
            return self._record(fresh, button, typed, seen)
        except (Unusable, NotKept) as error:
            return tell(Told(self.id, failure(self.look, error)), seen)
        except Outdated:
            return self.outdated(self.now() or fresh)

    def _record(self, fresh: Signing, button: str, typed: Typed, seen: int) -> int | None:
        store, who, say = at_hand(), author(self.look), self.look.texts.say
        if button == "withdraw":
            store.save(record_sign, decisions.withdrawal(fresh, typed["words"]), who, seen_version=fresh.version)
            return tell(Told(self.id, say("The signature is withdrawn."), is_kept=True), seen)
        wishes = decisions.mark_wishes(fresh, typed)
        if wishes:
            store.save(record_marks, wishes, who)
        if button == "keep":
            tell(Told(self.id, say("Saved. It is not signed yet."), is_kept=True), seen)
            return seen + len(wishes)  # the answers below are still only typed: the form stays as it is
        store.save(record_sign, decisions.sign_wish(fresh, typed), who, seen_version=fresh.version)
        return tell(Told(self.id, say("Signed."), is_kept=True), seen)

    def _faults(self, fresh: Signing, button: str, typed: Typed) -> dict[str, str]:
        say = self.look.texts.say
        if button == "withdraw":
            return {} if typed.get("words", "").strip() else {"words": say("Write why.")}
        found = decisions.missing(fresh, typed)
        if button == "keep":
            marks = {number: decisions.mark_fields(number) for number in range(len(fresh.drawn))}
            begun = {
                name for mark, told in marks.values() if typed.get(mark) or typed.get(told) for name in (mark, told)
            }
            found = {name: fault for name, fault in found.items() if name in begun}
        return {name: say(words.FAULTS[fault]) for name, fault in found.items()}

    def outdated(self, fresh: Signing) -> int | None:
        """Somebody else was first, and what they have said."""
        texts = self.look.texts
        said = max((one.mark for one in fresh.drawn if one.mark), key=lambda mark: mark.entered_at, default=None)
        sign = fresh.owed.sign
        if sign and (said is None or sign.entered_at >= said.entered_at):
            theirs = words.signed(texts, sign)
        else:
            theirs = words.marked(texts, said)
        return tell(Told(self.id, first(self.look, theirs)), version_of(fresh))

    def _about(self, number: int, one: Drawn) -> Facts:
        texts = self.look.texts
        title = texts.say(
            "{number}. {name}, {amount} {unit}",
            unit=texts.unit("dkk"),
            number=number + 1,
            name=words.name(texts, {"voucher": one.line.voucher}),
            amount=texts.amount(one.line.amount_dkk, "dkk"),
        )
        gone = texts.say("The release does not hold this posting any more.")
        reasons = ", ".join(rule_name(texts, rule) for rule in one.line.reasons)
        found = texts.say("Atypical: {reasons}", reasons=reasons)
        return Facts(
            title,
            (
                words.details(texts, one.figures) if one.figures else gone,
                words.where(texts, one.line.posting.file, one.line.posting.line),
            ),
            (Note(found, "watch", "watch"),) if reasons else (),
        )

    def _mark_fields(self, number: int, one: Drawn, faults: Mapping[str, str]) -> tuple[Field, ...]:
        say = self.look.texts.say
        mark, told = decisions.mark_fields(number)
        options = tuple(Choice(value, say(label)) for value, label in words.MARKS.items())
        stands = (one.mark.mark, one.mark.words) if one.mark else ("", "")
        asked = say("Posting {number}: what did you find?", number=number + 1)
        remark = say("Posting {number}: whom you asked, or what is wrong", number=number + 1)
        return (
            Field(mark, asked, stands[0], "choice", options, fault=faults.get(mark, "")),
            Field(told, remark, stands[1], "line", fault=faults.get(told, "")),
        )

    def _read(self, store: AtHand, owed: Owed) -> Signing:
        signs = author(self.look) if self.may_sign else None
        return read_signing(self.look.door, store, owed, signs)

    def now(self) -> Signing | None:
        """The supervision as it stands at this moment, where the person still sees the unit."""
        store = at_hand()
        owed = decisions.owed_now(self.look.door, store, self.owed)
        return self._read(store, owed) if owed else None


def version_of(signing: Signing) -> int:
    """A number that grows with whatever is said of the supervision."""
    return signing.version + sum(one.mark.version for one in signing.drawn if one.mark)

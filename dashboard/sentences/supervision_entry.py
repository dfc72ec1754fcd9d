"""What is open for writing in the supervision, in words: a posting, a signature, a follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.decisions.supervision import Figures, Owed
from dashboard.decisions.supervision_signing import Missing, Signing
from dashboard.sentences.supervision import STATES, period_name, who
from dashboard.sentences.supervision_rules import rule_name, why
from dashboard.sentences.words import file_and_line
from dashboard.store.atypical import Dismissal
from dashboard.store.follow_ups import FollowUp
from dashboard.store.supervision import Mark, Sign, SignState
from dashboard.store.usable import Unusable
from dashboard.texts import Texts, mark

MARKS = {"seen": mark("Seen, it is right"), "asked": mark("Asked about it"), "wrong": mark("It is wrong")}
ANSWERS = {"yes": mark("Yes"), "no": mark("No"), "not_relevant": mark("Not relevant")}
_SIGNED: dict[SignState, str] = {
    "signed": mark("Signed by {who}. {words}"),
    "withdrawn": mark("Withdrawn by {who}. {words}"),
    "waived": mark("Waived by {who}. {words}"),
}
FAULTS: dict[Missing, str] = {
    "mark": mark("Say what you found: every drawn posting is to be looked at."),
    "words": mark("Write whom you asked, or what is wrong."),
    "answer": mark("Answer this one."),
    "no_words": mark("You have answered no: write what you do about it."),
}


def name(texts: Texts, row: Mapping[str, Any]) -> str:
    """A posting by its voucher: `Bilag 4711-3`."""
    voucher = "-".join(filter(None, (row["voucher"], row.get("voucher_line"))))
    return texts.say("Voucher {number}", number=voucher) if voucher else texts.say("No voucher number")


def details(texts: Texts, row: Figures) -> str:
    """Day, text, supplier and account of a posting."""
    account = " ".join(filter(None, (row["account"], row["account_name"])))
    parts = (texts.day(row["posting_date"]), row["text"], row["supplier_name"] or row["supplier_id"], account)
    return " · ".join(filter(None, parts))


def where(texts: Texts, file: str, line: int) -> str:
    """The file and the line that the posting stood on."""
    return file_and_line(texts, file, line)


def reason(texts: Texts, found: Figures) -> str:
    """One reason with its weight: the rule's name and what it means here."""
    return texts.say(
        "{rule} (weight {weight}): {why}",
        rule=rule_name(texts, found["rule"]),
        weight=weight(texts, found["weight"]),
        why=why(texts, dict(found)),
    )


def weight(texts: Texts, value: Any) -> str:
    """A weight as it was set: 4, or 2,5."""
    return texts.number(value, 0 if value == int(value) else 1)


def dismissed(texts: Texts, said: Dismissal) -> str:
    """Who set a reason aside or took it up again, when and why."""
    told = (
        mark("{rule}: set aside by {who} on {day}: {reason}")
        if said.is_dismissed
        else mark("{rule}: taken up again by {who} on {day}: {reason}")
    )
    return texts.say(
        told,
        rule=rule_name(texts, said.rule),
        who=who(texts, said),
        day=texts.day_of(said.entered_at),
        reason=said.reason,
    )


def covers(texts: Texts, owed: Owed) -> str:
    """Which months a supervision is of, and until when."""
    due, was_due = (
        mark("The supervision for {period} is to be signed by {day}."),
        mark("The supervision for {period} was to be signed by {day}."),
    )
    return texts.say(
        due if owed.is_open else was_due,
        period=period_name(texts, owed),
        day=texts.day(owed.due_on),
    )


def drawing(texts: Texts, signing: Signing, *, may_sign: bool) -> str:
    """How the sample came to be."""
    if signing.owed.checklist.sample_size == 0:
        return ""
    if signing.sample is None:
        if may_sign:
            return texts.say("No postings can be drawn just now. Nothing can be signed without them.")
        return texts.say("The postings are drawn when the leader opens the supervision.")
    if not signing.drawn:
        return texts.say("There were no postings to draw from.")
    return texts.say_many(
        "{count} posting was drawn by lot on {day}, release {release}. High risk is drawn more often. "
        "It stays the same.",
        "{count} postings were drawn by lot on {day}, release {release}. High risk is drawn more often. "
        "They stay the same.",
        len(signing.drawn),
        day=texts.day_of(signing.sample.entered_at),
        release=signing.sample.release,
    )


def signed(texts: Texts, sign: Sign) -> str:
    """A signature, that it was taken back, or that finance waived it, with the words."""
    return texts.say(_SIGNED[sign.state], who=who(texts, sign), words=sign.words).strip()


def marked(texts: Texts, said: Mark | None) -> str:
    """What was said of a drawn posting."""
    return (
        " · ".join(filter(None, (texts.say(MARKS[said.mark]), said.words))) if said else texts.say("not looked at yet")
    )


def followed(texts: Texts, said: FollowUp) -> str:
    """What was said of a follow-up at one time."""
    parts = (
        texts.say(STATES[said.state]),
        said.why,
        said.who,
        texts.day(said.due_on) if said.due_on else "",
        said.result,
        texts.say("written by {who}", who=who(texts, said)),
    )
    return " · ".join(filter(None, parts))


def unusable(texts: Texts, error: Unusable) -> str:
    """Why a text was not taken."""
    if error.fault == "too_long":
        return texts.say("That is too long. Write it shorter.")
    return texts.say("That cannot be saved as it is written.")

"""“Have I done my supervision, and where is the risk?” in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dashboard.access import may
from dashboard.components.headline import KeyFigure, Mark, Note, Sentence, Tone
from dashboard.decisions.supervision import Atypical, Coverage, Owed, Risk
from dashboard.person import Person
from dashboard.sentences.words import ROLES
from dashboard.store.follow_ups import FollowUp
from dashboard.store.journal import Kept
from dashboard.texts import Texts, mark

TITLE = mark("Have I done my supervision, and where is the risk?")

STATES = {"picked": mark("picked"), "done": mark("done"), "dropped": mark("dropped")}


def nothing_yet(texts: Texts) -> Sentence:
    """What is said before the first postings."""
    return Sentence(
        texts.say("There is nothing to supervise yet."),
        texts.say("None of your units has postings in this release, or none have been delivered."),
    )


def sentence(texts: Texts, owed: list[Owed], late: list[Owed], month: str, today: date) -> Sentence:
    """Whether the period's supervisions are signed, and what is overdue."""
    owed = [one for one in owed if not one.is_waived]
    signed = sum(one.is_signed for one in owed)
    rest = ""
    if late:
        rest = texts.say_many(
            "{count} supervision is overdue; its deadline was {day}.",
            "{count} supervisions are overdue; the first deadline was {day}.",
            len(late),
            day=texts.day(min(one.due_on for one in late)),
        )
    tone: Tone = "over" if late else ""
    shape: Mark = "act" if late else "on_track"
    if not owed:
        return Sentence(texts.say("No supervision is to be signed for {month}.", month=month), rest, tone, shape)
    if signed == len(owed):
        lead = texts.say_many(
            "The supervision for {month} is signed.",
            "All {count} supervisions for {month} are signed.",
            signed,
            month=month,
        )
        return Sentence(lead, rest, tone, shape)
    day = texts.day(owed[0].due_on)
    if len(owed) == 1:
        lead = texts.say("The supervision for {month} is not signed; the deadline is {day}.", month=month, day=day)
    else:
        lead = texts.say(
            "{signed} of {owed} supervisions for {month} are signed; the deadline is {day}.",
            signed=texts.count(signed),
            owed=texts.count(len(owed)),
            month=month,
            day=day,
        )
    is_late = owed[0].days_late(today) > 0 or late
    return Sentence(lead, rest, "over" if is_late else "watch", "act" if is_late else "watch")


def not_known(texts: Texts, month: str) -> Sentence:
    """What is said while the store is gone: nobody is told to be late who may have signed."""
    return Sentence(texts.say("Who has signed for {month} is not known just now.", month=month), "", "watch", "watch")


def key_figures_of_release(texts: Texts, atypical: list[Atypical]) -> tuple[KeyFigure, ...]:
    """The figure that needs nothing of what people have entered: the postings that a rule found."""
    notes = (_size(texts, atypical), Note(texts.say("what is set aside is not known just now")))
    return (_postings(texts, atypical, notes),)


def _postings(texts: Texts, atypical: list[Atypical], notes: tuple[Note, ...]) -> KeyFigure:
    return KeyFigure(
        texts.say("Atypical postings"), texts.count(len(atypical)), notes=notes, card="supervision.posting_count"
    )


def _size(texts: Texts, atypical: list[Atypical]) -> Note:
    """How much it is about: a plus and a minus that were both unusual do not make nothing."""
    amount = sum(abs(one.figures["amount_dkk"]) for one in atypical)
    return Note(texts.say("this year, {amount} with signs left out", amount=texts.money(amount)))


def how_to_open(texts: Texts, person: Person) -> str:
    """What the person can choose a unit for."""
    if may(person, "sign_supervision"):
        return texts.say("Choose a unit by its name to look at its postings, answer and sign.")
    if may(person, "follow_supervision"):
        return texts.say("Choose a unit by its name to see what was answered, or to waive its supervision.")
    return ""


def key_figures(
    texts: Texts,
    now: Coverage,
    year: Coverage,
    late: list[Owed],
    atypical: list[Atypical],
    risks: list[Risk],
    today: date,
) -> tuple[KeyFigure, ...]:
    """Coverage, what is overdue, what is atypical, and what somebody looks into."""
    say = texts.say
    standing = [one for one in atypical if one.standing]
    open_ones = [one.follow_up for one in risks if one.follow_up and one.follow_up.state == "picked"]
    past = sum(one.due_on is not None and one.due_on < today for one in open_ones)
    return (
        KeyFigure(
            say("Supervisions signed"),
            texts.share(now.share, 0),
            notes=(
                Note(of(texts, now)),
                Note(say("this year {share}, {part}", share=texts.share(year.share, 0), part=of(texts, year))),
            ),
        ),
        KeyFigure(
            say("Overdue"),
            texts.count(len(late)),
            tone="over" if late else "",
            notes=(Note(_oldest(texts, late, today), "over" if late else "", "act" if late else "on_track"),),
        ),
        _postings(
            texts,
            standing,
            (
                _size(texts, standing),
                Note(texts.say_many("{count} set aside", "{count} set aside", len(atypical) - len(standing))),
            ),
        ),
        KeyFigure(
            say("Follow-ups"),
            texts.count(len(open_ones)),
            notes=(_past(texts, past),),
        ),
    )


def of(texts: Texts, found: Coverage) -> str:
    """`12 of 14`, `12 of 13, 1 waived`."""
    told = texts.say("{part} of {whole}", part=texts.count(found.signed_count), whole=texts.count(found.owed_count))
    gone = texts.say("{count} waived", count=texts.count(found.waived_count)) if found.waived_count else ""
    return ", ".join(filter(None, (told, gone)))


def _oldest(texts: Texts, late: list[Owed], today: date) -> str:
    if not late:
        return texts.say("nothing is past its deadline")
    most = max(one.days_late(today) for one in late)
    return texts.say_many("the oldest by {count} day", "the oldest by {count} days", most)


def _past(texts: Texts, past: int) -> Note:
    if not past:
        return Note(texts.say("none is past its day"))
    return Note(texts.say_many("{count} is past its day", "{count} are past their day", past), "over", "act")


def period_name(texts: Texts, owed: Owed) -> str:
    """The month, or the quarter: `oktober 2026`, `3. kvartal 2026`."""
    if owed.checklist.frequency == "monthly":
        return texts.month(owed.fiscal_year, owed.period)
    return texts.say("Q{number} {year}", number=owed.period // 3, year=owed.fiscal_year)


def state(texts: Texts, owed: Owed, today: date) -> str:
    """Whether it is signed or waived, and when; else until when."""
    if owed.sign and not owed.is_open:
        told = mark("signed {day}") if owed.is_signed else mark("waived {day}")
        return texts.say(told, day=texts.day_of(owed.sign.entered_at))
    if late := owed.days_late(today):
        return texts.say_many("{count} day late", "{count} days late", late)
    return texts.say("until {day}", day=texts.day(owed.due_on))


def signed_by(texts: Texts, owed: Owed) -> str:
    """Who signed it or took it back, and on which release; who waived it, and why."""
    if owed.sign is None:
        return ""
    if owed.is_waived:
        return texts.say("{who}: {words}", who=who(texts, owed.sign), words=owed.sign.words)
    told = mark("{who}, release {release}") if owed.is_signed else mark("withdrawn by {who}, release {release}")
    return texts.say(told, who=who(texts, owed.sign), release=owed.sign.release)


def who(texts: Texts, kept: Kept) -> str:
    """The role of the one who said it."""
    return texts.say(ROLES[kept.person_role]) if kept.person_role in ROLES else kept.person


def follow_up(texts: Texts, said: FollowUp | None) -> str:
    """What stands of a follow-up in a line: state, who, until when, and what came of it."""
    if said is None:
        return ""
    parts = [texts.say(STATES[said.state]), said.who, texts.day(said.due_on) if said.due_on else "", said.result]
    return " · ".join(filter(None, parts))


def speaks(texts: Texts, risk: Risk) -> str:
    """What speaks for looking into a unit, in words."""
    say_many = texts.say_many
    told: Iterable[tuple[int, str]] = (
        (risk.atypical_count, say_many("{count} atypical posting", "{count} atypical postings", risk.atypical_count)),
        (
            risk.overdue_count,
            say_many("{count} overdue supervision", "{count} overdue supervisions", risk.overdue_count),
        ),
        (risk.wrong_count, say_many("{count} posting marked wrong", "{count} postings marked wrong", risk.wrong_count)),
        (risk.asked_count, say_many("{count} posting asked about", "{count} postings asked about", risk.asked_count)),
    )
    return ", ".join(text for count, text in told if count)

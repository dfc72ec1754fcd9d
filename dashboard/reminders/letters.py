"""A reminder as a letter: words and one link, as plain text and as simple HTML. Never an amount.

What comes from data is one line of text wherever it stands: no line break can end a header, no sign is markup.
"""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape
from typing import NamedTuple

from dashboard.reminders.due import Reminder
from dashboard.reminders.settings import Reminders
from dashboard.sentences.focus_words import span_name
from dashboard.texts import Language, Texts

MOST_NAMED = 20
MOST_LETTERS = 120  # of a name that others have chosen


class Words(NamedTuple):
    """What a letter says."""

    subject: str
    lead: str
    units: tuple[str, ...]
    link_text: str
    link: str
    foot: str


def new_message_id(sender: str) -> str:
    """An identification that no other letter has."""
    return make_msgid(domain=sender.rpartition("@")[2])


def letter(reminder: Reminder, settings: Reminders, now: datetime, message_id: str) -> EmailMessage:
    """The letter, ready to be sent."""
    message = as_message(words_of(reminder, settings), reminder.language, now)
    message["From"], message["To"], message["Message-ID"] = settings.sender, reminder.address, message_id
    return message


def as_message(words: Words, language: Language, now: datetime) -> EmailMessage:
    """Words as a letter that still lacks from whom, to whom and its identification."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.subject
    message["Date"] = format_datetime(now)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    message.set_content(as_text(words), cte="quoted-printable")
    message.add_alternative(_as_html(words, language), subtype="html", cte="quoted-printable")
    return message


def words_of(reminder: Reminder, settings: Reminders) -> Words:
    """What the letter says, in the language of the one who is reminded."""
    texts = Texts(reminder.language)
    is_pack = reminder.kind == "pack_out"
    subject, lead = _pack_told(texts, reminder) if is_pack else _told(texts, reminder)
    is_alone = reminder.units == (reminder.unit_name,)
    more = len(reminder.units) - MOST_NAMED
    named = () if is_alone or is_pack else tuple(one_line(name) for name in reminder.units[:MOST_NAMED])
    return Words(
        subject=f"Pejling: {subject}",
        lead=_told_one(texts, reminder) if is_alone and not is_pack else lead,
        units=(*named, texts.say("and {count} more", count=texts.count(more))) if more > 0 else named,
        link_text=texts.say("Open it in Pejling"),
        link=settings.dashboard + reminder.path,
        foot=texts.say(
            "You are written to because you answer for {unit} in Pejling. Nobody reads answers to this letter.",
            unit=one_line(reminder.unit_name),
        ),
    )


def as_text(words: Words) -> str:
    """The letter as plain text."""
    units = "\n".join(f"- {unit}" for unit in words.units)
    told = filter(None, (words.lead, units, f"{words.link_text}: {words.link}", f"-- \n{words.foot}\n"))
    return "\n\n".join(told)


def _pack_told(texts: Texts, reminder: Reminder) -> tuple[str, str]:
    span, unit = span_name(texts, str(reminder.what)), one_line(", ".join(reminder.units))
    day = texts.long_day(reminder.day)
    subject = texts.say("the focus pack of {unit} for {span} is out", unit=unit, span=span)
    if reminder.edition == 1:
        lead = texts.say("The focus pack of {unit} for {span} is out, made on {day}.", unit=unit, span=span, day=day)
    else:
        lead = texts.say(
            "Edition {number} of the focus pack of {unit} for {span} is out, made on {day}. "
            "It says itself what has changed.",
            number=reminder.edition, unit=unit, span=span, day=day,
        )  # fmt: skip
    return subject, lead


def _told(texts: Texts, reminder: Reminder) -> tuple[str, str]:
    unit, day = one_line(reminder.unit_name), texts.long_day(reminder.day)
    count = len(reminder.units)
    if isinstance(reminder.what, tuple):
        month = texts.month(*reminder.what)
        return (
            texts.say("supervision of {month} lacks a signature", month=month),
            texts.say_many(
                "The deadline for the financial supervision of {month} was {day}. {count} unit in {unit} has not "
                "signed:",
                "The deadline for the financial supervision of {month} was {day}. {count} units in {unit} have not "
                "signed:",
                count, month=month, day=day, unit=unit),
        )  # fmt: skip
    name = one_line(reminder.what)
    if reminder.kind == "round_opens":
        return (
            texts.say("{round} is open until {day}", round=name, day=day),
            texts.say_many(
                "{round} is open until {day}. {count} unit in {unit} is to give its forecast:",
                "{round} is open until {day}. {count} units in {unit} are to give their forecasts:",
                count, round=name, day=day, unit=unit),
        )  # fmt: skip
    return (
        texts.say("{round} closes on {day}", round=name, day=day),
        texts.say_many(
            "{round} closes on {day}. {count} unit in {unit} has not given its forecast:",
            "{round} closes on {day}. {count} units in {unit} have not given their forecasts:",
            count, round=name, day=day, unit=unit),
    )  # fmt: skip


def _told_one(texts: Texts, reminder: Reminder) -> str:
    """The same to somebody who answers for one unit, which needs no list."""
    unit, day = one_line(reminder.unit_name), texts.long_day(reminder.day)
    if isinstance(reminder.what, tuple):
        month = texts.month(*reminder.what)
        return texts.say(
            "{unit} has not signed the financial supervision of {month}; its deadline was {day}.",
            unit=unit, month=month, day=day,
        )  # fmt: skip
    name = one_line(reminder.what)
    if reminder.kind == "round_opens":
        return texts.say("{round} is open until {day}, when {unit} is to have given its forecast.",
                         round=name, day=day, unit=unit)  # fmt: skip
    return texts.say("{round} closes on {day}, and {unit} has not given its forecast.", round=name, day=day, unit=unit)


def _as_html(words: Words, language: str) -> str:
    units = "".join(f"<li>{escape(unit)}</li>" for unit in words.units)
    listed = f"<ul>{units}</ul>" if units else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(words.subject)}</title></head>"
        f"<body><p>{escape(words.lead)}</p>{listed}"
        f'<p><a href="{escape(words.link)}">{escape(words.link_text)}</a></p>'
        f"<p><small>{escape(words.foot)}</small></p></body></html>\n"
    )


def one_line(text: str) -> str:
    """A name as one line of what can be seen, so long that a subject stays one."""
    seen = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return seen if len(seen) <= MOST_LETTERS else f"{seen[: MOST_LETTERS - 1]}…"

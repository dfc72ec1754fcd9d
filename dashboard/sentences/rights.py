"""Rights in words: who may see what, who asks for it, how a right stands and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.components.headline import KeyFigure, Mark, Note, Sentence, Tone
from dashboard.decisions.rights import Claimed, Held, Standing
from dashboard.sentences.words import ROLES
from dashboard.store.grants import Grant
from dashboard.store.usable import Fault
from dashboard.texts import Texts, mark

TITLE = mark("Who may see what, and who is still waiting for access?")
STANDS: dict[Standing, str] = {
    "held": mark("holds"),
    "coming": mark("is to come"),
    "ended": mark("has ended"),
    "taken": mark("was taken"),
}
FILTERS = {
    "held": mark("Those that hold"),
    "coming": mark("Those to come"),
    "ended": mark("Ended and taken"),
}
FIELDS = {
    "who": mark("Who"),
    "role": mark("Role"),
    "unit_id": mark("Unit, and all below it"),
    "valid_from": mark("From (day.month.year)"),
    "valid_to": mark("To and including; empty: until it is taken"),
    "deputy_for": mark("Stands in for"),
    "words": mark("Why"),
}
HELP = {
    "who": mark("E-mail or name of somebody who has logged in; else the identity that the login gives them."),
    "deputy_for": mark("Whom they stand in for, where they do; then a last day is needed."),
    "words": mark("It stands in the right's history and in the audit log."),
}
HOW = mark("The right holds at once, and ends by itself after its last day. That it was given stands in the audit log.")
_MISSING = {
    "who": mark("Write who is to have the right."),
    "role": mark("Choose a role."),
    "unit_id": mark("Choose a unit."),
    "valid_to": mark("Somebody stands in for a time: write the last day."),
    "words": mark("Write why."),
}
_MARKS: dict[Standing, Mark] = {"held": "on_track", "coming": "watch", "ended": "", "taken": ""}


def sentence(texts: Texts, asking: int, with_access: int) -> Sentence:
    """Who waits, and how many may see something."""
    rest = texts.say_many("{count} person has access.", "{count} people have access.", with_access)
    if asking:
        lead = texts.say_many(
            "{count} person has logged in and has no access.",
            "{count} people have logged in and have no access.",
            asking,
        )
        return Sentence(lead, rest, "watch", "watch")
    return Sentence(texts.say("Nobody waits for access."), rest, "", "on_track")


def not_known(texts: Texts) -> Sentence:
    """What is said while the store is gone."""
    return Sentence(texts.say("Who may see what is not known just now."), "", "watch", "watch")


def key_figures(texts: Texts, every: Sequence[Held], asking: int, claimed: int, today: date) -> tuple[KeyFigure, ...]:
    """Who has access, who waits, who stands in, and whose right ends soon."""
    say, holding = texts.say, [one for one in every if one.standing == "held"]
    administrators = {one.grant.subject for one in holding if one.grant.role == "administrator"}
    by_login = texts.say_many("{count} by the login's groups besides", "{count} by the login's groups besides", claimed)
    return (
        KeyFigure(
            say("People with access"),
            texts.count(len({one.grant.subject for one in holding})),
            notes=(Note(by_login),) if claimed else (),
        ),
        KeyFigure(say("Wait for access"), texts.count(asking), tone="over" if asking else ""),
        KeyFigure(say("Administrators"), texts.count(len(administrators))),
        KeyFigure(say("Stand in for somebody"), texts.count(sum(bool(one.grant.deputy_for) for one in holding))),
        KeyFigure(say("End within 30 days"), texts.count(sum(one.ends_soon(today) for one in every))),
    )


def role(texts: Texts, name: str) -> str:
    """What a role is called."""
    return texts.say(ROLES[name]) if name in ROLES else name


def days(texts: Texts, grant: Grant) -> str:
    """From when to when a right holds."""
    begins = texts.day(grant.valid_from)
    if grant.valid_to is None:
        return texts.say("from {day}", day=begins)
    return texts.say("from {day} to {end}", day=begins, end=texts.day(grant.valid_to))


def look_of(one: Held) -> tuple[Tone, Mark]:
    """The colour and the shape of how a right stands."""
    return "" if one.standing in ("held", "coming") else "quiet", _MARKS[one.standing]


def lines(texts: Texts, one: Held, people: Mapping[str, str]) -> tuple[str, ...]:
    """What stands of a right, a line each."""
    say, grant = texts.say, one.grant
    found = [
        say("{role}, {unit} and all below it, {days}.", role=role(texts, grant.role), unit=one.unit_name,
            days=days(texts, grant)),
        say("How it stands: {stands}.", stands=say(STANDS[one.standing])),
        say("Identity: {subject}.", subject=grant.subject)
        + (f" {say('E-mail: {email}.', email=one.email)}" if one.email else ""),
    ]  # fmt: skip
    if grant.deputy_for:
        found.append(say("Stands in for {name}.", name=people.get(grant.deputy_for, grant.deputy_for)))
    if one.is_own:
        found.append(own(texts))
    return tuple(found)


def own(texts: Texts) -> str:
    """That somebody gave themself the right."""
    return texts.say("Given by the one who has it.")


def said(texts: Texts, grant: Grant, people: Mapping[str, str]) -> str:
    """One thing that was said of a right."""
    by = people.get(grant.person, grant.person)
    if grant.state == "taken":
        return texts.say("Taken by {who}. {words}", who=by, words=grant.words).strip()
    return texts.say("Given by {who}. {words}", who=by, words=grant.words).strip()


def claims(texts: Texts, one: Claimed, units: Mapping[str, str]) -> str:
    """What somebody's login gives them."""
    return "; ".join(
        f"{role(texts, claimed.role)}, {units.get(claimed.unit_id, claimed.unit_id)}" for claimed in one.roles
    )


_CONTRADICTIONS = {
    "unit_id": mark("Choose the whole municipality: an administrator of a part could do nothing."),
    "valid_to": mark("The right would end before it begins."),
}


def fault(texts: Texts, name: str, found: Fault) -> str:
    """What is wrong with a field."""
    if found == "missing":
        return texts.say(_MISSING[name])
    if name == "who":
        return texts.say(
            "Nobody has logged in with that, or several are called that. "
            "Ask them to log in once, or write their identity."
        )
    if found == "contradiction" and name in _CONTRADICTIONS:
        return texts.say(_CONTRADICTIONS[name])
    if name in ("valid_from", "valid_to"):
        return texts.say("Write a day like {example}.", example="31.12.2026")
    if found == "too_long":
        return texts.say("That is too long. Write it shorter.")
    return texts.say("That cannot be saved as it is written.")


def given(texts: Texts, one: Held) -> str:
    """That a right was given."""
    return texts.say("{name} is {role} of {unit} {days}.", name=one.name, role=role(texts, one.grant.role),
                     unit=one.unit_name, days=days(texts, one.grant))  # fmt: skip

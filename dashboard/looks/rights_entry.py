"""What is open for writing on Adgange: a new right, or a right that can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast
from urllib.parse import urlencode

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel
from dashboard.days import read_day
from dashboard.decisions import rights as decisions
from dashboard.decisions.rights import Held
from dashboard.looks.focus_entry import NotDone, attempt
from dashboard.looks.look import Look
from dashboard.looks.opened_entry import Entry
from dashboard.looks.rights import NEW, Chosen, unit_options
from dashboard.looks.saving import Told, Typed, author, earlier, may_still, take_told, tell
from dashboard.person import Person
from dashboard.roles import ROLES, Role
from dashboard.sentences import rights as words
from dashboard.store.at_hand import at_hand
from dashboard.store.grants import Grant, GrantWish, give, grant_history, take
from dashboard.store.journal import Kept
from dashboard.store.usable import Fault
from dashboard.tables.rights import FOR, RIGHT

_ROWS = (("who", "unit_id"), ("role",), ("valid_from", "valid_to", "deputy_for"), ("words",))


def open_entry(look: Look, chosen: Chosen) -> Entry | None:
    """What the address names, where it is there to be seen."""
    wanted = look.address.entry or ""
    if wanted == NEW:
        return NewRight(look, chosen, NEW, "")
    if wanted.startswith(FOR):
        subject = wanted.removeprefix(FOR)
        return NewRight(look, chosen, wanted, subject) if subject in chosen.names else None
    right = chosen.right(wanted.removeprefix(RIGHT))
    return OpenRight(look, chosen, right) if right else None


class NewRight:
    """A right that is not given yet, for somebody who waits for one where one is named."""

    def __init__(self, look: Look, chosen: Chosen, entry: str, subject: str) -> None:
        self.look, self.chosen, self.id, self.subject = look, chosen, entry, subject

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """Whom it is for, and what happens with it."""
        texts = self.look.texts
        name = self.chosen.names.get(self.subject, "")
        title = texts.say("A right for {name}", name=name) if name else texts.say("A new right")
        return Panel(self.id, title, (texts.say(words.HOW),), told, "", (), texts.say("Close"))

    def form(self) -> EntryForm:
        """Who, which role, for which unit, from when to when, and why."""
        say = self.look.texts.say
        roles = tuple(Choice(role, words.role(self.look.texts, role)) for role in ROLES)
        units = (Choice("", say("Choose a unit")), *unit_options(self.chosen))
        stands = {"who": self.subject, "valid_from": self.look.texts.day(self.chosen.today)}

        def field(name: str) -> Field:
            label, help_text = say(words.FIELDS[name]), say(words.HELP[name]) if name in words.HELP else ""
            if name == "role":
                return Field(name, label, kind="choice", options=roles)
            if name == "unit_id":
                return Field(name, label, kind="list", options=units)
            kind = "text" if name == "words" else "line"
            return Field(name, label, stands.get(name, ""), kind, help=help_text)  # type: ignore[arg-type]

        return EntryForm(tuple(tuple(map(field, row)) for row in _ROWS), (Choice("give", say("Give the right")),))

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Give it."""
        del button
        texts = self.look.texts
        if not may_still(self.look, _may):
            return tell(Told(self.id, texts.say("You may not do this here.")), seen)
        faults = _faults(self.chosen, typed)
        if faults:
            told = texts.say_many(
                "Not saved: {count} thing is missing. It is said at its field.",
                "Not saved: {count} things are missing. Each is said at its field.",
                len(faults),
            )
            said = {name: words.fault(texts, name, fault) for name, fault in faults.items()}
            return tell(Told(self.id, told, faults=said), seen)
        became: list[Grant] = []

        def record() -> str:
            became.append(at_hand().save(give, _wish(self.chosen, typed), author(self.look)))
            chosen = self.chosen
            return words.given(texts, decisions.held(became, chosen.people, chosen.unit_names, chosen.today)[0])

        answer = attempt(self.look, self.id, seen, record, _theirs)
        if became:
            told_at = take_told(self.id)
            entry = f"{RIGHT}{became[0].number}"
            tell(Told(entry, told_at.text, is_kept=True), seen)
            self.look.act({"choose": urlencode({"entry": entry})})
        return answer


class OpenRight:
    """A right, with its history; one that holds or is to come can be taken."""

    def __init__(self, look: Look, chosen: Chosen, right: Held) -> None:
        self.look, self.chosen, self.right = look, chosen, right
        self.id = f"{RIGHT}{right.grant.number}"

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """What stands of it, and all that was said before."""
        texts, right, names = self.look.texts, self.right, self.chosen.names
        said = at_hand().read(list[Grant](), grant_history, right.grant.number)
        return Panel(
            id=self.id,
            title=texts.say("{number}: {title}", number=right.grant.number, title=right.name),
            lines=words.lines(texts, right, names),
            notes=told,
            earlier_title=texts.say("What was said of it, the newest first"),
            earlier=tuple(earlier(self.look, one, words.said(texts, one, names)) for one in said),
            close=texts.say("Close"),
        )

    def form(self) -> EntryForm | None:
        """The reason, and the button that takes it; None of a right that is over."""
        if self.right.standing not in ("held", "coming"):
            return None
        say = self.look.texts.say
        field = Field("words", say(words.FIELDS["words"]), kind="text", help=say(words.HELP["words"]))
        acts = (Choice("take", say("Take the right now")),)
        return EntryForm(((field,),), acts, self.right.grant.version, is_quiet=True)

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Take it, as the person saw it; who was first meanwhile is shown."""
        del button
        texts, grant = self.look.texts, self.right.grant
        if not may_still(self.look, _may):
            return tell(Told(self.id, texts.say("You may not do this here.")), seen)
        if not typed["words"].strip():
            told = texts.say_many(
                "Not saved: {count} thing is missing. It is said at its field.",
                "Not saved: {count} things are missing. Each is said at its field.",
                1,
            )
            return tell(Told(self.id, told, faults={"words": words.fault(texts, "words", "missing")}), seen)

        def record() -> str:
            if decisions.is_last_administrator(grant, self.chosen.every):
                raise NotDone(
                    texts.say(
                        "This is the last administrator's right: nobody could give rights any more. Give another first."
                    )
                )
            at_hand().save(take, grant, typed["words"].strip(), author(self.look))
            return texts.say("The right is taken. It ended at once.")

        def theirs(said: Kept) -> str:
            return words.said(texts, cast("Grant", said), self.chosen.names)

        return attempt(self.look, self.id, seen, record, theirs)


def _may(person: Person) -> bool:
    return access.may(person, "give_rights")


def _theirs(said: Kept) -> str:
    return said.person


def _faults(chosen: Chosen, typed: Typed) -> Mapping[str, Fault]:
    """What is wrong with what was typed, by field."""
    faults: dict[str, Fault] = {}
    for name in ("who", "unit_id", "role", "words"):
        if not typed[name].strip():
            faults[name] = "missing"
    if "who" not in faults and decisions.identity_of(typed["who"], chosen.people) is None:
        faults["who"] = "not_a_choice"
    if decisions.is_of_no_use(typed["role"], typed["unit_id"]):
        faults["unit_id"] = "contradiction"
    begins, ends = read_day(typed["valid_from"]), _end(typed)
    if begins is None:
        faults["valid_from"] = "no_day"
    if typed["valid_to"].strip() and ends is None:
        faults["valid_to"] = "no_day"
    elif typed["deputy_for"].strip() and ends is None:
        faults["valid_to"] = "missing"
    elif begins and ends and ends < begins:
        faults["valid_to"] = "contradiction"
    return faults


def _wish(chosen: Chosen, typed: Typed) -> GrantWish:
    identity, begins = decisions.identity_of(typed["who"], chosen.people), read_day(typed["valid_from"])
    assert identity is not None  # noqa: S101 (looked at before)
    assert begins is not None  # noqa: S101
    return GrantWish(
        issuer=identity.issuer,
        subject=identity.subject,
        role=cast("Role", typed["role"]),
        unit_id=typed["unit_id"],
        valid_from=begins,
        valid_to=_end(typed),
        deputy_for=typed["deputy_for"].strip(),
        words=typed["words"].strip(),
    )


def _end(typed: Typed) -> date | None:
    return read_day(typed["valid_to"])

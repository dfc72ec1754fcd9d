"""What finance writes: reasons of atypical postings set aside or taken up again, and follow-ups with their result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel
from dashboard.components.table import Table
from dashboard.days import read_day
from dashboard.decisions.supervision import Atypical, Risk
from dashboard.looks.look import Look
from dashboard.looks.saving import Told, Typed, author, earlier, failure, first, may_still, tell
from dashboard.looks.supervision import Chosen
from dashboard.person import Person
from dashboard.sentences import supervision as page_words
from dashboard.sentences import supervision_entry as words
from dashboard.sentences.supervision_rules import rule_name
from dashboard.store.at_hand import at_hand
from dashboard.store.atypical import Dismissal, DismissalWish, dismissal_history, record_dismissals
from dashboard.store.follow_ups import FollowUp, FollowUpWish, State, follow_up_history, record_follow_up
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.usable import Unusable
from dashboard.tables import supervision as tables

ALL = "all"


class PostingEntry:
    """One atypical posting, open."""

    def __init__(self, look: Look, chosen: Chosen, found: Atypical) -> None:
        self.look, self.chosen, self.found = look, chosen, found
        self.id = tables.posting_id(found)

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """What is known of the posting, each of its reasons, and what was said of them."""
        texts, row = self.look.texts, self.found.figures
        no_history: list[Dismissal] = []
        history = self.chosen.store.read(no_history, dismissal_history, self.found.posting)
        unit = self.chosen.unit_names.get(row["unit_id"], row["unit_id"])
        people = texts.say("Registered by {registered}, approved by {approved}.",
                           registered=row["registered_by"] or "–", approved=row["approved_by"] or "–")  # fmt: skip
        return Panel(
            id=self.id,
            title=texts.say("{name}, {amount} {unit}", unit=texts.unit("dkk"), name=words.name(texts, row),
                            amount=texts.amount(row["amount_dkk"], "dkk")),
            lines=(
                f"{unit} · {words.details(texts, row)}",
                words.where(texts, row["file"], row["line"]),
                people,
                *(words.reason(texts, reason) for reason in row["reasons"]),
            ),
            notes=told,
            earlier_title=texts.say("What was said of it, the newest first"),
            earlier=tuple(
                earlier(self.look, said, words.dismissed(texts, said))
                for said in sorted(history, key=lambda one: one.entered_at, reverse=True)
            ),
            close=texts.say("Close"),
        )  # fmt: skip

    def form(self, faults: Mapping[str, str]) -> EntryForm | None:
        """How a reason is set aside or taken up again; for those who may."""
        texts, say = self.look.texts, self.look.texts.say
        if not access.may(self.look.person, "follow_supervision"):
            return None
        reasons = [reason["rule"] for reason in self.found.figures["reasons"]]
        rows: list[tuple[Field, ...]] = []
        if len(reasons) > 1:
            options = (Choice(ALL, say("All of them")), *(Choice(rule, rule_name(texts, rule)) for rule in reasons))
            rows.append((Field("rule", say("Which reason"), ALL, "choice", options),))
        why = say("Why") if self.found.dismissed else say("Why it is in order")
        rows.append((Field("reason", why, kind="text", fault=faults.get("reason", "")),))
        acts = [Choice("dismiss", say("Set it aside"))] if self.found.standing else []
        acts += [Choice("take_up", say("Take it up again"))] if self.found.dismissed else []
        return EntryForm(tuple(rows), tuple(acts), _version(self.found))

    def table(self) -> Table | None:
        return None

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Set the chosen reasons aside, or take them up again."""
        texts, say = self.look.texts, self.look.texts.say
        if _version(self.found) != seen:
            newest = max(self.found.said.values(), key=lambda said: said.entered_at)
            return tell(Told(self.id, first(self.look, words.dismissed(texts, newest))), _version(self.found))
        reason, is_dismissed = typed.get("reason", "").strip(), button == "dismiss"
        wishes = self._wishes(typed.get("rule") or ALL, reason, is_dismissed=is_dismissed)
        told = self._objection(reason, wishes)
        if told:
            return tell(told, seen)
        try:
            at_hand().save(record_dismissals, wishes, author(self.look))
        except Outdated as error:
            return tell(Told(self.id, first(self.look, words.dismissed(texts, error.theirs))), seen)
        except (Unusable, NotKept) as error:
            return tell(Told(self.id, failure(self.look, error)), seen)
        text = say("It is set aside.") if is_dismissed else say("It is taken up again.")
        return tell(Told(self.id, text, is_kept=True), seen)

    def _objection(self, reason: str, wishes: list[tuple[DismissalWish, int]]) -> Told | None:
        say = self.look.texts.say
        if not may_still(self.look, _is_finance):
            return Told(self.id, say("You may not set anything aside. A controller may."))
        if not reason:
            return Told(self.id, say("Not saved: write why."), faults={"reason": say("Write why.")})
        return None if wishes else Told(self.id, say("There is nothing to change in that reason."))

    def _wishes(self, picked: str, reason: str, *, is_dismissed: bool) -> list[tuple[DismissalWish, int]]:
        wishes = []
        for rule in (found["rule"] for found in self.found.figures["reasons"]):
            said = self.found.said.get(rule)
            if picked in (ALL, rule) and is_dismissed != (said is not None and said.is_dismissed):
                wish = DismissalWish(
                    **self.found.posting._asdict(), rule=rule, reason=reason, is_dismissed=is_dismissed
                )
                wishes.append((wish, said.version if said else 0))
        return wishes


class FollowEntry:
    """The follow-up of one unit, open: the one that runs, else a new one of the period."""

    def __init__(self, look: Look, chosen: Chosen, risk: Risk) -> None:
        self.look, self.chosen, self.risk = look, chosen, risk
        self.id = f"follow:{risk.unit['unit_id']}"
        said = risk.follow_up
        is_mine = said is not None and (said.state == "picked" or said.period == chosen.period)
        self.said = said if is_mine else None
        self.period = self.said.period if self.said else chosen.period

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """What speaks for looking into the unit, and what was written before."""
        texts, unit_id = self.look.texts, self.risk.unit["unit_id"]
        no_history: list[FollowUp] = []
        history = self.chosen.store.read(no_history, follow_up_history, self.chosen.fiscal_year, self.period, unit_id)
        month = texts.month(self.chosen.fiscal_year, self.period)
        speaks = page_words.speaks(texts, self.risk)
        points = words.weight(texts, self.risk.points)
        return Panel(
            id=self.id,
            title=texts.say("{unit}: follow-up", unit=self.risk.unit["unit_name"]),
            lines=tuple(
                filter(
                    None,
                    (
                        texts.say("Picked for {month}.", month=month) if self.said else "",
                        texts.say("{points} risk points: {speaks}.", points=points, speaks=speaks) if speaks else "",
                    ),
                )
            ),
            notes=told,
            earlier_title=texts.say("What was written, the newest first"),
            earlier=tuple(earlier(self.look, one, words.followed(texts, one)) for one in history),
            close=texts.say("Close"),
        )

    def form(self, faults: Mapping[str, str]) -> EntryForm | None:
        """Why, who, until when, and what came of it; for those who may."""
        texts, say, said = self.look.texts, self.look.texts.say, self.said
        if not access.may(self.look.person, "follow_supervision"):
            return None
        due = texts.day(said.due_on) if said and said.due_on else ""
        states = tuple(Choice(state, say(label)) for state, label in page_words.STATES.items())
        speaks = page_words.speaks(texts, self.risk)

        def field(name: str, label: str, value: str, help_text: str = "") -> Field:
            return Field(name, label, value, help=help_text, fault=faults.get(name, ""))

        rows = (
            (Field("why", say("Why the unit is looked into"), said.why if said else speaks, "text",
                   fault=faults.get("why", "")),),
            (
                field("who", say("Who does it"), said.who if said else ""),
                field("due_on", say("Until when (day.month.year)"), due),
            ),
            (Field("result", say("What came of it"), said.result if said else "", "text",
                   fault=faults.get("result", "")),),
            (Field("state", say("How it stands"), said.state if said else "picked", "choice", states),),
        )  # fmt: skip
        return EntryForm(rows, (Choice("save", say("Save the follow-up")),), said.version if said else 0)

    def table(self) -> Table | None:
        return None

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Keep it, where everything that is needed is there."""
        texts, say = self.look.texts, self.look.texts.say
        if button != "save" or not may_still(self.look, _is_finance):
            return tell(Told(self.id, say("You may not pick follow-ups. A controller may.")), seen)
        faults = self._faults(typed)
        if faults:
            return tell(Told(self.id, say("Not saved: see the fields."), faults=faults), seen)
        wish = FollowUpWish(
            fiscal_year=self.chosen.fiscal_year,
            period=self.period,
            unit_id=self.risk.unit["unit_id"],
            why=typed["why"],
            who=typed["who"],
            due_on=read_day(typed["due_on"]),
            result=typed["result"],
            state=cast("State", typed["state"]),
        )
        try:
            at_hand().save(record_follow_up, wish, author(self.look), seen_version=seen)
        except Outdated as error:
            theirs: FollowUp = error.theirs
            return tell(Told(self.id, first(self.look, words.followed(texts, theirs))), theirs.version)
        except (Unusable, NotKept) as error:
            return tell(Told(self.id, failure(self.look, error)), seen)
        return tell(Told(self.id, say("The follow-up is saved."), is_kept=True), seen)

    def _faults(self, typed: Typed) -> dict[str, str]:
        say = self.look.texts.say
        found = {}
        if not typed.get("why", "").strip():
            found["why"] = say("Write why.")
        if not typed.get("who", "").strip():
            found["who"] = say("Write who does it.")
        if read_day(typed.get("due_on", "")) is None:
            found["due_on"] = say("Write a day like {example}.", example="31.12.2026")
        if typed.get("state") == "done" and not typed.get("result", "").strip():
            found["result"] = say("Write what came of it.")
        return found


def _is_finance(person: Person) -> bool:
    return access.may(person, "follow_supervision")


def _version(found: Atypical) -> int:
    return sum(said.version for said in found.said.values())

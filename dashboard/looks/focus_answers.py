"""The manager's forms: what is decided about a published area, and what came of the one before."""

from __future__ import annotations

from datetime import date
from typing import cast

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.masthead import Choice
from dashboard.days import read_day
from dashboard.decisions.focus_areas import Desk
from dashboard.decisions.focus_progress import Came
from dashboard.decisions.published_areas import PublishedArea
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_entry import FocusEntry
from dashboard.looks.look import Look
from dashboard.looks.saving import Typed
from dashboard.person import Person
from dashboard.sentences import focus_areas as words
from dashboard.sentences import pack_words
from dashboard.store.at_hand import AtHand
from dashboard.store.focus_areas import (
    Choice as Decided,
)
from dashboard.store.focus_areas import (
    Decision,
    DecisionWish,
    Done,
    Outcome,
    OutcomeWish,
    decision_history,
    outcome_history,
    record_decision,
    record_outcome,
)
from dashboard.store.journal import Kept

DECIDE = "focus:decide:"


class DecideEntry(FocusEntry):
    """What the manager decides about an area."""

    def __init__(self, look: Look, chosen: Chosen, found: Desk, entry: str, area: PublishedArea) -> None:
        super().__init__(look, chosen, found, entry)
        self.area = area

    def may(self, person: Person) -> bool:
        return access.may(person, "decide_focus_areas")

    @property
    def title(self) -> str:
        title = self.area.words(self.look.texts.language).title
        return self.look.texts.say("What do you decide? {title}", title=title)

    def history(self) -> list[tuple[Kept, str]]:
        no_decisions: list[Decision] = []
        found = self.chosen.store.read(
            no_decisions, decision_history, self.desk.span["span"], self.desk.centre_id, self.area.area
        )
        return [(said, self.theirs(said)) for said in found]

    def form(self) -> EntryForm:
        say, stands = self.look.texts.say, self._stands()
        options = tuple(Choice(value, say(label)) for value, label in words.CHOICES.items())
        by = self.look.texts.day(stands.deadline) if stands and stands.deadline else ""
        return EntryForm(
            (
                (Field("decision", say("Decision"), stands.decision if stands else "", "choice", options),),
                (Field("action", say("What you do (needed where you act)"), stands.action if stands else "", "text"),),
                (
                    Field("responsible", say("Responsible"), stands.responsible if stands else ""),
                    Field("deadline", say("Deadline, such as {day}", day=self._year_end), by),
                ),
                (Field("words", say("Remarks"), stands.words if stands else "", "text"),),
            ),
            (Choice("decide", say("Save the decision")),),
            stands.version if stands else 0,
        )

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        del button
        say, found = self.look.texts.say, {}
        if not typed.get("decision"):
            found["decision"] = say("Choose one.")
        if typed.get("decision") == "act":
            if not typed.get("action", "").strip():
                found["action"] = say("Write what you do.")
            if not typed.get("responsible", "").strip():
                found["responsible"] = say("Write who does it.")
        if typed.get("deadline", "").strip() and read_day(typed["deadline"]) is None:
            found["deadline"] = say("Write a day like {example}.", example=self._year_end)
        return found

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button
        wish = DecisionWish(
            span=self.desk.span["span"], centre_id=self.desk.centre_id, area=self.area.area,
            decision=cast("Decided", typed["decision"]), words=typed.get("words", "").strip(),
            action=typed.get("action", "").strip(), responsible=typed.get("responsible", "").strip(),
            deadline=read_day(typed.get("deadline", "")),
        )  # fmt: skip
        store.save(record_decision, wish, self.author, seen_version=seen)
        return self.look.texts.say("The decision is saved.")

    def theirs(self, said: Kept) -> str:
        """A decision in words."""
        return words.decided(self.look.texts, cast("Decision", said)).text

    @property
    def _year_end(self) -> str:
        return self.look.texts.day(date(self.desk.span["fiscal_year"], 12, 31))

    def _stands(self) -> Decision | None:
        return self.desk.decisions.get((self.desk.span["span"], self.desk.centre_id, self.area.area))


class CameEntry(FocusEntry):
    """What came of an area of the span before."""

    def __init__(self, look: Look, chosen: Chosen, found: Desk, entry: str, came: Came) -> None:
        super().__init__(look, chosen, found, entry)
        self.came = came

    def may(self, person: Person) -> bool:
        return access.may(person, "decide_focus_areas")

    @property
    def title(self) -> str:
        title = self.came.area.words(self.look.texts.language).title
        return self.look.texts.say("What came of it? {title}", title=title)

    def lines(self) -> tuple[str, ...]:
        texts = self.look.texts
        figures = pack_words.then_and_now(texts, self.came.area.figure, self.came.now)
        return tuple(filter(None, (pack_words.decided(texts, self.came.decision), figures)))

    def history(self) -> list[tuple[Kept, str]]:
        no_outcomes: list[Outcome] = []
        found = self.chosen.store.read(
            no_outcomes, outcome_history, self.came.span, self.desk.centre_id, self.came.area.area
        )
        return [(said, self.theirs(said)) for said in found]

    def form(self) -> EntryForm:
        say, stands = self.look.texts.say, self.came.outcome
        options = tuple(Choice(value, say(label)) for value, label in words.DONE.items())
        return EntryForm(
            (
                (Field("is_done", say("Was it done?"), stands.is_done if stands else "", "choice", options),),
                (Field("words", say("What came of it"), stands.words if stands else "", "text"),),
            ),
            (Choice("save", say("Save what came of it")),),
            stands.version if stands else 0,
        )

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        del button
        return {} if typed.get("is_done") else {"is_done": self.look.texts.say("Choose one.")}

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button
        wish = OutcomeWish(
            span=self.came.span, centre_id=self.desk.centre_id, area=self.came.area.area,
            is_done=cast("Done", typed["is_done"]), words=typed.get("words", "").strip(),
        )  # fmt: skip
        store.save(record_outcome, wish, self.author, seen_version=seen)
        return self.look.texts.say("Saved: it stands with the area from now on.")

    def theirs(self, said: Kept) -> str:
        """An outcome in words."""
        outcome = cast("Outcome", said)
        return " ".join(filter(None, (f"{self.look.texts.say(words.DONE[outcome.is_done])}.", outcome.words)))

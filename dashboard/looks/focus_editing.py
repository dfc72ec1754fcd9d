"""The desk's forms for one area: its texts, one more by hand, and why one is left out."""

from __future__ import annotations

from typing import cast

from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.facts import Facts
from dashboard.components.masthead import Choice
from dashboard.decisions import focus_desk as decisions
from dashboard.decisions.focus_areas import Area, Desk, proposal
from dashboard.decisions.published_areas import AreaTexts
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_entry import FocusEntry
from dashboard.looks.look import Look
from dashboard.looks.saving import Typed
from dashboard.sentences.focus_areas import PARTS, PARTS_IN_ENGLISH
from dashboard.store.at_hand import AtHand
from dashboard.store.focus_areas import Text, record_texts, text_history
from dashboard.store.journal import Kept

EDIT, DROP, ADD = "focus:edit:", "focus:drop:", "focus:add"


class AddEntry(FocusEntry):
    """An area that no figure proposed."""

    @property
    def title(self) -> str:
        return self.look.texts.say("Add an area by hand")

    def lines(self) -> tuple[str, ...]:
        return (self.look.texts.say("It has no figure and no score: say where you know it from."),)

    def form(self) -> EntryForm:
        nothing = AreaTexts(title="", sees="", why="", silent="")
        rows = text_rows(self.look, nothing, nothing, "")
        return EntryForm(rows, (Choice("save", self.look.texts.say("Add the area")),))

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        del button
        return missing_texts(self.look, typed)

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button, seen
        store.save(record_texts, decisions.added(self.now(), typed), self.author)
        return self.look.texts.say("The area stands last among the chosen.")

    def theirs(self, said: Kept) -> str:
        return cast("Text", said).title_da


class EditEntry(FocusEntry):
    """An area's texts, with those that the figures propose beside them."""

    def __init__(self, look: Look, chosen: Chosen, found: Desk, entry: str, area: Area) -> None:
        super().__init__(look, chosen, found, entry)
        self.area = area

    @property
    def title(self) -> str:
        return self.look.texts.say("Edit: {title}", title=self.area.da.title)

    def history(self) -> list[tuple[Kept, str]]:
        no_texts: list[Text] = []
        found = self.chosen.store.read(
            no_texts, text_history, self.desk.span["span"], self.desk.centre_id, self.area.key
        )
        return [(said, self.theirs(said)) for said in found]

    def beside(self) -> tuple[Facts, ...]:
        """What the figures propose, in both languages."""
        if self.area.candidate is None:
            return ()
        say, danish, english = self.look.texts.say, proposal(self.area, "da"), proposal(self.area, "en")
        return (
            Facts(say("The figures propose"), tuple(getattr(danish, part) for part in PARTS)),
            Facts(say("The figures propose, in English"), tuple(getattr(english, part) for part in PARTS)),
        )

    def form(self) -> EntryForm:
        say, area = self.look.texts.say, self.area
        acts = [Choice("save", say("Save the texts"))]
        if area.candidate is not None:
            acts.append(Choice("back", say("Back to the proposal")))
        return EntryForm(text_rows(self.look, area.da, area.en, area.owner), tuple(acts), area.seen_version)

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        return {} if button == "back" else missing_texts(self.look, typed)

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        fresh = self.now()
        area = fresh.area(self.area.key) or self.area
        is_back = button == "back"
        wishes = (
            decisions.back_to_proposal(fresh, area, seen) if is_back else decisions.edited(fresh, area, typed, seen)
        )
        store.save(record_texts, wishes, self.author)
        say = self.look.texts.say
        return say("The proposal's texts stand again.") if is_back else say("The texts are saved.")

    def theirs(self, said: Kept) -> str:
        """What the area was called and who owned it."""
        text = cast("Text", said)
        if text.place is None:
            return self.look.texts.say("Left out: {reason}", reason=text.drop_reason)
        if not text.title_da:
            return self.look.texts.say("Number {place}, with the texts that the figures propose.", place=text.place)
        return " ".join(filter(None, (text.title_da, text.sees_da, text.why_da, text.silent_da)))


class DropEntry(EditEntry):
    """Why an area is left out."""

    @property
    def title(self) -> str:
        return self.look.texts.say("Leave out: {title}", title=self.area.da.title)

    def beside(self) -> tuple[Facts, ...]:
        return ()

    def form(self) -> EntryForm:
        say = self.look.texts.say
        why = Field("drop_reason", say("Why it is left out"), kind="text")
        return EntryForm(((why,),), (Choice("drop", say("Leave it out")),), self.area.seen_version)

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        del button
        return {} if typed.get("drop_reason", "").strip() else {"drop_reason": self.look.texts.say("Write why.")}

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button
        store.save(record_texts, decisions.dropped(self.desk, self.area, typed["drop_reason"], seen), self.author)
        return self.look.texts.say("The area is left out; it can be taken in again.")


def text_rows(look: Look, danish: AreaTexts, english: AreaTexts, owner: str) -> tuple[tuple[Field, ...], ...]:
    """A row a passage, Danish beside English, and who owns the data."""
    say = look.texts.say

    def field(part: str, language: str, label: str, value: str) -> Field:
        name = f"{part}_{language}"
        return Field(name, say(label), value, "line" if part == "title" else "text")

    rows = tuple(
        (
            field(part, "da", PARTS[part], getattr(danish, part)),
            field(part, "en", PARTS_IN_ENGLISH[part], getattr(english, part)),
        )
        for part in PARTS
    )
    return (*rows, (Field("owner", say("Who owns the data"), owner),))


def missing_texts(look: Look, typed: Typed) -> dict[str, str]:
    """An area has a finding at least: the rest is asked for before it is published."""
    return {} if typed.get("title_da", "").strip() else {"title_da": look.texts.say("Write the finding.")}

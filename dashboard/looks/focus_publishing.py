"""The desk's forms for a centre's areas as a whole: ask somebody whether they are true, say so, and publish."""

from __future__ import annotations

from typing import cast

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.masthead import Choice
from dashboard.decisions.focus_areas import MAY_LACK
from dashboard.looks.focus_entry import FocusEntry, NotDone
from dashboard.looks.saving import Typed
from dashboard.person import Person
from dashboard.published_focus import try_to_deliver
from dashboard.sentences import focus_areas as words
from dashboard.store.at_hand import AtHand
from dashboard.store.focus_areas import (
    Publication,
    PublicationWish,
    Validation,
    ValidationWish,
    record_publication,
    record_validation,
)
from dashboard.store.journal import Kept

ASK, VALIDATE, PUBLISH = "focus:ask", "focus:validate", "focus:publish"


class AskEntry(FocusEntry):
    """Name the representative who is to say whether the texts are true."""

    @property
    def title(self) -> str:
        return self.look.texts.say("Ask a representative whether the areas are true")

    def lines(self) -> tuple[str, ...]:
        return (
            self.look.texts.say(
                "The centre manager and the controllers see the areas from now on, and one of them answers for the "
                "representative. A change of a text, an owner or the order asks for a new answer."
            ),
        )

    @property
    def version(self) -> int:
        return self.desk.validation.version if self.desk.validation else 0

    def form(self) -> EntryForm:
        say, said = self.look.texts.say, self.desk.validation
        who = Field("representative", say("The representative's name and title"), said.representative if said else "")
        return EntryForm(((who,),), (Choice("ask", say("Ask for validation")),), self.version)

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        del button
        if typed.get("representative", "").strip():
            return {}
        return {"representative": self.look.texts.say("Write who represents the area.")}

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button
        fresh = self.now()
        wish = ValidationWish(
            span=fresh.span["span"], centre_id=fresh.centre_id, state="asked",
            representative=typed["representative"].strip(), texts=fresh.texts_mark,
        )  # fmt: skip
        store.save(record_validation, wish, self.author, seen_version=seen)
        return self.look.texts.say("Asked. The answer is seen here.")

    def theirs(self, said: Kept) -> str:
        """Who was asked or has answered, and how."""
        validation = cast("Validation", said)
        state = self.look.texts.say(words.VALIDITIES[validation.state])
        return ": ".join(filter(None, (validation.representative, " ".join(filter(None, (state, validation.words))))))


class ValidateEntry(AskEntry):
    """A representative says whether the texts are true."""

    def may(self, person: Person) -> bool:
        return access.may(person, "validate_focus_areas")

    @property
    def title(self) -> str:
        return self.look.texts.say("Are these areas true and fair?")

    def lines(self) -> tuple[str, ...]:
        return (self.look.texts.say("Read each of them. What you find is seen by the data unit."),)

    def form(self) -> EntryForm:
        say, said = self.look.texts.say, self.desk.validation
        options = (Choice("valid", say("They are true and fair")), Choice("not_valid", say("Something is wrong")))
        return EntryForm(
            (
                (
                    Field("representative", say("Your name and title"), said.representative if said else ""),
                    Field("state", say("What you find"), "", "choice", options),
                ),
                (Field("words", say("Remarks"), kind="text"),),
            ),
            (Choice("validate", say("Answer")),),
            self.version,
        )

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        say, found = self.look.texts.say, super().faults(button, typed)
        if not typed.get("state"):
            found["state"] = say("Say what you find.")
        if typed.get("state") == "not_valid" and not typed.get("words", "").strip():
            found["words"] = say("Write what is wrong.")
        return found

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button
        # What was read is what is validated: texts that changed while the page stood open are not.
        wish = ValidationWish(
            span=self.desk.span["span"], centre_id=self.desk.centre_id,
            state="valid" if typed["state"] == "valid" else "not_valid",
            representative=typed["representative"].strip(), words=typed.get("words", "").strip(),
            texts=self.desk.texts_mark,
        )  # fmt: skip
        store.save(record_validation, wish, self.author, seen_version=seen)
        return self.look.texts.say("Your answer is kept, and the data unit sees it.")


class PublishEntry(FocusEntry):
    """Publish the areas as they stand, as the first edition or one more."""

    @property
    def title(self) -> str:
        number = self.version + 1
        return self.look.texts.say("Publish edition {edition}", edition=number)

    @property
    def version(self) -> int:
        return self.desk.publication.version if self.desk.publication else 0

    def lines(self) -> tuple[str, ...]:
        texts, release = self.look.texts, self.look.door.release.id
        told = (texts.say("Texts and figures are frozen as they are in release {release}.", release=release),)
        missing = (words.lacking(texts, self.desk, item) for item in self.desk.checklist(texts.language))
        return (*told, *filter(None, missing))

    def form(self) -> EntryForm:
        say, rows = self.look.texts.say, []
        if self.version:
            rows.append((Field("what_changed", say("What has changed"), kind="text"),))
        if self._lacks():
            label = say("Publish although not everything is in order; the areas say so")
            rows.append((Field("although", label, kind="tick"),))
        return EntryForm(tuple(rows), (Choice("publish", say("Publish")),), self.version)

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        del button
        say, found = self.look.texts.say, {}
        if self.version and not typed.get("what_changed", "").strip():
            found["what_changed"] = say("Write what has changed since the last edition.")
        if self._lacks() and typed.get("although") != "True":
            found["although"] = say("Say that it is to be published all the same.")
        return found

    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        del button
        fresh = self.now()
        if any(item.stops for item in fresh.checklist()) or fresh.texts_mark != self.desk.texts_mark:
            raise NotDone(self._not_published())
        wish = PublicationWish(
            span=fresh.span["span"], centre_id=fresh.centre_id,
            areas=fresh.frozen(self.look.door.release.id, self.desk.centre_name).written(),
            what_changed=typed.get("what_changed", "").strip(),
        )  # fmt: skip
        out = store.save(record_publication, wish, self.author, seen_version=seen)
        try_to_deliver()
        return self.look.texts.say("Edition {edition} is published.", edition=out.version)

    def theirs(self, said: Kept) -> str:
        """The edition that somebody else has published."""
        return words.published(self.look.texts, cast("Publication", said))

    def _not_published(self) -> str:
        return self.look.texts.say("Not published: something has changed since you looked. Look at the list again.")

    def _lacks(self) -> bool:
        return any(item.must in MAY_LACK and not item.is_in_order for item in self.desk.checklist())

"""What every form of the focus areas has in common: the right is asked anew, and what is not kept is told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from dashboard import access
from dashboard.components.entry_form import EntryForm
from dashboard.components.facts import Facts
from dashboard.components.headline import Note
from dashboard.components.panel import Panel, Said
from dashboard.decisions.focus_areas import Desk, desk
from dashboard.decisions.focus_progress import centres
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.look import Look
from dashboard.looks.saving import Told, Typed, author, earlier, failure, first, may_still, tell
from dashboard.person import Person
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.journal import Author, Kept, NotKept, Outdated
from dashboard.store.usable import Unusable

CAME = "focus:came:"  # what an entry begins with that is about an area of the span before


class NotDone(Exception):
    """What was asked for cannot be done as things stand; the sentence that says why."""


class FocusEntry(ABC):
    """Something of a centre's focus areas that is open for writing."""

    def __init__(self, look: Look, chosen: Chosen, found: Desk, entry: str) -> None:
        self.look, self.chosen, self.desk, self.id = look, chosen, found, entry

    def belongs_to(self, area: str) -> bool:
        """Whether it stands below the card of that area."""
        return not self.id.startswith(CAME) and self.id.endswith(f":{area}")

    @property
    @abstractmethod
    def title(self) -> str: ...

    def lines(self) -> tuple[str, ...]:
        """What is known of it."""
        return ()

    def history(self) -> list[tuple[Kept, str]]:
        """What was said before, the newest first, with its words."""
        return []

    def beside(self) -> tuple[Facts, ...]:
        """What is to be read while writing."""
        return ()

    @abstractmethod
    def form(self) -> EntryForm:
        """What is to be filled in, with what stands."""

    @abstractmethod
    def record(self, store: AtHand, button: str, typed: Typed, seen: int) -> str:
        """Keep it; what is told then. Raises NotDone, Unusable, Outdated, NotKept."""

    def faults(self, button: str, typed: Typed) -> dict[str, str]:
        """What is missing, by field."""
        del button, typed
        return {}

    @abstractmethod
    def theirs(self, said: Kept) -> str:
        """What somebody else has said meanwhile."""

    def may(self, person: Person) -> bool:
        return access.may(person, "edit_focus_areas")

    @property
    def author(self) -> Author:
        return author(self.look)

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """What is known of it and what was said before."""
        texts = self.look.texts
        return Panel(
            id=self.id,
            title=self.title,
            lines=self.lines(),
            notes=told,
            earlier_title=texts.say("What was said of it, the newest first"),
            earlier=tuple(self._said(kept, text) for kept, text in self.history()),
            close=texts.say("Close"),
        )

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Keep what was typed; None where it was kept, else the version that the person has seen by now."""
        say = self.look.texts.say
        if not may_still(self.look, self.may) or not self._sees_centre():
            return tell(Told(self.id, say("You may not do this here.")), seen)
        missing = self.faults(button, typed)
        if missing:
            told = self.look.texts.say_many(
                "Not saved: {count} thing is missing. It is said at its field.",
                "Not saved: {count} things are missing. Each is said at its field.",
                len(missing),
            )
            return tell(Told(self.id, told, faults=missing), seen)
        return attempt(self.look, self.id, seen, lambda: self.record(at_hand(), button, typed, seen), self.theirs)

    def now(self) -> Desk:
        """The desk as it stands at this moment."""
        return desk(self.look.door, at_hand(), self.desk.span, self.desk.centre_id)

    def _sees_centre(self) -> bool:
        return self.desk.centre_id in {one.unit_id for one in centres(self.look.door)}

    def _said(self, kept: Kept, text: str) -> Said:
        return earlier(self.look, kept, text)


def attempt(look: Look, entry: str, seen: int, record: Callable[[], str], theirs: Callable[[Kept], str]) -> int | None:
    """Try to keep something: what came of it is told at the entry."""
    try:
        return tell(Told(entry, record(), is_kept=True), seen)
    except NotDone as error:
        return tell(Told(entry, str(error)), seen)
    except (Unusable, NotKept) as error:
        return tell(Told(entry, failure(look, error)), seen)
    except Outdated as error:
        return tell(Told(entry, first(look, theirs(error.theirs))), error.theirs.version)

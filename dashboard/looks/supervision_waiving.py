"""A supervision that is open for finance: waived with a reason, and taken back."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import access
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.masthead import Choice
from dashboard.decisions.supervision_signing import waiver, withdrawal
from dashboard.looks.saving import Told, Typed, author, failure, may_still, tell
from dashboard.looks.supervision_signing import SignEntry, version_of
from dashboard.store.at_hand import at_hand
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.supervision import record_sign
from dashboard.store.usable import Unusable


class WaiveEntry(SignEntry):
    """One owed supervision, open for those who do not sign but may decide that nobody has to."""

    def form(self, faults: Mapping[str, str]) -> EntryForm | None:
        """Why it is waived, or why it is owed again; None for a signed one."""
        say = self.look.texts.say
        if self.owed.is_signed:
            return None
        if self.owed.is_waived:
            label, button = say("Why it is owed again"), Choice("owe", say("It is owed again"))
        else:
            label, button = say("Why nobody has to sign it"), Choice("waive", say("Waive the supervision"))
        why = Field("words", label, kind="text", fault=faults.get("words", ""))
        return EntryForm(((why,),), (button,), version_of(self.signing))

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Waive it, or let it be owed again."""
        say, words = self.look.texts.say, typed.get("words", "").strip()
        fresh = self.now() if may_still(self.look, lambda person: access.may(person, "follow_supervision")) else None
        if fresh is None:
            return tell(Told(self.id, say("You may not waive a supervision. A controller may.")), seen)
        if version_of(fresh) != seen:
            return self.outdated(fresh)
        if not words:
            return tell(Told(self.id, say("Not saved: write why."), faults={"words": say("Write why.")}), seen)
        wish = (waiver if button == "waive" else withdrawal)(fresh, words)
        try:
            at_hand().save(record_sign, wish, author(self.look), seen_version=fresh.version)
        except (Unusable, NotKept) as error:
            return tell(Told(self.id, failure(self.look, error)), seen)
        except Outdated:
            return self.outdated(self.now() or fresh)
        text = say("It is waived.") if button == "waive" else say("It is owed again, and not signed.")
        return tell(Told(self.id, text, is_kept=True), seen)

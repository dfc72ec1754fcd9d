"""Which form of the focus areas the address names, where the person may fill it in; what a card's button does."""

from __future__ import annotations

from collections.abc import Callable

from dashboard import access
from dashboard.components.browser import Act
from dashboard.decisions import focus_desk as decisions
from dashboard.decisions.focus_areas import Desk
from dashboard.decisions.focus_progress import what_came
from dashboard.looks import focus_areas as looks
from dashboard.looks.focus_answers import DECIDE, CameEntry, DecideEntry
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_editing import ADD, DROP, EDIT, AddEntry, DropEntry, EditEntry
from dashboard.looks.focus_entry import CAME, FocusEntry, attempt
from dashboard.looks.focus_publishing import ASK, PUBLISH, VALIDATE, AskEntry, PublishEntry, ValidateEntry
from dashboard.looks.look import Look
from dashboard.looks.saving import Told, author, may_still, tell
from dashboard.store.at_hand import at_hand
from dashboard.store.focus_areas import record_texts
from dashboard.tables.focus_areas import TAKE

MOVES = {"up": -1, "down": 1}
ORDER = "order"
_OF_A_CENTRE: dict[str, Callable[[Look, Chosen, Desk, str], FocusEntry]] = {
    ADD: AddEntry, ASK: AskEntry, PUBLISH: PublishEntry,
}  # fmt: skip


def open_entry(look: Look, chosen: Chosen) -> FocusEntry | None:
    """What is open; None where nothing is, or what is named is not there or not the person's to fill in."""
    wanted, found = look.address.entry, chosen.desk
    if not wanted or found is None:
        return None
    if chosen.may_edit and chosen.shows_desk:
        if of_centre := _OF_A_CENTRE.get(wanted):
            return of_centre(look, chosen, found, wanted)
        for kind, entry in ((EDIT, EditEntry), (DROP, DropEntry)):
            area = found.area(wanted.removeprefix(kind)) if wanted.startswith(kind) else None
            if area:
                return entry(look, chosen, found, wanted, area)
    if wanted == VALIDATE and chosen.may_validate and chosen.waits_for_validation:
        return ValidateEntry(look, chosen, found, wanted)
    return _answer(look, chosen, wanted) if chosen.may_decide else None


def _answer(look: Look, chosen: Chosen, wanted: str) -> FocusEntry | None:
    found, published = chosen.desk, chosen.published
    if found is None:
        return None
    if published and chosen.is_newest_edition:
        for area in published.areas:
            if wanted == f"{DECIDE}{area.area}":
                return DecideEntry(look, chosen, found, wanted, area)
    for came in what_came(found):
        if wanted == f"{CAME}{came.span}:{came.area.area}":
            return CameEntry(look, chosen, found, wanted, came)
    return None


def act(look: Look, chosen: Chosen, done: Act) -> None:
    """What a button of a card or of the candidates does: open a form, move, take in; else as anywhere on the page."""
    match done:
        case {"do": "evidence", "area": key}:
            looks.evidence(look, chosen, key)
        case {"do": kind, "area": key} if kind in MOVES:
            _rearrange(look, chosen, key, MOVES[kind])
        case {"do": kind, "area": key}:
            looks.act(look, chosen, {"at": f"{kind}{key}"})
        case _ if TAKE in done:
            _rearrange(look, chosen, done[TAKE].partition(":")[2], None)
        case _:
            looks.act(look, chosen, done)


def _rearrange(look: Look, chosen: Chosen, key: str, by: int | None) -> None:
    """Move an area among the chosen, or take it in (`by` None)."""
    found, say = chosen.desk, look.texts.say
    area = found.area(key) if found else None
    if found is None or area is None or not may_still(look, lambda person: access.may(person, "edit_focus_areas")):
        tell(Told(ORDER, say("You may not do this here.")), 0)
        return
    if by is None:
        wishes, told = decisions.taken_in(found, area), say("Taken in, last among the chosen.")
    else:
        place = min(max(0, found.areas.index(area) + by), len(found.areas) - 1) + 1
        wishes, told = decisions.moved(found, area, by), say("Moved to place {place}.", place=place)

    def record() -> str:
        if wishes:
            at_hand().save(record_texts, wishes, author(look))
        return told

    attempt(look, ORDER, 0, record, lambda said: getattr(said, "title_da", ""))

"""What is open for writing on Bestil data: a new order, or an order with the steps that the person may take now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from dashboard import access
from dashboard.addresses import EVERY
from dashboard.components.entry_form import EntryForm, Field
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel
from dashboard.days import read_day
from dashboard.decisions import data_orders as decisions
from dashboard.decisions.data_orders import NEED, ROLES_OF_DATA, STEPS, Act, Ordered
from dashboard.looks.data_orders import NEW, Chosen
from dashboard.looks.focus_entry import attempt
from dashboard.looks.look import Look
from dashboard.looks.opened_entry import Entry
from dashboard.looks.saving import Told, Typed, author, earlier, may_still, take_told, tell
from dashboard.sentences import data_orders as words
from dashboard.sentences.catalogue import in_language
from dashboard.sentences.words import ROLES
from dashboard.store.at_hand import at_hand
from dashboard.store.data_orders import Order, OrderWish, ask, order_history, record_order
from dashboard.store.usable import Fault
from dashboard.tables.data_orders import ORDER

_LONG = ("decision", "purpose", "words")
# Fields that stand beside each other.
_ROWS = (("title",), ("decision",), ("purpose",), ("asked_by", "needed_by"), ROLES_OF_DATA)


def open_entry(look: Look, chosen: Chosen) -> Entry | None:
    """What the address names, where it is there to be seen."""
    if look.address.entry == NEW:
        return NewOrder(look, chosen)
    order = chosen.order((look.address.entry or "").removeprefix(ORDER))
    return OpenOrder(look, chosen, order) if order else None


class NewOrder:
    """An order that is not asked yet, on a figure of the catalogue where one is named."""

    def __init__(self, look: Look, chosen: Chosen) -> None:
        self.look, self.chosen = look, chosen
        self.id = f"{NEW}:{chosen.figure.id}" if chosen.figure else NEW

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """Whom it is for, and what happens with it."""
        texts, figure = self.look.texts, self.chosen.figure
        on = texts.say("On the figure {figure}.", figure=in_language(texts, figure.card.name)) if figure else ""
        lines = (on, texts.say("The order is for {unit}.", unit=self.chosen.unit_name), texts.say(words.HOW))
        return Panel(self.id, texts.say("A new order"), tuple(filter(None, lines)), told, "", (), texts.say("Close"))

    def form(self) -> EntryForm:
        """The need, with the one who asks and the people of the figure's card filled in."""
        texts, person, figure = self.look.texts, self.look.person, self.chosen.figure
        stands = {"asked_by": f"{texts.say(ROLES[person.role])}, {person.unit_name}"}
        if figure:
            title = f"{in_language(texts, figure.card.name)} ({in_language(texts, figure.title)})"
            stands |= {"title": title, "owner": figure.card.owner, "validator": figure.card.checked_by}
        rows = _rows(self.look, (*NEED, *ROLES_OF_DATA), stands)
        return EntryForm(rows, (Choice("ask", texts.say("Order the data")),))

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Ask; what came of it is told at the order that it has become."""
        del button
        written = _written(typed)
        faults = decisions.step_faults(None, decisions.ASK, written, self.chosen.today)
        if not may_still(self.look, lambda person: access.may(person, "order_data")):
            return tell(Told(self.id, self.look.texts.say("You may not do this here.")), seen)
        if faults:
            return _refused(self.look, self.id, faults, seen)
        asked: list[Order] = []

        def record() -> str:
            wish = OrderWish(unit_id=self.chosen.unit_id, **written)
            asked.append(at_hand().save(ask, wish, author(self.look)))
            return self.look.texts.say("Ordered as no. {number}. The data unit answers here.", number=asked[0].number)

        answer = attempt(self.look, self.id, seen, record, lambda said: said.person)
        if asked:
            became = f"{ORDER}{asked[0].number}"
            tell(replace(take_told(self.id), entry=became), seen)
            self.look.act({"choose": urlencode({"entry": became, "figure": EVERY})})
        return answer


class OpenOrder:
    """An order, open for those who may take a step of it, and to read for the others who see it."""

    def __init__(self, look: Look, chosen: Chosen, order: Ordered) -> None:
        self.look, self.chosen, self.order = look, chosen, order
        self.id = f"{ORDER}{order.number}"

    def panel(self, told: tuple[Note, ...]) -> Panel:
        """What stands of it, and all that was said before."""
        texts, order = self.look.texts, self.order
        return Panel(
            id=self.id,
            title=texts.say("{number}: {title}", number=order.number, title=order.now.title),
            lines=words.lines(texts, order, self.chosen.today),
            notes=told,
            earlier_title=texts.say("What was said of it, the newest first"),
            earlier=tuple(earlier(self.look, step, said) for step, said in words.steps(texts, order)),
            close=texts.say("Close"),
        )

    def form(self) -> EntryForm | None:
        """What the person's steps let them write, and a button for each; None where it is not theirs."""
        texts, now = self.look.texts, self.order.now
        acts = self.order.acts(self.look.person)
        if not acts:
            return None
        stands = {name: str(getattr(now, name)) for name in (*NEED, *ROLES_OF_DATA)}
        stands["needed_by"] = texts.day(now.needed_by)
        said = Field("words", texts.say(words.WORDS[acts[0]]), kind="text")
        return EntryForm(
            (*_rows(self.look, {name for act in acts for name in STEPS[act].writes}, stands), (said,)),
            tuple(Choice(act, texts.say(words.ACTS[act])) for act in acts),
            now.version,
            is_quiet=self.order.turn is None,
        )

    def save(self, button: str, typed: Typed, seen: int) -> int | None:
        """Take the step, from where the person saw the order; who was first meanwhile is shown."""
        texts, act, basis = self.look.texts, cast("Act", button), self._now().as_of(seen)
        if not may_still(self.look, lambda person: act in basis.acts(person)):
            return tell(Told(self.id, texts.say("You may not do this here.")), seen)
        step, written = decisions.step_of(act, basis.acts(self.look.person)), _written(typed)
        faults = decisions.step_faults(basis.now, step, written, self.chosen.today)
        if faults:
            return _refused(self.look, self.id, faults, seen, act)

        def record() -> str:
            wish = decisions.stepped(basis.now, step, written)
            kept = at_hand().save(record_order, basis.now, wish, author(self.look))
            return texts.say(words.DONE[act], day=texts.day(kept.needed_by))

        return attempt(self.look, self.id, seen, record, lambda _: words.last_said(texts, self._now()))

    def _now(self) -> Ordered:
        """The order as it stands at this moment; as it was shown where the store does not answer."""
        no_steps: list[Order] = []
        said = at_hand().read(no_steps, order_history, self.order.number)
        return replace(self.order, said=tuple(said)) if said else self.order


def _rows(look: Look, names: Collection[str], stands: Mapping[str, str]) -> tuple[tuple[Field, ...], ...]:
    """The fields of these names as they stand beside each other."""
    say = look.texts.say

    def field(name: str) -> Field:
        kind = "text" if name in _LONG else "line"
        help_text = say(words.HELP[name]) if name in words.HELP else ""
        return Field(name, say(words.FIELDS[name]), stands.get(name, ""), kind, help=help_text)  # type: ignore[arg-type]

    rows = (tuple(field(name) for name in row if name in names) for row in _ROWS)
    return tuple(row for row in rows if row)


def _written(typed: Typed) -> dict[str, Any]:
    """What was typed as an order has it: without blanks around it, the day as one."""
    written: dict[str, Any] = {name: text.strip() for name, text in typed.items()}
    if "needed_by" in written:
        written["needed_by"] = read_day(written["needed_by"])
    return written


def _refused(look: Look, entry: str, faults: Mapping[str, Fault], seen: int, act: Act | None = None) -> int | None:
    """Say at each field what is wrong with it."""
    told = look.texts.say_many(
        "Not saved: {count} thing is missing. It is said at its field.",
        "Not saved: {count} things are missing. Each is said at its field.",
        len(faults),
    )
    said = {name: words.fault(look.texts, name, fault, act) for name, fault in faults.items()}
    return tell(Told(entry, told, faults=said), seen)

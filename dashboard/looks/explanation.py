"""What the panel of an explanation is drawn from: the unit and account group that the address asks to explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from dashboard import access
from dashboard.addresses import EVERY, Opened
from dashboard.components.browser import Act
from dashboard.components.facts import Facts
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel, Said
from dashboard.decisions import explanation as decisions
from dashboard.decisions.explanation import Explained, Subject
from dashboard.looks.look import Look
from dashboard.queries import budget_followup as queries
from dashboard.sentences import explanation as words
from dashboard.sentences import store_words
from dashboard.store.at_hand import AtHand
from dashboard.store.explanations import Cause, Explanation
from dashboard.texts import Texts, mark

PAGE: access.Page = "budget_followup"


@dataclass(frozen=True)
class Open:
    """The explanation that is open: its unit, the account group chosen among them, and the newest one from before."""

    unit: Mapping[str, Any]
    subject: Subject
    subjects: tuple[Subject, ...]
    history: tuple[Explanation, ...]
    earlier: Explanation | None
    earlier_subject: Subject | None
    causes: tuple[Cause, ...]

    @property
    def may_tell_outcome(self) -> bool:
        """Whether whoever looks may say what came of the earlier one."""
        return bool(self.causes) and self.earlier is not None and self.earlier.cause in self.causes


def read_open(look: Look, found: Explained, store: AtHand) -> Open | None:
    """What the address asks to explain; None where it asks for nothing, or for what is not there to be seen."""
    unit_id = look.address.explain
    unit = queries.unit(look.door, found.cut, unit_id) if unit_id else None
    if unit is None or unit_id is None:
        return None
    subjects = decisions.subjects(look.door, found, unit_id)
    if not subjects:
        return None
    subject = _chosen(look, found, subjects)
    earlier = found.earlier(unit_id, subject.account_group)
    before = decisions.subjects(look.door, found, unit_id, earlier.period) if earlier else ()
    return Open(
        unit=unit,
        subject=subject,
        subjects=subjects,
        history=decisions.history(store, subject),
        earlier=earlier,
        earlier_subject=next((one for one in before if one.account_group == subject.account_group), None),
        causes=_causes(look, subject.standing),
    )


def _chosen(look: Look, found: Explained, subjects: tuple[Subject, ...]) -> Subject:
    """The account group of the address, else one of which something is said, else the one that pulls most."""
    wanted = [one for one in subjects if one.account_group == look.address.account_group]
    said = [one for one in subjects if one.is_explained]
    before = [one for one in subjects if found.earlier(one.unit_id, one.account_group)]
    return (*wanted, *said, *before, *subjects)[0]


def _causes(look: Look, standing: Explanation | None) -> tuple[Cause, ...]:
    return decisions.causes_of(look.person.role, standing) if access.may(look.person, "explain") else ()


def may_explain(look: Look) -> bool:
    """Whether whoever looks may explain anything on the page."""
    return access.may(look.person, "explain")


def banner(look: Look, store: AtHand) -> tuple[Note, ...]:
    """That nothing can be saved now, for those who could; that what was said is not there, for everybody."""
    said = store_words.banner(look.texts, store) if may_explain(look) or store.engine is None else ""
    return (Note(said, "watch"),) if said else ()


def act(look: Look, found: Explained, unit_id: str, done: Act) -> None:
    """An explanation that is opened or closed is a step in the address; everything else as on any page."""
    match done:
        case {"explain": row_id}:
            row = Opened.read(row_id)
            wanted = unit_id if row is None or row.unit_id not in found.paths else row.unit_id
            look.act({"choose": urlencode({"explain": wanted, "group": EVERY})})
        case {"follow": group}:
            look.act({"choose": urlencode({"group": group})})
        case {"close": _}:
            look.act({"choose": urlencode({"explain": EVERY, "group": EVERY})})
        case _:
            look.act(done)


def panel_of(look: Look, opened: Open, notes: tuple[Note, ...]) -> Panel:
    """The open explanation: what there is to explain, `notes` on the last attempt to save, all that was said."""
    texts, subject, unit = look.texts, opened.subject, opened.unit
    group = words.group_name(texts, subject.account_group)
    title = mark("{unit}: explain {group}") if opened.causes else mark("{unit}: the explanation of {group}")
    return Panel(
        id=f"{subject.unit_id}:{subject.account_group}:{subject.period}",
        title=texts.say(title, unit=unit["unit_name"], group=group.lower()),
        lines=tuple(filter(None, _lines(look, opened))),
        notes=notes,
        earlier_title=texts.say("Everything said of it, the newest first"),
        earlier=tuple(_said(texts, subject, said) for said in opened.history),
        close=texts.say("Close"),
        links=tuple(
            Choice(one.account_group, texts.say(
                "{group}, {figure}",
                group=words.group_name(texts, one.account_group),
                figure=words.variance(texts, one.variance_dkk, one.account_group)))
            for one in opened.subjects if one is not subject
        ),
    )  # fmt: skip


def _lines(look: Look, opened: Open) -> tuple[str, ...]:
    texts, subject = look.texts, opened.subject
    variances = [one.variance_dkk for one in opened.subjects if one.variance_dkk is not None]
    whole = sum(variances, Decimal(0)) if variances else None
    is_other = not look.address.carry_over or look.address.organisation != "today"
    nothing = "" if opened.causes or subject.is_explained else texts.say("Nobody has explained it yet.")
    return (
        words.stands(texts, subject, whole, opened.unit["unit_name"]),
        texts.say("It is held against the variance with carry-over, in today's organisation.") if is_other else "",
        words.moved(texts, subject, decisions.written(opened.history), look.door.release.id),
        nothing,
        _not_yours(look, opened),
    )


def _not_yours(look: Look, opened: Open) -> str:
    """Why somebody who may explain cannot change what stands."""
    if opened.causes or not may_explain(look):
        return ""
    return look.texts.say("Those who keep the budget have explained it; you may explain what is technical.")


def _said(texts: Texts, subject: Subject, said: Explanation) -> Said:
    figure = words.variance(texts, subject.variance_in(said), subject.account_group)
    head = texts.say(
        "{who}, {when}, release {release}: the variance was {figure}",
        who=words.who(texts, said),
        when=texts.moment(said.entered_at),
        release=said.release,
        figure=figure,
    )
    return Said(head, words.whole(texts, said))


def earlier_of(look: Look, opened: Open, notes: tuple[Note, ...]) -> Facts | None:
    """The newest explanation from before, with the variance then and now; None where there is none."""
    said, then = opened.earlier, opened.earlier_subject
    if said is None:
        return None
    texts = look.texts
    return Facts(
        title=texts.say("Last time, {month}", month=texts.month(said.fiscal_year, said.period)),
        lines=(
            words.whole(texts, said),
            *((words.then_and_now(texts, then, opened.subject),) if then else ()),
        ),
        notes=notes,
        is_alert=bool(notes),
    )

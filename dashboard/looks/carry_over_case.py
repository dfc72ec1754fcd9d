"""What the carry-over case is drawn from: the year and unit of the address, the store, and the line that is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import access, downloads
from dashboard.addresses import EVERY, Address
from dashboard.amounts import Understood, read_amount
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.entry_form import EntryForm
from dashboard.components.entry_form import Field as EntryField
from dashboard.components.headline import Note
from dashboard.components.masthead import Choice
from dashboard.components.panel import Panel, Said
from dashboard.decisions.carry_over_case import Case, Line, carry_over_case
from dashboard.looks.filters import unit_field, unit_path
from dashboard.looks.look import Look
from dashboard.looks.saving import may_still
from dashboard.queries import carry_over_case as queries
from dashboard.sentences import carry_over_line as words
from dashboard.sentences import store_words
from dashboard.sentences.amounts import not_understood
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.carry_over import Change, Wish, history, record_change
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.usable import Unusable
from dashboard.tables.carry_over_case import Files
from dashboard.texts import mark

PAGE: access.Page = "carry_over_case"
BACK = "back"
_TOLD = "carry_over_told"  # in the session: what came of the last attempt to save, and about which line


@dataclass(frozen=True)
class Chosen:
    """The case that the page shows, and what else could have been chosen."""

    case: Case
    years: pl.DataFrame
    units: pl.DataFrame
    may_change: bool
    store: AtHand

    def line(self, address: Address) -> Line | None:
        """The line that is open for a change; None for those who may make none."""
        return self.case.line(address.line) if self.may_change else None


def read_choice(look: Look) -> Chosen | None:
    """What the address asks for where it is there to be seen, else the newest year that is over and one's own unit."""
    years = queries.years(look.door)
    over = years.filter(pl.col("is_year_over"))
    wanted = years.filter(fiscal_year=look.address.year) if look.address.year else years.clear()
    year = next((part["fiscal_year"][0] for part in (wanted, over, years) if len(part)), None)
    if year is None:
        return None
    units, store = queries.units(look.door, year), at_hand()
    for unit_id in (look.address.unit_id, *look.person.units, *units["unit_id"].head(1)):
        case = carry_over_case(look.door, store, year, unit_id) if unit_id else None
        if case:
            return Chosen(case, years, units, access.may(look.person, "change_carry_over"), store)
    return None


def path(chosen: Chosen) -> tuple[Choice, ...]:
    return unit_path(chosen.units, chosen.case.unit["unit_id"])


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without what is not there to be seen."""
    case, address = chosen.case, look.address
    line = address.line if chosen.line(address) else None
    return address.shown(unit_id=case.unit["unit_id"], year=case.year["fiscal_year"], line=line)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Unit and year."""
    texts, case = look.texts, chosen.case
    years = tuple(
        Choice(
            str(row["fiscal_year"]),
            texts.say(
                "{year} into {into}" if row["is_year_over"] else "{year} into {into}, provisional",
                year=row["fiscal_year"],
                into=row["into_fiscal_year"],
            ),
        )
        for row in chosen.years.iter_rows(named=True)
    )
    return [
        unit_field(texts, chosen.units, case.unit["unit_id"]),
        Field("year", texts.say("Year"), years, str(case.year["fiscal_year"])),
    ]


def opened(look: Look) -> frozenset[str]:
    """The centres whose lines are shown."""
    return frozenset(row.unit_id for row in look.address.opened if row.account is None)


def files(look: Look, chosen: Chosen) -> Files:
    """The case as a document for the agenda and as a workbook; for the browser alone that was shown the links.

    None while what people have changed cannot be read: a proposal must not go to a meeting as the case.
    """
    if not chosen.case.is_with_changes:
        return Files()
    year, unit_id = int(chosen.case.year["fiscal_year"]), str(chosen.case.unit["unit_id"])
    document, workbook = (
        downloads.link(look.person, look.door, kind, look.texts.language, fiscal_year=year, unit=unit_id)
        for kind in ("carry_over_case_document", "carry_over_case")
    )
    return Files(document, workbook)


def banner(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """What cannot be saved or read of people's changes just now; nothing where all is well."""
    said = store_words.banner(look.texts, chosen.store) if chosen.may_change or not chosen.case.is_with_changes else ""
    return (Note(said, "over"),) if said else ()


def act(look: Look, done: Act) -> None:
    """A line that is opened or closed is a step in the address; everything else as on any page."""
    match done:
        case {"at": line_id}:
            look.act({"choose": urlencode({"line": line_id})})
        case {"follow": line_id}:
            _follow(look, str(line_id))
        case {"close": _}:
            look.act({"choose": urlencode({"line": EVERY})})
        case _:
            look.act(done)


def panel_of(look: Look, line: Line) -> Panel:
    """The open line: what explains it, what came of the last attempt to save, and every change before."""
    texts, row = look.texts, line.figures
    rule = words.rule_title(texts, line)
    return Panel(
        id=line.line_id,
        title=f"{words.name(texts, line)}: {texts.say('change the amount')}",
        # What was changed stands below, change by change.
        lines=tuple(
            filter(None, (words.place(texts, line), rule, words.explanation(texts, line), words.moved(texts, line)))
        ),
        links=_links(look, line),
        notes=_told(line),
        earlier_title=texts.say("Every change, the newest first"),
        earlier=tuple(_said(look, change) for change in at_hand().read([], history, row["fiscal_year"], line.line_id)),
        close=texts.say("Close"),
    )


def _links(look: Look, line: Line) -> tuple[Choice, ...]:
    is_project = line.figures["part"] == "capital"
    return (Choice(line.line_id, look.texts.say(_SEE_PROJECT if is_project else _SEE_POSTINGS)),)


_SEE_PROJECT, _SEE_POSTINGS = mark("See the project"), mark("See the unit's accounts and postings")


def _follow(look: Look, line_id: str) -> None:
    """To what a line is made of: the project, or the unit's accounts and postings at the end of the year."""
    chosen = read_choice(look)
    line = chosen.case.line(line_id) if chosen else None
    if line is None:
        return
    row, address = line.figures, look.address.elsewhere()
    if row["part"] == "capital":
        look.leave("capital_projects", replace(address, project=row["project_id"]))
    else:
        look.leave(
            "budget_followup",
            replace(address, unit_id=row["unit_id"], fiscal_year=row["fiscal_year"], period=row["period"]),
        )


def form_of(look: Look, line: Line) -> EntryForm:
    """The form of the open line, with the amount that stands."""
    texts = look.texts
    label = texts.say("Amount to carry, {unit}", unit=texts.unit("dkk"))
    amount = EntryField("amount", label, texts.amount(line.amount_dkk, "dkk"), width=2)
    reason = EntryField("reason", texts.say("Reason (stands in the case)"), kind="text", width=5)
    acts = [Choice("save", texts.say("Save the change"))]
    if line.is_changed:
        acts.append(Choice(BACK, texts.say("Back to the proposal")))
    return EntryForm(((amount, reason),), tuple(acts))


def enter(look: Look, line: Line, act: str, typed: Mapping[str, str]) -> bool:
    """Save what was typed, or go back to the proposal; True where it was kept."""
    return save(look, line, None if act == BACK else typed["amount"], typed["reason"])


def save(look: Look, line: Line, typed: str | None, reason: str) -> bool:
    """Save what was typed as a change of the line as it was shown; True where it was kept.

    `typed` None takes the line back to the proposal. The panel tells what came of it.
    """
    read = None if typed is None else read_amount(typed, look.texts.language, look.texts.currency)
    amount = read.amount_dkk if isinstance(read, Understood) else None
    refused = _objection(look, typed, reason)
    if refused:
        return _tell(line, refused, "over")
    try:
        kept = at_hand().save(record_change, _wish(look, line, amount, reason))
    except (Outdated, Unusable, NotKept) as error:
        return _tell(line, _failure(look, error, amount), "over")
    _tell(line, look.texts.say("Saved: {change}.", change=words.changed(look.texts, kept)), "")
    return True


def _objection(look: Look, typed: str | None, reason: str) -> str:
    """Why what was typed is not even tried; empty where it is."""
    texts = look.texts
    if not may_still(look, lambda person: access.may(person, "change_carry_over"), "change_carry_over"):
        return texts.say("You may not change the case. Ask a controller.")
    if typed is not None and (refused := not_understood(texts, typed)):
        return refused
    return "" if reason.strip() else texts.say("Write a reason: it stands in the case beside the amount.")


def _failure(look: Look, error: Outdated[Change] | Unusable | NotKept, mine: Decimal | None) -> str:
    if isinstance(error, Outdated):
        return _both(look, error.theirs, mine)
    if isinstance(error, Unusable):
        return look.texts.say("That is too long for a reason, or too large for an amount.")
    return store_words.refused(look.texts, error.trouble)


def _wish(look: Look, line: Line, amount: Decimal | None, reason: str) -> Wish:
    return Wish(
        fiscal_year=line.figures["fiscal_year"],
        line_id=line.line_id,
        seen_version=line.version,
        person=look.person.who,
        person_role=look.person.role,
        release=look.door.release.id,
        old_amount_dkk=line.amount_dkk,
        new_amount_dkk=amount,
        reason=reason,
        basis=line.basis,
    )


def _both(look: Look, theirs: Change, mine: Decimal | None) -> str:
    texts = look.texts
    wanted = texts.say("the proposal") if mine is None else words.money(texts, mine)
    return texts.say(
        "Somebody else was first. {theirs}. You wanted {mine}, which is not saved: save again if it is to stand.",
        theirs=words.changed(texts, theirs).rstrip("."),
        mine=wanted,
    )


def _said(look: Look, change: Change) -> Said:
    texts = look.texts
    when = texts.moment(change.entered_at)
    return Said(texts.say("{when}, release {release}", when=when, release=change.release), words.changed(texts, change))


def _tell(line: Line, text: str, tone: str) -> bool:
    st.session_state[_TOLD] = (line.line_id, text, tone)
    return False


def _told(line: Line) -> tuple[Note, ...]:
    line_id, text, tone = st.session_state.pop(_TOLD, ("", "", ""))
    if line_id != line.line_id:
        return ()
    return (Note(text, "over", "bad") if tone else Note(text, "", "good"),)

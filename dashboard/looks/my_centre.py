"""What Mit center is drawn from: the newest figures of one's unit, what waits in it, and what was there last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from dashboard import access, clock
from dashboard.addresses import Address
from dashboard.calendar_day import today
from dashboard.components.agenda import Entry, Section
from dashboard.components.browser import Act
from dashboard.components.headline import KeyFigure
from dashboard.decisions import my_centre as decisions
from dashboard.decisions.my_centre import Everything, Waiting
from dashboard.looks import my_centre_areas, my_centre_orders
from dashboard.looks.look import Look
from dashboard.looks.my_centre_areas import centre_areas
from dashboard.queries import budget_followup as queries
from dashboard.queries import capital_carry_overs, forecast_accuracy, staff
from dashboard.queries.budget_followup import Cut
from dashboard.sentences import my_centre as sentences
from dashboard.sentences import store_words
from dashboard.sentences import waiting as words
from dashboard.store.at_hand import AtHand, at_hand
from dashboard.store.attention import Visit
from dashboard.tables.supervision import sign_id
from dashboard.warehouse import DoorProblem

Figures = dict[str, Any]
FIGURES = 4


@dataclass(frozen=True)
class Chosen:
    """The unit that the page is about, in the newest period with postings; all that waits in what the person sees."""

    cut: Cut
    unit: Figures
    units: pl.DataFrame
    everything: Everything
    store: AtHand
    today: date

    @property
    def is_known(self) -> bool:
        """Whether what people have entered could be read, so that what waits is known."""
        return self.store.engine is not None

    @property
    def waiting(self) -> Waiting:
        return self.everything.of(self.unit["unit_id"])


def read_choice(look: Look) -> Chosen | None:
    """The unit of the address where it is there to be seen, else one's own; None while nothing is published."""
    periods = queries.periods(look.door)
    newest = periods.filter(pl.col("is_latest"))
    if not len(newest):
        return None
    cut = Cut(newest["fiscal_year"][0], newest["period"][0])
    units = queries.units(look.door, cut)
    for unit_id in (look.address.unit_id, *look.person.units, *units["unit_id"].head(1)):
        unit = queries.unit(look.door, cut, unit_id) if unit_id else None
        if unit:
            store, day = at_hand(), today(look.door)
            centre_id = unit_id if unit["unit_kind"] == "centre" else ""
            found = decisions.everything_waiting(look.door, store, cut, day, centre_id=centre_id)
            # Asked for again: a store that did not answer is known to be gone by now.
            return Chosen(cut, unit, units, found, at_hand(), day)
    return None


def shown_address(look: Look, chosen: Chosen) -> Address:
    """The address without what is not there to be seen."""
    return look.address.shown(unit_id=chosen.unit["unit_id"])


def is_own(look: Look, chosen: Chosen) -> bool:
    """Whether the reader answers for the unit, and is spoken to."""
    return chosen.unit["unit_id"] in look.person.units and not look.person.sees_everything


def outlook(look: Look, chosen: Chosen) -> Figures | None:
    """What the unit's own errors say of the forecast that stands; None where they are of another."""
    found = forecast_accuracy.outlook(look.door, forecast_accuracy.Ledger(), chosen.unit["unit_id"])
    now = (chosen.unit["fiscal_year"], chosen.unit["forecast_round"])
    return found if found and (found["fiscal_year"], found["round"]) == now else None


def key_figures(look: Look, chosen: Chosen) -> tuple[KeyFigure, ...]:
    """Four figures: what the municipality has not delivered leaves its place to the next best."""
    texts, door, unit = look.texts, look.door, chosen.unit
    unit_id = unit["unit_id"]
    months = staff.months(door).head(1).to_dicts()
    others = (
        sentences.sickness(texts, staff.course(door, unit_id), months[0] if months else None),
        sentences.carried(texts, capital_carry_overs.years(door, unit_id), capital_carry_overs.municipality(door)),
    )
    found = [
        *sentences.money_figures(texts, unit, queries.course(door, chosen.cut, unit_id)),
        *filter(None, others),
        *sentences.other_money_figures(texts, unit),
    ]
    return tuple(found[:FIGURES])


def sections(look: Look, chosen: Chosen) -> tuple[Section, ...]:
    """What waits, the centre's focus areas where they are out, and what has changed since the person last looked."""
    texts = look.texts
    waits = texts.say("Waits for you") if is_own(look, chosen) else texts.say("What waits")
    if not chosen.is_known:
        unknown = texts.say("What waits is not known just now.")
        changed = texts.say("What has changed is not known just now.")
        return Section(waits, (), unknown), Section(texts.say("Since you last looked"), (), changed)
    areas = centre_areas(look, chosen.everything.said)
    entries = (
        *words.waiting(texts, chosen.waiting, chosen.today, is_own=is_own(look, chosen)),
        *my_centre_areas.waiting(look, areas),
        *my_centre_orders.waiting(look, chosen.everything.said.orders, chosen.unit["unit_id"], chosen.today),
    )
    reachable = tuple(entry if _goal(look, chosen, entry.id) else replace(entry, id="") for entry in entries)
    return (
        Section(waits, reachable, texts.say("Nothing waits.")),
        *my_centre_areas.section(look, areas),
        _changes(look, chosen),
    )


def notice(look: Look, chosen: Chosen) -> str:
    """What cannot be saved or read of the store just now; empty where all is well."""
    return store_words.banner(look.texts, chosen.store)


def act(look: Look, chosen: Chosen, done: Act) -> None:
    """A line that leads somewhere; everything else as on any page."""
    goal = _goal(look, chosen, done.get("go", ""))
    if goal:
        look.leave(*goal)
    elif "go" not in done:
        look.act(done)


def _goal(look: Look, chosen: Chosen, entry: str) -> tuple[access.Page, Address] | None:
    """The page that an entry is done on, and its address; None for a page that the person may not open."""
    what, _, number = entry.partition(":")
    here = replace(look.address.elsewhere(), unit_id=chosen.unit["unit_id"])
    goals: dict[str, tuple[access.Page, Address]] = {"deviations": ("budget_followup", here)}
    if what == "round" and number.isdigit() and int(number) < len(chosen.waiting.rounds):
        due = chosen.waiting.rounds[int(number)]
        goals["round"] = ("forecast_round", replace(here, round_name=due.round, year=due.fiscal_year))
    if what == my_centre_areas.GOAL:
        goals[what] = ("focus_areas", replace(here, span=number))
    if what == my_centre_orders.GOAL:
        goals[what] = ("data_orders", my_centre_orders.address(look, number))
    if what == "supervision" and chosen.waiting.supervisions:
        oldest = min(chosen.waiting.supervisions, key=lambda owed: owed.due_on)
        # Whoever answers for one unit gets its form at once.
        is_own = {owed.unit_id for owed in chosen.waiting.supervisions} == {chosen.unit["unit_id"]}
        form = sign_id(oldest) if is_own else None
        there = replace(here, fiscal_year=oldest.fiscal_year, period=oldest.period, entry=form)
        goals["supervision"] = ("supervision", there)
    goal = goals.get(what)
    return goal if goal and access.may_open(look.person, goal[0]) else None


def _changes(look: Look, chosen: Chosen) -> Section:
    """What reads otherwise than on the person's last day here."""
    texts = look.texts
    visit = decisions.last_visit(chosen.store, look.person.who, look.door.release.id)
    if visit is None:
        title = texts.say("Since you last looked")
        return Section(title, (), texts.say("From tomorrow on you see here what has changed since you looked."))
    title = texts.say("Since you looked on {day}", day=texts.long_day(clock.local(visit.at, texts.time_zone).date()))
    entries = (*_entered(look, chosen, visit), *_published(look, chosen, visit))
    return Section(title, entries, texts.say("Nothing has changed."))


def _entered(look: Look, chosen: Chosen, visit: Visit) -> Sequence[Entry]:
    texts = look.texts
    opened = [one for one in chosen.waiting.rounds if one.opens_on > visit.day]
    explained = chosen.everything.explained_since(chosen.unit["unit_id"], visit.at)
    told = texts.say_many("{count} deviation was explained.", "{count} deviations were explained.", explained)
    return (
        *(Entry(texts.say("{round} has opened.", round=one.round)) for one in opened),
        *([Entry(told)] if explained else []),
    )


def _published(look: Look, chosen: Chosen, visit: Visit) -> Sequence[Entry]:
    """The unit's figures in the release that the person saw then, against those of now."""
    if visit.release == look.door.release.id:
        return ()
    texts, unit_id = look.texts, chosen.unit["unit_id"]
    try:
        door = access.door_of(look.person, visit.release)
        newest = queries.periods(door).filter(pl.col("is_latest"))
        cut = Cut(newest["fiscal_year"][0], newest["period"][0]) if len(newest) else chosen.cut
        then = queries.unit(door, cut, unit_id)
        before = {row["unit_id"]: row for row in queries.children(door, cut, unit_id).iter_rows(named=True)}
    except DoorProblem:
        return (Entry(texts.say("The figures that you saw then are not kept any more.")),)
    if then is None:
        return (Entry(texts.say("The unit had no figures then.")),)
    below = [
        (row, before[row["unit_id"]])
        for row in queries.children(look.door, chosen.cut, unit_id).iter_rows(named=True)
        if row["unit_id"] in before
    ]
    return words.changes(texts, chosen.unit, then, below)

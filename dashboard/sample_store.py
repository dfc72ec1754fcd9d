"""A life for the demo: what the people of a made-up municipality have said, written as the pages would write it.

It is written into a store of its own and put into the municipality's in one transaction: a run that is killed leaves
nothing, and the next begins anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, FromClause, func, select

from dashboard.decisions import supervision as supervisions
from dashboard.decisions.data_orders import STEPS, stepped
from dashboard.decisions.explanation import explained, subjects
from dashboard.decisions.forecast_round import answers
from dashboard.decisions.supervision import Owed
from dashboard.decisions.supervision_signing import drawing
from dashboard.decisions.unit_forecast import Part, UnitForecast
from dashboard.people import People, UnitAnswer, read_people
from dashboard.queries import budget_followup
from dashboard.queries import supervision as supervision_queries
from dashboard.queries.budget_followup import Cut
from dashboard.sample_focus import acts_with_focus_areas
from dashboard.sample_rights import acts_with_rights
from dashboard.sample_use import use_before
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.at_hand import AtHand
from dashboard.store.atypical import DismissalWish, record_dismissal
from dashboard.store.backup import back_up, restore
from dashboard.store.data_orders import OrderWish, ask, record_order
from dashboard.store.database import engine_of, open_store
from dashboard.store.explanations import ExplanationWish, record_explanation
from dashboard.store.follow_ups import FollowUpWish, record_follow_up
from dashboard.store.forecast_rounds import EntryWish, Round, RoundWish, SignWish, record_entries, record_round
from dashboard.store.forecast_rounds import record_sign as sign_forecast
from dashboard.store.journal import Author
from dashboard.store.models import AuditEntry, Base
from dashboard.store.schema import bring_up_to_date
from dashboard.store.supervision import DrawnLine, MarkWish, record_marks, record_sample
from dashboard.store.supervision import SignWish as SupervisionSignWish
from dashboard.store.supervision import record_sign as sign_supervision
from dashboard.warehouse import Door, Scope, Warehouse
from pipelines.home import Demo, Forecasts, Home
from pipelines.problems import WrongUse
from pipelines.supervision_list import SupervisionList, read_supervision_list

THOUSAND = Decimal(1_000)


class HasWords(WrongUse):
    """People have entered something in the store already."""


def fill_sample_store(home: Home) -> int:
    """Write what the municipality's people have said into its store, all of it or nothing; the number of rows.

    What the program has written into its own log, such as that a release was published, stays and goes before it.
    Raises WrongUse where the municipality is not a made-up one, HasWords where people have entered anything,
    DoorProblem before there is a release, Problem where the store refuses.
    """
    demo = home.municipality.demo
    if demo is None:
        raise WrongUse(
            "only a made-up municipality has people who can be made up",
            where=str(home.settings_file),
            remedy="this is for the demo alone: run script/demo",
        )
    store = open_store(home)
    if _rows(store, apart_from=AuditEntry.__table__):
        raise HasWords(
            "people have entered something already",
            where=store.url.render_as_string(),
            remedy="nothing was written; take a new home for a new demo",
        )
    with tempfile.TemporaryDirectory(prefix="pejling-") as folder:
        draft, before, whole = (Path(folder) / name for name in ("draft.db", "before.zip", "whole.zip"))
        engine = engine_of(URL.create("sqlite", database=str(draft)))
        try:
            bring_up_to_date(engine, draft.with_suffix(".lock"))
            back_up(store, before)
            restore(engine, before, is_replacing=True)
            _live(home, demo, engine)
            back_up(engine, whole)
        finally:
            engine.dispose()
        restore(store, whole, is_replacing=True)
    return _rows(store)


def _live(home: Home, demo: Demo, store: Engine) -> None:
    warehouse, people = Warehouse(home.releases), read_people(home.people)
    try:
        door = warehouse.door(Scope((WHOLE_MUNICIPALITY,)))
        newest = budget_followup.periods(door).filter(is_latest=True)
        if newest.is_empty():
            raise WrongUse("there is no month with postings", where=door.release.id, remedy="deliver the sample first")
        life = _Life(store, door, people, *newest.select("fiscal_year", "period", "last_day").row(0))
        life.forecast_round()
        life.explain()
        rules = read_supervision_list(home.supervision_list)
        life.supervise(rules, life.last_day + timedelta(days=demo.days_after_data))
        life.look_into()
        life.order_data()
        life.areas_and_rights()
        life.use_until(demo.days_after_data)
    finally:
        warehouse.close()


def _rows(store: Engine, *, apart_from: FromClause | None = None) -> int:
    tables = [table for table in Base.metadata.sorted_tables if table is not apart_from]
    with store.connect() as connection:
        counts = (select(func.count()).select_from(table) for table in tables)
        return sum(int(connection.scalar(count) or 0) for count in counts)


@dataclass(frozen=True)
class _Life:
    """Where and when it happens: `last_day` is day 0."""

    store: Engine
    door: Door
    people: People
    fiscal_year: int
    period: int
    last_day: date

    def forecast_round(self) -> None:
        """An open round: who answered what, who is ready, approved, sent back or silent."""
        life = self.people.round
        wish = RoundWish(
            fiscal_year=self.fiscal_year, round=life.name, round_date=self.last_day, opens_on=self._day(life.opens),
            closes_on=self._day(life.closes), state="open",
        )  # fmt: skip
        finance = self._author("controller")
        opened = record_round(self.store, wish, finance, seen_version=0, now=self._at(life.opens))
        round_ = answers(self.door, AtHand("", self.store, None), opened)
        own = {unit.unit: unit for unit in life.units}
        for number, unit in enumerate(round_.units if round_ else ()):
            if not unit.is_owed:
                continue
            is_approved = bool(set(life.approved_below) & set(unit.path))
            other = UnitAnswer(unit=unit.unit_id, state="approved" if is_approved else "ready", day=life.day)
            self._answer(opened, unit, own.get(unit.unit_id, other), number)

    def _answer(self, round_: Round, unit: UnitForecast, said: UnitAnswer, number: int) -> None:
        if said.state is None:
            return
        head = self._author("institution_head", unit.unit_id)
        wishes = [(self._wish(round_, unit, part, said, number), 0) for part in unit.parts]
        moment = self._at(said.day, minutes=7 * (number % 60))
        record_entries(self.store, wishes, head, now=moment)
        sign = SignWish(fiscal_year=round_.fiscal_year, round=round_.round, unit_id=unit.given_for or "", state="draft")
        if said.state == "draft":
            return
        sign_forecast(self.store, replace(sign, state="ready"), head, seen_version=0, now=moment)
        if said.state != "ready":
            above = self._author("centre_manager", unit.figures["centre_id"] or WHOLE_MUNICIPALITY)
            after = self._at(max(said.day + 1, self.people.round.approved_day if not said.words else 0), hour=13)
            judged = replace(sign, state=said.state, words=said.words)
            sign_forecast(self.store, judged, above, seen_version=1, now=after)

    def _wish(self, round_: Round, unit: UnitForecast, part: Part, said: UnitAnswer, number: int) -> EntryWish:
        proposals = (part.statistical_dkk, part.run_rate_dkk, part.last_round_dkk, part.revised_dkk)
        proposed = next(amount for amount in proposals if amount is not None)
        wish = EntryWish(
            fiscal_year=round_.fiscal_year, round=round_.round, unit_id=unit.given_for or "",
            account_group=part.account_group, comment=said.comments.get(part.account_group, ""),
            amount_dkk=said.amounts.get(part.account_group, round(proposed / THOUSAND) * THOUSAND),
            run_rate_dkk=part.run_rate_dkk, statistical_dkk=part.statistical_dkk, last_round_dkk=part.last_round_dkk,
            revised_dkk=part.revised_dkk,
        )  # fmt: skip
        usual = self.people.round.words.get(part.account_group) or ("",)
        return replace(wish, comment=usual[number % len(usual)]) if wish.lacks_words(Forecasts()) else wish

    def explain(self) -> None:
        """Explanations, each with the variances that were looked at, and what came of some."""
        for said in self.people.explanations:
            cut = Cut(self.fiscal_year, self.period - said.months_back)
            found = explained(self.door, AtHand("", self.store, None), cut)
            subject = next(
                one for one in subjects(self.door, found, said.unit) if one.account_group == said.account_group
            )
            wish = ExplanationWish(
                fiscal_year=cut.fiscal_year, period=cut.period, unit_id=said.unit, account_group=said.account_group,
                cause=said.cause, words=said.words, action=said.action, responsible=said.responsible,
                deadline=None if said.deadline is None else self._day(said.deadline),
                forecast_variance_dkk=subject.forecast_variance_dkk, variance_to_date_dkk=subject.variance_to_date_dkk,
            )  # fmt: skip
            head = self._author("institution_head", said.unit)
            record_explanation(self.store, wish, head, seen_version=0, now=self._at(said.day))
            if said.outcome:
                after = replace(wish, outcome=said.outcome, is_done=said.is_done)
                record_explanation(self.store, after, head, seen_version=1, now=self._at(said.outcome_day))

    def supervise(self, rules: SupervisionList, today: date) -> None:
        """The supervisions of the institutions: signed with a drawn sample, or missing."""
        life, store = self.people.supervision, AtHand("", self.store, None)
        owed = supervisions.owed_until(self.door, store, rules, self.fiscal_year, self.period, today)
        for number, one in enumerate(one for one in owed if one.unit["unit_kind"] == "institution"):
            if one.period == self.period - 1 and one.unit_id not in life.missing:
                self._sign(one, self._at(life.day, minutes=3 * (number % 90)), {})
            elif one.period == self.period and one.unit_id in life.signed:
                marks = {mark.number: (mark.mark, mark.words) for mark in life.marks if mark.unit == one.unit_id}
                self._sign(one, self._at(life.signed_day, minutes=3 * (number % 90)), marks)

    def _sign(self, owed: Owed, moment: datetime, marks: Mapping[int, tuple[Any, str]]) -> None:
        head, drawn = self._author("institution_head", owed.unit_id), drawing(self.door, owed)
        sample = record_sample(self.store, drawn, head, seen_version=0, now=moment)
        key: dict[str, Any] = {"fiscal_year": owed.fiscal_year, "period": owed.period, "unit_id": owed.unit_id}
        wishes = [(_mark(line, key, sample.version, *marks.get(number, ("seen", ""))), 0)
                  for number, line in enumerate(sample.lines, start=1)]  # fmt: skip
        if wishes:
            record_marks(self.store, wishes, head, now=moment + timedelta(minutes=20))
        answered = SupervisionSignWish(**key, answers={item.name: "yes" for item in owed.checklist.items})
        sign_supervision(self.store, answered, head, seen_version=0, now=moment + timedelta(minutes=25))

    def look_into(self) -> None:
        """What finance has set aside, and what it looks into."""
        finance = self._author("controller")
        for said in self.people.dismissals:
            for posting in self._postings(said.voucher):
                wish = DismissalWish(
                    delivery_id=posting["delivery_id"], file=posting["file"], line=posting["line"], rule=said.rule,
                    reason=said.reason,
                )  # fmt: skip
                record_dismissal(self.store, wish, finance, seen_version=0, now=self._at(said.day))
        for one in self.people.follow_ups:
            follow = FollowUpWish(
                fiscal_year=self.fiscal_year, period=self.period, unit_id=one.unit, why=one.why, who=one.who,
                due_on=self._day(one.due),
            )  # fmt: skip
            record_follow_up(self.store, follow, finance, seen_version=0, now=self._at(one.day))

    def order_data(self) -> None:
        """Orders for data, each step as its page takes it: those who asked, and the data unit."""
        for said in self.people.data_orders:
            wish = OrderWish(
                title=said.title, unit_id=said.unit, asked_by=said.asked_by, purpose=said.purpose,
                decision=said.decision, needed_by=self._day(said.needed_by), owner=said.owner, validator=said.validator,
            )  # fmt: skip
            asker = self._author(said.role, "" if said.unit == WHOLE_MUNICIPALITY else said.unit)
            order = ask(self.store, wish, asker, now=self._at(said.day))
            for step in said.steps:
                author = asker if STEPS[step.act].by == "asker" else self._author("data_unit")
                after = stepped(
                    order, STEPS[step.act], {name: text for name, text in step.model_dump().items() if text}
                )
                order = record_order(self.store, order, after, author, now=self._at(step.day, hour=10))

    def use_until(self, day: int) -> None:
        """Which pages and packs were used in the quarters that are over on a day."""
        use_before(self.store, self.door, Cut(self.fiscal_year, self.period), self.people.use, self._at(day))

    def areas_and_rights(self) -> None:
        """Focus areas that come out, logins, and rights that are given: as they came, since the log tells of them."""
        acts = list(
            acts_with_rights(self.store, self.people.rights, self._day, self._at, self._author("administrator"))
        )
        if self.people.focus:
            acts += acts_with_focus_areas(self.store, self.door, self.people.focus, self._at, self._author)
        for _, act in sorted(acts, key=lambda act: act[0]):
            act()

    def _postings(self, voucher: str) -> Iterable[Mapping[str, Any]]:
        units = supervision_queries.units(self.door, self.fiscal_year, self.period)
        leaves = tuple(units.filter(is_leaf=True)["unit_id"])
        rows = supervision_queries.atypical(self.door, leaves, self.fiscal_year, 1, self.period)
        return rows.filter(voucher=voucher).to_dicts()

    def _author(self, role: str, unit_id: str = "") -> Author:
        return Author(f"{role}:{unit_id}" if unit_id else role, role, self.door.release.id)

    def _day(self, days: int) -> date:
        return self.last_day + timedelta(days=days)

    def _at(self, days: int, *, hour: int = 8, minutes: int = 0) -> datetime:
        return datetime.combine(self._day(days), time(hour), UTC) + timedelta(minutes=minutes)


def _mark(line: DrawnLine, key: Mapping[str, Any], version: int, mark: Any, words: str) -> MarkWish:
    return MarkWish(**key, **line.posting._asdict(), sample_version=version, mark=mark, words=words)

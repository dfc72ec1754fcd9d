"""What the page on supervision is drawn from: unit and period of the address, who owes what, and what is atypical."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl

from dashboard import access, downloads
from dashboard.addresses import EVERY, Address
from dashboard.components.browser import Act
from dashboard.components.choices import Field
from dashboard.components.headline import KeyFigure, Note, Sentence
from dashboard.components.masthead import Choice
from dashboard.decisions import supervision as decisions
from dashboard.decisions.supervision import Atypical, Coverage, Owed, Risk
from dashboard.looks.filters import unit_field
from dashboard.looks.look import Look
from dashboard.queries import budget_followup
from dashboard.queries import supervision as queries
from dashboard.sentences import store_words
from dashboard.sentences import supervision as sentences
from dashboard.store.at_hand import AtHand, at_hand

PAGE: access.Page = "supervision"
_ENTRIES = ("sign:", "posting:", "follow:")


@dataclass(frozen=True)
class Chosen:
    """The unit and the period that the page is about, and what stands of them. `late`: what is overdue by now."""

    unit: dict[str, Any]
    units: pl.DataFrame
    periods: pl.DataFrame
    fiscal_year: int
    period: int
    today: date
    store: AtHand
    has_lists: bool
    owed: list[Owed]
    atypical: list[Atypical]
    risks: list[Risk]
    may_change: bool
    role: str

    @property
    def is_known(self) -> bool:
        """Whether what people have signed, set aside and picked could be read."""
        return self.store.engine is not None

    @property
    def unit_id(self) -> str:
        return str(self.unit["unit_id"])

    @property
    def now(self) -> list[Owed]:
        """What is owed for the period."""
        return [one for one in self.year if one.period == self.period]

    @property
    def year(self) -> list[Owed]:
        return [one for one in self.owed if one.fiscal_year == self.fiscal_year]

    @property
    def late(self) -> list[Owed]:
        """What is overdue, that of earlier years too."""
        return [one for one in self.owed if one.days_late(self.today)]

    @property
    def picks_units(self) -> bool:
        """Whether the reader looks for units to look into; who leads one unit alone is told when somebody does."""
        return self.role != "institution_head" or any(one.follow_up for one in self.risks)

    @property
    def counted(self) -> tuple[Coverage, Coverage]:
        """Coverage of the period, and of the year so far."""
        return decisions.coverage(self.now, self.today), decisions.coverage(self.year, self.today)

    @property
    def last_month(self) -> int:
        """Until when postings are looked at: December has the closing entries."""
        return 13 if self.period == 12 else self.period

    @property
    def unit_names(self) -> dict[str, str]:
        return dict(zip(self.units["unit_id"], self.units["unit_name"], strict=True))


def read_choice(look: Look) -> Chosen | None:
    """What the address asks for where it is there to be seen, else the newest period and the person's own unit."""
    door, address = look.door, look.address
    periods = budget_followup.periods(door).filter(pl.col("is_posted") & (pl.col("period") <= 12))
    known: list[tuple[int, int]] = list(periods.select("fiscal_year", "period").iter_rows())
    latest: list[tuple[int, int]] = list(periods.filter("is_latest").select("fiscal_year", "period").iter_rows())
    wanted = [one for one in known if one == (address.fiscal_year, address.period)]
    for year, period in (*wanted, *latest, *known):
        units = queries.units(door, year, period)
        for unit_id in filter(None, (address.unit_id, *look.person.units, *units["unit_id"].head(1))):
            unit = units.filter(unit_id=unit_id)
            if len(unit):
                return _chosen(look, unit.row(0, named=True), units, periods, year, period)
    return None


def _chosen(
    look: Look, unit: dict[str, Any], units: pl.DataFrame, periods: pl.DataFrame, year: int, period: int
) -> Chosen:
    door, store, rules = look.door, at_hand(), decisions.own_list()
    today = decisions.today(door)
    owed = decisions.below(decisions.owed_until(door, store, rules, year, period, today), unit["unit_id"])
    below = units.filter(pl.col("unit_path").list.contains(unit["unit_id"]))
    leaves = tuple(below.filter(pl.col("is_leaf"))["unit_id"])
    atypical = decisions.atypical_postings(door, store, leaves, year, 13 if period == 12 else period)
    risks = decisions.risks(store, below.iter_rows(named=True), atypical, owed, year, today)
    may_change = access.may(look.person, "follow_supervision")
    return Chosen(
        unit, units, periods, year, period, today, store, bool(rules.lists), owed, atypical, risks, may_change,
        look.person.role,
    )  # fmt: skip


def sentence(look: Look, chosen: Chosen) -> Sentence:
    """Whether the period's supervisions are signed, where that is known."""
    texts, month = look.texts, look.texts.month(chosen.fiscal_year, chosen.period)
    if not chosen.is_known:
        return sentences.not_known(texts, month)
    return sentences.sentence(texts, chosen.now, chosen.late, month, chosen.today)


def key_figures(look: Look, chosen: Chosen) -> tuple[KeyFigure, ...]:
    """Coverage, what is overdue, atypical and looked into; without the store what the release alone can tell."""
    if not chosen.is_known:
        return sentences.key_figures_of_release(look.texts, chosen.atypical)
    risks, today = chosen.risks, chosen.today
    return sentences.key_figures(look.texts, *chosen.counted, chosen.late, chosen.atypical, risks, today)


def fields(look: Look, chosen: Chosen) -> list[Field]:
    """Unit and period."""
    texts = look.texts
    periods = tuple(
        Choice(f"{year}-{period:02d}", texts.month(year, period))
        for year, period in chosen.periods.select("fiscal_year", "period").iter_rows()
    )
    now = f"{chosen.fiscal_year}-{chosen.period:02d}"
    return [unit_field(texts, chosen.units, chosen.unit_id), Field("period", texts.say("Period"), periods, now)]


def shown_address(look: Look, chosen: Chosen, entry: object) -> Address:
    """The address without what is not there to be seen; `entry` None: what it asks to open is not."""
    address = look.address
    if address.period and (address.fiscal_year, address.period) != (chosen.fiscal_year, chosen.period):
        address = replace(address, fiscal_year=None, period=None)
    if address.unit_id not in (None, chosen.unit_id):
        address = replace(address, unit_id=None, opened=())
    return address if entry else replace(address, entry=None)


def notices(look: Look, chosen: Chosen) -> tuple[Note, ...]:
    """Why nothing can be saved now, and that nobody has written what is owed."""
    texts = look.texts
    banner = store_words.banner(texts, chosen.store)
    told = [Note(banner, "over", "bad")] if banner else []
    if chosen.has_lists:
        return tuple(told)
    none = texts.say(
        "Nobody has written what the leaders answer for: supervision.toml names no list, so no supervision is owed."
    )
    if not decisions.is_own_list_understood():
        none = texts.say(
            "What the leaders answer for cannot be read: there is a fault in supervision.toml, so no supervision is "
            "owed until it is mended. `pejling update` says where it is."
        )
    return (*told, Note(none, "watch", "watch"))


def opened(look: Look) -> frozenset[str]:
    """The centres whose units are shown."""
    return frozenset(row.unit_id for row in look.address.opened if row.account is None)


def workbook(look: Look, chosen: Chosen, kind: str) -> str:
    """The address of a file of what the page shows."""
    return downloads.link(
        look.person,
        look.door,
        kind,
        look.texts.language,
        unit=chosen.unit_id,
        fiscal_year=chosen.fiscal_year,
        period=chosen.period,
    )


def act(look: Look, done: Act) -> None:
    """What is opened for writing or closed is a step in the address; everything else as on any page."""
    match done:
        case {"at": row} if str(row).startswith(_ENTRIES):
            look.act({"choose": urlencode({"entry": row})})
        case {"close": _}:
            look.act({"choose": urlencode({"entry": EVERY})})
        case _:
            look.act(done)

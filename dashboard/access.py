"""Who is asking, and what they may see: the one place that turns a session into a scope.

The demo lets anybody be one of a few made-up people, and therefore exists only where its setting is on and the server
listens to this computer alone. Everywhere else people log in, and their rights are asked of the store on every rerun.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from dashboard import rules
from dashboard.calendar_day import DEMO_SETTING
from dashboard.login.people import login_settings, people_of_browser
from dashboard.login.settings import FILE_NAME
from dashboard.person import Person
from dashboard.queries import budget_followup, capital_projects, staff
from dashboard.queries.budget_followup import Cut
from dashboard.roles import Role
from dashboard.rules import Action, Kind
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.warehouse import Door, Scope, Warehouse, open_warehouse
from pipelines.problems import Problem, WrongUse

Page = Literal[
    "my_centre",
    "focus_areas",
    "focus_packs",
    "budget_followup",
    "capital_projects",
    "capital_carry_overs",
    "carry_over_case",
    "forecast_accuracy",
    "forecast_round",
    "savings",
    "targets",
    "staff",
    "purchases",
    "supervision",
    "data_quality",
    "catalogue",
    "data_orders",
    "use",
    "rights",
    "audit_log",
]

PAGES: tuple[Page, ...] = get_args(Page)
PERSON_PARAMETER = "person"  # in the address, in the demo only
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


CannotBeAsked = Problem
"""What it raises where the store is gone: who looks is not known, and nobody is refused."""


@dataclass(frozen=True)
class Looking:
    """As whom somebody may look, and as whom they do."""

    people: tuple[Person, ...]
    person: Person

    def as_seen_by(self, wanted: str | None) -> Looking:
        """As the one with the key `wanted`, where they may; else as before."""
        return replace(self, person=next((one for one in self.people if one.key == wanted), self.person))


def is_demo() -> bool:
    """Whether people may choose who they are: the setting is on, and nobody but this computer can reach the server."""
    import streamlit as st  # noqa: PLC0415 -- packs and letters know what a role is, and no screen

    return os.environ.get(DEMO_SETTING) == "1" and st.get_option("server.address") in LOOPBACK


def person_of_session(wanted: str | None = None) -> Person:
    """Who looks at the page, asked on every rerun. See `person_of`."""
    return person_of(_cookies(), wanted)


def looking_in_session(wanted: str | None = None) -> Looking:
    """Who looks at the page and as whom they may, by one question of the store. Raises as `person_of`."""
    return looking_of(_cookies(), wanted)


def _cookies() -> Mapping[str, str]:
    import streamlit as st  # noqa: PLC0415 -- see is_demo

    return st.context.cookies.to_dict()


def person_of(cookies: Mapping[str, str], wanted: str | None = None) -> Person:
    """Who a browser with these cookies stands for, in the role `wanted` where they have it, else in their widest.

    In the demo the made-up one `wanted`, else a manager for whom every page has something to show. Raises NotLoggedIn,
    NoRights; WrongUse where there is neither login nor demo; DoorProblem while nothing is published; Problem where the
    store is gone.
    """
    return looking_of(cookies, wanted).person


def people_of(cookies: Mapping[str, str]) -> tuple[Person, ...]:
    """As whom a browser with these cookies may look: each role of who logged in; in the demo everybody.

    Raises as `person_of`.
    """
    return looking_of(cookies, None).people


def looking_of(cookies: Mapping[str, str], wanted: str | None) -> Looking:
    """As whom a browser with these cookies may look, and does. Raises as `person_of`."""
    if is_demo():
        return _demo_cast(open_warehouse()).as_seen_by(wanted)
    settings = login_settings()
    if settings is None:
        raise WrongUse("nobody can log in", where=FILE_NAME, remedy="write how people log in, or start the demo")
    people = people_of_browser(settings, cookies)
    return Looking(people, people[0]).as_seen_by(wanted)


def demo_people(warehouse: Warehouse) -> tuple[Person, ...]:
    """Each centre's manager, one institution's head, and one of each role that sees the whole. Raises DoorProblem.

    The institution is of those that employ somebody (of all, where none does) the one with most to explain.
    """
    return _demo_cast(warehouse).people


def _demo_cast(warehouse: Warehouse) -> Looking:
    """Whoever there is; as long as nobody is chosen, a manager for whom every page has something to show.

    Of the centres with capital projects (of all, where none has any) it is the one with most to explain.
    """
    door = warehouse.door(Scope((WHOLE_MUNICIPALITY,)))
    units = _units_today(door)
    centres = [unit for unit in units if unit["unit_kind"] == "centre"]
    institutions = [unit for unit in units if unit["unit_kind"] == "institution"]
    employing = set(staff.employing_today(door)["unit_id"])
    led = [unit for unit in institutions if unit["unit_id"] in employing] or institutions
    managers = {unit["unit_id"]: _person("centre_manager", unit) for unit in centres}
    heads = [_person("institution_head", unit) for unit in _most_to_explain(led)]
    controller = Person("controller", "controller", (WHOLE_MUNICIPALITY,), door.release.municipality)
    director = Person("director", "director", (WHOLE_MUNICIPALITY,), door.release.municipality)
    data_unit = Person("data_unit", "data_unit", (WHOLE_MUNICIPALITY,), door.release.municipality)
    analyst = Person("analyst", "analyst", (WHOLE_MUNICIPALITY,), door.release.municipality)
    administrator = Person("administrator", "administrator", (WHOLE_MUNICIPALITY,), door.release.municipality)
    building = set(capital_projects.totals(door)["unit_id"])
    shown_first = [unit for unit in centres if unit["unit_id"] in building] or centres
    first = next((managers[unit["unit_id"]] for unit in _most_to_explain(shown_first)), controller)
    return Looking((*managers.values(), *heads, controller, director, data_unit, analyst, administrator), first)


def door_of(person: Person, release: str | None = None) -> Door:
    """The person's way in to the release that is served now, or to an earlier one that is named."""
    return open_warehouse().door(person.scope, release)


def may_open(person: Person, page: Page) -> bool:
    return _allows(person, "page", page)


def may_take(person: Person, file: str) -> bool:
    """Whether the person may take that kind of file home."""
    return _allows(person, "file", file)


def may(person: Person, action: Action) -> bool:
    """Whether what the person does is kept; asked when a form is drawn, and again when it is saved."""
    return _allows(person, "action", action)


def _allows(person: Person, kind: Kind, thing: str) -> bool:
    is_wide_enough = person.sees_everything or not rules.needs_the_whole(person.role, kind, thing)
    return is_wide_enough and rules.may(person.role, kind, thing)


def _person(role: Role, unit: Mapping[str, Any]) -> Person:
    return Person(f"{role}:{unit['unit_id']}", role, (unit["unit_id"],), unit["unit_name"])


def _most_to_explain(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The one unit whose forecast is furthest above its budget; a demo that opens on it has something to show."""
    return sorted(units, key=lambda unit: -(unit["forecast_variance_dkk"] or 0))[:1]


def _units_today(door: Door) -> list[dict[str, Any]]:
    """The follow-up of every unit in the newest period, in the order of the organisation; none before the first."""
    periods = budget_followup.periods(door)
    newest = periods.filter(periods["is_latest"]).head(1)
    if newest.is_empty():
        return []
    cut = Cut(newest["fiscal_year"][0], newest["period"][0])
    known = budget_followup.units(door, cut)["unit_id"].to_list()
    return budget_followup.rows_of(door, cut, tuple(known)).to_dicts()

"""Who is asking, and what they may see: the one place that turns a session into a scope.

There is no login yet. The demo lets anybody be one of a few made-up people, and therefore exists only where its setting
is on and the server listens to this computer alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dashboard.calendar_day import DEMO_SETTING
from dashboard.queries import budget_followup, capital_projects, staff
from dashboard.queries.budget_followup import Cut
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.warehouse import Door, Scope, Warehouse, open_warehouse
from pipelines.problems import WrongUse

Role = Literal["centre_manager", "institution_head", "controller", "director", "data_unit"]
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
]

PERSON_PARAMETER = "person"  # in the address, in the demo only
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

EVERYBODY: frozenset[Role] = frozenset(get_args(Role))
# Which role may open which page. What they find there is cut to their units by the door.
RIGHTS: Mapping[Page, frozenset[Role]] = {
    "my_centre": EVERYBODY,
    "focus_areas": EVERYBODY,
    "focus_packs": EVERYBODY,
    "budget_followup": EVERYBODY,
    "capital_projects": EVERYBODY,
    "capital_carry_overs": EVERYBODY,
    "carry_over_case": EVERYBODY,
    "forecast_accuracy": EVERYBODY,
    "forecast_round": EVERYBODY,
    "savings": EVERYBODY,
    "targets": EVERYBODY,
    "staff": EVERYBODY,
    "purchases": EVERYBODY,
    "supervision": EVERYBODY,
    "data_quality": EVERYBODY,
    "catalogue": EVERYBODY,
    "data_orders": EVERYBODY,
    "use": frozenset({"controller", "data_unit", "director"}),
}
# Which role may change what a page shows. Others see that it was changed, by which role and why.
CHANGES: Mapping[Page, frozenset[Role]] = {
    "budget_followup": frozenset({"institution_head", "centre_manager", "controller"}),
    "carry_over_case": frozenset({"controller"}),
    "data_orders": frozenset({"data_unit"}),  # agrees, delivers, refuses; everybody asks and closes their own
    "focus_areas": frozenset({"data_unit"}),
    "focus_packs": frozenset({"data_unit"}),
    "forecast_round": frozenset({"institution_head", "centre_manager", "controller"}),
    "supervision": frozenset({"controller"}),
}
# Who signs the supervision of the units that they see.
SIGNS: frozenset[Role] = frozenset({"centre_manager", "institution_head"})
# Of a centre that they see whole: who says that its focus areas are true, and who decides what is done about them.
VALIDATES: frozenset[Role] = frozenset({"centre_manager", "controller"})
DECIDES: frozenset[Role] = frozenset({"centre_manager"})
# Whose orders for data one sees beside one's own: those of every unit that one sees.
SEES_ORDERS: frozenset[Role] = frozenset({"centre_manager", "controller", "data_unit"})


@dataclass(frozen=True)
class Person:
    """Someone who looks: `key` names them in an address, `units` are those that they see with all below."""

    key: str
    role: Role
    units: tuple[str, ...]
    unit_name: str

    @property
    def scope(self) -> Scope:
        return Scope.of(self.units)

    @property
    def sees_everything(self) -> bool:
        return self.scope.is_whole_municipality


def is_demo() -> bool:
    """Whether people may choose who they are: the setting is on, and nobody but this computer can reach the server."""
    import streamlit as st  # noqa: PLC0415 -- packs and letters know what a role is, and no screen

    return os.environ.get(DEMO_SETTING) == "1" and st.get_option("server.address") in LOOPBACK


def person_of_session(wanted: str | None = None) -> Person:
    """Who looks at the page, asked on every rerun. In the demo the one `wanted`; see `demo_person` for an unknown one.

    Raises WrongUse where there is neither login nor demo, DoorProblem while nothing is published.
    """
    if not is_demo():
        raise WrongUse("nobody can log in yet", where="access", remedy="start the demo on this computer")
    return demo_person(open_warehouse(), wanted)


def demo_person(warehouse: Warehouse, wanted: str | None) -> Person:
    """The made-up person with the key `wanted`; else a manager for whom every page has something to show.

    Of the centres with capital projects (of all, where none has any) it is the one with most to explain.
    """
    cast = _demo_cast(warehouse)
    return next((person for person in cast.people if person.key == wanted), cast.first)


def demo_people(warehouse: Warehouse) -> tuple[Person, ...]:
    """Each centre's manager, one institution's head, a controller, the director, the data unit. Raises DoorProblem.

    The institution is of those that employ somebody (of all, where none does) the one with most to explain.
    """
    return _demo_cast(warehouse).people


@dataclass(frozen=True)
class _Cast:
    people: tuple[Person, ...]
    first: Person


def _demo_cast(warehouse: Warehouse) -> _Cast:
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
    building = set(capital_projects.totals(door)["unit_id"])
    shown_first = [unit for unit in centres if unit["unit_id"] in building] or centres
    first = next((managers[unit["unit_id"]] for unit in _most_to_explain(shown_first)), controller)
    return _Cast((*managers.values(), *heads, controller, director, data_unit), first)


def door_of(person: Person, release: str | None = None) -> Door:
    """The person's way in to the release that is served now, or to an earlier one that is named."""
    return open_warehouse().door(person.scope, release)


def may_open(person: Person, page: Page) -> bool:
    return person.role in RIGHTS[page]


def may_change(person: Person, page: Page) -> bool:
    """Whether what the person enters on the page is kept."""
    return person.role in CHANGES.get(page, frozenset())


def may_sign(person: Person) -> bool:
    """Whether the person signs the supervision of the units that they see."""
    return person.role in SIGNS


def may_validate(person: Person) -> bool:
    """Whether the person says that the focus areas of a centre that they see whole are true, before they come out."""
    return person.role in VALIDATES


def may_decide(person: Person) -> bool:
    """Whether the person decides what is done about the focus areas of their centre."""
    return person.role in DECIDES


def sees_orders(person: Person) -> bool:
    """Whether the person sees what others have ordered for the units that they see."""
    return person.role in SEES_ORDERS


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

"""Those as whom a browser may look: its session in the store, and the rights of who logged in, asked every time.

Somebody has one role at a time. Rights of one role for several units are one; a role that somebody has for another's
sake, for a while, is one of its own. So what a role may do is never mixed with what another role may see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from dashboard import clock
from dashboard.login.browser_key import key_of
from dashboard.login.settings import FILE_NAME, LoginSettings, read_login
from dashboard.person import Person
from dashboard.queries import budget_followup
from dashboard.queries.budget_followup import Cut
from dashboard.roles import ROLES, Role
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.at_hand import at_hand
from dashboard.store.grants import Grant, grants_of
from dashboard.store.sessions import Session, session_of
from dashboard.warehouse import Door, Scope, open_warehouse
from pipelines.home import open_home
from pipelines.problems import Problem


class NotLoggedIn(Exception):
    """The browser has no session, or it has ended."""


class NoRights(Exception):
    """Somebody has logged in who has no right today."""

    def __init__(self, name: str, contact: str) -> None:
        self.name, self.contact = name, contact
        super().__init__("no right today")


def login_settings() -> LoginSettings | None:
    """How people log in to this installation; None where nobody can. Raises WrongUse."""
    return _settings_at(open_home().settings_file.with_name(FILE_NAME))


def session_of_browser(settings: LoginSettings, cookies: Mapping[str, str], *, is_there: bool = True) -> Session:
    """The login that the browser's cookie stands for; see `session_of` for `is_there`.

    Raises NotLoggedIn, Problem where the store cannot be asked.
    """
    at, key = at_hand(), key_of(settings, cookies)
    if at.engine is None:
        raise Problem("who is logged in cannot be asked right now", where="store", remedy="try again in a moment")
    session = session_of(at.engine, key, settings.limits, is_there=is_there) if key else None
    if session is None:
        raise NotLoggedIn
    return session


def people_of_browser(settings: LoginSettings, cookies: Mapping[str, str]) -> tuple[Person, ...]:
    """As whom the browser may look, the widest role first. Raises NotLoggedIn, NoRights, Problem."""
    session = session_of_browser(settings, cookies)
    door = open_warehouse().door(Scope((WHOLE_MUNICIPALITY,)))
    engine = at_hand().engine
    grants = grants_of(engine, session.identity, clock.today(door.release.time_zone)) if engine else []
    people = tuple(_people(session, grants, door))
    if not people:
        raise NoRights(session.name, settings.contact)
    return people


def _people(session: Session, grants: Iterable[Grant], door: Door) -> Iterable[Person]:
    held: dict[tuple[Role, str], set[str]] = {}
    # A login of before the program was changed can give a role that there is no more.
    for claimed in (one for one in session.roles if one.role in ROLES):
        held.setdefault((claimed.role, ""), set()).add(claimed.unit_id)
    for grant in grants:
        held.setdefault((grant.role, grant.deputy_for), set()).add(grant.unit_id)
    names = _unit_names(door)
    for (role, deputy_for), units in sorted(held.items(), key=_widest):
        shown = tuple(sorted(units))
        yield Person(
            # Whoever else somebody stands in for, an address goes on naming this one.
            key=f"{role}-{hashlib.sha256(deputy_for.encode()).hexdigest()[:8]}" if deputy_for else role,
            role=role,
            units=shown,
            unit_name=" · ".join(names.get(unit, unit) for unit in shown[:3]) + (" …" if len(shown) > 3 else ""),
            subject=session.identity.subject,
            name=session.name,
            is_deputy=bool(deputy_for),
        )


def _widest(held: tuple[tuple[Role, str], set[str]]) -> tuple[bool, bool, int, str]:
    (role, deputy_for), units = held
    return bool(deputy_for), WHOLE_MUNICIPALITY not in units, ROLES.index(role), deputy_for


def _unit_names(door: Door) -> dict[str, str]:
    # Asked at every drawing: a few rows are looked through sooner than a query of them is planned.
    newest = next((row for row in budget_followup.periods(door).iter_rows(named=True) if row["is_latest"]), None)
    if newest is None:
        return {}
    units = budget_followup.units(door, Cut(newest["fiscal_year"], newest["period"]))
    return {
        **dict(zip(units["unit_id"], units["unit_name"], strict=True)),
        WHOLE_MUNICIPALITY: door.release.municipality,
    }


@lru_cache(maxsize=4)
def _settings_at(path: Path) -> LoginSettings | None:
    return read_login(path)

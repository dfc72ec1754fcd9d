"""Who may see what, as it stands on a day: rights with who has them and since when, and who asks for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from dashboard.login.people import login_settings
from dashboard.login.settings import GroupRule
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.grants import Grant, Identity
from dashboard.store.sessions import ClaimedRole, Known

Standing = Literal["held", "coming", "ended", "taken"]
ORDER: tuple[Standing, ...] = ("held", "coming", "ended", "taken")
DEMO_ISSUER = "demo"
_SOON = timedelta(days=30)
_NAMED_BY_ADDRESS = ("email", "upn", "preferred_username")


@dataclass(frozen=True)
class Held:
    """A right with whose it is: `name` as the login knows them, the identity where they have never logged in."""

    grant: Grant
    name: str
    email: str
    unit_name: str
    standing: Standing

    @property
    def is_own(self) -> bool:
        """Whether whoever has it gave it to themself."""
        return self.grant.subject == self.grant.person

    def ends_soon(self, today: date) -> bool:
        return self.standing == "held" and self.grant.valid_to is not None and self.grant.valid_to - today <= _SOON


@dataclass(frozen=True)
class Claimed:
    """What somebody's login gave them the last time."""

    known: Known
    roles: tuple[ClaimedRole, ...]


def held(grants: Iterable[Grant], people: Iterable[Known], names: Mapping[str, str], today: date) -> list[Held]:
    """Every right, those that hold first, by name."""
    known = {person.identity: person for person in people}
    found = []
    for grant in grants:
        person = known.get(Identity(grant.issuer, grant.subject))
        name, email = (person.name, person.email) if person else (grant.subject, "")
        unit = names.get(grant.unit_id, grant.unit_id)
        found.append(Held(grant, name or grant.subject, email, unit, standing(grant, today)))
    return sorted(found, key=lambda one: (ORDER.index(one.standing), one.name.casefold(), one.grant.number))


def standing(grant: Grant, today: date) -> Standing:
    """How a right stands on a day."""
    if grant.state == "taken":
        return "taken"
    if grant.holds_on(today):
        return "held"
    return "coming" if grant.valid_from > today else "ended"


def shown(
    every: Iterable[Held], units: pl.DataFrame, *, unit_id: str | None, role: str | None, right: str | None, search: str
) -> list[Held]:
    """Those for a unit and all below it, of a role, that stand so (`ended`: taken too), of whom the words are found."""
    below = set(units.filter(pl.col("unit_path").list.contains(unit_id))["unit_id"]) if unit_id else set[str]()
    stand = {"ended": {"ended", "taken"}}.get(right or "", {right} if right else set(ORDER))
    words = search.casefold()
    return [
        one
        for one in every
        if one.standing in stand
        and (not below or one.grant.unit_id in below)
        and role in (None, one.grant.role)
        and words in f"{one.name} {one.email} {one.grant.subject} {one.grant.deputy_for}".casefold()
    ]


def asking(people: Iterable[Known], every: Iterable[Held], claimed: Collection[Identity]) -> list[Known]:
    """Who has logged in and has no right that holds or is to come, the newest first."""
    has = {Identity(one.grant.issuer, one.grant.subject) for one in every if one.standing in ("held", "coming")}
    return [person for person in people if person.identity not in has and person.identity not in claimed]


def claimed(people: Iterable[Known], roles: Mapping[Identity, tuple[ClaimedRole, ...]]) -> list[Claimed]:
    """Whom the login itself gives roles, by name."""
    found = [Claimed(person, roles[person.identity]) for person in people if person.identity in roles]
    return sorted(found, key=lambda one: one.known.name.casefold())


def is_last_administrator(grant: Grant, every: Iterable[Held]) -> bool:
    """Whether nobody could give rights any more without it: neither by another right nor by a group of the login."""
    others = (_gives_rights(one.grant) and one.standing == "held" and one.grant.number != grant.number for one in every)
    groups = (rule.role == "administrator" for rule in group_rules())
    return _gives_rights(grant) and not any(others) and not any(groups)


def is_of_no_use(role: str, unit_id: str) -> bool:
    """Whether a right would give nothing: an administrator of a part neither gives rights nor reads the log."""
    return role == "administrator" and bool(unit_id) and unit_id != WHOLE_MUNICIPALITY


def _gives_rights(grant: Grant) -> bool:
    return grant.role == "administrator" and grant.unit_id == WHOLE_MUNICIPALITY


def group_rules() -> tuple[GroupRule, ...]:
    """The rules by which the login's groups give roles; none in the demo."""
    settings = login_settings()
    return settings.groups if settings else ()


def identity_of(typed: str, people: Iterable[Known]) -> Identity | None:
    """Whom the words name: somebody who has logged in, by identity, e-mail or name, else an identity yet unseen.

    None where they are a name of several, or an e-mail address that nobody has logged in with.
    """
    words, settings = typed.strip(), login_settings()
    every = list(people)
    for named in (
        [one.identity for one in every if one.identity.subject == words],
        [one.identity for one in every if one.email.casefold() == words.casefold()],
        [one.identity for one in every if one.name.casefold() == words.casefold()],
    ):
        if named:
            return named[0] if len(named) == 1 else None
    if "@" in words and not (settings and settings.identity in _NAMED_BY_ADDRESS):
        return None
    return Identity(settings.issuer if settings else DEMO_ISSUER, words)


def unit_names(units: pl.DataFrame, municipality: str) -> dict[str, str]:
    """What units are called, by their ids, the whole municipality among them."""
    return {**dict(zip(units["unit_id"], units["unit_name"], strict=True)), WHOLE_MUNICIPALITY: municipality}

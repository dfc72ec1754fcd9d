"""What a login says of somebody: who they are, and the roles that the municipality's own groups give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.login.settings import GroupRule, LoginSettings
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.grants import Identity
from dashboard.store.sessions import ClaimedRole

_UNIT_ID = r"([A-Za-z0-9ÆØÅæøå._-]{1,100})"
_LONGEST_NAME = 200


class NoIdentity(Exception):
    """The login does not say who it is: the claim that names people is missing or no text."""


@dataclass(frozen=True)
class Claimed:
    """Somebody as the provider vouches for them."""

    identity: Identity
    name: str
    email: str
    roles: tuple[ClaimedRole, ...]


def claimed(claims: Mapping[str, Any], settings: LoginSettings) -> Claimed:
    """Somebody from the claims of an ID token that was found good. Raises NoIdentity."""
    subject, issuer = claims.get(settings.identity), claims.get("iss")
    if not isinstance(subject, str) or not subject.strip() or not isinstance(issuer, str):
        raise NoIdentity(settings.identity)
    name = _text(claims, "name") or _text(claims, "preferred_username") or subject
    roles = dict.fromkeys(_roles(claims, settings.groups))
    return Claimed(Identity(issuer, subject.strip()), name[:_LONGEST_NAME], _text(claims, "email"), tuple(roles))


def _roles(claims: Mapping[str, Any], rules: Iterable[GroupRule]) -> Iterable[ClaimedRole]:
    for rule in rules:
        # Hundreds of groups, a handful of rules: an exact one is looked up, one with a star is tried on each.
        values = _values(claims.get(rule.claim))
        if "*" not in rule.value:
            if rule.value in values:
                yield ClaimedRole(rule.role, rule.unit or WHOLE_MUNICIPALITY)
            continue
        before, after = rule.value.split("*")
        pattern = re.compile(f"{re.escape(before)}{_UNIT_ID}{re.escape(after)}")
        for value in sorted(values):
            if found := pattern.fullmatch(value):
                yield ClaimedRole(rule.role, rule.unit or found[1])


def _values(claim: object) -> frozenset[str]:
    """A claim's texts: providers give one as itself and several as a list."""
    if isinstance(claim, str):
        return frozenset({claim})
    return frozenset(one for one in claim if isinstance(one, str)) if isinstance(claim, list) else frozenset()


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""

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
_LONGEST_NAME, _LONGEST_EMAIL = 200, 320
_LONGEST_SUBJECT = 200  # as the store keeps it; a subject has 255 letters at most, and those that there are have 50


class NoIdentity(Exception):
    """The login does not say who it is: the claim that names people is missing, or nothing that can be kept."""


@dataclass(frozen=True)
class Claimed:
    """Somebody as the provider vouches for them; `left_out` are claims of the rules that it only pointed at."""

    identity: Identity
    name: str
    email: str
    roles: tuple[ClaimedRole, ...]
    left_out: tuple[str, ...] = ()


def claimed(claims: Mapping[str, Any], settings: LoginSettings) -> Claimed:
    """Somebody from the claims of an ID token that was found good. Raises NoIdentity."""
    subject, issuer = claims.get(settings.identity), claims.get("iss")
    if not isinstance(subject, str) or not isinstance(issuer, str) or not _names_somebody(subject):
        # What is kept of a text has no blanks around it: then two people could be one.
        raise NoIdentity(f"the login's claim {settings.identity} names nobody")
    name = _text(claims, "name") or _text(claims, "preferred_username") or subject
    roles = dict.fromkeys(_roles(claims, settings.groups))
    elsewhere = claims.get("_claim_names")
    wanted = dict.fromkeys(rule.claim for rule in settings.groups if rule.claim not in claims)
    return Claimed(
        identity=Identity(issuer, subject),
        name=name[:_LONGEST_NAME],
        email=_text(claims, "email")[:_LONGEST_EMAIL],
        roles=tuple(roles),
        left_out=tuple(one for one in wanted if isinstance(elsewhere, dict) and one in elsewhere),
    )


def _names_somebody(subject: str) -> bool:
    return subject == subject.strip() and 0 < len(subject) <= _LONGEST_SUBJECT and subject.isprintable()


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
            found = pattern.fullmatch(value)
            # A star stands for one unit: the whole is given by a rule that says so, never by what a group is called.
            if found and (rule.unit or found[1] != WHOLE_MUNICIPALITY):
                yield ClaimedRole(rule.role, rule.unit or found[1])


def _values(claim: object) -> frozenset[str]:
    """A claim's texts: providers give one as itself and several as a list."""
    if isinstance(claim, str):
        return frozenset({claim})
    return frozenset(one for one in claim if isinstance(one, str)) if isinstance(claim, list) else frozenset()


def _text(claims: Mapping[str, Any], name: str) -> str:
    """A text of the person's own, on one line."""
    value = claims.get(name)
    kept = "".join(letter if letter.isprintable() else " " for letter in value) if isinstance(value, str) else ""
    return kept.strip()

"""Rights given and taken: who has which role for which unit, from when to when, and who gave it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import count
from typing import Literal

from sqlalchemy import Connection, Engine, and_

from dashboard.roles import Role
from dashboard.store.audit import Deed, add_deed
from dashboard.store.journal import Author, Journal, Kept, Outdated, Row, plain
from dashboard.store.models import AccessGrant
from dashboard.store.models.base import table_of
from dashboard.store.usable import Unusable

GrantState = Literal["given", "taken"]
_TABLE = table_of(AccessGrant)
_TRIES = 20


@dataclass(frozen=True)
class Identity:
    """Somebody as the login knows them: who vouches, and the claim that names them."""

    issuer: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class GrantWish:
    """A role for a unit and all below it, on all days from `valid_from` to `valid_to` (None: until it is taken).

    `deputy_for` names whom the person stands in for; then an end is needed.
    """

    issuer: str
    subject: str
    role: Role
    unit_id: str
    valid_from: date
    valid_to: date | None = None
    deputy_for: str = ""
    state: GrantState = "given"
    words: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it gives a right on the day."""
        has_ended = self.valid_to is not None and self.valid_to < day
        return self.state == "given" and self.valid_from <= day and not has_ended


@dataclass(frozen=True, kw_only=True)
class Grant(GrantWish, Kept):
    """A right as it stands."""

    number: int


def give(store: Engine, wish: GrantWish, author: Author, *, now: datetime | None = None) -> Grant:
    """A new right; the same one given again while it stands is one right.

    Raises Unusable, NotKept; Outdated where others take every number first.
    """
    _refuse_wrong_days(wish)
    tries = count(1)
    while True:
        grants = standing_grants(store)
        if same := next((one for one in grants if asdict(wish).items() <= vars(one).items()), None):
            return same
        number = max((one.number for one in grants), default=0) + 1
        try:
            return _GRANTS.append_all(
                store, [(asdict(wish) | {"number": number}, 0)], author, now=now, also=_tell_audit
            )[0]
        except Outdated:
            if next(tries) == _TRIES:
                raise


def take(store: Engine, grant: Grant, words: str, author: Author, *, now: datetime | None = None) -> Grant:
    """End a right at once. Raises Outdated when somebody has changed it since, Unusable, NotKept."""
    names = asdict(GrantWish(**{name: getattr(grant, name) for name in GrantWish.__dataclass_fields__}))
    said = names | {"state": "taken", "words": words, "number": grant.number}
    return _GRANTS.append_all(store, [(said, grant.version)], author, now=now, also=_tell_audit)[0]


def standing_grants(store: Engine) -> list[Grant]:
    """Every right as it stands, taken ones too, by number. Raises NotRead."""
    return _GRANTS.standing(store)


def grants_of(store: Engine, identity: Identity, day: date) -> list[Grant]:
    """The rights that somebody has on a day. Raises NotRead."""
    of_theirs = and_(_TABLE.c.issuer == identity.issuer, _TABLE.c.subject == identity.subject)
    return [one for one in _GRANTS.standing(store, of_theirs) if one.holds_on(day)]


def grant_history(store: Engine, number: int) -> list[Grant]:
    """All that was said of a right, the newest first. Raises NotRead."""
    return _GRANTS.history(store, _TABLE.c.number == number)


def everything_said(store: Engine) -> list[Grant]:
    """All that was said of every right, the newest of each first. Raises NotRead."""
    return _GRANTS.history(store)


def _refuse_wrong_days(wish: GrantWish) -> None:
    if wish.valid_to and wish.valid_to < wish.valid_from:
        raise Unusable(
            "a right ends before it begins",
            where="access_grant",
            remedy="give a later end",
            field="valid_to",
            fault="contradiction",
        )
    if wish.deputy_for.strip() and wish.valid_to is None:
        raise Unusable(
            "somebody stands in for a time",
            where="access_grant",
            remedy="say until when",
            field="valid_to",
            fault="missing",
        )


def _tell_audit(connection: Connection, row: Row) -> None:
    """A right that was given or taken stands in the audit log, or neither is kept."""
    until = f" to {row['valid_to']}" if row["valid_to"] else ""
    deputy = f", for {row['deputy_for']}" if row["deputy_for"] else ""
    own = " (their own)" if row["person"] == row["subject"] else ""
    told = f"{row['state']} {row['subject']}{own}: {row['role']} from {row['valid_from']}{until}{deputy}"
    deed = Deed(
        kind="grant",
        person=row["person"],
        person_role=row["person_role"],
        thing=f"grant {row['number']}",
        unit_id=row["unit_id"],
        release=row["release"],
        words=f"{told}. {row['words']}".strip(),
    )
    add_deed(connection, deed, now=row["entered_at"])


_GRANTS = Journal(AccessGrant, plain(Grant))

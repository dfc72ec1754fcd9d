"""Who is logged in with which browser, for how long; and who has ever logged in.

The browser's key is random and only its sum is kept: who reads the store cannot log in with what they read.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from dashboard.roles import Role
from dashboard.store.grants import Identity
from dashboard.store.journal import NotKept
from dashboard.store.models import KnownPerson, LoginSession
from dashboard.store.models.base import table_of
from dashboard.store.reading import rows_of
from dashboard.store.usable import usable
from dashboard.store.writing import writing

SEEN_EVERY = timedelta(minutes=1)
"""How often at most it is written down that somebody is still there."""
LONGEST = timedelta(hours=24)
"""No login lasts longer, whatever the settings say (`longest_hours` in login.toml)."""
_SESSIONS, _PEOPLE = table_of(LoginSession), table_of(KnownPerson)
_KEY_BYTES = 32
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How long a login lasts: from its beginning, and from the last time that something was asked for."""

    longest: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(minutes=60)

    @property
    def asked(self) -> timedelta:
        """So long before their login ends somebody is asked whether they are there; of few idle minutes the half."""
        return min(timedelta(minutes=5), self.idle / 2)


@dataclass(frozen=True)
class ClaimedRole:
    """A role that the login itself gives, by its claims."""

    role: Role
    unit_id: str


@dataclass(frozen=True)
class Session:
    """A login that stands."""

    identity: Identity
    roles: tuple[ClaimedRole, ...]
    name: str
    begun_at: datetime
    ends_at: datetime
    """When it ends if nothing more is asked for."""
    is_last: bool
    """Whether it ends then whatever is asked for."""
    id_token: str


@dataclass(frozen=True)
class Known:
    """Somebody who has logged in, with or without a right."""

    identity: Identity
    name: str
    email: str
    first_at: datetime
    last_at: datetime


def begin_session(
    store: Engine,
    identity: Identity,
    *,
    name: str,
    email: str,
    roles: Sequence[ClaimedRole] = (),
    id_token: str = "",
    now: datetime | None = None,
) -> str:
    """Somebody has logged in: the key for their browser. Raises Unusable, NotKept."""
    moment, key = now or datetime.now(UTC), secrets.token_urlsafe(_KEY_BYTES)
    who = {"issuer": identity.issuer, "subject": identity.subject}
    session = usable(
        _SESSIONS, {**who, "key_sum": _sum_of(key), "begun_at": moment, **_of_login(roles, id_token, moment)}
    )
    try:
        with writing(store) as connection:
            _know(connection, identity, name, email, moment)
            connection.execute(_SESSIONS.insert(), session)
            # Only who logs out needs it: what the provider told of those who did not is not kept longer than a login.
            over = (_SESSIONS.c.begun_at < moment - LONGEST, _SESSIONS.c.id_token != "")
            connection.execute(update(_SESSIONS).where(*over).values(id_token=""))
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where="login") from error
    return key


def renew_session(
    store: Engine,
    key: str,
    identity: Identity,
    *,
    roles: Sequence[ClaimedRole] = (),
    id_token: str = "",
    now: datetime | None = None,
) -> bool:
    """Who is logged in with the key has logged in again: what the newest login told holds from now on, to the same end.

    False where the key stands for nobody any more, or for another. Raises Unusable, NotKept.
    """
    moment = now or datetime.now(UTC)
    told = usable(_SESSIONS, _of_login(roles, id_token, moment))
    is_theirs = (_SESSIONS.c.issuer == identity.issuer) & (_SESSIONS.c.subject == identity.subject)
    stands = (_SESSIONS.c.key_sum == _sum_of(key)) & _SESSIONS.c.ended_at.is_(None) & is_theirs
    try:
        with writing(store) as connection:
            return connection.execute(update(_SESSIONS).where(stands).values(told)).rowcount == 1
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where="login") from error


def know(store: Engine, identity: Identity, *, name: str, email: str, now: datetime | None = None) -> None:
    """Somebody has been seen, without a session. Raises Unusable, NotKept."""
    try:
        with writing(store) as connection:
            _know(connection, identity, name, email, now or datetime.now(UTC))
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where="login") from error


def session_of(
    store: Engine,
    key: str,
    limits: Limits = Limits(),
    *,
    is_there: bool = True,
    now: datetime | None = None,
) -> Session | None:
    """The login that the browser's key stands for; None where there is none, or it has ended. Raises NotRead.

    `is_there`: whether the question says that somebody is there, and so puts off the end.
    """
    moment = now or datetime.now(UTC)
    is_same_person = (_PEOPLE.c.issuer == _SESSIONS.c.issuer) & (_PEOPLE.c.subject == _SESSIONS.c.subject)
    wanted = (
        select(_SESSIONS, _PEOPLE.c.name)
        .join(_PEOPLE, is_same_person)
        .where(_SESSIONS.c.key_sum == _sum_of(key), _SESSIONS.c.ended_at.is_(None))
    )
    found = next(iter(rows_of(store, wanted)), None)
    if found is None or moment - found["begun_at"] > limits.longest or moment - found["seen_at"] > limits.idle:
        return None
    seen = found["seen_at"]
    if is_there and moment - seen >= SEEN_EVERY:
        try:
            _set(store, key, seen_at=moment)
            seen = moment
        except NotKept as problem:  # who may read may go on reading; at worst the login ends too early
            _log.warning("%s", problem)
    roles = tuple(ClaimedRole(role, unit_id) for role, unit_id in json.loads(found["roles"]))
    identity = Identity(found["issuer"], found["subject"])
    last, idle_end = found["begun_at"] + limits.longest, seen + limits.idle
    return Session(
        identity, roles, found["name"], found["begun_at"], min(last, idle_end), last <= idle_end, found["id_token"]
    )


def end_session(store: Engine, key: str, *, now: datetime | None = None) -> None:
    """Somebody has logged out: the key is worth nothing from now on. Raises NotKept."""
    _set(store, key, ended_at=now or datetime.now(UTC), id_token="")


def known_people(store: Engine) -> list[Known]:
    """Everybody who has ever logged in, the newest first. Raises NotRead."""
    rows = rows_of(store, select(_PEOPLE).order_by(_PEOPLE.c.last_at.desc(), _PEOPLE.c.subject))
    return [
        Known(Identity(row["issuer"], row["subject"]), row["name"], row["email"], row["first_at"], row["last_at"])
        for row in rows
    ]


def claimed_roles(store: Engine) -> dict[Identity, tuple[ClaimedRole, ...]]:
    """What the newest login of each person gave them, of those whom it gave something. Raises NotRead."""
    other = _SESSIONS.alias()
    is_theirs = (other.c.issuer == _SESSIONS.c.issuer) & (other.c.subject == _SESSIONS.c.subject)
    newest = select(func.max(other.c.begun_at)).where(is_theirs).correlate(_SESSIONS).scalar_subquery()
    wanted = select(_SESSIONS).where(_SESSIONS.c.begun_at == newest, _SESSIONS.c.roles != "[]")
    return {
        Identity(row["issuer"], row["subject"]): tuple(ClaimedRole(*one) for one in json.loads(row["roles"]))
        for row in rows_of(store, wanted)
    }


def _of_login(roles: Sequence[ClaimedRole], id_token: str, moment: datetime) -> dict[str, object]:
    """What each login tells anew."""
    claimed = json.dumps([[one.role, one.unit_id] for one in roles])
    return {"seen_at": moment, "id_token": id_token, "roles": claimed}


def _know(connection: Connection, identity: Identity, name: str, email: str, moment: datetime) -> None:
    who = {"issuer": identity.issuer, "subject": identity.subject}
    person = usable(_PEOPLE, {"name": name, "email": email, "last_at": moment})
    of_theirs = (_PEOPLE.c.issuer == identity.issuer, _PEOPLE.c.subject == identity.subject)
    if not connection.execute(update(_PEOPLE).where(*of_theirs).values(person)).rowcount:
        connection.execute(_PEOPLE.insert(), usable(_PEOPLE, {**who, "first_at": moment}) | person)


def _set(store: Engine, key: str, **values: object) -> None:
    try:
        with writing(store) as connection:
            connection.execute(update(_SESSIONS).where(_SESSIONS.c.key_sum == _sum_of(key)).values(values))
    except (SQLAlchemyError, OSError) as error:
        raise NotKept.of(error, where="login") from error


def _sum_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

"""Forecast rounds: when each is open, what is forecast in it, and who has signed; frozen once a round is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import Connection, Engine, bindparam, select, text

from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import ForecastEntry, ForecastRoundEvent, ForecastSign
from dashboard.store.models.base import table_of
from dashboard.store.usable import Unusable

RoundState = Literal["open", "closed"]
SignState = Literal["draft", "ready", "returned", "approved"]


@dataclass(frozen=True, kw_only=True)
class RoundWish:
    """A round as finance sets it. `closes_on` is the last day that an answer is on time."""

    fiscal_year: int
    round: str
    round_date: date
    opens_on: date
    closes_on: date
    state: RoundState


@dataclass(frozen=True, kw_only=True)
class Round(RoundWish, Kept):
    """A round as it stands in the store."""


@dataclass(frozen=True, kw_only=True)
class EntryWish:
    """What an account group of a unit is expected to end the year at, in DKK, with the proposals that were shown."""

    fiscal_year: int
    round: str
    unit_id: str
    account_group: str
    amount_dkk: Decimal
    comment: str = ""
    run_rate_dkk: Decimal | None = None
    statistical_dkk: Decimal | None = None
    last_round_dkk: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Entry(EntryWish, Kept):
    """A forecast as it stands in the store."""


@dataclass(frozen=True, kw_only=True)
class SignWish:
    """Where a unit's forecast of a round is to stand, and what is said with it."""

    fiscal_year: int
    round: str
    unit_id: str
    state: SignState
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Sign(SignWish, Kept):
    """Where a unit's forecast stands in the store."""


class RoundClosed(Unusable):
    """Nothing more is taken in: the round is closed, or was never opened."""


class Signed(Unusable):
    """The unit's forecast stands ready or approved: it cannot be changed unless it is taken or sent back."""


class NoStep(Unusable):
    """From where the unit's forecast stands there is no such step."""


# Where a unit's forecast can go from where it stands. Back to a draft is what the one who gave it does.
STEPS: Mapping[SignState | None, frozenset[SignState]] = {
    None: frozenset({"draft", "ready"}),
    "draft": frozenset({"draft", "ready"}),
    "ready": frozenset({"draft", "ready", "returned", "approved"}),
    "returned": frozenset({"draft", "ready"}),
    "approved": frozenset({"returned", "approved"}),
}


def record_round(
    store: Engine, wish: RoundWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Round:
    """Open a round, give it other dates, or close it. Raises Outdated, Unusable, NotKept."""
    if wish.closes_on < wish.opens_on:
        raise Unusable(
            "a round cannot close before it opens",
            where=wish.round,
            remedy="choose a later last day",
            field="closes_on",
            fault="contradiction",
        )
    turn = _holding(wish.fiscal_year, wish.round, is_alone=True)
    return _ROUNDS.append_all(store, [(asdict(wish), seen_version)], author, now=now, first=turn)[0]


def standing_rounds(store: Engine, fiscal_year: int | None = None) -> list[Round]:
    """Every round of a year, or of all, by year and the day that it stands at. Raises NotRead."""
    only = () if fiscal_year is None else (_ROUND.c.fiscal_year == fiscal_year,)
    return sorted(_ROUNDS.standing(store, *only), key=lambda round_: (round_.fiscal_year, round_.round_date))


def round_history(store: Engine, fiscal_year: int, name: str) -> list[Round]:
    """All that was decided about a round, the newest first. Raises NotRead."""
    return _ROUNDS.history(store, _ROUND.c.fiscal_year == fiscal_year, _ROUND.c.round == name)


def record_entries(
    store: Engine, wishes: Sequence[tuple[EntryWish, int]], author: Author, *, now: datetime | None = None
) -> list[Entry]:
    """Save forecasts of one round, each with the version that was seen; all of them or none.

    Raises RoundClosed where the round is not open, Signed where a unit's forecast stands ready or approved, Outdated
    with the first that somebody else has changed since, Unusable, NotKept.
    """
    first = wishes[0][0]
    if any((wish.fiscal_year, wish.round) != (first.fiscal_year, first.round) for wish, _ in wishes):
        raise ValueError("forecasts of one round at a time")
    said = [(asdict(wish), seen_version) for wish, seen_version in wishes]
    hold, units = _holding(first.fiscal_year, first.round), sorted({wish.unit_id for wish, _ in wishes})

    def hold_units(connection: Connection) -> None:
        hold(connection)
        for unit_id in units:
            _refuse_signed(connection, first, unit_id)

    return _ENTRIES.append_all(store, said, author, now=now, first=hold_units)


def record_entry(
    store: Engine, wish: EntryWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Entry:
    """Save one forecast. Raises as `record_entries`."""
    return record_entries(store, [(wish, seen_version)], author, now=now)[0]


def standing_entries(store: Engine, fiscal_year: int, name: str) -> dict[tuple[str, str], Entry]:
    """What stands in a round, by unit and account group. Raises NotRead."""
    rows = _ENTRIES.standing(store, _ENTRY.c.fiscal_year == fiscal_year, _ENTRY.c.round == name)
    return {(entry.unit_id, entry.account_group): entry for entry in rows}


def entry_history(store: Engine, fiscal_year: int, name: str, unit_id: str) -> list[Entry]:
    """All that was ever forecast for a unit in a round, by account group, the newest first. Raises NotRead."""
    return _ENTRIES.history(
        store, _ENTRY.c.fiscal_year == fiscal_year, _ENTRY.c.round == name, _ENTRY.c.unit_id == unit_id
    )


def record_sign(
    store: Engine, wish: SignWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Sign:
    """Say that a unit's forecast is ready, approved, or sent back.

    Raises RoundClosed, NoStep where it cannot go there from where it stands, Outdated, Unusable, NotKept.
    """
    hold = _holding(wish.fiscal_year, wish.round)

    def hold_unit(connection: Connection) -> None:
        hold(connection)
        _refuse_step(connection, wish, seen_version)

    return _SIGNS.append_all(store, [(asdict(wish), seen_version)], author, now=now, first=hold_unit)[0]


def standing_signs(store: Engine, fiscal_year: int, name: str) -> dict[str, Sign]:
    """Where each unit of a round stands; a unit that has said nothing is not there. Raises NotRead."""
    rows = _SIGNS.standing(store, _SIGN.c.fiscal_year == fiscal_year, _SIGN.c.round == name)
    return {sign.unit_id: sign for sign in rows}


def sign_history(store: Engine, fiscal_year: int, name: str, unit_id: str) -> list[Sign]:
    """All that was said of a unit's forecast of a round, the newest first. Raises NotRead."""
    return _SIGNS.history(store, _SIGN.c.fiscal_year == fiscal_year, _SIGN.c.round == name, _SIGN.c.unit_id == unit_id)


def _holding(fiscal_year: int, name: str, *, is_alone: bool = False) -> Callable[[Connection], None]:
    """Keeps closing a round and answering in it apart: an answer is in before the round is frozen, or refused."""

    def hold(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            lock = "pg_advisory_xact_lock" if is_alone else "pg_advisory_xact_lock_shared"
            wanted = text(f"select {lock}(hashtext(:round), :fiscal_year)")
            connection.execute(wanted, {"round": name, "fiscal_year": fiscal_year})
        if not is_alone:
            _refuse_closed(connection, fiscal_year, name)

    return hold


def _refuse_closed(connection: Connection, fiscal_year: int, name: str) -> None:
    state = connection.scalar(_STATE, {"fiscal_year": fiscal_year, "round": name})
    if state != "open":
        raise RoundClosed(
            "the round is closed" if state else "there is no such round",
            where=name,
            remedy="ask finance to open it",
            field="round",
            fault="contradiction",
        )


def _refuse_signed(connection: Connection, wish: EntryWish, unit_id: str) -> None:
    state, _ = _sign_of(connection, wish.fiscal_year, wish.round, unit_id)
    if state in ("ready", "approved"):
        raise Signed(
            f"the forecast is {state}",
            where=f"{wish.round} · {unit_id}",
            remedy="take it back, or have it sent back, and change it then",
            field="state",
            fault="contradiction",
        )


def _refuse_step(connection: Connection, wish: SignWish, seen_version: int) -> None:
    """What was seen is judged; what somebody else has said since is told by the version."""
    state, version = _sign_of(connection, wish.fiscal_year, wish.round, wish.unit_id)
    if version == seen_version and wish.state not in STEPS[state]:
        raise NoStep(
            f"a forecast that is {state or 'not given'} cannot be {wish.state}",
            where=f"{wish.round} · {wish.unit_id}",
            remedy="load the page again",
            field="state",
            fault="contradiction",
        )


def _sign_of(connection: Connection, fiscal_year: int, name: str, unit_id: str) -> tuple[SignState | None, int]:
    """Where a unit stands, and the version that says so; nobody else says anything of the unit meanwhile."""
    key = {"fiscal_year": fiscal_year, "round": name, "unit_id": unit_id}
    if connection.dialect.name == "postgresql":
        wanted = text("select pg_advisory_xact_lock(hashtext(:round || ' ' || :unit_id), :fiscal_year)")
        connection.execute(wanted, key)
    found = connection.execute(_SIGN_STATE, key).first()
    return (found[0], found[1]) if found else (None, 0)


_ROUND, _ENTRY, _SIGN = table_of(ForecastRoundEvent), table_of(ForecastEntry), table_of(ForecastSign)
_STATE = (
    select(_ROUND.c.state)
    .where(_ROUND.c.fiscal_year == bindparam("fiscal_year"), _ROUND.c.round == bindparam("round"))
    .order_by(_ROUND.c.version.desc())
    .limit(1)
)
_SIGN_STATE = (
    select(_SIGN.c.state, _SIGN.c.version)
    .where(
        _SIGN.c.fiscal_year == bindparam("fiscal_year"),
        _SIGN.c.round == bindparam("round"),
        _SIGN.c.unit_id == bindparam("unit_id"),
    )
    .order_by(_SIGN.c.version.desc())
    .limit(1)
)
_ROUNDS = Journal(ForecastRoundEvent, plain(Round))
_ENTRIES = Journal(ForecastEntry, plain(Entry))
_SIGNS = Journal(ForecastSign, plain(Sign))

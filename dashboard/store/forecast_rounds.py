"""Forecast rounds: when each is open, what is forecast in it, and who has signed; frozen once a round is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    Raises RoundClosed where the round is not open, Outdated with the first that somebody else has changed since,
    Unusable, NotKept.
    """
    first = wishes[0][0]
    if any((wish.fiscal_year, wish.round) != (first.fiscal_year, first.round) for wish, _ in wishes):
        raise ValueError("forecasts of one round at a time")
    said = [(asdict(wish), seen_version) for wish, seen_version in wishes]
    return _ENTRIES.append_all(store, said, author, now=now, first=_holding(first.fiscal_year, first.round))


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
    """Say that a unit's forecast is ready, approved, or sent back. Raises RoundClosed, Outdated, Unusable, NotKept."""
    turn = _holding(wish.fiscal_year, wish.round)
    return _SIGNS.append_all(store, [(asdict(wish), seen_version)], author, now=now, first=turn)[0]


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


_ROUND, _ENTRY, _SIGN = table_of(ForecastRoundEvent), table_of(ForecastEntry), table_of(ForecastSign)
_STATE = (
    select(_ROUND.c.state)
    .where(_ROUND.c.fiscal_year == bindparam("fiscal_year"), _ROUND.c.round == bindparam("round"))
    .order_by(_ROUND.c.version.desc())
    .limit(1)
)
_ROUNDS = Journal(ForecastRoundEvent, plain(Round))
_ENTRIES = Journal(ForecastEntry, plain(Entry))
_SIGNS = Journal(ForecastSign, plain(Sign))

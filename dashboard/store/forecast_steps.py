"""What may be said of a forecast round and when: asked in the transaction that keeps it, whoever else is at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, func, select, text

from dashboard.store.models import ForecastEntry, ForecastRoundEvent, ForecastSign
from dashboard.store.models.base import table_of
from dashboard.store.usable import Unusable

RoundState = Literal["open", "closed", "withdrawn"]
SignState = Literal["draft", "ready", "returned", "approved"]

# Where a unit's forecast can go from where it stands. Back to a draft is what the one who gave it does.
STEPS: Mapping[SignState | None, frozenset[SignState]] = {
    None: frozenset({"draft", "ready"}),
    "draft": frozenset({"draft", "ready"}),
    "ready": frozenset({"draft", "ready", "returned", "approved"}),
    "returned": frozenset({"draft", "ready"}),
    "approved": frozenset({"returned", "approved"}),
}


class RoundClosed(Unusable):
    """Nothing more is taken in: the round is closed, or was never opened."""


class Signed(Unusable):
    """The unit's forecast stands ready or approved: it cannot be changed unless it is taken or sent back."""


class Answered(Unusable):
    """The round cannot be withdrawn: somebody has answered in it."""


class NotExplained(Unusable):
    """A forecast changes by more than the municipality's limits, and nothing is said of it."""


class NoStep(Unusable):
    """From where the unit's forecast stands there is no such step."""


def holding(fiscal_year: int, name: str, *, is_alone: bool = False) -> Callable[[Connection], None]:
    """Keeps closing a round and answering in it apart: an answer is in before the round is frozen, or refused."""

    def hold(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            lock = "pg_advisory_xact_lock" if is_alone else "pg_advisory_xact_lock_shared"
            wanted = text(f"select {lock}(hashtext(:round), :fiscal_year)")
            connection.execute(wanted, {"round": name, "fiscal_year": fiscal_year})
        if not is_alone:
            _refuse_closed(connection, fiscal_year, name)

    return hold


def state_of(connection: Connection, fiscal_year: int, name: str) -> RoundState | None:
    """Where a round stands; None for one that was never opened."""
    state: RoundState | None = connection.scalar(_STATE, {"fiscal_year": fiscal_year, "round": name})
    return state


def _refuse_closed(connection: Connection, fiscal_year: int, name: str) -> None:
    state = state_of(connection, fiscal_year, name)
    if state != "open":
        raise RoundClosed(
            f"the round is {state}" if state else "there is no such round",
            where=name,
            remedy="ask finance to open it",
            field="round",
            fault="contradiction",
        )


def answers_in(fiscal_year: int, name: str) -> tuple[Select[Any], ...]:
    """How often anybody saved anything in a round, and how often they signed it, a draft too."""
    return tuple(
        select(func.count().label("count")).where(table.c.fiscal_year == fiscal_year, table.c.round == name)
        for table in (_ENTRY, _SIGN)
    )


def refuse_answered(connection: Connection, fiscal_year: int, name: str) -> None:
    """Raises Answered where somebody has said something in the round; who says it meanwhile waits."""
    if any(connection.scalar(wanted) for wanted in answers_in(fiscal_year, name)):
        raise Answered(
            "somebody has answered in the round",
            where=name,
            remedy="close it; what was answered is kept",
            field="state",
            fault="contradiction",
        )


def refuse_signed(connection: Connection, fiscal_year: int, name: str, unit_id: str) -> None:
    """Raises Signed where the unit's forecast stands ready or approved."""
    state, _ = _sign_of(connection, fiscal_year, name, unit_id)
    if state in ("ready", "approved"):
        raise Signed(
            f"the forecast is {state}",
            where=f"{name} · {unit_id}",
            remedy="take it back, or have it sent back, and change it then",
            field="state",
            fault="contradiction",
        )


def refuse_step(
    connection: Connection, fiscal_year: int, name: str, unit_id: str, wanted: SignState, seen_version: int
) -> None:
    """Raises NoStep. What was seen is judged; what somebody else has said since is told by the version."""
    state, version = _sign_of(connection, fiscal_year, name, unit_id)
    if version == seen_version and wanted not in STEPS[state]:
        raise NoStep(
            f"a forecast that is {state or 'not given'} cannot be {wanted}",
            where=f"{name} · {unit_id}",
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

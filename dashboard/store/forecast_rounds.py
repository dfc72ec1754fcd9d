"""Forecast rounds: when each is open, what is forecast in it, and who has signed; frozen once a round is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Engine

from dashboard.store.forecast_steps import (
    NotExplained,
    RoundState,
    SignState,
    answers_in,
    holding,
    refuse_answered,
    refuse_signed,
    refuse_step,
    state_of,
)
from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import ForecastEntry, ForecastRoundEvent, ForecastSign
from dashboard.store.models.base import table_of
from dashboard.store.reading import rows_of
from dashboard.store.usable import Unusable
from pipelines.home import Forecasts

_USUAL = Forecasts()  # the limits of a municipality that has set none


@dataclass(frozen=True, kw_only=True)
class RoundWish:
    """A round as finance sets it. `closes_on` is the last day that an answer is on time.

    `words` say why a round that was closed is opened again.
    """

    fiscal_year: int
    round: str
    round_date: date
    opens_on: date
    closes_on: date
    state: RoundState
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Round(RoundWish, Kept):
    """A round as it stands in the store."""


@dataclass(frozen=True, kw_only=True)
class EntryWish:
    """What an account group of a unit is expected to end the year at, in DKK, with what was shown beside it."""

    fiscal_year: int
    round: str
    unit_id: str
    account_group: str
    amount_dkk: Decimal
    comment: str = ""
    run_rate_dkk: Decimal | None = None
    statistical_dkk: Decimal | None = None
    last_round_dkk: Decimal | None = None
    revised_dkk: Decimal | None = None

    @property
    def before_dkk(self) -> Decimal:
        """What it is held against: the last round, else the revised budget, else nothing."""
        return held_against(self.last_round_dkk, self.revised_dkk)

    def lacks_words(self, limits: Forecasts) -> bool:
        """Whether the change must be explained, and nothing is said of it."""
        return needs_words(self.amount_dkk, self.before_dkk, limits) and not self.comment.strip()


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


def held_against(last_round_dkk: Decimal | None, revised_dkk: Decimal | None) -> Decimal:
    """What a forecast is a change of: the last round, else the revised budget, else nothing."""
    return (revised_dkk if last_round_dkk is None else last_round_dkk) or Decimal(0)


def needs_words(amount_dkk: Decimal, before_dkk: Decimal, limits: Forecasts) -> bool:
    """Whether a change must be explained: it is above both limits."""
    change = abs(amount_dkk - before_dkk)
    return change > limits.comment_dkk and change > limits.comment_share * abs(before_dkk)


def record_round(
    store: Engine, wish: RoundWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Round:
    """Open a round, give it other dates, close it, open it again, which needs words, or withdraw it.

    Raises Answered for withdrawing a round that somebody has answered in, Outdated, Unusable, NotKept.
    """
    if wish.closes_on < wish.opens_on:
        raise Unusable(
            "a round cannot close before it opens",
            where=wish.round,
            remedy="choose a later last day",
            field="closes_on",
            fault="contradiction",
        )
    turn = holding(wish.fiscal_year, wish.round, is_alone=True)

    def hold_round(connection: Connection) -> None:
        turn(connection)
        if wish.state == "withdrawn":
            refuse_answered(connection, wish.fiscal_year, wish.round)
        was_closed = state_of(connection, wish.fiscal_year, wish.round) == "closed"
        if was_closed and wish.state == "open" and not wish.words.strip():
            raise Unusable(
                "a closed round is opened again only with a reason",
                where=wish.round,
                remedy="write why",
                field="words",
                fault="missing",
            )

    return _ROUNDS.append_all(store, [(asdict(wish), seen_version)], author, now=now, first=hold_round)[0]


def standing_rounds(store: Engine, fiscal_year: int | None = None) -> list[Round]:
    """Every round of a year, or of all, by year and the day that it stands at. Raises NotRead."""
    only = () if fiscal_year is None else (_ROUND.c.fiscal_year == fiscal_year,)
    return sorted(_ROUNDS.standing(store, *only), key=lambda round_: (round_.fiscal_year, round_.round_date))


def count_answers(store: Engine, fiscal_year: int, name: str) -> int:
    """How often anybody saved or signed anything in a round, a draft too. Raises NotRead."""
    return sum(int(row["count"]) for wanted in answers_in(fiscal_year, name) for row in rows_of(store, wanted))


def round_history(store: Engine, fiscal_year: int, name: str) -> list[Round]:
    """All that was decided about a round, the newest first. Raises NotRead."""
    return _ROUNDS.history(store, _ROUND.c.fiscal_year == fiscal_year, _ROUND.c.round == name)


def record_entries(
    store: Engine,
    wishes: Sequence[tuple[EntryWish, int]],
    author: Author,
    *,
    limits: Forecasts = _USUAL,
    now: datetime | None = None,
) -> list[Entry]:
    """Save forecasts of one round, each with the version that was seen; all of them or none.

    Raises RoundClosed where the round is not open, Signed where a unit's forecast stands ready or approved,
    NotExplained for a change above `limits` without a comment, Outdated with the first that somebody else has changed
    since, Unusable, NotKept.
    """
    first = wishes[0][0]
    if any((wish.fiscal_year, wish.round) != (first.fiscal_year, first.round) for wish, _ in wishes):
        raise ValueError("forecasts of one round at a time")
    said = [(asdict(wish), seen_version) for wish, seen_version in wishes]
    hold, units = holding(first.fiscal_year, first.round), sorted({wish.unit_id for wish, _ in wishes})

    def hold_units(connection: Connection) -> None:
        hold(connection)
        for unit_id in units:
            refuse_signed(connection, first.fiscal_year, first.round, unit_id)
        for wish, _ in wishes:
            if wish.lacks_words(limits):
                raise _not_explained(wish)

    return _ENTRIES.append_all(store, said, author, now=now, first=hold_units)


def record_entry(
    store: Engine,
    wish: EntryWish,
    author: Author,
    *,
    seen_version: int,
    limits: Forecasts = _USUAL,
    now: datetime | None = None,
) -> Entry:
    """Save one forecast. Raises as `record_entries`."""
    return record_entries(store, [(wish, seen_version)], author, limits=limits, now=now)[0]


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
    hold = holding(wish.fiscal_year, wish.round)

    def hold_unit(connection: Connection) -> None:
        hold(connection)
        refuse_step(connection, wish.fiscal_year, wish.round, wish.unit_id, wish.state, seen_version)

    return _SIGNS.append_all(store, [(asdict(wish), seen_version)], author, now=now, first=hold_unit)[0]


def standing_signs(store: Engine, fiscal_year: int, name: str) -> dict[str, Sign]:
    """Where each unit of a round stands; a unit that has said nothing is not there. Raises NotRead."""
    rows = _SIGNS.standing(store, _SIGN.c.fiscal_year == fiscal_year, _SIGN.c.round == name)
    return {sign.unit_id: sign for sign in rows}


def sign_history(store: Engine, fiscal_year: int, name: str, unit_id: str) -> list[Sign]:
    """All that was said of a unit's forecast of a round, the newest first. Raises NotRead."""
    return _SIGNS.history(store, _SIGN.c.fiscal_year == fiscal_year, _SIGN.c.round == name, _SIGN.c.unit_id == unit_id)


def _not_explained(wish: EntryWish) -> NotExplained:
    return NotExplained(
        f"a change from {wish.before_dkk} to {wish.amount_dkk} needs a comment",
        where=f"{wish.round} · {wish.unit_id} · {wish.account_group}",
        remedy="write what it comes from",
        field="comment",
        fault="missing",
    )


_ROUND, _ENTRY, _SIGN = table_of(ForecastRoundEvent), table_of(ForecastEntry), table_of(ForecastSign)
_ROUNDS = Journal(ForecastRoundEvent, plain(Round))
_ENTRIES = Journal(ForecastEntry, plain(Entry))
_SIGNS = Journal(ForecastSign, plain(Sign))

"""The forecast rounds that are open, each with where its units stand: one question, for a page that has many others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Engine, Table, and_, func, select
from sqlalchemy.sql.expression import ScalarSelect

from dashboard.store.forecast_steps import SignState
from dashboard.store.models import ForecastRoundEvent, ForecastSign
from dashboard.store.models.base import table_of
from dashboard.store.reading import rows_of


@dataclass(frozen=True)
class OpenRound:
    """A round that is open; `states` of the units that have said something, and the `words` with it, by unit."""

    fiscal_year: int
    round: str
    opens_on: date
    closes_on: date
    states: Mapping[str, SignState]
    words: Mapping[str, str]

    def is_given(self, unit_id: str) -> bool:
        """Whether the unit's forecast stands ready or approved."""
        return self.states.get(unit_id) in ("ready", "approved")


def open_rounds(store: Engine, today: date) -> list[OpenRound]:
    """The rounds that have opened by `today` and are not closed, the one that closes first first. Raises NotRead."""
    same = and_(_SIGN.c.fiscal_year == _ROUND.c.fiscal_year, _SIGN.c.round == _ROUND.c.round)
    wanted = (
        select(_ROUND, _SIGN.c.unit_id, _SIGN.c.state.label("sign_state"), _SIGN.c.words.label("sign_words"))
        .select_from(_ROUND.outerjoin(_SIGN, and_(same, _SIGN.c.version == _newest(_SIGN, ForecastSign.KEY))))
        .where(
            _ROUND.c.version == _newest(_ROUND, ForecastRoundEvent.KEY),
            _ROUND.c.state == "open",
            _ROUND.c.opens_on <= today,
        )
        .order_by(_ROUND.c.closes_on, _ROUND.c.fiscal_year, _ROUND.c.round, _SIGN.c.unit_id)
    )
    found = []
    for key, group in groupby(rows_of(store, wanted), key=lambda row: (row["fiscal_year"], row["round"])):
        rows = list(group)
        states = {row["unit_id"]: row["sign_state"] for row in rows if row["unit_id"] is not None}
        words = {row["unit_id"]: row["sign_words"] for row in rows if row["unit_id"] is not None}
        found.append(OpenRound(*key, rows[0]["opens_on"], rows[0]["closes_on"], states, words))
    return found


def _newest(table: Table, key: tuple[str, ...]) -> ScalarSelect[int]:
    """The number of the newest word about the thing that a row of `table` is about."""
    other = table.alias()
    of_the_same = (other.c[name] == table.c[name] for name in key)
    return select(func.max(other.c.version)).where(*of_the_same).correlate(table).scalar_subquery()


_ROUND, _SIGN = table_of(ForecastRoundEvent), table_of(ForecastSign)

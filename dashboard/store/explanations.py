"""Explanations of deviations: the cause, the words, what is done about it, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import Engine

from dashboard.store.journal import Author, Journal, Kept, plain
from dashboard.store.models import Explanation as Model
from dashboard.store.models.base import table_of
from dashboard.store.reading import Question

Cause = Literal["price", "volume", "timing", "technical", "other"]


@dataclass(frozen=True, kw_only=True)
class ExplanationWish:
    """Why an account group of a unit deviates in a period. `outcome` and `is_done` are said in the periods after.

    The variances are those that were looked at: with carry-over, in that day's organisation; None where there was none.
    """

    fiscal_year: int
    period: int
    unit_id: str
    account_group: str
    cause: Cause
    words: str
    action: str = ""
    responsible: str = ""
    deadline: date | None = None
    outcome: str = ""
    is_withdrawn: bool = False
    is_done: bool | None = None
    forecast_variance_dkk: Decimal | None = None
    variance_to_date_dkk: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation(ExplanationWish, Kept):
    """An explanation as it stands in the store."""


def record_explanation(
    store: Engine, wish: ExplanationWish, author: Author, *, seen_version: int, now: datetime | None = None
) -> Explanation:
    """Explain, explain anew, say what came of it, or withdraw. Raises Outdated, Unusable, NotKept."""
    return _EXPLANATIONS.append(store, asdict(wish), author, seen_version=seen_version, now=now)


def standing_explanations(
    store: Engine, fiscal_year: int, period: int | None = None
) -> dict[tuple[int, str, str], Explanation]:
    """What stands in a period, or in all of a year, by period, unit and account group. Raises NotRead.

    Withdrawn ones are among them, because whoever explains anew must have seen their version.
    """
    return question_of_explanations(fiscal_year, period).ask(store)


def question_of_explanations(
    fiscal_year: int, period: int | None = None
) -> Question[dict[tuple[int, str, str], Explanation]]:
    """The same as a question that can be asked with others."""
    only = [_TABLE.c.fiscal_year == fiscal_year]
    if period is not None:
        only.append(_TABLE.c.period == period)
    question = _EXPLANATIONS.question(*only)
    return Question(
        question.wanted,
        lambda rows: {(said.period, said.unit_id, said.account_group): said for said in question.answer(rows)},
    )


def explanation_history(
    store: Engine, fiscal_year: int, period: int, unit_id: str, account_group: str
) -> list[Explanation]:
    """All that was said of one deviation, the newest first. Raises NotRead."""
    return _EXPLANATIONS.history(
        store,
        _TABLE.c.fiscal_year == fiscal_year,
        _TABLE.c.period == period,
        _TABLE.c.unit_id == unit_id,
        _TABLE.c.account_group == account_group,
    )


_TABLE = table_of(Model)
_EXPLANATIONS = Journal(Model, plain(Explanation))

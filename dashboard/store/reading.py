"""Asking the store: rows by column name, and a sentence where the database does not answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import CompoundSelect, Engine, RowMapping, Select, cast, literal, null, select, union_all
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.troubles import REMEDIES, Trouble, told, trouble_of
from pipelines.problems import Problem


class NotRead(Problem):
    """The store's database does not answer. `trouble` says of what kind it is."""

    def __init__(self, error: BaseException) -> None:
        self.trouble: Trouble = trouble_of(error)
        super().__init__(
            f"what people have entered cannot be read ({told(error)})", where="store", remedy=REMEDIES[self.trouble]
        )


def named(row: RowMapping) -> dict[str, Any]:
    """A row's values by the names of its columns."""
    return {str(name): value for name, value in row.items()}


T = TypeVar("T")
Rows = list[dict[str, Any]]
_WHICH = "which_question"


@dataclass(frozen=True)
class Question(Generic[T]):
    """A question, and what its rows mean. Its rows come in no order that can be relied on."""

    wanted: Select[Any]
    answer: Callable[[Rows], T]

    def ask(self, store: Engine) -> T:
        """Raises NotRead."""
        return self.answer(rows_of(store, self.wanted))


def ask_together(store: Engine, questions: Sequence[Question[Any]]) -> list[Any]:
    """The answers to several questions, of which the database is asked in one. Raises NotRead."""
    parts = [question.wanted.order_by(None).subquery() for question in questions]
    columns = [(place, column) for place, part in enumerate(parts) for column in part.c]

    def padded(own: int) -> Select[Any]:
        # A column of another question is empty, and still of its type: not every database lets it be of none.
        values = [
            (column if place == own else cast(null(), column.type)).label(f"{column.name}_{place}")
            for place, column in columns
        ]
        return select(literal(own).label(_WHICH), *values).select_from(parts[own])

    rows = rows_of(store, union_all(*(padded(own) for own in range(len(parts)))))

    def answer(own: int) -> Any:
        names = parts[own].c.keys()
        found = [{name: row[f"{name}_{own}"] for name in names} for row in rows if row[_WHICH] == own]
        return questions[own].answer(found)

    return [answer(own) for own in range(len(questions))]


def rows_of(store: Engine, wanted: Select[Any] | CompoundSelect[Any]) -> Rows:
    """The rows of one question. Raises NotRead."""
    try:
        with store.connect() as connection:
            return [named(row) for row in connection.execute(wanted).mappings()]
    except SQLAlchemyError as error:
        raise NotRead(error) from error

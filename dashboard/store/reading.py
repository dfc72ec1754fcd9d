"""Asking the store: rows by column name, and a sentence where the database does not answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, RowMapping, Select
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


def rows_of(store: Engine, wanted: Select[Any]) -> list[dict[str, Any]]:
    """The rows of one question. Raises NotRead."""
    try:
        with store.connect() as connection:
            return [named(row) for row in connection.execute(wanted).mappings()]
    except SQLAlchemyError as error:
        raise NotRead(error) from error

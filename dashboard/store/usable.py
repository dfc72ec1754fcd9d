"""The door of the store: what no column takes is refused before the database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, Table

from dashboard.store.models.base import MOST_KRONER, MOST_LETTERS_OF, NEEDED, ONE_OF, Oere, UtcMoment
from pipelines.problems import WrongUse

MOST_LETTERS = 2_000
_MOST = {Integer: 2**31, BigInteger: 2**63}

Fault = Literal["missing", "too_long", "no_text", "no_amount", "no_number", "no_day", "not_a_choice", "contradiction"]


class Unusable(WrongUse):
    """What was said cannot be kept: `field` is the column that does not take it, `fault` says why."""

    def __init__(self, what: str, *, where: str, remedy: str, field: str, fault: Fault) -> None:
        self.field, self.fault = field, fault
        super().__init__(what, where=where, remedy=remedy)


def usable(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept, texts without blanks around them. Raises Unusable for the first that cannot be."""
    return {name: _usable(table.c[name], value) for name, value in values.items()}


def _usable(column: Column[Any], value: Any) -> Any:
    if value is None:
        if column.nullable:
            return None
        raise _unusable(column, f"{column.name} is missing", "give it", "missing")
    kind = column.type
    if isinstance(kind, Oere):
        _refuse_no_amount(column, value)
    elif isinstance(kind, String):
        return _text(column, value)
    elif isinstance(kind, Boolean):
        if not isinstance(value, bool):
            raise _unusable(column, f"{column.name} is neither yes nor no", "give one of them", "not_a_choice")
    elif isinstance(kind, Integer):
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _MOST[type(kind)]:
            raise _unusable(column, f"{column.name} is no number that can be kept", "give another", "no_number")
    elif isinstance(kind, (Date, UtcMoment)):
        _refuse_no_day(column, value)
    return value


def _text(column: Column[Any], value: Any) -> str:
    name = column.name
    if not isinstance(value, str) or "\x00" in value or not _is_encodable(value):
        raise _unusable(column, f"{name} holds characters that are none", "write it anew", "no_text")
    said = value.strip()
    choices, most = column.info.get(ONE_OF), _most_letters(column)
    if choices and said not in choices:
        raise _unusable(column, f"{name} is none of {', '.join(choices)}", "choose one of them", "not_a_choice")
    if not said and (column.primary_key or column.info.get(NEEDED)):
        needed = column.info.get(NEEDED, name)
        raise _unusable(column, f"a change needs {needed}", "write it", "missing")
    if len(said) > most:
        raise _unusable(column, f"the {name} has {len(said)} letters", f"write {most} at most", "too_long")
    return said


def _most_letters(column: Column[Any]) -> int:
    length = column.type.length if isinstance(column.type, String) else None
    return int(length or column.info.get(MOST_LETTERS_OF) or MOST_LETTERS)


def _refuse_no_amount(column: Column[Any], value: Any) -> None:
    is_amount = isinstance(value, Decimal) and value.is_finite() and abs(value) < MOST_KRONER
    if not is_amount or value != round(value, 2):
        raise _unusable(column, f"{value} is no amount in kroner and øre", "write another", "no_amount")


def _refuse_no_day(column: Column[Any], value: Any) -> None:
    if isinstance(column.type, UtcMoment):
        is_right = isinstance(value, datetime) and value.tzinfo is not None
    else:
        is_right = isinstance(value, date) and not isinstance(value, datetime)
    if not is_right:
        raise _unusable(column, f"{column.name} is no day that can be kept", "give another", "no_day")


def _is_encodable(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _unusable(column: Column[Any], what: str, remedy: str, fault: Fault) -> Unusable:
    return Unusable(what, where=column.table.name, remedy=remedy, field=column.name, fault=fault)

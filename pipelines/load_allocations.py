"""The allocations as raw facts: what the SQL shares pools and targets out by."""

from __future__ import annotations

from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.allocations import Allocation, Allocations

_LIST = "varchar[]"
TABLES: dict[str, dict[str, str]] = {
    "allocation": {
        "allocation_order": "integer",
        "allocation": "varchar",
        "title_da": "varchar",
        "title_en": "varchar",
        "programme_id": "varchar",
        "subject": "varchar",
        "key_kind": "varchar",
        "base_year": "integer",
        "units": _LIST,
        "unit_kinds": _LIST,
        "left_out_units": _LIST,
        "left_out_functions": _LIST,
    },
    "allocation_whole": {
        "allocation": "varchar",
        "fiscal_year": "integer",
        "whole_steps": "bigint",
        "steps_in_one": "integer",
    },
    "allocation_given": {"allocation": "varchar", "unit_id": "varchar", "number": "decimal(18, 2)"},
    "allocation_set_aside": {"place": "varchar", "allocation": "varchar", "problem": "varchar", "remedy": "varchar"},
}
"""The tables of schema raw that hold the allocations, each with its columns and their types."""


def load_allocations(connection: DuckDBPyConnection, allocations: Allocations) -> None:
    """Fill the tables of TABLES, which are there and empty."""
    every = allocations.allocations
    _insert(connection, "allocation", [_allocation(order, one) for order, one in enumerate(every, start=1)])
    wholes = [(one.name, year, int(whole * one.steps_in_one), one.steps_in_one)
              for one in every for year, whole in one.whole.items()]  # fmt: skip
    _insert(connection, "allocation_whole", wholes)
    _insert(connection, "allocation_given", [(one.name, *given) for one in every for given in one.given.items()])
    told = [(one.place, one.name, one.what, one.remedy) for one in allocations.set_aside]
    _insert(connection, "allocation_set_aside", told)


def _allocation(order: int, one: Allocation) -> tuple[Any, ...]:
    return (
        order,
        one.name,
        one.title.da,
        one.title.en,
        one.programme,
        one.subject,
        one.key,
        one.base_year,
        list(one.units),
        list(one.unit_kinds),
        list(one.left_out_units),
        list(one.left_out_functions),
    )


def _insert(connection: DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(TABLES[table]))
    for row in rows:
        connection.execute(f"insert into raw.{table} values ({marks})", list(row))  # noqa: S608 - our own names

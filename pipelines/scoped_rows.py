"""What cuts every published table to a scope: the door's and the files for analysts' one rule.

A table is two views: its cut, in the schema that a cursor begins in, and the whole of it in another, which a cursor
enters for those who see the whole municipality. The cut's scope is variables of the cursor; unset, they let no unit
through.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Collection, Sequence

from duckdb import DuckDBPyConnection

WHOLE_MUNICIPALITY = "municipality"  # the unit id of the organisation's root
CARRIER = "organisation__unit_period"  # says which units lie below which, in both views of the organisation
PROJECTS = "capital_projects__project"  # says where a project belongs in today's organisation
_KEYS = {CARRIER: ("organisation_view", "fiscal_year", "period", "unit_id"), PROJECTS: ("project_id",)}
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_UNITS = "getvariable('scope')::varchar[]"
_NUMBER = "getvariable('scope_number')::integer"


class ScopedViews:
    """Views of an attached release's tables, cut to the scope that the asking cursor has entered.

    What a scope opens is looked up once and remembered under a number, not found in every unit's path at each question.
    One for a connection, whose cursors may be used by several threads.
    """

    def __init__(self, connection: DuckDBPyConnection, catalog: str, tables: Collection[str]) -> None:
        """`tables`: those of the release, which is attached as `catalog`."""
        self._connection, self._catalog = connection, catalog
        self._carriers = [carrier for carrier in _KEYS if carrier in tables]
        self._numbers: dict[tuple[str, ...], int] = {}
        # A number is never given twice: rows that a failed look-up left behind are nobody's.
        self._next = itertools.count(1)
        self._lock = threading.Lock()
        # A question names no schema, so it meets neither what is opened nor, from the one it begins in, the whole.
        connection.execute("create schema whole")
        connection.execute("create schema opened")
        for carrier in self._carriers:
            self._look_up(connection, f"create table opened.{carrier} as", carrier, 0, ())

    def add(self, table: str, scope_kind: str, columns: Collection[str]) -> bool:
        """Serve a table of the release; False where it cannot be cut: then nobody is served it."""
        cut = cut_sql(table, scope_kind, columns, self._catalog)
        if cut is None or _carrier_of(scope_kind) not in {None, *self._carriers}:
            return False
        self._connection.execute(f"create view main.{table} as {cut}")
        self._connection.execute(f"create view whole.{table} as {_rows_sql(table, self._catalog)}")
        return True

    def enter(self, cursor: DuckDBPyConnection, units: Sequence[str]) -> None:
        """Let a cursor see what belongs to `units` and to what is below them, and no other unit's rows.

        Who sees the whole municipality sees every row: also that of a unit which the organisation has lost.
        """
        if WHOLE_MUNICIPALITY in units:
            cursor.execute("use whole")
            return
        number = self._number_of(tuple(sorted(set(units))))
        cursor.execute("use main")
        cursor.execute("set variable scope = ?", [list(units)])
        cursor.execute("set variable scope_number = ?", [number])

    def _number_of(self, scope: tuple[str, ...]) -> int:
        with self._lock:
            if scope not in self._numbers:
                number = next(self._next)
                with self._connection.cursor() as cursor:
                    for carrier in self._carriers:
                        self._look_up(cursor, f"insert into opened.{carrier}", carrier, number, scope)
                self._numbers[scope] = number
            return self._numbers[scope]

    def _look_up(
        self, cursor: DuckDBPyConnection, into: str, carrier: str, number: int, scope: tuple[str, ...]
    ) -> None:
        cursor.execute(
            f"""
            {into} select $number::integer as scope_number, {", ".join(_KEYS[carrier])}
            from {self._catalog}.main.{carrier} where list_has_any(unit_path, $scope::varchar[])
            """,  # noqa: S608 - our own words
            {"number": number, "scope": list(scope)},
        )


def cut_sql(table: str, scope_kind: str, columns: Collection[str], catalog: str) -> str | None:
    """The rows of a table of `catalog` that a scope opens; None for one that cannot be cut, so that it is not served.

    unit_period   seen where the unit lay below a granted unit in that period (and in that view of the organisation)
    unit          the same for rows that no view of the organisation tells apart: either view grants them
    unit_today    seen where the row's own unit_path, in today's organisation, passes a granted unit
    project       the same by the unit_path of the row's project
    municipality  seen by those who see the whole municipality
    everybody     seen by all
    """
    if not _NAME.match(table):
        return None
    rows = _rows_sql(table, catalog)
    if scope_kind == "everybody":
        return rows
    if scope_kind == "municipality":
        return f"{rows} where false"
    if scope_kind == "unit_today":
        return f"{rows} where list_has_any(seen_row.unit_path, {_UNITS})" if "unit_path" in columns else None
    keys = ", ".join(_keys(scope_kind, columns))
    if not keys:
        return None
    opened = f"select {keys} from opened.{_carrier_of(scope_kind)} where scope_number = {_NUMBER}"  # noqa: S608
    return f"{rows} semi join ({opened}) as opened_key using ({keys})"


def _rows_sql(table: str, catalog: str) -> str:
    # Names cannot be bound as parameters: `table` is matched by cut_sql, the rest are this module's own words.
    return f"select seen_row.* from {catalog}.main.{table} as seen_row"  # noqa: S608


def _carrier_of(scope_kind: str) -> str | None:
    return {"unit_period": CARRIER, "unit": CARRIER, "project": PROJECTS}.get(scope_kind)


def _keys(scope_kind: str, columns: Collection[str]) -> list[str]:
    """The columns by which a row's unit_path is looked up; none when the table cannot be cut."""
    if scope_kind == "project":
        return ["project_id"] if "project_id" in columns else []
    wanted = ["organisation_view", "fiscal_year", "period", "unit_id"]
    keys = [column for column in wanted if column in columns]
    needed = {"unit_period": set(wanted[1:]), "unit": {"unit_id"}}.get(scope_kind)
    return keys if needed is not None and needed <= set(keys) else []

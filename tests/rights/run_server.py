"""`python -m tests.rights.run_server HOME PORT [GUARD …]`: the real server; without the guards that are named.

A guard is taken away where it stands, at one place, so that a test which finds nothing has shown that it would have.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from dashboard import pack_library, server
from dashboard.warehouse import Parameter, Scope, Warehouse
from pipelines import scoped_rows
from tests.rights.lifting import as_it_is_told
from tests.rights.personas import home_in


def _without_the_cut() -> None:
    """Every table is everybody's."""
    cut = scoped_rows.cut_sql
    scoped_rows.cut_sql = lambda table, _, columns, catalog: cut(table, "everybody", columns, catalog)


def _without_the_scope_in_answers() -> None:
    """An answer that was given to one is given to the next who asks the same."""
    ask = Warehouse.query
    first: dict[tuple[object, ...], Scope] = {}

    def asked(
        self: Warehouse, sql: str, parameters: Mapping[str, Parameter], scope: Scope, release: str | None = None
    ) -> pl.DataFrame:
        who = first.setdefault((sql, tuple(sorted(parameters.items()))), scope)
        return ask(self, sql, parameters, who, release)

    Warehouse.query = asked  # type: ignore[method-assign]


def _without_the_library_s_rule() -> None:
    """Every pack is for everybody."""
    pack_library.is_for = lambda person, made, own: True  # noqa: ARG005


GUARDS: dict[str, Callable[[], None]] = {
    "cut": _without_the_cut,
    "answers": _without_the_scope_in_answers,
    "packs": _without_the_library_s_rule,
    "what it is told": as_it_is_told,
}


if __name__ == "__main__":
    for guard in sys.argv[3:]:
        GUARDS[guard]()
    server.serve(home_in(Path(sys.argv[1])), port=int(sys.argv[2]))

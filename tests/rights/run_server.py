"""`python -m tests.rights.run_server HOME PORT [GUARD …]`: the real server; without the guards that are named.

A guard is taken away where it stands, at one place, so that a test which finds nothing has shown that it would have.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Hashable
from pathlib import Path

import polars as pl
from starlette.routing import BaseRoute, Route

from dashboard import pack_library, server
from dashboard.answers import Answers
from dashboard.cursors import Cursors
from dashboard.warehouse import Scope
from pipelines import scoped_rows
from tests.rights import faults, kept
from tests.rights.lifting import as_it_is_told
from tests.rights.personas import WHOLE, home_in


def _without_the_cut() -> None:
    """Every table is everybody's."""
    cut = scoped_rows.cut_sql
    scoped_rows.cut_sql = lambda table, _, columns, catalog: cut(table, "everybody", columns, catalog)


def _without_the_scope_in_answers() -> None:
    """An answer that was given to one is kept for the next who asks the same."""
    get, put = Answers.get, Answers.put

    def key_of(key: Hashable) -> Hashable:
        return tuple(part for part in key if not isinstance(part, Scope)) if isinstance(key, tuple) else key

    Answers.get = lambda self, key: get(self, key_of(key))  # type: ignore[method-assign]
    Answers.put = lambda self, key, frame: put(self, key_of(key), frame)  # type: ignore[method-assign]


def _without_the_scope_of_cursors() -> None:
    """A cursor that has entered the whole is lent to the next, whoever that is."""
    idle = Cursors._idle_one
    Cursors._idle_one = lambda self, units: idle(self, (WHOLE,)) or idle(self, units)  # type: ignore[method-assign]


def _with_a_log_that_tells() -> None:
    """Whatever a release has answered stands in the log."""
    put = Answers.put

    def told(self: Answers, key: Hashable, frame: pl.DataFrame) -> None:
        logging.getLogger("dashboard.warehouse").warning("answered: %s", frame.head(50).to_dicts())
        put(self, key, frame)

    Answers.put = told  # type: ignore[method-assign]


def _without_the_library_s_rule() -> None:
    """Every pack is for everybody."""
    pack_library.is_for = lambda person, made, own: True  # noqa: ARG005


GUARDS: dict[str, Callable[[], None]] = {
    "cut": _without_the_cut,
    "answers": _without_the_scope_in_answers,
    "packs": _without_the_library_s_rule,
    "cursors": _without_the_scope_of_cursors,
    "what it is told": as_it_is_told,
    "quiet log": _with_a_log_that_tells,
    "well": faults.begin,
}


def _routes() -> list[BaseRoute]:
    return [*_ours(), Route(kept.PATH, kept.tell)]


_ours = server.routes


if __name__ == "__main__":
    for guard in sys.argv[3:]:
        GUARDS[guard]()
    server.routes = _routes
    server.serve(home_in(Path(sys.argv[1])), port=int(sys.argv[2]))

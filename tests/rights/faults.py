"""What goes wrong in the tests' server, at a word: the door refuses a question, or fails as nobody foresaw.

The word stands in a file of the installation, so that one server is well and then is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from pathlib import Path

import polars as pl

from dashboard.login import people
from dashboard.person import Person
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.warehouse import Parameter, Scope, Warehouse

REFUSED, UNFORESEEN = "refused", "unforeseen"
# What is asked instead, of the whole municipality. DuckDB's error quotes what it choked on: everybody's names.
ASKED = {
    REFUSED: "select unit_name from release.organisation__unit_period",
    UNFORESEEN: "select cast(string_agg(distinct unit_name, ', ') as integer) as names from organisation__unit_period",
}
_asking_who = ContextVar("asking_who", default=False)


def say(home: Path, fault: str) -> None:
    """From now on the server of that home fails so; an empty word: no more."""
    _file(home.resolve()).write_text(fault, encoding="utf-8")


def begin() -> None:
    """Ask the file before each question, but for those of who somebody is."""
    ask, who = Warehouse.query, people._people

    def asked(
        self: Warehouse, sql: str, parameters: Mapping[str, Parameter], scope: Scope, release: str | None = None
    ) -> pl.DataFrame:
        file = _file(self.releases.parent.resolve())
        fault = file.read_text(encoding="utf-8") if file.exists() and not _asking_who.get() else ""
        if fault:
            return ask(self, ASKED[fault], {}, Scope((WHOLE_MUNICIPALITY,)), release)
        return ask(self, sql, parameters, scope, release)

    def told(*about: object) -> Iterable[Person]:
        token = _asking_who.set(True)
        try:
            return list(who(*about))  # type: ignore[arg-type]
        finally:
            _asking_who.reset(token)

    Warehouse.query = asked  # type: ignore[method-assign]
    people._people = told


def _file(home: Path) -> Path:
    return home / "fault.txt"

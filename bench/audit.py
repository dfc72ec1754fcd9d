"""A line of the audit log, written after so many others, on SQLite and on PostgreSQL; and the whole log verified.

    python bench/audit.py [--lines 100000] [--writes 300]

Beside each: a bare commit by one thread on the same disk, so that the ratio says what the log adds; and the same writes
into an empty log, so that one sees whether its length costs anything.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.store import postgresql_store, sqlite_store
from dashboard.store.audit import FIRST_SEAL, Deed, Only, entries, findings, head, record_deed, seal_of
from dashboard.store.models import AuditEntry
from dashboard.store.models.base import table_of
from dashboard.store.writing import writing

DEED = Deed(kind="download", person="subject", person_role="controller", thing="staff", unit_id="north", release="r1")
AT_ONCE = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--writes", type=int, default=300)
    chosen = parser.parse_args()
    for name, opened in {"SQLite": sqlite_store, "PostgreSQL": postgresql_store}.items():
        with opened() as store:
            bare = _p95(chosen.writes, lambda: _bare(store))
            empty = _p95(chosen.writes, lambda: record_deed(store, DEED))
            _fill(store, chosen.lines)
            full = _p95(chosen.writes, lambda: record_deed(store, DEED))
            page = _p95(20, lambda: entries(store, most=51))
            rare = _p95(20, lambda: entries(store, Only(people=["nobody else"]), most=51))
            begun = time.perf_counter()
            wrong = findings(store)
            took = time.perf_counter() - begun
            print(
                f"{name}: bare commit {bare:.1f} ms, a line of an empty log {empty:.1f} ms, after {chosen.lines} lines "
                f"{full:.1f} ms ({full / bare:.1f} bare commits); the newest 50 {page:.1f} ms, of somebody who did "
                f"nothing {rare:.1f} ms; all verified in {took:.1f} s, {len(wrong)} findings (p95)"
            )


def _bare(store: Engine) -> None:
    with writing(store) as connection:
        connection.execute(text("create table if not exists bare (number integer)"))
        connection.execute(text("insert into bare values (1)"))


def _p95(count: int, act: Callable[[], object]) -> float:
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1_000)
    return statistics.quantiles(took, n=20)[-1]


def _fill(store: Engine, lines: int) -> None:
    """Lines as `record_deed` writes them, many in a transaction."""
    newest, table = head(store), table_of(AuditEntry)
    number, seal = (newest.number, newest.seal) if newest else (0, FIRST_SEAL)
    for begin in range(0, lines, AT_ONCE):
        rows = []
        for _ in range(min(AT_ONCE, lines - begin)):
            number += 1
            said = {**vars(DEED), "number": number, "at": datetime.now(UTC), "before": seal}
            seal = seal_of(said)
            rows.append({**said, "seal": seal})
        with writing(store) as connection:
            connection.execute(table.insert(), rows)


if __name__ == "__main__":
    main()

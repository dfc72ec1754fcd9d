"""Saving by many at once: 500 saves from 50 threads over 25 people, on SQLite and on PostgreSQL.

    python bench/store.py [--threads 50] [--saves 500]

Beside each: a bare commit of the same row by one thread on the same disk, so that the ratio says what the store adds.
SQLite is measured with the shared flush (as it is), and with a flush of its own for each commit. PostgreSQL is a real
server of the bench's own, durable.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine, event, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard.store import forecast_rounds
from dashboard.store.database import close_stores, open_store
from dashboard.store.journal import Author
from pipelines.home import open_home
from tests.store import postgresql

PEOPLE = 25
ROUND = forecast_rounds.RoundWish(
    fiscal_year=2026,
    round="FO1",
    round_date=date(2026, 3, 31),
    opens_on=date(2026, 4, 1),
    closes_on=date(2026, 4, 20),
    state="open",
)
ENTRY = forecast_rounds.EntryWish(
    fiscal_year=2026, round="FO1", unit_id="", account_group="", amount_dkk=Decimal(1), comment="To stillinger tomme"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=50)
    parser.add_argument("--saves", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    for name, opened in {"SQLite": sqlite_store, "PostgreSQL": postgresql_store}.items():
        with opened() as store:
            bare = _bare(store)
            _report(f"{name}, as it is", store, chosen, bare)
            if name == "SQLite":
                _flush_each_commit(store)
                _report("SQLite, a flush for each commit", store, chosen, bare)


def _report(name: str, store: Engine, chosen: argparse.Namespace, bare: float) -> None:
    runs = [_run(store, chosen.threads, chosen.saves) for _ in range(chosen.rounds)]
    p95 = statistics.median(_share(times, 0.95) for times, _ in runs)
    half = statistics.median(_share(times, 0.5) for times, _ in runs)
    rate = statistics.median(len(times) / seconds for times, seconds in runs)
    print(
        f"{name}: half within {half * 1e3:.0f} ms, p95 {p95 * 1e3:.0f} ms, {rate:.0f} saves a second; "
        f"a bare commit {bare * 1e3:.1f} ms, one save then costs {1 / rate / bare:.1f} of them"
    )


def _run(store: Engine, threads: int, saves: int) -> tuple[list[float], float]:
    """Seconds of each save, and of all; every thread saves again as soon as its last one is kept."""
    start, groups = threading.Barrier(threads + 1), time.perf_counter_ns()

    def save(thread: int) -> list[float]:
        author, times = Author(f"person {thread % PEOPLE}", "centre_manager", "2026-04-01"), []
        start.wait()
        for number in range(saves // threads):
            wish = replace(ENTRY, unit_id=f"unit {thread}", account_group=f"{groups} {number}")
            began = time.perf_counter()
            forecast_rounds.record_entry(store, wish, author, seen_version=0)
            times.append(time.perf_counter() - began)
        return times

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(save, thread) for thread in range(threads)]
        start.wait()
        began = time.perf_counter()
        times = [seconds for thread in running for seconds in thread.result()]
        return times, time.perf_counter() - began


def _bare(store: Engine) -> float:
    """Seconds of one insert and commit that is on the disk, without anything of ours."""
    if store.dialect.name == "sqlite":
        with tempfile.TemporaryDirectory(dir=Path(store.url.database or "").parent) as folder:
            connection = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.execute("create table word (said text)")
            times = [_timed(connection.execute, "insert into word values ('To stillinger tomme')") for _ in range(200)]
            connection.close()
        return statistics.median(times)
    with store.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("create table if not exists bare_word (said text)"))
        wanted = text("insert into bare_word values ('To stillinger tomme')")
        return statistics.median(_timed(connection.execute, wanted) for _ in range(200))


def _timed(act: object, what: object) -> float:
    began = time.perf_counter()
    act(what)  # type: ignore[operator]
    return time.perf_counter() - began


def _flush_each_commit(store: Engine) -> None:
    event.listen(store, "connect", lambda connection, _: connection.execute("pragma synchronous = full"))
    store.dispose()


def _share(times: list[float], share: float) -> float:
    return sorted(times)[int(share * (len(times) - 1))]


@contextmanager
def sqlite_store() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        yield _opened(Path(folder))
        close_stores()


@contextmanager
def postgresql_store() -> Iterator[Engine]:
    with postgresql.server(is_durable=True) as server, tempfile.TemporaryDirectory() as folder:
        os.environ["PEJLING_STORE_URL"] = server.url.render_as_string(hide_password=False)
        yield _opened(Path(folder))
        close_stores()
        del os.environ["PEJLING_STORE_URL"]


def _opened(folder: Path) -> Engine:
    (folder / "municipality.toml").write_text('name = "Pejleby"', encoding="utf-8")
    store = open_store(open_home(folder, folder / "municipality.toml"))
    forecast_rounds.record_round(store, ROUND, Author("bo", "controller", "2026-04-01"), seen_version=0)
    return store


if __name__ == "__main__":
    main()

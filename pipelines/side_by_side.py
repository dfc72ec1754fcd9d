"""Statements that do not need each other, run at the same time.

A table of some ten thousand rows keeps DuckDB busy on one core only, so the other cores can make the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

from duckdb import DuckDBPyConnection

# More would only share the memory limit between more statements.
AT_ONCE = 2


def in_order(
    con: DuckDBPyConnection,
    graph: Mapping[str, Iterable[str]],
    work: Callable[[DuckDBPyConnection, str], object],
    urgency: Callable[[str], int] | None = None,
    at_once: int = AT_ONCE,
) -> None:
    """`work` on every name of the graph, as soon as it is done on all names that it depends on.

    Of several that could begin, the one with the least `urgency` goes first (without any, by name). The first
    exception is raised when the statements that had begun are done; no others are begun. `at_once` 1 is for large
    tables: a statement uses all cores by itself, and two that sort would take the memory from each other.
    """
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    waiting: list[str] = []
    running: dict[Future[object], str] = {}
    with ThreadPoolExecutor(at_once) as pool:
        while sorter.is_active():
            waiting = sorted([*waiting, *sorter.get_ready()], key=urgency)
            while waiting and len(running) < at_once:
                name = waiting.pop(0)
                running[pool.submit(_with_cursor, con, work, name)] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            if failed := next((future for future in done if future.exception()), None):
                failed.result()
            sorter.done(*(running.pop(future) for future in done))


def _with_cursor(con: DuckDBPyConnection, work: Callable[[DuckDBPyConnection, str], object], name: str) -> object:
    with con.cursor() as cursor:
        return work(cursor, name)

"""Statements that do not need each other, run at the same time.

A table of some ten thousand rows keeps DuckDB busy on one core only, so the other cores can make the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from typing import TypeVar

from duckdb import DuckDBPyConnection

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# More would only share the memory limit between more statements: a large table uses all cores by itself.
_AT_ONCE = 2


def each(
    con: DuckDBPyConnection, items: Iterable[Item], work: Callable[[DuckDBPyConnection, Item], Answer]
) -> list[Answer]:
    """`work` on every item with a cursor of its own; the answers in the order of the items."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        futures = [pool.submit(_with_cursor, con, work, item) for item in items]
        return [future.result() for future in futures]


def in_order(
    con: DuckDBPyConnection, graph: Mapping[str, Iterable[str]], work: Callable[[DuckDBPyConnection, str], object]
) -> None:
    """`work` on every name of the graph, as soon as it is done on all names that it depends on.

    The first exception is raised when the statements that had begun are done; no others are begun.
    """
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running: dict[Future[object], str] = {}
        while sorter.is_active():
            for name in sorter.get_ready():
                running[pool.submit(_with_cursor, con, work, name)] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            if failed := next((future for future in done if future.exception()), None):
                pool.shutdown(cancel_futures=True)
                failed.result()
            sorter.done(*(running.pop(future) for future in done))


def _with_cursor(con: DuckDBPyConnection, work: Callable[[DuckDBPyConnection, Item], Answer], item: Item) -> Answer:
    with con.cursor() as cursor:
        return work(cursor, item)

"""Drawn municipalities with a file of allocations."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.allocations import read_allocations
from pipelines.build import build_warehouse
from pipelines.load_allocations import load_allocations
from tests.warehouse.drawn import raw_database


def shared_out(drawing: str, allocations: str, folder: Path) -> DuckDBPyConnection:
    """The drawn municipality with the given allocations, built into marts."""
    path = folder / "allocations.toml"
    path.write_text(allocations, encoding="utf-8")
    con = raw_database(drawing)
    load_allocations(con, read_allocations(path))
    build_warehouse(con)
    return con

"""Questions about figures and tables: those with a card, as far as the release holds them. The SQL itself answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.queries import data_quality
from dashboard.warehouse import Door
from pipelines.catalogue import (
    Behind,
    CataloguedFigure,
    CataloguedTable,
    behind,
    catalogued_figures,
    catalogued_tables,
    guards_of,
    stands_in,
)

__all__ = ["Behind", "CataloguedFigure", "CataloguedTable", "Shown"]


@dataclass(frozen=True)
class Shown:
    """The figure or the table that is looked at: the table that is drawn, and all that the figure stands in."""

    figure: CataloguedFigure | None
    tables: tuple[str, ...]
    table: CataloguedTable | None


def figures(search: str | None) -> tuple[CataloguedFigure, ...]:
    """The figures that have every word that is looked for on their card, in either language; all for no words."""
    return tuple(figure for figure in catalogued_figures() if figure.is_found_by(search or ""))


def tables(door: Door) -> dict[str, CataloguedTable]:
    """The published tables that the release holds, by name."""
    held = door.columns()
    return {table.name: table for table in catalogued_tables() if table.name in held}


def columns(door: Door) -> Mapping[str, Mapping[str, str]]:
    """The columns of every table that the release holds, with their types."""
    return door.columns()


def shown(door: Door, figure_id: str | None, table_name: str | None) -> Shown:
    """What an address asks to look at, as far as it is there."""
    known = tables(door)
    figure = next((figure for figure in catalogued_figures() if figure.id == figure_id), None)
    names = tuple(name for name in stands_in(figure, door.columns()) if name in known) if figure else ()
    wanted = table_name if table_name in (names if figure else known) else next(iter(names), None)
    return Shown(figure, names, known.get(wanted or ""))


def made_of(table: CataloguedTable) -> Behind:
    """What a table is made of."""
    return behind(table.name)


def sources_of(door: Door, table: CataloguedTable) -> pl.DataFrame:
    """The sources at the far end of a table."""
    return data_quality.sources(door).filter(pl.col("table_name").is_in(behind(table.name).raw))


def checks_of(door: Door, table: CataloguedTable) -> pl.DataFrame:
    """The checks that guard a table or what it is made of, with what they found."""
    return data_quality.checks(door).filter(pl.col("check_name").is_in(sorted(guards_of(table.name))))

"""Questions about the data themselves: what was delivered, does it reconcile, what was set aside, what was checked."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def sources(door: Door) -> pl.DataFrame:
    """One row a source: its newest delivery, freshness, counts and control totals."""
    return door.rows("select * from data_quality__source order by title, source")


def deliveries(door: Door, source: str | None = None) -> pl.DataFrame:
    """Every delivery, or those of one source, the newest first."""
    return door.rows(
        """
        select * from data_quality__delivery
        where $source::varchar is null or source = $source
        order by received_at desc, delivery_id
        """,
        source=source,
    )


def quarantined_lines(door: Door, source: str | None = None) -> pl.DataFrame:
    """Lines that did not come in, with the reason. No rows for one who does not see the whole municipality."""
    return door.rows(
        """
        select * from data_quality__quarantined_line
        where $source::varchar is null or source = $source
        order by title, file, line, column_name
        """,
        source=source,
    )


def corrections(door: Door) -> pl.DataFrame:
    """Rows mended or dropped by hand before the build. No rows for one who does not see the whole municipality."""
    return door.rows("select * from data_quality__correction order by title, file, line, column_name")


def changed_figures(door: Door, *, most: int = 200) -> pl.DataFrame:
    """Figures that the release before showed otherwise, the largest changes first."""
    return door.rows(
        """
        select * from data_quality__changed_figure
        order by abs(change_dkk) desc nulls first, fiscal_year, period, unit_id, figure
        limit $most
        """,
        most=most,
    )


def checks(door: Door) -> pl.DataFrame:
    """The checks that the release was published with, those that found something first."""
    return door.rows("select * from data_quality__check order by row_count desc, severity, check_name")

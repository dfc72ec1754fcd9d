"""Questions about the data themselves: what was delivered, does it reconcile, what was set aside, what was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import clock
from dashboard.warehouse import Door


@dataclass(frozen=True)
class Changes:
    """The largest changes of figures, and whether there are more than these."""

    rows: pl.DataFrame
    has_more: bool


def sources(door: Door, today: date | None = None) -> pl.DataFrame:
    """One row a source: its newest delivery, freshness, counts, and whether it reconciles.

    What is late is judged on `today` (when not given: this day): a release that stands still does not come in time.
    """
    return door.rows(
        """
        select * replace (coalesce(expected_by < $today::date, false) as is_late)
        from data_quality__source
        order by title, source
        """,
        today=(today or clock.today(door.release.time_zone)).isoformat(),
    )


def source_amounts(door: Door) -> pl.DataFrame:
    """What each source adds up to, and its control total. No rows for one who sees a part of the municipality."""
    return door.rows("select * from data_quality__source_amount order by source")


def deliveries(door: Door, source: str | None = None) -> pl.DataFrame:
    """Every delivery, or those of one source, the newest first. No rows for one who sees a part of the municipality.

    A delivery can be a single late posting, so its amounts say more than a sum does.
    """
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


def held_back(door: Door, unit_id: str) -> pl.DataFrame:
    """One row a source with lines held back that belong to the unit or to one below it: how many, for how much."""
    return door.rows(
        "select * from data_quality__unit_held_back where unit_id = $unit_id order by source", unit_id=unit_id
    )


def tells_held_back_by_unit(door: Door) -> bool:
    """Whether the release tells whose the lines held back are: earlier versions did not."""
    return "data_quality__unit_held_back" in door.columns()


def corrections(door: Door) -> pl.DataFrame:
    """Rows mended or dropped by hand before the build. No rows for one who does not see the whole municipality."""
    return door.rows("select * from data_quality__correction order by title, file, line, column_name")


def changed_figures(door: Door, *, most: int = 2000) -> Changes:
    """Figures of whole units that the release before showed otherwise, the largest changes first: at most so many."""
    rows = door.rows(
        """
        select * from data_quality__changed_figure
        where account is null
        order by abs(change_dkk) desc nulls last, fiscal_year, period, unit_id, figure
        limit $most_and_one
        """,
        most_and_one=most + 1,
    )
    return Changes(rows.head(most), len(rows) > most)


def changed_units(door: Door, *, most: int = 2000) -> Changes:
    """Units of which account figures changed, those with the most of them first: at most so many."""
    rows = door.rows(
        """
        select * from data_quality__changed_unit
        order by changed_figures desc, fiscal_year desc, period desc, unit_id
        limit $most_and_one
        """,
        most_and_one=most + 1,
    )
    return Changes(rows.head(most), len(rows) > most)


def changed_accounts(door: Door, fiscal_year: int, period: int, unit_id: str, *, most: int = 200) -> Changes:
    """Account figures of one unit and period that the release before showed otherwise, the largest changes first."""
    rows = door.rows(
        """
        select * from data_quality__changed_figure
        where
            account is not null
            and (fiscal_year, period, unit_id) = ($fiscal_year, $period, $unit_id)
        order by abs(change_dkk) desc nulls last, account, function_code, figure
        limit $most_and_one
        """,
        fiscal_year=fiscal_year,
        period=period,
        unit_id=unit_id,
        most_and_one=most + 1,
    )
    return Changes(rows.head(most), len(rows) > most)


def all_changed_figures(door: Door) -> pl.DataFrame:
    """Every figure, of units and of accounts in them, that the release before showed otherwise."""
    return door.rows(
        """
        select * from data_quality__changed_figure
        order by fiscal_year desc, period desc, unit_id, account nulls first, function_code, figure, budget_basis
        """
    )


def checks(door: Door) -> pl.DataFrame:
    """The checks that the release was published with, those that found something first."""
    return door.rows("select * from data_quality__check order by row_count desc, severity, check_name")

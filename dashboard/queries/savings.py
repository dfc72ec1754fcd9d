"""Questions to the savings marts. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door

EVERY_PROGRAMME = "all"
BEGUN = ("target_to_date_dkk", "realised_dkk", "realised_share", "expected_rest_dkk", "gap_dkk")
"""What is told of a year that has begun alone: of one ahead nothing is due, and so nothing is missing."""


def places(door: Door) -> pl.DataFrame:
    """Every year, programme and unit that owes a saving: the newest year first, then in the organisation's order."""
    return door.rows(
        """
        select fiscal_year, programme_id, programme_name, unit_id, unit_name, level, unit_path, as_of
        from savings__unit_year order by fiscal_year desc, programme_id, sort_order
        """
    )


def of_year(door: Door, fiscal_year: int) -> pl.DataFrame:
    """Every unit's sums of a year, programme by programme and all together, in the organisation's order."""
    rows = door.rows(
        "select * from savings__unit_year where fiscal_year = $fiscal_year order by programme_id, sort_order",
        fiscal_year=fiscal_year,
    )
    return _as_begun(rows)


def measures(door: Door, fiscal_year: int, programme_id: str, unit_id: str) -> pl.DataFrame:
    """The measures at a unit and below it, what is missing most first."""
    rows = door.rows(
        """
        select * from savings__measure_year
        where fiscal_year = $fiscal_year and $programme_id in ('all', programme_id)
          and list_contains(unit_path, $unit_id)
        order by gap_dkk desc, measure_id
        """,
        fiscal_year=fiscal_year,
        programme_id=programme_id,
        unit_id=unit_id,
    )
    return _as_begun(rows)


def measure_years(door: Door, programme_id: str, unit_id: str) -> pl.DataFrame:
    """Those measures in every year that they are to save in, the first year first."""
    rows = door.rows(
        """
        select * from savings__measure_year
        where $programme_id in ('all', programme_id) and list_contains(unit_path, $unit_id)
        order by measure_id, fiscal_year
        """,
        programme_id=programme_id,
        unit_id=unit_id,
    )
    return _as_begun(rows)


def statements(door: Door, fiscal_year: int, programme_id: str, unit_id: str) -> pl.DataFrame:
    """What the owners of those measures have stated in the year, the newest statement of each first."""
    return door.rows(
        """
        select * from savings__statement
        where fiscal_year = $fiscal_year and $programme_id in ('all', programme_id)
          and list_contains(unit_path, $unit_id)
        order by measure_id, stated_on desc, line desc
        """,
        fiscal_year=fiscal_year,
        programme_id=programme_id,
        unit_id=unit_id,
    )


def pool_parts(door: Door, fiscal_year: int, programme_id: str, unit_id: str) -> pl.DataFrame:
    """The parts of the pools that units at or below a unit are to find, pool by pool."""
    return door.rows(
        """
        select * from savings__pool_part
        where fiscal_year = $fiscal_year and $programme_id in ('all', programme_id)
          and list_contains(unit_path, $unit_id)
        order by allocation_order, sort_order
        """,
        fiscal_year=fiscal_year,
        programme_id=programme_id,
        unit_id=unit_id,
    )


def _as_begun(rows: pl.DataFrame) -> pl.DataFrame:
    is_ahead = pl.col("fiscal_year") > pl.col("as_of").dt.year()
    return rows.with_columns(pl.when(is_ahead).then(None).otherwise(pl.col(name)).alias(name) for name in BEGUN)

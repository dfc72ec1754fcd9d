"""Questions to the marts of supervision. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def units(door: Door, fiscal_year: int, period: int) -> pl.DataFrame:
    """The units of today's organisation that the person sees in a period, in its order."""
    return door.rows(
        """
        select unit_id, unit_name, unit_kind, parent_unit_id, centre_id, centre_name, level, is_leaf, unit_path,
               sort_order
        from organisation__unit_period
        where organisation_view = 'today' and fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
        period=period,
    )


def units_then(door: Door, first: tuple[int, int], last: tuple[int, int]) -> pl.DataFrame:
    """The units of each month from one (year and period) to another as they stood in it.

    Who had a unit then answers for what was booked then.
    """
    return door.rows(
        """
        select fiscal_year, period, unit_id, unit_name, unit_kind, centre_id, centre_name, is_leaf, unit_path,
               sort_order
        from organisation__unit_period
        where organisation_view = 'then'
          and (fiscal_year > $first_year or fiscal_year = $first_year and period >= $first)
          and (fiscal_year < $last_year or fiscal_year = $last_year and period <= $last)
        order by fiscal_year, period, sort_order, unit_id
        """,
        first_year=first[0],
        first=first[1],
        last_year=last[0],
        last=last[1],
    )


def atypical(door: Door, unit_ids: tuple[str, ...], fiscal_year: int, first: int, last: int) -> pl.DataFrame:
    """The atypical postings of units that nothing is below, in some months of a year, the heaviest first."""
    return door.rows(
        """
        select * from supervision__atypical
        where list_contains($unit_ids::varchar[], unit_id) and fiscal_year = $fiscal_year
          and period between $first and $last
        order by risk_weight desc, abs(amount_dkk) desc, posting_date desc, delivery_id, file, line
        """,
        unit_ids=unit_ids,
        fiscal_year=fiscal_year,
        first=first,
        last=last,
    )


def atypical_counts(door: Door, unit_id: str, fiscal_year: int, last: int) -> pl.DataFrame:
    """How many postings of a unit and all below it each rule has found in each month of a year; `any` counts once."""
    return door.rows(
        """
        select * from supervision__atypical_unit
        where unit_id = $unit_id and fiscal_year = $fiscal_year and period <= $last
        order by period, rule
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
        last=last,
    )


def atypical_units(door: Door, fiscal_year: int, last: int) -> pl.DataFrame:
    """Atypical postings of every unit that the person sees, month by month."""
    return door.rows(
        """
        select * from supervision__atypical_unit
        where rule = 'any' and fiscal_year = $fiscal_year and period <= $last
        order by period, sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
        last=last,
    )

"""Questions about the carry-over case: years, lines, totals, frames, rules."""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import Door


def years(door: Door) -> pl.DataFrame:
    """The years that amounts can be carried out of, the newest first."""
    return door.rows("select * from carry_over_case__year order by fiscal_year desc")


def units(door: Door, fiscal_year: int) -> pl.DataFrame:
    """The units that have lines at or below them, in the order of the organisation."""
    return door.rows(
        """
        select * from carry_over_case__unit_total
        where fiscal_year = $fiscal_year and part = 'all'
        order by sort_order, unit_id
        """,
        fiscal_year=fiscal_year,
    )


def totals(door: Door, fiscal_year: int, unit_id: str) -> pl.DataFrame:
    """A unit's case added up: a row for each part that it has, and one for all."""
    return door.rows(
        """
        select * from carry_over_case__unit_total
        where fiscal_year = $fiscal_year and unit_id = $unit_id
        order by part
        """,
        fiscal_year=fiscal_year,
        unit_id=unit_id,
    )


def part_totals(door: Door, fiscal_year: int, part: str) -> pl.DataFrame:
    """Every unit's total of one part of the case."""
    return door.rows(
        "select * from carry_over_case__unit_total where fiscal_year = $fiscal_year and part = $part order by unit_id",
        fiscal_year=fiscal_year,
        part=part,
    )


def lines(door: Door, fiscal_year: int, unit_id: str) -> pl.DataFrame:
    """The lines at or below a unit, in the order of the organisation."""
    return door.rows(
        """
        select * from carry_over_case__line
        where fiscal_year = $fiscal_year and list_contains(unit_path, $unit_id)
        order by sort_order, project_name, line_id
        """,
        fiscal_year=fiscal_year,
        unit_id=unit_id,
    )


def frames(door: Door, fiscal_year: int) -> pl.DataFrame:
    """What the case adds to later years, beside their frames. No rows for one who does not see the whole."""
    return door.rows(
        "select * from carry_over_case__frame where fiscal_year = $fiscal_year order by into_fiscal_year, frame desc",
        fiscal_year=fiscal_year,
    )


def rules(door: Door) -> pl.DataFrame:
    """The rules in the order in which they are asked."""
    return door.rows("select * from carry_over_case__rule order by rule_order")


def set_aside(door: Door) -> pl.DataFrame:
    """Rules that are not used, and why. No rows for one who does not see the whole municipality."""
    return door.rows("select * from carry_over_case__set_aside order by place_en, problem_en")

"""Questions to the capital project marts. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.queries.postings import Postings
from dashboard.warehouse import Door


def totals(door: Door, project_class: str | None = None) -> pl.DataFrame:
    """The sum over the projects that are not completed, of every unit that has projects, in the organisation's order.

    `project_class` None is all classes together.
    """
    return door.rows(
        """
        select * from capital_projects__unit_total
        where project_class = coalesce($project_class::varchar, '')
        order by sort_order, unit_id
        """,
        project_class=project_class,
    )


def classes(door: Door, unit_id: str) -> pl.DataFrame:
    """The classes that a unit has projects of."""
    return door.rows(
        """
        select project_class from capital_projects__unit_total
        where unit_id = $unit_id and project_class <> ''
        order by project_class
        """,
        unit_id=unit_id,
    )


def projects(
    door: Door, unit_id: str, project_class: str | None = None, status: str | None = None, *, completed: bool = False
) -> pl.DataFrame:
    """The projects of a unit and of all below it: those that need somebody first, the completed ones last.

    `status` keeps those that stand so in at least one of money, phasing and time.
    """
    return door.rows(
        """
        select * from capital_projects__project
        where list_contains(unit_path, $unit_id)
          and ($project_class::varchar is null or project_class = $project_class)
          and ($status::varchar is null or $status in (money_status, phasing_status, time_status))
          and ($completed or not is_completed)
        order by is_completed,
          least(
            list_position(['act', 'watch', 'on_track', 'unknown'], money_status),
            list_position(['act', 'watch', 'on_track', 'unknown'], phasing_status),
            list_position(['act', 'watch', 'on_track', 'unknown'], time_status)
          ) nulls last,
          expected_final_cost_dkk desc nulls last, project_id
        """,
        unit_id=unit_id,
        project_class=project_class,
        status=status,
        completed=completed,
    )


def project(door: Door, project_id: str) -> dict[str, Any] | None:
    """One project: all columns of capital_projects__project. None when it is not there to be seen."""
    found = door.rows(
        "select * from capital_projects__project where project_id = $project_id order by project_id",
        project_id=project_id,
    )
    return found.row(0, named=True) if len(found) else None


def years(door: Door, project_id: str) -> pl.DataFrame:
    """A project year by year, the newest first."""
    return door.rows(
        "select * from capital_projects__project_year where project_id = $project_id order by fiscal_year desc",
        project_id=project_id,
    )


def projects_in_year(door: Door, unit_id: str, fiscal_year: int) -> pl.DataFrame:
    """A year of every project of a unit and of all below it, what is carried out most first."""
    return door.rows(
        """
        select * from capital_projects__project_year
        where list_contains(unit_path, $unit_id) and fiscal_year = $fiscal_year
        order by carried_out_dkk desc nulls last, project_id
        """,
        unit_id=unit_id,
        fiscal_year=fiscal_year,
    )


def plan_versions(door: Door, project_id: str) -> pl.DataFrame:
    """Every version of a project's plan, the oldest first."""
    return door.rows(
        "select * from capital_projects__plan_version where project_id = $project_id order by version_number",
        project_id=project_id,
    )


def appropriations(door: Door, project_id: str) -> pl.DataFrame:
    """What was granted to a project, decision by decision, the oldest first."""
    return door.rows(
        """
        select * from capital_projects__appropriation where project_id = $project_id
        order by decision_date, kind, file, line
        """,
        project_id=project_id,
    )


def months(door: Door, project_id: str) -> pl.DataFrame:
    """What a project had cost, and should have cost, by the end of each month."""
    return door.rows(
        "select * from capital_projects__project_month where project_id = $project_id order by month_start",
        project_id=project_id,
    )


def postings(door: Door, project_id: str, fiscal_year: int, *, page: int = 0, page_size: int = 100) -> Postings:
    """One page of the postings behind a project's year, the newest first."""
    rows = door.rows(
        """
        select * from capital_projects__project_posting
        where project_id = $project_id and fiscal_year = $fiscal_year
        order by posting_date desc, voucher, voucher_line, file, line
        limit $page_size_and_one offset $skipped
        """,
        project_id=project_id,
        fiscal_year=fiscal_year,
        page_size_and_one=page_size + 1,
        skipped=page * page_size,
    )
    return Postings.of(rows, page_size)


def fiscal_years(door: Door) -> pl.DataFrame:
    """Every year that a project has money in, the newest first, and how far it has come."""
    return door.rows("select * from capital_projects__year order by fiscal_year desc")

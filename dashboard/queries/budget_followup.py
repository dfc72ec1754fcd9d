"""Questions to the budget follow-up marts. Each picks rows and their order; what is counted is counted in the mart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from dashboard.warehouse import Door

OrganisationView = Literal["then", "today"]
BudgetBasis = Literal["with_carry_over", "without_carry_over"]
WITHOUT_POSTINGS = {"variance_to_date_dkk", "run_rate_forecast_dkk"}
WITHOUT_BUDGET = {"variance_to_date_dkk", "remaining_dkk", "forecast_variance_dkk", "forecast_variance_share", "status"}
"""What cannot be told in a year that has no postings, or no budget, at all."""


@dataclass(frozen=True)
class Cut:
    """One look at the year: as of which period, in which organisation, with or without what was carried over."""

    fiscal_year: int
    period: int
    organisation_view: OrganisationView = "today"
    budget_basis: BudgetBasis = "with_carry_over"


def periods(door: Door) -> pl.DataFrame:
    """Every period with a follow-up, the newest first; years with nothing but a budget come last."""
    return door.rows("select * from budget_followup__period order by is_posted desc, fiscal_year desc, period desc")


def units(door: Door, cut: Cut) -> pl.DataFrame:
    """The units that the person may choose in this period, in the order of the organisation."""
    return door.rows(
        """
        select unit_id, unit_name, unit_kind, parent_unit_id, centre_id, centre_name, level, is_leaf, unit_path,
               sort_order
        from organisation__unit_period
        where organisation_view = $organisation_view and fiscal_year = $fiscal_year and period = $period
        order by sort_order, unit_id
        """,
        organisation_view=cut.organisation_view,
        fiscal_year=cut.fiscal_year,
        period=cut.period,
    )


def unit(door: Door, cut: Cut, unit_id: str) -> dict[str, Any] | None:
    """The follow-up of one unit: all figures of budget_followup__unit_period. None when it is not there to be seen."""
    found = rows_of(door, cut, (unit_id,))
    return found.row(0, named=True) if len(found) else None


def rows_of(door: Door, cut: Cut, unit_ids: tuple[str, ...]) -> pl.DataFrame:
    """The follow-up of the units named, in the order of the organisation."""
    rows = door.rows(
        """
        select * from budget_followup__unit_period
        where organisation_view = $organisation_view and budget_basis = $budget_basis
          and fiscal_year = $fiscal_year and period = $period and list_contains($unit_ids::varchar[], unit_id)
        order by sort_order, unit_id
        """,
        **_of(cut),
        unit_ids=unit_ids,
    )
    return _as_known(door, cut, rows)


def children(door: Door, cut: Cut, unit_id: str) -> pl.DataFrame:
    """The follow-up of the units directly below one, in the order of the organisation."""
    rows = door.rows(
        """
        select * from budget_followup__unit_period
        where organisation_view = $organisation_view and budget_basis = $budget_basis
          and fiscal_year = $fiscal_year and period = $period and parent_unit_id = $unit_id
        order by sort_order, unit_id
        """,
        **_of(cut),
        unit_id=unit_id,
    )
    return _as_known(door, cut, rows)


def course(door: Door, cut: Cut, unit_id: str) -> pl.DataFrame:
    """One unit period by period until the one looked at, the oldest first: how the year came to stand where it does."""
    rows = door.rows(
        """
        select * from budget_followup__unit_period
        where organisation_view = $organisation_view and budget_basis = $budget_basis
          and fiscal_year = $fiscal_year and period <= $period and unit_id = $unit_id
        order by period
        """,
        **_of(cut),
        unit_id=unit_id,
    )
    return _as_known(door, cut, rows)


def groups(door: Door, cut: Cut, *unit_ids: str) -> pl.DataFrame:
    """Wages, operations and income of one unit, or of several."""
    rows = door.rows(
        """
        select * from budget_followup__unit_group_period
        where organisation_view = $organisation_view and budget_basis = $budget_basis
          and fiscal_year = $fiscal_year and period = $period and list_contains($unit_ids::varchar[], unit_id)
        order by unit_id, account_group desc
        """,
        **_of(cut),
        unit_ids=unit_ids,
    )
    return _as_known(door, cut, rows)


def drivers(door: Door, cut: Cut, unit_id: str) -> pl.DataFrame:
    """What a unit's variances come from, the forecast's and the one to date: the two largest parts and the rest."""
    return door.rows(
        """
        select * from budget_followup__unit_period_driver
        where organisation_view = $organisation_view and budget_basis = $budget_basis
          and fiscal_year = $fiscal_year and period = $period and unit_id = $unit_id
        order by variance_kind
        """,
        **_of(cut),
        unit_id=unit_id,
    )


def accounts(door: Door, cut: Cut, unit_id: str) -> pl.DataFrame:
    """The accounts of a leaf of the organisation, by function and account."""
    rows = door.rows(
        """
        select * from budget_followup__unit_account_period
        where budget_basis = $budget_basis and fiscal_year = $fiscal_year and period = $period and unit_id = $unit_id
        order by function_code, account
        """,
        **_of_account(cut),
        unit_id=unit_id,
    )
    return _as_known(door, cut, rows)


def months(door: Door, cut: Cut, unit_id: str) -> pl.DataFrame:
    """Twelve months for the chart: phased budget, actual (empty after the period) and last year, each cumulative."""
    rows = door.rows(
        _MONTHS[cut.budget_basis],
        organisation_view=cut.organisation_view,
        fiscal_year=cut.fiscal_year,
        period=cut.period,
        unit_id=unit_id,
    )
    return _as_known(door, cut, rows)


_MONTHS: dict[BudgetBasis, str] = {
    "with_carry_over": """
        select month, phased_dkk, actual_dkk, last_year_actual_dkk
        from budget_followup__unit_period_month
        where organisation_view = $organisation_view and fiscal_year = $fiscal_year and period = $period
          and unit_id = $unit_id
        order by month
        """,
    "without_carry_over": """
        select month, phased_without_carry_over_dkk as phased_dkk, actual_dkk, last_year_actual_dkk
        from budget_followup__unit_period_month
        where organisation_view = $organisation_view and fiscal_year = $fiscal_year and period = $period
          and unit_id = $unit_id
        order by month
        """,
}


def budget_lines(
    door: Door, cut: Cut, unit_id: str, account: str | None = None, *, function_code: str | None = None
) -> pl.DataFrame:
    """The lines that a leaf's revised budget is the sum of, or that of one of its accounts, in the order of decision.

    Operating and refund alone, as in the budget; without carry-over, the lines carried over are not there either.
    `function_code` None is every function, "" what is budgeted on none.
    """
    return door.rows(
        """
        select * from budget_followup__budget_line
        where unit_id = $unit_id and fiscal_year = $fiscal_year and budget_type in ('1', '2')
          and ($budget_basis = 'with_carry_over' or kind is distinct from 'carry_over')
          and ($account::varchar is null or account = $account)
          and ($function_code::varchar is null or coalesce(function_code, '') = $function_code)
        order by decision_date nulls first, kind, account, file, line
        """,
        unit_id=unit_id,
        fiscal_year=cut.fiscal_year,
        budget_basis=cut.budget_basis,
        account=account,
        function_code=function_code,
    )


def _as_known(door: Door, cut: Cut, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without what cannot be told in a year that has no postings, or no budget, at all."""
    year = periods(door).filter(fiscal_year=cut.fiscal_year)
    unknown: set[str] = set()
    if not year["is_posted"].all():
        unknown |= WITHOUT_POSTINGS | ({"actual_dkk"} if "month" in rows.columns else set())
    if not year["is_budgeted"].all():
        unknown |= WITHOUT_BUDGET | ({"phased_dkk"} if "month" in rows.columns else set())
    return rows.with_columns(pl.lit(None, rows.schema[name]).alias(name) for name in unknown & set(rows.columns))


def _of(cut: Cut) -> dict[str, str | int]:
    return {"organisation_view": cut.organisation_view, **_of_account(cut)}


def _of_account(cut: Cut) -> dict[str, str | int]:
    return {"budget_basis": cut.budget_basis, "fiscal_year": cut.fiscal_year, "period": cut.period}

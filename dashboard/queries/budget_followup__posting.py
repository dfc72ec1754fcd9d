"""Questions to the follow-up's single postings. Each picks rows and their order."""

from __future__ import annotations

import polars as pl

from dashboard.queries.budget_followup import Cut
from dashboard.queries.postings import Postings
from dashboard.warehouse import Door


def of_account(
    door: Door,
    cut: Cut,
    unit_id: str,
    account: str,
    *,
    function_code: str | None = None,
    page: int = 0,
    page_size: int = 100,
) -> Postings:
    """One page of the postings behind an account's actual: the year's until the period, the newest first.

    `function_code` None is every function that the account is used on, "" what is booked on none.
    """
    rows = door.rows(
        """
        select * from budget_followup__posting
        where unit_id = $unit_id and fiscal_year = $fiscal_year and period <= $period
          and account = $account and budget_type in ('1', '2')
          and ($function_code::varchar is null or coalesce(function_code, '') = $function_code)
        order by posting_date desc, voucher, voucher_line, file, line
        limit $page_size_and_one offset $skipped
        """,
        unit_id=unit_id,
        fiscal_year=cut.fiscal_year,
        period=cut.period,
        account=account,
        function_code=function_code,
        page_size_and_one=page_size + 1,
        skipped=page * page_size,
    )
    return Postings.of(rows, page_size)


def of_supplier(
    door: Door,
    supplier_id: str,
    unit_ids: tuple[str, ...],
    accounts: tuple[str, ...],
    cut: Cut,
    *,
    outside_agreements: bool,
    page_size: int = 50,
) -> Postings:
    """What was booked on a supplier until the period, the newest first: operating and capital.

    `unit_ids`: units that nothing is below. `outside_agreements` leaves out what is on one and what is no purchase.
    """
    rows = door.rows(
        """
        select * from budget_followup__posting
        where list_contains($unit_ids, unit_id) and fiscal_year = $fiscal_year and period <= $period
          and list_contains($accounts, account) and budget_type in ('1', '2', '3')
          and coalesce(supplier_id, supplier_name, '') = $supplier_id
          and (not $outside_agreements
            or (is_on_agreement = false and coalesce(kind = 'invoice', invoice_no is not null)))
        order by posting_date desc, voucher, voucher_line, file, line
        limit $page_size_and_one
        """,
        supplier_id=supplier_id,
        unit_ids=unit_ids,
        accounts=accounts,
        fiscal_year=cut.fiscal_year,
        period=cut.period,
        outside_agreements=outside_agreements,
        page_size_and_one=page_size + 1,
    )
    return Postings.of(rows, page_size)


def to_draw(door: Door, unit_ids: tuple[str, ...], fiscal_year: int, first: int, last: int) -> pl.DataFrame:
    """What a supervision's sample is drawn from: what somebody has decided on, so neither pay runs nor settlements.

    `unit_ids`: units that nothing is below; `first` and `last`: months of the year.
    """
    return door.rows(
        """
        select delivery_id, file, line, voucher, voucher_line, amount_dkk
        from budget_followup__posting
        where list_contains($unit_ids::varchar[], unit_id) and fiscal_year = $fiscal_year
          and period between $first and $last and budget_type in ('1', '2', '3')
          and coalesce(kind not in ('payroll', 'internal'), true)
        order by delivery_id, file, line
        """,
        unit_ids=unit_ids,
        fiscal_year=fiscal_year,
        first=first,
        last=last,
    )


def at_lines(
    door: Door, unit_ids: tuple[str, ...], fiscal_year: int, files: tuple[str, ...], lines: tuple[str, ...]
) -> pl.DataFrame:
    """The postings on any of `lines` in any of `files`; who asks picks their own among them."""
    return door.rows(
        """
        select * from budget_followup__posting
        where list_contains($unit_ids::varchar[], unit_id) and fiscal_year = $fiscal_year
          and list_contains($files::varchar[], file) and list_contains($lines::bigint[], line)
        order by delivery_id, file, line
        """,
        unit_ids=unit_ids,
        fiscal_year=fiscal_year,
        files=files,
        lines=lines,
    )

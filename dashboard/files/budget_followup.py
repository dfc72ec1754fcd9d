"""The files of the budget follow-up: what the page shows, and the postings of one account."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import polars as pl

from dashboard.decisions.explanation import explained
from dashboard.files.content import Filters, Lines, Made, Nothing, sheet
from dashboard.files.explanation import explanations
from dashboard.queries import budget_followup as queries
from dashboard.queries import budget_followup__posting
from dashboard.queries.budget_followup import BudgetBasis, Cut, OrganisationView
from dashboard.sentences.words import STATUS_WORDS
from dashboard.store.at_hand import at_hand
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import ROWS_IN_A_SHEET, Column

FOLLOW_UP = (
    Column("adopted_dkk", mark("Adopted budget"), "money"),
    Column("supplementary_dkk", mark("Supplementary appropriations"), "money"),
    Column("virement_dkk", mark("Virements"), "money"),
    Column("technical_correction_dkk", mark("Technical corrections"), "money"),
    Column("carried_in_dkk", mark("Carried in"), "money"),
    Column("revised_dkk", mark("Revised budget"), "money"),
    Column("phased_dkk", mark("Plan to date"), "money"),
    Column("actual_dkk", mark("Spent"), "money"),
    Column("committed_dkk", mark("Committed"), "money"),
    Column("remaining_dkk", mark("Remaining"), "money"),
    Column("spent_share", mark("Spent, share of the budget"), "share"),
    Column("variance_to_date_dkk", mark("Variance to date"), "money"),
    Column("forecast_dkk", mark("Forecast"), "money"),
    Column("forecast_variance_dkk", mark("Expected variance"), "money"),
    Column("forecast_variance_share", mark("Expected variance, share"), "share"),
    Column("run_rate_forecast_dkk", mark("Run-rate forecast"), "money"),
    Column("last_year_actual_dkk", mark("Spent last year, same period"), "money"),
)
UNITS = (
    Column("unit_id", mark("Unit no.")),
    Column("unit_name", mark("Unit"), width=36),
    *FOLLOW_UP,
    Column("status", mark("Status"), words=STATUS_WORDS),
)
ACCOUNTS = (
    Column("account", mark("Account")),
    Column("account_name", mark("Account name"), width=36),
    Column("function_code", mark("Function")),
    Column("function_name", mark("Function name"), width=36),
    *FOLLOW_UP,
)
MONTHS = (
    Column("month", mark("Month"), "number"),
    Column("phased_dkk", mark("Plan to date"), "money"),
    Column("actual_dkk", mark("Spent"), "money"),
    Column("last_year_actual_dkk", mark("Spent last year"), "money"),
)
POSTINGS = (
    Column("posting_date", mark("Posting date"), "day"),
    Column("period", mark("Period"), "number"),
    Column("voucher", mark("Voucher")),
    Column("voucher_line", mark("Voucher line"), width=10),
    Column("account", mark("Account")),
    Column("account_name", mark("Account name"), width=36),
    Column("function_code", mark("Function")),
    Column("cost_centre", mark("Cost centre")),
    Column("cost_centre_name", mark("Cost centre name"), width=36),
    Column("amount_dkk", mark("Amount"), "money"),
    Column("text", mark("Text"), width=40),
    Column("supplier_name", mark("Supplier"), width=30),
    Column("invoice_no", mark("Invoice no.")),
    Column("file", mark("File"), width=34),
    Column("line", mark("Line"), "count"),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """A unit with those below it, its accounts, its months and its explanations. Raises Nothing."""
    cut, unit_id = _cut_of(filters), str(filters["unit"])
    total = queries.rows_of(door, cut, (unit_id,))
    if total.is_empty():
        raise Nothing
    units = pl.concat([total, queries.children(door, cut, unit_id)])
    accounts = queries.accounts(door, cut, unit_id)
    months = queries.months(door, cut, unit_id)
    mart = "budget_followup__unit_period"
    sheets = [sheet(door, texts, mark("Units"), mart, units, UNITS, frozen=2)]
    if len(accounts):
        account_mart = "budget_followup__unit_account_period"
        sheets.append(sheet(door, texts, mark("Accounts"), account_mart, accounts, ACCOUNTS, frozen=2))
    sheets.append(sheet(door, texts, mark("Months"), "budget_followup__unit_period_month", months, MONTHS))
    found = explained(door, at_hand(), cut)
    said = explanations(door, texts, found, unit_id)
    sheets += [said] if said else []
    name, period = total["unit_name"][0], texts.month(cut.fiscal_year, cut.period)
    title = texts.say("Budget follow-up")
    unread = [] if found.is_read else [(texts.say("Explanations"), texts.say("They could not be read just now."))]
    return Made(f"{title} {name} {period}", sheets, [*_lines_of(cut, name, texts), *unread])


def postings(door: Door, texts: Texts, filters: Filters) -> Made:
    """Every posting behind an account. Raises Nothing."""
    cut, unit_id, account = _cut_of(filters), str(filters["unit"]), str(filters["account"])
    function = filters.get("function_code")
    found = budget_followup__posting.of_account(
        door, cut, unit_id, account, function_code=function, page_size=ROWS_IN_A_SHEET
    )
    if found.rows.is_empty():
        raise Nothing
    listed = sheet(door, texts, mark("Postings"), "budget_followup__posting", found.rows, POSTINGS)
    listed = replace(listed, is_cut=found.has_more)
    unit = queries.unit(door, cut, unit_id)
    name = unit["unit_name"] if unit else unit_id
    lines = [*_lines_of(cut, name, texts), (texts.say("Account"), account)]
    period = texts.month(cut.fiscal_year, cut.period)
    return Made(f"{texts.say('Postings')} {name} {account} {period}", [listed], lines)


def _cut_of(filters: Filters) -> Cut:
    return Cut(
        int(filters["fiscal_year"]),
        int(filters["period"]),
        cast("OrganisationView", filters.get("organisation_view", "today")),
        cast("BudgetBasis", filters.get("budget_basis", "with_carry_over")),
    )


def _lines_of(cut: Cut, unit_name: str, texts: Texts) -> Lines:
    then, carried = cut.organisation_view == "then", cut.budget_basis == "with_carry_over"
    return [
        (texts.say("Unit"), unit_name),
        (texts.say("Period"), texts.month(cut.fiscal_year, cut.period)),
        (texts.say("Organisation"), texts.say("as it was then") if then else texts.say("as it is today")),
        (texts.say("Budget"), texts.say("with carry-over") if carried else texts.say("without carry-over")),
    ]

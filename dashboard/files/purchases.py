"""The file of the page on purchases: units, the year's course, suppliers and accounts."""

from __future__ import annotations

import polars as pl

from dashboard.files.content import Filters, Lines, Made, Nothing, sheet
from dashboard.queries import purchases
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

FIGURES = (
    Column("invoice_count", mark("Invoices"), "count"),
    Column("automated_invoice_count", mark("Invoices booked automatically"), "count"),
    Column("automated_invoice_share", mark("Booked automatically"), "share"),
    Column("last_year_automated_invoice_share", mark("Booked automatically, last year"), "share"),
    Column("purchase_dkk", mark("Bought"), "money"),
    Column("agreement_category_dkk", mark("Has an agreement"), "money"),
    Column("on_agreement_dkk", mark("On agreements"), "money"),
    Column("outside_agreement_dkk", mark("Outside agreements"), "money"),
    Column("agreement_coverage_share", mark("Agreement coverage"), "share"),
    Column("last_year_agreement_coverage_share", mark("Agreement coverage, last year"), "share"),
    Column("consultant_dkk", mark("Consultants"), "money"),
    Column("last_year_consultant_dkk", mark("Consultants, last year"), "money"),
    Column("consultant_share", mark("Consultants' share"), "share"),
)
UNITS = (Column("unit_id", mark("Unit no.")), Column("unit_name", mark("Unit"), width=36), *FIGURES)
COURSE = (Column("fiscal_year", mark("Year"), "number"), Column("period", mark("Period"), "number"), *FIGURES)
SUPPLIERS = (
    Column("supplier_rank", mark("No."), "number"),
    Column("supplier_id", mark("Supplier no.")),
    Column("supplier_name", mark("Supplier"), width=36),
    Column("supplier_count", mark("Suppliers"), "count"),
    Column("posting_count", mark("Postings"), "count"),
    Column("amount_dkk", mark("Amount"), "money"),
)
ACCOUNTS = (
    Column("account", mark("Account")),
    Column("account_name", mark("Account name"), width=36),
    Column("has_agreement", mark("Has an agreement"), "yes_no"),
    Column("is_consultant", mark("Consultants"), "yes_no"),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """What the page shows of a unit until a period. Raises Nothing."""
    unit_id, year, period = str(filters["unit"]), int(filters["fiscal_year"]), int(filters["period"])
    total = purchases.units(door, year, period).filter(unit_id=unit_id)
    if total.is_empty():
        raise Nothing
    shown = pl.concat([total, purchases.children(door, unit_id, year, period)])
    course = pl.concat([purchases.course(door, unit_id, one) for one in (year - 1, year)])
    mart = "purchases__unit_period"
    sheets = [
        sheet(door, texts, mark("Units"), mart, shown, UNITS, frozen=2),
        sheet(door, texts, mark("Periods"), mart, course, COURSE, frozen=2),
    ]
    outside = purchases.suppliers(door, "outside_agreement", unit_id, year, period)
    paid = purchases.suppliers(door, "consultant", unit_id, year, period)
    for title, rows in ((mark("Outside agreements"), outside), (mark("Consultants"), paid)):
        if len(rows):
            sheets.append(sheet(door, texts, title, "purchases__unit_supplier", rows, SUPPLIERS))
    sheets.append(
        sheet(door, texts, mark("Accounts"), "purchases__account_year", purchases.accounts(door, year), ACCOUNTS)
    )
    name = total["unit_name"][0]
    lines: Lines = [(texts.say("Unit"), name), (texts.say("Period"), texts.month(year, period))]
    return Made(f"{texts.say('Invoices and purchases')} {name} {year}-{period:02d}", sheets, lines)

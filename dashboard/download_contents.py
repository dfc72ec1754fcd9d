"""What stands in each file that can be downloaded: its tables, their columns, and the lines that say what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import polars as pl

from dashboard.access import Page, Person
from dashboard.queries import budget_followup, data_quality
from dashboard.queries.budget_followup import BudgetBasis, Cut, OrganisationView
from dashboard.sentences.data_words import COLUMNS, REASONS, SEVERITIES
from dashboard.sentences.words import STATUS_WORDS
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import ROWS_IN_A_SHEET, Column, Sheet, Words, write_workbook
from pipelines.figures import meaning
from pipelines.problems import Problem

Filters = Mapping[str, Any]
Lines = list[tuple[str, str]]


class Nothing(Exception):
    """There is nothing to show: the unit is not there, or not the person's."""


@dataclass(frozen=True)
class Made:
    """The body of a file: its name, its tables and what is said about the choice made."""

    name: str
    sheets: list[Sheet]
    lines: Lines


@dataclass(frozen=True)
class Content:
    """A kind of file: the page whose rights it follows, its title, and how it is made."""

    page: Page
    title: str
    make: Callable[[Door, Texts, Filters], Made]


TOLD = frozenset({"money", "share"})  # kinds of columns that are figures: their meaning stands in the file
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
    Column("month", mark("Month"), "count"),
    Column("phased_dkk", mark("Plan to date"), "money"),
    Column("actual_dkk", mark("Spent"), "money"),
    Column("last_year_actual_dkk", mark("Spent last year"), "money"),
)
POSTINGS = (
    Column("posting_date", mark("Posting date"), "day"),
    Column("period", mark("Period"), "count"),
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
SOURCES = (
    Column("title", mark("Source"), width=36),
    Column("owner", mark("Owner")),
    Column("latest_file", mark("Newest file"), width=36),
    Column("latest_received_at", mark("Received"), "moment"),
    Column("latest_period", mark("Newest period")),
    Column("expected_by", mark("Expected by"), "day"),
    Column("is_late", mark("Late"), "yes_no"),
    Column("lines", mark("Lines"), "count"),
    Column("accepted", mark("Accepted"), "count"),
    Column("quarantined", mark("Quarantined"), "count"),
    Column("left_out", mark("Left out"), "count"),
    Column("accepted_amount_dkk", mark("Accepted amount"), "money"),
    Column("quarantined_amount_dkk", mark("Quarantined amount"), "money"),
    Column("control_total_dkk", mark("Control total"), "money"),
    Column("difference_dkk", mark("Difference"), "money"),
    Column("reconciles", mark("Reconciles"), "yes_no"),
    Column("missing_periods", mark("Missing periods")),
)
DELIVERIES = (
    Column("title", mark("Source"), width=36),
    Column("file", mark("File"), width=36),
    Column("received_at", mark("Received"), "moment"),
    Column("is_in_force", mark("In force"), "yes_no"),
    *(column for column in SOURCES if column.kind in {"count", "money"}),
    Column("sha256", mark("Checksum (SHA-256)"), width=66),
)
QUARANTINED = (
    Column("title", mark("Source"), width=36),
    Column("file", mark("File"), width=36),
    Column("line", mark("Line"), "count"),
    Column("reason", mark("Reason"), width=44, words=REASONS),
    Column("column_name", mark("Column"), words=COLUMNS),
    Column("value", mark("Value")),
    Column("amount_dkk", mark("Amount"), "money"),
    Column("record", mark("Line as it came"), width=80),
)
CHECKS = (
    Column("check_name", mark("Check"), width=44),
    Column("severity", mark("Severity"), words=SEVERITIES),
    Column("sentence", mark("What must hold"), width=80),
    Column("row_count", mark("Rows found"), "count"),
)


def write_download(path: Path, content: Content, person: Person, door: Door, texts: Texts, filters: Filters) -> str:
    """Write the file; the name to give it. Raises Nothing, DoorProblem."""
    made = content.make(door, texts, filters)
    release = door.release
    about = [
        (texts.say("Title"), texts.say(content.title)),
        *made.lines,
        (texts.say("Seen by"), person.unit_name),
        (texts.say("Data until"), _month(texts, release.data_until)),
        (texts.say("Release"), release.id),
        (texts.say("Published"), texts.moment(release.published_at)),
        (texts.say("Signs"), texts.say("Costs are positive, income negative; a positive variance is overspend.")),
    ]
    words = Words(
        about=texts.say("About"),
        column=texts.say("Column"),
        meaning=texts.say("Meaning"),
        cut_off=texts.say("The table was longer than an Excel sheet; the last rows are not here."),
        yes=texts.say("yes"),
        no=texts.say("no"),
    )
    write_workbook(path, made.sheets, about, words)
    return made.name


def _budget_followup(door: Door, texts: Texts, filters: Filters) -> Made:
    cut, unit_id = _cut_of(filters), str(filters["unit"])
    total = budget_followup.rows_of(door, cut, (unit_id,))
    if total.is_empty():
        raise Nothing
    units = pl.concat([total, budget_followup.children(door, cut, unit_id)])
    accounts = budget_followup.accounts(door, cut, unit_id)
    months = budget_followup.months(door, cut, unit_id)
    mart = "budget_followup__unit_period"
    sheets = [_sheet(door, texts, mark("Units"), mart, units, UNITS, frozen=2)]
    if len(accounts):
        account_mart = "budget_followup__unit_account_period"
        sheets.append(_sheet(door, texts, mark("Accounts"), account_mart, accounts, ACCOUNTS, frozen=2))
    sheets.append(_sheet(door, texts, mark("Months"), "budget_followup__unit_period_month", months, MONTHS))
    name, period = total["unit_name"][0], texts.month(cut.fiscal_year, cut.period)
    title = texts.say("Budget follow-up")
    return Made(f"{title} {name} {period}", sheets, _lines_of(cut, name, texts))


def _postings(door: Door, texts: Texts, filters: Filters) -> Made:
    cut, unit_id, account = _cut_of(filters), str(filters["unit"]), str(filters["account"])
    function = filters.get("function_code")
    found = budget_followup.postings(door, cut, unit_id, account, function_code=function, page_size=ROWS_IN_A_SHEET)
    if found.rows.is_empty():
        raise Nothing
    sheet = _sheet(door, texts, mark("Postings"), "budget_followup__posting", found.rows, POSTINGS)
    sheet = replace(sheet, is_cut=found.has_more)
    unit = budget_followup.unit(door, cut, unit_id)
    name = unit["unit_name"] if unit else unit_id
    lines = [*_lines_of(cut, name, texts), (texts.say("Account"), account)]
    period = texts.month(cut.fiscal_year, cut.period)
    return Made(f"{texts.say('Postings')} {name} {account} {period}", [sheet], lines)


def _data_quality(door: Door, texts: Texts, filters: Filters) -> Made:  # noqa: ARG001 (every kind is called alike)
    sheets = [
        _sheet(door, texts, mark("Sources"), "data_quality__source", data_quality.sources(door), SOURCES),
        _sheet(door, texts, mark("Checks"), "data_quality__check", data_quality.checks(door), CHECKS),
    ]
    deliveries, quarantined = data_quality.deliveries(door), data_quality.quarantined_lines(door)
    if len(deliveries):
        mart = "data_quality__delivery"
        sheets.insert(1, _sheet(door, texts, mark("Deliveries"), mart, deliveries, DELIVERIES))
    if len(quarantined):
        mart = "data_quality__quarantined_line"
        sheets.append(_sheet(door, texts, mark("Quarantine"), mart, quarantined, QUARANTINED, frozen=3))
    return Made(f"{texts.say('Data quality')} {door.release.id}", sheets, [])


CONTENTS: Mapping[str, Content] = {
    "budget_followup": Content("budget_followup", mark("Budget follow-up"), _budget_followup),
    "postings": Content("budget_followup", mark("Postings"), _postings),
    "data_quality": Content("data_quality", mark("Data quality"), _data_quality),
}


def _sheet(
    door: Door, texts: Texts, title: str, mart: str, rows: pl.DataFrame, columns: tuple[Column, ...], *, frozen: int = 1
) -> Sheet:
    said = [
        replace(
            column,
            title=texts.say(column.title),
            meaning=_meaning(door, texts, mart, column.name) if column.kind in TOLD or column.words else None,
            words={code: texts.say(word) for code, word in column.words.items()} if column.words else None,
        )
        for column in columns
    ]
    return Sheet(texts.say(title), rows, said, frozen)


def _meaning(door: Door, texts: Texts, mart: str, column: str) -> str | None:
    """What the figure card says in the reader's language; the release's own comment where the card is gone."""
    try:
        said = meaning(mart, column).help
    except Problem:
        return door.meaning(mart, column)
    return said.da if texts.language == "da" else said.en


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


def _month(texts: Texts, month: str | None) -> str:
    """`2026-10` in words."""
    if not month:
        return "–"
    year, number = month.split("-")[:2]
    return texts.month(int(year), int(number))

"""The file of the data quality page."""

from __future__ import annotations

from dashboard.files.content import Filters, Made, sheet
from dashboard.queries import data_quality as queries
from dashboard.sentences.data_words import COLUMNS, FIGURES, REASONS, SEVERITIES
from dashboard.sentences.words import STATUS_WORDS
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

BASES = {"with_carry_over": mark("with carry-over"), "without_carry_over": mark("without carry-over")}
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
    Column("reconciles", mark("Reconciles"), "yes_no"),
    Column("missing_periods", mark("Missing periods")),
)
AMOUNTS = (
    Column("accepted_amount_dkk", mark("Accepted amount"), "money"),
    Column("quarantined_amount_dkk", mark("Quarantined amount"), "money"),
    Column("control_total_dkk", mark("Control total"), "money"),
    Column("difference_dkk", mark("Difference"), "money"),
)
DELIVERIES = (
    Column("title", mark("Source"), width=36),
    Column("file", mark("File"), width=36),
    Column("received_at", mark("Received"), "moment"),
    Column("is_in_force", mark("In force"), "yes_no"),
    *(column for column in SOURCES if column.kind == "count"),
    *AMOUNTS,
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
CHANGED = (
    Column("fiscal_year", mark("Fiscal year"), "number"),
    Column("period", mark("Period"), "number"),
    Column("unit_name", mark("Unit"), width=36),
    Column("account", mark("Account")),
    Column("account_name", mark("Account name"), width=30),
    Column("function_code", mark("Function")),
    Column("figure", mark("Figure"), words=FIGURES),
    Column("budget_basis", mark("Budget"), words=BASES),
    Column("before_dkk", mark("Before"), "money"),
    Column("after_dkk", mark("Now"), "money"),
    Column("change_dkk", mark("Change"), "money"),
    Column("before_status", mark("Status before"), words=STATUS_WORDS),
    Column("after_status", mark("Status now"), words=STATUS_WORDS),
)
CHECKS = (
    Column("check_name", mark("Check"), width=44),
    Column("severity", mark("Severity"), words=SEVERITIES),
    Column("sentence", mark("What must hold"), width=80),
    Column("row_count", mark("Rows found"), "count"),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:  # noqa: ARG001 (every kind is called alike)
    """Sources, deliveries, checks and what is held back."""
    sheets = [
        sheet(door, texts, mark("Sources"), "data_quality__source", queries.sources(door), SOURCES),
        sheet(door, texts, mark("Checks"), "data_quality__check", queries.checks(door), CHECKS),
    ]
    amounts, deliveries = queries.source_amounts(door), queries.deliveries(door)
    quarantined = queries.quarantined_lines(door)
    if len(deliveries):
        mart = "data_quality__delivery"
        sheets.insert(1, sheet(door, texts, mark("Deliveries"), mart, deliveries, DELIVERIES))
    if len(amounts):
        mart = "data_quality__source_amount"
        sheets.insert(1, sheet(door, texts, mark("Control totals"), mart, amounts, (SOURCES[0], *AMOUNTS)))
    changed = queries.all_changed_figures(door)
    if len(changed):
        mart = "data_quality__changed_figure"
        sheets.append(sheet(door, texts, mark("Changed figures"), mart, changed, CHANGED, frozen=3))
    if len(quarantined):
        mart = "data_quality__quarantined_line"
        sheets.append(sheet(door, texts, mark("Quarantine"), mart, quarantined, QUARANTINED, frozen=3))
    return Made(f"{texts.say('Data quality')} {door.release.id}", sheets, [])

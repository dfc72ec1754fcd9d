"""Every kind of file: the page whose rights it follows, its title, and who makes it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.files import (
    audit_log,
    budget_followup,
    capital,
    carry_over_case,
    carry_over_document,
    catalogue,
    data_orders,
    data_quality,
    focus_areas,
    forecast_accuracy,
    forecast_round,
    purchases,
    rights,
    savings,
    staff,
    supervision,
    targets,
    use,
)
from dashboard.files.content import Content
from dashboard.texts import mark

CONTENTS: Mapping[str, Content] = {
    "budget_followup": Content("budget_followup", mark("Budget follow-up"), budget_followup.page),
    "postings": Content("budget_followup", mark("Postings"), budget_followup.postings),
    "capital_projects": Content("capital_projects", mark("Capital: portfolio"), capital.portfolio),
    "capital_project": Content("capital_projects", mark("Capital project"), capital.project),
    "capital_carry_overs": Content("capital_carry_overs", mark("Capital: carry-overs"), capital.carry_overs),
    "carry_over_case": Content("carry_over_case", mark("Carry-over case"), carry_over_case.workbook),
    "carry_over_case_document": Content(
        "carry_over_case", mark("Carry-over case"), carry_over_document.document, "docx"
    ),
    "forecast_accuracy": Content("forecast_accuracy", mark("Forecast accuracy"), forecast_accuracy.page),
    "forecast_round": Content("forecast_round", mark("Forecast round"), forecast_round.page),
    "savings": Content("savings", mark("Savings"), savings.page),
    "targets": Content("targets", mark("Targets"), targets.page),
    "purchases": Content("purchases", mark("Invoices and purchases"), purchases.page),
    "staff": Content("staff", mark("Staff"), staff.page),
    "supervision": Content("supervision", mark("Financial supervision"), supervision.signed),
    "atypical_postings": Content("supervision", mark("Atypical postings"), supervision.atypical),
    "focus_candidates": Content("focus_areas", mark("Candidates for focus areas"), focus_areas.candidates),
    "published_areas": Content("focus_areas", mark("Focus areas"), focus_areas.published),
    "catalogue": Content("catalogue", mark("Data catalogue"), catalogue.page),
    "data_orders": Content("data_orders", mark("Order data"), data_orders.page),
    "use": Content("use", mark("Use"), use.page),
    "data_quality": Content("data_quality", mark("Data quality"), data_quality.page),
    "rights": Content("rights", mark("Access"), rights.page),
    "audit_log": Content("audit_log", mark("Audit log"), audit_log.page),
}

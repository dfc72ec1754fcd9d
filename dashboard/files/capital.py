"""The files of the capital pages: the portfolio, one project, and the carry-overs of a year."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dashboard.files.content import Filters, Lines, Made, Nothing, sheet
from dashboard.queries import capital_carry_overs, capital_projects
from dashboard.sentences.capital_words import DECISIONS, LINKS, PHASES, STATUSES
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import ROWS_IN_A_SHEET, Column

PROJECT = (Column("project_id", mark("Project no.")), Column("project_name", mark("Project"), width=36))
UNIT = (Column("unit_id", mark("Unit no.")), Column("unit_name", mark("Unit"), width=36))
PLACE = (Column("file", mark("File"), width=34), Column("line", mark("Line"), "count"))
YEAR_FIGURES = (
    Column("adopted_allotment_dkk", mark("Adopted"), "money"),
    Column("carried_in_dkk", mark("Carried in"), "money"),
    Column("supplementary_dkk", mark("New money"), "money"),
    Column("virement_dkk", mark("Virement"), "money"),
    Column("price_adjustment_dkk", mark("Price and wage adjustment"), "money"),
    Column("rephased_dkk", mark("Re-phased"), "money"),
    Column("revised_allotment_dkk", mark("Revised"), "money"),
    Column("actual_dkk", mark("Spent"), "money"),
    Column("forecast_dkk", mark("Forecast"), "money"),
    Column("carried_out_requested_dkk", mark("Carried out, asked"), "money"),
    Column("carried_out_decided_dkk", mark("Carried out, decided"), "money"),
    Column("carried_out_dkk", mark("Carried out"), "money"),
    Column("unused_dkk", mark("Not spent"), "money"),
    Column("lapsed_dkk", mark("Lapsed"), "money"),
    Column("carry_over_rate_share", mark("Carry-over rate"), "share"),
    Column("carry_over_gross_rate_share", mark("Carry-over rate, gross"), "share"),
    Column("supplementary_level_share", mark("Supplementary level"), "share"),
    Column("supplementary_level_gross_share", mark("Supplementary level, gross"), "share"),
    Column("phasing_precision_share", mark("Phasing precision"), "share"),
    Column("spent_of_adopted_share", mark("Spent of the adopted"), "share"),
    Column("spent_of_revised_share", mark("Spent of the revised"), "share"),
    Column("carried_out_age_1_dkk", mark("Carried out, 1 year"), "money"),
    Column("carried_out_age_2_dkk", mark("Carried out, 2 years"), "money"),
    Column("carried_out_age_3_dkk", mark("Carried out, 3 years or more"), "money"),
)
PROJECTS = (
    *PROJECT,
    *UNIT,
    Column("project_class", mark("Class")),
    Column("phase", mark("Phase"), words=PHASES),
    Column("responsible", mark("Responsible")),
    Column("original_appropriation_dkk", mark("Original appropriation"), "money"),
    Column("supplementary_appropriation_dkk", mark("Supplementary appropriations"), "money"),
    Column("total_appropriation_dkk", mark("Total appropriation"), "money"),
    Column("supplementary_appropriation_level_share", mark("Supplementary level"), "share"),
    Column("expected_final_cost_dkk", mark("Expected final cost"), "money"),
    Column("spent_dkk", mark("Spent"), "money"),
    Column("appropriation_variance_dkk", mark("Expected over the appropriation"), "money"),
    Column("appropriation_adherence_share", mark("Appropriation adherence"), "share"),
    Column("money_status", mark("Money, status"), words=STATUSES),
    Column("first_approved_completion_date", mark("First approved completion"), "day"),
    Column("expected_completion_date", mark("Expected completion"), "day"),
    Column("schedule_slip_months", mark("Months late"), "count"),
    Column("time_status", mark("Time, status"), words=STATUSES),
    Column("fiscal_year", mark("Year"), "number"),
    Column("revised_allotment_dkk", mark("Allotment of the year"), "money"),
    Column("actual_dkk", mark("Spent in the year"), "money"),
    Column("forecast_dkk", mark("Forecast of the year"), "money"),
    Column("phasing_precision_share", mark("Phasing precision"), "share"),
    Column("phasing_status", mark("Phasing, status"), words=STATUSES),
    Column("cost_per_unit_dkk", mark("Cost per unit"), "money"),
    Column("quantity_unit", mark("Unit of measure")),
    Column("class_median_cost_per_unit_dkk", mark("Cost per unit, the class's middle"), "money"),
    Column("cost_efficiency_share", mark("Against the class"), "share"),
    Column("comparable_project_count", mark("Comparable projects"), "count"),
    Column("repeat_carry_over_years", mark("Years in a row carried"), "count"),
    Column("is_without_appropriation", mark("Spends without an appropriation"), "yes_no"),
    Column("is_missing_final_account", mark("Final account is missing"), "yes_no"),
)
YEARS = (
    Column("fiscal_year", mark("Year"), "number"),
    *YEAR_FIGURES,
    Column("comment", mark("Comment"), width=40),
    *PLACE,
)
YEAR_PROJECTS = (*PROJECT, *UNIT, *YEARS)
UNIT_YEARS = (
    *UNIT,
    Column("project_count", mark("Projects"), "count"),
    Column("carried_project_count", mark("Projects that carry"), "count"),
    Column("repeater_count", mark("Projects that carry for the 2nd year or more"), "count"),
    *YEAR_FIGURES,
)
DECIDED = (
    Column("decision_date", mark("Decided"), "day"),
    Column("kind", mark("Kind"), words=DECISIONS, width=28),
    Column("amount_dkk", mark("Amount"), "money"),
    Column("running_total_dkk", mark("Granted since"), "money"),
    Column("body", mark("Decided by")),
    Column("case_no", mark("Case")),
    Column("cover", mark("Cover"), width=36),
    Column("comment", mark("Comment"), width=40),
    *PLACE,
)
VERSIONS = (
    Column("version_date", mark("Version of"), "day"),
    Column("version", mark("Version"), width=30),
    Column("is_approved", mark("Approved"), "yes_no"),
    Column("phase", mark("Phase"), words=PHASES),
    Column("start_date", mark("Start"), "day"),
    Column("completion_date", mark("Completion"), "day"),
    Column("slip_months", mark("Months late"), "count"),
    Column("expected_cost_dkk", mark("Expected final cost"), "money"),
    Column("cost_change_dkk", mark("Change since the version before"), "money"),
    Column("reason", mark("Why"), width=40),
    *PLACE,
)
POSTINGS = (
    Column("fiscal_year", mark("Year"), "number"),
    Column("posting_date", mark("Posting date"), "day"),
    Column("voucher", mark("Voucher")),
    Column("account", mark("Account")),
    Column("account_name", mark("Account name"), width=36),
    Column("amount_dkk", mark("Amount"), "money"),
    Column("text", mark("Text"), width=40),
    Column("supplier_name", mark("Supplier"), width=30),
    Column("invoice_no", mark("Invoice no.")),
    *PLACE,
)
CHAIN = (
    *PROJECT,
    *UNIT,
    Column("fiscal_year", mark("Year"), "number"),
    Column("carried_out_decided_dkk", mark("Carried out, decided"), "money"),
    Column("next_year_carried_in_dkk", mark("Carried into the next year"), "money"),
    Column("difference_dkk", mark("Difference"), "money"),
    Column("link_state", mark("The link"), words=LINKS, width=28),
)


def portfolio(door: Door, texts: Texts, filters: Filters) -> Made:
    """The projects as the page shows them. Raises Nothing."""
    unit_id, completed = str(filters["unit"]), filters.get("completed") == "with"
    wanted = [str(filters.get(name) or "") or None for name in ("project_class", "status")]
    rows = capital_projects.projects(door, unit_id, *wanted, completed=completed)
    if rows.is_empty():
        raise Nothing
    listed = sheet(door, texts, mark("Projects"), "capital_projects__project", rows, PROJECTS, frozen=2)
    name = _unit_name(capital_projects.totals(door), unit_id)
    lines = [
        (texts.say("Unit"), name),
        (texts.say("Class"), wanted[0] or texts.say("all classes")),
        (texts.say("Status"), texts.say(STATUSES[wanted[1]]) if wanted[1] in STATUSES else texts.say("every status")),
        (texts.say("Completed"), texts.say("shown") if completed else texts.say("hidden")),
    ]
    return Made(f"{texts.say('Capital: portfolio')} {name}", [listed], lines)


def project(door: Door, texts: Texts, filters: Filters) -> Made:
    """One project with its decisions, plans, years and postings. Raises Nothing."""
    project_id = str(filters["project"])
    found = capital_projects.project(door, project_id)
    if found is None:
        raise Nothing
    years = capital_projects.years(door, project_id)
    listed = [
        capital_projects.postings(door, project_id, year, page_size=ROWS_IN_A_SHEET) for year in years["fiscal_year"]
    ]
    decisions, plans = (
        capital_projects.appropriations(door, project_id),
        capital_projects.plan_versions(door, project_id),
    )
    parts = (
        (mark("Years"), "capital_projects__project_year", years, YEARS),
        (mark("Decisions"), "capital_projects__appropriation", decisions, DECIDED),
        (mark("Plan versions"), "capital_projects__plan_version", plans, VERSIONS),
    )
    sheets = [sheet(door, texts, title, mart, rows, columns) for title, mart, rows, columns in parts if len(rows)]
    if any(len(one.rows) for one in listed):
        postings, mart = pl.concat([one.rows for one in listed]), "capital_projects__project_posting"
        booked = sheet(door, texts, mark("Postings"), mart, postings, POSTINGS)
        sheets.append(replace(booked, is_cut=any(one.has_more for one in listed)))
    lines = [(texts.say("Project"), found["project_name"]), (texts.say("Unit"), found["unit_name"])]
    return Made(f"{texts.say('Capital project')} {found['project_name']}", sheets, lines)


def carry_overs(door: Door, texts: Texts, filters: Filters) -> Made:
    """A unit's year with the units below it, its projects and the chain. Raises Nothing."""
    unit_id, year = str(filters["unit"]), int(filters["year"])
    units = capital_carry_overs.units(door, year)
    total = units.filter(unit_id=unit_id)
    if total.is_empty():
        raise Nothing
    shown = pl.concat([total, capital_carry_overs.children(door, unit_id, year)])
    projects, links = capital_projects.projects_in_year(door, unit_id, year), capital_carry_overs.chain(door, unit_id)
    years = capital_carry_overs.years(door, unit_id)
    mart = "capital_carry_overs__unit_year"
    sheets = [
        sheet(door, texts, mark("Units"), mart, shown, UNIT_YEARS, frozen=2),
        sheet(
            door, texts, mark("Years"), mart, years, (Column("fiscal_year", mark("Year"), "number"), *UNIT_YEARS[2:])
        ),
        sheet(door, texts, mark("Projects"), "capital_projects__project_year", projects, YEAR_PROJECTS, frozen=2),
    ]
    if len(links):
        sheets.append(
            sheet(door, texts, mark("The chain"), "capital_carry_overs__project_chain", links, CHAIN, frozen=2)
        )
    name = total["unit_name"][0]
    lines: Lines = [(texts.say("Unit"), name), (texts.say("Year"), str(year))]
    return Made(f"{texts.say('Capital: carry-overs')} {name} {year}", sheets, lines)


def _unit_name(units: pl.DataFrame, unit_id: str) -> str:
    found = units.filter(unit_id=unit_id)
    return str(found["unit_name"][0]) if len(found) else unit_id

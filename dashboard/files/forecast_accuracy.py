"""The workbook of the forecast accuracy: units, account groups, the unit's whole record, PEFA and this year."""

from __future__ import annotations

from typing import cast

import polars as pl

from dashboard.files.content import Filters, Lines, Made, Nothing, sheet
from dashboard.queries import forecast_accuracy as queries
from dashboard.queries.forecast_accuracy import ItemLevel, Ledger, OrganisationView
from dashboard.sentences.forecast_words import CONVERGENCE, LEVELS
from dashboard.sentences.words import GROUP_WORDS
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

ROUND = (
    Column("fiscal_year", mark("Year"), "number"),
    Column("round", mark("Round"), width=28),
    Column("round_date", mark("Day of the round"), "day"),
)
FIGURES = (
    Column("item_count", mark("Items"), "count"),
    Column("forecast_dkk", mark("Forecast"), "money"),
    Column("outturn_dkk", mark("Outturn"), "money"),
    Column("error_dkk", mark("Error"), "money"),
    Column("error_share", mark("Error, share of the outturn"), "share"),
    Column("absolute_error_dkk", mark("Errors without sign"), "money"),
    Column("wape_share", mark("Average error"), "share"),
    Column("precision_share", mark("Precision"), "share"),
    Column("bias_share", mark("Bias"), "share"),
    Column("revised_dkk", mark("Revised budget"), "money"),
    Column("skill_share", mark("Skill against the budget"), "share"),
    Column("run_rate_forecast_dkk", mark("Run-rate forecast"), "money"),
    Column("run_rate_skill_share", mark("Skill against the run rate"), "share"),
    Column("statistical_forecast_dkk", mark("Statistical forecast"), "money"),
    Column("statistical_wape_share", mark("Average error of the statistics"), "share"),
    Column("statistical_skill_share", mark("Skill against the statistics"), "share"),
    Column("nearer_item_count", mark("Items where managers were nearer"), "count"),
    Column("compared_item_count", mark("Items compared"), "count"),
    Column("convergence", mark("Through the year"), words=CONVERGENCE),
    Column("forecast_missing_unit_count", mark("Units without a forecast"), "count"),
)
UNIT = (Column("unit_id", mark("Unit no.")), Column("unit_name", mark("Unit"), width=36))
GROUP = (Column("account_group", mark("Account group"), words={**GROUP_WORDS, "all": mark("all of them")}),)
YEARS = (
    Column("fiscal_year", mark("Year"), "number"),
    Column("item_count", mark("Items"), "count"),
    Column("adopted_dkk", mark("Adopted"), "money"),
    Column("outturn_dkk", mark("Outturn"), "money"),
    Column("aggregate_outturn_share", mark("PI-1 total"), "share"),
    Column("aggregate_outturn_score", mark("PI-1 score")),
    Column("composition_variance_share", mark("PI-2 composition"), "share"),
    Column("composition_variance_score", mark("PI-2 score")),
)
OUTLOOK = (
    *UNIT,
    *ROUND,
    Column("forecast_dkk", mark("Forecast"), "money"),
    Column("revised_dkk", mark("Revised budget"), "money"),
    Column("forecast_variance_dkk", mark("Expected variance"), "money"),
    Column("recent_bias_share", mark("Habit in the same round"), "share"),
    Column("bias_year_count", mark("Years behind the habit"), "count"),
    Column("band_low_dkk", mark("Band, low end"), "money"),
    Column("band_high_dkk", mark("Band, high end"), "money"),
    Column("band_low_variance_dkk", mark("Variance, low end"), "money"),
    Column("band_high_variance_dkk", mark("Variance, high end"), "money"),
    Column("history_year_count", mark("Years behind the band"), "count"),
    Column("run_rate_forecast_dkk", mark("Run-rate forecast"), "money"),
    Column("statistical_forecast_dkk", mark("Statistical forecast"), "money"),
    Column("statistical_method", mark("Statistical method")),
    Column("is_backtest", mark("Made afterwards"), "yes_no"),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """A unit's year: itself and what it is compared with, its account groups, its record, PEFA. Raises Nothing."""
    ledger = Ledger(
        cast("OrganisationView", filters.get("organisation_view", "today")),
        cast("ItemLevel", filters.get("item_level", "unit")),
    )
    unit_id, year = str(filters["unit"]), int(filters["year"])
    record = queries.of_unit(door, ledger, unit_id)
    if record.is_empty():
        raise Nothing
    own = record.filter(fiscal_year=year)
    listed = _below(door, ledger, year, unit_id, own)
    mart, year_mart = "forecast_accuracy__unit_round", "forecast_accuracy__unit_year"
    groups, years = queries.of_groups(door, ledger, year, unit_id), queries.years(door, ledger, unit_id)
    sheets = [
        sheet(door, texts, mark("Units"), mart, listed, (*UNIT, *ROUND, *FIGURES), frozen=2),
        sheet(door, texts, mark("Account groups"), mart, groups, (*GROUP, *ROUND, *FIGURES)),
        sheet(door, texts, mark("All rounds"), mart, record, (*ROUND, *FIGURES), frozen=2),
        sheet(door, texts, mark("PEFA"), year_mart, years, YEARS),
    ]
    outlook = queries.outlook(door, ledger, unit_id)
    if outlook:
        rows = pl.DataFrame([outlook], infer_schema_length=None)
        sheets.append(sheet(door, texts, mark("This year"), "forecast_accuracy__unit_outlook", rows, OUTLOOK))
    name, say = record["unit_name"][-1], texts.say
    lines: Lines = [
        (say("Unit"), name),
        (say("Year"), str(year)),
        (say("Errors counted by"), say(LEVELS[ledger.item_level])),
        (say("Organisation"), say("as it was then") if ledger.organisation_view == "then" else say("as it is today")),
    ]
    return Made(f"{say('Forecast accuracy')} {name} {year}", sheets, lines)


def _below(door: Door, ledger: Ledger, year: int, unit_id: str, own: pl.DataFrame) -> pl.DataFrame:
    """The unit itself, then every unit below it."""
    if own.is_empty():
        raise Nothing
    units = queries.units(door, ledger, year, int(own["period"][0]))
    ids = units.filter(pl.col("unit_path").list.contains(unit_id) & (pl.col("unit_id") != unit_id))["unit_id"]
    return pl.concat([own, queries.of_units(door, ledger, year, tuple(ids))])

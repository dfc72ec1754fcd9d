"""What a statistical method expects the year to end at, from the course of the months alone.

The methods are those of statsforecast (https://nixtlaverse.nixtla.io/statsforecast), which takes seconds to load: it is
imported when a forecast is made, never at the start of a command and never by the build.
"""

from __future__ import annotations

import warnings
from datetime import date
from typing import Any

import polars as pl

from pipelines.problems import WrongUse

SEASON = 12
MINIMUM_MONTHS = SEASON + 1  # a season and a month: less says nothing of the months that are left

# Names as the library has them. docs/forecasts.md holds what each came to, and why the default is what it is.
METHODS = ("SeasonalNaive", "SeasonalWindowAverage", "AutoETS", "DynamicOptimizedTheta", "MSTL", "AutoCES")


def expected_outturns(
    history: pl.DataFrame, fiscal_year: int, data_until: date, method: str
) -> dict[tuple[str, str], float]:
    """(unit, account group) -> what the year is expected to end at.

    `history`: unit_id, account_group, month_start, actual_dkk; what lies after `data_until` (the first day of the last
    month known) is not looked at. A series that has not run for `MINIMUM_MONTHS` has no forecast. Raises WrongUse for
    an unknown method.
    """
    known = history.filter(pl.col("month_start") <= data_until)
    monthly = _whole_months(known, data_until)
    months_left = (fiscal_year - data_until.year) * 12 + 12 - data_until.month
    if monthly.is_empty():
        return {}
    so_far = known.filter(pl.col("month_start") >= date(fiscal_year, 1, 1))
    booked = so_far.group_by("unit_id", "account_group").agg(pl.col("actual_dkk").cast(pl.Float64).sum())
    found = {(unit_id, group): amount for unit_id, group, amount in booked.iter_rows()}
    coming = _forecast(monthly, months_left, method) if months_left else {}
    series = monthly.select("unique_id", "unit_id", "account_group").unique()
    return {
        (unit_id, group): found.get((unit_id, group), 0.0) + coming.get(unique_id, {}).get(fiscal_year, 0.0)
        for unique_id, unit_id, group in series.iter_rows()
    }


def _whole_months(known: pl.DataFrame, data_until: date) -> pl.DataFrame:
    """Every series with every month from its first to the last known; a month without postings is 0."""
    spans = known.group_by("unit_id", "account_group").agg(pl.col("month_start").min().alias("first"))
    months = spans.with_columns(
        pl.date_ranges("first", pl.lit(data_until), interval="1mo").alias("month_start")
    ).explode("month_start")
    kept = months.filter(pl.len().over("unit_id", "account_group") >= MINIMUM_MONTHS)
    return (
        kept.join(known, on=["unit_id", "account_group", "month_start"], how="left")
        .with_columns(
            pl.concat_str("unit_id", pl.lit("~"), "account_group").alias("unique_id"),
            pl.col("actual_dkk").cast(pl.Float64).fill_null(0.0).alias("y"),
        )
        .sort("unique_id", "month_start")
        .select("unique_id", "unit_id", "account_group", pl.col("month_start").alias("ds"), "y")
    )


def _forecast(monthly: pl.DataFrame, months: int, method: str) -> dict[str, dict[int, float]]:
    """Series -> year -> the sum of the months that are forecast in it.

    What the method cannot make anything of is taken to repeat last year.
    """
    from statsforecast import StatsForecast  # noqa: PLC0415 - see above

    chosen, naive = _model(method), _model("SeasonalNaive")
    models = [chosen] if method == "SeasonalNaive" else [chosen, naive]
    fitted = StatsForecast(models=models, freq="1mo", n_jobs=1, fallback_model=naive)
    with warnings.catch_warnings():
        # A series of zeros is divided by its spread; what comes of it is not finite and is not used.
        warnings.simplefilter("ignore", RuntimeWarning)
        made = fitted.forecast(df=monthly.select("unique_id", "ds", "y"), h=months)
    expected = pl.col(repr(chosen))
    amount = pl.when(expected.is_finite()).then(expected).otherwise(pl.col(repr(naive)))
    sums = made.group_by("unique_id", pl.col("ds").dt.year().alias("year")).agg(amount.sum().alias("amount"))
    found: dict[str, dict[int, float]] = {}
    for unique_id, year, total in sums.iter_rows():
        found.setdefault(unique_id, {})[year] = float(total)
    return found


def _model(method: str) -> Any:
    from statsforecast import models  # noqa: PLC0415 - see above

    if method not in METHODS:
        raise WrongUse(
            f"there is no statistical method {method}",
            where="municipality.toml",
            remedy=f"write one of {', '.join(METHODS)} as forecasts.method",
        )
    if method == "SeasonalWindowAverage":
        return models.SeasonalWindowAverage(season_length=SEASON, window_size=2)
    return getattr(models, method)(season_length=SEASON)

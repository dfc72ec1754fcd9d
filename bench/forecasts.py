"""Backtest the statistical methods and print the tables of docs/forecasts.md.

    python bench/forecasts.py                 the sample municipality: every round of every closed year
    python bench/forecasts.py DIRECTORY       also a real city's 66 months (DIRECTORY holds ukraine-city-budgets)

Rolling origin: each forecast is made from the months that were known at its day, and held against how the year ended.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
from duckdb import DuckDBPyConnection

from pipelines.candidates import working_tables
from pipelines.deliveries import deliver
from pipelines.home import Forecasts, open_home
from pipelines.statistical_forecasts import last_month_ended
from pipelines.statistical_methods import METHODS, expected_outturns

ROOT = Path(__file__).resolve().parents[1]
SAMPLE, REAL = ROOT / "sample_data", ROOT / "sample_data" / "specs" / "real" / "ukraine-city-budgets"
ORIGINS = (3, 6, 9)
Key = tuple[str, str]
Expected = Mapping[Key, float]


def main() -> None:
    with delivered(SAMPLE / "municipality.toml", sorted((SAMPLE / "extracts").iterdir()), *SAMPLE_TABLES) as con:
        sample(con)
    if len(sys.argv) > 1:
        files = sorted((Path(sys.argv[1]) / "ukraine-city-budgets").glob("*.csv"))
        with delivered(REAL / "municipality.toml", files, "staging.posting", "staging.budget_line") as con:
            real(con)


@contextmanager
def delivered(settings: Path, files: Iterable[Path], *tables: str) -> Iterator[DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder:
        home = open_home(Path(folder), settings)
        deliver(home, files)
        with working_tables(home, *tables) as con:
            yield con


SAMPLE_TABLES = (
    "marts.forecast_accuracy__round",
    "marts.forecast_accuracy__leaf_round",
    "marts.forecast_accuracy__leaf_group_month",
)


def sample(con: DuckDBPyConnection) -> None:
    """WAPE over units and account groups: the methods beside the managers, the budget and the run rate."""
    errors: dict[str, list[tuple[str, float]]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    rounds = con.execute(
        "select fiscal_year, round, round_number, round_date from marts.forecast_accuracy__round "
        "where is_closed_year order by all"
    ).fetchall()
    for year, name, number, day in rounds:
        leaves = con.sql(
            "select * from marts.forecast_accuracy__leaf_round where fiscal_year = $year and round = $name",
            params={"year": year, "name": name},
        ).pl()
        history = con.sql(
            "select unit_id, account_group, month_start, actual_dkk "
            "from marts.forecast_accuracy__leaf_group_month where fiscal_year = $year",
            params={"year": year},
        ).pl()
        outturn, revised = of_column(leaves, "outturn_dkk"), of_column(leaves, "revised_dkk")
        made = {}
        for method in METHODS:
            start = time.perf_counter()
            made[method] = expected_outturns(history, year, last_month_ended(day), method)
            seconds[method] += time.perf_counter() - start
        if not made[METHODS[0]]:
            continue
        compared = made | {
            "the managers": of_column(leaves, "forecast_dkk"),
            "the revised budget": revised,
            "the run rate": of_column(leaves, "run_rate_forecast_dkk"),
        }
        for who, expected in compared.items():
            errors[who].append((f"{number}/{year}", wape(expected, outturn, revised)))
    print_table("| method |", errors, seconds)


def of_column(leaves: pl.DataFrame, column: str) -> dict[Key, float]:
    rows = leaves.select("unit_id", "account_group", pl.col(column).cast(pl.Float64))
    return {(unit_id, group): amount for unit_id, group, amount in rows.iter_rows()}


def wape(expected: Expected, outturn: Expected, otherwise: Expected) -> float:
    """What has no forecast of its own is taken to keep its budget."""
    missed = sum(abs(expected.get(key, otherwise.get(key, 0.0)) - amount) for key, amount in outturn.items())
    return missed / sum(map(abs, outturn.values()))


def print_table(title: str, errors: Mapping[str, list[tuple[str, float]]], seconds: Mapping[str, float]) -> None:
    origins = [name for name, _ in next(iter(errors.values()))]
    print(f"{title} {' | '.join(origins)} | all | seconds |\n|---|{'---:|' * (len(origins) + 2)}")
    means = {who: sum(error for _, error in found) / len(found) for who, found in errors.items()}
    for who in sorted(means, key=means.__getitem__):
        cells = [percent(error) for _, error in errors[who]]
        took = f"{seconds[who]:.1f}" if who in seconds else ""
        print(f"| {who} | {' | '.join(cells)} | {percent(means[who])} | {took} |")
    print()


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}".replace("%", " %")


def real(con: DuckDBPyConnection) -> None:
    """A city's economic codes: the year's outturn from March, June and September, by each method."""
    months = con.sql(
        "select 'city' as unit_id, account as account_group, make_date(fiscal_year, period, 1) as month_start, "
        "sum(amount_dkk) as actual_dkk from staging.posting group by all order by all"
    ).pl()
    budgets = con.execute(
        "select fiscal_year, account, decision_date, sum(amount_dkk) from staging.budget_line group by all"
    ).fetchall()
    whole = [year for year in sorted({day.year for day in months["month_start"]}) if is_whole(months, year)]
    errors: dict[str, list[tuple[str, float]]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    missed: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for origin in ORIGINS:
        told: dict[str, list[float]] = defaultdict(list)
        for year in whole[1:]:
            until = date(year, origin, 1)
            outturn = of_year(months, year, 12)
            revised = {
                ("city", account): sum(
                    float(row[3]) for row in budgets if row[:2] == (year, account) and row[2].replace(day=1) <= until
                )
                for account in {row[1] for row in budgets if row[0] == year}
            }
            outturn |= {key: 0.0 for key in revised if key not in outturn}
            compared: dict[str, Expected] = {
                "the revised budget": revised,
                "the run rate": run_rate(months, year, origin, whole, revised),
            }
            for method in METHODS:
                start = time.perf_counter()
                compared[method] = expected_outturns(months, year, until, method)
                seconds[method] += time.perf_counter() - start
            for who, expected in compared.items():
                told[who].append(wape(expected, outturn, revised))
                for key, amount in outturn.items():
                    missed[who][key[1]] += abs(expected.get(key, revised.get(key, 0.0)) - amount)
            for key, amount in outturn.items():
                missed["outturn"][key[1]] += abs(amount)
        for who, found in told.items():
            errors[who].append((date(2000, origin, 1).strftime("%B"), sum(found) / len(found)))
    print(f"{whole[1]}–{whole[-1]}, the mean of the years")
    print_table("| method |", errors, seconds)
    print_codes(missed, Forecasts().method, len(whole) - 1)


def is_whole(months: pl.DataFrame, year: int) -> bool:
    return months.filter(pl.col("month_start").dt.year() == year)["month_start"].n_unique() == 12


def of_year(months: pl.DataFrame, year: int, until: int) -> dict[Key, float]:
    """Booked from January until a month, by code."""
    here = (pl.col("month_start").dt.year() == year) & (pl.col("month_start").dt.month() <= until)
    sums = months.filter(here).group_by("unit_id", "account_group").agg(pl.col("actual_dkk").cast(pl.Float64).sum())
    return {(unit_id, group): amount for unit_id, group, amount in sums.iter_rows()}


def run_rate(months: pl.DataFrame, year: int, until: int, whole: list[int], revised: Expected) -> Expected:
    """Actual to date over the code's season of up to three whole years before, else all codes' (metrics, section 1)."""
    before = [earlier for earlier in whole if earlier < year][-3:]
    to_date, at_end = ([of_year(months, earlier, month) for earlier in before] for month in (until, 12))
    every = share_of(to_date, at_end, None)
    found = {}
    for key, amount in of_year(months, year, until).items():
        weight = share_of(to_date, at_end, key) or every or until / 12
        found[key] = amount / weight if weight >= 0.05 else revised.get(key, 0.0)
    return found


def share_of(to_date: list[dict[Key, float]], at_end: list[dict[Key, float]], key: Key | None) -> float | None:
    def summed(years: list[dict[Key, float]]) -> float:
        return sum(amount for year in years for held, amount in year.items() if key in (None, held))

    whole = summed(at_end)
    return summed(to_date) / whole if abs(whole) >= 10_000 else None


def print_codes(missed: Mapping[str, Mapping[str, float]], method: str, years: int) -> None:
    print(f"| code | outturn, m a year | run rate | {method} | skill against the run rate | against the budget |")
    print("|---|---:|---:|---:|---:|---:|")
    outturn = missed["outturn"]
    for code in sorted(outturn, key=outturn.__getitem__, reverse=True):
        if outturn[code] < 0.002 * sum(outturn.values()):
            continue
        mine, rate, budget = (missed[who][code] for who in (method, "the run rate", "the revised budget"))
        skills = [percent(1 - mine / other if other else None) for other in (rate, budget)]
        shares = [percent(value / outturn[code]) for value in (rate, mine)]
        print(f"| {code} | {outturn[code] / len(ORIGINS) / years / 1e6:,.1f} | {' | '.join(shares + skills)} |")


if __name__ == "__main__":
    main()

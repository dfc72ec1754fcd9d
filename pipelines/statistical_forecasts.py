"""The statistical forecast of each round: made once, from the postings of its time, and frozen as a delivery.

A delivery like any other: its file is archived, read by a spec and followed to file and line. So the build never needs
the library, and a forecast that has been made is never made again.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from duckdb import DuckDBPyConnection

from pipelines.candidates import working_tables
from pipelines.deliveries import Outcome, deliver
from pipelines.extracts.spec import Spec, load_specs
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse
from pipelines.statistical_methods import MINIMUM_MONTHS, expected_outturns

TABLE = "statistical_forecast"
HISTORY, ROUNDS, PERIODS = (
    "marts.forecast_accuracy__leaf_group_month",
    "marts.forecast_accuracy__round",
    "marts.budget_followup__period",
)
# The columns of the file, as the spec of the source has them.
HEADER = (
    "År", "Runde", "Rundedato", "Enhed", "Kontogruppe", "Metode", "Forventet regnskab", "Data til og med",
    "Lavet bagefter",
)  # fmt: skip

OnRound = Callable[[str], None]


@dataclass(frozen=True)
class DueRound:
    """A round that has begun and has no statistical forecast; `data_until` is the last month that had ended by then.

    `is_backtest`: later months are posted by now, and are not looked at.
    """

    fiscal_year: int
    round: str
    number: int
    day: date
    data_until: date
    is_backtest: bool

    @property
    def name(self) -> str:
        return f"{self.round} {self.fiscal_year}"


@dataclass(frozen=True)
class Frozen:
    """What became of a round: how many forecasts were made, by which method, and what became of their file."""

    due: DueRound
    method: str
    count: int
    outcome: Outcome


def spec_of_forecasts(home: Home) -> Spec | None:
    """The municipality's spec of the source that statistical forecasts are delivered to; None where it has none."""
    return next((spec for spec in load_specs(home.specs) if spec.table == TABLE), None)


def is_forecast_due(home: Home) -> bool:
    """Whether a round that managers have forecast in lacks a statistical forecast that can be made by now.

    Cheap, and asked at every update: nothing is built, and the postings are looked at only where a round lacks one.
    """
    with working_tables(home, "staging.forecast", "staging.statistical_forecast", "staging.posting") as con:
        lacking = con.execute(
            """
            select max(round_date) from staging.forecast
            where not is_hindsight
                and (fiscal_year, round) not in (select (fiscal_year, round) from staging.statistical_forecast)
            group by fiscal_year, round
            """
        ).fetchall()
        first, newest = con.execute(_POSTED_MONTHS).fetchall()[0] if lacking else (None, None)
        return first is not None and any(_has_its_months(last_month_ended(day), first, newest) for (day,) in lacking)


_POSTED_MONTHS = """
    select min(month_start), max(month_start) from (
        select make_date(fiscal_year, least(period, 12), 1) as month_start
        from staging.posting where budget_type in ('1', '2')
    )
"""


def freeze_due_forecasts(home: Home, on_round: OnRound | None = None) -> list[Frozen]:
    """Make and deliver the forecast of every round that is due. Nothing is made twice.

    Raises WrongUse where no spec takes them in, Problem where the installation cannot be read or written.
    """
    if spec_of_forecasts(home) is None:
        raise WrongUse(
            "no spec takes statistical forecasts in",
            where=str(home.specs),
            remedy="copy statistical_forecast.toml from the sample's specs; docs/forecasts.md tells more",
        )
    method = home.municipality.forecasts.method
    with (
        working_tables(home, HISTORY, ROUNDS, PERIODS) as con,
        TemporaryDirectory(prefix="pejling-forecast-") as folder,
    ):
        frozen = []
        for due in due_rounds(con):
            if on_round:
                on_round(due.name)
            expected = expected_outturns(_history(con, due.fiscal_year), due.fiscal_year, due.data_until, method)
            if expected:
                file = Path(folder) / f"statistisk_prognose_{due.fiscal_year}_{due.number}.csv"
                _write(file, due, method, expected)
                frozen.append(Frozen(due, method, len(expected), _delivered(home, file)))
        return frozen


def due_rounds(con: DuckDBPyConnection) -> list[DueRound]:
    """The rounds without a statistical forecast whose months are posted and have a season before them, in order."""
    newest = con.execute(
        "select fiscal_year, least(period, 12) from marts.budget_followup__period where is_latest"
    ).fetchone()
    (first,) = con.execute("select min(month_start) from marts.forecast_accuracy__leaf_group_month").fetchall()[0]
    if newest is None or first is None:
        return []
    posted = date(newest[0], newest[1], 1)
    rows = con.execute(
        """
        select fiscal_year, round, round_number, round_date from marts.forecast_accuracy__round
        where statistical_method is null order by round_date, fiscal_year, round_number
        """
    ).fetchall()
    found = []
    for fiscal_year, name, number, day in rows:
        until = last_month_ended(day)
        if _has_its_months(until, first, posted):
            found.append(DueRound(fiscal_year, name, number, day, until, posted > until))
    return found


def _has_its_months(until: date, first: date, newest: date) -> bool:
    """Whether the months until then are posted, and enough of them lie behind for a season to be seen."""
    months = (until.year - first.year) * 12 + until.month - first.month + 1
    return until <= newest and months >= MINIMUM_MONTHS


def last_month_ended(day: date) -> date:
    """The first day of the last month that had ended on a day."""
    if day.day == monthrange(day.year, day.month)[1]:
        return day.replace(day=1)
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def _history(con: DuckDBPyConnection, fiscal_year: int) -> pl.DataFrame:
    history: pl.DataFrame = con.sql(
        """
        select unit_id, account_group, month_start, actual_dkk from marts.forecast_accuracy__leaf_group_month
        where fiscal_year = $fiscal_year order by all
        """,
        params={"fiscal_year": fiscal_year},
    ).pl()
    return history


def _write(file: Path, due: DueRound, method: str, expected: dict[tuple[str, str], float]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter=";", lineterminator="\n")
        writer.writerow(HEADER)
        total = Decimal(0)
        for (unit_id, group), amount in sorted(expected.items()):
            rounded = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
            total += rounded
            writer.writerow(_row(due, method, unit_id, group, rounded))
        writer.writerow(["I alt", "", "", "", "", "", total, "", ""])


def _row(due: DueRound, method: str, unit_id: str, group: str, amount: Decimal) -> Iterator[object]:
    yield from (due.fiscal_year, due.round, due.day.isoformat(), unit_id, group, method, amount)
    yield from (f"{due.data_until:%Y-%m}", "ja" if due.is_backtest else "nej")


def _delivered(home: Home, file: Path) -> Outcome:
    for outcome in deliver(home, [file]):
        if outcome.state in {"refused", "unknown"}:
            raise Problem(
                f"the statistical forecast was refused ({outcome.sentence.rstrip('.')})",
                where=str(home.specs),
                remedy="mend that; its spec is the sample's statistical_forecast.toml as it is",
            )
        if outcome.receipt and outcome.receipt.table == TABLE:
            return outcome
    raise Problem("the statistical forecast was not taken in", where=str(file), remedy="see pejling deliver")

"""Marts beside the oracle: every difference as a line that a person can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.canonical import canonical_tables
from tests.oracle.budget_followup import KINDS, BudgetFollowup, Figures
from tests.oracle.organisation import Row
from tests.oracle.units import UnitFigures, months, units
from tests.warehouse.drawn import rows_of

Key = tuple[int, int, str, str]


def raw_rows(con: DuckDBPyConnection) -> dict[str, list[Row]]:
    """Every row of the canonical tables in schema raw, as dictionaries of text."""
    return {
        name: [
            {column: None if value is None else str(value) for column, value in row.items()}
            for row in rows_of(con, f'select * from raw."{name}"')
        ]
        for name in canonical_tables()
    }


def dkk(oere: int | None) -> Decimal | None:
    return None if oere is None else Decimal(oere).scaleb(-2)


def share(numerator: int | None, denominator: int) -> float | None:
    return None if numerator is None or denominator == 0 else float(Fraction(numerator, denominator))


def basis_of(figures: Figures) -> str | None:
    """The phasing basis that carries most; among equals the one nearest to the unit."""
    order = ("own", "unit", "centre", "municipality", "even")
    return max(order, key=lambda basis: figures.by_basis[basis]) if any(figures.by_basis.values()) else None


def unit_row(oracle: BudgetFollowup, key: Key, unit: UnitFigures) -> dict[str, object]:
    """One row of budget_followup__unit_period as the oracle has it."""
    year, period = key[0], key[1]
    sums, forecast = unit.sums, unit.forecast
    variance = None if forecast is None else forecast - sums.revised
    has_last_year = (year - 1) in {known for known, _ in oracle.periods}
    names = dict(
        zip(KINDS, ("adopted", "supplementary", "virement", "technical_correction", "carried_in"), strict=True)
    )
    estimated = sum(sums.by_basis[basis] for basis in ("centre", "municipality", "even"))
    return {f"{name}_dkk": dkk(sums.kinds[kind]) for kind, name in names.items()} | {
        "revised_dkk": dkk(sums.revised),
        "revised_without_carry_over_dkk": dkk(sum(sums.kinds[kind] for kind in KINDS if kind != "carry_over")),
        "phased_dkk": dkk(sums.phased),
        "phasing_basis": basis_of(sums),
        "phasing_estimated_share": share(estimated, sum(sums.by_basis.values())),
        "actual_dkk": dkk(sums.actual),
        "committed_dkk": dkk(sums.committed),
        "remaining_dkk": dkk(sums.revised - sums.actual - sums.committed),
        "spent_share": share(sums.actual, sums.revised),
        "variance_to_date_dkk": dkk(sums.actual - sums.phased),
        "forecast_round": oracle.round_of(year, period),
        "forecast_dkk": dkk(forecast),
        "forecast_missing_unit_count": None if oracle.round_of(year, period) is None else unit.missing,
        "forecast_variance_dkk": dkk(variance),
        "forecast_variance_share": share(variance, abs(sums.revised)),
        "run_rate_forecast_dkk": dkk(unit.run_rate),
        "last_year_actual_dkk": dkk(sums.last_year_actual) if has_last_year else None,
        "last_year_outturn_dkk": dkk(sums.last_year_outturn) if has_last_year else None,
        "status": oracle.status(variance, sums.revised),
    }


def group_row(oracle: BudgetFollowup, unit: UnitFigures, name: str) -> dict[str, object]:
    """One row of budget_followup__unit_group_period."""
    group = unit.groups[name]
    sums = group.sums
    variance = None if group.forecast is None else group.forecast - sums.revised
    return {
        "revised_dkk": dkk(sums.revised),
        "phased_dkk": dkk(sums.phased),
        "actual_dkk": dkk(sums.actual),
        "variance_to_date_dkk": dkk(sums.actual - sums.phased),
        "spent_share": share(sums.actual, sums.revised),
        "forecast_dkk": dkk(group.forecast),
        "forecast_variance_dkk": dkk(variance),
        "run_rate_forecast_dkk": dkk(group.run_rate),
        "status": oracle.status(variance, sums.revised),
    }


def account_rows(
    oracle: BudgetFollowup, year: int, period: int, basis: str
) -> dict[tuple[str, ...], dict[str, object]]:
    """(unit, account, function) -> a row of budget_followup__unit_account_period."""
    rows = {}
    for place in oracle.money[year]:
        figures = oracle.figures(year, period, place, basis)
        level, to_date = oracle.season(year, place.unit_id, oracle.cost_type(place.account))
        own, rest = figures.by_basis["own"], sum(figures.by_basis.values()) - figures.by_basis["own"]
        has_last_year = (year - 1) in {known for known, _ in oracle.periods}
        rows[place.unit_id, place.account, place.function_code] = {
            "revised_dkk": dkk(figures.revised),
            "phased_dkk": dkk(figures.phased),
            "phasing_basis": "own" if own and own >= rest else level,
            "weight_to_date_share": float(to_date[min(period, 12) - 1]),
            "actual_dkk": dkk(figures.actual),
            "committed_dkk": dkk(figures.committed),
            "remaining_dkk": dkk(figures.revised - figures.actual - figures.committed),
            "spent_share": share(figures.actual, figures.revised),
            "variance_to_date_dkk": dkk(figures.actual - figures.phased),
            "run_rate_forecast_dkk": dkk(figures.run_rate),
            "last_year_actual_dkk": dkk(figures.last_year_actual) if has_last_year else None,
        }
    return rows


def differences(con: DuckDBPyConnection, oracle: BudgetFollowup, keys: list[Key]) -> Iterator[str]:
    """Where the marts and the oracle differ, for the given (year, period, basis, view)."""
    of_units = _Mart(con, "unit_period", ("unit_id",), keys)
    of_groups = _Mart(con, "unit_group_period", ("unit_id", "account_group"), keys)
    for key in keys:
        found = units(oracle, *key)
        yield from of_units.compare(key, {(unit_id,): unit_row(oracle, key, unit) for unit_id, unit in found.items()})
        groups = {
            (unit_id, name): group_row(oracle, unit, name) for unit_id, unit in found.items() for name in unit.groups
        }
        yield from of_groups.compare(key, groups)


def month_differences(con: DuckDBPyConnection, oracle: BudgetFollowup, keys: list[Key]) -> Iterator[str]:
    """The same for the course of the year."""
    told = {key: (key[0], key[1], "", key[3]) for key in keys}
    mart = _Mart(con, "unit_period_month", ("unit_id", "month"), list(told.values()))
    for key in keys:
        year, _, basis, _ = key
        has_last_year = (year - 1) in {known for known, _ in oracle.periods}
        phased = "phased_dkk" if basis == "with_carry_over" else "phased_without_carry_over_dkk"
        expected = {
            place: {
                phased: dkk(month.phased),
                "actual_dkk": dkk(month.actual),
                "last_year_actual_dkk": dkk(month.last_year_actual) if has_last_year else None,
            }
            for place, month in months(oracle, *key).items()
        }
        yield from mart.compare(told[key], expected)


def account_differences(con: DuckDBPyConnection, oracle: BudgetFollowup, keys: list[Key]) -> Iterator[str]:
    """The same for accounts; rows in which nothing has happened yet are left out of the mart."""
    told = [(year, period, basis, "") for year, period, basis, _ in keys]
    mart = _Mart(con, "unit_account_period", ("unit_id", "account", "function_code"), told)
    for key in told:
        yield from mart.compare(key, account_rows(oracle, *key[:3]))


class _Mart:
    """The rows of one mart for some keys, asked for once: a question costs more than the rows that answer it.

    What the mart does not tell apart is empty in its keys. `columns` tell its rows of one key apart.
    """

    def __init__(self, con: DuckDBPyConnection, name: str, columns: tuple[str, ...], keys: list[Key]) -> None:
        self._name = name
        self._rows: dict[Key, dict[tuple[object, ...], dict[str, object]]] = defaultdict(dict)
        named = ("fiscal_year", "period", "budget_basis", "organisation_view")
        asked = {column: [key[at] for key in keys] for at, column in enumerate(named) if all(key[at] for key in keys)}
        query = (
            f"select * from marts.budget_followup__{name} "
            f"semi join (select {', '.join(f'unnest(?) as {column}' for column in asked)}) using ({', '.join(asked)})"
        )
        for row in rows_of(con, query, *asked.values()) if keys else []:
            key: Any = tuple(row[column] if column in asked else "" for column in named)
            self._rows[key][tuple(row[column] or "" for column in columns)] = row

    def compare(self, key: Key, expected: Mapping[tuple[object, ...], Mapping[str, object]]) -> Iterator[str]:
        rows, mart = self._rows[key], self._name
        for place in rows.keys() - expected.keys():
            yield f"{mart} {key} {place}: not in the oracle"
        for place, wanted in expected.items():
            if place not in rows:
                if any(isinstance(value, Decimal) and value for value in wanted.values()):
                    yield f"{mart} {key} {place}: not in the mart, {wanted}"
                continue
            for name, value in wanted.items():
                if not _same(rows[place][name], value):
                    yield f"{mart} {key} {place} {name}: mart {rows[place][name]}, oracle {value}"


def _same(found: object, wanted: object) -> bool:
    if isinstance(found, float) and isinstance(wanted, float):
        return abs(found - wanted) <= 1e-12 * max(1.0, abs(wanted))
    return found == wanted

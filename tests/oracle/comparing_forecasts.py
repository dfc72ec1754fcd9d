"""The marts of the forecast accuracy beside their oracle: every difference as a line that a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from duckdb import DuckDBPyConnection

from tests.oracle.comparing import dkk
from tests.oracle.forecast_accuracy import Expected, ForecastAccuracy, Round, composition, quantile, skill, wape
from tests.warehouse.drawn import rows_of

VIEWS = ("then", "today")


def accuracy_differences(con: DuckDBPyConnection, oracle: ForecastAccuracy, rounds: list[Round]) -> Iterator[str]:
    """Where forecast_accuracy__unit_round and the oracle differ, for closed rounds."""
    for one in rounds:
        for view in VIEWS:
            rows = rows_of(
                con,
                "select * from marts.forecast_accuracy__unit_round "
                "where organisation_view = ? and fiscal_year = ? and round = ?",
                view,
                one.year,
                one.name,
            )
            found = {(row["unit_id"], row["item_level"], row["account_group"]): row for row in rows}
            missing = oracle.missing(one, view)
            expected = {
                key: _accuracy(items, missing.get((key[0], key[2]), 0))
                for key, items in _with_anything(oracle.items(one, view)).items()
            }
            yield from _compare(f"{one.year} {one.name} {view}", found, expected)


def year_differences(con: DuckDBPyConnection, oracle: ForecastAccuracy) -> Iterator[str]:
    """Where forecast_accuracy__unit_year and the oracle differ."""
    for one in oracle.rounds:
        if one.number != 1 or one.year not in oracle.closed:
            continue
        for view in VIEWS:
            rows = rows_of(
                con,
                "select * from marts.forecast_accuracy__unit_year where organisation_view = ? and fiscal_year = ?",
                view,
                one.year,
            )
            found = {(row["unit_id"], row["item_level"]): row for row in rows}
            expected = {}
            for (unit_id, level, group), items in oracle.items(one, view).items():
                if group == "all" and any(item.adopted or item.outturn for item in items.values()):
                    expected[unit_id, level] = _year(items)
            yield from _compare(f"{one.year} {view}", found, expected)


def outlook_differences(con: DuckDBPyConnection, oracle: ForecastAccuracy, minimum: int = 3) -> Iterator[str]:
    """Where forecast_accuracy__unit_outlook and the oracle differ."""
    running = [one for one in oracle.rounds if one.year not in oracle.closed]
    for view in VIEWS:
        rows = rows_of(con, "select * from marts.forecast_accuracy__unit_outlook where organisation_view = ?", view)
        found = {(row["unit_id"], row["account_group"]): row for row in rows}
        expected = {}
        if running:
            now = max(running, key=lambda one: (one.year, one.number))
            before = [_totals(oracle, one, view) for one in _same_rounds(oracle, now)]
            for key, total in _totals(oracle, now, view).items():
                if not (total.forecast or total.revised):
                    continue
                expected[key] = _outlook(total, [year[key] for year in before if key in year], minimum)
        yield from _compare(f"outlook {view}", found, expected)


def _with_anything(
    items: dict[tuple[str, str, str], dict[str, Expected]],
) -> dict[tuple[str, str, str], list[Expected]]:
    kept = {key: [item for item in found.values() if item.is_anything] for key, found in items.items()}
    return {key: found for key, found in kept.items() if found}


def _accuracy(items: list[Expected], missing: int) -> dict[str, object]:
    error = sum(item.forecast - item.outturn for item in items)
    outturn, absolute = sum(item.outturn for item in items), sum(abs(item.outturn) for item in items)
    average = wape(items)
    compared = [item for item in items if item.statistical is not None]
    return {
        "item_count": len(items),
        "forecast_missing_unit_count": missing,
        "forecast_dkk": dkk(sum(item.forecast for item in items)),
        "outturn_dkk": dkk(outturn),
        "revised_dkk": dkk(sum(item.revised for item in items)),
        "run_rate_forecast_dkk": dkk(_run_rate(items)),
        "error_dkk": dkk(error),
        "absolute_error_dkk": dkk(sum(abs(item.forecast - item.outturn) for item in items)),
        "absolute_outturn_dkk": dkk(absolute),
        "error_share": _float(Fraction(error, outturn) if outturn else None),
        "wape_share": _float(average),
        "precision_share": _float(None if average is None else max(Fraction(0), 1 - average)),
        "bias_share": _float(Fraction(error, absolute) if absolute else None),
        "skill_share": _float(skill(items, "revised")),
        "run_rate_skill_share": _float(skill(items, "run_rate")),
        "statistical_skill_share": _float(skill(items, "statistical")),
        "compared_item_count": len(compared),
        "nearer_item_count": sum(
            abs(item.forecast - item.outturn) < abs((item.statistical or 0) - item.outturn) for item in compared
        ),
    }


def _run_rate(items: list[Expected]) -> int | None:
    if all(item.run_rate is None for item in items):
        return None
    return sum(item.revised if item.run_rate is None else item.run_rate for item in items)


def _year(items: dict[str, Expected]) -> dict[str, object]:
    adopted, outturn = (sum(getattr(item, name) for item in items.values()) for name in ("adopted", "outturn"))
    return {
        "adopted_dkk": dkk(adopted),
        "outturn_dkk": dkk(outturn),
        "aggregate_outturn_share": _float(Fraction(outturn, adopted) if adopted else None),
        "composition_variance_share": _float(composition(items.values())),
    }


def _totals(oracle: ForecastAccuracy, one: Round, view: str) -> dict[tuple[str, str], Expected]:
    found = {}
    for (unit_id, level, group), items in oracle.items(one, view).items():
        if level == "unit":
            total = found[unit_id, group] = Expected()
            for item in items.values():
                total.add(item)
    return found


def _same_rounds(oracle: ForecastAccuracy, now: Round) -> list[Round]:
    """The same round of each closed year, the newest first: of the same name, else of the same number."""
    found = []
    for year in sorted(oracle.closed, reverse=True):
        of_year = [one for one in oracle.rounds if one.year == year]
        named = [one for one in of_year if one.name == now.name]
        found += (named or [one for one in of_year if one.number == now.number])[:1]
    return found


def _outlook(total: Expected, before: list[Expected], minimum: int) -> dict[str, object]:
    shares = [Fraction(year.forecast - year.outturn, year.outturn) for year in before if year.outturn]
    newest = before[:3]
    spent = sum(abs(year.outturn) for year in newest)
    band: list[Fraction] = []
    if len(shares) >= minimum:
        low, high = quantile(shares, Fraction(1, 10)), quantile(shares, Fraction(9, 10))
        if low > Fraction(-1, 2):
            band = sorted([total.forecast / (1 + low), total.forecast / (1 + high)])
    habit = Fraction(sum(year.forecast - year.outturn for year in newest), spent) if spent else None
    return {
        "forecast_dkk": dkk(total.forecast),
        "revised_dkk": dkk(total.revised),
        "forecast_variance_dkk": dkk(total.forecast - total.revised),
        "bias_year_count": len(newest),
        "recent_bias_share": _float(habit),
        "history_year_count": len(shares),
        "band_low_dkk": _near(band[0] if band else None),
        "band_high_dkk": _near(band[1] if band else None),
    }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _near(oere: Fraction | None) -> float | None:
    """A quantile is no sum: it is compared as what it is, a number with a fraction."""
    return None if oere is None else float(oere) / 100


def _compare(
    about: str, found: dict[tuple[object, ...], dict[str, object]], expected: dict[tuple[str, ...], dict[str, object]]
) -> Iterator[str]:
    for place in found.keys() - expected.keys():
        yield f"{about} {place}: not in the oracle"
    for place, wanted in expected.items():
        if place not in found:
            yield f"{about} {place}: not in the mart, {wanted}"
            continue
        for name, value in wanted.items():
            if not _same(found[place][name], value):
                yield f"{about} {place} {name}: mart {found[place][name]}, oracle {value}"


def _same(found: object, wanted: object) -> bool:
    if isinstance(found, Decimal) and isinstance(wanted, float):
        return abs(float(found) - wanted) <= 0.006 + 1e-9 * abs(wanted)
    if isinstance(found, float) and isinstance(wanted, float):
        return abs(found - wanted) <= 1e-12 * max(1.0, abs(wanted))
    return found == wanted

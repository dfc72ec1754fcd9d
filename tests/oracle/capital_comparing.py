"""The capital marts beside the oracle: every row of every mart, every column that is computed, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from duckdb import DuckDBPyConnection

from tests.oracle.capital_money import PARTS, CapitalMoney, Money, precision
from tests.oracle.capital_projects import CapitalProjects
from tests.oracle.comparing import dkk, share
from tests.oracle.organisation import ROOT
from tests.warehouse.drawn import rows_of

Expected = dict[tuple[object, ...], dict[str, object]]


def ratio(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def year_rows(capital: CapitalMoney) -> Expected:
    """capital_projects__project_year."""
    return {key: _year_row(capital, key[0], key[1], money) for key, money in capital.years.items()}


def _year_row(capital: CapitalMoney, project_id: str, year: int, money: Money) -> dict[str, object]:
    is_closed = capital.is_closed(year)
    unused = None if money.actual is None else money.revised - money.actual
    lapsed = unused - money.carried_out if is_closed and unused is not None and money.carried_out is not None else None
    ages = money.ages or (None, None, None)
    return {f"{part}_dkk": dkk(money.parts[part]) for part in PARTS} | {
        "unit_id": capital.unit(project_id),
        "is_closed_year": is_closed,
        "is_newest_year": year == capital.newest_year,
        "adopted_allotment_dkk": dkk(money.adopted),
        "revised_allotment_dkk": dkk(money.revised),
        "actual_dkk": dkk(money.actual),
        "actual_basis": money.basis,
        "forecast_dkk": dkk(money.forecast),
        "carried_out_dkk": dkk(money.carried_out),
        "carried_out_requested_dkk": dkk(money.requested),
        "carried_out_decided_dkk": dkk(money.decided),
        "unused_dkk": dkk(unused),
        "lapsed_dkk": dkk(lapsed),
        "carry_over_rate_share": share(money.carried_out, money.revised),
        "phasing_precision_share": ratio(precision(money.ending(is_closed=is_closed), money.adopted)),
        "spent_of_adopted_share": share(money.actual, money.adopted),
        "spent_of_revised_share": share(money.actual, money.revised),
        "supplementary_level_share": share(money.revised - money.adopted, money.adopted),
        "supplementary_level_gross_share": share(sum(map(abs, money.parts.values())), abs(money.adopted)),
        "carried_out_age_1_dkk": dkk(ages[0]),
        "carried_out_age_2_dkk": dkk(ages[1]),
        "carried_out_age_3_dkk": dkk(ages[2]),
        "repeat_carry_over_years": money.repeats,
    }


def chain_rows(capital: CapitalMoney) -> Expected:
    """capital_carry_overs__project_chain."""
    known = {year for _, year in capital.years} | {year for _, year, _ in capital.booked}
    rows: Expected = {}
    for (project_id, year), money in capital.years.items():
        following = capital.years.get((project_id, year + 1))
        arrived = following.parts["carried_in"] if following and following.row else None
        difference = (arrived or 0) - (money.decided or 0)
        if money.decided is None and not arrived:
            state = "not_decided"
        elif difference == 0:
            state = "closed"
        elif year + 1 not in known:
            state = "waiting"
        else:
            state = "missing_next" if arrived is None else "open"
        rows[project_id, year] = {
            "carried_out_decided_dkk": dkk(money.decided),
            "next_year_carried_in_dkk": dkk(arrived),
            "difference_dkk": dkk(difference) if year + 1 in known else None,
            "link_state": state,
        }
    return rows


def unit_rows(capital: CapitalMoney) -> Expected:
    """capital_carry_overs__unit_year."""
    open_links = {key for key, row in chain_rows(capital).items() if row["link_state"] in {"open", "missing_next"}}
    places: dict[tuple[str, int], dict[str, Money]] = {}
    for (project_id, year), money in capital.years.items():
        for unit_id in capital.path(project_id):
            places.setdefault((unit_id, year), {})[project_id] = money
    return {
        (unit_id, year): _unit_row(capital, year, below, {one for one in below if (one, year) in open_links})
        for (unit_id, year), below in places.items()
    }


def _unit_row(capital: CapitalMoney, year: int, below: Mapping[str, Money], open_links: set[str]) -> dict[str, object]:
    moneys = list(below.values())
    is_closed = capital.is_closed(year)
    adopted, revised = sum(one.adopted for one in moneys), sum(one.revised for one in moneys)
    parts = {part: sum(one.parts[part] for one in moneys) for part in PARTS}
    actual = _sum([one.actual for one in moneys])
    carried = _sum([one.carried_out for one in moneys])
    gross = _sum([None if one.carried_out is None else abs(one.carried_out) for one in moneys])
    has_forecast = any(one.forecast is not None for one in moneys)
    expected = [one.revised if one.forecast is None else one.forecast for one in moneys]
    endings = [one.actual for one in moneys] if is_closed else (expected if has_forecast else [None] * len(moneys))
    off = _sum([None if end is None else abs(end - one.adopted) for end, one in zip(endings, moneys, strict=True)])
    adopted_gross = sum(abs(one.adopted) for one in moneys)
    unused = None if actual is None else revised - actual
    levels = dict(zip(PARTS, ("carried_in", "new_money", "virement", "price_adjustment", "rephased"), strict=True))
    return (
        {f"{part}_dkk": dkk(amount) for part, amount in parts.items()}
        | {f"{levels[part]}_level_share": share(amount, adopted) for part, amount in parts.items()}
        | {f"carried_out_age_{age + 1}_dkk": dkk(_sum([m.ages and m.ages[age] for m in moneys])) for age in range(3)}
        | {
            "is_closed_year": is_closed,
            "is_newest_year": year == capital.newest_year,
            "project_count": len(moneys),
            "carried_project_count": sum((one.carried_out or 0) > 0 for one in moneys),
            "overspend_carried_project_count": sum((one.carried_out or 0) < 0 for one in moneys),
            "repeater_count": sum((one.repeats or 0) >= 2 for one in moneys),
            "chain_open_count": len(open_links),
            "forecast_missing_project_count": sum(one.forecast is None for one in moneys),
            "adopted_allotment_dkk": dkk(adopted),
            "revised_allotment_dkk": dkk(revised),
            "actual_dkk": dkk(actual),
            "forecast_dkk": dkk(sum(expected)) if has_forecast else None,
            "carried_out_dkk": dkk(carried),
            "carried_out_gross_dkk": dkk(gross),
            "carried_out_requested_dkk": dkk(_sum([one.requested for one in moneys])),
            "carried_out_decided_dkk": dkk(_sum([one.decided for one in moneys])),
            "unused_dkk": dkk(unused),
            "lapsed_dkk": dkk(unused - carried) if is_closed and unused is not None and carried is not None else None,
            "carry_over_rate_share": share(carried, revised),
            "carry_over_gross_rate_share": share(gross, sum(abs(one.revised) for one in moneys)),
            "supplementary_level_share": share(revised - adopted, adopted),
            "supplementary_level_gross_share": share(
                sum(abs(amount) for one in moneys for amount in one.parts.values()), adopted_gross
            ),
            "phasing_precision_share": ratio(precision(None if off is None else adopted_gross + off, adopted_gross)),
            "phasing_precision_net_share": ratio(precision(_sum(endings), adopted)),
            "spent_of_adopted_share": share(actual, adopted),
            "spent_of_revised_share": share(actual, revised),
            "unused_share": share(unused, revised),
        }
    )


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def municipality_rows(capital: CapitalMoney) -> Expected:
    """capital_carry_overs__municipality_year, before it is rounded to whole per mille."""
    names = ("carry_over_rate", "carry_over_gross_rate", "supplementary_level", "supplementary_level_gross")
    names = (*names, "phasing_precision", "spent_of_adopted", "spent_of_revised")
    rows = {year: row for (unit_id, year), row in unit_rows(capital).items() if unit_id == ROOT}
    return {
        (year,): {f"{name}_share": row[f"{name}_share"] for name in names}
        for year, row in rows.items()
        if capital.is_closed(year)
    }


def differences(
    con: DuckDBPyConnection, mart: str, key: tuple[str, ...], expected: Expected, rounded_by: float = 1e-12
) -> Iterator[str]:
    """Where a mart and the oracle differ, row by row; ratios by more than they are rounded by."""
    rows = {tuple(row[column] for column in key): row for row in rows_of(con, f"select * from marts.{mart}")}
    for place in rows.keys() ^ expected.keys():
        yield f"{mart} {place}: only in the {'mart' if place in rows else 'oracle'}"
    for place in rows.keys() & expected.keys():
        for name, value in expected[place].items():
            if not _same(rows[place][name], value, rounded_by):
                yield f"{mart} {place} {name}: mart {rows[place][name]}, oracle {value}"


def _same(found: object, wanted: object, rounded_by: float) -> bool:
    if isinstance(found, float) and isinstance(wanted, float | Decimal):
        return abs(found - float(wanted)) <= rounded_by * max(1.0, abs(float(wanted)))
    return found == wanted


def all_differences(con: DuckDBPyConnection, projects: CapitalProjects) -> Iterator[str]:
    """Every capital mart, whole."""
    money = projects.money
    year, project = ("project_id", "fiscal_year"), ("project_id",)
    yield from differences(con, "capital_projects__project_year", year, year_rows(money))
    yield from differences(con, "capital_carry_overs__project_chain", year, chain_rows(money))
    yield from differences(con, "capital_carry_overs__unit_year", ("unit_id", "fiscal_year"), unit_rows(money))
    rates = "capital_carry_overs__municipality_year"
    yield from differences(con, rates, ("fiscal_year",), municipality_rows(money), rounded_by=0.000_500_001)
    yield from differences(con, "capital_projects__project", project, projects.project_rows())
    yield from differences(
        con, "capital_projects__plan_version", ("project_id", "version_number"), projects.version_rows()
    )
    yield from differences(
        con, "capital_projects__appropriation", ("project_id", "decision_number"), projects.decision_rows()
    )
    yield from differences(con, "capital_projects__project_month", ("project_id", "month_start"), projects.month_rows())
    yield from differences(con, "capital_projects__plan_accuracy", project, projects.accuracy_rows())
    yield from differences(con, "capital_projects__plan_accuracy_total", ("unit_id",), projects.accuracy_total_rows())
    yield from differences(con, "capital_projects__unit_total", ("unit_id", "project_class"), projects.total_rows())

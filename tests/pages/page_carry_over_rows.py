"""What the little municipality's units did with their capital money, and whether the chain of it closes."""

from __future__ import annotations

from typing import Any

from tests.pages.page_capital_rows import THIS_YEAR, YEARS, Year, million, named, place, project_tables
from tests.pages.page_municipality import LEAVES, NAMES, path


def _sums(years: list[Year]) -> dict[str, float]:
    out = [one.asked if one.decided is None else one.decided for one in years]
    return {
        "adopted": sum(one.adopted for one in years),
        "carried_in": sum(one.carried_in for one in years),
        "supplementary": sum(one.supplementary for one in years),
        "virement": sum(one.virement for one in years),
        "price": sum(one.price for one in years),
        "revised": sum(one.revised for one in years),
        "actual": sum(one.actual for one in years),
        "out": sum(value or 0 for value in out),
        "gross": sum(abs(value or 0) for value in out),
    }


def unit_year_row(unit_id: str, year: int, years: list[Year]) -> dict[str, Any]:
    sums, closed = _sums(years), year < THIS_YEAR
    _, kind, parent = NAMES[unit_id]
    adopted, revised, out = sums["adopted"], sums["revised"], sums["out"]
    carried = [one for one in years if (one.decided or 0) > 0]
    levels = {"carried_in": sums["carried_in"], "new_money": sums["supplementary"], "virement": sums["virement"],
              "price_adjustment": sums["price"], "rephased": 0.0}  # fmt: skip

    def of_adopted(value: float) -> float | None:
        return value / adopted if adopted else None

    return {
        "fiscal_year": year,
        "is_closed_year": closed,
        "is_newest_year": year == THIS_YEAR,
        **place(unit_id),
        "unit_kind": kind,
        "parent_unit_id": parent,
        "centre_id": path(unit_id)[1] if len(path(unit_id)) > 1 else None,
        "level": len(path(unit_id)) - 1,
        "is_leaf": unit_id in LEAVES,
        "sort_order": list(NAMES).index(unit_id),
        "project_count": len(years),
        "carried_project_count": len(carried),
        "overspend_carried_project_count": sum((one.decided or 0) < 0 for one in years),
        "repeater_count": sum(one.repeats >= 2 for one in carried),
        "chain_open_count": sum((one.project, one.year) == ("ROAD", 2025) for one in years),
        "adopted_allotment_dkk": million(adopted),
        "carried_in_dkk": million(sums["carried_in"]),
        "supplementary_dkk": million(sums["supplementary"]),
        "virement_dkk": million(sums["virement"]),
        "price_adjustment_dkk": million(sums["price"]),
        "rephased_dkk": million(0),
        "revised_allotment_dkk": million(revised),
        "actual_dkk": million(sums["actual"]),
        "forecast_dkk": million(sums["actual"] + 4.4),
        "carried_out_dkk": million(out) if closed else None,
        "carried_out_gross_dkk": million(sums["gross"]) if closed else None,
        "carried_out_requested_dkk": million(out + 0.6) if closed else None,
        "carried_out_decided_dkk": million(out) if closed else None,
        "unused_dkk": million(revised - sums["actual"]),
        "lapsed_dkk": million(revised - sums["actual"] - out) if closed else None,
        **{f"carried_out_age_{age}_dkk": million(sum(one.ages[age - 1] for one in years)) if closed else None
           for age in (1, 2, 3)},
        "carry_over_rate_share": out / revised if closed and revised else None,
        "carry_over_gross_rate_share": sums["gross"] / revised if closed and revised else None,
        "supplementary_level_share": of_adopted(revised - adopted),
        "supplementary_level_gross_share": of_adopted(sum(map(abs, levels.values())) + 1.5),
        **{f"{part}_level_share": of_adopted(value) for part, value in levels.items()},
        "phasing_precision_share": 0.61 if adopted else None,
        "phasing_precision_net_share": 0.83 if adopted else None,
        "spent_of_adopted_share": of_adopted(sums["actual"]),
        "spent_of_revised_share": sums["actual"] / revised if revised else None,
        "unused_share": (revised - sums["actual"]) / revised if revised else None,
    }  # fmt: skip


def unit_year_rows() -> list[dict[str, Any]]:
    found = []
    for year in (2024, 2025, THIS_YEAR):
        for unit_id in NAMES:
            years = [one for one in YEARS if one.year == year and unit_id in path(_unit_of(one))]
            found += [unit_year_row(unit_id, year, years)] if years else []
    return found


def _unit_of(year: Year) -> str:
    return str(named(year.project)["unit_id"])


def chain_rows() -> list[dict[str, Any]]:
    rows = []
    for one in YEARS:
        following = next((other for other in YEARS if (other.project, other.year) == (one.project, one.year + 1)), None)
        came = following.carried_in if following else None
        difference = None if came is None else came - (one.decided or 0)
        state = "closed" if difference is not None and abs(difference) < 0.01 else "open"
        if one.year == THIS_YEAR:
            state = "not_decided"
        elif following is None:
            state = "missing_next" if one.decided else "closed"
        rows.append({
            **named(one.project), "fiscal_year": one.year, "carried_out_decided_dkk": million(one.decided),
            "next_year_carried_in_dkk": million(came), "difference_dkk": million(difference), "link_state": state,
        })  # fmt: skip
    return rows


RATES = (
    "carry_over_rate_share",
    "carry_over_gross_rate_share",
    "supplementary_level_share",
    "supplementary_level_gross_share",
    "phasing_precision_share",
    "spent_of_adopted_share",
    "spent_of_revised_share",
)


def municipality_rows() -> list[dict[str, Any]]:
    whole = [row for row in unit_year_rows() if row["unit_id"] == "municipality" and row["is_closed_year"]]
    return [{"fiscal_year": row["fiscal_year"], **{name: row[name] for name in RATES}} for row in whole]


def capital_tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """All marts of the two capital pages."""
    return {
        **project_tables(),
        "capital_carry_overs__unit_year": ("unit_today", unit_year_rows()),
        "capital_carry_overs__municipality_year": ("everybody", municipality_rows()),
        "capital_carry_overs__project_chain": ("unit_today", chain_rows()),
    }

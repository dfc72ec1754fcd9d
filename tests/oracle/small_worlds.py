"""Small municipalities drawn by lot, crowded with what is awkward: moves, closures, closing entries, own phasing."""

from __future__ import annotations

from random import Random

from tests.warehouse.drawn import Rows

KINDS = ["adopted", "adopted", "supplementary", "supplementary", "virement", "carry_over", "technical_correction"]
ACCOUNTS = ["10000001", "10000002", "29000001", "40000001", "70000001", "x9"]


def draw_world(seed: int) -> dict[str, Rows]:
    """Raw tables of a municipality of two to five years; the same seed gives the same one."""
    lot = Random(seed)
    years = range(2022, 2022 + lot.randint(2, 5))
    world: dict[str, Rows] = {
        "setting": [{"name": "built_on", "value": "2026-11-03"}, {"name": "municipality_name", "value": "Lodby"}],
        "organisation": _organisation(lot),
        "account": [{"account": account, "name": f"Konto {account}"} for account in ACCOUNTS[:4]],
    }
    world["account"].append({"account": "70000001", "name": "Gebyr", "cost_type": "7", "account_group": "income"})
    places = [row["unit_id"] for row in world["organisation"]] + ["9999"]
    cells = [(lot.choice(places), lot.choice(ACCOUNTS), lot.choice(["032201", "052811", None])) for _ in range(14)]
    world["posting"] = [row for year in years for row in _postings(lot, year, cells, running=year == years[-1])]
    world["budget_line"] = [_budget_line(lot, year, cells) for year in [*years, years[-1] + 1] for _ in range(14)]
    world["forecast"] = [_forecast(lot, year, places) for year in years for _ in range(10)]
    world["statistical_forecast"] = [
        _statistical(lot, row) for row in world["forecast"] for _ in range(lot.randint(0, 2))
    ]
    world["commitment"] = [_at(lot, cells) | {"fiscal_year": str(years[-1]), "amount": _amount(lot)} for _ in range(3)]
    return world


def _organisation(lot: Random) -> Rows:
    rows: Rows = []
    for number, (unit_id, parents, kind) in enumerate(
        [
            ("100", [None], "centre"),
            ("200", [None], "centre"),
            ("300", [None], "directorate"),
            ("110", ["100", "200"], "department"),
            ("111", ["110", "200", "300"], "institution"),
            ("112", ["110", "100"], "institution"),
            ("211", ["200"], "institution"),
            ("1111", ["111", "112"], "cost_centre"),
            ("1112", ["111", "112", "211"], "cost_centre"),
            ("1121", ["112"], "cost_centre"),
            ("1001", ["100"], "cost_centre"),
            ("9001", [None], "cost_centre"),
        ]
    ):
        breaks = sorted(
            lot.sample(["2022-12-31", "2023-06-30", "2024-01-31", "2024-02-29", "2025-03-31"], lot.randint(0, 2))
        )
        starts = [lot.choice([None, "2022-01-01", "2023-01-01", "2023-01-02"]) if number > 2 else None, *breaks]
        for first, last in zip(starts, [*breaks, None], strict=True):
            if first and last and first > last:
                continue
            rows.append(
                {
                    "unit_id": unit_id,
                    "name": f"Enhed {unit_id}",
                    "parent_id": lot.choice(parents),
                    "kind": kind,
                    "valid_from": _next_day(first) if first in breaks else first,
                    "valid_to": last,
                }
            )
        if number > 3 and lot.random() < 0.2:
            rows[-1]["valid_to"] = rows[-1]["valid_to"] or "2025-06-30"
    return rows


def _next_day(day: str | None) -> str | None:
    following = {"2022-12-31": "2023-01-01", "2023-06-30": "2023-07-01", "2024-01-31": "2024-02-01"}
    return (following | {"2024-02-29": "2024-03-01", "2025-03-31": "2025-04-01"}).get(day or "", day)


def _amount(lot: Random) -> str:
    """From single øre to millions, either sign."""
    return f"{lot.choice([1, -1, 1, 1]) * lot.randint(1, 10 ** lot.randint(2, 9)) / 100:.2f}"


def _at(lot: Random, cells: list[tuple[str | None, str, str | None]]) -> dict[str, str | None]:
    cost_centre, account, function_code = lot.choice(cells)
    return {"cost_centre": cost_centre, "account": account, "function_code": function_code}


def _postings(lot: Random, year: int, cells: list[tuple[str | None, str, str | None]], *, running: bool) -> Rows:
    last = lot.randint(1, 12) if running else lot.choice([12, 13])
    skipped = lot.choice([None, None, None, 7])
    rows: Rows = []
    for period in range(1, last + 1):
        if period == skipped:
            continue
        for _ in range(lot.randint(2, 7) if period > 1 else 9):
            rows.append(
                _at(lot, cells)
                | {
                    "fiscal_year": str(year),
                    "period": str(period),
                    "posting_date": f"{year + (period == 13)}-{min(period, 12) if period < 13 else 1:02d}-28",
                    "amount": _amount(lot),
                    "budget_type": lot.choice(["1", "1", "2", None, "3"]),
                }
            )
    return rows


def _budget_line(lot: Random, year: int, cells: list[tuple[str | None, str, str | None]]) -> dict[str, str | None]:
    day = lot.choice(
        [f"{year}-02-28", f"{year}-03-01", f"{year}-12-31", f"{year - 1}-12-31", f"{year + 1}-01-01", None]
    )
    return _at(lot, cells) | {
        "fiscal_year": str(year),
        "kind": lot.choice(KINDS),
        "amount": _amount(lot),
        "month": lot.choice([None, None, None, "1", "3", "12"]),
        "decision_date": day,
        "budget_type": lot.choice(["1", "2", None, "3"]),
    }


def _forecast(lot: Random, year: int, places: list[str | None]) -> dict[str, str | None]:
    name, day = lot.choice([("BO1", f"{year}-03-31"), ("BO2", f"{year}-08-15"), ("BO3", f"{year}-09-30")])
    return {
        "fiscal_year": str(year),
        "round": name,
        "round_date": day,
        "unit_id": lot.choice(places),
        "account_group": lot.choice(["wages", "operations", "income"]),
        "amount": _amount(lot),
        "entered_at": lot.choice([None, f"{day}T10:00:00", f"{day}T11:30:00", f"{year + 1}-01-02T08:00:00"]),
    }


def _statistical(lot: Random, given: dict[str, str | None]) -> dict[str, str | None]:
    """Frozen for the places where managers forecast: some are no leaves, some have no money."""
    kept = {name: given[name] for name in ("fiscal_year", "round", "round_date", "unit_id", "account_group")}
    until = f"{given['fiscal_year']}-02"
    return kept | {"method": "AutoETS", "amount": _amount(lot), "data_until": until, "is_backtest": "true"}

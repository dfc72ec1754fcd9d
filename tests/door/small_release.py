"""A hand-made release of a municipality with two centres, for tests of the door alone.

    municipality
      north: school_a, school_b, hall         hall lay below south in periods 1-3, and was moved to north in period 4
      south: nursery, (hall until period 3)

Every amount is its own: unit, account and period can be read from it, so that a mix-up cannot pass by luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from tests.hand_made import write_manifest

YEAR, LAST_PERIOD = 2026, 6
LEAVES = {"school_a": 1, "school_b": 2, "hall": 3, "nursery": 4}
ACCOUNTS = {"4100": 1, "4200": 2}
BASES = ("with_carry_over", "without_carry_over")
PERIODS = range(1, LAST_PERIOD + 1)
_LEAF_ACCOUNT_PERIODS = [(leaf, account, period) for leaf in LEAVES for account in ACCOUNTS for period in PERIODS]
NAMES = {
    "municipality": ("Prøve Kommune", "municipality"),
    "north": ("Center Nord", "centre"),
    "south": ("Center Syd", "centre"),
    "school_a": ("Åskolen", "institution"),
    "school_b": ("Bakkeskolen", "institution"),
    "hall": ("Idrætshallen", "institution"),
    "nursery": ("Solsikken", "institution"),
}


@dataclass(frozen=True)
class Place:
    """Where a unit lay in one view of the organisation in one period."""

    view: str
    period: int
    unit_id: str

    @property
    def path(self) -> list[str]:
        if self.unit_id == "municipality":
            return ["municipality"]
        if self.unit_id in {"north", "south"}:
            return ["municipality", self.unit_id]
        return ["municipality", centre_of(self.unit_id, self.view, self.period), self.unit_id]


def centre_of(leaf: str, view: str, period: int) -> str:
    if leaf == "hall":
        return "south" if view == "then" and period <= 3 else "north"
    return "south" if leaf == "nursery" else "north"


def places() -> list[Place]:
    return [Place(view, period, unit) for view in ("then", "today") for period in PERIODS for unit in NAMES]


def amount(leaf: str, account: str, period: int) -> Decimal:
    """The one posting of a leaf on an account in a period; `weight` is a release's own factor."""
    return Decimal(LEAVES[leaf] * 100_000 + ACCOUNTS[account] * 10_000 + period * 100) + Decimal("0.25")


def function_of(leaf: str) -> str | None:
    """The nursery's ledger has no function codes."""
    return None if leaf == "nursery" else "0102"


def actual_of(place: Place) -> Decimal:
    """What the follow-up of a unit shows: the sum of the postings of the leaves below it, to the period."""
    below = [leaf for leaf in LEAVES if place.unit_id in Place(place.view, place.period, leaf).path]
    return sum(
        (amount(leaf, account, p) for leaf in below for account in ACCOUNTS for p in range(1, place.period + 1)),
        Decimal(0),
    )


def publish_small_release(
    releases: Path,
    release_id: str = "2026-07-03.1",
    *,
    factor: int = 1,
    building: str = "south",
    employer: str = "nursery",
) -> str:
    """Write a release whose every amount is multiplied by `factor`, and point to it. The id is given back.

    `building` is the centre that has capital projects, `employer` the institution that has employees.
    """
    folder = releases / release_id
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder / 'pejling.duckdb'}' as release (storage_version 'v1.4.0')")
        connection.execute("use release")
        for name, columns in _COLUMNS.items():
            connection.execute(f"create table {name} ({columns})")
        for name, rows in _rows(factor, building, employer).items():
            connection.register("rows", pl.DataFrame(rows, infer_schema_length=None))
            connection.execute(f"insert into {name} by name select * from rows")
        connection.execute("comment on column budget_followup__unit_period.actual_dkk is 'Booked to date'")
        connection.execute("use memory")
        connection.execute("detach release")
    write_manifest(
        folder,
        municipality="Prøve Kommune",
        data_until="2026-06",
        built_at=datetime(2026, 7, 3, 6),
        scopes=_SCOPES,
    )
    waiting = releases / "current.new"
    waiting.write_text(release_id, encoding="utf-8")
    waiting.replace(releases / "current")
    return release_id


def _rows(factor: int, building: str, employer: str) -> dict[str, list[dict[str, object]]]:
    return {
        "capital_projects__unit_total": [
            {"unit_id": building, "unit_path": ["municipality", building], "project_class": "", "sort_order": 1}
        ],
        "staff__unit_month": [{"unit_id": employer, "is_latest": True, "sort_order": 1}],
        "organisation__unit_period": [_organisation(place) for place in places()],
        "budget_followup__unit_period": [_follow_up(p, basis, factor) for p in places() for basis in BASES],
        "budget_followup__unit_period_month": [_month(p, m, factor) for p in places() for m in range(1, 13)],
        "budget_followup__unit_account_period": [_account(*key, factor) for key in _LEAF_ACCOUNT_PERIODS],
        "budget_followup__posting": [_posting(line, *key, factor) for line, key in enumerate(_LEAF_ACCOUNT_PERIODS, 1)],
        "budget_followup__budget_line": [line for leaf in LEAVES for line in _budget_lines(leaf)],
        "budget_followup__period": [
            {
                "fiscal_year": YEAR,
                "period": period,
                "is_posted": True,
                "is_budgeted": True,
                "is_latest": period == LAST_PERIOD,
            }
            for period in PERIODS
        ],
        "data_quality__source": [
            {"source": "postings", "title": "Posteringer", "is_late": False, "expected_by": date(YEAR, 8, 8)}
        ],
        "data_quality__source_amount": [{"source": "postings", "accepted_amount_dkk": 77}],
        "data_quality__delivery": [{"delivery_id": "d1", "source": "postings", "file": "p.csv"}],
        "data_quality__quarantined_line": [
            {"delivery_id": "d1", "source": "postings", "file": "p.csv", "line": 99, "reason": "not_a_number"}
        ],
        "data_quality__changed_figure": [
            _changed("school_a", 1),
            _changed("closed_school", 2),
            _changed_account("school_a"),
        ],
        "data_quality__changed_unit": [{"fiscal_year": YEAR, "period": 2, "unit_id": "school_a", "changed_figures": 1}],
        "data_quality__check": [
            {"check_name": "a__b", "severity": "warning", "sentence": "All is well", "row_count": 0}
        ],
        "secret__salary": [{"name": "hemmelig", "amount_dkk": 1}],
    }


def _keys(place: Place) -> dict[str, object]:
    name, kind = NAMES[place.unit_id]
    return {
        "organisation_view": place.view,
        "fiscal_year": YEAR,
        "period": place.period,
        "unit_id": place.unit_id,
        "unit_name": name,
        "unit_kind": kind,
        "parent_unit_id": place.path[-2] if len(place.path) > 1 else None,
        "level": len(place.path) - 1,
        "is_leaf": place.unit_id in LEAVES,
        "sort_order": list(NAMES).index(place.unit_id),
    }


def _organisation(place: Place) -> dict[str, object]:
    centre = place.path[1] if len(place.path) > 1 else None
    centre_name = NAMES[centre][0] if centre else None
    return {**_keys(place), "unit_path": place.path, "centre_id": centre, "centre_name": centre_name}


def _follow_up(place: Place, basis: str, factor: int) -> dict[str, object]:
    actual = actual_of(place) * factor
    revised = actual * 2 + BASES.index(basis)
    figures = {"revised_dkk": revised, "actual_dkk": actual, "remaining_dkk": revised - actual, "status": "on_track"}
    variance = -actual if place.unit_id == "north" else actual  # south has most to explain, and school_b and hall
    return {**_keys(place), "budget_basis": basis, **figures, "forecast_variance_dkk": variance}


def _month(place: Place, month: int, factor: int) -> dict[str, object]:
    keys = {key: value for key, value in _keys(place).items() if key in {"organisation_view", "fiscal_year", "unit_id"}}
    actual = actual_of(Place(place.view, month, place.unit_id)) * factor if month <= place.period else None
    figures = {"phased_dkk": Decimal(month * 1000), "actual_dkk": actual, "last_year_actual_dkk": Decimal(month * 900)}
    return {**keys, "period": place.period, "month": month, **figures}


def _account(leaf: str, account: str, period: int, factor: int) -> dict[str, object]:
    to_date = sum((amount(leaf, account, p) for p in range(1, period + 1)), Decimal(0)) * factor
    keys = {"budget_basis": "with_carry_over", "fiscal_year": YEAR, "period": period, "unit_id": leaf}
    return {
        **keys,
        "account": account,
        "account_name": f"Konto {account}",
        "function_code": function_of(leaf),
        "actual_dkk": to_date,
    }


def _posting(line: int, leaf: str, account: str, period: int, factor: int) -> dict[str, object]:
    keys = {"unit_id": leaf, "fiscal_year": YEAR, "period": period, "account": account, "budget_type": "1"}
    keys["function_code"] = function_of(leaf)
    where = {"file": "p.csv", "line": line, "delivery_id": "d1", "voucher": f"V{line}", "voucher_line": "1"}
    text = f"tekst {leaf}-{account}-{period}"
    return {
        **keys,
        **where,
        "posting_date": date(YEAR, period, 12),
        "amount_dkk": amount(leaf, account, period) * factor,
        "text": text,
    }


def _budget_lines(leaf: str) -> list[dict[str, object]]:
    """One line that counts, one that counts with carry-over alone, one of an investment; the nursery's no function."""
    keys = {"unit_id": leaf, "fiscal_year": YEAR, "account": "4100", "function_code": function_of(leaf)}
    keys["file"] = "b.csv"
    weight = LEAVES[leaf]
    return [
        {**keys, "kind": "adopted", "budget_type": "1", "amount_dkk": weight, "line": weight * 10},
        {**keys, "kind": "carry_over", "budget_type": "1", "amount_dkk": weight * 100, "line": weight * 10 + 1},
        {**keys, "kind": "adopted", "budget_type": "3", "amount_dkk": weight * 1000, "line": weight * 10 + 2},
    ]


def _changed(unit_id: str, change: int) -> dict[str, object]:
    return {"fiscal_year": YEAR, "period": 2, "unit_id": unit_id, "figure": "actual", "change_dkk": change}


def _changed_account(unit_id: str) -> dict[str, object]:
    return {**_changed(unit_id, 3), "account": "4100", "figure": "phased", "budget_basis": "with_carry_over"}


_SCOPES = {
    "capital_projects__unit_total": "unit_today",
    "staff__unit_month": "unit",
    "organisation__unit_period": "unit_period",
    "budget_followup__unit_period": "unit_period",
    "budget_followup__unit_period_month": "unit_period",
    "budget_followup__unit_account_period": "unit_period",
    "budget_followup__posting": "unit",
    "budget_followup__budget_line": "unit",
    "budget_followup__period": "everybody",
    "data_quality__source": "everybody",
    "data_quality__source_amount": "municipality",
    "data_quality__delivery": "municipality",
    "data_quality__check": "everybody",
    "data_quality__changed_figure": "unit_period",
    "data_quality__changed_unit": "unit_period",
    "data_quality__quarantined_line": "municipality",
    "secret__salary": "employees",  # a kind that the door does not know
}

_UNIT = "organisation_view varchar, fiscal_year integer, period integer, unit_id varchar"
_NAMED = """unit_name varchar, unit_kind varchar, parent_unit_id varchar, level integer, is_leaf boolean,
    sort_order integer"""
_COLUMNS = {
    "capital_projects__unit_total": """unit_id varchar, unit_path varchar[], project_class varchar,
        sort_order integer""",
    "staff__unit_month": "unit_id varchar, is_latest boolean, sort_order integer",
    "organisation__unit_period": f"""{_UNIT}, {_NAMED}, centre_id varchar, centre_name varchar, unit_path varchar[]""",
    "budget_followup__unit_period": f"""budget_basis varchar, {_UNIT}, {_NAMED}, revised_dkk decimal(18, 2),
        actual_dkk decimal(18, 2), remaining_dkk decimal(18, 2), forecast_variance_dkk decimal(18, 2),
        status varchar""",
    "budget_followup__unit_period_month": f"""{_UNIT}, month integer, phased_dkk decimal(18, 2),
        last_year_actual_dkk decimal(18, 2),
        actual_dkk decimal(18, 2)""",
    "budget_followup__unit_account_period": """budget_basis varchar, fiscal_year integer, period integer,
        unit_id varchar, account varchar, account_name varchar, function_code varchar, actual_dkk decimal(18, 2)""",
    "budget_followup__posting": """unit_id varchar, fiscal_year integer, period integer, posting_date date,
        account varchar, function_code varchar, budget_type varchar, voucher varchar, voucher_line varchar,
        amount_dkk decimal(18, 2), text varchar, file varchar, line bigint, delivery_id varchar""",
    "budget_followup__budget_line": """unit_id varchar, fiscal_year integer, kind varchar, account varchar,
        function_code varchar, budget_type varchar, amount_dkk decimal(18, 2), file varchar, line bigint,
        decision_date date""",
    "budget_followup__period": """fiscal_year integer, period integer, last_day date, is_posted boolean,
        is_budgeted boolean, is_latest boolean""",
    "data_quality__source": "source varchar, title varchar, is_late boolean, expected_by date",
    "data_quality__source_amount": "source varchar, accepted_amount_dkk decimal(18, 2)",
    "data_quality__delivery": "delivery_id varchar, source varchar, file varchar, received_at timestamp",
    "data_quality__quarantined_line": """delivery_id varchar, source varchar, title varchar, file varchar, line bigint,
        record varchar, column_name varchar, value varchar, reason varchar""",
    "data_quality__check": "check_name varchar, severity varchar, sentence varchar, row_count bigint",
    "data_quality__changed_figure": """budget_basis varchar, fiscal_year integer, period integer, unit_id varchar,
        account varchar, function_code varchar, figure varchar, change_dkk decimal(18, 2)""",
    "data_quality__changed_unit": "fiscal_year integer, period integer, unit_id varchar, changed_figures bigint",
    "secret__salary": "name varchar, amount_dkk decimal(18, 2)",
}

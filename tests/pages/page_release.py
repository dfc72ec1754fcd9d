"""A hand-made release with everything that the pages show, small enough to know by heart.

    municipality
      north     Center for Børn og Unge: oak_school (over), elm_school (under), foster (a name that tries HTML)
      south     Center for Ældre: care_home (on track)

Figures are in whole thousands and all different. Year 2026, periods 1-10; the forecast round BO3 is known from
period 9 on, so that period 8 has no forecast. The whole year 2025 is there as a closed year.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl

from pipelines.manifest import RELEASE_FILE
from tests.hand_made import write_manifest
from tests.pages import page_line_rows as lines
from tests.pages import page_quality_rows as quality
from tests.pages.page_carry_over_rows import capital_tables
from tests.pages.page_case_rows import case_tables
from tests.pages.page_focus_rows import focus_tables
from tests.pages.page_followup_rows import (
    ACCOUNTS,
    account_row,
    driver_rows,
    follow_up_row,
    group_row,
    month_row,
    period_row,
    unit_row,
)
from tests.pages.page_forecast_rows import forecast_tables
from tests.pages.page_municipality import LAST_PERIOD, LEAVES, NAMES, YEAR
from tests.pages.page_purchase_rows import purchase_tables
from tests.pages.page_round_rows import round_tables
from tests.pages.page_savings_rows import savings_tables
from tests.pages.page_staff_rows import staff_tables
from tests.pages.page_supervision_rows import supervision_tables
from tests.pages.page_targets_rows import targets_tables

# The files that were written once, of which everybody who publishes gets a copy: some tests change theirs.
_FILES = TemporaryDirectory(prefix="pejling-page-releases-")


def publish_page_release(
    releases: Path,
    release_id: str = "2026-11-03.1",
    *,
    municipality: str = "Pejleby Kommune",
    is_empty: bool = False,
    moved: int = 0,
) -> str:
    """Write the release and point to it; `moved` thousands are booked later on a line of the carry-over case."""
    file, scopes = _file(is_empty=is_empty, moved=moved)
    folder = releases / release_id
    folder.mkdir(parents=True)
    shutil.copyfile(file, folder / RELEASE_FILE)
    write_manifest(
        folder,
        municipality=municipality,
        data_until=f"{YEAR}-{LAST_PERIOD}",
        built_at=datetime(2026, 11, 3, 6),
        scopes=scopes,
    )
    waiting = releases / "current.new"
    waiting.write_text(release_id, encoding="utf-8")
    waiting.replace(releases / "current")
    return release_id


@cache
def _file(*, is_empty: bool, moved: int) -> tuple[Path, dict[str, str]]:
    """The release's file, written once in a process, and who may see the rows of each table."""
    made = _tables() | case_tables(moved)
    path = Path(_FILES.name) / f"{is_empty}-{moved}.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path.as_posix()}' as release (storage_version 'v1.4.0')")
        connection.execute("use release")
        for name, (_, rows) in made.items():
            frame = pl.DataFrame(rows, infer_schema_length=None)
            connection.register("frame", frame.clear() if is_empty else frame)
            connection.execute(f"create table {name} as select * from frame")
        connection.execute("use memory")
        connection.execute("detach release")
    return path, {name: scope for name, (scope, _) in made.items()}


def _tables() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    looks = [(view, basis) for view in ("then", "today") for basis in ("with_carry_over", "without_carry_over")]
    periods = [(year, period) for year, last in ((YEAR, LAST_PERIOD), (YEAR - 1, 12)) for period in range(1, last + 1)]
    periods += [(YEAR + 1, 12), (YEAR - 2, 12)]  # a budget alone, spending alone
    units = list(NAMES)
    return {
        "organisation__unit_period": (
            "unit_period",
            [unit_row(v, y, p, u) for v in ("then", "today") for y, p in periods for u in units],
        ),
        "budget_followup__period": ("everybody", [period_row(y, p) for y, p in periods]),
        "budget_followup__unit_period": (
            "unit_period",
            [follow_up_row(v, b, y, p, u) for v, b in looks for y, p in periods for u in units],
        ),
        "budget_followup__unit_group_period": (
            "unit_period",
            [
                group_row(v, b, y, p, u, g)
                for v, b in looks
                for y, p in periods
                for u in units
                for g in ("wages", "operations", "income")
            ],
        ),
        "budget_followup__unit_account_period": (
            "unit_period",
            [
                account_row(b, y, p, u, a)
                for b in ("with_carry_over", "without_carry_over")
                for y, p in periods
                for u in LEAVES
                for a in ACCOUNTS
            ],
        ),
        "budget_followup__unit_period_month": (
            "unit_period",
            [
                month_row(v, y, p, u, m)
                for v in ("then", "today")
                for y, p in periods
                for u in units
                for m in range(1, 13)
            ],
        ),
        "budget_followup__unit_period_driver": (
            "unit_period",
            [row for v, b in looks for y, p in periods for u in units for row in driver_rows(v, b, y, p, u)],
        ),
        "budget_followup__posting": (
            "unit",
            [lines.posting_row(y, p, u, a, n) for y, p in periods for u in LEAVES for a in ACCOUNTS for n in range(7)],
        ),
        "budget_followup__budget_line": ("unit", [row for u in LEAVES for row in lines.budget_line_rows(u)]),
        "data_quality__source": ("everybody", quality.source_rows()),
        "data_quality__source_amount": ("municipality", quality.source_amount_rows()),
        "data_quality__delivery": ("municipality", quality.delivery_rows()),
        "data_quality__quarantined_line": ("municipality", quality.held_back_rows()),
        "data_quality__correction": ("municipality", quality.correction_rows()),
        "data_quality__check": ("everybody", quality.check_rows()),
        "data_quality__changed_figure": ("unit_period", quality.changed_rows()),
        **capital_tables(),
        **forecast_tables(),
        **purchase_tables(),
        **round_tables(),
        **savings_tables(),
        **staff_tables(),
        **targets_tables(),
        **supervision_tables(),
        **focus_tables(),
        "data_quality__changed_unit": ("unit_period", quality.changed_unit_rows()),
    }

"""Staff figures are what slow plain Python finds, and nobody can be worked out of them, however one subtracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_tables
from pipelines.canonical import SQL
from pipelines.checks import all_checks, run_check
from tests.oracle.comparing import raw_rows
from tests.oracle.comparing_staff import staff_differences
from tests.oracle.organisation import Organisation
from tests.oracle.staff import Staff
from tests.oracle.staff_attack import exposed_classes, exposed_differences, shown_by
from tests.oracle.staff_small_worlds import draw_staff_world
from tests.warehouse.drawn import Rows, raw_database

PUBLISHED = ("unit_month", "unit_year", "municipality_month", "position")
AFTER_HIDDEN = ("staff__unit_sum", "staff__unit_month", "staff__unit_year")
GUARD = "staff__unit_month__is_about_enough"


def built(world: dict[str, Rows]) -> DuckDBPyConnection:
    """The staff marts of a world and what they are made of."""
    con = raw_database(world)
    build_tables(con, *(f"marts.staff__{name}" for name in PUBLISHED))
    return con


def is_told(con: DuckDBPyConnection) -> bool:
    """Whether the build's own check would stop the release."""
    (check,) = [one for one in all_checks() if one.name == GUARD]
    assert check.severity == "error"
    return run_check(con, check).rows > 0


def staff_of(con: DuckDBPyConnection, world: Mapping[str, Rows]) -> Staff:
    rows = raw_rows(con)
    looked_at = con.execute(
        "select fiscal_year, period from marts.budget_followup__period where period <= 12"
    ).fetchall()
    settings = {row["name"] or "": row["value"] or "" for row in world["setting"]}
    return Staff(rows, Organisation(rows["organisation"]), looked_at, settings)


def attacked(con: DuckDBPyConnection, staff: Staff) -> Iterator[str]:
    """Everything that can be worked out of the release and is about too few people."""
    shown = shown_by(con, staff)
    assert shown.figures
    yield from exposed_classes(shown, staff.fewest)
    yield from exposed_differences(shown, staff.fewest)


@pytest.mark.parametrize("seed", range(8))
def test_nobody_can_be_worked_out_of_a_small_municipality(seed: int) -> None:
    world = draw_staff_world(seed)
    with built(world) as con:
        staff = staff_of(con, world)
        assert list(staff_differences(con, staff)) == []
        shown = shown_by(con, staff)
        assert list(exposed_classes(shown, staff.fewest)) == []
        assert list(exposed_differences(shown, staff.fewest)) == []
        assert not is_told(con)


def without(con: DuckDBPyConnection, condition: str) -> None:
    """Show what is hidden for the reason given, and make what stands on it anew."""
    con.execute(f"delete from marts.staff__hidden where {condition}")
    for stem in AFTER_HIDDEN:
        select = (SQL / "marts" / f"{stem}.sql").read_text(encoding="utf-8")
        con.execute(f"create or replace table marts.{stem} as {select}")


GUARDS = {
    "too few": "hidden_reason = 'few' and domain = 'month'",
    "sisters of too few": "hidden_reason = 'complementary' and domain = 'month'",
    "leavers": "domain like 'leavers-%'",
    "spells": "domain like 'spells-%'",
}


@pytest.mark.parametrize("condition", GUARDS.values(), ids=GUARDS.keys())
def test_without_a_guard_somebody_can_be_worked_out(condition: str) -> None:
    for seed in range(8):
        world = draw_staff_world(seed)
        with built(world) as con:
            without(con, condition)
            # The attack finds somebody, and the build itself would not have published it.
            if list(attacked(con, staff_of(con, world))) and is_told(con):
                return
    pytest.fail("nobody was exposed in any world: the attack sees nothing")

"""Staff figures are what slow plain Python finds, and nobody can be worked out of them, however one subtracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection

from pipelines.canonical import SQL
from pipelines.checks import all_checks, run_check
from tests.oracle.comparing import raw_rows
from tests.oracle.comparing_staff import staff_differences
from tests.oracle.focus_attack import SIGNALS, focus_figures, signals_about_staff
from tests.oracle.frozen_positions import saved_differences
from tests.oracle.staff_attack import Told, everything_exposed, told_by
from tests.oracle.staff_releases import built, released, remembered, staff_of
from tests.oracle.staff_small_worlds import draw_releases, draw_staff_world, school_months
from tests.warehouse.drawn import Rows

AFTER_HIDDEN = ("staff__part", "staff__unit_sum", "staff__unit_month", "staff__unit_year")
GUARD = "staff__unit_month__is_about_enough"


def is_told(con: DuckDBPyConnection) -> bool:
    """Whether the build's own check would stop the release."""
    (check,) = [one for one in all_checks() if one.name == GUARD]
    assert check.severity == "error"
    return run_check(con, check).rows > 0


@pytest.mark.parametrize("seed", range(5))
def test_nobody_can_be_worked_out_of_all_releases_of_a_small_municipality(seed: int) -> None:
    worlds, staff = draw_releases(seed), None
    releases: list[Told] = []
    for world, con in zip(worlds, released(worlds), strict=True):
        staff = staff_of(con, world, staff)
        assert list(staff_differences(con, staff)) == []
        if not releases:
            assert list(saved_differences(con, staff, raw_rows(con)["position"])) == []
        assert not is_told(con)
        releases.append(replace(told_by(con), of_months=list(focus_figures(con))))
    assert list(everything_exposed(releases)) == []


def test_the_attack_knows_every_signal_about_staff() -> None:
    assert signals_about_staff() == SIGNALS.keys()


@pytest.mark.parametrize("signal", ["sickness", "sickness_last_year", "turnover"])
def test_a_signal_that_tells_of_hidden_units_is_found(signal: str) -> None:
    """As if the candidates were made before the few were hidden, beside figures that are published after."""
    for seed in range(8):
        with built(draw_staff_world(seed)) as con:
            told = told_by(con)
            without(con, "true")
            _make(con, "focus_areas__staff")
            found = [one for one in focus_figures(con) if one.name.startswith(f"{signal} ")]
            if list(everything_exposed([replace(told, of_months=found)])):
                return
    pytest.fail("nobody was exposed in any world: the attack does not see what the signal tells")


def without(con: DuckDBPyConnection, condition: str) -> None:
    """Show what is hidden for the reason given, and make what stands on it anew."""
    con.execute(f"delete from marts.staff__hidden where {condition}")
    for stem in AFTER_HIDDEN:
        _make(con, stem)


def _make(con: DuckDBPyConnection, stem: str) -> None:
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
        with built(draw_staff_world(seed)) as con:
            without(con, condition)
            # The attack finds somebody, and the build itself would not have published it.
            if list(everything_exposed([told_by(con)])) and is_told(con):
                return
    pytest.fail("nobody was exposed in any world: the attack sees nothing")


# What happens between two releases, and what must be remembered for it.
SCHOOLS = {"110": 9, "112": 9, "113": 9, "210": 20}


def _late_sickness() -> Iterator[dict[str, Rows]]:
    """Somebody's sickness of March reaches payroll in June."""
    late: dict[str, str | None] = {
        "employee_key": "112-1",
        "unit_id": "112",
        "date_from": "2025-03-03",
        "date_to": "2025-03-14",
    }
    yield school_months(SCHOOLS, until=5)
    yield school_months(SCHOOLS, until=6, absence=[late | {"hours": "74.00", "cause_group": "own_sickness"}])


def _another_long_spell() -> Iterator[dict[str, Rows]]:
    """A spell of December turns out to be a seventh long one of a school when the year has been told."""
    yield school_months(SCHOOLS, until=12, absence=_spells(6))
    yield school_months(SCHOOLS, until=13, absence=_spells(7))


def _spells(long: int) -> Rows:
    return [
        {
            "employee_key": f"{unit_id}-{number}",
            "unit_id": unit_id,
            "date_from": "2025-12-01",
            "date_to": "2026-01-25" if number <= long else "2025-12-05",
            "hours": "74.00",
            "cause_group": "own_sickness",
        }
        for unit_id in SCHOOLS
        for number in range(1, 12)
    ]


def _found_again() -> Iterator[dict[str, Rows]]:
    """Of the smallest school's nine employees payroll had three at first: it is no longer too small to be shown."""
    yield school_months(SCHOOLS | {"110": 3}, until=5)
    yield school_months(SCHOOLS, until=6)


def _dwindled() -> Iterator[dict[str, Rows]]:
    """A school of ten part-timers has three left in June: it and a sister are hidden from then on, in May too."""
    people = SCHOOLS | {"110": 10, "112": 10}
    yield school_months(people, until=5, hours="118.64")
    yield school_months(people, until=6, hours="118.64", left={"110": 3})


def _moved_long_ago() -> Iterator[dict[str, Rows]]:
    """The school that was hidden beside one of three is moved to the other centre, from the first day on."""
    people = SCHOOLS | {"110": 3, "211": 9}
    yield school_months(people, until=5)
    moved = school_months(people, until=6)
    moved["organisation"] = [
        row | {"parent_id": "200"} if row["unit_id"] == "112" else row for row in moved["organisation"]
    ]
    yield moved


REMEMBERED: dict[str, tuple[Callable[[], Iterator[dict[str, Rows]]], str]] = {
    "months": (_late_sickness, "told_staff_month"),
    "years": (_another_long_spell, "told_staff_year"),
    "who was hidden": (_found_again, "told_staff_hidden"),
    "how it was rounded": (_dwindled, "told_staff_part"),
}


@pytest.mark.parametrize(("worlds", "table"), REMEMBERED.values(), ids=REMEMBERED.keys())
def test_what_has_been_told_is_remembered_or_somebody_can_be_worked_out(
    worlds: Callable[[], Iterator[dict[str, Rows]]], table: str
) -> None:
    assert list(everything_exposed([told_by(con) for con in released(worlds())])) == []
    assert list(everything_exposed([told_by(con) for con in released(worlds(), {table})]))


def test_a_month_keeps_the_organisation_it_was_told_in_or_somebody_can_be_worked_out() -> None:
    assert list(everything_exposed([told_by(con) for con in released(_moved_long_ago())])) == []
    first, later = _moved_long_ago()
    with built(first) as con:
        before, memory = told_by(con), remembered(con)
    with built(later) as con:
        today = {row[1]: row[2] for row in remembered(con)["told_staff_month"]}
    # As if the months that were told were placed in the organisation of the day.
    memory |= {
        "told_staff_unit": [],
        "told_staff_part": [],
        "told_staff_month": [(row[0], row[1], today[row[1]], *row[3:]) for row in memory["told_staff_month"]],
    }
    with built(later, memory) as con:
        assert list(everything_exposed([before, told_by(con)]))

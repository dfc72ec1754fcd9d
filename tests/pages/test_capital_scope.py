"""What the manager of one centre gets of another centre's projects through the door: nothing, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from dashboard.files.content import Nothing
from dashboard.files.contents import CONTENTS
from dashboard.person import Person
from dashboard.queries import capital_carry_overs, capital_projects
from dashboard.texts import Texts
from dashboard.warehouse import Door, Scope, Warehouse

SOUTH = Person("centre_manager:south", "centre_manager", ("south",), "Center for Ældre")


@pytest.fixture
def south(page_home: Path) -> Iterator[Door]:
    warehouse = Warehouse(page_home / "releases")
    yield warehouse.door(Scope.of(SOUTH.units))
    warehouse.close()


def answers(door: Door) -> dict[str, pl.DataFrame]:
    """Every question of the capital pages, asked for what lies outside the centre."""
    found = {
        "totals": capital_projects.totals(door),
        "classes": capital_projects.classes(door, "north"),
        "projects": capital_projects.projects(door, "municipality", completed=True),
        "projects of the north": capital_projects.projects(door, "north", completed=True),
        "years": capital_projects.years(door, "WING"),
        "projects in a year": capital_projects.projects_in_year(door, "municipality", 2025),
        "plan versions": capital_projects.plan_versions(door, "WING"),
        "appropriations": capital_projects.appropriations(door, "WING"),
        "months": capital_projects.months(door, "WING"),
        "postings": capital_projects.postings(door, "WING", 2026).rows,
        "units": capital_carry_overs.units(door, 2025),
        "children": capital_carry_overs.children(door, "north", 2025),
        "unit years": capital_carry_overs.years(door, "north"),
        "chain": capital_carry_overs.chain(door, "municipality"),
    }
    assert capital_projects.project(door, "WING") is None
    assert capital_projects.project(door, "ROAD") is not None
    return found


def test_no_question_gives_a_row_of_another_centre(south: Door) -> None:
    found = answers(south)
    assert sum(map(len, found.values())) > 0
    for question, rows in found.items():
        if len(rows) and "unit_path" in rows.columns:
            assert all("south" in path for path in rows["unit_path"].to_list()), question
    for question in ("classes", "years", "plan versions", "appropriations", "months", "postings", "unit years"):
        assert found[question].is_empty(), question


def test_the_whole_municipality_has_the_rows_that_the_centre_lacks(page_home: Path) -> None:
    warehouse = Warehouse(page_home / "releases")
    whole = warehouse.door(Scope(("municipality",)))
    assert capital_projects.project(whole, "WING") is not None
    assert len(capital_projects.postings(whole, "WING", 2026).rows) == 60
    warehouse.close()


@pytest.mark.parametrize(
    ("kind", "filters"),
    [
        ("capital_projects", {"unit": "north", "completed": "with"}),
        ("capital_project", {"project": "WING"}),
        ("capital_carry_overs", {"unit": "north", "year": 2025}),
    ],
)
def test_no_file_is_made_of_another_centre(south: Door, kind: str, filters: dict[str, str | int]) -> None:
    with pytest.raises(Nothing):
        CONTENTS[kind].make(south, Texts("da"), filters)


def test_a_file_of_one_s_own_holds_nothing_else(south: Door) -> None:
    made = CONTENTS["capital_carry_overs"].make(south, Texts("da"), {"unit": "south", "year": 2025})
    names = {name for sheet in made.sheets if "project_id" in sheet.rows for name in sheet.rows["project_id"]}
    assert names == {"ROAD", "HOMES"}

"""Nothing is got by holding two things against each other: two scopes, two files, a page and a file, two releases.

A scope picks rows of the whole's tables and changes no cell of them, so whatever two people, or one person's pages,
files and packs, tell together stands in those tables. Of these, the ones that are made of employees are what the
attack on all releases is made on (tests/oracle/staff_attack.py: a unit less its parts, a month less the month before, a
release less the one before), or are named here with what keeps a person out of them. Files for analysts hold none that
the attack is made on (tests/analysts/test_files.py); a pack's figures are the tables' (tests/packs/test_numbers.py).
What is left of a unit above, less one's own, is looked for with all else in test_leaks.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from dashboard.files.content import write_download
from dashboard.files.contents import CONTENTS
from dashboard.person import Person
from dashboard.texts import Texts
from dashboard.warehouse import Scope, Warehouse
from pipelines import scoped_rows
from pipelines.lineage import sql_files, upstream
from tests.packs.sample import SCHOOLS
from tests.rights.personas import PERSONAS, SCHOOL, WHOLE, Persona, TownHall
from tests.rights.sweep import Found, leaks
from tests.rights.truth import Truth

MADE_OF_EMPLOYEES = {
    "staff__unit_month": "attacked",
    "staff__unit_year": "attacked",
    "staff__municipality_month": "the top row of staff__unit_month",
    "staff__position": "positions, and nobody in them",
    "focus_areas__candidate": "attacked, signal by signal (tests/oracle/focus_attack.py)",
    "savings__pool_part": "shared out by a number that is rounded first",
    "savings__unit_year": "shared out by a number that is rounded first",
    "targets__unit_year": "shared out by a number that is rounded first",
}
MONTH = {"fiscal_year": 2026, "period": 9}
SEE = {one.sees: one for one in PERSONAS if one.sees}


@pytest.fixture(scope="module")
def warehouse(hall: TownHall) -> Iterator[Warehouse]:
    opened = Warehouse(hall.home.releases)
    yield opened
    opened.close()


def rows_seen(warehouse: Warehouse, units: tuple[str, ...], table: str) -> set[int]:
    """Each row that whoever sees the units is given, as one number of all its cells."""
    return set(warehouse.door(Scope.of(units)).rows(f"select hash({table}) as row from {table}")["row"])


def test_a_scope_picks_rows_and_changes_no_cell(warehouse: Warehouse) -> None:
    tables = warehouse.columns(warehouse.current())
    whole = {table: rows_seen(warehouse, (WHOLE,), table) for table in tables}
    for units in SEE:
        seen = {table: rows_seen(warehouse, units, table) for table in tables}
        assert [table for table in tables if not seen[table] <= whole[table]] == [], units
        assert sum(map(len, seen.values())) > 1_000
    assert sum(map(len, whole.values())) > 100_000


def test_a_cell_that_is_another_for_one_scope_is_seen(hall: TownHall, monkeypatch: pytest.MonkeyPatch) -> None:
    cut, table = scoped_rows.cut_sql, "staff__unit_month"
    other = f"select * replace (fte + 5 as fte) from release.main.{table}"
    monkeypatch.setattr(scoped_rows, "cut_sql", lambda name, *how: other if name == table else cut(name, *how))
    opened = Warehouse(hall.home.releases)
    assert not rows_seen(opened, (SCHOOLS, "210000"), table) <= rows_seen(opened, (WHOLE,), table)
    opened.close()


def test_what_a_unit_above_has_less_ones_own_would_be_found(truth: Truth) -> None:
    (_, whole), (_, own) = (truth.spent[unit, "2026", 9] for unit in (WHOLE, SCHOOLS))
    said = Found()
    said.add("page", "somewhere", Texts("da").amount(whole - own, "dkk"))
    manager, controller = (next(one for one in PERSONAS if one.sees == units) for units in ((SCHOOLS,), (WHOLE,)))
    assert len(leaks(truth, manager, said)) == 1
    assert leaks(truth, controller, said) == []


def test_every_table_that_employees_stand_behind_is_attacked_or_has_its_reason(warehouse: Warehouse) -> None:
    graph = upstream(sql_files("staging", "marts"))
    found = set()
    for table in warehouse.columns(warehouse.current()):
        read, waiting = {f"marts.{table}"}, [f"marts.{table}"]
        while waiting:
            more = set(graph.get(waiting.pop(), ())) - read
            read |= more
            waiting += more
        if any("staff__" in one or one == "staging.staff_setting" for one in read):
            found.add(table)
    assert found == MADE_OF_EMPLOYEES.keys()


def workbook_of(hall: TownHall, warehouse: Warehouse, to: Path, persona: Persona, unit: str) -> dict[str, list[object]]:
    """The staff page's file of a unit as somebody gets it: each sheet's rows, but for what tells of the file."""
    assert persona.role
    person = Person(persona.name, persona.role, persona.units, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEJLING_HOME", str(hall.home.folder))
        patch.setenv("PEJLING_SETTINGS", str(hall.home.settings_file))
        filters = {"unit": unit, **MONTH}
        write_download(to, CONTENTS["staff"], person, warehouse.door(person.scope), Texts("da"), filters)
    book = openpyxl.load_workbook(to)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[:-1]}


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        (SCHOOLS, ("controller", "director_of_a_part", "manager_of_schools")),
        (SCHOOL, ("controller", "manager_of_schools", "head")),
    ],
)
def test_the_same_is_hidden_from_everybody(
    hall: TownHall, warehouse: Warehouse, tmp_path: Path, unit: str, names: tuple[str, ...]
) -> None:
    """One's file of a unit is another's, cell by cell: what one of them lacks no other fills in."""
    people = [next(one for one in PERSONAS if one.name == name) for name in names]
    first, *others = (workbook_of(hall, warehouse, tmp_path / "staff.xlsx", one, unit) for one in people)
    assert sum(map(len, first.values())) > 20
    assert all(one == first for one in others)


@pytest.mark.parametrize(
    "persona", [one for one in PERSONAS if one.role in {"director", "centre_manager", "institution_head"}]
)
def test_a_file_has_no_number_of_employees_that_the_tables_have_not(
    hall: TownHall, warehouse: Warehouse, tmp_path: Path, persona: Persona
) -> None:
    cut = warehouse.door(Scope.of(persona.sees))
    known = {
        round(float(cell), 6)
        for table in ("staff__unit_month", "staff__unit_year")
        for row in cut.rows(f"select * from {table}").rows()
        for cell in row
        if isinstance(cell, int | float) or hasattr(cell, "quantize")
    }
    told = workbook_of(hall, warehouse, tmp_path / "staff.xlsx", persona, persona.sees[0])
    numbers = {
        round(float(cell), 6)
        for title in ("Enheder", "Måneder", "År")
        for row in told.get(title, [])
        for cell in row  # type: ignore[attr-defined]
        if isinstance(cell, int | float)
    }
    assert len(numbers) > 10
    assert numbers <= known

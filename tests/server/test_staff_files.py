"""The staff workbook holds what the published tables show and no number more, for every unit, month and reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest

from dashboard.files.content import Nothing, write_download
from dashboard.files.contents import CONTENTS
from dashboard.person import Person
from dashboard.texts import Texts
from dashboard.warehouse import Warehouse
from tests.pages.page_release import publish_page_release
from tests.pages.page_staff_rows import HIDDEN, MONTHS, month_row, year_row

UNITS = ("municipality", "north", "oak_school", "elm_school", "foster", "south", "care_home")
CONTROLLER = Person("controller", "controller", ("municipality",), "Pejleby Kommune")
SOUTH = Person("centre_manager:south", "centre_manager", ("south",), "Center for Ældre")
FIGURES = ("fte", "sickness_share", "sickness_12_months_share", "sickness_days_per_fte", "wage_per_fte_dkk",
           "payroll_difference_share")  # fmt: skip
POSITIONS = {"Frosne stillinger", "Frigivne stillinger", "Besatte stillinger", "Sparede måneder i år"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    releases = tmp_path_factory.mktemp("home") / "releases"
    publish_page_release(releases)
    opened = Warehouse(releases)
    yield opened
    opened.close()


def workbook(warehouse: Warehouse, path: Path, person: Person, unit: str, month: tuple[int, int]) -> openpyxl.Workbook:
    filters = {"unit": unit, "fiscal_year": month[0], "period": month[1]}
    write_download(path, CONTENTS["staff"], person, warehouse.door(person.scope), Texts("da"), filters)
    return openpyxl.load_workbook(path)


def numbers_in(heading: Iterable[object], row: Iterable[object], apart: set[str]) -> set[float]:
    """The numbers of a row, but those of some columns."""
    cells = dict(zip(heading, row, strict=True))
    return {
        round(float(cell), 6) for title, cell in cells.items() if title not in apart and isinstance(cell, int | float)
    }


def published() -> set[float]:
    """Every number that the published tables show."""
    rows = [month_row(unit, *month) for unit in UNITS for month in MONTHS]
    shown = {round(float(row[name]), 6) for row in rows for name in FIGURES if row[name] is not None}
    shares = ("turnover_share", "long_sickness_share", "short_sickness_share")
    return shown | {
        round(float(row[name]), 6) for row in map(year_row, UNITS) for name in shares if row[name] is not None
    }


@pytest.mark.parametrize("unit", UNITS)
def test_no_number_but_the_published_ones(warehouse: Warehouse, tmp_path: Path, unit: str) -> None:
    known = published()
    for month in (MONTHS[-1], MONTHS[11], MONTHS[3]):
        book = workbook(warehouse, tmp_path / "staff.xlsx", CONTROLLER, unit, month)
        assert set(book.sheetnames) <= {"Enheder", "Måneder", "År", "Stillinger", "Om"}
        for name in ("Enheder", "Måneder", "År"):
            if name not in book.sheetnames:
                continue
            heading, *rows = book[name].iter_rows(values_only=True)
            for row in rows:
                assert numbers_in(heading, row, {*POSITIONS, "År"}) <= known, (name, row)


def test_a_hidden_unit_has_its_reason_and_no_figure(warehouse: Warehouse, tmp_path: Path) -> None:
    book = workbook(warehouse, tmp_path / "staff.xlsx", CONTROLLER, "north", MONTHS[-1])
    heading, *rows = book["Enheder"].iter_rows(values_only=True)
    hidden = [dict(zip(heading, row, strict=True)) for row in rows if row[heading.index("Enhedsnummer")] in HIDDEN]
    assert [row["Hvorfor skjult"] for row in hidden] == [
        "Skjult: færre end 5 ansatte i mindst én måned",
        "Skjult: ville røbe en enhed med for få ansatte",
    ]
    for row in hidden:
        assert numbers_in(row.keys(), row.values(), POSITIONS) == set()


def test_another_centre_s_workbook_is_not_made(warehouse: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(Nothing):
        workbook(warehouse, tmp_path / "staff.xlsx", SOUTH, "north", MONTHS[-1])


def test_the_whole_has_a_name_in_the_place_of_a_number(warehouse: Warehouse, tmp_path: Path) -> None:
    sheet = workbook(warehouse, tmp_path / "all.xlsx", CONTROLLER, "municipality", MONTHS[-1]).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    numbers = {row[heading.index("Enhedsnummer")] for row in rows}
    assert "kommunen" in numbers
    assert "municipality" not in numbers

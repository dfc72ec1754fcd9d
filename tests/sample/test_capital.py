"""The projects' files hold the story that sample_data/README.md tells, read with plain readers."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipelines.sample import Truth, kroner, mess
from tests.sample.plain_reading import amount, table, texts
from tests.sample.test_truth import IN_FORCE, amount_place, rows_of

YEARS = (2023, 2024, 2025, 2026)
SCHOOL, ROAD, HIDDEN, UNGRANTED = "XA-0000005311", "XA-0000005341", "XA-0000005342", "XA-0000005363"
DIFFERS, UNCLOSED_CHAIN = "XA-0000005361", "XA-0000005351"
_NAMES = {
    "Rådighedsbeløb": "adopted", "Vedtaget rådighedsbeløb": "adopted", "Tillægsbevilling": "supplementary",
    "Omplacering": "virement", "PL-regulering": "price_adjustment", "Overført ind": "carried_in",
    "Overført fra året før": "carried_in", "Tidsforskydning": "rephased", "Forbrug": "registered",
    "Ønskes overført": "requested", "Overføres": "carried_out",
}  # fmt: skip

Row = dict[str, Any]


def workbook(path: Path) -> list[Row]:
    """The rows below the header of a workbook's only sheet."""
    _, _, header, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def rows_below(path: Path) -> list[Row]:
    header, *rows = table(next(texts(path))[1], "Projektnr.")
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def allotments(folder: Path) -> dict[tuple[str, int], dict[str, int]]:
    """(project, year) → what stands in the workbooks in force, in øre."""
    found = {}
    for year in YEARS:
        name = f"raadighedsbeloeb_{year}_rettet.xlsx" if year == 2025 else f"raadighedsbeloeb_{year}.xlsx"
        for row in workbook(folder / name):
            if str(row["Projektnr."]).startswith("XA-"):
                cells = {name: row.get(header) for header, name in _NAMES.items() if header in row}
                found[row["Projektnr."], year] = {
                    name: 0 if cell is None else round(Decimal(str(cell)) * 100) for name, cell in cells.items()
                }
    return found


@pytest.fixture(scope="module")
def booked(folder: Path) -> Counter[tuple[str, int]]:
    """(project, year) → øre of budget type 3 in the ledger."""
    found: Counter[tuple[str, int]] = Counter()
    for name in IN_FORCE:
        for _, text in texts(folder / name):
            places, rows = rows_of(text)
            for row in rows:
                if row[places["Dranst"]] == "3":
                    said = amount(row[amount_place(places)])
                    assert said is not None
                    project, _, part = row[places["PSP-element"]].rpartition("-")
                    assert part in {"00001", "00002", "00003"}
                    found[project, int(row[places["Regnskabsår"]])] += int(said * 100)
    return found


def test_the_truth_is_what_the_files_hold(
    truth: Truth, allotments: dict[tuple[str, int], dict[str, int]], booked: Counter[tuple[str, int]]
) -> None:
    said = Counter({(*key, name): cell for key, cells in allotments.items() for name, cell in cells.items()})
    assert +said + -said == +truth.allotted + -truth.allotted
    assert booked == truth.project_posted


def test_the_ledger_is_the_register_but_in_one_project(
    allotments: dict[tuple[str, int], dict[str, int]], booked: Counter[tuple[str, int]]
) -> None:
    differing = {key: cells["registered"] - booked[key] for key, cells in allotments.items()}
    assert {key: by for key, by in differing.items() if by} == {(DIFFERS, 2025): 6_250_000}


def test_the_budget_of_capital_is_the_allotments(
    truth: Truth, allotments: dict[tuple[str, int], dict[str, int]]
) -> None:
    parts = {
        "adopted": ("adopted",), "supplementary": ("supplementary", "price_adjustment", "rephased"),
        "virement": ("virement",), "carry_over": ("carried_in",),
    }  # fmt: skip
    for year in YEARS:
        for kind, names in parts.items():
            budgeted = sum(
                cell for (of, of_kind, budget_type, _), cell in truth.budgeted.items()
                if (of, of_kind, budget_type) == (year, kind, "3")
            )  # fmt: skip
            allotted = sum(cells[name] for (_, of), cells in allotments.items() if of == year for name in names)
            assert budgeted == allotted, (year, kind)
        assert not sum(cells["virement"] for (_, of), cells in allotments.items() if of == year)


def revised(cells: dict[str, int]) -> int:
    names = ("adopted", "supplementary", "virement", "price_adjustment", "carried_in", "rephased")
    return sum(cells[name] for name in names)


def test_capital_is_as_large_and_as_late_as_in_a_municipality(
    allotments: dict[tuple[str, int], dict[str, int]],
) -> None:
    for year in YEARS:
        of_year = [cells for (_, of), cells in allotments.items() if of == year]
        total, adopted = sum(map(revised, of_year)), sum(cells["adopted"] for cells in of_year)
        assert 150_000_000_00 < total < 350_000_000_00
        assert 0.25 < total / adopted - 1 < 0.55
        if year < 2026:
            assert 0.25 < sum(cells["carried_out"] for cells in of_year) / total < 0.45


def test_what_is_carried_out_is_carried_in_but_once(allotments: dict[tuple[str, int], dict[str, int]]) -> None:
    open_links = {
        (project, year): (cells["carried_out"], allotments[project, year + 1]["carried_in"])
        for (project, year), cells in allotments.items()
        if year < 2026 and cells["carried_out"] != allotments.get((project, year + 1), {"carried_in": 0})["carried_in"]
    }
    assert open_links == {(UNCLOSED_CHAIN, 2024): (480_000_000, 430_000_000)}


def test_a_school_slips_two_years_and_carries_thirty_million_each_time(
    folder: Path, allotments: dict[tuple[str, int], dict[str, int]]
) -> None:
    carried = [allotments[SCHOOL, year]["carried_out"] for year in (2023, 2024, 2025)]
    assert [kroner(cell) for cell in carried] == [Decimal(0), Decimal(30_000_000), Decimal(30_000_000)]
    plans = [row for row in rows_below(folder / "anlaegsplaner_2026_10.csv") if row["Projektnr."] == SCHOOL]
    approved = [row["Forventet ibrugtagning"] for row in plans if row["Godkendt"] == "J"]
    assert (approved[0], approved[-1]) == ("01.12.2024", "01.12.2026")


def test_a_road_hides_what_another_did_not_spend(allotments: dict[tuple[str, int], dict[str, int]]) -> None:
    carried = [allotments[project, 2025]["carried_out"] for project in (ROAD, HIDDEN)]
    assert carried == [-1_100_000_000, 1_230_000_000]


def test_one_spends_without_a_grant(truth: Truth, booked: Counter[tuple[str, int]]) -> None:
    granted = {project for project, _ in truth.appropriated}
    assert {project for project, _ in booked} - granted == {UNGRANTED}


def test_one_is_completed_without_its_final_account(folder: Path, truth: Truth) -> None:
    register = workbook(folder / "anlaegsprojekter_2026_10.xlsx")
    unfinished = [row["Projekt"] for row in register if row["Fase"] == "Ibrugtaget"]
    assert unfinished == ["Børnehuset Solsikken, udvidelse"]
    closed = {row["Projektnr."] for row in register if row["Anlægsregnskab godkendt"]}
    assert closed == {project for project, kind in truth.appropriated if kind == "final_account"}


def test_one_supplementary_appropriation_has_no_cover(folder: Path) -> None:
    grants = rows_below(folder / "anlaegsbevillinger_2026_10.csv")
    bare = [row["Sagsnr."] for row in grants if row["Type"] == "Tillægsbevilling" and not row["Finansiering"]]
    assert bare == ["2026-003370"]


def test_one_moved_in_the_middle_of_a_year(folder: Path) -> None:
    register = workbook(folder / "anlaegsprojekter_2026_10.xlsx")
    rows = [row for row in register if row["Projekt"] == "Multihal i Klintby"]
    assert [row["Enhedsnr."] for row in rows] == [111030, 142020]
    assert [rows[0]["Gyldig til"].date(), rows[1]["Gyldig fra"].date()] == [date(2026, 3, 31), date(2026, 4, 1)]
    assert len(register) == 36


def test_classes_have_enough_completed_to_compare_with(folder: Path) -> None:
    register = workbook(folder / "anlaegsprojekter_2026_10.xlsx")
    done = Counter(
        row["Anlægstype"] for row in register if row["Mængde"] and row["Fase"] in ("Ibrugtaget", "Afsluttet")
    )
    assert done == {"Skole": 3, "Dagtilbud": 3, "Cykelsti": 3, "Energirenovering": 3, "Plejehjem": 1}


def test_what_is_wrong_on_purpose(folder: Path, allotments: dict[tuple[str, int], dict[str, int]]) -> None:
    def day(text: str) -> date:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))

    plans = rows_below(folder / "anlaegsplaner_2026_10.csv")
    readable = [row for row in plans if row["Forventet ibrugtagning"] != "31.11.2026"]
    assert len(plans) - len(readable) == 1
    early = [row["Projektnr."] for row in readable if day(row["Forventet ibrugtagning"]) < day(row["Start"])]
    assert early == ["XA-0000005347"]
    negative = [key for key, cells in allotments.items() if cells["adopted"] < 0]
    assert negative == [("XA-0000005316", 2025)]
    stated_wrongly = []
    for before, row in pairwise(readable):
        if before["Projektnr."] == row["Projektnr."]:
            costs = [amount(one["Forventet anlægsudgift"]) or Decimal(0) for one in (before, row)]
            if amount(row["Ændring af udgift"]) != costs[1] - costs[0]:
                stated_wrongly.append((row["Projektnr."], day(row["Versionsdato"])))
    assert stated_wrongly == list(mess.PLAN_CHANGE_STATED_WRONGLY)


def test_the_corrected_workbook_differs_in_one_nought(folder: Path) -> None:
    first, second = (workbook(folder / f"raadighedsbeloeb_2025{end}.xlsx") for end in ("", "_rettet"))
    header = "Vedtaget rådighedsbeløb"
    differing = {
        row["Projektnr."]: (row[header], other[header])
        for row, other in zip(first, second, strict=True)
        if row != other
    }
    project, _, slip = mess.ALLOTMENT_A_NOUGHT_TOO_FEW
    assert differing.pop(project) == (slip // 100, slip // 10)
    assert list(differing) == ["I alt Plejehjem", "I alt"]

"""What a file states itself: totals by label, by arithmetic, declared, or above the table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipelines.problems import Problem
from tests.extracts.conftest import HEADER, POSTING, ROWS, SUM, Read

TOTAL = POSTING + '[control_total]\nrow = { column = "Bilag", is = ["I alt", "Total"] }\n'


def test_a_labelled_total_is_left_out_and_compared(read: Callable[..., Read]) -> None:
    found = read([HEADER, *ROWS, "I alt;;;;11.450,06;"], TOTAL)
    assert found.rules == [(6, "control total row")]
    assert (found.reading.control_total, found.reading.control_source) == (SUM, "total_row")
    assert found.reading.difference == 0
    assert found.reading.left_out_amount == 0


@pytest.mark.parametrize("total", ["I alt;11.450,06", "I alt;;;;;;;;11.450,06", 'Total;"";11.450,06;;;;;'])
def test_a_total_that_fits_no_header(read: Callable[..., Read], total: str) -> None:
    found = read([HEADER, *ROWS, total], TOTAL)
    assert found.reading.control_total == SUM
    assert found.reading.difference == 0


def test_a_total_that_differs_is_told(read: Callable[..., Read]) -> None:
    found = read([HEADER, *ROWS, "I alt;;;;11.451,06;"], TOTAL)
    assert found.reading.difference == Decimal("1.00")
    assert "differ from the control total by 1.00" in found.reading.warnings[0]


def test_quarantined_amounts_count_towards_the_total(read: Callable[..., Read]) -> None:
    found = read([HEADER, *ROWS, "B9;i går;1;2;1,00;x", "I alt;;;;11.451,06;"], TOTAL)
    assert found.reading.quarantined_amount == 1
    assert found.reading.difference == 0


def test_totals_of_sections(read: Callable[..., Read]) -> None:
    sections = [HEADER, *ROWS[:2], "I alt;;;;1.484,56;", HEADER, *ROWS[2:], "I alt;;;;9.965,50;"]
    found = read(sections, TOTAL)
    assert found.reading.control_total == SUM
    assert found.rules == [(4, "control total row"), (5, "repeated header"), (8, "control total row")]
    assert read([*sections, "Total;;;;11.450,06;"], TOTAL).reading.difference == 0


@pytest.mark.parametrize("last", [";;;;11.450,06;", ";;11.450,06"])
@pytest.mark.parametrize("toml", [POSTING, TOTAL])
def test_an_unlabelled_total_is_recognised(read: Callable[..., Read], last: str, toml: str) -> None:
    found = read([HEADER, *ROWS, last], toml)
    assert found.rules == [(6, "total_by_arithmetic")]
    assert (found.reading.control_total, found.reading.control_source) == (SUM, "last_row")
    assert (found.reading.difference, found.reading.quarantined, found.reading.unreadable_amounts) == (0, 0, 0)


def test_a_last_row_that_is_no_sum_stays(read: Callable[..., Read]) -> None:
    found = read([HEADER, *ROWS, ";;;;11.450,05;"])
    assert found.reasons == [(6, "posting_date", "needed_cell_empty")]


def test_a_complete_last_row_is_counted_and_told(read: Callable[..., Read]) -> None:
    lines = [HEADER, *ROWS, "B5;09.02.2026;1001;22;11.450,06;Lige så meget"]
    found = read(lines)
    assert found.reading.accepted == 5
    assert "line 6 equals the sum" in found.reading.warnings[0]
    assert read(lines, POSTING + '[control_total]\nlast_row = "data"\n').reading.warnings == ()
    left = read(lines, POSTING + '[control_total]\nlast_row = "sum"\n')
    assert left.rules == [(6, "total_by_arithmetic")]
    assert left.left_out["record"][0] == lines[-1]
    assert (left.reading.control_total, left.reading.difference) == (SUM, 0)


def test_declared_totals(read: Callable[..., Read]) -> None:
    assert read([HEADER, *ROWS], POSTING + '[control_total]\nvalue = "11450.06"\n').reading.difference == 0
    by_file = POSTING + '[control_total]\nvalue = { "posteringer.csv" = "11450.00" }\n'
    assert read([HEADER, *ROWS], by_file).reading.difference == Decimal("-0.06")
    assert read([HEADER, *ROWS], by_file, "other.csv").reading.control_source == "none"


def test_a_total_above_the_table(read: Callable[..., Read]) -> None:
    toml = POSTING + '[control_total]\nlabel = "Beløb i alt"\n'
    found = read(["Beløb i alt;;11.450,06", HEADER, *ROWS], toml)
    assert (found.reading.control_source, found.reading.difference) == ("letterhead", 0)
    with pytest.raises(Problem, match="is None, which is no amount"):
        read([HEADER, *ROWS], toml)

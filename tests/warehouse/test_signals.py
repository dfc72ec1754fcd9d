"""Every signal on both sides of its threshold: a table of cases, in which each signal must have one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from pipelines.lineage import sql_files, tables_read
from pipelines.signals import signals
from tests.warehouse.drawn import Rows, read_tables, rows_of, warehouse

# A section of the file for each signal: its name, and drawn tables.
CASES = {
    name: read_tables(drawing)
    for name, _, drawing in (
        section.strip().partition("\n")
        for section in (Path(__file__).parent / "signals.txt").read_text(encoding="utf-8").split("\n# ")[1:]
    )
}
_FILES = {file.stem: file for file in sql_files("marts")}
# What a subject's name says of it: how many thresholds it is on the bad side.
_EXACT = {"met": 1.0, "praised": -1.0}
_SPANS = read_tables("""
    focus_areas__span
    span   | span_kind | span_number | fiscal_year | part | first_period | last_period | last_day
    2024   | year      | 2025        | 2024        | 1    | 1            | 12          | 2024-12-31
    2025   | year      | 2026        | 2025        | 1    | 1            | 12          | 2025-12-31
    2026K1 | quarter   | 8105        | 2026        | 1    | 1            | 3           | 2026-03-31
    2026K2 | quarter   | 8106        | 2026        | 2    | 4            | 6           | 2026-06-30
""")


@pytest.fixture(scope="module")
def con() -> Iterator[DuckDBPyConnection]:
    """A municipality of which nothing is known."""
    with warehouse("organisation\nunit_id | name | kind") as con:
        yield con


def told(con: DuckDBPyConnection, signal: str) -> Rows:
    """What the signal makes of its case, beside what it weighs; the warehouse is left as it was."""
    drawn = {name: rows for name, rows in CASES[signal].items() if name != "told"}
    con.begin()
    try:
        for name, rows in (_SPANS | drawn | {"focus_areas__unit_span": _places(drawn)}).items():
            _draw(con, name, rows)
        con.execute(f"create or replace view marts.focus_areas__signal as from marts.focus_areas__signal_{signal}")
        query = f"""
            select signal.subject_id as subject, scored.role, scored.severity, signal.has_strength, signal.signal,
                (signal.value - signal.reference) * signal.bad_side / signal.threshold as badness
            from marts.focus_areas__signal as signal
            left join ({_FILES["focus_areas__scored"].select}) as scored using (span, subject_id)"""
        return rows_of(con, query)  # type: ignore[return-value]
    finally:
        con.rollback()


def _places(drawn: dict[str, Rows]) -> Rows:
    """Every unit that is drawn lies in a centre, in every span."""
    rows = [row for table in drawn.values() for row in table]
    units = {row[key] or "" for row in rows for key in ("unit_id", "unit_path") if key in row} - {"municipality"}
    units = {part.strip() for unit in units for part in unit.strip("[]").split(",")}
    return [
        {
            "span": span["span"],
            "span_kind": span["span_kind"],
            "span_number": span["span_number"],
            "unit_id": unit,
            "unit_name": unit,
            "centre_id": "centre",
            "centre_revised_dkk": "100000000",
        }
        for span in _SPANS["focus_areas__span"]
        for unit in sorted(units)
    ]


def _draw(con: DuckDBPyConnection, name: str, rows: Rows) -> None:
    """A table of the mart's name and columns that holds the drawn rows and no others."""
    con.execute(f"create table main.drawn as select * from marts.{name} where false")
    marks = ", ".join("?" for _ in rows[0])
    con.executemany(
        f"insert into main.drawn ({', '.join(rows[0])}) values ({marks})", [list(row.values()) for row in rows]
    )
    con.execute(f"drop {'view' if _FILES[name].is_view else 'table'} marts.{name}")
    con.execute(f"create table marts.{name} as from main.drawn; drop table main.drawn")


def test_every_signal_has_a_case() -> None:
    assert CASES.keys() == signals().keys(), "write a section of signals.txt for it"


@pytest.mark.parametrize("signal", CASES)
def test_a_signal_tells_what_its_case_says(con: DuckDBPyConnection, signal: str) -> None:
    rows = told(con, signal)
    assert sorted((row["subject"], row["role"]) for row in rows) == sorted(
        (row["subject"], row["role"]) for row in CASES[signal]["told"]
    )
    assert {row["signal"] for row in rows} == {signal}
    # What calls for attention has a severity of one at least; a side that nobody praises has none.
    for row in rows:
        first = (row["subject"] or "").partition(" ")[0]
        assert first not in _EXACT or float(row["badness"] or 0) == _EXACT[first], row["subject"]
        badness, severity = float(row["badness"] or 0), float(row["severity"] or 0)
        seen = abs(badness) if row["has_strength"] or badness > 0 else 0.0
        assert severity == pytest.approx(min(seen, 3), abs=0.0006), row["subject"]


@pytest.mark.parametrize("signal", CASES)
def test_a_case_stands_on_both_sides_of_the_line(con: DuckDBPyConnection, signal: str) -> None:
    """What a case must hold to be one: else a threshold could move without anybody noticing."""
    rows = told(con, signal)
    subjects = {cell for table in CASES[signal].values() for row in table for cell in row.values()}
    assert {"met", "zero", "missing"} <= subjects
    assert "missing" not in {row["subject"] for row in rows}
    roles = {(row["role"], float(row["badness"] or 0)) for row in rows}
    assert ("concern", 1.0) in roles, "a threshold that is met exactly"
    assert any(role == "to_follow" and 0 <= badness < 1 for role, badness in roles), "less than the threshold"
    if signals()[signal].good:
        assert ("strength", -1.0) in roles, "the same on the good side"
        assert any(role == "to_follow" and -1 < badness < 0 for role, badness in roles), "less than that"
    else:
        assert "strength" not in {role for role, _ in roles}, "it has no words for what goes well"


@pytest.mark.parametrize("signal", CASES)
def test_a_case_is_drawn_from_what_the_signal_reads(signal: str) -> None:
    reads = tables_read(_FILES[f"focus_areas__signal_{signal}"])
    assert {f"marts.{name}" for name in CASES[signal] if name != "told"} <= reads


def test_of_nothing_nothing_is_told(con: DuckDBPyConnection) -> None:
    for signal in signals():
        assert con.execute(f"select count(*) from marts.focus_areas__signal_{signal}").fetchone() == (0,), signal

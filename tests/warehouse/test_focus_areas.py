"""Candidates for focus areas: a score that is its pieces, two of a domain at most, never fewer than four."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from pipelines.checks import rows_of_check
from pipelines.lineage import sql_files
from pipelines.problems import Problem
from pipelines.signals import signals
from tests.warehouse.drawn import rows_of, warehouse

_FILES = {file.stem: file for file in sql_files("marts")}
_COLUMNS = (
    "span", "signal", "domain", "unit_id", "subject_kind", "subject_id", "value", "reference", "threshold", "bad_side",
    "has_strength", "money_dkk", "touched_share", "doubtful_share",
)  # fmt: skip

MONTHS = "\n".join(
    f"{year}        | {period}      | 111         | 10000000 | 1000"
    for year, last in ((2025, 12), (2026, 8))
    for period in range(1, last + 1)
)
TOWN = f"""
setting
name     | value
built_on | 2026-09-09

organisation
unit_id | name       | parent_id | kind
100     | Center Ro  |           | centre
110     | Skoler     | 100       | department
111     | Vestskolen | 110       | institution
120     | Fritid     | 100       | department
200     | Center Uro |           | centre

account
account  | name
10000000 | Løn

posting
fiscal_year | period | cost_centre | account  | amount
{MONTHS}

budget_line
fiscal_year | kind    | cost_centre | account  | amount
2025        | adopted | 111         | 10000000 | 100000000
2026        | adopted | 111         | 10000000 | 100000000
"""
PUBLISHED = """
focus_area
span   | span_kind | span_number | unit_id | edition | place | signal | subject_id | deviation
2026K1 | quarter   | 8105        | 100     | 1       | 1     | alpha  | 110        | 5
"""


@pytest.fixture(scope="module")
def con() -> Iterator[DuckDBPyConnection]:
    with warehouse(TOWN + PUBLISHED) as con:
        yield con


def told(signal: str, **changed: object) -> dict[str, object]:
    """A signal's row: by itself a concern of two thresholds about 110, with half a million at stake."""
    row: dict[str, object] = {
        "span": "2026K2", "signal": signal, "domain": signal, "unit_id": "110", "subject_kind": "unit", "value": 12,
        "reference": 10, "threshold": 1, "bad_side": 1, "has_strength": True, "money_dkk": 500_000, "doubtful_share": 0,
    } | changed  # fmt: skip
    return row | {"subject_id": changed.get("subject_id", row["unit_id"])}


def candidates(con: DuckDBPyConnection, *rows: dict[str, object]) -> list[dict[str, Any]]:
    """The candidates of the newest quarter that these signals give, in their order."""
    empty = _FILES["focus_areas__signal_expected_overspend"].select
    con.execute(f"create or replace table marts.told as select * from ({empty}) where false")
    for row in rows:
        values = [row.get(column) for column in _COLUMNS]
        con.execute(f"insert into marts.told ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(values))})", values)
    con.execute("create or replace view marts.focus_areas__signal as select * from marts.told")
    for stem in ("focus_areas__scored", "focus_areas__unmoved", "focus_areas__piece", "focus_areas__candidate"):
        con.execute(f"create or replace table marts.{stem} as {_FILES[stem].select}")
    return rows_of(con, "select * from marts.focus_areas__candidate where span = '2026K2' order by centre_id, rank")


def test_only_what_is_over_is_a_span(con: DuckDBPyConnection) -> None:
    spans: dict[str, dict[str, Any]] = {
        str(row["span"]): row for row in rows_of(con, "select * from marts.focus_areas__span")
    }
    quarters = [f"2025K{part}" for part in (1, 2, 3, 4)] + ["2026K1", "2026K2"]
    assert sorted(spans) == sorted(["2025", "2025H1", "2025H2", "2026H1", *quarters])
    assert {name for name, row in spans.items() if row["is_newest"]} == {"2025", "2026H1", "2026K2"}
    assert spans["2026K1"]["span_number"] == spans["2025K4"]["span_number"] + 1
    assert (spans["2025H2"]["first_period"], spans["2025H2"]["last_period"]) == (7, 12)


def test_the_score_is_the_product_of_its_pieces(con: DuckDBPyConnection) -> None:
    """The example of a focus area: 1.8 x 0.9 x 1.5 x 1.0 x 0.98 is 2.4."""
    earlier = [told("alpha", span=span, subject_id="other") for span in ("2025K4", "2026K1")]
    # A hundredth of a thousandth of the budget is nothing, half a percent is all: nine tenths of the way between.
    money = Decimal(round(100_000_000 * 0.00001 * 500**0.9, 2))
    (row,) = candidates(
        con, *earlier, told("alpha", value=11.8, subject_id="other", money_dkk=money, doubtful_share=0.02)
    )
    pieces = [row[name] for name in ("severity", "materiality", "persistence", "freshness", "confidence")]
    assert pieces == [Decimal(piece) for piece in ("1.8", "0.9", "1.5", "1", "0.98")]
    assert (row["score"], row["spans_in_a_row"], row["deviation"]) == (Decimal("2.381"), 3, Decimal("1.8"))


@pytest.mark.parametrize(
    ("changed", "severity", "role"),
    [
        ({"value": 11}, "1", "concern"),
        ({"value": 10.9}, "0.9", "to_follow"),
        ({"value": 9}, "1", "strength"),
        # Nobody praises it: however far, it is nothing to talk about.
        ({"value": 9, "has_strength": False}, "0", "to_follow"),
        ({"value": 9, "bad_side": -1, "has_strength": False}, "1", "concern"),
        ({"value": 9, "bad_side": -1}, "1", "concern"),
        ({"value": 1000}, "3", "concern"),
        ({"value": 10.5, "threshold": 0.25}, "2", "concern"),
    ],
)
def test_severity_is_counted_in_the_figure_s_own_thresholds(
    con: DuckDBPyConnection, changed: dict[str, object], severity: str, role: str
) -> None:
    (row,) = candidates(con, told("beta", unit_id="100", **changed))
    assert (row["severity"], row["role"]) == (Decimal(severity), role)


@pytest.mark.parametrize(
    ("changed", "materiality"),
    [
        ({"money_dkk": 500_000}, "1"),
        ({"money_dkk": 80_000_000}, "1"),
        ({"money_dkk": 1000}, "0"),
        ({"money_dkk": 0}, "0"),
        ({"money_dkk": 10_000}, "0.371"),
        ({"money_dkk": None, "touched_share": 1}, "1"),
        ({"money_dkk": None, "touched_share": 0.1}, "0.5"),
        ({"money_dkk": None, "touched_share": 0.01}, "0"),
        # A centre without a budget: the money is all of it.
        ({"unit_id": "200", "money_dkk": 1}, "1"),
        ({"unit_id": "200", "money_dkk": 0}, "0"),
    ],
)
def test_materiality_is_a_share_of_the_centre_on_a_logarithmic_scale(
    con: DuckDBPyConnection, changed: dict[str, object], materiality: str
) -> None:
    (row,) = candidates(con, told("beta", **changed))
    assert row["materiality"] == Decimal(materiality)


@pytest.mark.parametrize(
    ("spans", "persistence", "in_a_row"),
    [
        ([], "1", 1),
        (["2026K1"], "1.25", 2),
        (["2025K4"], "1", 1),
        (["2025K3", "2025K4", "2026K1"], "1.75", 4),
        (["2025K1", "2025K2", "2025K3", "2025K4", "2026K1"], "2", 6),
        # Half-years are rows of their own.
        (["2026H1"], "1", 1),
    ],
)
def test_persistence_counts_the_spans_in_a_row(
    con: DuckDBPyConnection, spans: list[str], persistence: str, in_a_row: int
) -> None:
    (row,) = candidates(con, *(told("beta", span=span) for span in spans), told("beta"))
    assert (row["persistence"], row["spans_in_a_row"]) == (Decimal(persistence), in_a_row)


@pytest.mark.parametrize(
    ("changed", "freshness"),
    [
        ({"value": 15.9}, "0.6"),  # published with a deviation of 5; now 5.9
        ({"value": 16}, "1"),
        ({"value": 15, "subject_id": "111"}, "1"),
        ({"value": 15, "span": "2026H1"}, None),
    ],
)
def test_what_was_published_last_time_is_less_fresh_until_it_moves(
    con: DuckDBPyConnection, changed: dict[str, object], freshness: str | None
) -> None:
    rows = candidates(con, told("alpha", **changed))
    assert [row["freshness"] for row in rows] == ([Decimal(freshness)] if freshness else [])


def test_what_tells_the_same_story_is_no_fresher(con: DuckDBPyConnection) -> None:
    """Of a department that was published, the centre and the school tell the same money, until they move themselves."""
    before = [told("alpha", span="2026K1", unit_id=unit, value=15) for unit in ("100", "111", "120")]
    now = [told("alpha", unit_id=unit, value=value) for unit, value in (("100", 15.9), ("111", 16), ("120", 15))]
    rows = candidates(con, *before, *now)
    assert {row["subject_id"]: row["freshness"] for row in rows} == {"100": Decimal("0.6"), "111": 1, "120": 1}


def test_two_of_a_domain_and_the_best_first(con: DuckDBPyConnection) -> None:
    rows = candidates(
        con,
        *(
            told(name, domain="finance", value=10 + worth, subject_id=name)
            for name, worth in (("a", 2.9), ("b", 2.8), ("c", 2.7))
        ),
        told("d", value=11.5),
        told("e", value=8),
    )
    assert [(row["signal"], row["is_proposed"]) for row in rows] == [
        ("a", True), ("b", True), ("d", True), ("e", True), ("c", False),
    ]  # fmt: skip
    assert [row["role"] for row in rows] == ["concern", "concern", "concern", "strength", "concern"]


def test_a_subject_is_one_story_in_a_domain(con: DuckDBPyConnection) -> None:
    """Wages and the forecast of one school: the second place of the domain is another's."""
    rows = candidates(
        con,
        told("a", domain="finance", value=12.9),
        told("b", domain="finance", value=12.8),
        told("c", domain="finance", value=11.5, subject_id="111"),
        # Another domain tells its own story of the same school.
        told("d", domain="staff", value=11.2),
    )
    assert [row["signal"] for row in rows] == ["a", "c", "d", "b"]
    assert all(row["is_proposed"] for row in rows)


def test_a_domain_that_takes_more_than_its_two_is_found(con: DuckDBPyConnection) -> None:
    name = "focus_areas__candidate__is_of_many_domains"
    candidates(
        con,
        *(told(signal, domain="finance", subject_id=signal) for signal in "abc"),
        *(told(signal, domain="staff", subject_id=signal) for signal in "de"),
        # The same again below: a signal is told of one of them.
        told("a", domain="finance", unit_id="111"),
    )
    assert rows_of_check(con, name)[1] == []
    con.execute("update marts.focus_areas__candidate set is_proposed = signal in ('a', 'b', 'c', 'd') and rank < 6")
    assert len(rows_of_check(con, name)[1]) == 1
    con.execute("update marts.focus_areas__candidate set is_proposed = signal in ('a', 'b', 'd', 'e') and rank < 6")
    assert rows_of_check(con, name)[1] == []
    con.execute("update marts.focus_areas__candidate set subject_id = 'two' where signal = 'b'")
    con.execute("update marts.focus_areas__candidate set subject_id = 'two' where signal = 'a' and is_proposed")
    assert len(rows_of_check(con, name)[1]) == 1
    # Staff has one subject left as well: two about one are better than three areas.
    con.execute("update marts.focus_areas__candidate set subject_id = 'one' where domain = 'staff'")
    assert rows_of_check(con, name)[1] == []


def test_a_signal_without_a_threshold_weighs_nothing_and_is_found(con: DuckDBPyConnection) -> None:
    name = "focus_areas__scored__has_a_threshold"
    candidates(con, told("a"))
    assert rows_of_check(con, name)[1] == []
    (row,) = candidates(con, told("a", unit_id="100", threshold=0))
    assert (row["severity"], row["role"], row["score"]) == (0, "to_follow", 0)
    assert len(rows_of_check(con, name)[1]) == 1


def test_lines_that_could_not_be_read_make_a_domain_less_certain() -> None:
    delivery = """
delivery
delivery_id | source | table_name | accepted | quarantined | is_in_force
d1          | ledger | posting    | 60       | 20          | true
d2          | budget | budget_line| 20       | 0           | true
d3          | old    | forecast   | 1        | 99          | false
"""
    with warehouse(TOWN + delivery) as con:
        rows = candidates(
            con,
            told("a", domain="finance", doubtful_share=0.1),
            told("b", domain="purchases", doubtful_share=0.9),
            told("c", domain="targets"),
        )
    # 20 of 100 lines of the ledger and the budget; of the ledger's own 80 a quarter; of counts nothing is known.
    assert {row["signal"]: row["confidence"] for row in rows} == {"a": Decimal("0.7"), "b": 0, "c": 1}


def test_never_fewer_than_four_even_of_one_domain(con: DuckDBPyConnection) -> None:
    rows = candidates(con, *(told(name, domain="finance") for name in "abcde"))
    assert [row["is_proposed"] for row in rows] == [True, True, True, True, False]


def test_a_signal_is_told_of_the_place_where_it_weighs_most(con: DuckDBPyConnection) -> None:
    rows = candidates(
        con, told("a", unit_id="111", value=13), told("a", unit_id="110"), told("a", unit_id="100", value=11)
    )
    assert [(row["subject_id"], row["is_proposed"]) for row in rows] == [("111", True), ("110", False), ("100", False)]


def test_what_never_stood_out_is_no_candidate_but_of_the_centre_itself(con: DuckDBPyConnection) -> None:
    short, over = told("a", unit_id="111", value=10.5), told("b", unit_id="111", value=10.5)
    rows = candidates(con, short, over, over | {"span": "2025K3", "value": 12}, told("a", unit_id="100", value=10.5))
    assert [(row["signal"], row["subject_id"]) for row in rows] == [("a", "100"), ("b", "111")]
    # What was published is kept, whatever later data makes of it.
    (row,) = candidates(con, told("alpha", value=10.5))
    assert row["role"] == "to_follow"


def test_a_centre_s_candidates_are_seen_by_who_sees_the_centre(con: DuckDBPyConnection) -> None:
    (row,) = candidates(con, told("a", unit_id="111"))
    assert row["unit_path"] == ["municipality", "100"]


def test_every_signal_calls_itself_by_its_file(con: DuckDBPyConnection) -> None:
    assert signals()
    for key in signals():
        stem = f"focus_areas__signal_{key}"
        assert _FILES[stem].header["member of"] == "focus_areas__signal"
        assert f"'{key}' as signal" in _FILES[stem].text
        columns = [row[0] for row in con.execute(f"describe marts.{stem}").fetchall()]
        assert columns == [
            row[0] for row in con.execute("describe marts.focus_areas__signal_expected_overspend").fetchall()
        ]


def test_a_signal_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "marts").mkdir()
    text = _FILES["focus_areas__signal_sickness"].text
    file = tmp_path / "marts" / "focus_areas__signal_x.sql"
    file.write_text(text.replace("-- why da:", "-- whi da:"), encoding="utf-8")
    with pytest.raises(Problem, match=r"signal_x\.sql: has no line -- why da"):
        signals(tmp_path)
    file.write_text(text.replace("{subject}", "{person}"), encoding="utf-8")
    with pytest.raises(Problem, match=r"asks for \{person\}"):
        signals(tmp_path)

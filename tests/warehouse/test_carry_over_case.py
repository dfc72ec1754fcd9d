"""The carry-over case under the rules of two real municipalities: every limit once, in numbers one can follow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.carry_over_rules import HERNING_LIKE, REBILD_LIKE, case_of
from tests.warehouse.drawn import rows_of, run_checks

TOWN = """
setting
name     | value
built_on | 2026-02-09

organisation
unit_id | name           | parent_id | kind
100     | Center Skoler  |           | centre
110     | Vestskolen     | 100       | institution
111     | Østskolen      | 100       | institution
112     | Nordskolen     | 100       | institution
113     | Sydskolen      | 100       | institution
300     | Specialområdet |           | centre
310     | Bostedet       | 300       | institution
311     | Botilbuddet    | 300       | institution
400     | Fælles puljer  |           | centre
411     | Udviklingspulje | 400      | institution
412     | Lønpulje       | 400       | institution

account
account  | name
40000000 | Tjenesteydelser

function
function_code | name          | expenditure_class
032201        | Folkeskoler   | service
052850        | Bosteder      | service
055771        | Sygedagpenge  | transfers
085570        | Afdrag        | other
075570        | Renter        | other

budget_line
fiscal_year | kind          | cost_centre | account  | function_code | budget_type | amount   | decision_date
2025        | adopted       | 110         | 40000000 | 032201        | 1           | 10000000 |
2025        | adopted       | 111         | 40000000 | 032201        | 1           | 8000000  |
2025        | adopted       | 112         | 40000000 | 032201        | 1           | 5900000  |
2025        | carry_over    | 112         | 40000000 | 032201        | 1           | 100000   |
2025        | supplementary | 113         | 40000000 | 032201        | 1           | 7000000  | 2025-03-01
2025        | supplementary | 113         | 40000000 | 032201        | 1           | 1000000  | 2026-01-15
2025        | adopted       | 113         | 40000000 | 055771        | 1           | 900000   |
2025        | adopted       | 310         | 40000000 | 052850        | 1           | 30000000 |
2025        | adopted       | 311         | 40000000 | 052850        | 1           | 60000000 |
2025        | adopted       | 311         | 40000000 | 052850        | 2           | -400000  |
2025        | adopted       | 411         | 40000000 | 032201        | 1           | 3000000  |
2025        | adopted       | 412         | 40000000 | 032201        | 1           | 2000000  |
2025        | adopted       | 412         | 40000000 | 085570        | 6           | 4000000  |
2025        | adopted       | 412         | 40000000 | 075570        | 4           | 500000   |
2026        | adopted       | 110         | 40000000 | 032201        | 1           | 98000000 |
2026        | carry_over    | 110         | 40000000 | 032201        | 1           | 77       |
2026        | adopted       | 110         | 40000000 | 032201        | 3           | 21000000 |

project
project_id | name        | unit_id | project_class | kind
A1         | Idrætshal   | 110     | bygning       | project
A2         | Ny skole    | 111     | bygning       | project
A3         | Cykelpulje  | 300     | vej           | pool

project_year
project_id | fiscal_year | adopted_allotment | carried_in | actual  | carried_out_requested
A1         | 2025        | 9000000           | 1000000    | 2500000 | 7500000
A2         | 2025        | 12000000          |            | 4000000 |
A3         | 2025        | 2000000           |            | 1000000 |

posting
fiscal_year | period | cost_centre | account  | function_code | budget_type | amount
2025        | 12     | 110         | 40000000 | 032201        | 1           | 9400000.40
2025        | 12     | 111         | 40000000 | 032201        | 1           | 8300000
2025        | 12     | 112         | 40000000 | 032201        | 1           | 5900000.55
2025        | 12     | 113         | 40000000 | 032201        | 1           | 7000000
2025        | 12     | 113         | 40000000 | 055771        | 1           | 650000
2025        | 12     | 310         | 40000000 | 052850        | 1           | 28600000
2025        | 12     | 311         | 40000000 | 052850        | 1           | 61500000
2025        | 12     | 311         | 40000000 | 052850        | 2           | -450000
2025        | 12     | 411         | 40000000 | 032201        | 1           | 1800000
2025        | 12     | 412         | 40000000 | 032201        | 1           | 2250000
2025        | 12     | 412         | 40000000 | 085570        | 6           | 3750000
2025        | 12     | 412         | 40000000 | 075570        | 4           | 490000
"""


@pytest.fixture(scope="module")
def rebild(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with case_of(TOWN, REBILD_LIKE, tmp_path_factory.mktemp("rebild")) as con:
        yield con


@pytest.fixture(scope="module")
def herning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with case_of(TOWN, HERNING_LIKE, tmp_path_factory.mktemp("herning")) as con:
        yield con


def line(con: DuckDBPyConnection, line_id: str) -> dict[str, object]:
    (row,) = rows_of(con, "select * from marts.carry_over_case__line where line_id = ?", line_id)
    return row


def decided(con: DuckDBPyConnection, line_id: str) -> tuple[object, ...]:
    """What is left, by which limit, how much of it follows and how much lapses, in kroner."""
    row = line(con, line_id)
    return row["left_dkk"], row["decided_by"], row["limit_dkk"], row["proposed_dkk"], row["lapsed_dkk"]


@pytest.mark.parametrize(
    ("line_id", "expected"),
    [
        # 5 % of 10 m is the most that follows of 600 000 less 40 øre.
        ("operating:110:service", ("599999.60", "share", "500000", "500000", "99999.60")),
        # 2 % of 8 m is the most of an overspend that follows; the treasury covers the rest.
        ("operating:111:service", ("-300000", "share", "160000", "-160000", "-140000")),
        # Carried in counts in the budget: 6 m, of which 5 % is more than what is left.
        ("operating:112:service", ("99999.45", "within_limit", "300000", "99999.45", "0")),
        # Decided after the year was over: never part of it.
        ("operating:113:service", ("0", "nothing_left", "140000", "0", "0")),
        ("operating:113:transfers", ("250000", "share", "45000", "45000", "205000")),
        # 5 % of 30 m would be 1.5 m, but a million is the most.
        ("operating:310:service", ("1400000", "cap", "1000000", "1000000", "400000")),
        ("operating:311:service", ("-1500000", "cap", "1000000", "-1000000", "-500000")),
        # A state refund stands outside the service frame; a share is of the budget whatever its sign.
        ("operating:311:other", ("50000", "share", "20000", "20000", "30000")),
        ("capital:A1", ("7500000", "free", None, "7500000", "0")),
        ("financial:412:6:085570", ("250000", "no_rule", "0", "0", "250000")),
    ],
)
def test_shares_and_caps(rebild: DuckDBPyConnection, line_id: str, expected: tuple[str | None, ...]) -> None:
    left, by, limit, proposed, lapsed = expected
    wanted = (_dkk(left), by, _dkk(limit), _dkk(proposed), _dkk(lapsed))
    assert decided(rebild, line_id) == wanted


@pytest.mark.parametrize(
    ("line_id", "expected"),
    [
        ("operating:110:service", ("599999.60", "free", None, "599000", "999.60")),
        ("operating:111:service", ("-300000", "free", None, "-300000", "0")),
        ("operating:113:transfers", ("250000", "no_transfer", "0", "0", "250000")),
        ("operating:411:service", ("1200000", "named_purpose", "700000", "700000", "500000")),
        ("operating:412:service", ("-250000", "overspend_follows", None, "-250000", "0")),
        ("capital:A1", ("7500000", "free", None, "7500000", "0")),
        ("capital:A2", ("8000000", "cap", "5000000", "5000000", "3000000")),
        ("capital:A3", ("1000000", "share", "200000", "200000", "800000")),
        ("financial:412:6:085570", ("250000", "free", None, "250000", "0")),
        ("financial:412:4:075570", ("10000", "no_transfer", "0", "0", "10000")),
    ],
)
def test_free_units_and_named_purposes(
    herning: DuckDBPyConnection, line_id: str, expected: tuple[str | None, ...]
) -> None:
    left, by, limit, proposed, lapsed = expected
    assert decided(herning, line_id) == (_dkk(left), by, _dkk(limit), _dkk(proposed), _dkk(lapsed))


def _dkk(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def test_an_amount_is_spread_over_later_years_and_nothing_is_lost_in_rounding(herning: DuckDBPyConnection) -> None:
    pool = line(herning, "operating:412:service")
    assert [pool[f"into_year_{number}_dkk"] for number in range(1, 5)] == [-125000, -75000, -50000, 0]
    named = line(herning, "operating:411:service")
    assert [named[f"into_year_{number}_dkk"] for number in range(1, 5)] == [350000, 210000, 140000, 0]
    assert named["purpose_da"] == "Ny telefoni"


def test_a_project_says_what_it_asked_for(herning: DuckDBPyConnection) -> None:
    assert line(herning, "capital:A1")["requested_dkk"] == 7500000
    assert line(herning, "capital:A2")["requested_dkk"] is None


def test_parts_add_up_to_the_case_and_units_to_the_municipality(herning: DuckDBPyConnection) -> None:
    totals = {
        (row["unit_id"], row["part"]): (row["left_dkk"], row["proposed_dkk"], row["lapsed_dkk"], row["line_count"])
        for row in rows_of(herning, "select * from marts.carry_over_case__unit_total")
    }
    # 599 + 0 (99 999,45 is 99 whole thousands) - 300 + 99 … in thousands: 110 599, 111 -300, 112 99, 310 1400,
    # 311 -1500, 411 700, 412 -250.
    assert totals["municipality", "operating"][1] == Decimal(748_000)
    assert totals["municipality", "capital"][1:] == (Decimal(12_700_000), Decimal(3_800_000), 3)
    assert totals["municipality", "financial"][1] == Decimal(250_000)
    assert totals["municipality", "all"][1] == Decimal(748_000 + 12_700_000 + 250_000)
    assert totals["100", "operating"][1] == Decimal(599_000 - 300_000 + 99_000)


def test_the_case_beside_the_frames(herning: DuckDBPyConnection) -> None:
    frames = {
        (row["frame"], row["into_fiscal_year"]): (row["is_counted"], row["proposed_dkk"], row["room_dkk"])
        for row in rows_of(herning, "select * from marts.carry_over_case__frame where fiscal_year = 2025")
    }
    assert frames == {
        # 98 m without the carry-over that is entered already, 100 m the frame.
        ("service", 2026): (True, Decimal(523_000), Decimal(1_477_000)),
        ("service", 2027): (False, Decimal(135_000), None),
        ("service", 2028): (False, Decimal(90_000), None),
        ("capital", 2026): (True, Decimal(12_700_000), Decimal(-3_700_000)),
    }


def test_what_is_wrong_with_the_rules_is_told(rebild: DuckDBPyConnection, herning: DuckDBPyConnection) -> None:
    told = {result.name: result.rows for result in run_checks(rebild) if "carry_over" in result.name and result.rows}
    # Nothing is said about the financial part; 131000 is a unit of another municipality.
    assert told == {"carry_over_case__line__has_a_rule": 2, "carry_over_rule__place_is_known": 1}
    told = {result.name: result.rows for result in run_checks(herning) if "carry_over" in result.name and result.rows}
    assert told == {"carry_over_rule__place_is_known": 1}


RUNNING = (
    TOWN.replace("2025        | 12     |", "2025        | 9      |")
    + """
forecast
fiscal_year | round | round_date | unit_id | account_group | amount
2025        | BO2   | 2025-09-15 | 113     | operations    | 8100000
"""
).replace(
    "2025        | 9      | 411 ",
    """2025        | 9      | 111         | 40000000 | 055771        | 1           | 41000.25
2025        | 9      | 113         | 40000000 | 085570        | 1           | 7000
2025        | 9      | 412         | 40000000 | 075570        | 7           | -3000
2025        | 9      | 411 """,
)


def test_before_the_year_is_over_the_forecast_decides(tmp_path: Path) -> None:
    with case_of(RUNNING.replace("2026-02-09", "2025-10-09"), HERNING_LIKE, tmp_path) as con:
        # 8.1 m is expected of 7.9 m for the whole unit: the 0.2 m lie on its line with most money.
        assert line(con, "operating:113:service")["outturn_basis"] == "forecast"
        assert decided(con, "operating:113:service")[::3] == (Decimal(-200_000), Decimal(-200_000))
        assert line(con, "operating:113:transfers")["outturn_basis"] == "budget"
        assert line(con, "capital:A2")["outturn_basis"] == "budget"
        # Neither budget nor forecast: what is booked is what is expected, so that it has a line.
        assert line(con, "operating:111:transfers")["outturn_basis"] == "booked"
        assert decided(con, "operating:111:transfers")[0] == Decimal("-41000.25")
        assert decided(con, "financial:412:7:075570")[0] == Decimal(3000)
        # A class without a budget in a unit that has a forecast is in that forecast.
        assert not rows_of(con, "select * from marts.carry_over_case__line where line_id = 'operating:113:other'")
        assert rows_of(con, "select is_year_over, period from marts.carry_over_case__year") == [
            {"is_year_over": False, "period": 9}
        ]

"""Rows that do not count, running totals, codes made of several cells: by rule, and accounted for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from pipelines.problems import WrongUse
from tests.extracts.conftest import HEADER, POSTING, ROWS, SUM, Read

BUDGET = """
source = "budget"
table = "budget_line"
[file]
kind = "csv"
pattern = "*{yyyy}*.csv"
separator = ";"
[delivery]
mode = "full"
[columns]
fiscal_year = { from_period = "{yyyy}" }
kind = { value = "adopted" }
cost_centre = { from = "Sted" }
"""


def test_rows_left_out(read: Callable[..., Read]) -> None:
    toml = POSTING + (
        '[[leave_out]]\ncolumn = "Tekst"\nis = "Løn"\nreason = "wages come from elsewhere"\n'
        '[[leave_out]]\ncolumn = "Sted"\nmatches = "^100[23]$"\n'
        'and = [{ column = "Konto", is_not = "22000003" }]\nreason = "other"\n'
        '[[leave_out]]\ncolumn = "*"\nis = "Subtotal"\nreason = "sub-totals"\ntotal = true\n'
        '[[leave_out]]\ncolumn = "Bilag"\nempty = true\nreason = "no voucher"\n'
    )
    found = read([HEADER, *ROWS, ";05.01.2026;1001;Subtotal;99,00;", ";;;;5,00;", "Subtotal;7,00"], toml)
    assert found.rules == [
        (3, "wages come from elsewhere"), (4, "other"), (6, "sub-totals"), (7, "no voucher"), (8, "sub-totals"),
    ]  # fmt: skip
    assert found.reading.left_out_amount == Decimal("250.00") - Decimal("34.50") + 5
    assert found.left_out["record"][0] == ROWS[1]


@pytest.mark.parametrize(
    ("columns", "header", "line", "expected"),
    [
        ('{ plus = "Udgift", minus = "Indtægt", decimal = "," }', "Udgift;Indtægt", "10,50;", "10.50"),
        ('{ plus = "Udgift", minus = "Indtægt", decimal = "," }', "Udgift;Indtægt", ";10,50", "-10.50"),
        ('{ plus = "Udgift", minus = "Indtægt", decimal = "," }', "Udgift;Indtægt", "10,50;0,50", "10.00"),
        ('{ from = "Beløb", decimal = ",", negate = true }', "Beløb;x", "10,50;", "-10.50"),
        (
            '{ from = "Beløb", decimal = ",", sign = { from = "D/K", minus = "K", plus = ["D", ""] } }',
            "Beløb;D/K",
            "10,50;K",
            "-10.50",
        ),
        (
            '{ from = "Beløb", decimal = ",", sign = { from = "D/K", minus = "K", plus = ["D", ""] } }',
            "Beløb;D/K",
            "10,50;",
            "10.50",
        ),
        (
            '{ from = "Beløb", decimal = ",", sign = { from = "D/K", minus = "K", plus = "D" } }',
            "Beløb;D/K",
            "10,50;X",
            "unknown_sign",
        ),
        ('{ from = "Beløb", decimal = ",", round = true }', "Beløb;x", "10,505;", "10.51"),
        ('{ from = "Beløb", decimal = ",", empty = "-", default = "0" }', "Beløb;x", "-;", "0"),
    ],
)
def test_amounts(read: Callable[..., Read], columns: str, header: str, line: str, expected: str) -> None:
    toml = 'ignore = "x"\n' + BUDGET + f'account = {{ from = "Konto" }}\namount = {columns}\n'
    found = read([f"Sted;Konto;{header}", f"1;2;{line}"], toml, "b2026.csv")
    got = found.accepted["amount"].to_list() or found.quarantined["reason"].to_list()
    assert got == [expected]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ('{ from = "K", pad = 6 }', "12", "000012"),
        ('{ from = "K", pad = 6 }', "A12", "A12"),
        ('{ from = "K", prefix = "G" }', "12", "G12"),
        ('{ from = "K", remove = ["."] }', "0.22.01", "02201"),
        ('{ from = "K", remove = ".", pad = 6 }', "0.22.01", "002201"),
        ("{ from = 'K', extract = '^\\d{4}(\\d{6})' }", "1234567890123", "567890"),
        ("{ from = 'K', extract = '^\\d{4}(\\d{6})' }", "12", "does_not_match"),
        ('{ from = "K", values = { A = "1", B = "2" } }', "B", "2"),
        ('{ from = "K", values = { A = "1", B = "2" } }', "C", "unknown_value"),
        ('{ from = "K", values = { A = "1", B = "2" }, other = "9" }', "C", "9"),
        ('{ from = "K", values_matching = { "^2" = "t", "^..$" = "u" } }', "35", "u"),
        ('{ from = "K", parent_by_length = [2, 4, 5] }', "01010", "0101"),
        ('{ from = "K", parent_by_length = [2, 4, 5], default = "top" }', "01", "top"),
        ('{ join = ["K", "Sted"], join_with = "/" }', "12", "12/1"),
        ('{ first_of = ["Tom", "K"] }', "12", "12"),
        ('{ from = "K" }', '="0123"', "0123"),
        ('{ from = "K", empty = ["-", "n.a."], default = "0" }', "n.a.", "0"),
    ],
)
def test_codes(read: Callable[..., Read], column: str, cell: str, expected: str) -> None:
    for head in (BUDGET, BUDGET.replace('kind = "csv"', 'kind = "csv"\nquote = ""')):  # both ways through the reader
        toml = head + f'account = {column}\namount = {{ from = "Beløb", decimal = "," }}\n'
        found = read(["Sted;K;Tom;Beløb", f"1;{cell};;1,00"], 'ignore = "*"\n' + toml, "b2026.csv")
        assert (found.accepted["account"].to_list() or found.quarantined["reason"].to_list()) == [expected]


@pytest.mark.parametrize(
    ("column", "name", "header", "cell", "expected"),
    [
        ('{ from = "P", period = "{yyyy}{MMM}", take = "month" }', "month", "P", "2026003", "3"),
        ('{ from = "P", period = ["{yyyy}K{Q}", "{MM}/{yyyy}"], take = "month" }', "month", "P", "2026K2", "6"),
        ('{ from = "P", period = "{yyyy}{MMM}", take = "last_day" }', "decision_date", "P", "2026002", "2026-02-28"),
        ('{ from = "P", period = "{yyyy}{MMM}", take = "month" }', "month", "P", "2026-3", "not_a_period"),
        ('{ from = "P" }', "month", "P", "07", "7"),
        ('{ from = "P" }', "month", "P", "7,5", "not_a_whole_number"),
        ('{ from = "P", date = ["dd.MM.yyyy", "d-MMM-yyyy"] }', "decision_date", "P", "3-maj-2026", "2026-05-03"),
        ('{ from = "P", date = "dd.MM.yyyy" }', "decision_date", "P", "31.12.9999", None),
        ('{ from_period = "{last_day}" }', "decision_date", "P", "", "2026-12-31"),
    ],
)
def test_days_and_periods(
    read: Callable[..., Read], column: str, name: str, header: str, cell: str, expected: str | None
) -> None:
    toml = (
        'ignore = "*"\n'
        + BUDGET
        + f'account = {{ from = "K" }}\namount = {{ from = "B", decimal = "," }}\n{name} = {column}\n'
    )
    found = read([f"Sted;K;B;{header}", f"1;2;3,00;{cell}"], toml, "b2026.csv")
    assert (found.accepted[name].to_list() or found.quarantined["reason"].to_list()) == [expected]


def test_a_period_that_the_file_lacks(read: Callable[..., Read]) -> None:
    toml = (
        BUDGET + 'account = { from = "K" }\namount = { from = "B", decimal = "," }\nmonth = { from_period = "{MM}" }\n'
    )
    with pytest.raises(WrongUse, match="month"):
        read(["Sted;K;B", "1;2;3,00"], toml, "b2026.csv")


MONTHS = [
    "M;F;K;B",
    "2026-01;C;10;100,00",
    "2026-01;S;10;5,00",
    "2026-01;T;10;105,00",
    "2026-02;C;10;150,00",
    "2026-02;S;10;5,00",
    "2026-02;T;10;155,00",
    "2026-03;C;10;140,00",
    "2026-03;T;10;140,00",
]
RUNNING = """
source = "running"
table = "budget_line"
[file]
kind = "csv"
pattern = "*.csv"
[delivery]
mode = "full"
[columns]
fiscal_year = { from = "M", period = "{yyyy}-{MM}", take = "year" }
decision_date = { from = "M", period = "{yyyy}-{MM}", take = "last_day" }
kind = { value = "adopted" }
cost_centre = { from = "F" }
account = { from = "K" }
amount = { from = "B", decimal = "," }
[[subtotals]]
column = "F"
is = "T"
of = ["C", "S"]
within = ["M", "K"]
[cumulative]
key = ["cost_centre", "account"]
order = "decision_date"
later = { kind = "supplementary" }
"""


def test_sums_of_marked_rows_and_running_totals(read: Callable[..., Read]) -> None:
    found = read(MONTHS, RUNNING)
    steps = found.accepted.select("line", "cost_centre", "kind", "amount").sort("line").rows()
    assert steps == [
        (2, "C", "adopted", "100.00"), (3, "S", "adopted", "5.00"), (5, "C", "supplementary", "50.00"),
        (8, "C", "supplementary", "-10.00"),
    ]  # fmt: skip
    assert [line for line, rule in found.rules if rule.startswith("sum of other rows")] == [4, 7, 9]
    assert (6, "unchanged since the period before") in found.rules
    assert "1 running totals (5.00 in all) end before their year does and were kept" in found.reading.warnings[0]


def test_running_totals_that_are_withdrawn(read: Callable[..., Read]) -> None:
    found = read(MONTHS, RUNNING + 'absent = "zero"\n')
    assert found.reading.accepted_amount == 140
    assert dict(found.accepted.filter(found.accepted["cost_centre"] == "S").select("line", "amount").rows()) == {
        3: "5.00",
        6: "-5.00",
    }


def test_a_sum_that_does_not_agree_is_not_left_out(read: Callable[..., Read]) -> None:
    found = read([*MONTHS[:3], "2026-01;T;10;106,00"], RUNNING)
    assert found.reasons == [(4, "amount", "sum_does_not_agree")]
    assert found.reading.quarantined_amount == 106


def test_a_hierarchy_in_one_list(read: Callable[..., Read]) -> None:
    toml = (
        BUDGET + 'account = { from = "K" }\namount = { from = "B", decimal = "," }\n'
        '[[subtotals]]\ncode = "K"\nwithin = ["Sted"]\n'
    )
    lines = ["Sted;K;B", "1;2;60,00", "1;22;50,00", "1;220;20,00", "1;221;30,00", "1;23;10,00", "2;22;7,00", "2;3;8,00"]
    found = read(lines, toml, "b2026.csv")
    assert sorted(found.accepted["line"].to_list()) == [4, 5, 6, 7, 8]
    assert [line for line, _ in found.rules] == [2, 3]


def test_parents_of_a_list_that_lacks_levels(read: Callable[..., Read]) -> None:
    toml = 'source = "o"\ntable = "organisation"\n[file]\nkind = "csv"\npattern = "*"\n'
    toml += '[delivery]\nmode = "full"\n[columns]\n'
    toml += 'unit_id = { from = "K" }\nname = { from = "N" }\nkind = { value = "centre" }\n'
    toml += 'parent_id = { from = "K", parent_by_length = [2, 4, 5], parent_in = "unit_id" }\n'
    found = read(["K;N", "01;a", "0101;b", "01011;c", "01021;d", "02021;e"], toml)
    assert found.accepted["parent_id"].to_list() == [None, "01", "0101", "01", None]


def test_rows_taken_once(read: Callable[..., Read]) -> None:
    toml = 'source = "a"\ntable = "account"\nignore = "*"\ndistinct = true\n'
    toml += '[file]\nkind = "csv"\npattern = "*"\n[delivery]\nmode = "full"\n'
    toml += '[columns]\naccount = { from = "K" }\nname = { from = "N" }\n'
    lines = ["K;N;B", "1;Løn;5", "1;Løn;6", "2;Varer;7", "1;Lønninger;8"]
    found = read(lines, toml)
    assert found.accepted["line"].to_list() == [2, 4, 5]
    assert found.rules == [(3, "repeats an earlier row")]
    assert found.left_out["record"].to_list() == ["1;Løn;6"]
    once = read(lines, toml.replace("distinct = true", 'distinct = ["account"]'))
    assert once.accepted["line"].to_list() == [2, 4]


def test_headers(read: Callable[..., Read]) -> None:
    lines = [" bilag ;DATO;Sted;Konto;BELØB;Tekst;Ny;", *(f"{row};1;" for row in ROWS)]
    found = read(lines)
    assert found.reading.unknown_headers == ("Ny",)
    assert found.reading.accepted_amount == SUM
    stray = read([lines[0], *(f"{row};1;2" for row in ROWS)])
    assert "4 cells stand below no header" in stray.reading.warnings[1]
    second = read(
        ["Bilag;Dato;Sted;Konto;Beløb;Tekst;Beløb", *(f"x;05.01.2026;1;2;1,00;t;{n},00" for n in (3, 4))],
        POSTING.replace('from = "Beløb"', 'from = "Beløb#2"').replace("[file]", 'ignore = "Beløb"\n[file]'),
    )
    assert second.accepted["amount"].to_list() == ["3.00", "4.00"]


def test_short_rows_where_the_spec_allows_them(read: Callable[..., Read]) -> None:
    toml = POSTING.replace('kind = "csv"', 'kind = "csv"\nallow_short_rows = true')
    assert read([HEADER, *ROWS, "B5;09.02.2026;1001;22;1,00"], toml).reading.accepted == 5


def test_cpr_numbers_are_masked_and_counted(read: Callable[..., Read]) -> None:
    texts = ["Barn 010203-1234 og 1102031234", "101901234", "3112991234,", "3113991234", "30021990001", "0101901234"]
    found = read(
        [HEADER, *(f"0101901234;05.01.2026;1;2;1,00;{text}" for text in texts), "0101901234;x;1;2;1,00;0101901234"]
    )
    assert found.accepted["text"].to_list() == [
        "Barn [CPR] og [CPR]", "[CPR]", "[CPR],", "3113991234", "30021990001", "[CPR]",
    ]  # fmt: skip
    assert set(found.accepted["voucher"]) == {"0101901234"}
    assert found.quarantined["record"].to_list() == ["0101901234;x;1;2;1,00;[CPR]"]
    assert found.reading.masked_cpr == 5
    assert "5 cells" in found.reading.warnings[0]


def test_periods_of_a_delivery(read: Callable[..., Read]) -> None:
    assert read([HEADER, *ROWS]).reading.periods == ("2026-01", "2026-02")
    toml = POSTING.replace('"*.csv"', '"p_{yyyy}K{Q}.csv"')
    assert read([HEADER, *ROWS], toml, "p_2026K1.csv").reading.periods == ("2026-Q1",)

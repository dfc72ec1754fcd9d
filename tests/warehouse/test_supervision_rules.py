"""Each rule of atypical postings on data made by hand: what it finds, and what stands just at its limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_tables
from pipelines.lineage import sql_files, tables_read
from pipelines.purchase_settings import atypical_rules
from tests.warehouse.drawn import raw_database, read_tables, rows_of

ORGANISATION = """
organisation
unit_id | name       | parent_id | kind
100     | Center Ro  |           | centre
111     | Vestskolen | 100       | institution
1111    | Køkken     | 111       | cost_centre
222     | Østskolen  | 100       | institution
"""

Hits = set[tuple[str, str]]
SETTING, LIMIT = "setting\nname | value\n", "supervision_tender_limit_dkk | 1600000\n"


def supervised(*drawings: str) -> DuckDBPyConnection:
    """What the atypical postings are made from and they themselves; no other mart."""
    con = raw_database("\n\n".join([ORGANISATION, *drawings]))
    build_tables(con, "marts.supervision__atypical_unit")
    return con


def hits(*drawings: str) -> Hits:
    """The vouchers that are found, each with its rule."""
    with supervised(*drawings) as con:
        rows = rows_of(con, "select voucher, unnest(reasons).rule as rule from marts.supervision__atypical")
    return {(str(row["voucher"]), str(row["rule"])) for row in rows}


def found(rule: str, *drawings: str) -> set[str]:
    """The vouchers that one rule finds."""
    return {voucher for voucher, name in hits(*drawings) if name == rule}


def purchases(heading: str, *rows: str) -> str:
    """Invoices of a Monday in March 2025, in unit 111, unless the drawing says otherwise."""
    drawn = read_tables("\n".join(["posting", heading, *rows]))["posting"]
    ordinary = {
        "fiscal_year": "2025",
        "period": "3",
        "posting_date": "2025-03-10",
        "cost_centre": "111",
        "account": "40000000",
        "kind": "invoice",
        "text": "Køb",
    }
    lines = [{**ordinary, **{name: cell for name, cell in row.items() if cell}} for row in drawn]
    blank = {name for row in drawn for name, cell in row.items() if cell is None}
    columns = list(dict.fromkeys(name for line in lines for name in line))
    assert not blank & {"posting_date", "amount"}
    body = [" | ".join(line.get(name, "") if line.get(name) != "-" else "" for name in columns) for line in lines]
    return "\n".join(["posting", " | ".join(columns), *body, ""])


def test_the_rules_are_nine() -> None:
    assert atypical_rules() == (
        "closed_year",
        "duplicate_invoice",
        "free_day",
        "missing_text",
        "new_supplier",
        "round_amount",
        "same_person",
        "split_purchase",
        "unusual_amount",
    )


def test_every_rule_is_in_the_union() -> None:
    """A file that forgets to say what it is a member of would find nothing."""
    union = next(file for file in sql_files("marts") if file.stem == "supervision__found")
    assert {f"marts.supervision__rule_{rule}" for rule in atypical_rules()} <= tables_read(union)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The same invoice on another voucher, years apart or not; the first of them is not told.
        (["a | 5000 | 7 | 2025-01-06", "b | 5000 | 7 | 2025-12-01"], {"b"}),
        # Two lines of one voucher are one invoice.
        (["a | 5000 | 7 | 2025-01-06", "a | 5000 | 7 | 2025-01-06"], set()),
        # Another number: 30 days are near, 31 are not.
        (["a | 5000 | 7 | 2025-03-03", "b | 5000 | 8 | 2025-04-02"], {"b"}),
        (["a | 5000 | 7 | 2025-03-03", "b | 5000 | 8 | 2025-04-03"], set()),
        # An øre apart.
        (["a | 5000 | 7 | 2025-03-03", "b | 5000.01 | 7 | 2025-03-04"], set()),
        # A credit note takes the second one back, before or after it.
        (["a | 5000 | 7 | 2025-03-03", "b | 5000 | 7 | 2025-03-10", "c | -5000 | 7 | 2025-03-12"], set()),
        (["a | 5000 | 7 | 2025-03-03", "c | -5000 | 7 | 2025-03-05", "b | 5000 | 7 | 2025-03-10"], set()),
        (["a | 5000 | 7 | 2025-03-03", "b | 5000 | 8 | 2025-03-10", "c | -5000 | 9 | 2025-03-12"], set()),
        # Booked three times and taken back once: there is one too many still.
        (
            ["a | 5000 | 7 | 2025-03-03", "b | 5000 | 7 | 2025-03-10", "c | 5000 | 7 | 2025-03-11",
             "d | -5000 | 7 | 2025-03-12"],
            {"b", "c"},
        ),
        # A credit note that comes too late says nothing of two numbers.
        (["a | 5000 | 7 | 2025-03-03", "b | 5000 | 8 | 2025-03-10", "c | -5000 | 9 | 2025-06-12"], {"b"}),
        # Two credit notes of the same amount.
        (["a | -5000 | 7 | 2025-03-03", "b | -5000 | 7 | 2025-03-10"], set()),
        # Exactly at the smallest amount, and below it.
        (["a | 1000 | 7 | 2025-03-03", "b | 1000 | 7 | 2025-03-10"], {"b"}),
        (["a | 999.99 | 7 | 2025-03-03", "b | 999.99 | 7 | 2025-03-10"], set()),
        # Without numbers only the days speak.
        (["a | 5000 | - | 2025-03-03", "b | 5000 | - | 2025-03-10"], {"b"}),
    ],
)  # fmt: skip
def test_duplicate_invoice(rows: list[str], expected: set[str]) -> None:
    drawn = purchases("supplier_id | voucher | amount | invoice_no | posting_date", *(f"S1 | {row}" for row in rows))
    assert found("duplicate_invoice", drawn) == expected


def test_a_duplicate_needs_the_same_supplier_and_says_which_voucher_it_is_like() -> None:
    heading = "supplier_id | voucher | amount | invoice_no | posting_date | kind"
    drawn = purchases(
        heading,
        "S1 | a | 5000 | 7 | 2025-03-03 | invoice",
        "S2 | b | 5000 | 7 | 2025-03-04 | invoice",
        "S1 | c | 5000 | 7 | 2025-03-05 | journal",
        "S1 | d | 5000 | 7 | 2025-03-06 | invoice",
    )
    with supervised(drawn) as con:
        (row,) = rows_of(con, "select * from marts.supervision__atypical")
    (reason,) = row["reasons"]
    assert (row["voucher"], reason["rule"]) == ("d", "duplicate_invoice")
    assert (reason["related_voucher"], reason["related_date"]) == ("a", date(2025, 3, 3))
    assert (row["unit_id"], row["risk_weight"]) == ("111", Decimal(5))


def test_same_person() -> None:
    heading = "voucher | amount | registered_by | approved_by | kind"
    drawn = purchases(
        heading,
        "a | 1 | H1 | H1 | invoice",
        "b | 2 | H1 | H2 | invoice",
        "c | -3 | H3 | H3 | journal",
        "d | 4 | H4 | H4 | payroll",
        "e | 5 | H5 | H5 | internal",
        "f | 6 | - | - | invoice",
        "g | 7 | SYSAUTO | SYSAUTO | journal",
    )
    machine = "setting\nname | value\nsupervision_system_user_1 | SYSAUTO\n"
    assert found("same_person", drawn, machine) == {"a", "c"}
    assert found("same_person", drawn) == {"a", "c", "g"}


def test_round_amount_and_missing_text() -> None:
    drawn = purchases(
        "voucher | amount | text | kind | budget_type",
        "a | 50000 | x | invoice | 1",
        "b | 49999.99 | x | invoice | 1",
        "c | 60000.01 | x | invoice | 1",
        "d | 110000 | x | journal | 3",
        "e | -50000 | x | invoice | 1",
        "f | 50000 | x | payroll | 1",
        "g | 50000 | x | journal | 5",
        "h | 10000.01 | - | invoice | 1",
        "i | 10000 | - | invoice | 1",
        "j | -10000.01 | - | journal | 1",
        "k | 20000.01 | - | internal | 1",
    )
    assert hits(drawn) == {
        ("a", "round_amount"),
        ("d", "round_amount"),
        ("h", "missing_text"),
        ("j", "missing_text"),
    }


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        ("2025-03-14", False),  # a Friday
        ("2025-03-15", True),
        ("2025-03-16", True),
        ("2025-01-01", True),
        ("2025-04-16", False),
        ("2025-04-17", True),  # Maundy Thursday
        ("2025-04-18", True),
        ("2025-04-21", True),  # Easter Monday
        ("2025-04-22", False),
        ("2023-05-05", True),  # Great Prayer Day, the last time
        ("2024-04-26", False),  # where it would have been
        ("2025-05-29", True),  # Ascension
        ("2025-06-05", False),  # Constitution Day is no public holiday
        ("2025-06-09", True),  # Whit Monday
        ("2024-12-24", False),
        ("2024-12-25", True),
        ("2024-12-26", True),
        ("2024-12-31", False),
    ],
)
def test_free_day(day: str, is_free: bool) -> None:
    year, month, _ = day.split("-")
    drawn = purchases(
        "voucher | amount | posting_date | fiscal_year | period | kind | is_automated | registered_by",
        f"hand | 1 | {day} | {year} | {int(month)} | invoice | false | H1",
        f"machine | 2 | {day} | {year} | {int(month)} | invoice | true | H1",
        f"batch | 3 | {day} | {year} | {int(month)} | journal | - | SYSAUTO",
        f"pay | 4 | {day} | {year} | {int(month)} | payroll | - | H1",
        f"closing | 5 | {day} | {year} | 13 | journal | - | H1",
    )
    machine = "setting\nname | value\nsupervision_system_user_1 | SYSAUTO\n"
    assert found("free_day", drawn, machine) == ({"hand"} if is_free else set())


def test_easter_of_every_year_of_a_century() -> None:
    """Against the days that the church has printed, in years that are easy to get wrong."""
    known = {1954: "04-18", 1981: "04-19", 2000: "04-23", 2008: "03-23", 2011: "04-24", 2038: "04-25", 2049: "04-18"}
    drawn = purchases("amount | fiscal_year | posting_date", "1 | 1954 | 1954-02-01", "2 | 2049 | 2049-02-01")
    with supervised(drawn) as con:
        days = {row["free_day"] for row in rows_of(con, "select * from marts.supervision__free_day")}
    assert {date.fromisoformat(f"{year}-{day}") for year, day in known.items()} <= days


def test_closed_year() -> None:
    drawn = purchases(
        "voucher | amount | fiscal_year | period | posting_date | kind",
        "a | 1 | 2024 | 13 | 2025-03-31 | journal",
        "b | 2 | 2024 | 13 | 2025-04-01 | journal",
        "c | 3 | 2024 | 12 | 2025-04-01 | payroll",
        "d | 4 | 2024 | 12 | 2024-12-30 | invoice",
        "e | 5 | 2025 | 1 | 2024-12-30 | invoice",
    )
    assert found("closed_year", drawn) == {"b", "c"}
    later = "setting\nname | value\nsupervision_closed_after_months | 4\n"
    assert found("closed_year", drawn, later) == set()


def test_new_supplier() -> None:
    drawn = purchases(
        "supplier_id | voucher | amount | fiscal_year | period | posting_date",
        "S0 | first | 900001 | 2024 | 1 | 2024-01-02",
        "S1 | early | 100002 | 2024 | 12 | 2024-12-31",  # 364 days: the ledger does not reach back a year
        "S2 | a | 100000.01 | 2025 | 1 | 2025-01-02",
        "S3 | b | 100000 | 2025 | 3 | 2025-03-10",
        "S4 | small | 1 | 2025 | 3 | 2025-03-10",
        "S4 | c | 500001 | 2025 | 3 | 2025-03-11",
        "S0 | d | 800001 | 2025 | 3 | 2025-03-11",
        "S5 | e | 100003 | 2025 | 3 | 2025-03-11",
    )
    assert found("new_supplier", drawn) == {"a", "e"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Together exactly the limit is not past it; an øre more is, and the purchase that passes it is told.
        (["a | 800000 | 2025-03-03", "b | 800000 | 2025-03-10"], set()),
        (["a | 800000 | 2025-03-03", "b | 800000.01 | 2025-03-10"], {"b"}),
        # 30 days apart, and 31.
        (["a | 800000 | 2025-03-03", "b | 800001 | 2025-04-02"], {"b"}),
        (["a | 800000 | 2025-03-03", "b | 800001 | 2025-04-03"], set()),
        # What follows while it is passed is the same story.
        (["a | 800000 | 2025-03-03", "b | 800001 | 2025-03-10", "c | 50001 | 2025-03-12"], {"b"}),
        # One purchase on two lines is not several; one that passes the limit by itself is another matter.
        (["a | 800000 | 2025-03-03", "a | 800001 | 2025-03-03"], set()),
        (["a | 1700000 | 2025-03-03"], set()),
        # On one day: the largest stands for them.
        (["a | 600001 | 2025-03-03", "b | 700001 | 2025-03-03", "c | 500001 | 2025-03-03"], {"b"}),
        # Taken back: credit notes are no purchases.
        (["a | 800000 | 2025-03-03", "b | -800001 | 2025-03-10"], set()),
    ],
)
def test_split_purchase(rows: list[str], expected: set[str]) -> None:
    drawn = purchases("supplier_id | voucher | amount | posting_date", *(f"S1 | {row}" for row in rows))
    assert found("split_purchase", drawn, f"{SETTING}{LIMIT}") == expected


def test_a_split_purchase_is_one_unit_s_from_one_supplier_outside_agreements() -> None:
    heading = "supplier_id | voucher | amount | posting_date | cost_centre | is_on_agreement | budget_type | account"
    drawn = purchases(
        heading,
        "S1 | a | 800000 | 2025-03-03 | 111 | false | 1 | 40000000",
        "S1 | b | 800001 | 2025-03-10 | 222 | false | 1 | 40000000",  # another unit
        "S2 | c | 800002 | 2025-03-10 | 111 | false | 1 | 40000000",  # another supplier
        "S1 | d | 800003 | 2025-03-11 | 111 | true | 1 | 40000000",  # on an agreement
        "S1 | e | 800004 | 2025-03-11 | 111 | false | 3 | 40000000",  # a capital project
        "S1 | f | 800005 | 2025-03-11 | 111 | false | 1 | 47000000",  # where no tender is needed
    )
    exempt = f"{SETTING}{LIMIT}supervision_tender_exempt_account_1 | 47000000\n"
    assert found("split_purchase", drawn, exempt) == set()
    assert found("split_purchase", drawn, f"{SETTING}{LIMIT}") == {"f"}
    kitchen = purchases(heading, "S1 | g | 800006 | 2025-03-12 | 1111 | false | 2 | 41000000")
    with supervised(drawn, exempt, kitchen) as con:
        rows = rows_of(con, "select voucher, unnest(reasons) as reason from marts.supervision__atypical")
    (reason,) = [row["reason"] for row in rows if row["voucher"] == "g"]
    assert (reason["compared_dkk"], reason["compared_count"]) == (Decimal("1600006.00"), 2)
    assert reason["related_date"] == date(2025, 3, 3)


def usual(count: int, *rows: str) -> str:
    """`count` postings around 1 000 whose median is 1 000 and MAD 10, and `rows` beside them."""
    around = [f"u{number} | {1000 + (number % 3 - 1) * 10 * (1 + number // 3 % 2)} | 111" for number in range(count)]
    return purchases("voucher | amount | cost_centre", *around, *rows)


def test_unusual_amount() -> None:
    # 33 postings: 990 and 980, 1000, 1010 and 1020 in turn; with one more far up the median and the MAD stay.
    at_the_limit, above = "1088.95", "1088.96"  # 1000 + 6 x 1.4826 x 10 = 1088.956
    assert found("unusual_amount", usual(33, f"x | {at_the_limit} | 111")) == set()
    assert found("unusual_amount", usual(33, f"x | {above} | 111")) == {"x"}
    # A cost centre of the unit counts with it; another unit has too few postings of its own.
    assert found("unusual_amount", usual(33, f"x | {above} | 1111")) == {"x"}
    assert found("unusual_amount", usual(33, "x | 99999.99 | 222")) == set()
    # Far below is not above.
    assert found("unusual_amount", usual(33, "x | -5000 | 111", "y | 1 | 111")) == set()


def test_thirty_postings_are_needed_to_know_what_is_usual() -> None:
    assert found("unusual_amount", usual(28, "x | 70001 | 111")) == set()
    assert found("unusual_amount", usual(29, "x | 70001 | 111")) == {"x"}


def test_nothing_is_unusual_where_most_amounts_are_alike() -> None:
    alike = purchases("voucher | amount", *[f"u{number} | 500" for number in range(40)], "x | 70001")
    assert found("unusual_amount", alike) == set()


def test_weights_are_the_municipality_s_and_nought_turns_a_rule_off() -> None:
    drawn = purchases("voucher | amount | registered_by | approved_by | text", "a | 50000 | H1 | H1 | -")
    own = "setting\nname | value\nsupervision_weight_round_amount | 7.5\nsupervision_weight_same_person | 0\n"
    with supervised(drawn, own) as con:
        (row,) = rows_of(con, "select * from marts.supervision__atypical")
        by_rule = rows_of(
            con, "select unit_id, rule, posting_count, risk_weight from marts.supervision__atypical_unit order by all"
        )
    assert [reason["rule"] for reason in row["reasons"]] == ["round_amount", "missing_text"]
    assert row["risk_weight"] == Decimal("9.5")
    assert {(one["rule"], one["posting_count"]) for one in by_rule} == {
        ("any", 1), ("missing_text", 1), ("round_amount", 1)
    }  # fmt: skip
    assert {one["unit_id"] for one in by_rule} == {"municipality", "100", "111"}
    assert {one["risk_weight"] for one in by_rule if one["rule"] == "any"} == {Decimal("9.5")}

"""The worked examples of purchases: an invoice is counted once, and coverage is of what has an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_tables
from pipelines.home import open_home
from pipelines.problems import WrongUse
from pipelines.purchase_settings import purchase_settings
from tests.warehouse.drawn import raw_database, rows_of

DRAWN = """
organisation
unit_id | name       | parent_id | kind
100     | Center Ro  |           | centre
111     | Vestskolen | 100       | institution
222     | Østskolen  | 100       | institution

account
account  | name
22000000 | Fødevarer
40000000 | Pladser
49000000 | Konsulenter

setting
name                           | value
purchases_consultant_account_1 | 49000000

posting
fiscal_year | period | cost_centre | account  | budget_type | kind    | supplier_id | invoice_no | voucher | amount | is_automated | is_on_agreement
2024        | 2      | 111         | 22000000 | 1           | invoice | S1          | 1          | v0      | 400    | true         | true
2025        | 1      | 111         | 22000000 | 1           | invoice | S1          | 7          | v1      | 100.10 | true         | true
2025        | 1      | 111         | 22000000 | 1           | invoice | S1          | 7          | v1      | 20     | true         | false
2025        | 2      | 222         | 22000000 | 1           | invoice | S1          | 7          | v2      | 3      | false        | true
2025        | 2      | 222         | 22000000 | 1           | invoice | S2          | 7          | v3      | 50     | true         | false
2025        | 2      | 222         | 22000000 | 1           | invoice | S2          | 8          | v4      | -10    | true         | false
2025        | 2      | 222         | 40000000 | 1           | invoice | S3          | 9          | v5      | 900    | false        | false
2025        | 2      | 222         | 49000000 | 3           | invoice | S4          |            | v6      | 70     |              |
2025        | 2      | 222         | 49000000 | 1           | invoice |             |            | v6      | 5      |              |
2025        | 3      | 222         | 49000000 | 1           | journal |             |            | v7      | -6     |              |
2025        | 3      | 222         | 22000000 | 5           | invoice | S1          | 11         | v8      | 8000   | true         | true
2025        | 3      | 222         | 22000000 | 1           | payroll | S1          | 12         | v9      | 9000   | true         | true
"""  # noqa: E501 - a drawn table

TABLES = ("marts.purchases__municipality_period", "marts.purchases__unit_supplier")


@pytest.fixture(scope="module")
def con() -> Iterator[DuckDBPyConnection]:
    with raw_database(DRAWN) as con:
        build_tables(con, *TABLES)
        yield con


def unit(con: DuckDBPyConnection, unit_id: str, period: int = 3, year: int = 2025) -> dict[str, object]:
    (row,) = rows_of(
        con,
        "select * from marts.purchases__unit_period where unit_id = ? and fiscal_year = ? and period = ?",
        unit_id,
        year,
        period,
    )
    return row


def test_an_invoice_is_counted_once_where_it_began(con: DuckDBPyConnection) -> None:
    """S1's number 7 stands on three lines, two vouchers and two units: one invoice, in January, of unit 111."""
    whole = unit(con, "municipality")
    assert whole["invoice_count"] == 5  # S1 7, S2 7, S2 8, S3 9, and voucher v6, whose lines have no number
    assert (unit(con, "111")["invoice_count"], unit(con, "222")["invoice_count"]) == (1, 4)
    assert unit(con, "111", 1)["invoice_count"] == 1


def test_one_line_by_hand_is_enough_and_silence_is_not_counted(con: DuckDBPyConnection) -> None:
    whole = unit(con, "municipality")
    assert (whole["told_invoice_count"], whole["automated_invoice_count"]) == (4, 2)
    assert whole["automated_invoice_share"] == 0.5
    assert unit(con, "111")["automated_invoice_share"] == 0.0
    assert whole["last_year_automated_invoice_share"] == 1.0


def test_coverage_is_of_the_accounts_that_have_an_agreement(con: DuckDBPyConnection) -> None:
    whole = unit(con, "municipality")
    assert whole["purchase_dkk"] == Decimal("1138.10")
    assert whole["agreement_category_dkk"] == Decimal("163.10")
    assert (whole["on_agreement_dkk"], whole["outside_agreement_dkk"]) == (Decimal("103.10"), Decimal("60.00"))
    assert whole["agreement_coverage_share"] == pytest.approx(103.10 / 163.10, abs=1e-15)
    assert whole["last_year_agreement_coverage_share"] == 1.0
    names = rows_of(con, "select * from marts.purchases__account_year where fiscal_year = 2025 order by account")
    assert [(row["account"], row["has_agreement"], row["is_consultant"]) for row in names] == [
        ("22000000", True, False),
        ("40000000", False, False),
        ("49000000", False, True),
    ]


def test_consultants_are_every_posting_on_their_accounts(con: DuckDBPyConnection) -> None:
    assert unit(con, "222", 2)["consultant_dkk"] == Decimal("75.00")
    assert unit(con, "222")["consultant_dkk"] == Decimal("69.00")
    assert unit(con, "222")["consultant_share"] == pytest.approx(69 / 1018)
    assert unit(con, "111")["consultant_dkk"] == 0
    assert unit(con, "municipality", year=2024, period=12)["consultant_dkk"] == 0


def test_suppliers_outside_agreements_and_among_consultants(con: DuckDBPyConnection) -> None:
    rows = rows_of(
        con,
        "select supplier_list, supplier_rank, supplier_id, posting_count, amount_dkk "
        "from marts.purchases__unit_supplier where unit_id = 'municipality' and fiscal_year = 2025 and period = 3 "
        "order by supplier_list desc, supplier_rank",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("outside_agreement", 1, "S2", 2, Decimal("40.00")),
        ("outside_agreement", 2, "S1", 1, Decimal("20.00")),
        ("consultant", 1, "S4", 1, Decimal("70.00")),
        ("consultant", 2, None, 2, Decimal("-1.00")),
    ]


def test_everybody_may_see_rates_in_whole_per_mille_and_nothing_else(con: DuckDBPyConnection) -> None:
    rows = rows_of(con, "select * from marts.purchases__municipality_period where fiscal_year = 2025 and period = 3")
    assert rows == [
        {
            "fiscal_year": 2025,
            "period": 3,
            "automated_invoice_share": 0.5,
            "agreement_coverage_share": 0.632,
            "consultant_share": 0.061,
        }
    ]


def test_a_municipality_can_name_its_categories_and_mark_no_consultants() -> None:
    named = DRAWN.replace("purchases_consultant_account_1 | 49000000", "purchases_agreement_account_1  | 40000000")
    with raw_database(named) as con:
        build_tables(con, *TABLES)
        whole = unit(con, "municipality")
    assert (whole["agreement_category_dkk"], whole["on_agreement_dkk"]) == (Decimal("900.00"), 0)
    assert (whole["agreement_coverage_share"], whole["consultant_dkk"], whole["consultant_share"]) == (0.0, None, None)


def test_a_source_that_says_nothing_leaves_the_figures_empty() -> None:
    silent = DRAWN.replace("true", "").replace("false", "")
    with raw_database(silent) as con:
        build_tables(con, *TABLES)
        whole = unit(con, "municipality")
        listed = rows_of(con, "select * from marts.purchases__unit_supplier where supplier_list = 'outside_agreement'")
    assert (whole["invoice_count"], whole["told_invoice_count"]) == (5, 0)
    names = ("automated_invoice_share", "agreement_category_dkk", "outside_agreement_dkk", "agreement_coverage_share")
    assert [whole[name] for name in names] == [None] * 4
    assert listed == []


def test_without_purchases_there_is_nothing() -> None:
    with raw_database("organisation\nunit_id | name | kind\n111 | Vestskolen | institution") as con:
        build_tables(con, *TABLES)
        assert rows_of(con, "select * from marts.purchases__unit_period") == []
        assert rows_of(con, "select * from marts.purchases__municipality_period") == []


def test_settings_are_read_and_an_unknown_rule_is_told(tmp_path: Path) -> None:
    file = tmp_path / "municipality.toml"
    file.write_text(
        'name = "Kommunen"\n[purchases]\nconsultant_accounts = ["1", "2"]\n'
        '[supervision]\nround_dkk = 70000\nsystem_users = ["X"]\n[supervision.weights]\nfree_day = 0.5\n',
        encoding="utf-8",
    )
    settings = purchase_settings(open_home(tmp_path, file))
    assert settings["purchases_consultant_account_2"] == "2"
    assert settings["supervision_round_dkk"] == 70000
    assert settings["supervision_system_user_1"] == "X"
    assert settings["supervision_weight_free_day"] == Decimal("0.5")
    file.write_text('name = "Kommunen"\n[supervision.weights]\nweather = 1\n', encoding="utf-8")
    with pytest.raises(WrongUse, match=r"supervision\.weights\.weather: there is no such rule; the rules are c"):
        purchase_settings(open_home(tmp_path, file))

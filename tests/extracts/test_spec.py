"""Specs: what is wrong is said with file, key and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.extracts.spec import Spec, load_spec, load_specs
from pipelines.problems import WrongUse
from tests.extracts.conftest import POSTING

SPECS = Path(__file__).resolve().parents[2] / "sample_data" / "specs"

WRONG = {
    "no such key": (
        'kind = "csv"',
        'kind = "csv"\nseperator = ";"',
        "file.seperator: there is no such key; write separator",
    ),
    "no such column key": (
        'decimal = ","',
        'decimals = 2, dcimal = ","',
        "columns.amount.dcimal: there is no such key; write decimal",
    ),
    "a column that is no table": (
        '{ from = "Tekst" }',
        '"Tekst"',
        "columns.text: is no table of keys; write it as docs/sources.md shows, in { … }",
    ),
    "no such table": ('table = "posting"', 'table = "postings"', "table: there is no table 'postings'; use one of"),
    "no such column": (
        "voucher =",
        "vouchers =",
        "columns.vouchers: the table posting has no such column; write voucher",
    ),
    "needed column missing": ('account = { from = "Konto" }', "", "columns.account: the table posting needs it"),
    "no decimal mark": ('decimal = ",", ', "", "columns.amount: says not which decimal mark"),
    "no date form": (', date = "dd.MM.yyyy"', "", "columns.posting_date: says not how its dates are written"),
    "date form of a text": (
        '{ from = "Tekst" }',
        '{ from = "Tekst", date = "dd.MM.yyyy" }',
        "columns.text: `date` is for days",
    ),
    "number form of a text": (
        '{ from = "Tekst" }',
        '{ from = "Tekst", decimal = "," }',
        "columns.text: `decimal` is for amounts",
    ),
    "one mark for two": ('thousands = "."', 'thousands = ","', "columns.amount: ',' cannot be both"),
    "unknown mark": ('thousands = "."', 'thousands = "_"', "columns.amount.thousands: '_' is no thousands mark"),
    "no source": ('{ from = "Tekst" }', "{ pad = 3 }", "columns.text: says not whence it comes"),
    "two sources": ('{ from = "Tekst" }', '{ from = "Tekst", value = "x" }', "columns.text: comes from several places"),
    "value outside the list": (
        "[columns]",
        '[columns]\nkind = { value = "bill" }',
        "columns.kind: 'bill' is not allowed; use one of invoice",
    ),
    "period without take": (
        "[columns]",
        '[columns]\nperiod = { from = "P", period = "{yyyy}{MMM}" }',
        "`period` and `take` belong together",
    ),
    "bad date form": (
        '"dd.MM.yyyy"',
        '"MM.yyyy"',
        "columns.posting_date.date: the date form 'MM.yyyy' must have a day",
    ),
    "bad pattern": ('pattern = "*.csv"', 'pattern = "{day}.csv"', "file.pattern: {day} is not known"),
    "bad encoding": (
        'kind = "csv"',
        'kind = "csv"\nencoding = "ansi"',
        "file.encoding: 'ansi' is not known; use one of utf-8",
    ),
    "bad separator": ('kind = "csv"', 'kind = "csv"\nseparator = "::"', "file.separator"),
    "bad regular expression": (
        "[columns]",
        '[[leave_out]]\ncolumn = "Bilag"\nmatches = "("\nreason = "abc"\n[columns]',
        "leave_out.0.matches: the regular expression",
    ),
    "two tests": (
        "[columns]",
        '[[leave_out]]\ncolumn = "Bilag"\nis = "("\nempty = true\nreason = "abc"\n[columns]',
        "needs exactly one of is, is_not",
    ),
    "no reason": (
        "[columns]",
        '[[leave_out]]\ncolumn = "Bilag"\nempty = true\n[columns]',
        "leave_out.0.reason: is missing; add reason",
    ),
    "no extract group": ('{ from = "Tekst" }', '{ from = "Tekst", extract = "abc" }', "needs exactly one group"),
    "no file table": ("[file]", "[files]", "file"),
    "delta without key": ('mode = "full"', 'mode = "delta"', "delivery.key: a delta needs"),
    "adds_to without delta": ('mode = "full"', 'mode = "full"\nadds_to = "x"', "delivery.adds_to: only a delta"),
    "key that is no column": (
        'mode = "full"',
        'mode = "delta"\nkey = ["invoice_no"]',
        "delivery.key: 'invoice_no' is no declared column",
    ),
    "bad mode": ('mode = "full"', 'mode = "newest"', "delivery.mode"),
    "control total that is no amount": (
        "[columns]",
        '[control_total]\nvalue = "1.234,56"\n[columns]',
        "control_total.value: '1.234,56' is no amount",
    ),
    "zip without members": (
        'kind = "csv"',
        'kind = "zip"',
        "kind = 'zip' and the table [file.members] belong together",
    ),
    "sql without url": ('kind = "csv"', 'kind = "sql"', "kind = 'sql' needs url_env"),
    "sql that writes": (
        'kind = "csv"\npattern = "*.csv"',
        'kind = "sql"\nurl_env = "U"\nquery = "delete from x"',
        "query must begin with select",
    ),
    "no toml": ('source = "ledger"', "source = ledger", "the spec is no TOML"),
    "no source name": ('source = "ledger"', 'source = "My Ledger"', "source"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_specs(spec_of: Callable[[str], Spec], tmp_path: Path, case: str) -> None:
    old, new, words = WRONG[case]
    assert old in POSTING
    with pytest.raises(WrongUse) as caught:
        spec_of(POSTING.replace(old, new, 1))
    assert str(caught.value).startswith(f"{tmp_path / 'spec.toml'}: ")
    assert words in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in caught.value.what


def test_amounts_asked_of_a_table_that_has_none(spec_of: Callable[[str], Spec]) -> None:
    toml = 'source = "a"\ntable = "account"\n[file]\nkind = "csv"\npattern = "*"\n[delivery]\nmode = "full"\n'
    toml += '[columns]\naccount = { from = "K" }\nname = { from = "N" }\n[control_total]\nvalue = "1"\n'
    with pytest.raises(WrongUse, match="the table account has no amounts"):
        spec_of(toml)


def test_specs_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(POSTING, encoding="utf-8")
    (tmp_path / "a.toml").write_text(POSTING.replace("ledger", "another"), encoding="utf-8")
    (tmp_path / "municipality.toml").write_text('name = "x"', encoding="utf-8")
    assert [spec.source for spec in load_specs(tmp_path)] == ["another", "ledger"]
    (tmp_path / "c.toml").write_text(POSTING, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"c.toml: source: 'ledger' is also the name of b.toml"):
        load_specs(tmp_path)
    with pytest.raises(WrongUse, match="there is no folder of specs"):
        load_specs(tmp_path / "none")
    with pytest.raises(WrongUse, match="the spec cannot be read"):
        load_spec(tmp_path / "none.toml")


def test_which_files_are_a_sources(spec_of: Callable[[str], Spec]) -> None:
    spec = spec_of(POSTING.replace('"*.csv"', '["p_{yyyy}_{MM}*.csv", "old/*.txt"]'))
    found = spec.match("P_2026_03 rettet.csv")
    assert found is not None
    assert str(found.period) == "2026-03"
    assert spec.match("p_2026_99.csv") is None
    assert spec.match("p_2026_03.csv.exe") is None
    assert len(spec.sha256) == 64


@pytest.mark.parametrize(
    "folder",
    sorted(path for path in [SPECS, *SPECS.glob("real/*")] if any(path.glob("*.toml"))),
    ids=lambda path: path.name,
)
def test_the_projects_own_specs_load(folder: Path) -> None:
    assert load_specs(folder)

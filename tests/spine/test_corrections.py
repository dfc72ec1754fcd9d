"""Dated corrections: applied while the source is wrong, told as soon as it is not."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from pipelines.candidates import build
from pipelines.commands.quarantine import commands
from pipelines.deliveries import deliver
from pipelines.problems import Problem, WrongUse
from pipelines.publish import publish
from pipelines.quarantine import DRAFT, RefusedLine, write_as_they_came
from tests.spine.small_municipality import HEADER, MARCH, MARCH_CORRECTED, SmallMunicipality


def entry(**changes: object) -> dict[str, object]:
    return {
        "source": "posting",
        "file": "posteringer_2026_03.csv",
        "line": 2,
        "action": "set",
        "column": "amount",
        "value": "1200.00",
        "expect": {"amount": "1200.50"},
        "reason": "Keyed with an øre too many",
        "reported_to": "Opus support, case 4711",
        "date": "2026-04-14",
    } | changes


def update(small: SmallMunicipality) -> None:
    deliver(small.home)
    build(small.home)
    publish(small.home)


@pytest.fixture
def march(small: SmallMunicipality) -> SmallMunicipality:
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    return small


def test_a_value_is_set_and_told(march: SmallMunicipality) -> None:
    march.correct(entry())
    update(march)
    assert march.vouchers()["B1"] == Decimal("1200.00")
    told = march.ask("select line, before_value, after_value, amount_change_dkk from data_quality__correction")
    assert told == [(2, "1200.50", "1200.00", Decimal("-0.50"))]


def test_a_line_is_dropped_and_left_out_by_name(march: SmallMunicipality) -> None:
    march.correct(entry(action="drop", column=None, value=None))
    update(march)
    assert set(march.vouchers()) == {"B2", "B3"}
    assert march.ask("select amount_change_dkk from data_quality__correction") == [(Decimal("-1200.50"),)]


def test_a_line_in_quarantine_is_mended(small: SmallMunicipality) -> None:
    small.put_masters()
    small.put(
        "posteringer_2026_03.csv",
        HEADER + "B1;15.03.2026;111;10000001;Løn;12.3\nB2;15.03.2026;111;10000001;Løn;7,00\nI alt;;;;;130,00\n",
    )
    small.correct(entry(value="123.00", expect={"amount": None}))
    update(small)
    assert small.vouchers() == {"B1": Decimal("123.00"), "B2": Decimal("7.00")}
    assert small.ask("select count(*) from data_quality__quarantined_line") == [(0,)]


SPOILT = (
    HEADER
    + "B1;15.03.2026;111;10000001;Løn;12.3\n"
    + "B2;15.03.2026;111;10000001;Løn;7,00\n"
    + "B3;31.02.2026;111;;# {: \x85;noget\n"
    + "I alt;;;;;130,00\n"
)


@pytest.fixture
def drafted(small: SmallMunicipality, tmp_path: Path) -> list[dict[str, object]]:
    """The entries that the export has drafted for a file with two bad lines."""
    small.put_masters()
    small.put("posteringer_2026_03.csv", SPOILT, "latin-1")
    update(small)
    place = ["--home", str(small.home.folder), "--settings", str(small.home.settings_file)]
    told = CliRunner().invoke(commands, ["export", str(tmp_path / "back"), *place])
    assert told.exit_code == 0, told.output
    assert DRAFT in "".join(told.output.split())
    entries: list[dict[str, object]] = yaml.safe_load((tmp_path / "back" / DRAFT).read_text(encoding="utf-8"))
    return entries


def test_a_drafted_entry_brings_its_line_into_the_figures(
    small: SmallMunicipality, drafted: list[dict[str, object]]
) -> None:
    amount, many = drafted
    known = {"reason": "", "reported_to": "", "date": datetime.date.today()}
    assert amount == entry(value=None, expect={"amount": None}, **known)
    assert (many["line"], many["action"]) == (4, "drop")
    filled = {**amount, "value": "123.00", "reason": "A point for a comma", "reported_to": "case 4711"}
    dropped = {**many, "reason": "Three cells are wrong", "reported_to": "case 4712"}
    small.home.corrections.write_text(yaml.safe_dump([filled, dropped]), encoding="utf-8")
    update(small)
    assert small.vouchers() == {"B1": Decimal("123.00"), "B2": Decimal("7.00")}
    assert small.ask("select count(*) from data_quality__quarantined_line") == [(0,)]
    assert small.ask("select line, action from data_quality__correction order by line") == [(2, "set"), (4, "drop")]


def test_lines_of_a_workbook_are_given_back_too(tmp_path: Path) -> None:
    cells = dict.fromkeys(("fiscal_year", "account"))
    line = RefusedLine(
        "budget", "budget_line", "budget.xlsx#Ark", "År;Konto", "", 7, "2026;", "account", None, "needed_cell_empty",
        None, cells,
    )  # fmt: skip
    (path,) = write_as_they_came([line], tmp_path).values()
    assert path.read_text(encoding="utf-8").splitlines() == ["År;Konto", "2026;"]


def test_a_draft_that_nobody_filled_in_corrects_nothing(
    small: SmallMunicipality, drafted: list[dict[str, object]]
) -> None:
    for one in drafted:
        small.home.corrections.write_text(yaml.safe_dump([one]), encoding="utf-8")
        with pytest.raises(WrongUse, match="entry 0"):
            build(small.home)


def test_a_source_that_has_mended_itself_stops_the_build(march: SmallMunicipality) -> None:
    march.correct(entry(expect={"amount": "9999.00"}))
    deliver(march.home)
    with pytest.raises(Problem, match=r"posteringer_2026_03\.csv, line 2.*expects '9999\.00'.*'1200\.50'.*remove"):
        build(march.home)


def test_a_replaced_file_stops_the_build(march: SmallMunicipality) -> None:
    march.correct(entry())
    update(march)
    march.put("posteringer_2026_03_rettet.csv", MARCH_CORRECTED)
    deliver(march.home)
    with pytest.raises(Problem, match="not in force"):
        build(march.home)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"action": "delete"}, "action"),
        ({"value": None}, "needs column and value"),
        ({"expect": {}}, "expect"),
        ({"line": 0}, "line"),
        ({"date": "yesterday"}, "date"),
        ({"remark": "x"}, "remark"),
        ({"column": "belob"}, "belob is no column of posting"),
        ({"value": "9.999,00"}, r"'9\.999,00' is not written as a decimal is: -1234\.56"),
        ({"value": "1e3"}, "not written as a decimal"),
        ({"column": "posting_date", "value": "31.03.2026"}, "not written as a date"),
        ({"column": "posting_date", "value": "2026-02-30"}, "not written as a date"),
        ({"column": "budget_type", "value": "9"}, "'9' is not one of"),
    ],
)
def test_a_wrong_entry_is_told(march: SmallMunicipality, changes: dict[str, object], told: str) -> None:
    march.correct(entry(**changes))
    deliver(march.home)
    with pytest.raises(WrongUse, match=told):
        build(march.home)


def test_two_entries_on_one_line_are_told(march: SmallMunicipality) -> None:
    march.correct(entry(), entry(value="7.00"))
    deliver(march.home)
    with pytest.raises(WrongUse, match="two entries"):
        build(march.home)

"""Lines about employees: no key, no hour and no krone of theirs leaves the folder that the owner alone can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.candidates import build
from pipelines.commands.quarantine import commands
from pipelines.deliveries import deliver
from pipelines.manifest import RELEASE_FILE
from pipelines.publish import publish
from tests.spine.small_municipality import MARCH, SmallMunicipality

EMPLOYMENT = """
source = "pay"
table = "employment_month"
title = "Løn"
[file]
kind = "csv"
pattern = "loen*.csv"
[delivery]
mode = "full"
[columns]
employee_key = { from = "Medarbejder", private = true }
unit_id = { from = "Sted" }
month = { from = "Måned", date = "dd.MM.yyyy" }
paid_hours = { from = "Timer", decimal = "," }
wage_amount = { from = "Løn", decimal = "," }
"""
ABSENCE = """
source = "away"
table = "absence"
title = "Fravær"
[file]
kind = "csv"
pattern = "fravaer*.csv"
[delivery]
mode = "full"
[[leave_out]]
reason = "another year"
column = "Årsag"
is = "Gammel"
[columns]
employee_key = { from = "Medarbejder", private = true }
unit_id = { from = "Sted" }
date_from = { from = "Fra", date = "dd.MM.yyyy" }
date_to = { from = "Til", date = "dd.MM.yyyy" }
hours = { from = "Timer", decimal = "," }
cause_group = { from = "Årsag", values = { Syg = "own_sickness" } }
"""
CANARIES = ("KANARIE", "987,65", "987.65", "43210,98", "43210.98", "33,21", "33.21", "77,31", "77.31", "66666")


@pytest.fixture
def paid(small: SmallMunicipality) -> SmallMunicipality:
    small.write_spec("pay", EMPLOYMENT)
    small.write_spec("away", ABSENCE)
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    rows = [f"KANARIE{number};111;31.03.2026;160,33;43210,98\n" for number in range(6)]
    rows += ["KANARIE7;111;31.03.2026;987,65x;43210,98\n", "KANARIE8;111;31.03.2026;100,00;43210,98\n"]
    small.put("loen.csv", "Medarbejder;Sted;Måned;Timer;Løn\n" + "".join(rows))
    away = ["KANARIE1;111;02.03.2026;03.03.2026;33,21;Syg\n", "KANARIE2;111;32.03.2026;;77,31;Syg\n"]
    away += ["KANARIE3;111;02.03.2026;;77,31;Gammel\n"]
    small.put("fravaer.csv", "Medarbejder;Sted;Fra;Til;Timer;Årsag\n" + "".join(away))
    small.correct(
        {
            "source": "pay", "file": "loen.csv", "line": 9, "action": "set", "column": "paid_hours",
            "value": "66666.00", "expect": {"paid_hours": "100.00"}, "reason": "Typed wrong",
            "reported_to": "Payroll", "date": "2026-04-14",
        }
    )  # fmt: skip
    deliver(small.home)
    build(small.home)
    publish(small.home)
    return small


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def test_nothing_of_a_line_is_in_the_release(paid: SmallMunicipality) -> None:
    folder = paid.home.releases / paid.current.release
    with duckdb.connect(folder / RELEASE_FILE, read_only=True) as con:
        tables = [name for (name,) in con.execute("select table_name from information_schema.tables").fetchall()]
        for table in tables:
            cells = str(con.execute(f'select * from "{table}"').fetchall())
            assert found_in(cells) == [], table
    assert found_in((folder / RELEASE_FILE).read_bytes().decode("latin-1")) == []
    assert found_in((folder / "manifest.json").read_text(encoding="utf-8")) == []


def test_what_is_held_back_or_mended_is_told_without_its_words(paid: SmallMunicipality) -> None:
    held = paid.ask("select source, record, value, reason from data_quality__quarantined_line order by source")
    assert held == [("away", "[privat]", "[privat]", "not_a_date"), ("pay", "[privat]", "[privat]", "not_a_number")]
    mended = paid.ask("select column_name, before_value, after_value, reason from data_quality__correction")
    assert mended == [("paid_hours", "[privat]", "[privat]", "Typed wrong")]


def test_receipts_and_the_list_of_held_lines_name_nobody(
    paid: SmallMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    for receipt in paid.home.deliveries.glob("*/receipt.json"):
        assert found_in(receipt.read_text(encoding="utf-8")) == [], receipt
    monkeypatch.setenv("COLUMNS", "300")
    arguments = ["list", "--home", str(paid.home.folder), "--settings", str(paid.home.settings_file)]
    told = CliRunner().invoke(commands, arguments)
    assert told.exit_code == 0
    assert "[privat]" in told.output
    assert found_in(told.output) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in lists of its own, which the folder inherits")
def test_what_was_delivered_is_for_the_owner_alone(paid: SmallMunicipality) -> None:
    for folder in (paid.home.deliveries, paid.home.builds):
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700

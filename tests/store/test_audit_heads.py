"""Heads of the audit log outside the database: a log that was cut, written anew or put back is told; by command too."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from dashboard.store.audit import Deed, entries, record_deed
from dashboard.store.audit_commands import commands
from dashboard.store.audit_heads import (
    FILE,
    heads_file,
    keep_daily,
    keep_head,
    last_verified,
    read_heads,
    record_restore,
    verify_log,
)
from dashboard.store.backup import back_up, restore
from pipelines.home import Home
from pipelines.problems import Problem
from tests.store.test_audit import _past_the_guards

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TAKEN = datetime(2026, 5, 3, tzinfo=UTC)


def tell(store: Engine, count: int, **said: str) -> None:
    for _ in range(count):
        record_deed(store, Deed(kind="login", person="ann", **said))  # type: ignore[arg-type]  # names of a deed


def test_one_head_a_day_is_kept_and_those_of_before_must_stand_in_the_log(home: Home, store: Engine) -> None:
    tell(store, 2)
    keep_daily(home, store, now=NOW)
    tell(store, 1)
    keep_daily(home, store, now=NOW)
    assert [(one.number, one.why) for one in read_heads(heads_file(home))] == [(2, "day")]
    keep_head(home, store, "backup", now=NOW)
    found = verify_log(home, store, now=NOW)
    assert (found.lines, found.wrong, found.told) == (3, (), ())
    kept = last_verified(home)
    assert kept is not None
    assert (kept.number, kept.wrong) == (3, 0)
    _past_the_guards(store, "delete from audit_entry where number > 1")
    assert verify_log(home, store).wrong == ("the log ends at line 1, but line 3 has been seen",)


def test_a_log_whose_heads_were_thrown_away_is_held_against_a_copy_elsewhere(home: Home, store: Engine) -> None:
    tell(store, 3)
    keep_head(home, store, "day")
    copy = read_heads(heads_file(home))
    heads_file(home).unlink()
    _past_the_guards(store, "delete from audit_entry where number = 3")
    assert verify_log(home, store).wrong == ()
    assert verify_log(home, store, copy).wrong == ("the log ends at line 2, but line 3 has been seen",)


def test_a_head_that_was_changed_or_taken_out_of_the_file_is_found(home: Home, store: Engine) -> None:
    for _ in range(3):
        tell(store, 1)
        keep_head(home, store, "day")
    file = heads_file(home)
    first, _, third = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{first}\n{third}\n", encoding="utf-8")
    assert verify_log(home, store).wrong == (f"head 2 of {FILE} does not follow the one before it",)
    file.write_text("{}\n", encoding="utf-8")
    with pytest.raises(Problem, match="cannot be read"):
        verify_log(home, store)


def test_a_backup_that_was_put_back_is_told_and_is_no_fault(home: Home, store: Engine, tmp_path: Path) -> None:
    tell(store, 2)
    back_up(store, tmp_path / "backup.zip")
    tell(store, 3)
    keep_head(home, store, "day")
    restore(store, tmp_path / "backup.zip", is_replacing=True)
    assert verify_log(home, store).wrong == ("the log ends at line 2, but line 5 has been seen",), "in silence"
    heads_file(home).write_text(heads_file(home).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    record_restore(home, store, TAKEN)
    found = verify_log(home, store)
    assert found.wrong == ()
    assert found.told == ("lines 3 to 5 of before were lost when a backup was put back, as line 3 says",)
    assert entries(store)[0].words == "as it was at 2026-05-03 00:00:00 UTC"
    tell(store, 4)
    assert verify_log(home, store).wrong == ()
    _past_the_guards(store, "delete from audit_entry where number >= 3")
    tell(store, 1)
    assert "line 3 does not say that a backup was put back" in verify_log(home, store).wrong


def run(home: Home, *said: str) -> tuple[int, list[str]]:
    place = ["--home", str(home.folder), "--settings", str(home.settings_file)]
    result = CliRunner().invoke(commands, [*said, *place])
    told = str(result.exception) if isinstance(result.exception, Problem) else ""
    return result.exit_code, [*result.output.splitlines(), *([told] if told else [])]


def test_the_commands_list_export_and_verify(home: Home, store: Engine, tmp_path: Path) -> None:
    tell(store, 1, thing="staff", unit_id="211", words="=1+1; „Ø“")
    record_deed(store, Deed(kind="logout", person="bo"), now=NOW)
    assert [line.partition(":")[0] for line in run(home, "list")[1]] == ["2", "1"]
    assert [line.partition(":")[0] for line in run(home, "list", "--kind", "logout", "--to", "2026-05-04")[1]] == ["2"]
    assert run(home, "list", "--to", "2026-05-03") == (0, [])
    assert run(home, "list", "--person", "ann", "--unit", "211")[1][0].endswith("login · ann · staff · 211 · =1+1; „Ø“")
    assert "no kind" in run(home, "list", "--kind", "everything")[1][-1]
    assert run(home, "export", str(tmp_path / "log.csv"))[1] == [f"{tmp_path / 'log.csv'}: 3 lines."]
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["words"] for row in rows] == ["'=1+1; „Ø“", "", ""]
    assert (rows[2]["kind"], rows[2]["thing"]) == ("download", "audit_log"), "taking it out is a line of it"
    run(home, "export", str(tmp_path / "log.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["before"] for line in lines[1:]] == [line["seal"] for line in lines[:-1]]
    assert "neither" in run(home, "export", str(tmp_path / "log.xlsx"))[1][-1]
    assert run(home, "verify") == (0, ["The audit log is whole: 5 lines."])
    _past_the_guards(store, "update audit_entry set person = 'bo' where number = 1")
    code, told = run(home, "verify")
    assert code == 1
    assert told[0] == "line 1 is not as it was written"

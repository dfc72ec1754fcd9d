"""A backup holds all of one moment, moves between databases, and a damaged one is refused whole."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from dashboard.store.backup import back_up, read_contents, restore
from dashboard.store.carry_over import history, record_change
from dashboard.store.check import findings
from dashboard.store.database import close_stores, open_store, store_to_restore
from dashboard.store.explanations import record_explanation
from dashboard.store.models import Base
from dashboard.store.schema import versions
from pipelines.home import Home
from pipelines.problems import Problem
from tests.processes import pejling
from tests.store.conftest import home_in
from tests.store.said import ANN, EXPLANATION, say_everything
from tests.store.test_carry_over import WISH


def everything(store: Engine) -> dict[str, list[tuple[object, ...]]]:
    with store.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def row_count(store: Engine) -> int:
    return sum(len(rows) for rows in everything(store).values())


@pytest.fixture
def elsewhere(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An empty SQLite store beside the one that the test fills."""
    (tmp_path / "elsewhere").mkdir()
    with monkeypatch.context() as patch:
        patch.delenv("PEJLING_STORE_URL", raising=False)
        return open_store(home_in(tmp_path / "elsewhere"))


def test_all_that_was_said_comes_back_and_can_be_said_more_of(store: Engine, elsewhere: Engine, tmp_path: Path) -> None:
    say_everything(store)
    before = everything(store)
    assert all(before.values()), "nothing of the store is left out of the test"
    taken = back_up(store, tmp_path / "backup.zip")
    assert taken.rows == {name: len(rows) for name, rows in before.items()}
    assert restore(elsewhere, tmp_path / "backup.zip") == read_contents(tmp_path / "backup.zip") == taken
    assert everything(elsewhere) == before
    # and back into the database that it came from, in place of what stands there
    record_change(elsewhere, replace(WISH, seen_version=2))
    back_up(elsewhere, tmp_path / "later.zip")
    with pytest.raises(Problem, match=rf"holds {row_count(store)} rows already; .*--replace"):
        restore(store, tmp_path / "later.zip")
    assert everything(store) == before
    restore(store, tmp_path / "later.zip", is_replacing=True)
    assert everything(store) == everything(elsewhere)
    assert record_change(store, replace(WISH, seen_version=3)).version == 4
    assert record_change(store, replace(WISH, line_id="another")).version == 1
    assert findings(store) == []


def test_a_backup_under_load_is_one_moment_of_it(store: Engine, elsewhere: Engine, tmp_path: Path) -> None:
    is_over = threading.Event()

    def save(number: int) -> None:
        version = 0
        while not is_over.is_set():
            wish = replace(WISH, line_id=f"line {number}", seen_version=version, new_amount_dkk=Decimal(version))
            version = record_change(store, wish).version

    savers = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for saver in savers:
        saver.start()
    for number in range(3):
        back_up(store, tmp_path / f"{number}.zip")
    is_over.set()
    for saver in savers:
        saver.join()
    for number in range(3):
        taken = restore(elsewhere, tmp_path / f"{number}.zip", is_replacing=True)
        assert findings(elsewhere) == []
        assert (
            sum(len(history(elsewhere, 2025, f"line {saver}")) for saver in range(4))
            == (taken.rows["carry_over_change"])
        )
    assert taken.rows["carry_over_change"] > 0


def _without_a_row(archive: zipfile.ZipFile, name: str) -> bytes:
    content = archive.read(name)
    return content[: content.rfind(b"\n", 0, -1) + 1] if name == "carry_over_change.jsonl" else content


def _another_amount(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name).replace(b"59900000", b"59900001")


def _of_a_later_program(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name).replace(f'"version": "{versions()[-1]}"'.encode(), b'"version": "0099"')


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_without_a_row, "carry_over_change is not as it was written"),
        (_another_amount, "carry_over_change is not as it was written"),
        (_of_a_later_program, "at version 0099"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_backup_that_is_not_whole_is_refused(
    store: Engine, elsewhere: Engine, tmp_path: Path, harm: object, told: str
) -> None:
    say_everything(store)
    back_up(store, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole, zipfile.ZipFile(tmp_path / "harmed.zip", "w") as harmed:
        for name in whole.namelist():
            harmed.writestr(name, harm(whole, name))  # type: ignore[operator]
    with pytest.raises(Problem, match=told):
        restore(elsewhere, tmp_path / "harmed.zip")
    cut = (tmp_path / "backup.zip").read_bytes()
    for name, content in {"cut": cut[: len(cut) // 2], "empty": b"", "text": b"no zip"}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Problem, match="damaged, or no backup"):
            restore(elsewhere, tmp_path / name)
    assert not any(everything(elsewhere).values())


def test_a_backup_that_does_not_hold_together_is_undone(store: Engine, tmp_path: Path) -> None:
    """Someone has taken a row out of the backup and put the right sums into its manifest."""
    say_everything(store)
    before = everything(store)
    back_up(store, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole, zipfile.ZipFile(tmp_path / "forged.zip", "w") as forged:
        manifest = json.loads(whole.read("manifest.json"))
        for name in whole.namelist():
            content = whole.read(name)
            if name == "forecast_entry.jsonl":
                content = content.splitlines(keepends=True)[1]
                manifest["tables"]["forecast_entry"] = _sums(content)
            if name != "manifest.json":
                forged.writestr(name, content)
        forged.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(Problem, match="1 things of forecast_entry lack a version"):
        restore(store, tmp_path / "forged.zip", is_replacing=True)
    assert everything(store) == before


def _sums(content: bytes) -> dict[str, object]:
    return {"rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}


def test_the_check_finds_what_does_not_hold(store: Engine) -> None:
    say_everything(store)
    assert findings(store) == []
    record_explanation(store, EXPLANATION, ANN, seen_version=1)
    is_sqlite = store.dialect.name == "sqlite"
    with store.begin() as connection:
        if is_sqlite:
            connection.execute(text("drop trigger explanation_no_update"))
            connection.execute(text("drop trigger carry_over_change_no_update"))
        else:
            connection.execute(text("alter table explanation disable trigger all"))
            connection.execute(text("alter table carry_over_change disable trigger all"))
        connection.execute(text("update explanation set cause = 'weather'"))
        connection.execute(text("update explanation set version = 5 where version = 1"))
        connection.execute(text("update carry_over_change set supersedes = change_id where version = 2"))
    assert findings(store) == [
        "2 of explanation have a cause that is none",
        "1 things of explanation lack a version",
        "1 of carry_over_change supersede another than the one before",
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_check_tells_of_a_damaged_file(store: Engine, home: Home) -> None:
    say_everything(store)
    close_stores()
    file = home.folder / "store" / "pejling.db"
    content = bytearray(file.read_bytes())
    content[8192:20480] = b"\xff" * 12288
    file.write_bytes(content)
    assert any("damaged" in line or "cannot be read" in line for line in findings(store_to_restore(home)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_commands_say_what_they_did(store: Engine, home: Home, tmp_path: Path) -> None:
    say_everything(store)
    rows = row_count(store)
    close_stores()
    at_home = ("--home", str(home.folder))

    def run(*arguments: str) -> tuple[int, str]:
        ran = pejling("store", *arguments, *at_home)
        return ran.returncode, (ran.stdout + ran.stderr).strip()

    code, said = run("backup")
    file = Path(said.partition(": ")[0])
    assert (code, file.parent, said.partition(": ")[2]) == (
        0,
        home.folder / "store" / "backups",
        f"{rows} rows of {len(Base.metadata.sorted_tables)} tables.",
    )
    code, said = run("restore", str(file))
    assert code == 1
    assert f"{rows} rows already" in said
    code, said = run("restore", str(file), "--replace")
    assert (code, said.partition(" rows ")[0]) == (0, str(rows))
    assert run("check") == (0, "The store is whole.")
    assert run("backup", str(file)) == (1, f"{file}: there is such a file already; choose another name.")


def test_a_store_that_was_never_made_or_does_not_answer_needs_no_restore(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        ran = pejling("store", *arguments, "--home", str(home.folder))
        return ran.returncode, " ".join(ran.stderr.split())

    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    code, said = run("check")
    assert (code, "there is no store yet; run pejling store migrate" in said) == (1, True), said
    assert not (home.folder / "store" / "pejling.db").exists(), "none is made by asking"
    code, said = run("restore", str(home.folder / "no.zip"))
    assert (code, "there is no such file" in said) == (1, True), said
    monkeypatch.setenv("PEJLING_STORE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
    code, said = run("check")
    assert (code, "see that the store's database runs and can be reached" in said) == (1, True), said
    assert "restore" not in said


def test_a_backup_of_an_older_store_is_brought_up_to_date(store: Engine, tmp_path: Path) -> None:
    record_change(store, WISH)
    before = everything(store)
    back_up(store, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as whole, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        manifest = json.loads(whole.read("manifest.json")) | {"version": "0001"}
        manifest["tables"] = {"carry_over_change": manifest["tables"]["carry_over_change"]}
        old.writestr("carry_over_change.jsonl", whole.read("carry_over_change.jsonl"))
        old.writestr("manifest.json", json.dumps(manifest))
    restore(store, tmp_path / "old.zip", is_replacing=True)
    assert everything(store) == before
    assert record_change(store, replace(WISH, seen_version=1)).version == 2

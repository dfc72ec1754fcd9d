"""Changes are kept: superseded, never overwritten, and two people at once are told of each other."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from dashboard.store.carry_over import Basis, Wish, history, record_change, standing_changes
from dashboard.store.database import migrate, open_store
from dashboard.store.journal import NotKept, Outdated
from dashboard.store.models import Base, CarryOverChange, Overwritten
from pipelines.home import Home, open_home
from pipelines.problems import Problem, WrongUse

WISH = Wish(
    fiscal_year=2025,
    line_id="operating:110:service",
    seen_version=0,
    person="controller",
    person_role="controller",
    release="2026-02-01",
    old_amount_dkk=Decimal("599000.00"),
    new_amount_dkk=Decimal("250000.10"),
    reason="Skolen lukker to klasser",
    basis=Basis(Decimal("10000000.00"), Decimal("9400000.40"), Decimal("599000.00")),
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby"', encoding="utf-8")
    return open_home(tmp_path, tmp_path / "municipality.toml")


@pytest.fixture
def store(home: Home) -> Engine:
    return open_store(home)


def test_a_change_comes_back_to_the_oere_with_who_when_and_why(store: Engine) -> None:
    now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    made = record_change(store, WISH, now=now)
    assert made.version == 1
    assert standing_changes(store, 2025) == {WISH.line_id: made}
    assert (made.new_amount_dkk, made.old_amount_dkk) == (Decimal("250000.10"), Decimal("599000.00"))
    assert (made.person, made.entered_at, made.release) == ("controller", now, "2026-02-01")
    assert made.basis == WISH.basis
    assert standing_changes(store, 2024) == {}


def test_a_later_change_supersedes_and_the_earlier_one_stays(store: Engine) -> None:
    first = record_change(store, WISH)
    later = replace(WISH, seen_version=1, old_amount_dkk=Decimal("250000.10"), new_amount_dkk=None, reason="Fortrudt")
    second = record_change(store, later)
    assert standing_changes(store, 2025)[WISH.line_id].new_amount_dkk is None
    assert history(store, 2025, WISH.line_id) == [second, first]


def test_the_second_of_two_is_told_what_the_first_set(store: Engine) -> None:
    first = record_change(store, WISH)
    with pytest.raises(Outdated) as told:
        record_change(store, replace(WISH, person="director", new_amount_dkk=Decimal(7)))
    assert told.value.theirs == first
    assert len(history(store, 2025, WISH.line_id)) == 1


def test_of_many_at_once_one_wins_and_all_others_are_told(store: Engine) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def try_it(number: int) -> None:
        start.wait()
        try:
            record_change(store, replace(WISH, new_amount_dkk=Decimal(number)))
            outcomes.append("kept")
        except Outdated:
            outcomes.append("told")

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", *["told"] * 7]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (replace(WISH, reason="  \n "), "a change needs a reason"),
        (replace(WISH, reason="x" * 2_001), "2001 letters"),
        (replace(WISH, new_amount_dkk=Decimal("0.001")), "no amount in kroner and øre"),
        (replace(WISH, new_amount_dkk=Decimal("1e15")), "no amount in kroner and øre"),
    ],
)
def test_what_cannot_be_a_change_is_refused_in_a_sentence(store: Engine, wish: Wish, told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        record_change(store, wish)
    assert standing_changes(store, 2025) == {}


def test_a_database_that_refuses_is_told_in_a_sentence(store: Engine, home: Home) -> None:
    with sqlite3.connect(home.folder / "store" / "pejling.db") as direct:
        direct.execute("drop table carry_over_change")
    direct.close()
    with pytest.raises(NotKept, match=r"the change could not be saved .*try again"):
        record_change(store, WISH)


def test_neither_our_code_nor_sql_overwrites(store: Engine, home: Home) -> None:
    record_change(store, WISH)
    with Session(store) as session:
        row = session.get_one(CarryOverChange, 1)
        row.reason = "something else"
        with pytest.raises(Overwritten):
            session.flush()
    with sqlite3.connect(home.folder / "store" / "pejling.db") as direct:
        for statement in ("update carry_over_change set reason = ''", "delete from carry_over_change"):
            with pytest.raises(sqlite3.IntegrityError, match="superseded, never overwritten"):
                direct.execute(statement)
    direct.close()
    assert standing_changes(store, 2025)[WISH.line_id].reason == WISH.reason


def test_sqlite_is_set_as_it_must_be(store: Engine) -> None:
    with store.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("journal_mode", "foreign_keys")
        }
        assert found == {"journal_mode": "wal", "foreign_keys": 1}
        assert connection.execute(text("pragma busy_timeout")).scalar() == 10_000


def test_the_tables_are_those_of_the_models(store: Engine, home: Home) -> None:
    assert migrate(home) == "0002"
    with store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_command_brings_a_store_up_to_date_and_says_so(home: Home) -> None:
    command = [
        sys.executable,
        "-c",
        "from dashboard.cli import main; main()",
        "store",
        "migrate",
        "--home",
        str(home.folder),
    ]
    for _ in range(2):
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (ran.returncode, ran.stdout.strip()) == (0, "The store is at version 0002.")


def test_another_database_by_its_address(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_STORE_URL", f"sqlite:///{(tmp_path / 'elsewhere' / 'store.db').as_posix()}")
    record_change(open_store(home), WISH)
    assert (tmp_path / "elsewhere" / "store.db").exists()
    assert not (home.folder / "store" / "pejling.db").exists()


@pytest.mark.parametrize(
    ("url", "kind", "told"),
    [
        ("not an address", WrongUse, "PEJLING_STORE_URL: the address of the store cannot be read"),
        ("weather://host/name", WrongUse, "there is no driver for that kind of database"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch, url: str, kind: type[Problem], told: str
) -> None:
    monkeypatch.setenv("PEJLING_STORE_URL", url)
    with pytest.raises(kind, match=told):
        open_store(home)


def test_a_place_that_cannot_be_written_is_told(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    monkeypatch.setenv("PEJLING_STORE_URL", f"sqlite:///{(tmp_path / 'taken' / 'store.db').as_posix()}")
    with pytest.raises(Problem, match="the store cannot be opened"):
        open_store(home)


def test_a_password_is_never_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_STORE_URL", "weather://me:hunter2@host/name")
    with pytest.raises(WrongUse) as told:
        open_store(home)
    assert "hunter2" not in str(told.value)

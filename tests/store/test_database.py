"""Where the store is, and that its tables are those of the program, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command as alembic
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from dashboard.store.audit import Deed, Only, entries, record_deed
from dashboard.store.carry_over import record_change, standing_changes
from dashboard.store.database import close_stores, engine_of, migrate, open_store, store_url
from dashboard.store.explanations import standing_explanations
from dashboard.store.models import Base
from dashboard.store.models.base import IS_THROWN_AWAY
from dashboard.store.schema import alembic_config, upgrade, versions
from dashboard.store.sqlite_file import is_missing, sqlite_file
from dashboard.store.writing import writing
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse
from tests.processes import pejling
from tests.store import postgresql
from tests.store.test_carry_over import WISH


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_is_set_as_it_must_be(store: Engine) -> None:
    with store.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("journal_mode", "foreign_keys")
        }
        assert found == {"journal_mode": "wal", "foreign_keys": 1}
        assert connection.execute(text("pragma busy_timeout")).scalar() == 10_000


def test_the_tables_are_those_of_the_models(store: Engine, home: Home) -> None:
    assert migrate(home) == versions()[-1]
    with store.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_command_brings_a_store_up_to_date_and_says_so(home: Home, database: str) -> None:
    for _ in range(2):
        ran = pejling("store", "migrate", "--home", str(home.folder))
        assert (ran.returncode, ran.stdout.strip()) == (0, f"The store is at version {versions()[-1]}.")


@pytest.mark.parametrize("is_uri", [False, True])
def test_another_database_by_its_address(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_uri: bool
) -> None:
    file, empty = tmp_path / "else where" / "store.db", tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    url = f"sqlite:///{file.as_uri()}?uri=true" if is_uri else f"sqlite:///{file.as_posix()}"
    monkeypatch.setenv("PEJLING_STORE_URL", url)
    assert is_missing(store_url(home))
    record_change(open_store(home), WISH)
    assert file.exists()
    assert sqlite_file(store_url(home)) == file
    assert not is_missing(store_url(home))
    assert not (home.folder / "store" / "pejling.db").exists()
    assert not list(empty.iterdir()), "something was made beside the one who called"


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


def test_every_table_is_kept_from_being_overwritten_by_the_database_itself(store: Engine) -> None:
    for table in Base.metadata.tables.values():
        with store.connect() as connection:
            kinds = {column["name"] for column in inspect(connection).get_columns(table.name)}
        assert kinds == set(table.columns.keys())
        if table.info.get(IS_THROWN_AWAY):
            assert not {"person", "words"} & kinds, "nobody's word is thrown away"
            continue
        if store.dialect.name == "postgresql":  # also where there is nothing to change
            for statement in (f"delete from {table.name}", f"truncate {table.name} cascade"):
                with pytest.raises(DatabaseError, match="superseded, never overwritten"), store.begin() as connection:
                    connection.execute(text(statement))
        else:
            with store.connect() as connection:
                found = connection.execute(text("select name from sqlite_schema where type = 'trigger'")).scalars()
            assert {f"{table.name}_no_update", f"{table.name}_no_delete"} <= set(found)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_explanation_from_before_its_variances_were_kept_stands(home: Home, database: str) -> None:
    url = store_url(home)
    Path(url.database or "").parent.mkdir()
    engine = engine_of(url)
    with writing(engine) as connection:
        upgrade(connection, "0002")
        said = "(2026, 4, 'school', 'wages', 1, 'volume', 'Flere elever', '', '', null, '', 0, 'ann', 'director'"
        connection.execute(text(f"insert into explanation values {said}, '2026-05-04 09:30:00', '2026-05-01')"))
    engine.dispose()
    migrate(home)
    stands = standing_explanations(open_store(home), 2026)[4, "school", "wages"]
    assert (stands.words, stands.is_done, stands.forecast_variance_dkk) == ("Flere elever", None, None)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_store_of_the_first_version_is_brought_up_to_date_with_all_that_it_holds(home: Home, database: str) -> None:
    url = store_url(home)
    Path(url.database or "").parent.mkdir()
    engine = engine_of(url)
    with writing(engine) as connection:
        upgrade(connection, "0001")
    kept = record_change(engine, WISH)
    engine.dispose()
    assert migrate(home) == versions()[-1]
    assert standing_changes(open_store(home), 2025) == {WISH.line_id: kept}


def test_the_orders_of_the_audit_log_come_and_go_and_its_lines_stay(store: Engine) -> None:
    lines = [record_deed(store, Deed(kind="login", person=person)) for person in ("ann", "bo", "ann")]
    wanted = Only(people=["ann"])
    for command, to, names in (
        (alembic.downgrade, "0009", set[str]()),
        (alembic.upgrade, "0010", {"audit_entry_of_person", "audit_entry_of_kind"}),
    ):
        with writing(store) as connection:
            command(alembic_config(connection), to)
        with store.connect() as connection:
            assert {str(index["name"]) for index in inspect(connection).get_indexes("audit_entry")} == names
        assert entries(store, wanted) == [lines[2], lines[0]]
    with store.connect() as connection:
        is_sqlite = store.dialect.name == "sqlite"
        if not is_sqlite:
            connection.exec_driver_sql("set enable_seqscan = off")  # so few lines are read through sooner
        asked = "select * from audit_entry where person = 'ann' order by number desc limit 51"
        plan = connection.exec_driver_sql(f"explain {'query plan' if is_sqlite else ''} {asked}").all()
        assert "audit_entry_of_person" in str(plan)
        assert "sort" not in str(plan).lower()
        assert "temp b-tree" not in str(plan).lower()


def test_many_that_open_an_empty_store_at_once_make_its_tables_once(
    home: Home, tmp_path: Path, postgresql_server: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql.database(postgresql_server) as url:  # type: ignore[arg-type]
        monkeypatch.setenv("PEJLING_STORE_URL", url.render_as_string(hide_password=False))
        with ThreadPoolExecutor() as threads:
            ran = threads.map(lambda _: pejling("store", "migrate", "--home", str(home.folder)), range(3))
            assert [done.stdout.strip() for done in ran] == [f"The store is at version {versions()[-1]}."] * 3
        close_stores()


def test_a_store_of_a_newer_program_is_left_alone(home: Home, store: Engine) -> None:
    with store.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    close_stores()
    with pytest.raises(Problem, match="its tables are at version 9999"):
        open_store(home)

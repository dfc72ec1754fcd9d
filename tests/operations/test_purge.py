"""What is kept of persons goes when its time is over, nothing else does; the log says so and still holds together."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import DBAPIError

from dashboard.keeping.purge import purge
from dashboard.store.attention import look_in
from dashboard.store.audit import Deed, Head, Only, entries, findings, head, record_deed
from dashboard.store.database import close_stores, open_store
from dashboard.store.grants import GrantWish, Identity, give
from dashboard.store.models import AuditEntry, KnownPerson, LoginSession, ReminderSent, ReminderStep, Visit
from dashboard.store.models.base import Base, table_of
from dashboard.store.sessions import begin_session, end_session, known_people, session_of
from dashboard.store.writing import writing
from pipelines.home import Home, Retention, open_home
from pipelines.problems import WrongUse
from tests.spine.small_municipality import SmallMunicipality, make_municipality
from tests.spine.small_municipality import update as update_small
from tests.store.said import ANN, say_everything

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
RETENTION = """
[retention]
sessions_days = 30
people_months = 12
reminders_months = 12
visits_months = 12
audit_years = 5
deliveries_months = 24
"""
ISSUER = "https://login.example"


@pytest.fixture
def home(tmp_path: Path, database: str) -> Home:
    (tmp_path / "municipality.toml").write_text(f'name = "Pejleby"\n{RETENTION}', encoding="utf-8")
    return open_home(tmp_path, tmp_path / "municipality.toml")


@pytest.fixture
def store(home: Home) -> Engine:
    return open_store(home)


def rows(store: Engine, model: type[Base]) -> int:
    with store.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table_of(model))) or 0


def logs_in(store: Engine, subject: str, days_ago: int) -> str:
    who = Identity(ISSUER, subject)
    return begin_session(store, who, name=subject, email=f"{subject}@x.example", now=NOW - timedelta(days=days_ago))


def test_logins_and_people_go_when_their_time_is_over_and_those_with_a_right_stay(home: Home, store: Engine) -> None:
    for subject, days in (("old", 400), ("entitled", 400), ("taken", 400), ("recent", 300), ("here", 0)):
        key = logs_in(store, subject, days)
    out = logs_in(store, "out", 31)
    end_session(store, out, now=NOW - timedelta(days=31))
    for subject, until in (("entitled", None), ("taken", date(2026, 5, 3))):
        wish = GrantWish(issuer=ISSUER, subject=subject, role="director", unit_id="*", valid_from=date(2020, 1, 1),
                         valid_to=until)  # fmt: skip
        give(store, wish, ANN, now=NOW)
    purge(home, now=NOW)

    assert sorted(one.identity.subject for one in known_people(store)) == ["entitled", "here", "out", "recent"]
    assert rows(store, LoginSession) == 1
    assert session_of(store, key, now=NOW)
    assert entries(store)[0].words == "login_session 5, known_person 2"


def test_letters_and_visits_go_and_what_people_have_said_stays(home: Home, store: Engine) -> None:
    say_everything(store)
    look_in(store, "ann", "my_centre", "2020-01-01", now=NOW - timedelta(days=400))
    said = {table.name: rows_of_table(store, table.name) for table in Base.metadata.sorted_tables}
    later = NOW + timedelta(days=10 * 366)
    purge(home, now=later)
    gone = {name for name, before in said.items() if rows_of_table(store, name) < before}

    assert all(said.values())
    assert gone == {"login_session", "reminder_sent", "reminder_step", "visit", "audit_entry"}
    assert [rows(store, model) for model in (LoginSession, ReminderSent, ReminderStep, Visit)] == [0, 0, 0, 0]
    assert findings(store) == []


def rows_of_table(store: Engine, name: str) -> int:
    with store.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Base.metadata.tables[name])) or 0


def log(store: Engine, *years_ago: int) -> list[Head]:
    heads = []
    for years in years_ago:
        record_deed(store, Deed(kind="download", person="ann"), now=NOW - timedelta(days=366 * years))
        heads.append(head(store))
    return [one for one in heads if one]


def test_the_log_loses_its_oldest_lines_and_still_proves_that_nothing_else_is_gone(home: Home, store: Engine) -> None:
    heads = log(store, 8, 7, 6, 4, 3)
    purge(home, now=NOW)
    told = entries(store)[0]

    assert [one.number for one in entries(store)] == [6, 5, 4]
    assert (told.kind, told.thing) == ("purge", f"audit log until line 3 {heads[2].seal}")
    # Heads that were kept before: those that are gone are not asked for, the last of them and later ones are.
    assert findings(store, heads) == []
    assert findings(store, [Head(3, "f" * 64)]) == [
        "line 3, the last that was purged, is another than the one that was kept outside the database"
    ]
    assert findings(store, [Head(4, "f" * 64)]) != []
    # Later more goes, by a purge of its own.
    purge(home, now=NOW + timedelta(days=366 * 3))
    assert [one.number for one in entries(store)] == [7, 6]
    assert findings(store) == []


def test_lines_that_no_purge_tells_of_are_missed(home: Home, store: Engine) -> None:
    log(store, 8, 7, 6, 4, 3)
    purge(home, now=NOW)
    table = table_of(AuditEntry)
    with writing(store) as connection:
        for trigger in ("audit_entry_no_delete", "audit_entry_no_update"):
            _without_triggers(connection, trigger)
        connection.execute(delete(table).where(table.c.number == 4))
    assert "is missing" in findings(store)[0]
    # Nor does the purge's own line help whoever changes it.
    with writing(store) as connection:
        connection.execute(
            update(table).where(table.c.kind == "purge").values(thing=f"audit log until line 4 {'0' * 64}")
        )
    assert any("is not as it was written" in one for one in findings(store))


def _without_triggers(connection: object, trigger: str) -> None:
    if connection.dialect.name == "sqlite":  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"drop trigger {trigger}")  # type: ignore[attr-defined]
    else:
        connection.exec_driver_sql("alter table audit_entry disable trigger user")  # type: ignore[attr-defined]


def test_the_newest_line_stays_however_old(home: Home, store: Engine) -> None:
    log(store, 9, 8)
    purge(home, now=NOW)

    assert [one.number for one in entries(store)] == [3, 2]
    assert findings(store) == []


def test_afterwards_the_database_refuses_deletion_as_before(home: Home, store: Engine) -> None:
    log(store, 8, 1)
    say_everything(store)
    purge(home, now=NOW)

    for model in (AuditEntry, ReminderStep):
        with pytest.raises(DBAPIError, match="never overwritten"), writing(store) as connection:
            connection.execute(delete(table_of(model)))


def test_saying_what_would_go_changes_nothing(home: Home, store: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    logs_in(store, "old", 400)
    log(store, 8, 1)
    purge(home, is_dry_run=True, now=NOW)
    said = capsys.readouterr().out

    assert "login_session: 1 rows would go." in said
    assert "audit_entry: 1 rows would go." in said
    assert (rows(store, LoginSession), rows(store, KnownPerson), rows(store, AuditEntry)) == (1, 1, 2)


def test_without_a_time_nothing_goes_and_one_that_is_too_short_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = make_municipality(tmp_path / "small")
    purge(small.home, now=NOW)
    assert "sets no time under [retention]" in capsys.readouterr().err
    assert Retention() == small.home.municipality.retention
    small.home.settings_file.write_text('name = "x"\n[retention]\naudit_years = 0\n', encoding="utf-8")
    with pytest.raises(WrongUse, match=r"retention\.audit_years"):
        open_home(small.home.folder, small.home.settings_file)


STAFF = """
source = "staff"
table = "employment_month"
title = "Ansættelser"
[file]
kind = "csv"
pattern = "ansatte*.csv"
[delivery]
mode = "full"
[columns]
month = { from = "Måned", date = "yyyy-MM-dd" }
employee_key = { from = "Nr" }
unit_id = { from = "Enhed" }
position = { from = "Stilling" }
status = { from = "Status" }
paid_hours = { from = "Timer", decimal = "," }
wage_amount = { from = "Løn", decimal = "," }
"""
ROWS = "Måned;Nr;Enhed;Stilling;Status;Timer;Løn\n2026-03-01;N{0};111;Lærer;active;160,33;30000,00\n"


def test_files_about_employees_go_when_newer_ones_have_replaced_them(
    march: SmallMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
    text = march.home.settings_file.read_text(encoding="utf-8")
    march.home.settings_file.write_text(f"{text}\n[retention]\ndeliveries_months = 24\n", encoding="utf-8")
    home = open_home(march.home.folder, march.home.settings_file)
    march.write_spec("staff", STAFF)
    for number in (1, 2):
        march.put(f"ansatte_{number}.csv", ROWS.format(number))
        update_small(march)
    replaced, in_force = sorted(home.deliveries.glob("*-staff"))
    postings = [path for path in home.deliveries.rglob("*") if "-staff" not in str(path)]
    before = march.vouchers()

    purge(home, now=datetime.now(UTC))
    assert (replaced / "original").exists(), "its time is not over"
    purge(home, now=datetime.now(UTC) + timedelta(days=25 * 31))

    assert [path.name for path in replaced.iterdir()] == ["receipt.json"]
    assert {path.name for path in in_force.iterdir()} > {"receipt.json", "original"}
    assert all(path.exists() for path in postings)
    assert entries(open_store(home))[0].words == f"deliveries {replaced.name}"
    # What is made of it is made as before, and a second purge finds nothing.
    shutil.rmtree(home.releases)
    done = march.pejling("update")
    assert done.returncode == 0, done.stderr
    assert march.vouchers() == before
    purge(home, now=datetime.now(UTC) + timedelta(days=25 * 31))
    assert len(entries(open_store(home), Only(kinds=["purge"]))) == 1
    close_stores()

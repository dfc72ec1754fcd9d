"""A store that is read-only, full or gone: reading goes on, saving says so in a sentence, and it comes back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from dashboard.sentences.store_words import banner, refused
from dashboard.store import at_hand as module
from dashboard.store import atypical, follow_ups, supervision
from dashboard.store.at_hand import AtHand, at_hand, forget
from dashboard.store.carry_over import record_change, standing_changes
from dashboard.store.database import close_stores, open_store
from dashboard.store.journal import NotKept
from dashboard.texts import Texts
from pipelines.home import Home
from pipelines.problems import Problem
from tests.disks import small_disk
from tests.store import postgresql
from tests.store.said import ANN, BO, DISMISSAL, FOLLOW_UP, SIGN, say_everything
from tests.store.test_carry_over import WISH

MORE = replace(WISH, seen_version=2, reason="En grund mere")
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_all_is_well(home: Home, store: Engine) -> None:
    say_everything(store)
    found = at_hand(home)
    assert (found.trouble, banner(Texts("en"), found)) == (None, "")
    assert found.save(record_change, MORE).version == 3
    assert found.read({}, standing_changes, 2025)[WISH.line_id].version == 3


def _assert_reads_but_keeps_nothing(home: Home, trouble: str, told: str) -> None:
    forget()
    found = at_hand(home)
    assert found.trouble == trouble
    assert told in banner(Texts("en"), found)
    assert "gemmes" in banner(Texts("da"), found)
    assert "not shown" not in banner(Texts("en"), found)
    assert found.read({}, standing_changes, 2025)[WISH.line_id].version == 2
    with pytest.raises(NotKept, match="the change could not be saved") as refusal:
        found.save(record_change, MORE)
    assert refusal.value.trouble == trouble
    assert "still here" in refused(Texts("en"), refusal.value.trouble)
    _assert_oversight_is_read_and_not_kept(home, trouble)


def _supervise(found: AtHand, period: int) -> None:
    wish = replace(SIGN, period=period, words="x" * 2000)
    found.save(supervision.record_sign, wish, ANN, seen_version=0)


def _set_aside(found: AtHand, line: int) -> None:
    found.save(atypical.record_dismissals, [(replace(DISMISSAL, line=line, reason="x" * 2000), 0)], BO)


def _follow_up(found: AtHand, period: int) -> None:
    found.save(follow_ups.record_follow_up, replace(FOLLOW_UP, period=period, why="x" * 2000), BO, seen_version=0)


def _until_it_refuses(home: Home, save: Callable[[AtHand, int], None]) -> None:
    for number in range(1_000, 1_400):
        save(at_hand(home), number)


def _assert_oversight_is_read_and_not_kept(home: Home, trouble: str) -> None:
    """Supervision, atypical postings and follow-ups: what was said is read, what is said now is refused."""
    for save in (_supervise, _set_aside, _follow_up):
        with pytest.raises(NotKept) as refusal:
            _until_it_refuses(home, save)
        assert refusal.value.trouble == trouble
    found = at_hand(home)
    assert found.read({}, supervision.standing_signs, SIGN.fiscal_year)[SIGN.period, SIGN.unit_id].words == SIGN.words
    said = found.read({}, atypical.standing_dismissals)
    assert [one.reason for (_, rule), one in said.items() if rule == DISMISSAL.rule][0] == DISMISSAL.reason  # noqa: RUF015
    stands = found.read({}, follow_ups.standing_follow_ups, FOLLOW_UP.fiscal_year)
    assert stands[FOLLOW_UP.period, FOLLOW_UP.unit_id].why == FOLLOW_UP.why


@SQLITE
def test_a_file_that_can_only_be_read(
    home: Home, store: Engine, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened for reading alone, as a file without the right to write is; root may write any file."""
    say_everything(store)
    file = home.folder / "store" / "pejling.db"
    monkeypatch.setenv("PEJLING_STORE_URL", f"sqlite:///{file.as_uri()}?mode=ro&uri=true")
    _assert_reads_but_keeps_nothing(home, "read_only", "can only be read")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_can_only_be_read(home: Home, store: Engine, database: str) -> None:
    say_everything(store)
    with store.begin() as connection:
        connection.execute(text(f"alter database {store.url.database} set default_transaction_read_only = on"))
    close_stores()
    _assert_reads_but_keeps_nothing(home, "read_only", "can only be read")


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """A disk of four megabytes at `folder`; False where this user may not make one."""
    with small_disk(folder, "4m") as is_made:
        try:
            yield is_made
        finally:
            close_stores()


def _save_until_it_refuses(home: Home) -> tuple[list[str], str]:
    """The lines that were kept, and the trouble that the next one met."""
    kept: list[str] = []
    try:
        for number in range(400):
            wish = replace(MORE, line_id=f"line {number}", reason="x" * 2000)
            kept.append(at_hand(home).save(record_change, wish).line_id)
    except NotKept as refusal:
        return kept, refusal.trouble
    return kept, ""


@SQLITE
def test_a_disk_that_is_full(home: Home, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home.folder / "store"
    folder.mkdir()
    with _small_disk(folder) as is_made:
        store = open_store(home)
        say_everything(store)
        if is_made:
            with pytest.raises(OSError, match="No space left"):
                (folder / "filler").write_bytes(b"x" * 2**23)
        else:  # the same refusal from SQLite itself: not one page more
            with store.connect() as connection:
                connection.execute(text("pragma max_page_count = 1"))
            monkeypatch.setattr(module, "_LEAST_FREE_BYTES", 2**62)
        forget()
        assert at_hand(home).trouble == "full"
        assert "the disk for it is full" in banner(Texts("en"), at_hand(home))
        kept, trouble = _save_until_it_refuses(home)
        assert trouble == "full"
        _assert_oversight_is_read_and_not_kept(home, "full")
        found = at_hand(home).read({}, standing_changes, 2025)
        assert found[WISH.line_id].version == 2
        assert set(found) == {WISH.line_id, *kept}


@SQLITE
def test_a_disk_that_can_only_be_read(home: Home, database: str) -> None:
    """As it is after a fault of the disk: nothing can be made beside the file, not even SQLite's own log."""
    folder = home.folder / "store"
    folder.mkdir()
    with _small_disk(folder) as is_made:
        say_everything(open_store(home))
        close_stores()
        if is_made:
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        elif os.name != "nt":
            (folder / "pejling.db").chmod(0o444)
            folder.chmod(0o555)
        else:
            (folder / "pejling.db").chmod(0o444)
        _assert_reads_but_keeps_nothing(home, "read_only", "can only be read")
        if not is_made:
            folder.chmod(0o700)


def test_a_server_that_is_stopped_and_comes_back(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Stopped at once, as by a power cut: what is not on the disk is gone with it.
    with postgresql.server(is_durable=True) as server:
        address = server.url.set(password="hunter2").render_as_string(hide_password=False)
        monkeypatch.setenv("PEJLING_STORE_URL", address)
        try:
            say_everything(open_store(home))
            found = at_hand(home)
            server.stop()
            assert found.read({}, standing_changes, 2025) == {}
            with pytest.raises(NotKept):
                found.save(record_change, MORE)
            found = at_hand(home)
            assert (found.engine, found.trouble) == (None, "gone")
            assert banner(Texts("en"), found).endswith("What people have entered before is not shown either.")
            with pytest.raises(NotKept, match="the store is not there"):
                found.save(record_change, MORE)
            close_stores()  # a server of ours that is started now finds none either
            forget()
            assert at_hand(home).trouble == "gone"
            with pytest.raises(Problem, match="the store cannot be opened"):
                open_store(home)
            server.start()
            forget()
            assert at_hand(home).trouble is None
            assert at_hand(home).save(record_change, MORE).version == 3
            assert "hunter2" not in caplog.text
        finally:
            close_stores()
            forget()


@SQLITE
def test_what_was_found_holds_for_some_seconds(home: Home, database: str) -> None:
    found = at_hand(home)
    assert at_hand(home) is found
    forget()
    assert at_hand(home) is not found

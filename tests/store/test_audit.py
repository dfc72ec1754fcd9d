"""The audit log: each line sealed with the last; what is changed, taken out or cut off is found, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from dashboard.store.audit import FIRST_SEAL, Deed, Head, add_deed, entries, findings, head, record_deed
from dashboard.store.writing import writing

NOW = datetime(2026, 5, 4, 9, 30, 0, 123456, tzinfo=UTC)
DEED = Deed(kind="download", person="ann", person_role="centre_manager", thing="staff", unit_id="211", release="r1")


def test_lines_are_numbered_and_sealed_with_the_one_before(store: Engine) -> None:
    assert head(store) is None
    first = record_deed(store, DEED, now=NOW)
    second = record_deed(
        store, Deed(kind="login", person="bø – „Ø“ 🙂"), now=NOW.astimezone(timezone(timedelta(hours=2)))
    )
    assert (first.number, first.before, second.number, second.before) == (1, FIRST_SEAL, 2, first.seal)
    assert entries(store) == [second, first]
    assert entries(store, most=1) == [second]
    assert head(store) == Head(2, second.seal)
    assert findings(store, [Head(1, first.seal), Head(2, second.seal)]) == []


def test_a_line_is_kept_only_with_what_it_tells_of(store: Engine) -> None:
    def fail_after_it() -> None:
        with writing(store) as connection:
            add_deed(connection, DEED)
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_it()
    assert entries(store) == []


def test_many_at_once_make_one_unbroken_list(store: Engine) -> None:
    def tell(number: int) -> None:
        record_deed(store, Deed(kind="login", person=f"person {number}"))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(tell, range(100)))
    found = entries(store)
    assert [one.number for one in found] == list(range(100, 0, -1))
    assert {one.person for one in found} == {f"person {number}" for number in range(100)}
    assert findings(store) == []


@pytest.mark.parametrize("said", ["x" * 5_000, "a\x00b", "\ud800", "  ", "=HYPERLINK(1)\r\n<script>"])
def test_whatever_a_browser_sent_is_written_down(store: Engine, said: str) -> None:
    """A refusal that cannot be noted would be the way to hide one."""
    kept = record_deed(store, Deed(kind="refused", person=said, thing=said, words=said))
    assert entries(store) == [kept]
    assert findings(store) == []


def _past_the_guards(store: Engine, statement: str) -> None:
    """As somebody with the database's own tools and rights would."""
    with store.begin() as connection:
        if store.dialect.name == "sqlite":
            for what in ("update", "delete"):
                connection.execute(text(f"drop trigger if exists audit_entry_no_{what}"))
        else:
            connection.execute(text("alter table audit_entry disable trigger all"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update audit_entry set words = 'nothing' where number = 3", "line 3 is not as it was written"),
        ("update audit_entry set person = 'bo' where number = 1", "line 1 is not as it was written"),
        ("delete from audit_entry where number = 2", "line 2 is missing"),
        ("delete from audit_entry where number in (2, 3)", "line 2 is missing, and those up to 3"),
        ("delete from audit_entry where number = 1", "line 1 is missing"),
        ("delete from audit_entry where number > 3", "the log ends at line 3, but line 5 has been seen"),
        ("delete from audit_entry", "the log ends at line 0, but line 5 has been seen"),
    ],
)
def test_what_is_changed_or_taken_out_is_found(store: Engine, statement: str, told: str) -> None:
    for _ in range(5):
        last = record_deed(store, DEED)
    _past_the_guards(store, statement)
    assert findings(store, [Head(last.number, last.seal)])[0] == told


def test_a_list_that_was_written_anew_with_good_seals_is_found_by_what_was_kept_elsewhere(store: Engine) -> None:
    for _ in range(3):
        last = record_deed(store, DEED)
    _past_the_guards(store, "delete from audit_entry")
    for _ in range(3):
        record_deed(store, Deed(kind="login", person="bo"))
    assert findings(store) == []
    assert findings(store, [Head(last.number, last.seal)]) == [
        "line 3 is another than the one that was kept outside the database"
    ]


@pytest.mark.parametrize("statement", ["update audit_entry set words = ''", "delete from audit_entry"])
def test_the_database_itself_refuses_to_change_a_line(store: Engine, statement: str) -> None:
    record_deed(store, DEED)
    with pytest.raises(DatabaseError, match="never overwritten"), store.begin() as connection:
        connection.execute(text(statement))

"""Use is marked without a name, counted once when its quarter is over, and kept for two years."""

from __future__ import annotations

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dashboard.store.journal import NotKept
from dashboard.store.models import Base, UseMark
from dashboard.store.models.base import table_of
from dashboard.store.telling import EVERY
from dashboard.store.use import (
    Used,
    count_quarters,
    counted_quarters,
    mark_use,
    quarter_of,
    quarters_before,
    told_use,
)
from dashboard.store.use_key import destroy_keys, key_of, keys_of, new_key
from pipelines.home import Home
from pipelines.problems import Problem

THREADS = 50
MARKS = table_of(UseMark)

SECOND_PROCESS = """
import sys
from pathlib import Path
from dashboard.store.use_key import key_of
from pipelines.home import open_home

home = open_home(Path(sys.argv[1]), Path(sys.argv[1]) / "municipality.toml")
print("ready", flush=True)
sys.stdin.readline()
print(key_of(home, "2026K3").secret.hex(), flush=True)
"""


def heads(count: int, thing: str = "page:staff", centre: str = "schools") -> list[Used]:
    return [Used(thing, f"head {number}", "institution_head", centre) for number in range(count)]


def told(store: Engine) -> dict[tuple[str, str, str, str], int]:
    return {(one.quarter, one.thing, one.role, one.centre_id): one.at_least for one in told_use(store)}


def marks(store: Engine) -> int:
    with store.connect() as connection:
        return connection.scalar(select(func.count()).select_from(MARKS)) or 0


def test_a_person_counts_once_and_only_when_the_quarter_is_over(store: Engine) -> None:
    key = new_key("2026K3")
    for _ in range(3):
        mark_use(store, key, heads(9))
    mark_use(store, key, heads(4, "page:savings"))
    assert count_quarters(store, "2026K3") == []
    assert (counted_quarters(store), told(store)) == ([], {})
    assert count_quarters(store, "2026K4") == ["2026K3"]
    everywhere = {("institution_head", "schools"), ("institution_head", EVERY), (EVERY, EVERY)}
    assert told(store) == {("2026K3", "page:staff", *place): 5 for place in everywhere}
    assert (counted_quarters(store), marks(store)) == (["2026K3"], 0)


def test_a_quarter_of_which_nothing_can_be_told_is_over_all_the_same(store: Engine) -> None:
    mark_use(store, new_key("2026K3"), heads(3))
    count_quarters(store, "2026K4")
    assert (counted_quarters(store), told(store), marks(store)) == (["2026K3"], {}, 0)


def test_what_comes_when_a_quarter_has_been_counted_changes_nothing(store: Engine) -> None:
    key = new_key("2026K3")
    mark_use(store, key, heads(9))
    count_quarters(store, "2026K4")
    before = told(store)
    mark_use(store, key, heads(40))
    assert count_quarters(store, "2026K4") == []
    assert (told(store), marks(store)) == (before, 0)


def test_nobody_who_reads_the_store_finds_a_person_in_it(store: Engine) -> None:
    key = new_key("2026K3")
    mark_use(store, key, [*heads(9), *heads(9, "page:savings")])
    with store.connect() as connection:
        kept = [tuple(row) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))]
        found = connection.execute(select(MARKS.c.thing, MARKS.c.mark)).all()
    assert "head 1" not in str(kept)
    assert key.secret.hex() not in str(kept)
    assert len({mark for _, mark in found}) == len(found) == 27, "a person has another mark for each thing"
    assert new_key("2026K3").mark("page:staff", "head 1") not in {mark for _, mark in found}


def test_who_has_two_roles_counts_in_the_first(store: Engine) -> None:
    key = new_key("2026K3")
    mark_use(store, key, heads(10))
    mark_use(store, key, [Used("page:savings", one.person, "centre_manager", "culture") for one in heads(10)])
    count_quarters(store, "2026K4")
    assert {place[1:3] for place in told(store)} == {
        (thing, role) for thing in ("page:staff", "page:savings") for role in ("institution_head", EVERY)
    }


def test_a_key_that_was_lost_makes_nobody_count_twice(store: Engine) -> None:
    for key in (new_key("2026K3"), new_key("2026K3")):
        mark_use(store, key, heads(8))
    assert marks(store) == 32
    count_quarters(store, "2026K4")
    assert told(store) == {}, "eight people, of whom nothing can be told; not sixteen"


def test_what_is_told_is_kept_for_eight_quarters(store: Engine) -> None:
    quarters = [quarters_before("2026K4", back) for back in range(9, 0, -1)]
    assert quarters[0] == "2024K3"
    for quarter in quarters:
        mark_use(store, new_key(quarter), heads(9))
    assert count_quarters(store, "2026K4") == quarters
    assert counted_quarters(store) == quarters[:0:-1]
    assert {place[0] for place in told(store)} == set(quarters[1:])


@pytest.mark.parametrize(
    ("day", "quarter"), [("2026-01-01", "2026K1"), ("2026-03-31", "2026K1"), ("2026-10-01", "2026K4")]
)
def test_the_quarter_of_a_day(day: str, quarter: str) -> None:
    assert quarter_of(date.fromisoformat(day)) == quarter


def test_many_who_look_at_once_are_marked_once_each(store: Engine) -> None:
    key = new_key("2026K3")
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda number: mark_use(store, key, heads(10)[number % 10 : number % 10 + 1]), range(THREADS)))
    assert marks(store) == 20


def test_many_who_count_at_once_count_once(store: Engine) -> None:
    mark_use(store, new_key("2026K3"), heads(30))
    with ThreadPoolExecutor(10) as pool:
        counted = list(pool.map(lambda _: count_quarters(store, "2026K4"), range(10)))
    assert sorted(map(len, counted)) == [0] * 9 + [1]
    assert told(store)["2026K3", "page:staff", EVERY, EVERY] == 25


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_store_that_cannot_be_written_is_told_as_everywhere(store: Engine, home: Home) -> None:
    with store.begin() as connection:
        connection.exec_driver_sql("drop table use_mark")
    for act in (lambda: mark_use(store, new_key("2026K3"), heads(1)), lambda: count_quarters(store, "2026K4")):
        with pytest.raises(NotKept):
            act()


def test_the_first_views_of_a_quarter_make_one_key_in_one_process_and_in_two(home: Home) -> None:
    second = subprocess.Popen(
        [sys.executable, "-c", SECOND_PROCESS, str(home.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    with second:
        assert second.stdin
        assert second.stdout
        assert second.stdout.readline() == "ready\n"
        with ThreadPoolExecutor(THREADS) as pool:
            second.stdin.write("go\n")
            second.stdin.flush()
            keys = {key.secret.hex() for key in pool.map(lambda _: key_of(home, "2026K3"), range(THREADS))}
        assert {second.stdout.readline().strip()} == keys
    assert len(keys) == 1
    assert names(home) == {"2026K3.key"}


def test_each_quarter_has_a_key_of_its_own_that_goes_when_it_is_over(home: Home) -> None:
    old, new = key_of(home, "2026K3"), key_of(home, "2026K4")
    assert old.secret != new.secret
    assert old.made_with != new.made_with
    destroy_keys(home, "2026K4")
    assert names(home) == {"2026K4.key"}
    assert key_of(home, "2026K4") == new


def test_a_key_that_is_damaged_is_told_and_not_used(home: Home) -> None:
    key_of(home, "2026K3")
    (keys_of(home) / "2026K3.key").write_text("abc", encoding="ascii")
    with pytest.raises(Problem, match="the key cannot be read"):
        key_of(home, "2026K3")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_the_server_may_read_the_key(home: Home) -> None:
    key_of(home, "2026K3")
    assert stat.S_IMODE(keys_of(home).stat().st_mode) == 0o700
    assert stat.S_IMODE((keys_of(home) / "2026K3.key").stat().st_mode) == 0o600


def names(home: Home) -> set[str]:
    return {file.name for file in keys_of(home).iterdir()} - {".lock"}

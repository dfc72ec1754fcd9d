"""A store that is killed at work: what it said it had kept is there, nothing is half, and it goes on."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from dashboard.store.backup import back_up, read_contents, restore
from dashboard.store.carry_over import history, record_change, standing_changes
from dashboard.store.check import findings
from pipelines.home import Home
from tests.processes import running
from tests.store.test_backup import everything
from tests.store.test_carry_over import WISH
from tests.store.writers import keep_on, write_on

WRITERS = 80
KEEPERS = 7


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.timeout(600)  # each round a process of its own
def test_nothing_that_was_kept_is_lost_or_kept_twice(store: Engine, home: Home) -> None:
    lot, kept = Random(8), 0
    for _ in range(WRITERS):
        with running(write_on, home.folder, WISH) as writer:
            start = time.perf_counter()
            for _ in range(lot.randint(1, 6)):
                kept = writer.heard.recv()
                seconds, start = time.perf_counter() - start, time.perf_counter()
            # At any moment of the next save, which takes about as long as the last.
            time.sleep(seconds * lot.random())
            writer.kill()
            # What it still said before it died counts too.
            kept = max([kept, *writer.told()])
        # At once: whoever writes next would take the place of what is lost.
        assert standing_changes(store, WISH.fiscal_year)[WISH.line_id].version >= kept
    found = history(store, 2025, WISH.line_id)
    assert [change.version for change in found] == list(range(found[0].version, 0, -1)), "none is missing, none torn"
    assert all(change.new_amount_dkk == Decimal(change.version - 1) for change in found)
    assert record_change(store, replace(WISH, seen_version=found[0].version)).version == found[0].version + 1
    assert findings(store) == []


@pytest.mark.timeout(600)
def test_a_backup_or_a_restore_that_is_killed_leaves_nothing_half(store: Engine, home: Home, tmp_path: Path) -> None:
    for number in range(300):
        record_change(store, replace(WISH, line_id=f"line {number}"))
    first = tmp_path / "first.zip"
    seconds = {
        "backup": seconds_of(lambda: back_up(store, first)),
        "restore": seconds_of(lambda: restore(store, first, is_replacing=True)),
    }
    whole, lot, number = everything(store), Random(4), 0
    killed: Counter[str] = Counter()
    while min(killed["backup"], killed["restore"]) < KEEPERS:
        aim = min(seconds, key=lambda name: killed[name])
        with running(keep_on, home.folder, number) as keeper:
            step, number = next(word for word in keeper.told() if word[0] == aim)
            time.sleep(lot.random() * seconds[aim])
            keeper.kill()
            step, number = [(step, number), *keeper.told()][-1]
            killed[step] += 1
        if step != aim:  # it was over before: the machine had other work when it was measured
            seconds[aim] *= 0.8
        assert everything(store) == whole
        assert findings(store) == []
    backups = list((tmp_path / "backups").glob("*.zip"))
    assert backups
    for file in backups:
        assert read_contents(file).rows["carry_over_change"] == 300


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_killed_backup_left_is_cleared_up_a_day_later(store: Engine, home: Home) -> None:
    folder = home.folder / "backups"
    folder.mkdir()
    old, young = folder / ".a.zip.1.unfinished", folder / ".b.zip.2.unfinished"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    back_up(store, folder / "whole.zip")
    assert sorted(file.name for file in folder.iterdir()) == [young.name, "whole.zip"]

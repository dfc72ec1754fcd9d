"""A store that is killed at work: what it said it had kept is there, nothing is half, and it goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from dashboard.store.backup import back_up, read_contents
from dashboard.store.carry_over import history, record_change
from dashboard.store.check import findings
from dashboard.store.database import open_store
from pipelines.home import Home
from tests.store.test_backup import everything
from tests.store.test_carry_over import WISH

# Writes change after change, and says each version once it is kept.
WRITER = """
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from dashboard.store.carry_over import history, record_change
from dashboard.store.database import open_store
from pipelines.home import open_home
from tests.store.test_carry_over import WISH

home = Path(sys.argv[1])
store = open_store(open_home(home, home / "municipality.toml"))
seen = history(store, 2025, WISH.line_id)[:1]
version = seen[0].version if seen else 0
while True:
    version = record_change(store, replace(WISH, seen_version=version, new_amount_dkk=Decimal(version))).version
    print(version, flush=True)
"""

# Takes backups and restores one of them, over and over; says each step before it begins.
KEEPER = """
import sys
from pathlib import Path
from dashboard.store.backup import back_up, restore
from dashboard.store.database import open_store
from pipelines.home import open_home

home, number = Path(sys.argv[1]), int(sys.argv[2])
store = open_store(open_home(home, home / "municipality.toml"))
while True:
    number += 1
    print(f"backup {number}", flush=True)
    back_up(store, home / "backups" / f"{number}.zip")
    print("restore", flush=True)
    restore(store, home / "first.zip", is_replacing=True)
"""
ROUNDS = 5


def test_nothing_that_was_kept_is_lost(store: Engine, home: Home) -> None:
    lot, kept = Random(8), 0
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", WRITER, str(home.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as writer:
            assert writer.stdout
            for _ in range(lot.randint(1, 40)):
                kept = int(writer.stdout.readline())
            writer.kill()
            # What it still said before it died counts too.
            kept = max([kept, *(int(line) for line in writer.stdout if line.strip().isdigit())])
    store = open_store(home)
    found = history(store, 2025, WISH.line_id)
    assert [change.version for change in found] == list(range(found[0].version, 0, -1)), "none is missing, none torn"
    assert found[0].version >= kept
    assert all(change.new_amount_dkk == Decimal(change.version - 1) for change in found)
    assert record_change(store, replace(WISH, seen_version=found[0].version)).version == found[0].version + 1
    assert findings(store) == []


def test_a_backup_or_a_restore_that_is_killed_leaves_nothing_half(store: Engine, home: Home, tmp_path: Path) -> None:
    for number in range(300):
        record_change(store, replace(WISH, line_id=f"line {number}"))
    back_up(store, tmp_path / "first.zip")
    whole, lot, steps = everything(store), Random(4), 0
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", KEEPER, str(home.folder), str(steps)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as keeper:
            assert keeper.stdout
            told = [keeper.stdout.readline().split() for _ in range(lot.randint(1, 4))]
            time.sleep(lot.random() * 0.2)
            keeper.kill()
            told += [line.split() for line in keeper.stdout if line.endswith("\n")]
        steps = max([steps, *(int(words[1]) for words in told if words[0] == "backup")])
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

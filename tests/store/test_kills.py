"""A store that is killed while it writes: what it said it had kept is there, and it goes on."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from dashboard.store.carry_over import history, record_change
from dashboard.store.database import open_store
from pipelines.home import open_home
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
ROUNDS = 8


def test_nothing_that_was_kept_is_lost(tmp_path: Path) -> None:
    (tmp_path / "municipality.toml").write_text('name = "Pejleby"', encoding="utf-8")
    lot, kept = Random(8), 0
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as writer:
            assert writer.stdout
            for _ in range(lot.randint(1, 40)):
                kept = int(writer.stdout.readline())
            writer.kill()
            # What it still said before it died counts too.
            kept = max([kept, *(int(line) for line in writer.stdout if line.strip().isdigit())])
    store = open_store(open_home(tmp_path, tmp_path / "municipality.toml"))
    found = history(store, 2025, WISH.line_id)
    assert [change.version for change in found] == list(range(found[0].version, 0, -1)), "none is missing, none torn"
    assert found[0].version >= kept
    assert all(change.new_amount_dkk == Decimal(change.version - 1) for change in found)
    assert record_change(store, replace(WISH, seen_version=found[0].version)).version == found[0].version + 1

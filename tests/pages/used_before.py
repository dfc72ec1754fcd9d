"""Two quarters in which a hand-made municipality was used, and that are over: small enough to know by heart."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.database import open_store
from dashboard.store.use import Used, count_quarters, mark_use
from dashboard.store.use_key import new_key
from pipelines.home import Home

# Quarter → thing → role and centre → so many of them, the same people each time.
LOOKED = {
    "2026K2": {"page:staff": {("institution_head", "north"): 14, ("controller", WHOLE_MUNICIPALITY): 3}},
    "2026K3": {
        "page:staff": {("institution_head", "north"): 21, ("controller", WHOLE_MUNICIPALITY): 11},
        "page:savings": {("institution_head", "north"): 14, ("institution_head", "south"): 2},
        "page:targets": {("institution_head", "south"): 4},
        "pack:centre:2026K2": {("controller", WHOLE_MUNICIPALITY): 9, ("centre_manager", "north"): 1},
        "page:my_centre": {
            ("institution_head", "north"): 30,
            ("institution_head", "south"): 6,
            ("controller", WHOLE_MUNICIPALITY): 12,
        },
    },
}


def use_before(home: Home) -> None:
    """Mark what was used, and count it in the quarter after."""
    store = open_store(home)
    for quarter, things in LOOKED.items():
        used = [
            Used(thing, f"{role} {centre} {number}", role, centre)
            for thing, places in things.items()
            for (role, centre), count in places.items()
            for number in range(count)
        ]
        mark_use(store, new_key(quarter), used)
    count_quarters(store, "2026K4")


def marked_by_now(home: Path, until: tuple[str, str]) -> list[tuple[str, str]]:
    """What a running server has written down, as things and roles, once it has come to `until`."""
    deadline = time.monotonic() + 20
    while True:
        with closing(sqlite3.connect(home / "store" / "pejling.db")) as store:
            found: list[tuple[str, str]] = store.execute(
                "select thing, role from use_mark order by thing, role"
            ).fetchall()
        if until in found:
            return found
        assert time.monotonic() < deadline, f"{until} was not counted: {found}"
        time.sleep(0.1)

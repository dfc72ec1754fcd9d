"""What processes do that are killed at it: save after save, backup after backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from dashboard.store.backup import back_up, restore
from dashboard.store.carry_over import Wish, history, record_change
from dashboard.store.database import open_store
from pipelines.home import open_home


def write_on(say: Callable[[object], None], folder: Path, wish: Wish) -> None:
    """Write change after change of one line, and say each version once it is kept."""
    store = open_store(open_home(folder, folder / "municipality.toml"))
    seen = history(store, wish.fiscal_year, wish.line_id)[:1]
    version = seen[0].version if seen else 0
    while True:
        version = record_change(store, replace(wish, seen_version=version, new_amount_dkk=Decimal(version))).version
        say(version)


def keep_on(say: Callable[[object], None], folder: Path, number: int) -> None:
    """Take backups and restore the first of them, over and over; say each step and its number before it begins."""
    store = open_store(open_home(folder, folder / "municipality.toml"))
    while True:
        number += 1
        say(("backup", number))
        back_up(store, folder / "backups" / f"{number}.zip")
        say(("restore", number))
        restore(store, folder / "first.zip", is_replacing=True)

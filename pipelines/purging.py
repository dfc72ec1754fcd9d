"""Originals and rows of deliveries about employees that a later one has replaced: gone when their time is over.

What is in force stays, since figures are made of it. A receipt stays too: it says that something was delivered, when
and how many lines, and nothing of whom.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.canonical import canonical_tables
from pipelines.home import Home
from pipelines.receipts import read_receipts, states

_DAYS_OF_MONTH = 31
_RECEIPT = "receipt.json"


def deliveries_over(home: Home, months: int | None, now: datetime) -> list[Path]:
    """The folders of deliveries whose content is to go. Raises Problem for a receipt that is damaged."""
    if months is None:
        return []
    held, tables = read_receipts(home), canonical_tables()
    in_force = {part.receipt.delivery_id for part in states(held) if part.replaced_by is None}
    before = now - timedelta(days=months * _DAYS_OF_MONTH)
    folders = [
        home.deliveries / one.delivery_id
        for one in held
        if one.delivery_id not in in_force and one.received_at < before and tables[one.table].private
    ]
    return [folder for folder in folders if _content(folder)]


def purge_delivery(folder: Path) -> None:
    """Take everything but the receipt away. Raises OSError."""
    for content in _content(folder):
        if content.is_dir():
            shutil.rmtree(content)
        else:
            content.unlink()


def _content(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != _RECEIPT]

"""A closed forecast round becomes a delivery: a file in the inbox, which the next update takes in as any other.

The store says what stands, the file says the same whenever it is made, and a file that lies in the inbox or was taken
in is not made again. So it may be asked after any kill, and any number of times.
"""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine

from dashboard.store.database import open_store, store_url
from dashboard.store.forecast_rounds import Entry, Round, standing_entries, standing_rounds
from dashboard.store.sqlite_file import is_missing
from pipelines import durable
from pipelines.home import Home, open_home
from pipelines.lock import prepare_folders
from pipelines.problems import Problem
from pipelines.receipts import read_receipts

SOURCE = "forecast_round"
_log = logging.getLogger(__name__)
# The columns of the file, as the built-in spec of the source has them.
HEADER = ("År", "Runde", "Rundedato", "Enhed", "Kontogruppe", "Forventet regnskab", "Indtastet af", "Indtastet den")


def deliver_closed_rounds(home: Home) -> list[str]:
    """Put every closed round that is not delivered yet into the inbox; the files' names.

    A round in which nobody gave a forecast has nothing to deliver. Raises Problem where the store cannot be read or the
    inbox cannot be written.
    """
    if is_missing(store_url(home)):
        return []
    store = open_store(home)
    waiting = dict(_files(store))
    if not waiting:
        return []
    taken_in = {receipt.file: receipt.sha256 for receipt in read_receipts(home) if receipt.source == SOURCE}
    prepare_folders(home)
    return [name for name, text in waiting.items() if put_into_inbox(home.inbox / name, text, taken_in.get(name))]


def _files(store: Engine) -> Iterable[tuple[str, str]]:
    for closed in standing_rounds(store):
        entries = standing_entries(store, closed.fiscal_year, closed.round) if closed.state == "closed" else {}
        if entries:
            yield file_name(closed), file_text(closed, entries)


def file_name(closed: Round) -> str:
    """A name of its own for each round, whatever the round is called."""
    plain = re.sub(r"[^a-z0-9]+", "_", closed.round.lower()).strip("_")[:30]
    mark = hashlib.sha256(closed.round.encode()).hexdigest()[:6]
    return f"pejling_prognoserunde_{closed.fiscal_year}_{plain}_{mark}.csv"


def file_text(closed: Round, entries: Mapping[tuple[str, str], Entry]) -> str:
    """What stands in the round: a line per unit and account group, and their sum."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for _, entry in sorted(entries.items()):
        amount = f"{entry.amount_dkk:.2f}"
        writer.writerow((
            closed.fiscal_year, closed.round, closed.round_date.isoformat(), entry.unit_id, entry.account_group, amount,
            entry.person, f"{entry.entered_at:%Y-%m-%d %H:%M}",
        ))  # fmt: skip
    total = sum((entry.amount_dkk for entry in entries.values()), Decimal(0))
    writer.writerow(("I alt", "", "", "", "", f"{total:.2f}", "", ""))
    return written.getvalue()


def put_into_inbox(path: Path, text: str, taken_in: str | None) -> bool:
    """Whether the file had to be written: not where the same lies there, or was taken in with that hash."""
    content = text.encode("utf-8")
    if hashlib.sha256(content).hexdigest() == taken_in:
        return False
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        durable.replace_text(path, text)
    except OSError as error:
        raise Problem(
            f"what was entered in Pejling cannot be put into the inbox ({error.strerror})",
            where=str(path),
            remedy="let the user that runs pejling write there; the next update tries again",
        ) from error
    return True


def try_to_deliver() -> None:
    """The same for the installation that is served; what fails is left to the next update."""
    try:
        deliver_closed_rounds(open_home())
    except Problem as problem:
        _log.warning("%s", problem)

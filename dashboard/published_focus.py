"""Published focus areas become a delivery: a file in the inbox, so that the next build knows what has been told.

The store says what stands, the file says the same whenever it is made, and a file that lies in the inbox or was
taken in is not made again. So it may be asked after any kill, and any number of times.
"""

from __future__ import annotations

import csv
import io
import logging

from sqlalchemy import Engine

from dashboard.closed_rounds import put_into_inbox
from dashboard.decisions.published_areas import PublishedCentre
from dashboard.store.database import open_store, store_url
from dashboard.store.focus_areas import standing_publications
from dashboard.store.sqlite_file import is_missing
from pipelines.home import Home, open_home
from pipelines.lock import prepare_folders
from pipelines.problems import Problem
from pipelines.receipts import read_receipts

SOURCE = "focus_area"
FILE = "pejling_fokusomraader.csv"
_log = logging.getLogger(__name__)
# The columns of the file, as the built-in spec of the source has them.
HEADER = ("Tidsrum", "Slags", "Løbenummer", "Center", "Udgave", "Plads", "Signal", "Emne", "Afvigelse")
_PARTS = {"K": ("quarter", 4), "H": ("half_year", 2), "": ("year", 1)}


def deliver_published_areas(home: Home) -> list[str]:
    """Put what stands of all published areas into the inbox, unless the newest delivery says the same; the file's name.

    Raises Problem where the store cannot be read or the inbox cannot be written.
    """
    if is_missing(store_url(home)):
        return []
    text = file_text(open_store(home))
    if not text:
        return []
    taken_in = [receipt.sha256 for receipt in read_receipts(home) if receipt.source == SOURCE]
    prepare_folders(home)
    is_new = put_into_inbox(home.inbox / FILE, text, taken_in[-1] if taken_in else None)
    return [FILE] if is_new else []


def file_text(store: Engine) -> str:
    """A line per published area in the newest edition of its centre and span; empty where nothing is published."""
    publications = standing_publications(store)
    if not publications:
        return ""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for (span, centre_id), publication in sorted(publications.items()):
        kind, number = span_number(span)
        for place, area in enumerate(PublishedCentre.read(publication.areas).areas, start=1):
            figure = area.figure
            told = (figure.signal, figure.subject_id, f"{figure.deviation:.6f}") if figure else ("", "", "")
            writer.writerow((span, kind, number, centre_id, publication.version, place, *told))
    return written.getvalue()


def span_number(span: str) -> tuple[str, int]:
    """`2026K3` as the kind of span and its number: the span after it has one more (see focus_areas__span)."""
    kind, parts = _PARTS[span[4:5]]
    return kind, int(span[:4]) * parts + int(span[5:] or 1)


def try_to_deliver() -> None:
    """The same for the installation that is served; what fails is left to the next update."""
    try:
        deliver_published_areas(open_home())
    except Problem as problem:
        _log.warning("%s", problem)

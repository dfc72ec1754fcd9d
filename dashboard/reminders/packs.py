"""Packs that have come out, and whose they are: who is written to of each, by a link and never the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dashboard.clock import local
from dashboard.decisions.focus_progress import centres
from dashboard.packs.manifest import Made
from dashboard.texts import Language
from dashboard.warehouse import Door

TOLD_FOR = timedelta(days=14)
"""How long a pack is news: whoever asks to be told of packs from today on is not sent those of last year."""


def packs_out(door: Door, packs: Sequence[Made], language: Language, today: date) -> Iterator[Made]:
    """The newest edition of each pack that is the recipient's own, where it is news; in their language if it is there.

    A centre's pack is for those who see the whole centre. Those who see the whole municipality may read every centre's,
    and are written to of the directors' alone: fifteen letters a quarter are read by nobody.
    """
    is_whole = door.scope.is_whole_municipality
    own = {centre.unit_id for centre in centres(door)}
    shelves: dict[tuple[str, str], list[Made]] = {}
    for made in packs:
        told = made.manifest
        if told.sort == "directors" if is_whole else told.sort == "centre" and told.subject_id in own:
            shelves.setdefault((told.span, made.subject), []).append(made)
    for every in shelves.values():
        newest = max(made.manifest.edition for made in every)
        editions = [made for made in every if made.manifest.edition == newest]
        found = next((made for made in editions if made.manifest.language == language), editions[0])
        if today - made_on(door, found) <= TOLD_FOR:
            yield found


def made_on(door: Door, made: Made) -> date:
    """The day on which a pack was made, where the municipality is."""
    return local(made.manifest.written_at, door.release.time_zone).date()

"""Which of the packs that were made somebody may read: their own centre's; those who see the whole read every one.

Asked anew each time that a list is drawn or a file is fetched. A file is given only as its manifest says that it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass

from dashboard.decisions.focus_progress import centres
from dashboard.packs.manifest import DIRECTORS, Made, made_packs, packs_of
from dashboard.person import Person
from dashboard.texts import Language
from dashboard.warehouse import Door
from pipelines.home import Home, open_home

__all__ = ["DIRECTORS", "ENDINGS", "Edition", "Home", "Made", "NotWhole", "Pack", "find", "library", "open_home"]

ENDINGS = ("pdf", "html", "pptx", "xlsx")
"""The files of a pack, in the order in which they are offered."""


class NotWhole(Exception):
    """The file is gone, or is not what was made."""


@dataclass(frozen=True)
class Pack:
    """A pack on the shelf: what its files tell, for which span and subject, and its editions, the newest first.

    An edition is there in one language or more.
    """

    span: str
    subject: str
    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        return self.editions[0]

    def edition(self, number: int | None) -> Edition | None:
        """The edition of that number, the newest where none is named; None for one that is not there."""
        return next((one for one in self.editions if number in (None, one.number)), None)


@dataclass(frozen=True)
class Edition:
    """An edition, in the languages that it was made in."""

    number: int
    made: tuple[Made, ...]

    def told_in(self, language: Language) -> Made:
        """The edition in a language; in another where it was not made in that."""
        return next((one for one in self.made if one.manifest.language == language), self.made[0])


def library(person: Person, door: Door, home: Home | None = None) -> list[Pack]:
    """The packs that the person may read: the newest span first, in it the whole and then the organisation's order."""
    own = {centre.unit_id: place for place, centre in enumerate(centres(door))}
    found: dict[tuple[str, str], list[Made]] = {}
    for made in made_packs(packs_of(home or open_home())):
        if is_for(person, made, own):
            found.setdefault((made.manifest.span, made.subject), []).append(made)
    packs = [Pack(span, subject, _editions(every)) for (span, subject), every in found.items()]
    packs.sort(key=lambda pack: (own.get(pack.subject, -1), pack.subject))
    return sorted(packs, key=lambda pack: _last_month(pack.span), reverse=True)


def is_for(person: Person, made: Made, own: Container[str]) -> bool:
    """Whether a pack is the person's to read; `own` are the centres that they see whole."""
    return person.sees_everything or (made.manifest.sort == "centre" and made.manifest.subject_id in own)


def find(person: Person, door: Door, span: object, subject: object, edition: object, language: Language) -> Made | None:
    """The pack of which somebody says span, subject and edition; None where there is none that they may read."""
    packs = [pack for pack in library(person, door) if (pack.span, pack.subject) == (span, subject)]
    editions = [one for pack in packs for one in pack.editions if one.number == edition]
    return next((one.told_in(language) for one in editions), None)


def whole_file(made: Made, ending: str) -> tuple[str, bytes]:
    """The name and the bytes of a pack's file. Raises NotWhole where they are not those that its manifest tells."""
    told, path = made.manifest.file(ending), made.path(ending)
    if told is None or path is None:
        raise NotWhole
    try:
        found = path.read_bytes()
    except OSError as error:
        raise NotWhole from error
    if hashlib.sha256(found).hexdigest() != told.sha256:
        raise NotWhole
    return told.name, found


def _editions(every: list[Made]) -> tuple[Edition, ...]:
    numbers: dict[int, list[Made]] = {}
    for made in every:
        numbers.setdefault(made.manifest.edition, []).append(made)
    return tuple(Edition(number, tuple(numbers[number])) for number in sorted(numbers, reverse=True))


def _last_month(span: str) -> tuple[str, int, int]:
    """What spans are put in order by: when one ends, and of those that end together the shorter first."""
    year, kind, part = span[:4], span[4:5], int(span[5:] or 1)
    months = {"K": 3, "H": 6}.get(kind, 12)
    return year, months * part, -months

"""Where the table begins: the row that holds every header the spec names, never a line number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extracts.rows import Record
from pipelines.extracts.spec import Spec
from pipelines.problems import Problem

_ANY = "*"


@lru_cache(4096)  # the same few headers are compared again and again: 8 ms a file without
def plain(text: str) -> str:
    """A header as it is compared: without case, marks of order, and blanks around or doubled."""
    unwrapped = re.sub(r'^="(.*)"$', r"\1", text.strip())
    return re.sub(r"\s+", " ", unwrapped.replace("\ufeff", "").replace("\u00ad", "")).strip().casefold()


@dataclass(frozen=True)
class Layout:
    """The header row: its names as they stand, by position."""

    header: Record
    above: tuple[Record, ...]
    names: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many columns there are up to the last one with a name."""
        return max((index + 1 for index, name in enumerate(self.names) if plain(name)), default=0)

    def index(self, spellings: tuple[str, ...]) -> int | None:
        """The position of the column that has one of these names; `Name#2` is the second of that name."""
        found = self._found(spellings)
        return found[0] if found else None

    def _found(self, spellings: tuple[str, ...]) -> list[int]:
        places: list[int] = []
        for spelling in spellings:
            places += [place for place in places_of(self.names, spelling) if place not in places]
        return places

    def single_index(self, spellings: tuple[str, ...], where: str) -> int | None:
        """As `index`; raises Problem when several columns could be meant."""
        found = self._found(spellings)
        if len(found) > 1:
            names = " and ".join(f"{self.names[place]!r} (column {place + 1})" for place in found[:3])
            raise Problem(
                f"line {self.header.line}: the header has {names} for one column",
                where=where,
                remedy="name the right one in the spec, a second of the same name as 'Name#2'",
            )
        return found[0] if found else None

    def repeats(self, fields: list[str]) -> bool:
        """Whether a row is the header once more."""
        return [plain(field) for field in fields[: self.needed]] == [plain(name) for name in self.names[: self.needed]]


def places_of(names: tuple[str, ...] | list[str], spelling: str) -> list[int]:
    """The positions of a header; `Name#2` is the second of that name unless a header is really called so."""
    wanted = plain(spelling)
    places = [place for place, name in enumerate(names) if plain(name) == wanted]
    numbered = re.fullmatch(r"(.+)#(\d+)", wanted)
    if places or numbered is None:
        return places
    same = [place for place, name in enumerate(names) if plain(name) == numbered.group(1)]
    number = int(numbered.group(2))
    return same[number - 1 : number] if number else []


def needed_headers(spec: Spec) -> list[tuple[str, ...]]:
    """The headers without which a file cannot be read, each with its spellings."""
    wanted = [headers for column in spec.columns.values() if not column.optional for headers in column.headers()]
    return wanted + rule_headers(spec)


def rule_headers(spec: Spec) -> list[tuple[str, ...]]:
    """The headers that rules look at."""
    wanted = [condition.column for rule in spec.leave_out for condition in rule.conditions]
    for rule in spec.subtotals:
        wanted += [headers for headers in (rule.column, rule.code, *rule.within) if headers]
    control = spec.control_total
    wanted += [headers for headers in (control.row.column if control.row else None, control.amount) if headers]
    return [headers for headers in wanted if _ANY not in headers]


def find_layout(head: list[Record], spec: Spec, where: str) -> Layout:
    """The header among the first records. Raises Problem that names what is missing in the row most like a header."""
    wanted = needed_headers(spec)
    best: tuple[int, Record | None, list[str]] = (0, None, [])
    for place, record in enumerate(head):
        missing = [names[0] for names in wanted if not any(places_of(record.fields, name) for name in names)]
        if wanted and not missing:
            return Layout(record, tuple(head[:place]), tuple(record.fields))
        if len(wanted) - len(missing) > best[0]:
            best = (len(wanted) - len(missing), record, missing)
    _, closest, missing = best
    if closest is None or len(missing) == len(wanted):
        names = ", ".join(repr(names[0]) for names in wanted[:5])
        raise Problem(
            f"no row among the first {len(head)} has the headers {names}",
            where=where,
            remedy="check that it is the right file, its separator and its encoding in the spec",
        )
    seen = ", ".join(repr(field.strip()) for field in closest.fields if field.strip())
    raise Problem(
        f"line {closest.line} is most like the header, but lacks {', '.join(repr(name) for name in missing)}",
        where=where,
        remedy=f"add the file's own spelling to `from` in the spec (the line has {seen[:300]}), or ask for the column",
    )


def has_header(head: list[Record], spec: Spec) -> bool:
    """Whether one of the first records is the header."""
    wanted = needed_headers(spec)
    return any(
        all(any(places_of(record.fields, name) for name in names) for names in wanted) for record in head if wanted
    )


def unknown_headers(layout: Layout, spec: Spec) -> list[str]:
    """Headers that the spec neither reads nor ignores: a warning."""
    if _ANY in spec.ignore:
        return []
    known = [headers for column in spec.columns.values() for headers in column.headers()] + rule_headers(spec)
    known += [(name,) for name in spec.ignore]
    places = {place for headers in known for name in headers for place in places_of(layout.names, name)}
    places |= {place for name in spec.ignore for place, own in enumerate(layout.names) if plain(own) == plain(name)}
    names = [name.strip() for place, name in enumerate(layout.names) if place not in places and plain(name)]
    return list(Counter(names))

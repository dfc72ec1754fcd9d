"""What the oracle of staff figures counts of single employees, and for whom two tellings of it differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

Month = tuple[int, int]


@dataclass
class PersonMonth:
    """One employee on one unit in one month."""

    paid: int = 0
    scheduled: int = 0
    wage: int = 0
    sick: int = 0
    long: int = 0


Cell = tuple[str, str, Month]
"""Employee, unit where they are, month."""
YearCell = tuple[int, str, str, Month]
YearUnit = tuple[int, str, str]
"""Year, what is counted, unit where they are."""
YearPeople = dict[tuple[tuple[str, ...], str], tuple[int, int]]
"""Path and employee → how often, and seconds."""


def by_leaf(people: Mapping[Cell, PersonMonth]) -> dict[tuple[str, Month], dict[str, PersonMonth]]:
    """The employees of each unit's month."""
    found: dict[tuple[str, Month], dict[str, PersonMonth]] = defaultdict(dict)
    for (key, leaf, month), one in people.items():
        found[leaf, month][key] = one
    return found


def changed_people(old: Mapping[str, PersonMonth], new: Mapping[str, PersonMonth]) -> dict[str, set[str]]:
    """For whom each thing that is counted reads otherwise."""
    nobody = PersonMonth()
    return {
        name: {
            key
            for key in old.keys() | new.keys()
            if getattr(old.get(key, nobody), name) != getattr(new.get(key, nobody), name)
        }
        for name in ("paid", "scheduled", "sick", "wage")
    }

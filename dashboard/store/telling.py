"""How many people used something, told so that nobody can be found in the numbers.

What is told of a place (a role in a centre, a role, everybody) is a floor: “at least 15”, in steps of five. A floor is
told only as high as leaves it open for any four of the place's people whether they were among them. So whoever knows
by name everybody who used Pejling at all, and adds and subtracts whatever is told, can say of no four people that one
of them looked, nor that one of them did not. What lies below is told first and binds what is told above it: a role less
its centres leaves no few either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 5
EVERY = ""
"""Stands for every centre of a role, and for every role."""

Place = tuple[str, str]
"""A role and a centre."""


@dataclass(frozen=True)
class _Told:
    """What is told of a place: `most[n]` is how many can have looked when some n of its people are known not to."""

    looked: int
    floor: int
    most: tuple[int, ...]


def floors(people: Mapping[Place, int], looked: Mapping[Place, int]) -> dict[Place, int]:
    """How many at least looked, by place, of `people` who used Pejling at all; what cannot be told is not there.

    `(role, centre)`, `(role, EVERY)` for the role in all centres, `(EVERY, EVERY)` for everybody.
    """
    found: dict[Place, int] = {}
    roles: list[_Told] = []
    for role in sorted({role for role, _ in people}):
        parts = []
        for place, count in people.items():
            if place[0] == role:
                open_to = tuple(max(count - known, 0) for known in range(FEWEST))
                parts.append(_told(looked.get(place, 0), open_to))
                found[place] = parts[-1].floor
        roles.append(_together(parts))
        found[role, EVERY] = roles[-1].floor
    found[EVERY, EVERY] = _together(roles).floor
    return {place: floor for place, floor in found.items() if floor}


def _told(looked: int, open_to: tuple[int, ...]) -> _Told:
    """The floor of a place in which so many can have looked, by how many are known not to have."""
    highest = _step(open_to[-1])
    floor = min(_step(looked), highest)
    # The highest floor says nothing of how many more there were; a lower one that the next was not reached.
    most = open_to[0] if floor == highest else floor + FEWEST - 1
    return _Told(looked, floor, tuple(min(most, count) for count in open_to))


def _together(parts: Iterable[_Told]) -> _Told:
    """What is told of some places together, when each of them has been told."""
    looked, open_to = 0, (0,) * FEWEST
    for part in parts:
        looked += part.looked
        open_to = tuple(
            min(
                open_to[known] + part.most[rest] for known, rest in zip(range(few + 1), range(few, -1, -1), strict=True)
            )
            for few in range(FEWEST)
        )
    return _told(looked, open_to)


def _step(count: int) -> int:
    return max(count, 0) // FEWEST * FEWEST

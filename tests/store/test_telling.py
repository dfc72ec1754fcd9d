"""Who knows all that is told, and by name all who used Pejling, can say of no four people whether they looked.

The attack tries every number of people that can have looked, place by place, and keeps those that would have been told
in the same words. Of any four people all must have looked in one of them, and none in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from random import Random

import pytest

from dashboard.store.telling import EVERY, FEWEST, Place, floors

Counts = Mapping[Place, int]
Teller = Callable[[Counts, Counts], Mapping[Place, int]]

FEW = FEWEST - 1


@pytest.mark.parametrize(
    ("people", "looked", "told"),
    [
        ({"a": 100}, {"a": 4}, 0),
        ({"a": 100}, {"a": 5}, 5),
        ({"a": 100}, {"a": 9}, 5),
        ({"a": 100}, {"a": 100}, 95),
        ({"a": 5}, {"a": 5}, 0),
        ({"a": 8}, {"a": 8}, 0),
        ({"a": 9}, {"a": 9}, 5),
        ({"a": 9}, {}, 0),
        ({}, {}, 0),
        # Fourteen centres with a manager each.
        (dict.fromkeys("abcdefghijklmn", 1), dict.fromkeys("abcdefghijklmn", 1), 10),
        # Thirteen less the five to nine of the large centre would be the small one's.
        ({"a": 20, "b": 4}, {"a": 9, "b": 4}, 5),
    ],
)
def test_what_is_told_of_a_role(people: dict[str, int], looked: dict[str, int], told: int) -> None:
    found = floors(placed("head", people), placed("head", looked))
    assert found.get(("head", EVERY), 0) == told
    assert found.get((EVERY, EVERY), 0) == told, "everybody is that role"
    assert 0 not in found.values(), "what cannot be told is not there, whether somebody looked or nobody"


def test_what_is_told_of_centres_roles_and_everybody_never_contradicts_itself() -> None:
    people = placed("head", {"a": 30, "b": 20, "c": 3}) | placed("controller", {"whole": 12})
    looked = placed("head", {"a": 21, "b": 20, "c": 3}) | placed("controller", {"whole": 4})
    assert floors(people, looked) == {
        ("head", "a"): 20, ("head", "b"): 15, ("head", EVERY): 40, (EVERY, EVERY): 45,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_of_no_four_people_it_can_be_said_whether_they_looked(seed: int) -> None:
    people, looked = draw(seed)
    assert list(exposed(floors, people, looked)) == []


@pytest.mark.parametrize("seed", range(12))
def test_nor_by_those_who_know_that_whoever_read_a_pack_had_opened_its_page(seed: int) -> None:
    people, opened = draw(seed, most=400)
    lot = Random(seed)
    read = {place: lot.randint(0, count) for place, count in opened.items()}
    of_page, of_pack = consistent(floors, people, opened), consistent(floors, people, read)
    together = [(page, pack) for page in of_page for pack in of_pack if all(map(int.__ge__, page, pack))]
    for four in fours(people):
        left = [count - few for count, few in zip(people.values(), four, strict=True)]
        assert any(all(map(int.__le__, page, left)) for page, _ in together)
        assert any(all(map(int.__ge__, pack, four)) for _, pack in together)


def exact(people: Counts, looked: Counts) -> Mapping[Place, int]:
    """Every number of five or more, to the person."""
    return {place: count for place, count in summed(looked).items() if count >= FEWEST}


def in_steps(people: Counts, looked: Counts) -> Mapping[Place, int]:
    """Every number by itself, in steps of five, however many there are."""
    return {place: count // FEWEST * FEWEST for place, count in summed(looked).items()}


def each_by_itself(people: Counts, looked: Counts) -> Mapping[Place, int]:
    """Each place as if nothing were told of the places below it."""
    counts, seen = summed(people), summed(looked)
    return {place: floors({place: counts[place]}, {place: seen[place]}).get(place, 0) for place in counts}


@pytest.mark.parametrize("careless", [exact, in_steps, each_by_itself])
def test_the_attack_finds_somebody_where_a_guard_is_missing(careless: Teller) -> None:
    assert any(any(exposed(careless, *draw(seed, most=1_000))) for seed in range(60))


def exposed(tell: Teller, people: Counts, looked: Counts) -> Iterator[str]:
    """Any four of whom it can be said that one of them looked, or that one of them did not."""
    worlds = consistent(tell, people, looked)
    assert tuple(looked[place] for place in people) in worlds
    for four in fours(people):
        left = [count - few for count, few in zip(people.values(), four, strict=True)]
        if not any(all(map(int.__le__, world, left)) for world in worlds):
            yield f"one of {four} of {people} looked"
        if not any(all(map(int.__ge__, world, four)) for world in worlds):
            yield f"one of {four} of {people} did not look"


def consistent(tell: Teller, people: Counts, looked: Counts) -> list[tuple[int, ...]]:
    """How many can have looked in each place, by all that was told."""
    told = tell(people, looked)
    every = product(*(range(count + 1) for count in people.values()))
    return [world for world in every if tell(people, dict(zip(people, world, strict=True))) == told]


def fours(people: Counts) -> Iterator[tuple[int, ...]]:
    """How four people can lie in the places; all of them, where there are no four."""
    size = min(FEW, sum(people.values()))
    every = product(*(range(min(count, FEW) + 1) for count in people.values()))
    return (four for four in every if sum(four) == size)


def draw(seed: int, most: int = 2_000) -> tuple[dict[Place, int], dict[Place, int]]:
    """A few places with few people, of whom some looked; the more places, the smaller, so that all can be tried."""
    lot, people, worlds = Random(seed), dict[Place, int](), 1
    while len(people) < 5:
        place = (lot.choice(["head", "manager"]), lot.choice("abc"))
        count = lot.choice([1, 1, 2, 4, 5, 8, 9, 10, 12, 14])
        if worlds * (count + 1) > most:
            break
        people.setdefault(place, count)
        worlds *= count + 1
    share = lot.choice([0.4, 0.7, 0.9, 1.0])
    return people, {place: sum(lot.random() < share for _ in range(count)) for place, count in people.items()}


def summed(counts: Counts) -> dict[Place, int]:
    """The places, their roles and everybody."""
    found: dict[Place, int] = {(EVERY, EVERY): 0}
    for (role, centre), count in counts.items():
        for place in ((role, centre), (role, EVERY), (EVERY, EVERY)):
            found[place] = found.get(place, 0) + count
    return found


def placed(role: str, counts: Mapping[str, int]) -> dict[Place, int]:
    return {(role, centre): count for centre, count in counts.items()}

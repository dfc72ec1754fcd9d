"""The sample that a manager signs for: the same for the same seed, risky postings more often, none twice."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

from dashboard.decisions.supervision_sample import Key, draw_sample, key_of


def posting(line: int, amount: str = "500.00", file: str = "posteringer_2026_10.csv") -> dict[str, Any]:
    return {"delivery_id": "000007-opus_posting", "file": file, "line": line, "amount_dkk": Decimal(amount)}


MANY = [posting(line, f"{line * 37 % 991}.25") for line in range(1, 401)]


def lines(
    seed: str, postings: list[dict[str, Any]], risks: dict[Key, Decimal] | None = None, size: int = 8
) -> list[int]:
    return [drawn.key[2] for drawn in draw_sample(postings, risks or {}, seed=seed, size=size)]


def test_the_same_seed_draws_the_same_in_whatever_order_postings_come() -> None:
    shuffled = MANY.copy()
    Random(1).shuffle(shuffled)
    assert lines("2026-10 111010", MANY) == lines("2026-10 111010", shuffled)
    assert lines("2026-10 111010", MANY) != lines("2026-10 111020", MANY)


def test_the_draw_is_written_down() -> None:
    """A draw that is kept with a signature can be made again for ever: these lines must never change."""
    assert lines("2026-10 111010", MANY) == [368, 64, 311, 57, 5, 188, 59, 134]


def test_none_is_drawn_twice_and_all_where_there_are_few() -> None:
    assert len(set(lines("s", MANY, size=100))) == 100
    assert sorted(lines("s", MANY[:5], size=8)) == [1, 2, 3, 4, 5]
    assert lines("s", [*MANY[:3], MANY[0]], size=8) == lines("s", MANY[:3], size=8)
    assert lines("s", MANY, size=0) == lines("s", [], size=8) == []


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert lines("s", MANY, size=20)[:8] == lines("s", MANY, size=8)


def test_one_more_posting_changes_at_most_one() -> None:
    before = lines("s", MANY)
    for line in range(401, 431):
        now = lines("s", [*MANY, posting(line)])
        assert len(set(before) - set(now)) == (line in now)


def test_chances_follow_the_weights() -> None:
    """Of 2 000 draws of one in ten: weight 9 of 18 comes about half of the time, weight 1 one time in eighteen."""
    ten = [posting(line) for line in range(1, 11)]
    risks = {key_of(ten[0]): Decimal(8)}
    first = Counter(lines(f"seed {number}", ten, risks, size=1)[0] for number in range(2_000))
    assert 920 < first[1] < 1_080
    assert all(60 < first[line] < 165 for line in range(2, 11))


def test_a_large_amount_counts_whatever_its_sign() -> None:
    drawn = draw_sample([posting(1, "999.99"), posting(2, "-1000.00"), posting(3, "12000000")], {}, seed="s", size=3)
    assert {one.key[2]: one.weight for one in drawn} == {1: 1, 2: 2, 3: 6}


def test_a_drawn_posting_carries_its_row() -> None:
    (drawn,) = draw_sample([posting(7)], {}, seed="s", size=1)
    assert drawn.posting == posting(7)
    assert drawn.key == ("000007-opus_posting", "posteringer_2026_10.csv", 7)

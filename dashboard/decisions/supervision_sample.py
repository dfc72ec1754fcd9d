"""The sample of postings that a manager signs for: by lot, what is risky more often, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

Key = tuple[str, str, int]
"""Where a posting stands: delivery_id, file, line."""

ORDINARY = Decimal(1)  # the weight of a posting that no rule has found
_EXACT = Context(prec=30)  # the logarithm is rounded alike everywhere, which that of a processor is not
_LOTS = Decimal(2**64)


@dataclass(frozen=True)
class Drawn:
    """A posting of the sample: its key, the weight that it was drawn with, and its row as it was given."""

    key: Key
    weight: Decimal
    posting: Mapping[str, Any]


def key_of(posting: Mapping[str, Any]) -> Key:
    """The key of a posting: a row with delivery_id, file and line."""
    return str(posting["delivery_id"]), str(posting["file"]), int(posting["line"])


def draw_sample(
    postings: Iterable[Mapping[str, Any]], risks: Mapping[Key, Decimal], *, seed: str, size: int
) -> list[Drawn]:
    """`size` of `postings`, or all where there are fewer, without replacement; in the order in which they were drawn.

    `postings`: rows with delivery_id, file, line and amount_dkk, in any order. `risks`: the risk_weight of the atypical
    ones (mart supervision__atypical). A posting's chance grows with its weight: 1, its risk weight, and 1 for every
    digit that its amount has above three (10 000 DKK has two, a million four).

    Every posting gets the waiting time -ln(u) / weight, where u is a lot made from `seed` and its key, and the first
    to arrive are taken (Efraimidis and Spirakis: Weighted random sampling with a reservoir, 2006). So the draw depends
    on nothing but seed, keys and weights, and one more posting changes at most one that is drawn.
    """
    found = {key_of(posting): posting for posting in postings}
    weighed = [(key, _weight(posting, risks.get(key, Decimal(0)))) for key, posting in found.items()]
    waiting = sorted((_EXACT.divide(_lot(seed, key), weight), key, weight) for key, weight in weighed)
    return [Drawn(key, weight, found[key]) for _, key, weight in waiting[: max(size, 0)]]


def _weight(posting: Mapping[str, Any], risk: Decimal) -> Decimal:
    digits = len(str(abs(int(posting["amount_dkk"]))))
    return ORDINARY + risk + max(digits - 3, 0)


def _lot(seed: str, key: Key) -> Decimal:
    """-ln(u) with 0 < u < 1."""
    words = "\x1f".join((seed, *map(str, key)))
    number = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
    return -_EXACT.ln(_EXACT.divide(number + Decimal("0.5"), _LOTS))

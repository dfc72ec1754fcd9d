"""Chance that is the same on every machine: whole numbers from hashes, no floating point, no state."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

# splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True)
class Draws:
    """All chance of one sample. The same `seed` and the same names give the same numbers, in any order."""

    seed: int

    def number(self, *names: object) -> int:
        """A whole number of 64 bits that belongs to `names`."""
        words = "\x1f".join(str(name) for name in (self.seed, *names))
        return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")

    def below(self, limit: int, *names: object) -> int:
        """0 ≤ number < limit."""
        return self.number(*names) % limit

    def spread(self, *names: object) -> int:
        """About normal around 0; 1000 is one standard deviation (the sum of four even numbers of 16 bits)."""
        number = self.number(*names)
        total = sum((number >> shift) & 0xFFFF for shift in (0, 16, 32, 48))
        return (total - 131_070) * 1000 // 37_837

    def many(self, count: int, limit: int, *names: object) -> Whole:
        """`count` numbers, each 0 ≤ number < limit."""
        start = np.uint64(self.number(*names))
        mixed = start + np.arange(1, count + 1, dtype=np.uint64) * _GOLDEN
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        mixed ^= mixed >> np.uint64(31)
        return (mixed % np.uint64(limit)).astype(np.int64)

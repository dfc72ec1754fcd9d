"""Where an axis begins and ends, at which round numbers it is marked, and where names stand beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence


def reach(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest that is drawn, zero included, with a little air."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    air = (high - low or 1.0) * 0.03
    return (low - air if low < 0 else 0.0, high + air)


def round_steps(values: Sequence[float]) -> list[float]:
    """Three to five round numbers within what is drawn, and zero."""
    return steps_between(*reach(values))


def steps_between(low: float, high: float) -> list[float]:
    """Three to five round numbers from `low` to `high`."""
    rough = (high - low or 1.0) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 3, 4, 5, 10) if factor * size >= rough)
    return [step * index for index in range(math.ceil(low / step), math.floor(high / step) + 1)]


def apart(places: Sequence[float], gap: float, most: float) -> list[float]:
    """Places from the top down (rising), moved until a `gap` is between any two and the last is `most` at most."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + gap) if found else place)
    below = max(0.0, (found[-1] if found else 0.0) - most)
    found = [place - below for place in found]
    for index in range(len(found) - 2, -1, -1):
        found[index] = min(found[index], found[index + 1] - gap)
    return found

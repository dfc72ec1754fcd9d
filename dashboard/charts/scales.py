"""Where an axis begins and ends, and at which round numbers it is marked."""

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

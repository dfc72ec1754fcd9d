"""The little municipality of the page tests: its units, and a leaf's year in whole thousands, all different."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

YEAR, LAST_PERIOD, FIRST_FORECAST = 2026, 10, 9
HOSTILE_NAME = "<img src=x onerror=alert(1)>**Anbringelser**"
HOSTILE_TEXT = "<script>alert('bilag')</script> =HYPERLINK(\"x\")"
NAMES = {
    "municipality": ("Pejleby Kommune", "municipality", None),
    "north": ("Center for Børn og Unge", "centre", "municipality"),
    "oak_school": ("Egeskolen", "institution", "north"),
    "elm_school": ("Elmeskolen", "institution", "north"),
    "foster": (HOSTILE_NAME, "institution", "north"),
    "south": ("Center for Ældre", "centre", "municipality"),
    "care_home": ("Plejehjemmet Åbrinken", "institution", "south"),
}
LEAVES = ("oak_school", "elm_school", "foster", "care_home")


@dataclass(frozen=True)
class Leaf:
    """A leaf's year in thousands of DKK, as of period 10."""

    revised: int
    carried_in: int
    phased: int
    actual: int
    committed: int
    forecast: int
    run_rate: int
    status: str
    phasing: str


FIGURES = {
    "oak_school": Leaf(31_200, 410, 25_600, 27_140, 230, 33_810, 33_200, "act", "unit"),
    "elm_school": Leaf(22_700, -120, 18_900, 18_310, 95, 22_180, 21_990, "watch", "centre"),
    "foster": Leaf(18_400, 0, 15_300, 16_050, 0, 19_720, 19_300, "act", "own"),
    "care_home": Leaf(41_050, 77, 34_200, 34_190, 310, 41_070, 41_020, "on_track", "municipality"),
}
STATUS = {"municipality": "watch", "north": "act", "south": "on_track"}


def below(unit_id: str) -> list[str]:
    """The leaves at and below a unit."""
    return [leaf for leaf in LEAVES if unit_id in path(leaf)]


def path(unit_id: str) -> list[str]:
    parent = NAMES[unit_id][2]
    return [*(path(parent) if parent else []), unit_id]


def thousand(value: float) -> Decimal:
    return Decimal(round(value * 1_000)).quantize(Decimal("0.01"))

"""Someone who has every staff figure that is shown and looks for one person in them.

What they have: each figure is known to be a sum, or a ratio of sums, over certain people in certain months. Whatever
they add, subtract or divide, two people-in-a-month that stand together in every figure stay together. So the finest
that can be worked out are the classes of those that no figure tells apart, and none may be about too few people.

The differences that a reader would try first are tried one by one as well: unit less its shown parts, month less month,
twelve months less twelve months, and those of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from duckdb import DuckDBPyConnection

from tests.oracle.staff import Cell, Month, Staff
from tests.warehouse.drawn import rows_of

Figure = tuple[str, str, Month]
"""What is told (sickness, year, leavers …), of which unit, in which month."""


@dataclass
class Shown:
    """Every figure that is shown: what it is made of, as (employee, unit, month) → how often."""

    figures: dict[Figure, frozenset[Cell]] = field(default_factory=dict)
    parents: dict[tuple[str, Month], str | None] = field(default_factory=dict)


def shown_by(con: DuckDBPyConnection, staff: Staff) -> Shown:
    """All that the published tables tell."""
    shown = Shown()
    by_leaf: dict[tuple[str, Month], list[Cell]] = defaultdict(list)
    for cell in staff.people:
        by_leaf[cell[1], cell[2]].append(cell)
    below: dict[tuple[str, Month], list[Cell]] = defaultdict(list)
    for (leaf, month), cells in by_leaf.items():
        for unit_id in staff.path(leaf, month):
            below[unit_id, month] += cells
    for row in rows_of(con, "select * from marts.staff__unit_month"):
        unit_id, month = row["unit_id"], (row["fiscal_year"], row["period"])
        here = below[unit_id, month]
        year = [cell for one in staff.a_year(month) for cell in below[unit_id, one]]
        shown.parents[unit_id, month] = row["parent_unit_id"]
        made_of = {
            "fte": [cell for cell in here if staff.people[cell].paid],
            "sickness_share": [cell for cell in here if staff.people[cell].scheduled > 0],
            "sickness_12_months_share": [cell for cell in year if staff.people[cell].scheduled > 0],
            "sickness_days_per_fte": [cell for cell in year if staff.people[cell].paid],
            "wage_per_fte_dkk": [cell for cell in year if staff.people[cell].paid],
            "payroll_difference_share": [cell for cell in year if staff.people[cell].wage],
        }
        for name, cells in made_of.items():
            if row[name] is not None:
                shown.figures[name, unit_id, month] = frozenset(cells)
    for row in rows_of(con, "select * from marts.staff__unit_year"):
        unit_id, month = row["unit_id"], (row["fiscal_year"], 12)
        year = [cell for one in staff.a_year(month) for cell in below[unit_id, one]]
        people = staff.people
        counted = {
            "turnover_share": [cell for cell in year if staff.leaves(*cell)],
            "long_sickness_share": [cell for cell in year if people[cell].long],
            "short_sickness_share": [cell for cell in year if people[cell].sick > people[cell].long],
        }
        for name, cells in counted.items():
            if row[name] is not None:
                shown.figures[name, unit_id, month] = frozenset(cells)
    return shown


def people_in(cells: frozenset[Cell]) -> set[str]:
    return {key for key, _, _ in cells}


# Figures that are about the same people in the same way: they can be put together.
KINDS = (
    ("fte",),
    ("sickness_share", "sickness_12_months_share"),
    ("sickness_days_per_fte",),
    ("wage_per_fte_dkk",),
    ("payroll_difference_share",),
    ("turnover_share",),
    ("long_sickness_share",),
    ("short_sickness_share",),
)
# Counted once for the whole year: somebody may be in it in several months.
BY_YEAR = {"turnover_share", "long_sickness_share", "short_sickness_share"}


def exposed_classes(shown: Shown, fewest: int) -> Iterator[str]:
    """The finest that can be worked out at all, where it is about too few people."""
    for kind in KINDS:
        stands_in: dict[tuple[str, Month], set[Figure]] = defaultdict(set)
        people: dict[tuple[str, Month], set[str]] = defaultdict(set)
        for figure, cells in shown.figures.items():
            if figure[0] in kind:
                for key, leaf, month in cells:
                    stands_in[leaf, month].add(figure)
                    people[leaf, month].add(key)
        classes: dict[tuple[frozenset[Figure], Month | None], set[str]] = defaultdict(set)
        for (leaf, month), figures in stands_in.items():
            classes[frozenset(figures), None if kind[0] in BY_YEAR else month] |= people[leaf, month]
        for (figures, _), keys in classes.items():
            if len(keys) < fewest:
                yield f"{len(keys)} people stand alone in {sorted(figures)[:6]}"


def exposed_differences(shown: Shown, fewest: int) -> Iterator[str]:
    """What a reader gets by taking one shown figure from another, where it is about too few people."""
    rests: Mapping[Figure, frozenset[Cell]] = dict(_rests(shown))
    for figure, cells in rests.items():
        yield from _told(figure, cells, fewest)
    for figures in (shown.figures, rests):
        by_unit: dict[tuple[str, str], list[Month]] = defaultdict(list)
        for name, unit_id, month in figures:
            by_unit[name, unit_id].append(month)
        for (name, unit_id), months in by_unit.items():
            if name in BY_YEAR:
                continue
            for before, after in pairwise(sorted(months)):
                one, other = figures[name, unit_id, before], figures[name, unit_id, after]
                # Hours of two months are not the same hours: what is left is of everybody in either alone.
                for month in {cell[2] for cell in one ^ other}:
                    left = frozenset(cell for cell in one ^ other if cell[2] == month)
                    yield from _told((f"{name} less the month before", unit_id, month), left, fewest)


def _rests(shown: Shown) -> Iterator[tuple[Figure, frozenset[Cell]]]:
    """Every figure less the same figure of its shown parts."""
    parts: dict[Figure, set[Cell]] = defaultdict(set)
    for (name, unit_id, month), cells in shown.figures.items():
        above = shown.parents.get((unit_id, month))
        while above is not None and (name, above, month) not in shown.figures:
            above = shown.parents.get((above, month))
        if above is not None:
            parts[name, above, month] |= cells
    for figure, cells in shown.figures.items():
        yield figure, cells - parts[figure]


def _told(figure: Figure, cells: frozenset[Cell], fewest: int) -> Iterator[str]:
    found = len(people_in(cells))
    if 0 < found < fewest:
        yield f"{figure}: {found} people"

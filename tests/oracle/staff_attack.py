"""Someone who has every staff figure that is shown and looks for one person in them.

What they have: each figure is known to be a sum, or a ratio of sums, over certain people in certain months. Whatever
they add, subtract or divide, two people-in-a-month that stand together in every figure stay together. So the finest
that can be worked out are the classes of those that no figure tells apart, and none may be about too few people.

The differences that a reader would try first are tried one by one as well: unit less its shown parts, month less month,
twelve months less twelve months, and those of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from duckdb import DuckDBPyConnection

from tests.oracle.staff import Month, Staff
from tests.warehouse.drawn import rows_of

Figure = tuple[str, str, Month]
"""What is told (sickness, year, leavers …), of which unit, in which month."""


Atom = tuple[str, Month]
"""The people of one unit in one month: they stand together in whatever is told."""


@dataclass
class Shown:
    """Every figure that is shown: the atoms that it is made of, and whom it is about in each of them."""

    figures: dict[Figure, frozenset[Atom]] = field(default_factory=dict)
    people: dict[str, dict[Atom, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    parents: dict[tuple[str, Month], str | None] = field(default_factory=dict)


# Figures that are about the same people in the same way can be put together: what each is about, and its kind.
KINDS = {
    "fte": "paid",
    "sickness_share": "scheduled",
    "sickness_12_months_share": "scheduled",
    "sickness_days_per_fte": "days",
    "wage_per_fte_dkk": "cost",
    "payroll_difference_share": "wage",
    "turnover_share": "leavers",
    "long_sickness_share": "long",
    "short_sickness_share": "short",
}
OF_A_MONTH = {"fte", "sickness_share"}
# Counted once for the whole year: somebody may be in it in several months.
BY_YEAR = {"turnover_share", "long_sickness_share", "short_sickness_share"}


def shown_by(con: DuckDBPyConnection, staff: Staff) -> Shown:
    """All that the published tables tell."""
    shown = Shown()
    below: dict[tuple[str, Month], set[Atom]] = defaultdict(set)
    for (key, leaf, month), one in staff.people.items():
        for unit_id in staff.path(leaf, month):
            below[unit_id, month].add((leaf, month))
        counts = {
            "paid": one.paid != 0, "days": one.paid != 0, "cost": one.paid != 0, "scheduled": one.scheduled > 0,
            "wage": one.wage != 0, "leavers": staff.leaves(key, leaf, month), "long": one.long > 0,
            "short": one.sick > one.long,
        }  # fmt: skip
        for kind, is_counted in counts.items():
            if is_counted:
                shown.people[kind][leaf, month].add(key)
    for table in ("staff__unit_month", "staff__unit_year"):
        for row in rows_of(con, f"select * from marts.{table}"):
            unit_id, month = str(row["unit_id"]), (int(str(row["fiscal_year"])), int(str(row["period"])))
            shown.parents[unit_id, month] = None if row["parent_unit_id"] is None else str(row["parent_unit_id"])
            for name, kind in KINDS.items():
                if row.get(name) is not None:
                    months = [month] if name in OF_A_MONTH else staff.a_year(month)
                    atoms = {atom for one in months for atom in below[unit_id, one]}
                    shown.figures[name, unit_id, month] = frozenset(atoms & shown.people[kind].keys())
    return shown


def exposed_classes(shown: Shown, fewest: int) -> Iterator[str]:
    """The finest that can be worked out at all, where it is about too few people."""
    for kind in dict.fromkeys(KINDS.values()):
        stands_in: dict[Atom, set[Figure]] = defaultdict(set)
        for figure, atoms in shown.figures.items():
            if KINDS[figure[0]] == kind:
                for atom in atoms:
                    stands_in[atom].add(figure)
        classes: dict[tuple[frozenset[Figure], Month | None], set[str]] = defaultdict(set)
        for atom, figures in stands_in.items():
            by_year = {figure[0] for figure in figures} <= BY_YEAR
            classes[frozenset(figures), None if by_year else atom[1]] |= shown.people[kind][atom]
        for (figures, _), keys in classes.items():
            if len(keys) < fewest:
                yield f"{len(keys)} people stand alone in {sorted(figures)[:6]}"


def exposed_differences(shown: Shown, fewest: int) -> Iterator[str]:
    """What a reader gets by taking one shown figure from another, where it is about too few people."""
    rests = dict(_rests(shown))
    for figure, atoms in rests.items():
        yield from _told(shown, figure, atoms, fewest)
    for figures in (shown.figures, rests):
        by_unit: dict[tuple[str, str], list[Month]] = defaultdict(list)
        for name, unit_id, month in figures:
            if name not in BY_YEAR:
                by_unit[name, unit_id].append(month)
        for (name, unit_id), months in by_unit.items():
            for before, after in pairwise(sorted(months)):
                left = figures[name, unit_id, before] ^ figures[name, unit_id, after]
                # Hours of two months are not the same hours: what is left is of each month's people by itself.
                for month in {atom[1] for atom in left}:
                    of_month = frozenset(atom for atom in left if atom[1] == month)
                    yield from _told(shown, (name, f"{unit_id} less the month before", month), of_month, fewest)


def _rests(shown: Shown) -> Iterator[tuple[Figure, frozenset[Atom]]]:
    """Every figure less the same figure of its shown parts."""
    parts: dict[Figure, set[Atom]] = defaultdict(set)
    for (name, unit_id, month), atoms in shown.figures.items():
        above = shown.parents.get((unit_id, month))
        while above is not None and (name, above, month) not in shown.figures:
            above = shown.parents.get((above, month))
        if above is not None:
            parts[name, above, month] |= atoms
    for figure, atoms in shown.figures.items():
        yield figure, atoms - parts[figure]


def _told(shown: Shown, figure: Figure, atoms: frozenset[Atom], fewest: int) -> Iterator[str]:
    who = shown.people[KINDS[figure[0]]]
    found = len(set().union(*(who[atom] for atom in atoms)))
    if 0 < found < fewest:
        yield f"{figure}: {found} people"

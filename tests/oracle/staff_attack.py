"""Someone who has every staff figure that was ever shown, of all releases, and looks for one person in them.

What they have: each figure is known to be a sum, or a ratio of sums, over what certain people count for in certain
months. A later release tells the same, and a change for whom something is counted otherwise. Whatever they add,
subtract or divide, across units, months, filters, rolling windows, kinds of figures and releases, two pieces that stand
together in every figure stay together. So the finest that can be worked out are the classes of those that no figure
tells apart, and none may be about too few people. Figures that are rounded are taken to be exact, but for full-time
equivalents, whose rounding is what hides people: of these the span that is left for each part is worked out.

The differences that a reader would try first are tried one by one as well: unit less its shown parts, month less month,
twelve months less twelve months, release less release, and those of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from duckdb import DuckDBPyConnection

from tests.oracle.staff_people import Month
from tests.warehouse.drawn import rows_of

Figure = tuple[int, str, str, Month]
"""What is told: in which release, which figure, of which unit, in which month."""

Atom = tuple[str, str, Month, int]
"""What is counted of the people of one unit in one month, and since which release: the first time all of it, later what
had changed. It stands together in whatever is told."""

# What each figure is made of: figures made of the same can be put together.
MADE_OF = {
    "fte": {"paid"},
    "sickness_share": {"sickness", "scheduled"},
    "sickness_12_months_share": {"sickness", "scheduled"},
    "sickness_days_per_fte": {"sickness", "paid"},
    "wage_per_fte_dkk": {"paid"},
    "payroll_difference_share": {"wage"},
    "turnover_share": {"leavers", "paid"},
    "long_sickness_share": {"long_spells", "scheduled"},
    "short_sickness_share": {"short_spells", "scheduled"},
}
OF_A_MONTH = {"fte", "sickness_share"}
# Counted once for the whole year: somebody may be in it in several months.
BY_YEAR = {"leavers", "long_spells", "short_spells"}
OF_A_YEAR = {"turnover_share", "long_sickness_share", "short_sickness_share"}


@dataclass(frozen=True)
class OfMonths:
    """A figure about some months of a unit, told with the last of them."""

    name: str
    unit_id: str
    month: Month
    measures: frozenset[str]
    months: list[Month]


@dataclass
class Told:
    """One release: its figures, and what each employee counts for, as the build itself says it is made of."""

    figures: list[dict[str, Any]]
    counted: dict[tuple[str, str, Month], dict[str, Any]]
    """What is counted, unit and month → employee → how much; None for who is not counted."""
    paths: dict[tuple[str, str, Month], set[str]]
    fewest: int
    of_months: list[OfMonths] = field(default_factory=list)
    """What other tables tell of the same people."""


@dataclass
class Shown:
    """Every figure of all releases: the atoms that it is made of, and whom each is about."""

    fewest: int
    figures: dict[Figure, frozenset[Atom]] = field(default_factory=dict)
    people: dict[Atom, set[str]] = field(default_factory=dict)
    parents: dict[tuple[int, str, Month], str | None] = field(default_factory=dict)
    fte: dict[tuple[int, str, Month], int] = field(default_factory=dict)


def told_by(con: DuckDBPyConnection) -> Told:
    """A release as it stands in a built warehouse."""
    counted: dict[tuple[str, str, Month], dict[str, Any]] = defaultdict(dict)
    paths: dict[tuple[str, str, Month], set[str]] = defaultdict(set)
    for row in rows_of(con, "select *, year(day) as year, month(day) as month from marts.staff__told_month"):
        place = str(row["unit_id"]), (int(str(row["year"])), int(str(row["month"])))
        is_scheduled = int(str(row["scheduled_hundredths"])) > 0
        counts = {
            "paid": row["paid_hundredths"] or None,
            "scheduled": row["scheduled_hundredths"] if is_scheduled else None,
            # Who was not sick is told as well as who was.
            "sickness": row["sickness_seconds"] if is_scheduled else None,
            "wage": row["wage_dkk"] or None,
        }
        for measure, value in counts.items():
            paths[measure, *place] = {str(step) for step in row["unit_path"]}  # type: ignore[attr-defined]
            if value is not None:
                counted[measure, *place][str(row["employee_key"])] = value
    for row in rows_of(con, "select * from marts.staff__told_year"):
        steps = [str(step) for step in row["unit_path"]]  # type: ignore[attr-defined]
        place = "/".join(steps), (int(str(row["fiscal_year"])), 12)
        paths[str(row["measure"]), *place] = set(steps)
        counted[str(row["measure"]), *place][str(row["employee_key"])] = row["times"], row["seconds"]
    figures = [
        row
        for table in ("staff__unit_month", "staff__unit_year")
        for row in rows_of(con, f"select * from marts.{table}")
    ]
    ((fewest,),) = con.execute("select fewest from staging.staff_setting").fetchall()
    return Told(figures, counted, paths, fewest)


def shown_by(releases: Sequence[Told]) -> Shown:
    """All that the published tables of some releases tell, one after the other."""
    shown = Shown(max(told.fewest for told in releases))
    since: dict[tuple[str, str, Month], list[Atom]] = defaultdict(list)
    before: dict[tuple[str, str, Month], dict[str, Any]] = {}
    for number, told in enumerate(releases):
        for place in told.counted.keys() | before.keys():
            old, new = before.get(place, {}), told.counted.get(place, {})
            changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
            if changed:
                atom = (*place, number)
                since[place].append(atom)
                shown.people[atom] = changed
            before[place] = new
        below: dict[tuple[str, str, Month], set[Atom]] = defaultdict(set)
        for place, steps in told.paths.items():
            for unit_id in steps:
                below[place[0], unit_id, place[2]] |= set(since[place])
        _note_figures(shown, number, told.figures, below)
        for one in told.of_months:
            found = _atoms(below, one.measures, one.unit_id, one.month, one.months)
            shown.figures[number, one.name, one.unit_id, one.month] = frozenset(found)
    return shown


def _note_figures(
    shown: Shown, number: int, rows: Iterable[dict[str, Any]], below: dict[tuple[str, str, Month], set[Atom]]
) -> None:
    for row in rows:
        unit_id, month = str(row["unit_id"]), (int(row["fiscal_year"]), int(row["period"]))
        shown.parents[number, unit_id, month] = row["parent_unit_id"]
        if row.get("fte") is not None:
            shown.fte[number, unit_id, month] = int(row["fte"])
        for name, measures in MADE_OF.items():
            if row.get(name) is not None:
                months = [month] if name in OF_A_MONTH else _a_year(month)
                shown.figures[number, name, unit_id, month] = frozenset(_atoms(below, measures, unit_id, month, months))


def _atoms(
    below: dict[tuple[str, str, Month], set[Atom]],
    measures: Iterable[str],
    unit_id: str,
    month: Month,
    months: list[Month],
) -> Iterator[Atom]:
    for measure in measures:
        for one in [month] if measure in BY_YEAR else months:
            yield from below.get((measure, unit_id, one), ())


def _a_year(month: Month) -> list[Month]:
    places = range(month[0] * 12 + month[1] - 12, month[0] * 12 + month[1])
    return [(place // 12, place % 12 + 1) for place in places]


def exposed_classes(shown: Shown) -> Iterator[str]:
    """The finest that can be worked out at all, where it is about too few people."""
    stands_in: dict[Atom, set[Figure]] = defaultdict(set)
    for figure, atoms in shown.figures.items():
        for atom in atoms:
            stands_in[atom].add(figure)
    classes: dict[tuple[str, Month, int, frozenset[Figure]], set[str]] = defaultdict(set)
    for atom, figures in stands_in.items():
        measure, _, month, since = atom
        classes[measure, month, since, frozenset(figures)] |= shown.people[atom]
    for (measure, month, since, in_all), keys in classes.items():
        if len(keys) < shown.fewest:
            yield f"{measure} of {len(keys)} people in {month} since release {since}: alone in {sorted(in_all)[:4]}"


def exposed_differences(shown: Shown) -> Iterator[str]:
    """What a reader gets by taking one shown figure from another, where it is about too few people."""
    rests = dict(_rests(shown))
    for figure, rest in rests.items():
        yield from _told(shown, figure, rest)
    for figures in (shown.figures, rests):
        by_unit: dict[tuple[int, str, str], list[Month]] = defaultdict(list)
        by_release: dict[tuple[str, str, Month], list[int]] = defaultdict(list)
        for number, name, unit_id, month in figures:
            if name not in OF_A_YEAR:
                by_unit[number, name, unit_id].append(month)
            by_release[name, unit_id, month].append(number)
        for (number, name, unit_id), months in by_unit.items():
            for before, after in pairwise(sorted(months)):
                left = figures[number, name, unit_id, before] ^ figures[number, name, unit_id, after]
                yield from _told(shown, (number, name, f"{unit_id} less the month before", after), left)
        for (name, unit_id, month), numbers in by_release.items():
            for old, new in pairwise(sorted(numbers)):
                left = figures[old, name, unit_id, month] ^ figures[new, name, unit_id, month]
                yield from _told(shown, (new, name, f"{unit_id} less release {old}", month), left)


def _rests(shown: Shown) -> Iterator[tuple[Figure, frozenset[Atom]]]:
    """Every figure less the same figure of its shown parts."""
    parts: dict[Figure, set[Atom]] = defaultdict(set)
    for (number, name, unit_id, month), part in shown.figures.items():
        above = _shown_above(shown, shown.figures, number, name, unit_id, month)
        if above is not None:
            parts[number, name, above, month] |= part
    for figure, whole in shown.figures.items():
        yield figure, whole - parts[figure]


def _shown_above(
    shown: Shown, figures: dict[Figure, frozenset[Atom]], number: int, name: str, unit_id: str, month: Month
) -> str | None:
    above = shown.parents.get((number, unit_id, month))
    while above is not None and (number, name, above, month) not in figures:
        above = shown.parents.get((number, above, month))
    return above


def _told(shown: Shown, figure: Figure, atoms: Iterable[Atom]) -> Iterator[str]:
    """What is left of each thing that is counted, month by month and change by change: no two are the same hours."""
    left: dict[tuple[str, Month, int], set[str]] = defaultdict(set)
    for atom in atoms:
        left[atom[0], atom[2], atom[3]] |= shown.people[atom]
    for (measure, month, since), keys in left.items():
        if len(keys) < shown.fewest:
            yield f"{figure}: {measure} of {len(keys)} people in {month} since release {since}"


def narrowed_hours(shown: Shown) -> Iterator[str]:
    """Full-time equivalents: where the rounding of a part leaves a span of fewer than a figure must be about.

    A unit's number less those of its shown parts is the rounded number of the rest. Rests of one release do not
    overlap, but one of an earlier release can be cut up by those of a later one: then each span bounds the others.
    """
    spans: dict[frozenset[Atom], tuple[float, float]] = {}
    half = shown.fewest / 2
    for (_, _, unit_id, month), atoms, left in _rounded_rests(shown):
        if left % shown.fewest:
            yield f"{unit_id} {month}: rounded to less than {shown.fewest}"
        low, high = spans.get(atoms, (left - half, left + half))
        spans[atoms] = max(low, left - half), min(high, left + half)
    of_month: dict[Month, set[frozenset[Atom]]] = defaultdict(set)
    for rest in spans:
        of_month[next(iter(rest))[2]].add(rest)
    for month, rests in of_month.items():
        for whole in rests:
            cut = [one for one in rests if one < whole]
            if cut and frozenset().union(*cut) == whole and sum(map(len, cut)) == len(whole):
                for low, high in _bounded(spans, whole, cut):
                    if high - low < shown.fewest:
                        yield f"a part of {month}: between {low} and {high} full-time equivalents"


def _rounded_rests(shown: Shown) -> Iterator[tuple[Figure, frozenset[Atom], int]]:
    """What is left of each unit's full-time equivalents without its shown parts, and of whom that is."""
    below: dict[Figure, int] = defaultdict(int)
    for number, name, unit_id, month in shown.figures:
        above = _shown_above(shown, shown.figures, number, name, unit_id, month)
        if name == "fte" and above is not None:
            below[number, name, above, month] += shown.fte[number, unit_id, month]
    for figure, atoms in _rests(shown):
        number, name, unit_id, month = figure
        if name == "fte" and atoms:
            yield figure, atoms, shown.fte[number, unit_id, month] - below[figure]


def _bounded(
    spans: dict[frozenset[Atom], tuple[float, float]], whole: frozenset[Atom], cut: list[frozenset[Atom]]
) -> Iterator[tuple[float, float]]:
    """The span of each part of a whole when those of the whole and of the other parts are known."""
    low, high = spans[whole]
    for one in cut:
        others = [spans[other] for other in cut if other is not one]
        least = max(spans[one][0], low - sum(other[1] for other in others))
        yield least, min(spans[one][1], high - sum(other[0] for other in others))


def everything_exposed(releases: Sequence[Told]) -> Iterator[str]:
    """Whatever someone who holds all these releases can work out about too few people."""
    shown = shown_by(releases)
    assert shown.figures
    yield from exposed_classes(shown)
    yield from exposed_differences(shown)
    yield from narrowed_hours(shown)

"""The staff figures once more, in slow plain Python over single employees: what each figure is, and about whom it is.

Metrics, section 4. Nothing here is shared with the SQL. Hours are hundredths, sickness whole seconds, wages øre. Which
units are shown is taken from the marts: whether it is right is for the attack to say (staff_attack).
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.organisation import OWN, ROOT, UNKNOWN, Organisation, Row
from tests.oracle.staff_people import Cell, Month, PersonMonth, YearCell, YearPeople, YearUnit, by_leaf, changed_people

SICK = {"own_sickness", "work_accident"}
MUNICIPALITY_OWN = ROOT + OWN


def hundredths(text: str | None) -> int:
    return int(Decimal(text or 0) * 100)


def rounded(numerator: int, denominator: int) -> int:
    """Half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def month_end(month: Month) -> date:
    return date(*month, monthrange(*month)[1])


def following(month: Month) -> Month:
    return (month[0] + month[1] // 12, month[1] % 12 + 1)


class Staff:
    """What payroll has delivered, employee by employee, placed in the organisation of each month."""

    def __init__(
        self,
        rows: Mapping[str, Sequence[Row]],
        organisation: Organisation,
        looked_at: Iterable[Month],
        settings: Mapping[str, str] | None = None,
        before: Staff | None = None,
    ) -> None:
        chosen = settings or {}
        self.shown: set[str] = set()
        self.fewest = max(int(chosen.get("staff_fewest", "5")), 5)
        self.is_of_worked = chosen.get("staff_absence_of") == "worked"
        self._long_days = int(chosen.get("staff_long_spell_days", "30"))
        self._organisation = organisation
        self._paths: dict[tuple[str, Month], list[str]] = {}
        self._leaves: dict[tuple[str, Month], str | None] = {}
        self._mains: dict[tuple[str, Month], tuple[int, str]] = {}
        self._told_paths: dict[tuple[str, Month], list[str]] = {}
        days = [date.fromisoformat(row["month"] or "") for row in rows["employment_month"]]
        self.delivered = {(day.year, day.month) for day in days}
        self.months = sorted(self.delivered & set(looked_at))
        self.people: dict[Cell, PersonMonth] = defaultdict(PersonMonth)
        self._at_work: set[tuple[str, Month]] = set()
        for row, day in zip(rows["employment_month"], days, strict=True):
            self._employ(row, (day.year, day.month))
        for spell in self._spells(rows["absence"]):
            self._absent(spell)
        self._find_mains()
        self._lifted = self._too_few_on_their_own()
        self._before = before
        of_years = self._count_years()
        if before is not None:
            for leaf, month in {(leaf, month) for _, leaf, month in before.people if month in self.months}:
                self._told_paths[leaf, month] = before.path(leaf, month)
            self._hold(before)
        self.of_years = self._placed_years(of_years)

    # who is where

    def _leaf(self, delivered: str, month: Month) -> str | None:
        if (delivered, month) not in self._leaves:
            self._leaves[delivered, month] = self._landing(delivered, month_end(month))
        return self._leaves[delivered, month]

    def _landing(self, delivered: str, day: date) -> str | None:
        found = self._organisation.landing(delivered, day)
        row = self._organisation.on(found.removesuffix(OWN), day)
        return None if found == UNKNOWN or row is None or row.kind == "cost_centre" else found

    def _employ(self, row: Row, month: Month) -> None:
        key = row["employee_key"] or ""
        paid = hundredths(row["paid_hours"])
        scheduled = hundredths(row["scheduled_hours"]) if row["scheduled_hours"] is not None else paid
        if paid or scheduled > 0:
            self._at_work.add((key, month))
        leaf = self._leaf(row["unit_id"] or "", month) if month in self.months else None
        if leaf is not None:
            one = self.people[key, leaf, month]
            one.paid, one.scheduled = one.paid + paid, one.scheduled + scheduled
            one.wage += hundredths(row["wage_amount"])

    def _spells(self, rows: Sequence[Row]) -> Iterable[tuple[Row, date, date, bool]]:
        """Each line of sickness with its days, and whether it is part of a long spell."""
        newest = month_end(self.months[-1]) if self.months else date.min
        lines = []
        for row in rows:
            if row["cause_group"] in SICK:
                first = date.fromisoformat(row["date_from"] or "")
                last = date.fromisoformat(row["date_to"]) if row["date_to"] else newest
                lines.append((row["employee_key"] or "", first, max(first, last), row))
        lines.sort(key=lambda line: line[:3])
        joined: list[list[tuple[str, date, date, Row]]] = []
        for line in lines:
            same = joined and joined[-1][0][0] == line[0]
            until = max(one[2] for one in joined[-1]) if same else date.min
            if same and line[1] <= until + timedelta(days=1):
                joined[-1].append(line)
            else:
                joined.append([line])
        for spell in joined:
            days = (max(one[2] for one in spell) - min(one[1] for one in spell)).days + 1
            yield from ((row, first, last, days > self._long_days) for _, first, last, row in spell)

    def _absent(self, spell: tuple[Row, date, date, bool]) -> None:
        row, first, last, is_long = spell
        for month in self.months:
            end = month_end(month)
            days = (min(last, end) - max(first, end.replace(day=1))).days + 1
            leaf = self._leaf(row["unit_id"] or "", month) if days > 0 else None
            one = self.people.get((row["employee_key"] or "", leaf or "", month))
            if one is not None and one.scheduled > 0:
                seconds = hundredths(row["hours"]) * 36 * days // ((last - first).days + 1)
                one.sick += seconds
                one.long += seconds if is_long else 0

    def _too_few_on_their_own(self) -> dict[str, bool]:
        """Parts beside units below that are about too few: whether all of them together are enough."""
        own: dict[tuple[str, Month, str], set[str]] = defaultdict(set)
        for (key, leaf, month), one in self.people.items():
            if leaf.endswith(OWN):
                for measure in self._measures(one):
                    own[leaf, month, measure].add(key)
        few = {leaf for (leaf, _, _), keys in own.items() if len(keys) < self.fewest}
        together: dict[tuple[Month, str], int] = defaultdict(int)
        largest: dict[tuple[Month, str], int] = defaultdict(int)
        for (leaf, month, measure), keys in own.items():
            if leaf in few:
                together[month, measure] += sum(self._main(key, month) == leaf for key in keys)
                largest[month, measure] = max(largest[month, measure], len(keys))
        is_enough = all(max(count, largest[cell]) >= self.fewest for cell, count in together.items())
        return dict.fromkeys(few, is_enough)

    def _find_mains(self) -> None:
        for (one, leaf, at), person in self.people.items():
            self._mains[one, at] = max(self._mains.get((one, at), (-(10**9), "")), (person.paid, leaf))

    def _main(self, key: str, month: Month) -> str:
        return self._mains[key, month][1]

    def _measures(self, one: PersonMonth) -> list[str]:
        found = {"paid": one.paid != 0, "scheduled": one.scheduled > 0, "wage": one.wage != 0}
        return [name for name, is_so in found.items() if is_so]

    def way(self, delivered: str, month: Month) -> list[str]:
        """The units that a position of a delivered unit or cost centre counts in."""
        leaf = self._leaf(delivered, month)
        return [] if leaf is None else self._organisation.path(leaf, month_end(month))

    def path(self, leaf: str, month: Month) -> list[str]:
        """The units that the people of a unit count in; none where they are too few for any."""
        if (leaf, month) in self._told_paths:
            return self._told_paths[leaf, month]
        if leaf in self._lifted:
            return [ROOT, MUNICIPALITY_OWN] if self._lifted[leaf] else []
        if (leaf, month) not in self._paths:
            self._paths[leaf, month] = self._organisation.path(leaf, month_end(month))
        return self._paths[leaf, month]

    # what was told before

    def _hold(self, before: Staff) -> None:
        """A unit's month that was told stays as it was, where what has changed is about too few."""
        now, then = by_leaf(self.people), by_leaf(before.people)
        told = set(before.months) & set(self.months)
        for leaf, month in {place for place in now.keys() | then.keys() if place[1] in told}:
            old, new = then.get((leaf, month), {}), now.get((leaf, month), {})
            if any(0 < len(keys) < self.fewest for keys in changed_people(old, new).values()):
                for key in new:
                    del self.people[key, leaf, month]
                for key, one in old.items():
                    self.people[key, leaf, month] = one

    def _count_years(self) -> dict[YearCell, dict[str, tuple[int, int]]]:
        """Leavers, and long and short spells, of each unit's month as payroll has it now."""
        found: dict[YearCell, dict[str, tuple[int, int]]] = defaultdict(dict)
        for (key, leaf, month), one in self.people.items():
            counts = {"leavers": 0 if self.leaves(key, leaf, month) else None, "long_spells": one.long or None,
                      "short_spells": one.sick - one.long or None}  # fmt: skip
            for measure, seconds in counts.items():
                if seconds is not None:
                    found[month[0], measure, leaf, month][key] = (1, seconds)
        return found

    def _placed_years(self, months: dict[YearCell, dict[str, tuple[int, int]]]) -> dict[YearUnit, YearPeople]:
        """Whole years' counts by unit and path, as they were told before where the change is about too few."""
        whole = {year for year in {month[0] for month in self.months} if self._is_whole(year)}
        found: dict[YearUnit, YearPeople] = defaultdict(dict)
        with_people = {(leaf, month) for _, leaf, month in self.people if self.path(leaf, month)}
        for (year, measure, leaf, month), people in months.items():
            is_told = year in whole and (measure != "leavers" or (year + 1, 1) in self.delivered)
            if is_told and (leaf, month) in with_people:
                place = found[year, measure, leaf]
                for key, (times, seconds) in people.items():
                    cell = (tuple(self.path(leaf, month)), key)
                    before = place.get(cell, (0, 0))
                    place[cell] = (before[0] + times, before[1] + seconds)
        if self._before is not None:
            then = {place: people for place, people in self._before.of_years.items() if place[0] in whole}
            told = {place[:2] for place in then}
            for where in {where for where in found.keys() | then.keys() if where[:2] in told}:
                old, new = then.get(where, {}), found.get(where, {})
                keys = {cell[1] for cell in old.keys() | new.keys() if old.get(cell) != new.get(cell)}
                if 0 < len(keys) < self.fewest:
                    found[where] = old
        return found

    def _is_whole(self, year: int) -> bool:
        return sum(month[0] == year for month in self.months) == 12

    def leaves(self, key: str, leaf: str, month: Month) -> bool:
        """Whether the employee works here in the month and nowhere in the month after."""
        one = self.people[key, leaf, month]
        after = following(month)
        return (
            self._main(key, month) == leaf
            and (one.paid != 0 or one.scheduled > 0)
            and after in self.delivered
            and (key, after) not in self._at_work
        )

    # figures

    def a_year(self, month: Month) -> list[Month]:
        """The month and the eleven before; fewer where they are not delivered."""
        place = month[0] * 12 + month[1]
        return [one for one in self.months if place - 11 <= one[0] * 12 + one[1] <= place]

    def sickness_share(self, cells: Iterable[Cell], seconds: int | None = None) -> Decimal | None:
        """In whole per mille. `seconds`: those of long spells, or of the others, in place of all sickness."""
        people = [self.people[cell] for cell in cells]
        sick = sum(one.sick for one in people)
        base = sum(max(one.scheduled, 0) for one in people) * 36 - (sick if self.is_of_worked else 0)
        return Decimal(rounded(1000 * (sick if seconds is None else seconds), base)).scaleb(-3) if base > 0 else None

    def year_sum(self, unit_id: str, year: int, measure: str) -> tuple[int, int]:
        """How often something was counted in a year at a unit or below it, and its seconds."""
        of_measure = (people for place, people in self.of_years.items() if place[:2] == (year, measure))
        counted = [cell for people in of_measure for (path, _), cell in people.items() if unit_id in path]
        return sum(times for times, _ in counted), sum(seconds for _, seconds in counted)

    def days_per_fte(self, cells: Sequence[Cell]) -> Decimal | None:
        """Over twelve months, to one decimal: hours / 7.4 by the average of paid hours / 160.33."""
        paid = sum(self.people[cell].paid for cell in cells)
        sick = sum(self.people[cell].sick for cell in cells)
        return Decimal(rounded(sick * 12 * 16033 * 10, 26640 * paid)).scaleb(-1) if paid > 0 else None

    def part(self, leaf: str, month: Month) -> tuple[str, ...]:
        """The shown units that a unit's people count in; a month that was told keeps them."""
        path = self.path(leaf, month)
        now = tuple(path[: 1 + max(place for place, step in enumerate(path) if step in self.shown)])
        is_told = (leaf, month) in self._told_paths and self._before is not None and self._before.path(leaf, month)
        before = self._before.part(leaf, month) if is_told and self._before is not None else ()
        return before if len(before) >= len(now) else now

    def fte(self, cells: Iterable[Cell]) -> int:
        """The sum of a unit's parts in a month, each rounded; a part is what counts in the same shown units."""
        paid: dict[tuple[str, ...], int] = defaultdict(int)
        for key, leaf, month in cells:
            paid[self.part(leaf, month)] += self.people[key, leaf, month].paid
        grid = self.fewest
        return sum(rounded(hours, 16033 * grid) * grid for hours in paid.values())

"""Who works where in the fictive municipality, month by month, and when they are sick. No names: employees are keys."""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.sample.calendar import working_days
from pipelines.sample.organisation import Institution
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, YEARS, Plan
from pipelines.sample.truth import TODAY

FULL_MONTH = 16_033  # hundredths of an hour that a full-time month is paid for
_FULL_WEEK = 37
_DAY = 740  # hundredths of an hour in a day's work
_SMALL = 15

Month = tuple[int, int]


@dataclass(frozen=True)
class Employee:
    """Somebody's seat at a unit from a month to a month (None: still), with weekly hours."""

    key: str
    unit: Institution
    weekly_hours: int
    first: Month
    last: Month | None

    def is_there(self, month: Month) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True)
class Pay:
    """A month of an employment; hours in hundredths, the wage in øre."""

    employee: Employee
    paid: int
    scheduled: int
    wage: int


@dataclass(frozen=True)
class Spell:
    """Somebody's absence; `last` None: not over. Hours in hundredths."""

    employee: Employee
    first: date
    last: date | None
    hours: int
    cause: str


@cache
def story() -> dict[str, Any]:
    """What staff.toml says."""
    return tomllib.loads(Path(__file__).with_name("staff.toml").read_text(encoding="utf-8"))


@cache
def months() -> list[Month]:
    """Every month that payroll delivers."""
    years = range(story()["earlier_year"], LAST_YEAR + 1)
    return [(year, month) for year in years for month in range(1, 13) if (year, month) <= (LAST_YEAR, LAST_MONTH)]


@cache
def drawn_months() -> list[Month]:
    """The months that seats are filled forwards in; the earlier ones are drawn backwards from who was there then."""
    return [month for month in months() if month[0] >= story()["first_year"]]


def title_of(unit: Institution) -> str:
    titles: dict[str, str] = story()["titles"]
    return titles.get(unit.profile, titles["other"])


def hours_to_work(employee: Employee, first: date, last: date) -> int:
    """Hundredths of an hour that were to be worked from a day to a day."""
    days = bisect_right(_every_working_day(), last) - bisect_left(_every_working_day(), first)
    return days * _DAY * employee.weekly_hours // _FULL_WEEK


@cache
def _every_working_day() -> list[date]:
    return [date(*month, day) for month in months() for day in working_days(*month)]


class Staff:
    """The employees of one plan, with what each month cost and every spell of absence."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._draws = plan, plan.draws
        self._wages = _wages_by_unit(plan)
        self._centres = {unit_id: plan.organisation.centre_of(unit_id, TODAY) for unit_id in self._wages}
        self.employees = list(self._with_predecessors(list(self._all())))

    def pay(self, month: Month) -> Iterator[Pay]:
        """Everybody's month, unit by unit: what the ledger has as wages is shared by paid hours."""
        year, number = month
        days = len(_days_of(month))
        at_work: dict[str, list[Employee]] = defaultdict(list)
        for one in self.employees:
            if one.is_there(month):
                at_work[one.unit.unit_id].append(one)
        for unit_id, people in at_work.items():
            wages = self._payroll(unit_id, year) * self._wages[unit_id][YEARS.index(year)][number - 1] // 1000
            paid = {one.weekly_hours: FULL_MONTH * one.weekly_hours // _FULL_WEEK for one in people}
            total = sum(paid[one.weekly_hours] for one in people)
            for one in sorted(people, key=lambda one: -one.weekly_hours):
                hours = paid[one.weekly_hours]
                scheduled = days * _DAY * one.weekly_hours // _FULL_WEEK
                yield Pay(one, hours, scheduled, wages * hours // total)

    def spells(self, month: Month) -> Iterator[Spell]:
        """Spells that begin in the month."""
        year, number = month
        short = story()["short_spells"][number - 1]
        for one in self.employees:
            if not one.is_there(month):
                continue
            lot = self._draws.below(1_000_000, "sick", year, number, one.key, one.unit.unit_id)
            usual = self._habit(one.unit, month)
            # Who was sick already when a pay system began is so from its first day.
            is_first = month in (months()[0], drawn_months()[0])
            if lot < story()["long_spells"] * usual * (3 if is_first else 1):
                length = 31 + self._draws.below(130, "long", year, number, one.key)
                yield self._spell(one, month, length, "Egen sygdom")
            elif lot < (story()["long_spells"] + short) * usual:
                draw = self._draws.below(100, "length", year, number, one.key)
                length = 1 + draw % 3 if draw < 62 else 3 + draw % 5 if draw < 90 else 8 + draw % 12
                cause = "Arbejdsskade" if draw == 3 else "Barns sygdom" if draw % 12 == 7 else "Egen sygdom"
                yield self._spell(one, month, length, cause)

    def _spell(self, one: Employee, month: Month, length: int, cause: str) -> Spell:
        days = _days_of(month)
        first = date(*month, days[self._draws.below(len(days), "day", *month, one.key)])
        last: date | None = first + timedelta(days=length - 1)
        if one.last is not None:
            last = min(last or TODAY, _month_end(one.last))
        until = min(last or TODAY, TODAY)
        return Spell(one, first, None if last and last > TODAY else last, hours_to_work(one, first, until), cause)

    def _habit(self, unit: Institution, month: Month) -> int:
        """Per mille of the usual sickness."""
        first, last = story()["rising"].get(self._centres[unit.unit_id], (1000, 1000))
        every = drawn_months()
        place = every.index(month) if month in every else 0
        return int(first + (last - first) * place // (len(every) - 1))

    def _payroll(self, unit_id: str, year: int) -> int:
        found = story()["payroll"].get(unit_id)
        return found["share"] if found and year >= found["from"] else 1000

    def _all(self) -> Iterator[Employee]:
        number = 100_000
        for unit_id, wages in sorted(self._wages.items()):
            unit = self._plan.organisation.institutions[unit_id]
            for seat, people in enumerate(self._seats(unit, wages)):
                for hours, first, last in people:
                    number += 1
                    key = f"E{number}"
                    # Who teaches at the youth school in the evening teaches at a school by day.
                    if unit_id == "113030" and seat % 3 == 0:
                        key = f"E{100_001 + seat}"
                    yield Employee(key, unit, hours, first, last)

    def _with_predecessors(self, employees: list[Employee]) -> Iterator[Employee]:
        """The employees since the months before, then those who had their seats until then."""
        gone: list[Employee] = []
        number = 900_000
        for one in employees:
            if one.first != drawn_months()[0]:
                yield one
                continue
            holder, seat = one, one.key
            for month in reversed([month for month in months() if month < drawn_months()[0]]):
                if not one.unit.is_open(*month):
                    break
                if self._draws.below(1000, "joined", one.unit.unit_id, seat, *month) < story()["leaves_a_month"]:
                    number += 1
                    gone.append(holder)
                    hours = self._weekly_hours(one.unit, number, 0)
                    holder = Employee(f"E{number}", one.unit, hours, month, month)
                else:
                    holder = replace(holder, first=month)
            gone.append(holder)
            yield next(held for held in gone if held.key == one.key and held.unit is one.unit)
            gone = [held for held in gone if held.key != one.key or held.unit is not one.unit]
        yield from gone
        yield from self._closed_before()

    def _closed_before(self) -> Iterator[Employee]:
        """Who worked in units that were closed before seats were filled."""
        number = 980_000
        for unit_id, wages in sorted(self._wages.items()):
            unit = self._plan.organisation.institutions[unit_id]
            open_months = [month for month in months() if unit.is_open(*month)]
            if not open_months or open_months[-1] >= drawn_months()[0]:
                continue
            of_year = sum(wages[YEARS.index(open_months[0][0])])
            for seat in range(max(story()["least_people"], of_year // (story()["yearly_cost"] * 100) * 112 // 100)):
                number += 1
                hours = self._weekly_hours(unit, seat, 0)
                yield Employee(f"E{number}", unit, hours, open_months[0], open_months[-1])

    def _seats(self, unit: Institution, wages: list[list[int]]) -> Iterator[list[tuple[int, Month, Month | None]]]:
        """Each seat's people one after the other: weekly hours, first and last month."""
        open_months = [month for month in drawn_months() if unit.is_open(*month)]
        if not open_months:
            return
        full_time = sum(wages[YEARS.index(story()["first_year"])]) // (story()["yearly_cost"] * 100)
        wanted = story()["people"].get(unit.unit_id) or max(story()["least_people"], full_time * 112 // 100)
        for seat in range(wanted):
            yield list(self._people_of(unit, seat, wanted, open_months))

    def _people_of(
        self, unit: Institution, seat: int, seats: int, open_months: list[Month]
    ) -> Iterator[tuple[int, Month, Month | None]]:
        shrinks = story()["shrinks"].get(unit.unit_id)
        without = tuple(map(int, shrinks["month"].split("-"))) if shrinks and seat >= shrinks["people"] else None
        begins, hours = 0, self._weekly_hours(unit, seat, 0)
        for place, month in enumerate(open_months):
            if place < begins:
                continue
            leaves = self._draws.below(1000, "leaves", unit.unit_id, seat, *month) < story()["leaves_a_month"]
            ends = open_months[place + 1 : place + 2] == [without] if without else leaves and seats > 5
            if ends and place + 1 < len(open_months):
                yield hours, open_months[begins], month
                vacant = self._draws.below(story()["vacant_months"] + 1, "vacant", unit.unit_id, seat, *month)
                begins = place + 1 + (1 if without else vacant if seats >= _SMALL else 0)
                hours = self._weekly_hours(unit, seat, begins)
                if begins >= len(open_months):
                    return
        closes = open_months[-1] if open_months[-1] < months()[-1] else None
        yield hours, open_months[begins], closes

    def _weekly_hours(self, unit: Institution, seat: int, begins: int) -> int:
        lot = self._draws.below(100, "hours", unit.unit_id, seat, begins)
        for hours, share in story()["weekly_hours"]:
            lot -= share
            if lot < 0:
                return int(hours)
        return _FULL_WEEK


def _wages_by_unit(plan: Plan) -> dict[str, list[list[int]]]:
    """Unit → year → month: what is booked as wages, in øre; units without are not there."""
    found: dict[str, list[list[int]]] = {}
    for place, cell in enumerate(plan.cells):
        if cell.account.code[0] == "1" and cell.budget_type in ("1", "2"):
            sums = found.setdefault(cell.unit.unit_id, [[0] * 12 for _ in YEARS])
            for year in range(len(YEARS)):
                for month in range(12):
                    sums[year][month] += int(plan.actual[place, year, month])
    return found


@cache
def _days_of(month: Month) -> list[int]:
    return working_days(*month)


def _month_end(month: Month) -> date:
    following = date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)
    return following - timedelta(days=1)

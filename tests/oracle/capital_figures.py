"""Capital projects once more, in slow plain Python: appropriation, time, phasing, cost per unit, plans' accuracy."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from tests.oracle.budget_followup import oere, rounded
from tests.oracle.capital_money import CapitalMoney, day, given, origin, precision
from tests.oracle.organisation import Row

SUPPLEMENTS = {"supplementary", "virement", "price_adjustment"}


def months_between(first: date | None, last: date | None) -> int | None:
    if first is None or last is None:
        return None
    return 12 * (last.year - first.year) + last.month - first.month


class ProjectFigures:
    """What is known of each project, from raw rows as dictionaries of text. Thresholds are the default ones."""

    def __init__(self, money: CapitalMoney, price_index: dict[int, str]) -> None:
        self.money = money
        self.price_index = {year: Fraction(index) for year, index in price_index.items()}
        self.plans: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(money.rows["project_plan"], key=lambda row: (row["version_date"] or "", origin(row))):
            self.plans[row["project_id"] or ""].append(row)
        self.decisions: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(
            money.rows["project_appropriation"], key=lambda row: (row["decision_date"] or "", origin(row))
        ):
            self.decisions[row["project_id"] or ""].append(row)

    # What is known of one project

    def registered(self, project_id: str, column: str) -> str | None:
        row = self.money.register(project_id)
        newest_first = [plan.get(column) for plan in reversed(self.plans[project_id]) if plan.get(column)]
        return (row[column] if row else None) or next(iter(newest_first), None)

    def is_pool(self, project_id: str) -> bool:
        row = self.money.register(project_id)
        return row is not None and row["kind"] == "pool"

    def is_completed(self, project_id: str) -> bool:
        row = self.money.register(project_id)
        closed_on = row["closed_on"] if row else None
        return self.registered(project_id, "phase") in {"completed", "closed"} or closed_on is not None

    def has_final_account(self, project_id: str) -> bool:
        row = self.money.register(project_id)
        return self.is_accounted(project_id) or (row is not None and row["closed_on"] is not None)

    def is_accounted(self, project_id: str) -> bool:
        return any(row["kind"] == "final_account" for row in self.decisions[project_id])

    def granted(self, project_id: str, kinds: set[str] | None = None) -> int | None:
        rows = self.decisions[project_id]
        return sum(oere(row["amount"]) for row in rows if kinds is None or row["kind"] in kinds) if rows else None

    def spent(self, project_id: str) -> int | None:
        begun = [one.actual for year, one in self.money.of_project(project_id).items() if self.is_begun(year)]
        known = [actual for actual in begun if actual is not None]
        return sum(known) if known else None

    def is_begun(self, year: int) -> bool:
        return year <= self.money.newest_year

    def newest(self, project_id: str, column: str) -> str | None:
        plans = self.plans[project_id]
        return plans[-1][column] if plans else None

    def first_approved(self, project_id: str) -> Row | None:
        return next((row for row in self.plans[project_id] if row["is_approved"] != "false"), None)

    def slip(self, project_id: str) -> int | None:
        first = self.first_approved(project_id)
        last = day(self.newest(project_id, "completion_date"))
        return months_between(day(first["completion_date"]), last) if first else None

    def final_cost(self, project_id: str) -> tuple[int | None, str | None]:
        """What it costs in the end, and what says so."""
        started, spent = day(self.newest(project_id, "start_date")), self.spent(project_id)
        years = [year for year in self.money.of_project(project_id) if self.is_begun(year)]
        reaches_back = spent is not None and (started is None or min(years) <= started.year)
        if self.has_final_account(project_id) and reaches_back:
            return spent, "spent"
        if self.is_accounted(project_id):
            return self.granted(project_id), "account"
        planned = given(self.newest(project_id, "expected_cost"))
        return planned, None if planned is None else "plan"

    def unit_cost(self, project_id: str) -> int | None:
        """Whole øre per unit at the prices of the newest year."""
        row, (cost, _) = self.money.register(project_id), self.final_cost(project_id)
        quantity = Fraction(row["quantity"]) if row and row["quantity"] else Fraction(0)
        if self.is_pool(project_id) or quantity <= 0 or cost is None or cost <= 0:
            return None
        completed = day(self.newest(project_id, "completion_date"))
        cost_year = completed.year if completed else self.money.newest_year
        return rounded(cost * self.price(self.money.newest_year) / self.price(cost_year) / quantity)

    def price(self, year: int) -> Fraction:
        known = [one for one in self.price_index if one <= year] or sorted(self.price_index)[:1]
        return self.price_index[max(known)] if known else Fraction(1)

    def comparable(self, project_id: str) -> list[int]:
        """The unit costs of completed projects of its class."""
        wanted = self.class_of(project_id)
        if wanted[0] is None:
            return []
        costs = [
            self.unit_cost(one)
            for one in self.money.projects
            if self.class_of(one) == wanted and self.is_completed(one)
        ]
        return [cost for cost in costs if cost is not None]

    def class_of(self, project_id: str) -> tuple[str | None, str | None]:
        row = self.money.register(project_id)
        return self.registered(project_id, "project_class"), row["quantity_unit"] if row else None

    # Status

    def money_status(self, project_id: str) -> str:
        cost, granted = self.final_cost(project_id)[0], self.granted(project_id)
        if self.spends_without(project_id):
            return "act"
        if cost is None or granted is None:
            return "unknown"
        over = cost - granted
        if over > Fraction(2, 100) * granted and over > 250_000_00:
            return "act"
        return "watch" if over > Fraction(1, 100) * granted and over > 125_000_00 else "on_track"

    def spends_without(self, project_id: str) -> bool:
        return bool(self.spent(project_id)) and (self.granted(project_id) or 0) <= 0

    def time_status(self, project_id: str) -> str:
        slip = self.slip(project_id)
        if slip is None:
            return "unknown"
        return "act" if slip >= 6 else "watch" if slip >= 3 else "on_track"

    def phasing(self, project_id: str) -> Fraction | None:
        year = self.year_of(project_id)
        if year is None:
            return None
        one = self.money.years[project_id, year]
        return precision(one.ending(is_closed=self.money.is_closed(year)), one.adopted)

    def phasing_status(self, project_id: str) -> str:
        found = self.phasing(project_id)
        if found is None:
            return "unknown"
        return "act" if found < Fraction(1, 2) else "watch" if found < Fraction(3, 4) else "on_track"

    def year_of(self, project_id: str) -> int | None:
        return max((year for year in self.money.of_project(project_id) if self.is_begun(year)), default=None)

    def repeats(self, project_id: str) -> int | None:
        years = self.money.of_project(project_id)
        known = [one.repeats for year, one in years.items() if self.is_begun(year) and one.repeats is not None]
        return known[-1] if known else None

    def lacks_account(self, project_id: str) -> bool:
        return self.is_completed(project_id) and not self.is_pool(project_id) and not self.has_final_account(project_id)

"""The rows of the capital marts about projects, as the oracle has them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from tests.oracle.budget_followup import oere, rounded
from tests.oracle.capital_figures import SUPPLEMENTS, ProjectFigures, months_between
from tests.oracle.capital_money import day, given
from tests.oracle.comparing import dkk, share

Rows = dict[tuple[object, ...], dict[str, object]]


def middle(values: list[Fraction] | list[int]) -> float | None:
    return float(median(values)) if values else None


class CapitalProjects(ProjectFigures):
    """Every row of every mart about projects."""

    def project_rows(self) -> Rows:
        return {(project_id,): self._project_row(project_id) for project_id in self.money.projects}

    def _project_row(self, project_id: str) -> dict[str, object]:
        cost, basis = self.final_cost(project_id)
        original, added = self.granted(project_id, {"original"}), self.granted(project_id, SUPPLEMENTS)
        total, unit_cost, phasing = self.granted(project_id), self.unit_cost(project_id), self.phasing(project_id)
        added_gross = sum(abs(oere(row["amount"])) for row in self.decisions[project_id] if row["kind"] in SUPPLEMENTS)
        comparable = self.comparable(project_id)
        typical = rounded(Fraction(median(comparable))) if len(comparable) >= 3 and unit_cost is not None else None
        first, year = self.first_approved(project_id), self.year_of(project_id)
        one = self.money.years[project_id, year] if year is not None else None
        return {
            "unit_id": self.money.unit(project_id),
            "unit_path": self.money.organisation.path(self.money.unit(project_id), self.money.today),
            "is_completed": self.is_completed(project_id),
            "original_appropriation_dkk": dkk(original),
            "supplementary_appropriation_dkk": dkk(added),
            "supplementary_appropriation_gross_dkk": None if total is None else dkk(added_gross),
            "total_appropriation_dkk": dkk(total),
            "supplementary_appropriation_level_share": share(added, original or 0),
            "supplementary_appropriation_level_gross_share": share(added_gross, abs(original or 0)),
            "expected_final_cost_dkk": dkk(cost),
            "final_cost_basis": basis,
            "spent_dkk": dkk(self.spent(project_id)),
            "appropriation_variance_dkk": None if cost is None or total is None else dkk(cost - total),
            "appropriation_adherence_share": share(cost, total or 0),
            "money_status": self.money_status(project_id),
            "first_approved_completion_date": day(first["completion_date"]) if first else None,
            "expected_start_date": day(self.newest(project_id, "start_date")),
            "expected_completion_date": day(self.newest(project_id, "completion_date")),
            "schedule_slip_months": self.slip(project_id),
            "time_status": self.time_status(project_id),
            "fiscal_year": year,
            "carried_in_dkk": dkk(one.parts["carried_in"]) if one else None,
            "revised_allotment_dkk": dkk(one.revised) if one else None,
            "actual_dkk": dkk(one.actual) if one else None,
            "forecast_dkk": dkk(one.forecast) if one else None,
            "phasing_precision_share": None if phasing is None else float(phasing),
            "phasing_status": self.phasing_status(project_id),
            "cost_per_unit_dkk": dkk(unit_cost),
            "class_median_cost_per_unit_dkk": dkk(typical),
            "cost_efficiency_share": share(unit_cost, typical or 0),
            "comparable_project_count": None if unit_cost is None else len(comparable),
            "repeat_carry_over_years": self.repeats(project_id),
            "is_without_appropriation": self.spends_without(project_id),
            "is_missing_final_account": self.lacks_account(project_id),
            "plan_version_count": len(self.plans[project_id]),
        }

    def version_rows(self) -> Rows:
        rows: Rows = {}
        for project_id, plans in self.plans.items():
            first = self.first_approved(project_id)
            for number, plan in enumerate(plans, start=1):
                cost, ends = given(plan["expected_cost"]), day(plan["completion_date"])
                before = plans[number - 2] if number > 1 else None
                cost_before = given(before["expected_cost"]) if before else None
                end_before = day(before["completion_date"]) if before else None
                rows[project_id, number] = {
                    "is_first_approved": plan is first,
                    "is_newest": number == len(plans),
                    "expected_cost_dkk": dkk(cost),
                    "cost_change_dkk": None if cost is None or cost_before is None else dkk(cost - cost_before),
                    "slip_months": months_between(day(first["completion_date"]), ends) if first else None,
                    "slip_change_days": (ends - end_before).days if ends and end_before else None,
                    "line": int(plan["line"] or 0),
                }
        return rows

    def decision_rows(self) -> Rows:
        rows: Rows = {}
        for project_id, decisions in self.decisions.items():
            total = 0
            for number, row in enumerate(decisions, start=1):
                total += oere(row["amount"])
                rows[project_id, number] = {
                    "amount_dkk": dkk(oere(row["amount"])),
                    "running_total_dkk": dkk(total),
                    "kind": row["kind"],
                    "line": int(row["line"] or 0),
                }
        return rows

    def month_rows(self) -> Rows:
        rows: Rows = {}
        for project_id in self.money.projects:
            years = self.money.of_project(project_id)
            spent = planned_before = 0
            for year in range(min(years, default=0), max(years, default=-1) + 1):
                first, last = self._building_months(project_id, year)
                one = years.get(year)
                for month in range(1, 13):
                    start = date(year, month, 1)
                    over = max(0, min(month, last) - first + 1)
                    planned = rounded(Fraction((one.adopted if one else 0) * over, last - first + 1))
                    booked = self._booked(project_id, year, month)
                    spent += booked
                    known = start <= self.money.newest_ledger_month
                    rows[project_id, start] = {
                        "actual_dkk": dkk(booked) if known else None,
                        "actual_to_date_dkk": dkk(spent) if known else None,
                        "planned_to_date_dkk": dkk(planned_before + planned),
                    }
                planned_before += one.adopted if one else 0
        return rows

    def _building_months(self, project_id: str, year: int) -> tuple[int, int]:
        plan = self.first_approved(project_id)
        start = (day(plan["start_date"]) if plan else None) or date.min
        end = (day(plan["completion_date"]) if plan else None) or date.max
        first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
        return (first.month, last.month) if first <= last else (1, 12)

    def _booked(self, project_id: str, year: int, month: int) -> int:
        one = self.money.years.get((project_id, year))
        if one is None:
            return 0
        if one.basis == "register":
            newest = self.money.newest_ledger_month
            last = min(date(year, 12, 1), newest)
            return (one.actual or 0) if date(year, month, 1) == last else 0
        periods = [month] if month < 12 else [12, 13]
        return sum(self.money.booked.get((project_id, year, period), 0) for period in periods)

    # First plans against last

    def accuracy_rows(self) -> Rows:
        return {
            (project_id,): {
                "version_count": len(plans),
                "first_expected_cost_dkk": dkk(given(plans[0]["expected_cost"])),
                "last_expected_cost_dkk": dkk(given(plans[-1]["expected_cost"])),
                "error_dkk": dkk(self._error(project_id)),
                "error_share": share(self._error(project_id), given(plans[-1]["expected_cost"]) or 0),
                "slip_days": self._slip_days(project_id),
            }
            for project_id, plans in self.plans.items()
            if len(plans) >= 2
        }

    def _error(self, project_id: str) -> int | None:
        first, last = (given(self.plans[project_id][end]["expected_cost"]) or 0 for end in (0, -1))
        return first - last if first > 0 and last > 0 else None

    def _slip_days(self, project_id: str) -> int | None:
        first, last = (day(self.plans[project_id][end]["completion_date"]) for end in (0, -1))
        return (last - first).days if first and last else None

    def accuracy_total_rows(self) -> Rows:
        below: dict[str, list[str]] = defaultdict(list)
        for project_id, plans in self.plans.items():
            if len(plans) >= 4 and self._error(project_id) is not None:
                for unit_id in self.money.path(project_id):
                    below[unit_id].append(project_id)
        return {(unit_id,): self._accuracy(projects) for unit_id, projects in below.items()}

    def _accuracy(self, projects: list[str]) -> dict[str, object]:
        errors = [self._error(one) or 0 for one in projects]
        lasts = [given(self.newest(one, "expected_cost")) or 0 for one in projects]
        slips = [slip for one in projects if (slip := self._slip_days(one)) is not None]
        return {
            "project_count": len(projects),
            "median_error_share": middle([Fraction(e, last) for e, last in zip(errors, lasts, strict=True)]),
            "wape_share": share(sum(map(abs, errors)), sum(lasts)),
            "finishes_later_share": share(sum(slip > 0 for slip in slips), len(slips)),
            "median_slip_days": middle(slips),
        }

    # The portfolio of a unit

    def total_rows(self) -> Rows:
        below: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for project_id in self.money.projects:
            for unit_id in self.money.path(project_id):
                for name in {"", self.registered(project_id, "project_class") or ""}:
                    below[unit_id, name].add(project_id)
        return {place: self._total(projects) for place, projects in below.items()}

    def _total(self, projects: set[str]) -> dict[str, object]:
        rows = {one: self._project_row(one) for one in projects}
        under_way = [row for row in rows.values() if not row["is_completed"]]

        def total(column: str, among: list[dict[str, object]] = under_way) -> Decimal | None:
            known = [value for row in among if isinstance(value := row[column], Decimal)]
            return sum(known, Decimal(0)) if known else None

        def part(above: Decimal | None, beneath: Decimal | None) -> float | None:
            return None if above is None or not beneath else float(Fraction(above) / Fraction(beneath))

        held = [row for row in under_way if row["appropriation_variance_dkk"] is not None]
        slips = [slip for row in under_way if isinstance(slip := row["schedule_slip_months"], int)]
        amounts = (
            "original_appropriation_dkk",
            "supplementary_appropriation_dkk",
            "total_appropriation_dkk",
            "expected_final_cost_dkk",
            "appropriation_variance_dkk",
            "spent_dkk",
            "revised_allotment_dkk",
            "actual_dkk",
        )
        counts = {
            f"{what}_{status}_count": sum(row[f"{what}_status"] == status for row in under_way)
            for what in ("money", "time", "phasing")
            for status in ("act", "watch")
        }
        original = total("original_appropriation_dkk")
        return (
            {name: total(name) for name in amounts}
            | counts
            | {
                "project_count": len(under_way),
                "completed_count": len(rows) - len(under_way),
                "supplementary_appropriation_level_share": part(total("supplementary_appropriation_dkk"), original),
                "supplementary_appropriation_level_gross_share": part(
                    total("supplementary_appropriation_gross_dkk"), None if original is None else abs(original)
                ),
                "appropriation_adherence_share": part(
                    total("expected_final_cost_dkk", held), total("total_appropriation_dkk", held)
                ),
                "median_schedule_slip_months": middle(slips),
                "without_appropriation_count": sum(row["is_without_appropriation"] is True for row in rows.values()),
                "missing_final_account_count": sum(row["is_missing_final_account"] is True for row in rows.values()),
            }
        )

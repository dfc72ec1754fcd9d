"""The carry-over case once more in slow plain Python, rule by rule and line by line, in whole øre.

The money outside capital is added up from raw rows, the forecast is the budget follow-up's oracle; of a project's year
the revised allotment, actual and forecast are taken as they stand (an oracle of their own computes those).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pipelines.carry_over_rules import CarryOverRules, Rule
from tests.oracle.budget_followup import BudgetFollowup, last_day, oere, rounded
from tests.oracle.organisation import OWN, ROOT, UNKNOWN, Row
from tests.oracle.units import units


@dataclass
class Line:
    """A line of the case: what it is about, and its money."""

    part: str
    unit_id: str
    expenditure_class: str = ""
    function_code: str = ""
    budget_type: str = ""
    project_id: str = ""
    project_class: str = ""
    project_kind: str = ""
    rule: Rule | None = None
    revised: int = 0
    actual: int = 0
    forecast: int | None = None
    parts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    outturn: int = 0
    basis: str = "outturn"
    decided_by: str = ""
    proposed: int = 0

    @property
    def left(self) -> int:
        return self.revised - self.outturn


class CarryOverCase:
    """Every line of every year, by its key."""

    def __init__(
        self,
        raw: Mapping[str, Iterable[Row]],
        rules: CarryOverRules,
        follow_up: BudgetFollowup,
        project_years: list[dict[str, Any]],
    ) -> None:
        self.raw, self.rules, self.follow_up, self.project_years = raw, rules, follow_up, project_years
        self.organisation = follow_up.organisation
        self.classes = {row["function_code"]: row["expenditure_class"] for row in raw["function"]}
        posted = sorted({year for year, *_ in follow_up.booked})
        self.last_period = {
            year: max(period for known, period in follow_up.periods if known == year) for year in posted
        }
        self.is_over = {year: year < posted[-1] or self.last_period[year] >= 12 for year in posted}

    def lines(self, year: int) -> dict[str, Line]:
        found: dict[str, Line] = {}
        for item in [*self._money(year), *self._projects(year)]:
            item.rule = next((rule for rule in self.rules.rules if self._fits(rule, item)), None)
            line = found.setdefault(self._key(item), item)
            if line is not item:
                line.revised += item.revised
                line.actual += item.actual
        self._expect(year, found)
        for line in found.values():
            self._decide(year, line)
        return {key: line for key, line in found.items() if line.revised or line.outturn}

    def _money(self, year: int) -> list[Line]:
        cells: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        end = last_day(year, self.last_period[year]).isoformat()
        for row in self.raw["budget_line"]:
            is_late = row["kind"] == "supplementary" and (row["decision_date"] or "") > end
            if int(row["fiscal_year"] or 0) == year and not is_late:
                cells[self._cell(row, year)][0] += oere(row["amount"])
        for row in self.raw["posting"]:
            posted_year, period = self.follow_up._when(row)
            if posted_year == year and period <= self.last_period[year]:
                cells[self._cell(row, year)][1] += oere(row["amount"])
        made = []
        for (unit_id, function_code, budget_type), (revised, actual) in cells.items():
            if budget_type == "3":
                continue
            money: dict[str, Any] = {"revised": revised, "actual": actual, "function_code": function_code}
            if budget_type in "12":
                made.append(
                    Line(
                        "operating", unit_id, self._class(function_code, budget_type), budget_type=budget_type, **money
                    )
                )
            else:
                made.append(Line("financial", unit_id, budget_type=budget_type, **money))
        return made

    def _cell(self, row: Row, year: int) -> tuple[str, str, str]:
        landing = self.follow_up.landing(row["cost_centre"] or "", year)
        return landing, row["function_code"] or "", row["budget_type"] or "1"

    def _class(self, function_code: str, budget_type: str) -> str:
        known = self.classes.get(function_code) or "other"
        return "other" if budget_type == "2" and known == "service" else known

    def _projects(self, year: int) -> list[Line]:
        return [
            Line(
                "capital",
                row["unit_id"],
                project_id=row["project_id"],
                project_class=row["project_class"] or "",
                project_kind=row["kind"] or "",
                revised=int(row["revised_allotment_dkk"] * 100),
                actual=int((row["actual_dkk"] or 0) * 100),
                forecast=None if row["forecast_dkk"] is None else int(row["forecast_dkk"] * 100),
            )
            for row in self.project_years
            if row["fiscal_year"] == year
        ]

    def _key(self, item: Line) -> str:
        if item.part == "capital":
            return f"capital:{item.project_id}"
        if item.part == "financial":
            return f"financial:{item.unit_id}:{item.budget_type}:{item.function_code}"
        key = f"operating:{item.unit_id}:{item.expenditure_class}"
        return f"{key}:{item.rule.name}" if item.rule and item.rule.functions else key

    def _fits(self, rule: Rule, item: Line) -> bool:
        kind = self._kind(item.unit_id)
        asked = (
            (rule.units, set(rule.units) & set(self.organisation.path(item.unit_id, self.follow_up.latest))),
            (rule.unit_kinds, kind in rule.unit_kinds),
            (rule.expenditure_classes, item.expenditure_class in rule.expenditure_classes),
            (rule.functions, item.function_code.startswith(rule.functions)),
            (rule.budget_types, item.budget_type in rule.budget_types),
            (rule.projects, item.project_id in rule.projects),
            (rule.project_classes, item.project_class in rule.project_classes),
            (rule.project_kinds, item.project_kind in rule.project_kinds),
        )
        steered = item.expenditure_class in self.rules.frame_steered
        return (
            rule.part == item.part
            and all(answer for wanted, answer in asked if wanted)
            and rule.is_frame_steered in (None, steered)
        )

    def _kind(self, unit_id: str) -> str:
        if unit_id.endswith(OWN) or unit_id in (UNKNOWN, ROOT):
            return "department"
        row = self.organisation.on(unit_id, self.follow_up.latest)
        return row.kind if row else ""

    def _expect(self, year: int, lines: dict[str, Line]) -> None:
        """The outturn, or what is expected: a unit's forecast is laid on its line with most money."""
        for line in lines.values():
            line.outturn = line.actual
        if self.is_over[year]:
            return
        variances = self._variances(year)
        by_unit: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for key, line in lines.items():
            line.outturn, line.basis = line.revised, "budget"
            has_forecast = line.part == "operating" and line.unit_id in variances
            if line.revised == 0 and not has_forecast:
                line.outturn, line.basis = line.actual, "booked"
            if line.part == "capital" and line.forecast is not None:
                line.outturn, line.basis = line.forecast, "forecast"
            if line.part == "operating":
                by_unit[line.unit_id].append((-abs(line.revised), key))
        for unit_id, known in by_unit.items():
            if unit_id in variances:
                line = lines[min(known)[1]]
                line.outturn, line.basis = line.revised + variances[unit_id], "forecast"

    def _variances(self, year: int) -> dict[str, int]:
        found = units(self.follow_up, year, self.last_period[year], "with_carry_over", "then")
        named = self.follow_up.round_of(year, self.last_period[year])
        said = {unit_id for unit_id, _ in self.follow_up.forecasts_of(year, named)} if named else set()
        return {
            key: unit.forecast - unit.sums.revised
            for key, unit in found.items()
            if unit.forecast is not None and key in said
        }

    def _decide(self, year: int, line: Line) -> None:
        limits = self._limits(year, line)
        allowed = min([abs(line.left), *limits.values()])
        step = int(self.rules.round_to_dkk * 100)
        sign = -1 if line.left < 0 else 1
        line.proposed = sign * (allowed // step * step)
        line.decided_by = self._reason(line, limits)
        spread = list(line.rule.spread) if line.rule else []
        for number, share in enumerate(spread[1:], start=1):
            line.parts[number] = sign * (int(abs(line.proposed) * Fraction(share)) // step * step)
        line.parts[0] = line.proposed - sum(line.parts[1:])

    def _limits(self, year: int, line: Line) -> dict[str, int]:
        """What holds the amount back, each in øre; nothing where any amount follows."""
        rule = line.rule
        if rule is None:
            return {"no_rule": 0}
        if line.left < 0 and rule.overspend_always_follows:
            return {}
        if not rule.transfers:
            return {"no_transfer": 0}
        limits = {}
        share = rule.share_up if line.left > 0 else rule.share_down
        if line.left > 0 and rule.only_named_purposes:
            place = line.project_id or line.unit_id
            limits["named_purpose"] = sum(
                int(purpose.amount_dkk * 100)
                for purpose in rule.purposes
                if purpose.fiscal_year == year and place in (purpose.unit, purpose.project)
            )
        if rule.cap_dkk is not None:
            limits["cap"] = int(rule.cap_dkk * 100)
        if share is not None:
            limits["share"] = rounded(Fraction(share) * abs(line.revised))
        return limits

    def _reason(self, line: Line, limits: dict[str, int]) -> str:
        if line.left == 0:
            return "nothing_left"
        if limits.get("named_purpose") == 0:
            return "no_purpose"
        if not limits:
            return "overspend_follows" if line.left < 0 and line.rule and line.rule.overspend_always_follows else "free"
        smallest = min(limits, key=lambda name: limits[name])
        if smallest in ("no_rule", "no_transfer", "named_purpose"):
            return smallest
        return "within_limit" if abs(line.left) <= limits[smallest] else smallest

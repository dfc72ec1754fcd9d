"""The little municipality's carry-over case: 2025 is over, 2026 runs; every rule decides something once.

Amounts are in whole thousands and all different. What is proposed in 2025: operating 215, capital 2 900, financing 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.pages.page_municipality import HOSTILE_TEXT, NAMES, path, thousand

PARTS = ("operating", "capital", "financial")


@dataclass(frozen=True)
class CaseLine:
    """A line in thousands: what was granted, what it came to, and what the rule made of it."""

    line_id: str
    unit: str
    revised: int
    outturn: int
    proposed: int
    rule: str
    title_da: str
    title_en: str
    decided_by: str
    limit: int | None = None
    name: str = ""
    expenditure_class: str = "service"
    half_later: bool = False
    requested: int | None = None

    @property
    def part(self) -> str:
        return self.line_id.partition(":")[0]

    @property
    def into(self) -> tuple[int, int]:
        """In the coming year and the one after."""
        later = self.proposed // 2 if self.half_later else 0
        return self.proposed - later, later


LINES = {
    2025: (
        CaseLine("operating:oak_school:service", "oak_school", 31_000, 31_910, -910, "decentral",
                 "Decentrale enheder: merforbrug følger altid", "Decentral units: an overspend always follows",
                 "overspend_follows"),
        CaseLine("operating:elm_school:service", "elm_school", 22_500, 20_800, 1_125, "decentral",
                 "Decentrale enheder: 5 % op", "Decentral units: 5 % up", "share", 1_125),
        CaseLine("operating:foster:transfers", "foster", 18_200, 18_700, 0, "outside",
                 "Uden for rammen: intet", "Outside the frame: nothing", "no_transfer", 0,
                 expenditure_class="transfers"),
        CaseLine("capital:WING", "oak_school", 15_400, 12_500, 2_900, "projects", HOSTILE_TEXT,
                 "What is left follows the project", "free", name="=1+1 Ny fløj", expenditure_class="",
                 half_later=True, requested=3_100),
        CaseLine("financial:care_home:6:085570", "care_home", 6_500, 6_430, 0, "loans", "Lån: intet", "Loans: nothing",
                 "no_transfer", 0, name="Afdrag på lån", expenditure_class=""),
    ),
    2026: (
        CaseLine("operating:oak_school:service", "oak_school", 31_200, 33_810, -2_610, "decentral",
                 "Decentrale enheder: merforbrug følger altid", "Decentral units: an overspend always follows",
                 "overspend_follows"),
    ),
}  # fmt: skip
FRAMES = {("service", 2026): (113_000, 112_600), ("capital", 2026): (20_000, 19_000), ("capital", 2027): (None, None)}


def case_tables(moved: int = 0) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """The tables of the case; `moved` is what a later release finds booked beside on Elmeskolen in 2025."""
    lines = {year: tuple(_moved(line, moved) for line in known) for year, known in LINES.items()}
    return {
        "carry_over_case__year": ("everybody", [_year_row(year) for year in (2025, 2026)]),
        "carry_over_case__line": ("unit_today", [_line_row(year, line) for year in lines for line in lines[year]]),
        "carry_over_case__unit_total": (
            "unit_today",
            [row for year in lines for unit in NAMES for row in _total_rows(year, unit, lines[year])],
        ),
        "carry_over_case__frame": ("municipality", [_frame_row(*key) for key in FRAMES]),
        "carry_over_case__rule": ("everybody", [_rule_row(number, line) for number, line in enumerate(_rules(), 1)]),
        "carry_over_case__set_aside": (
            "municipality",
            [{"rule_name": "schools", "place_da": "carry_over_rules.toml, regel 3 (schools)",
              "place_en": "carry_over_rules.toml, rule 3 (schools)",
              "problem_da": "andelene i spread giver 0.9 i alt, ikke 1",
              "problem_en": "the shares of spread sum to 0.9, not to 1",
              "remedy_da": "ret den nøgle", "remedy_en": "mend that key"}],
        ),
    }  # fmt: skip


def _moved(line: CaseLine, moved: int) -> CaseLine:
    if not moved or line.line_id != "operating:elm_school:service":
        return line
    return CaseLine(**{**line.__dict__, "outturn": line.outturn + moved})


def _year_row(year: int) -> dict[str, Any]:
    over = year == 2025
    return {
        "fiscal_year": year,
        "into_fiscal_year": year + 1,
        "period": 12 if over else 10,
        "is_year_over": over,
        "forecast_round": "BO3",
        "round_to_dkk": thousand(1),
    }


def _line_row(year: int, line: CaseLine) -> dict[str, Any]:
    over, left = year == 2025, line.revised - line.outturn
    parts = line.line_id.split(":")
    into = [*line.into, 0, 0]
    return {
        "fiscal_year": year,
        "line_id": line.line_id,
        "part": line.part,
        "into_fiscal_year": year + 1,
        "period": 12 if over else 10,
        "is_year_over": over,
        "unit_id": line.unit,
        "unit_name": NAMES[line.unit][0],
        "centre_id": path(line.unit)[1],
        "centre_name": NAMES[path(line.unit)[1]][0],
        "unit_path": path(line.unit),
        "sort_order": list(NAMES).index(line.unit),
        "expenditure_class": line.expenditure_class,
        "is_frame_steered": line.expenditure_class == "service",
        "budget_type": parts[2] if line.part == "financial" else "",
        "function_code": parts[3] if line.part == "financial" else "",
        "function_name": line.name if line.part == "financial" else "",
        "project_id": parts[1] if line.part == "capital" else "",
        "project_name": line.name if line.part == "capital" else "",
        "adopted_dkk": thousand(line.revised),
        "carried_in_dkk": thousand(0),
        "revised_dkk": thousand(line.revised),
        "outturn_dkk": thousand(line.outturn),
        "outturn_basis": "outturn" if over else "forecast",
        "left_dkk": thousand(left),
        "requested_dkk": None if line.requested is None else thousand(line.requested),
        "rule_name": line.rule,
        "rule_title_da": line.title_da,
        "rule_title_en": line.title_en,
        "share_up": Decimal("0.050000"),
        "share_down": Decimal("0.020000"),
        "cap_dkk": None,
        "purpose_da": None,
        "purpose_en": None,
        "spread_2": Decimal("0.500000") if line.half_later else Decimal("0.000000"),
        "spread_3": Decimal("0.000000"),
        "spread_4": Decimal("0.000000"),
        "limit_dkk": None if line.limit is None else thousand(line.limit),
        "decided_by": line.decided_by,
        "proposed_dkk": thousand(line.proposed),
        "lapsed_dkk": thousand(left - line.proposed),
        **{f"into_year_{number}_dkk": thousand(amount) for number, amount in enumerate(into, start=1)},
    }


def _total_rows(year: int, unit_id: str, lines: tuple[CaseLine, ...]) -> list[dict[str, Any]]:
    """A row for each part that the unit has lines of, and one for all."""
    here = [line for line in lines if unit_id in path(line.unit)]
    wanted = {part: [line for line in here if line.part == part] for part in PARTS} | {"all": here}
    return [_total_row(year, unit_id, part, found) for part, found in wanted.items() if found]


def _total_row(year: int, unit_id: str, part: str, lines: list[CaseLine]) -> dict[str, Any]:
    left, proposed = sum(line.revised - line.outturn for line in lines), sum(line.proposed for line in lines)
    into = [sum(line.into[0] for line in lines), sum(line.into[1] for line in lines), 0, 0]
    return {
        "fiscal_year": year,
        "into_fiscal_year": year + 1,
        "period": 12,
        "unit_id": unit_id,
        "unit_name": NAMES[unit_id][0],
        "unit_path": path(unit_id),
        "level": len(path(unit_id)) - 1,
        "sort_order": list(NAMES).index(unit_id),
        "part": part,
        "revised_dkk": thousand(sum(line.revised for line in lines)),
        "outturn_dkk": thousand(sum(line.outturn for line in lines)),
        "left_dkk": thousand(left),
        "proposed_dkk": thousand(proposed),
        "lapsed_dkk": thousand(left - proposed),
        **{f"into_year_{number}_dkk": thousand(amount) for number, amount in enumerate(into, start=1)},
        "line_count": len(lines),
        "carried_line_count": sum(line.proposed != 0 for line in lines),
        "line_without_rule_count": 0,
    }


def _frame_row(frame: str, into: int) -> dict[str, Any]:
    may, budget = FRAMES[frame, into]
    place = into - 2026
    carried = sum(
        line.into[place]
        for line in LINES[2025]
        if (line.part == "capital") == (frame == "capital")
        and (frame == "capital" or line.expenditure_class == "service")
    )
    return {
        "fiscal_year": 2025,
        "into_fiscal_year": into,
        "years_later": place + 1,
        "frame": frame,
        "is_counted": may is not None,
        "frame_dkk": None if may is None else thousand(may),
        "budget_dkk": None if budget is None else thousand(budget),
        "proposed_dkk": thousand(carried),
        "budget_after_dkk": None if budget is None else thousand(budget + carried),
        "room_dkk": None if may is None or budget is None else thousand(may - budget - carried),
    }


def _rules() -> list[CaseLine]:
    return list({line.rule: line for line in LINES[2025]}.values())


def _rule_row(number: int, line: CaseLine) -> dict[str, Any]:
    return {
        "rule_order": number,
        "rule_name": line.rule,
        "part": line.part,
        "rule_title_da": line.title_da,
        "rule_title_en": line.title_en,
        "is_transferred": line.decided_by != "no_transfer",
        "share_up": Decimal("0.050000") if line.rule == "decentral" else None,
        "share_down": None,
        "cap_dkk": thousand(1_000) if line.rule == "decentral" else None,
        "overspend_always_follows": line.rule == "decentral",
        "only_named_purposes": False,
    }

"""The carry-over rules as raw facts: what the SQL decides each line of the case by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.carry_over_rules import LATER_YEARS, CarryOverRules, Frame, Rule
from pipelines.row_inserts import insert_rows

_LIST = "varchar[]"
TABLES: dict[str, dict[str, str]] = {
    "carry_over_rule": {
        "rule_order": "integer",
        "rule_name": "varchar",
        "title_da": "varchar",
        "title_en": "varchar",
        "part": "varchar",
        "units": _LIST,
        "unit_kinds": _LIST,
        "expenditure_classes": _LIST,
        "functions": _LIST,
        "budget_types": _LIST,
        "projects": _LIST,
        "project_classes": _LIST,
        "project_kinds": _LIST,
        "is_frame_steered": "boolean",
        "is_transferred": "boolean",
        "share_up": "decimal(9, 6)",
        "share_down": "decimal(9, 6)",
        "cap_dkk": "decimal(18, 2)",
        "overspend_always_follows": "boolean",
        "only_named_purposes": "boolean",
        **{f"spread_{year}": "decimal(9, 6)" for year in range(1, LATER_YEARS + 1)},
    },
    "carry_over_purpose": {
        "rule_name": "varchar",
        "fiscal_year": "integer",
        "unit_id": "varchar",
        "project_id": "varchar",
        "amount_dkk": "decimal(18, 2)",
        "text_da": "varchar",
        "text_en": "varchar",
    },
    "carry_over_frame": {"fiscal_year": "integer", "frame": "varchar", "frame_dkk": "decimal(18, 2)"},
    "carry_over_choice": {"frame_steered": _LIST, "round_to_oere": "bigint"},
    "carry_over_set_aside": {
        "rule_name": "varchar",
        "place_da": "varchar",
        "place_en": "varchar",
        "problem_da": "varchar",
        "problem_en": "varchar",
        "remedy_da": "varchar",
        "remedy_en": "varchar",
    },
}
"""The tables of schema raw that hold the rules, each with its columns and their types."""


def load_carry_over_rules(connection: DuckDBPyConnection, rules: CarryOverRules) -> None:
    """Fill the tables of TABLES, which are there and empty."""
    insert_rows(
        connection, "raw.carry_over_rule", [_rule(order, rule) for order, rule in enumerate(rules.rules, start=1)]
    )
    insert_rows(connection, "raw.carry_over_purpose", [row for rule in rules.rules for row in _purposes(rule)])
    insert_rows(connection, "raw.carry_over_frame", [row for frame in rules.frames for row in _frame_rows(frame)])
    step = int(rules.round_to_dkk * 100)
    insert_rows(
        connection, "raw.carry_over_choice", [{"frame_steered": list(rules.frame_steered), "round_to_oere": step}]
    )
    told = [
        {
            "rule_name": one.rule_name,
            "place_da": one.place_da,
            "place_en": one.place,
            "problem_da": one.what_da,
            "problem_en": one.what,
            "remedy_da": one.remedy_da,
            "remedy_en": one.remedy,
        }
        for one in rules.set_aside
    ]
    insert_rows(connection, "raw.carry_over_set_aside", told)


def _rule(order: int, rule: Rule) -> dict[str, Any]:
    spread = dict(enumerate(rule.spread, start=1))
    return {
        "rule_order": order,
        "rule_name": rule.name,
        "title_da": rule.title.da,
        "title_en": rule.title.en,
        "part": rule.part,
        "units": list(rule.units),
        "unit_kinds": list(rule.unit_kinds),
        "expenditure_classes": list(rule.expenditure_classes),
        "functions": list(rule.functions),
        "budget_types": list(rule.budget_types),
        "projects": list(rule.projects),
        "project_classes": list(rule.project_classes),
        "project_kinds": list(rule.project_kinds),
        "is_frame_steered": rule.is_frame_steered,
        "is_transferred": rule.transfers,
        "share_up": rule.share_up,
        "share_down": rule.share_down,
        "cap_dkk": rule.cap_dkk,
        "overspend_always_follows": rule.overspend_always_follows,
        "only_named_purposes": rule.only_named_purposes,
        **{f"spread_{year}": spread.get(year, 0) for year in range(1, LATER_YEARS + 1)},
    }


def _purposes(rule: Rule) -> Iterator[dict[str, Any]]:
    for purpose in rule.purposes:
        yield {
            "rule_name": rule.name,
            "fiscal_year": purpose.fiscal_year,
            "unit_id": purpose.unit,
            "project_id": purpose.project,
            "amount_dkk": purpose.amount_dkk,
            "text_da": purpose.text.da,
            "text_en": purpose.text.en,
        }


def _frame_rows(frame: Frame) -> Iterator[dict[str, Any]]:
    for name in ("service", "capital"):
        amount = getattr(frame, f"{name}_dkk")
        if amount is not None:
            yield {"fiscal_year": frame.fiscal_year, "frame": name, "frame_dkk": amount}

"""The one table of who may do what: `rules.md`, which a person reads and the program obeys."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from dashboard.roles import ROLES, Role

Kind = Literal["page", "action", "file", "route"]
Action = Literal[
    "explain",
    "give_forecast",
    "approve_forecast",
    "steer_round",
    "change_carry_over",
    "sign_supervision",
    "follow_supervision",
    "edit_focus_areas",
    "validate_focus_areas",
    "decide_focus_areas",
    "make_packs",
    "order_data",
    "see_orders",
    "agree_orders",
    "give_rights",
    "read_audit",
]
FILE = Path(__file__).with_name("rules.md")
ANYBODY = frozenset(ROLES)
_MAY, _WHOLE, _OPEN = "x", "whole", "open"


def _read(text: str) -> dict[tuple[Kind, str], dict[Role, str]]:
    """Kind and thing → the roles that may, with their mark. Raises ValueError for a line that is not understood."""
    found: dict[tuple[Kind, str], dict[Role, str]] = {}
    for line in text.splitlines():
        if not line.startswith("|") or line.startswith(("| kind", "|-")):
            continue
        kind, thing, _, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        known = next((one for one in get_args(Kind) if one == kind), None)
        if known is None or len(cells) != len(ROLES) or set(cells) - {_MAY, _WHOLE, _OPEN, ""}:
            raise ValueError(f"{FILE.name}: this line is not understood: {line}")
        found[known, thing.strip("`")] = {role: cell for role, cell in zip(ROLES, cells, strict=True) if cell}
    return found


_TABLE = _read(FILE.read_text(encoding="utf-8"))
RULES: dict[tuple[Kind, str], frozenset[Role]] = {thing: frozenset(marks) for thing, marks in _TABLE.items()}


def may(role: Role, kind: Kind, thing: str) -> bool:
    """Whether the role may. What does not stand in the table nobody may."""
    return role in RULES.get((kind, thing), frozenset())


def needs_the_whole(role: Role, kind: Kind, thing: str) -> bool:
    """Whether the role may only with a right for the whole municipality."""
    return _TABLE.get((kind, thing), {}).get(role) == _WHOLE

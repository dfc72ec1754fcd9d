"""The fictive municipality's accounts, functions, suppliers and seasons, read from chart.toml beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

IRREGULAR = "irregular"  # bought in some months, others every year
SELLER = "seller"  # what the other units pay internally, with the opposite sign


@dataclass(frozen=True)
class Account:
    """A natural account. `booked` says how: invoice, payroll, journal, internal or transfer."""

    code: str
    name: str
    group: str
    booked: str
    suppliers: str
    texts: tuple[str, ...]

    @property
    def is_income(self) -> bool:
        return self.group == "Indtægt"


@dataclass(frozen=True)
class Function:
    """A function of the authorised chart, six digits, and the frame that its money counts in."""

    code: str
    name: str
    expenditure_class: str


def dotted(function_code: str) -> str:
    """032201 as the extracts write it: 03.22.01."""
    return f"{function_code[:2]}.{function_code[2:4]}.{function_code[4:]}"


@dataclass(frozen=True)
class Supplier:
    """A company that does not exist. Its number fails the check of a real CVR number on purpose."""

    number: str
    name: str
    has_agreement: bool


@dataclass(frozen=True)
class SpendingLine:
    """One line of a sort of institution: its share of the unit's net budget is share / 1000."""

    account: str
    function: str
    share: int
    season: str
    budget_type: str


@dataclass(frozen=True)
class Chart:
    """All of it, by code or name. A profile is cost centres: a name and its lines."""

    accounts: dict[str, Account]
    functions: dict[str, Function]
    suppliers: dict[str, tuple[Supplier, ...]]
    seasons: dict[str, tuple[int, ...]]
    profiles: dict[str, tuple[tuple[str, tuple[SpendingLine, ...]], ...]]


@cache
def load_chart() -> Chart:
    """The whole chart."""
    table = tomllib.loads(Path(__file__).with_name("chart.toml").read_text(encoding="utf-8"))
    accounts = {
        code: Account(code, name, group, booked, suppliers, tuple(texts))
        for code, (name, group, booked, suppliers, texts) in table["accounts"].items()
    }
    functions = {code: Function(code, *words) for code, words in table["functions"].items()}
    seasons = {name: tuple(weights) for name, weights in table["seasons"].items()}
    profiles = {
        name: tuple((part, tuple(_spending_line(text) for text in lines)) for part, lines in parts)
        for name, parts in table["profiles"].items()
    }
    return Chart(accounts, functions, _suppliers(table["suppliers"]), seasons, profiles)


def _spending_line(text: str) -> SpendingLine:
    account, function, share, season, *rest = text.split()
    return SpendingLine(account, function, int(share), season, rest[0] if rest else "1")


def _suppliers(sorts: dict[str, list[str]]) -> dict[str, tuple[Supplier, ...]]:
    """Every name with a number; a name that stands under two sorts is one supplier."""
    numbers: dict[str, str] = {}
    for names in sorts.values():
        for name in names:
            numbers.setdefault(name.rstrip("*"), _no_real_number(len(numbers)))
    return {
        sort: tuple(Supplier(numbers[name.rstrip("*")], name.rstrip("*"), name.endswith("*")) for name in names)
        for sort, names in sorts.items()
    }


def _no_real_number(place: int) -> str:
    """Eight digits that no company can have: the weighted sum is not divisible by 11."""
    number = 20_417_300 + place * 1_346_271
    weights = (2, 7, 6, 5, 4, 3, 2, 1)
    while sum(weight * int(digit) for weight, digit in zip(weights, str(number), strict=True)) % 11 == 0:
        number += 1
    return str(number)

"""How pools of savings and targets are shared out: one file of data, read and judged allocation by allocation.

An allocation that contradicts itself or an earlier one is set aside and told in a sentence; the rest goes on. Only a
file that cannot be read at all stops the build.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.carry_over_faults import Words, first_fault
from pipelines.carry_over_rules import Amount, Code, UnitKind
from pipelines.problems import WrongUse

Key = Literal["service_expenditure", "headcount", "given"]
Year = Annotated[int, Field(ge=1900, le=2099)]
Number = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]

MOST_PLACES = 1_000_000


class Allocation(BaseModel):
    """One pool of a savings programme in DKK, or the places of one subject, and the key that it is shared by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="Its short name, which never changes")
    title: Words = Field(description="What is shared out, in a few words")
    programme: Code | None = Field(None, description="The savings programme that the pool belongs to")
    subject: Code | None = Field(None, description="What the places are of")
    whole: dict[Year, Amount] = Field(min_length=1, description="What is shared out per fiscal year: DKK or places")
    key: Key
    base_year: Year | None = Field(None, description="The year whose adopted budget or counts the key is taken from")
    units: tuple[Code, ...] = Field((), description="The units that share; empty: every unit of unit_kinds")
    unit_kinds: tuple[UnitKind, ...] = ("centre",)
    left_out_units: tuple[Code, ...] = Field((), description="Areas taken out of the key: units with all below them")
    left_out_functions: tuple[Annotated[str, Field(pattern=r"^\d{2,6}$")], ...] = Field(
        (), description="Areas taken out of the key: what function codes begin with"
    )
    given: dict[Code, Number] = Field({}, description="The key itself, unit by unit")

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.programme is None) == (self.subject is None):
            raise ValueError("an allocation names either the programme or the subject that it is of")
        if self.subject and any(whole != whole.to_integral_value() for whole in self.whole.values()):
            raise ValueError("places are whole numbers")
        if self.subject and max(self.whole.values()) > MOST_PLACES:
            raise ValueError(f"more than {MOST_PLACES} places are not shared out")
        if self.key == "given":
            self._has_numbers_of_its_own()
        elif self.given:
            raise ValueError(f'given is the key where key = "given", not where it is {self.key}')
        elif self.base_year is None:
            raise ValueError(f"base_year is missing: {self.key} is that of a year")
        if self.left_out_functions and self.key != "service_expenditure":
            raise ValueError(f"left_out_functions means nothing where the key is {self.key}")
        return self

    def _has_numbers_of_its_own(self) -> None:
        if not any(self.given.values()):
            raise ValueError("given holds no number above zero, so nobody would have a part")
        for name in ("base_year", "units", "left_out_units"):
            if getattr(self, name):
                raise ValueError(f"{name} means nothing where the key is given unit by unit")

    @property
    def steps_in_one(self) -> int:
        """How many of the smallest parts one of the whole has: 100 øre in a krone, one place in a place."""
        return 1 if self.subject else 100


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    allocations: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class SetAside:
    """An allocation that is not used: its place in the file, its name, why, and what to do."""

    place: str
    name: str | None
    what: str
    remedy: str


@dataclass(frozen=True)
class Allocations:
    """The allocations in the order of the file, and what was set aside."""

    allocations: tuple[Allocation, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def read_allocations(path: Path) -> Allocations:
    """The allocations in `path`; none where there is no such file.

    Raises WrongUse naming file, key and remedy when the file as a whole cannot be understood.
    """
    if not path.exists():
        return Allocations()
    try:
        read = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(str(error), where=str(path), remedy="mend the line; the file is TOML in UTF-8") from error
    except ValidationError as error:
        raise WrongUse(first_fault(error), where=str(path), remedy="mend that key") from error
    usable: list[Allocation] = []
    set_aside: list[SetAside] = []
    for number, fields in enumerate(read.allocations, start=1):
        name = fields.get("name") if isinstance(fields.get("name"), str) else None
        place = f"{path.name}, allocation {number}" + (f" ({name})" if name else "")
        try:
            allocation = Allocation.model_validate(fields)
        except ValidationError as error:
            told = "mend that key; the allocation is set aside until then"
            set_aside.append(SetAside(place, name, first_fault(error), told))
            continue
        found = _quarrel(allocation, usable)
        if found is None:
            usable.append(allocation)
        else:
            set_aside.append(SetAside(place, name, *found))
    return Allocations(tuple(usable), tuple(set_aside))


def _quarrel(allocation: Allocation, earlier: list[Allocation]) -> tuple[str, str] | None:
    """What keeps an allocation from being used beside those before it, and the remedy."""
    for other in earlier:
        if other.name == allocation.name:
            return f"the name {allocation.name} is another allocation's", "give it a name of its own"
        years = sorted(other.whole.keys() & allocation.whole.keys())
        if allocation.subject and other.subject == allocation.subject and years:
            return f"{other.name} before it shares out the same subject in {years[0]}", "keep one of the two a year"
    return None

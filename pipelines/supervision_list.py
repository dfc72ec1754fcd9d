"""What the leader of each kind of unit answers for, how often and until when: the municipality's own list, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.carry_over_faults import Words, first_fault
from pipelines.carry_over_rules import Code, UnitKind
from pipelines.problems import WrongUse

QUARTER = 3
_NAME = r"^[a-z][a-z0-9_]{0,39}$"


class Item(BaseModel):
    """One thing that must be checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=_NAME, description="Its short name, which never changes: answers are kept by it")
    text: Words = Field(description="What is asked, to be answered with yes, no or not relevant")


class CheckList(BaseModel):
    """What a kind of unit signs for. The first list that fits a unit decides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=_NAME)
    unit_kinds: tuple[UnitKind, ...] = ()
    units: tuple[Code, ...] = Field((), description="Units by themselves, whatever their kind")
    frequency: Literal["monthly", "quarterly"] = "monthly"
    sample_size: int = Field(5, ge=0, le=50, description="Postings that are drawn; 0: none")
    items: tuple[Item, ...] = Field(min_length=1, max_length=30)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if not (self.unit_kinds or self.units):
            raise ValueError("a list names the unit_kinds or the units that it is for")
        _refuse_twice((item.name for item in self.items), "items: the name {} stands twice")
        return self

    def is_due(self, period: int) -> bool:
        """Whether a supervision of the period is owed: every month's, or the last month's of a quarter."""
        return 1 <= period <= 12 and (self.frequency == "monthly" or period % QUARTER == 0)

    def months(self, period: int) -> tuple[int, int]:
        """The first and the last month whose postings a supervision covers; December has the closing entries."""
        first = period if self.frequency == "monthly" else period - QUARTER + 1
        return first, 13 if period == 12 else period


class SupervisionList(BaseModel):
    """The settings file `supervision.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: date | None = Field(
        None, description="No supervision is owed of months that ended before this day; needed where there are lists"
    )
    deadline_days: int = Field(20, ge=0, le=365, description="days after the end of the period")
    left_out_units: tuple[Code, ...] = ()
    lists: tuple[CheckList, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.lists and self.begins is None:
            # Nothing is settled by a new year: without a first day all that was ever delivered would be overdue.
            raise ValueError("begins is missing: the day from which on supervision is owed")
        _refuse_twice((one.name for one in self.lists), "lists: the name {} stands twice")
        kinds = (kind for one in self.lists for kind in one.unit_kinds)
        _refuse_twice(kinds, "lists: the unit kind {} is in two of them")
        _refuse_twice((unit for one in self.lists for unit in one.units), "lists: the unit {} is in two of them")
        return self

    def of(self, unit_id: str, unit_kind: str) -> CheckList | None:
        """The list of a unit: the one that names it, else that of its kind; None for one that owes no supervision."""
        if unit_id in self.left_out_units:
            return None
        named = (one for one in self.lists if unit_id in one.units)
        return next(named, None) or next((one for one in self.lists if unit_kind in one.unit_kinds), None)


def read_supervision_list(path: Path) -> SupervisionList:
    """The list in `path`; nothing is owed where there is no such file. Raises WrongUse naming file, key and remedy."""
    if not path.exists():
        return SupervisionList()
    try:
        return SupervisionList.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(str(error), where=str(path), remedy="mend the line; the file is TOML in UTF-8") from error
    except ValidationError as error:
        raise WrongUse(first_fault(error), where=str(path), remedy="mend that key") from error


def _refuse_twice(names: Iterable[str], told: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(told.format(name))
        seen.add(name)

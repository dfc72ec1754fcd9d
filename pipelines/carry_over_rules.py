"""The municipality's own rules for what may be carried into next year: one file of data, read and judged rule by rule.

A rule that contradicts itself or another one is set aside and told in a sentence; the rest goes on. Only a file that
cannot be read at all stops the build.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.carry_over_faults import Contradiction, Words, fault_in_words, first_fault
from pipelines.problems import WrongUse

Part = Literal["operating", "capital", "financial"]
UnitKind = Literal["municipality", "directorate", "centre", "department", "institution", "cost_centre"]
ExpenditureClass = Literal["service", "transfers", "user_financed", "activity_based", "other"]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Amount = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]
Code = Annotated[str, Field(min_length=1, max_length=64)]

LATER_YEARS = 4
"""How many years an amount may be spread over: the coming one and the years that a budget is adopted with."""

# What a rule can ask about, by the part it is for.
MATCHERS: dict[Part, tuple[str, ...]] = {
    "operating": ("units", "unit_kinds", "expenditure_classes", "functions", "is_frame_steered"),
    "capital": ("units", "unit_kinds", "projects", "project_classes", "project_kinds"),
    "financial": ("units", "functions", "budget_types"),
}
LIMITS = ("transfers", "share_up", "share_down", "cap_dkk", "overspend_always_follows", "only_named_purposes", "spread")


class Purpose(BaseModel):
    """What an underspend may be carried for although its rule carries nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fiscal_year: int = Field(ge=1900, le=2099, description="The year that the money is left over from")
    unit: Code | None = Field(None, description="The unit that it is left at (operating, financial)")
    project: Code | None = Field(None, description="The project that it is left at (capital)")
    amount_dkk: Amount
    text: Words

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if (self.unit is None) == (self.project is None):
            raise Contradiction(
                "a purpose names either the unit or the project that the money is left at",
                "et formål nævner enten den enhed eller det projekt, som pengene er tilbage hos",
            )
        return self


class Rule(BaseModel):
    """One rule: what it is about, and what it lets through. The first rule that fits a line decides it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="Its short name, which never changes")
    title: Words = Field(description="What the rule says, in a few words")
    part: Part
    units: tuple[Code, ...] = Field((), description="Units with all below them")
    unit_kinds: tuple[UnitKind, ...] = ()
    expenditure_classes: tuple[ExpenditureClass, ...] = ()
    functions: tuple[Annotated[str, Field(pattern=r"^\d{2,6}$")], ...] = Field((), description="What codes begin with")
    budget_types: tuple[Literal["4", "5", "6", "7"], ...] = ()
    projects: tuple[Code, ...] = ()
    project_classes: tuple[Code, ...] = ()
    project_kinds: tuple[Literal["project", "pool"], ...] = ()
    is_frame_steered: bool | None = Field(None, description="Whether the class is one of frame_steered")
    transfers: bool = Field(default=True, description="false: nothing is carried")
    share_up: Share | None = Field(None, description="Most underspend, as a share of the revised budget")
    share_down: Share | None = Field(None, description="Most overspend, as a share of the revised budget")
    cap_dkk: Amount | None = Field(None, description="Most in DKK, either way")
    overspend_always_follows: bool = False
    only_named_purposes: bool = False
    purposes: tuple[Purpose, ...] = ()
    spread: tuple[Annotated[Decimal, Field(ge=0)], ...] = Field(
        (Decimal(1),), min_length=1, max_length=LATER_YEARS, description="Shares per later year, the coming one first"
    )

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        foreign = [name for part in MATCHERS.values() for name in part if name not in MATCHERS[self.part]]
        for name in dict.fromkeys(foreign):
            if getattr(self, name) not in ((), None):
                raise Contradiction(
                    f"{name} means nothing in the {self.part} part", f'{name} har ingen mening for part = "{self.part}"'
                )
        if sum(self.spread) != 1:
            raise Contradiction(
                f"the shares of spread sum to {sum(self.spread)}, not to 1",
                f"andelene i spread giver {sum(self.spread)} i alt, ikke 1",
            )
        if not self.transfers and (self.share_up or self.share_down or self.cap_dkk or self.only_named_purposes):
            raise Contradiction(
                "transfers = false carries nothing, so a share, a cap or a purpose beside it contradicts it",
                "transfers = false overfører intet, så en andel, et loft eller et formål ved siden af modsiger det",
            )
        if self.overspend_always_follows and self.share_down is not None:
            raise Contradiction(
                "overspend_always_follows knows no limit, so share_down contradicts it",
                "overspend_always_follows kender ingen grænse, så share_down modsiger den",
            )
        if self.purposes and not self.only_named_purposes:
            raise Contradiction(
                "purposes are used where only_named_purposes = true",
                "purposes bruges kun sammen med only_named_purposes = true",
            )
        wrong = "unit" if self.part == "capital" else "project"
        if any(getattr(purpose, wrong) for purpose in self.purposes):
            raise Contradiction(
                f"a purpose in the {self.part} part does not name a {wrong}",
                f'et formål for part = "{self.part}" nævner ikke {wrong}',
            )
        return self

    @property
    def matcher(self) -> tuple[object, ...]:
        """What the rule is about; two rules with the same one decide the same lines."""
        return self.part, *(
            tuple(sorted(value)) if isinstance(value, tuple) else value
            for value in (getattr(self, name) for name in MATCHERS[self.part])
        )

    @property
    def fits_all(self) -> bool:
        """Whether every line of its part fits: a later rule of the part is never asked."""
        return all(getattr(self, name) in ((), None) for name in MATCHERS[self.part])


class Frame(BaseModel):
    """What the municipality may spend in a year; a frame that does not count that year is left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fiscal_year: int = Field(ge=1900, le=2099)
    service_dkk: Amount | None = None
    capital_dkk: Amount | None = None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    frame_steered: tuple[ExpenditureClass, ...] = ("service",)
    round_to_dkk: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)] = Decimal("0.01")
    frames: tuple[Frame, ...] = ()
    rules: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class SetAside:
    """A rule that is not used: its place in the file, its name, why, and what to do; and the same in Danish."""

    place: str
    rule_name: str | None
    what: str
    remedy: str
    place_da: str = ""
    what_da: str = ""
    remedy_da: str = ""


@dataclass(frozen=True)
class CarryOverRules:
    """The rules in the order they are asked, the frames, and what was set aside.

    `round_to_dkk`: amounts are carried in whole steps of so many kroner, never above what the rule lets through.
    """

    rules: tuple[Rule, ...] = ()
    frames: tuple[Frame, ...] = ()
    frame_steered: tuple[ExpenditureClass, ...] = ("service",)
    round_to_dkk: Decimal = Decimal("0.01")
    set_aside: tuple[SetAside, ...] = ()


def read_carry_over_rules(path: Path) -> CarryOverRules:
    """The rules in `path`; none where there is no such file.

    Raises WrongUse naming file, key and remedy when the file as a whole cannot be understood.
    """
    if not path.exists():
        return CarryOverRules()
    try:
        read = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(str(error), where=str(path), remedy="mend the line; the file is TOML in UTF-8") from error
    except ValidationError as error:
        raise WrongUse(first_fault(error), where=str(path), remedy="mend that key") from error
    years = [frame.fiscal_year for frame in read.frames]
    if len(set(years)) < len(years):
        raise WrongUse("frames: a year stands twice", where=str(path), remedy="keep one [[frames]] a year")
    usable, set_aside = _judged(path, read.rules)
    return CarryOverRules(tuple(usable), read.frames, read.frame_steered, read.round_to_dkk, tuple(set_aside))


def _judged(path: Path, written: tuple[dict[str, Any], ...]) -> tuple[list[Rule], list[SetAside]]:
    usable: list[Rule] = []
    set_aside: list[SetAside] = []
    for number, fields in enumerate(written, start=1):
        place = _place(path, number, fields.get("name"))
        try:
            rule = Rule.model_validate(fields)
        except ValidationError as error:
            set_aside.append(_set_aside(place, fields.get("name"), fault_in_words(error), _MEND_THE_KEY))
            continue
        if found := _quarrel(rule, usable):
            set_aside.append(_set_aside(place, rule.name, *found))
        else:
            usable.append(rule)
    return usable, set_aside


def _place(path: Path, number: int, name: object) -> Words:
    named = f" ({name})" if name else ""
    return Words(en=f"{path.name}, rule {number}{named}", da=f"{path.name}, regel {number}{named}")


def _set_aside(place: Words, name: object, what: Words, remedy: Words) -> SetAside:
    told = name if isinstance(name, str) else None
    return SetAside(place.en, told, what.en, remedy.en, place.da, what.da, remedy.da)


_MEND_THE_KEY = Words(
    en="mend that key; the rule is set aside until then", da="ret den nøgle; reglen bruges ikke, før det er gjort"
)
_KEEP_ONE = Words(en="keep one of the two", da="behold den ene af de to")


def _quarrel(rule: Rule, earlier: list[Rule]) -> tuple[Words, Words] | None:
    """What keeps a rule from being used beside those before it, and the remedy."""
    for other in earlier:
        if other.name == rule.name:
            return (
                Words(en=f"the name {rule.name} is another rule's", da=f"navnet {rule.name} er en anden regels"),
                Words(en="give it a name of its own", da="giv den sit eget navn"),
            )
        if other.matcher == rule.matcher:
            if all(getattr(other, limit) == getattr(rule, limit) for limit in LIMITS):
                english, danish = "says the same as", "siger det samme som"
            else:
                english = "is about the same lines but gives other limits than"
                danish = "handler om de samme linjer, men sætter andre grænser end"
            return (
                Words(
                    en=f"the rule {english} {other.name}, which stands before it and counts",
                    da=f"reglen {danish} {other.name}, som står før den og gælder",
                ),
                _KEEP_ONE,
            )
        if other.part == rule.part and other.fits_all:
            return (
                Words(
                    en=f"it is never asked, because {other.name} before it fits every line",
                    da=f"den bliver aldrig spurgt, fordi {other.name} før den passer på alle linjer",
                ),
                Words(en="move it above that rule", da="flyt den op over den regel"),
            )
    return None

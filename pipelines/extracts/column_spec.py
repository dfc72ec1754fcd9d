"""How one canonical column is taken from an extract: the keys below `[columns]` in a source spec."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from pipelines.canonical import ColumnType
from pipelines.extracts.dates import SERIAL, date_regex
from pipelines.extracts.periods import form_regex


def as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _one_or_more(value: Any) -> Any:
    return [as_list(item) for item in as_list(value)] if isinstance(value, (str, list, tuple)) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(as_list)]
"""One text or a list of texts."""
HeaderLists = Annotated[tuple[Texts, ...], BeforeValidator(_one_or_more)]
"""A list of headers, each with its other spellings."""
NegativeForm = Literal["leading", "trailing", "parentheses"]

_SOURCES = ("from_", "join", "first_of", "value", "from_period", "plus", "minus")
_NUMBER_KEYS = ("decimal", "thousands", "negative", "decimals", "round_", "negate", "sign", "plus", "minus")
_TEXT_KEYS = ("pad", "prefix", "remove", "extract", "parent_by_length", "join")


class Keys(BaseModel):
    """A table of a spec: unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SignColumn(Keys):
    """A column that says debit or credit: rows with a `minus` mark get the amount times -1."""

    from_: Texts = Field(alias="from", min_length=1)
    minus: Texts = Field(min_length=1)
    plus: Texts = Field(min_length=1)


class ColumnSpec(Keys):
    """One column. Exactly one of `from`, `join`, `first_of`, `value`, `from_period` or `plus`/`minus` says whence."""

    # whence
    from_: Texts | None = Field(None, alias="from", description="header, with its other spellings")
    join: HeaderLists | None = Field(None, description="several headers put together into one code")
    join_with: str = "-"
    first_of: HeaderLists | None = Field(None, description="the first of these headers that is not empty")
    value: str | None = Field(None, min_length=1, description="the same in every row")
    from_period: str | None = Field(None, description="of the file's period: {yyyy} {MM} {M} {Q} {last_day}")
    plus: Texts | None = Field(None, description="amount column that counts as it is")
    minus: Texts | None = Field(None, description="amount column that counts times -1, added to `plus`")
    optional: bool = Field(default=False, description="the file may lack the header; the column is empty then")
    # numbers
    decimal: Literal[",", "."] | None = None
    thousands: Texts = Field((), description="'.' ',' ' ' (any blank, also the unbreakable one) or an apostrophe")
    negative: Annotated[tuple[NegativeForm, ...], BeforeValidator(as_list)] = ("leading",)
    decimals: int | None = Field(None, ge=0, le=2, description="exactly this many decimals, else quarantine")
    round_: bool = Field(default=False, alias="round", description="more than two decimals are rounded, not refused")
    negate: bool = False
    sign: SignColumn | None = None
    # days and periods
    date: Texts | None = Field(None, description="dd.MM.yyyy, d/M/yyyy, dd-MMM-yyyy, yyyy-MM-dd HH:mm:ss, serial …")
    period: Texts | None = Field(None, description="{yyyy}{MMM}, {yyyy}K{Q}, {MM}/{yyyy} …")
    take: Literal["year", "month", "last_day"] | None = None
    # texts and codes
    pad: int | None = Field(None, gt=0, le=100, description="zeros in front up to this length")
    prefix: str | None = None
    remove: Texts = ()
    extract: str | None = Field(None, description="regular expression with one group: the part that counts")
    parent_by_length: tuple[int, ...] | None = Field(None, description="lengths of the levels of the code")
    parent_in: str | None = Field(None, description="canonical column that lists the units: the nearest listed level")
    # values
    empty: Texts = Field((), description="what stands for nothing: '-', 'n.a.', '00.00.0000'")
    values: dict[str, str] | None = None
    values_matching: dict[str, str] | None = Field(None, description="regular expression → value; the first that fits")
    other: str | None = Field(None, description="for what `values` does not name; else it is quarantined")
    default: str | None = Field(None, description="for an empty cell")
    needed: bool = Field(
        default=False, description="a row without it is quarantined, whatever the canonical table says"
    )
    # personal data
    private: bool = False
    may_hold_cpr: bool = Field(default=True, description="false: an identifier that only looks like a CPR number")

    @field_validator("date")
    @classmethod
    def _dates_can_be_read(cls, forms: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for form in forms or ():
            if form != SERIAL:
                date_regex(form)
        return forms

    @field_validator("period")
    @classmethod
    def _periods_can_be_read(cls, forms: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for form in forms or ():
            form_regex(form)
        return forms

    @field_validator("extract")
    @classmethod
    def _extract_has_one_group(cls, pattern: str | None) -> str | None:
        if pattern is not None and _compiled(pattern).groups != 1:
            raise ValueError("needs exactly one group in parentheses: the part that counts")
        return pattern

    @field_validator("values_matching")
    @classmethod
    def _patterns_compile(cls, patterns: dict[str, str] | None) -> dict[str, str] | None:
        for pattern in patterns or {}:
            _compiled(pattern)
        return patterns

    @field_validator("thousands")
    @classmethod
    def _thousands_known(cls, marks: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [mark for mark in marks if mark not in (".", ",", " ", "'", "’")]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no thousands mark; use '.', ',', ' ' or an apostrophe")
        return marks

    @model_validator(mode="after")
    def _one_source(self) -> ColumnSpec:
        given = [name.rstrip("_") for name in _SOURCES if getattr(self, name) is not None]
        if not given:
            raise ValueError(f"says not whence it comes; give one of {', '.join(s.rstrip('_') for s in _SOURCES)}")
        if len(given) > 1 and set(given) != {"plus", "minus"}:
            raise ValueError(f"comes from several places ({' and '.join(given)}); keep one")
        if self.decimal is not None and self.decimal in self.thousands:
            raise ValueError(f"{self.decimal!r} cannot be both decimal and thousands mark")
        if (self.period is None) != (self.take is None):
            raise ValueError("`period` and `take` belong together: period = '{yyyy}{MMM}', take = 'month'")
        if self.parent_in is not None and self.parent_by_length is None:
            raise ValueError("`parent_in` belongs to `parent_by_length`")
        if self.values is not None and self.values_matching is not None:
            raise ValueError("give `values` or `values_matching`, not both")
        return self

    def check_against(self, kind: ColumnType, *, typed: bool) -> str | None:
        """What is wrong with this column for canonical type `kind`; `typed`: cells of the source have types."""
        if self.value is not None or self.from_period is not None:
            return None
        return self._lacking_form(kind, typed=typed) or self._foreign_key(kind)

    def _lacking_form(self, kind: ColumnType, *, typed: bool) -> str | None:
        if typed:
            return None
        if kind == "decimal" and self.decimal is None:
            return "says not which decimal mark its numbers have; add decimal = ',' or '.'"
        if kind in ("date", "timestamp") and self.date is None and self.period is None:
            return "says not how its dates are written; add date = 'dd.MM.yyyy' or another form"
        return None

    def _foreign_key(self, kind: ColumnType) -> str | None:
        number_keys = [key for key in _NUMBER_KEYS if key in self.model_fields_set]
        text_keys = [key for key in _TEXT_KEYS if key in self.model_fields_set]
        if number_keys and kind != "decimal" and not (kind == "integer" and number_keys == ["thousands"]):
            return f"`{number_keys[0]}` is for amounts; this column holds {kind}"
        if self.date is not None and kind not in ("date", "timestamp"):
            return f"`date` is for days; this column holds {kind}"
        if self.take is not None and (kind == "date") != (self.take == "last_day"):
            return "take = 'last_day' is for dates, 'year' and 'month' for whole numbers"
        if text_keys and kind not in ("text", "code", "integer"):
            return f"`{text_keys[0]}` is for texts and codes; this column holds {kind}"
        return None

    def headers(self) -> list[tuple[str, ...]]:
        """The headers it reads, each with its other spellings."""
        found: list[tuple[str, ...]] = [one for one in (self.from_, self.plus, self.minus) if one]
        found += [*(self.join or ()), *(self.first_of or ())]
        return [*found, self.sign.from_] if self.sign else found


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"the regular expression {pattern!r} cannot be read: {error}") from error

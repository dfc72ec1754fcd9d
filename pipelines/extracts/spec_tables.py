"""The tables of a source spec, apart from its columns: which file, what a delivery does, which rows do not count."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from pipelines.extracts.column_spec import Keys, Texts, as_list
from pipelines.extracts.periods import form_regex

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be")
Kind = Literal["csv", "xlsx", "zip", "sql"]
Separators = Annotated[tuple[Literal[";", ",", "\t", "|"], ...], BeforeValidator(as_list), Field(min_length=1)]
"""One separator, or several to look for the header with."""


class Members(Keys):
    """Which files inside a zip hold the rows, and of which kind they are."""

    pattern: str = Field(description="* and ? stand for any characters; folders inside the zip do not count")
    kind: Literal["csv", "xlsx"]


class FileSpec(Keys):
    """Which file, and how its bytes are to be understood."""

    kind: Kind
    pattern: Texts = Field((), description="file names: * ? {yyyy} {MM} {Q} {dd}")
    encoding: Texts = Field(("detect",), description="one, a list to try in turn, or 'detect'")
    broken_letters: Literal["refuse", "mark"] = Field(
        "refuse", description="bytes in no declared encoding: refuse the file, or mark the letter in its cell"
    )
    separator: Separators = (";",)
    quote: Literal['"', "'", ""] = '"'
    sheet: Texts = Field(
        (), description="sheet name with its other spellings; none: the first sheet that has the header"
    )
    members: Members | None = None
    allow_short_rows: bool = Field(default=False, description="a row may lack empty cells at its end")
    url_env: str | None = Field(None, description="environment variable that holds the SQLAlchemy URL")
    query: str | None = None

    @field_validator("encoding")
    @classmethod
    def _encodings_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name != "detect" and name not in ENCODINGS:
                raise ValueError(f"{name!r} is not known; use one of {', '.join(ENCODINGS)} or 'detect'")
        return names

    @field_validator("pattern")
    @classmethod
    def _patterns_can_be_read(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            form_regex(pattern, glob=True)
        return patterns

    @model_validator(mode="after")
    def _belongs_together(self) -> FileSpec:
        if self.kind == "sql":
            if not (self.url_env and self.query):
                raise ValueError("kind = 'sql' needs url_env (the variable that holds the URL) and query")
            if not re.match(r"\s*(select|with)\b", self.query, re.IGNORECASE):
                raise ValueError("query must begin with select or with: an extract only reads")
        elif not self.pattern:
            raise ValueError("needs pattern: which file names belong to this source")
        elif self.url_env or self.query:
            raise ValueError("url_env and query belong to kind = 'sql'")
        if (self.kind == "zip") != (self.members is not None):
            raise ValueError("kind = 'zip' and the table [file.members] belong together")
        return self

    @property
    def cells(self) -> Literal["csv", "xlsx", "sql"]:
        """What the rows are made of: a zip is what its members are."""
        if self.kind == "zip":
            return self.members.kind if self.members else "csv"
        return self.kind


class Delivery(Keys):
    """What a new file does to the ones before it, and when it is expected."""

    mode: Literal["full", "period", "delta"]
    key: tuple[str, ...] = Field((), description="delta: the canonical columns that make a row the same row")
    adds_to: str | None = Field(None, description="delta: the source that the rows join; none: the source itself")
    every: Literal["month", "quarter", "year", "once"] | None = None
    due_days: int | None = Field(None, ge=0, le=400, description="days after the period's end")


class LetterheadValue(Keys):
    """A labelled value above the header: `Periode;2026-01` or `Periode: 01.2026`."""

    label: Texts = Field(min_length=1)
    form: Texts = Field(min_length=1)
    optional: bool = False


class LetterheadCheck(Keys):
    """A labelled value that must be one of these."""

    label: Texts = Field(min_length=1)
    is_: Texts = Field(alias="is", min_length=1)


class Letterhead(Keys):
    """What stands above the table."""

    period: LetterheadValue | None = None
    run_date: LetterheadValue | None = None
    checks: tuple[LetterheadCheck, ...] = ()


class Condition(Keys):
    """A condition on one source column; `*` is any cell of the row."""

    column: Texts = Field(min_length=1)
    is_: Texts | None = Field(None, alias="is")
    is_not: Texts | None = None
    matches: str | None = None
    empty: bool | None = None

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"the regular expression cannot be read: {error}") from error
        return pattern

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        if sum(test is not None for test in (self.is_, self.is_not, self.matches, self.empty)) != 1:
            raise ValueError("needs exactly one of is, is_not, matches, empty")
        return self


class LeaveOut(Condition):
    """Rows that the source does not want to count, and why. `total`: their amounts repeat those of other rows."""

    and_: tuple[Condition, ...] = Field((), alias="and")
    reason: str = Field(min_length=3)
    total: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (self, *self.and_)


class Subtotals(Keys):
    """Rows that are sums of others, among rows that agree in `within`.

    By `column`: the row that `is` T is the sum of the rows `of` C and S. By `code`: a code that others begin with is
    their sum. A sum that does not agree is quarantined, not left out.
    """

    column: Texts | None = None
    is_: str | None = Field(None, alias="is")
    of: tuple[str, ...] = ()
    code: Texts | None = None
    within: tuple[Texts, ...] = ()
    tolerance: Decimal = Field(Decimal("0"), ge=0, description="kroner that rounding may take")

    @model_validator(mode="after")
    def _one_kind(self) -> Subtotals:
        if (self.code is None) == (self.column is None or self.is_ is None or not self.of):
            raise ValueError("needs column, is and of (T = C + S), or code (a hierarchy in one list)")
        return self


class Cumulative(Keys):
    """Amounts are running totals of the year: each row becomes the difference to the period before it.

    `key`: canonical columns that name what runs; `order`: the canonical date or period that tells before from after.
    """

    key: tuple[str, ...] = Field(min_length=1)
    order: str
    first: dict[str, str] = Field({}, description="canonical values of the first row of the year")
    later: dict[str, str] = Field({}, description="canonical values of the later ones")
    absent: Literal["keep", "zero"] = Field("keep", description="a total that a later list of the year lacks")


class ControlTotal(Keys):
    """What the amounts must add up to: a labelled total row, a declared value, or one above the header."""

    row: Condition | None = None
    amount: Texts | None = Field(None, description="header that holds the total, where it is another than the amount's")
    value: str | dict[str, str] | None = Field(None, description="1234.56, or one for each period or file name")
    label: Texts | None = Field(None, description="label above the header")
    last_row: Literal["auto", "sum", "data"] = "auto"

    @field_validator("value")
    @classmethod
    def _is_an_amount(cls, value: str | dict[str, str] | None) -> str | dict[str, str] | None:
        for text in value.values() if isinstance(value, dict) else [value or "0"]:
            try:
                Decimal(text)
            except InvalidOperation:
                raise ValueError(f"{text!r} is no amount; write it as '1234.56'") from None
        return value

    @model_validator(mode="after")
    def _one_source(self) -> ControlTotal:
        if sum(source is not None for source in (self.row, self.value, self.label)) > 1:
            raise ValueError("needs one of row, value, label")
        return self

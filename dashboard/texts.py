"""Every word and number on the screen: Danish first, English second.

A text in the code is English and goes through `Texts.say`; the catalogues `locale/{da,en}.po` hold both languages whole
(a test extracts the texts from the code and compares). Numbers, dates and months are written by Babel, never by the
browser, so that a page, a download and a pack write them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from dashboard.clock import local

Language = Literal["da", "en"]
Unit = Literal["dkk", "thousand", "million"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALES: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}
LOCALE_FOLDER = Path(__file__).parent / "locale"

MINUS = "\u2212"
NOT_THERE = "–"
NO_BREAK = "\u00a0"  # a number and its unit stay on one line
_DIVISOR: dict[Unit, Decimal] = {"dkk": Decimal(1), "thousand": Decimal(1_000), "million": Decimal(1_000_000)}
_PLACES: dict[Unit, int] = {"dkk": 2, "thousand": 0, "million": 1}

Number = Decimal | float | int


def mark(text: str) -> str:
    """Mark a text that stands in a table of the code, so that it gets into the catalogues; `say` it when shown."""
    return text


_IN_KRONER: dict[Unit, str] = {
    "dkk": mark("DKK"), "thousand": mark("thousand DKK"), "million": mark("million DKK")
}  # fmt: skip
_IN: dict[Unit, str] = {
    "dkk": "{currency}", "thousand": mark("thousand {currency}"), "million": mark("million {currency}")
}  # fmt: skip


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: Language) -> Catalog:
    """The texts of a language, read once."""
    with (LOCALE_FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=LOCALES[language])


@dataclass(frozen=True)
class Texts:
    """The words and the way of writing of one language.

    `currency` is what amounts are in (None: kroner), `time_zone` where moments are told.
    """

    language: Language = "da"
    currency: str | None = None
    time_zone: str = "Europe/Copenhagen"

    @property
    def locale(self) -> Locale:
        return Locale.parse(LOCALES[self.language])

    def say(self, text: str, /, **values: object) -> str:
        """The text in this language, with `{name}` filled in. Unknown texts (from data) come back as they are."""
        message = catalogue(self.language).get(text)
        words = message.string if message and isinstance(message.string, str) and message.string else text
        return words.format(**values) if values else words

    def say_many(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The text for `count` things; `{count}` is written with separators."""
        return self.say(one if count == 1 else many, count=self.count(count), **values)

    def count(self, value: int | None) -> str:
        """A whole number: 1 204 is `1.204` in Danish."""
        return NOT_THERE if value is None else self._number(Decimal(value), 0)

    def amount(self, value: Number | None, unit: Unit = "thousand", *, signed: bool = False) -> str:
        """DKK written in `unit`: whole thousands, millions with one decimal, or kroner and øre. NULL is a dash."""
        if value is None:
            return NOT_THERE
        return self._number(_decimal(value) / _DIVISOR[unit], _PLACES[unit], signed=signed)

    def money(self, value: Number | None, *, signed: bool = False) -> str:
        """An amount with its unit in words, in the unit that a person would say it in: `4,2 mio. kr.`."""
        if value is None:
            return NOT_THERE
        unit: Unit = "million" if abs(_decimal(value)) >= Decimal(950_000) else "thousand"
        return f"{self.amount(value, unit, signed=signed)} {self.unit(unit)}".replace(" ", NO_BREAK)

    def unit(self, unit: Unit) -> str:
        """The name of a unit of money: kr., t.kr., mio. kr.; of another currency EUR, tusind EUR, mio. EUR."""
        return self.say(_IN_KRONER[unit]) if self.currency is None else self.say(_IN[unit], currency=self.currency)

    def to_the_cent(self) -> str:
        """What an amount with all its decimals is told in: kroner and øre; another currency by its code."""
        return self.say("kroner and øre") if self.currency is None else self.currency

    def share(self, value: Number | None, places: int = 1) -> str:
        """A share as per cent: 0.3125 is `31,3 %`. NULL is a dash."""
        if value is None:
            return NOT_THERE
        number = self._number(_decimal(value) * 100, places)
        return f"{number}{NO_BREAK}%" if self.language == "da" else f"{number}%"

    def number(self, value: Number | None, places: int = 0, *, signed: bool = False) -> str:
        """A number that is neither money nor share: `12,5`. NULL is a dash."""
        return NOT_THERE if value is None else self._number(_decimal(value), places, signed=signed)

    def day(self, value: date | None) -> str:
        """A day in figures: `12.10.2026` in Danish."""
        if value is None:
            return NOT_THERE
        return format_date(value, "dd.MM.yyyy" if self.language == "da" else "dd/MM/yyyy", locale=self.locale)

    def long_day(self, value: date | None) -> str:
        """A day in words: `3. november 2026`."""
        return NOT_THERE if value is None else format_date(value, "long", locale=self.locale)

    def moment(self, value: datetime | None) -> str:
        """A day and the time of day, by the municipality's clocks."""
        if value is None:
            return NOT_THERE
        form = "d. MMM yyyy 'kl.' HH.mm" if self.language == "da" else "d MMM yyyy, HH:mm"
        return format_datetime(local(value, self.time_zone), form, locale=self.locale)

    def day_of(self, value: datetime | None) -> str:
        """The day that it was by the municipality's clocks, in figures."""
        return NOT_THERE if value is None else self.day(local(value, self.time_zone))

    def month(self, fiscal_year: int, period: int) -> str:
        """A period as a person says it: `oktober 2026`; period 13 is the closing of the year."""
        if period > 12:
            return self.say("closing of {year}", year=fiscal_year)
        return format_date(date(fiscal_year, period, 1), "MMMM yyyy", locale=self.locale)

    def month_name(self, month: int, *, short: bool = False) -> str:
        """`oktober`, or `okt` for an axis."""
        name = format_date(date(2000, month, 1), "MMM" if short else "MMMM", locale=self.locale)
        return name.rstrip(".")

    def _number(self, value: Decimal, places: int, *, signed: bool = False) -> str:
        step = Decimal(1).scaleb(-places)
        rounded = value.quantize(step, rounding=ROUND_HALF_UP)
        form = "#,##0" + ("." + "0" * places if places else "")
        text = format_decimal(abs(rounded), format=form, locale=self.locale)
        if rounded == 0:
            return text
        return (MINUS if rounded < 0 else "+" if signed else "") + text


def language_of(value: object) -> Language:
    """The language that a value from outside names; Danish when it names none."""
    return "en" if value == "en" else "da"


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


_PROBLEMS = {
    "no_release": mark(
        "No figures have been published yet. The data unit delivers the extracts and publishes with “pejling update”; "
        "the page shows them as soon as that is done."
    ),
    "missing": mark(
        "The published figures cannot be found. The data unit can publish again or point back at an earlier release; "
        "nothing you entered is lost."
    ),
    "damaged": mark(
        "The published figures cannot be read. The data unit can publish again or point back at an earlier release; "
        "nothing you entered is lost."
    ),
    "too_slow": mark("The answer took too long. Choose a smaller unit or an earlier period, and try again."),
    "refused": mark("You cannot see this page. Ask the data unit which figures you have access to."),
}


def problem_sentence(reason: str, language: Language) -> str:
    """What a reader is told when the figures cannot be had, by the `reason` of a DoorProblem."""
    return Texts(language).say(_PROBLEMS.get(reason, _PROBLEMS["refused"]))

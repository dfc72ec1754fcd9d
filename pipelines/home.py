"""Where a municipality's data lives, and what it has chosen: one folder and one settings file."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.problems import WrongUse

Code = Annotated[str, Field(min_length=1, max_length=40)]
Amount = Annotated[Decimal, Field(ge=0, lt=10_000_000_000_000)]


class Thresholds(BaseModel):
    """When a forecast variance calls for attention (metrics: budget follow-up, status)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    act_share: Decimal = Field(Decimal("0.02"), ge=0, description="share of the revised budget")
    act_dkk: Decimal = Field(Decimal(250_000), ge=0, description="DKK; both must be passed")
    watch_factor: Decimal = Field(Decimal("0.5"), gt=0, le=1, description="watch at this part of both")


class Capital(BaseModel):
    """When a capital project calls for attention, and what its figures are held against (metrics: capital projects)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    money_act_share: Decimal = Field(Decimal("0.02"), ge=0, le=1, description="share of the total appropriation")
    money_act_dkk: Decimal = Field(Decimal(250_000), ge=0, description="DKK; both must be passed")
    time_act_months: int = Field(6, ge=1, description="months of slip")
    phasing_act_share: Decimal = Field(Decimal("0.5"), ge=0, le=1, description="phasing precision below which to act")
    watch_factor: Decimal = Field(Decimal("0.5"), gt=0, le=1, description="watch at this part of each")
    comparable_projects: int = Field(3, ge=3, description="fewer completed projects of a class have no median")
    plan_versions: int = Field(4, ge=2, description="fewer versions of a plan say nothing of its accuracy")
    # Price level by year; a year that is not there has the prices of the last one before it.
    price_index: dict[Annotated[int, Field(ge=1900, le=2199)], Annotated[Decimal, Field(ge=0.001, lt=100_000)]] = {}


class Forecasts(BaseModel):
    """How forecasts are judged, and the statistical method that is held against them (docs/forecasts.md)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    band_minimum_years: int = Field(3, ge=2, description="fewer years of a unit's own errors make no band")
    method: Literal["SeasonalNaive", "SeasonalWindowAverage", "AutoETS", "DynamicOptimizedTheta", "MSTL", "AutoCES"] = (
        Field("MSTL", description="the library's name of the statistical method")
    )
    comment_share: Decimal = Field(Decimal("0.02"), ge=0, le=1, description="of the last round, above which to explain")
    comment_dkk: Decimal = Field(Decimal(100_000), ge=0, description="DKK; both must be passed")


class Purchases(BaseModel):
    """Which accounts count as what when purchases are told apart (metrics: supervision and transactions)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    consultant_accounts: tuple[Code, ...] = ()
    # None given: an account counts in the years in which something on it was bought on an agreement.
    agreement_accounts: tuple[Code, ...] = ()


class Supervision(BaseModel):
    """When a posting is atypical (metrics: supervision and transactions); a rule of weight 0 is not looked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    duplicate_days: int = Field(30, ge=0, description="days between two purchases of the same amount")
    duplicate_dkk: Amount = Field(Decimal(1_000), description="smaller amounts are let be")
    unusual_z: Decimal = Field(Decimal(6), gt=0, lt=1_000, description="robust z, from median and MAD")
    unusual_postings: int = Field(30, ge=2, description="fewer say nothing of what is usual")
    round_dkk: Amount = Field(Decimal(50_000), description="the least round amount that is told")
    round_step_dkk: Decimal = Field(Decimal(10_000), ge=1, description="what a round amount is a multiple of")
    # Goods and services of municipalities, tenders published in 2026 and 2027 (216 000 EUR); anew every two years.
    tender_limit_dkk: Amount = Field(Decimal(1_611_360), description="purchases that pass it together are told")
    tender_days: int = Field(30, ge=0, description="days between the first of those purchases and the last")
    tender_exempt_accounts: tuple[Code, ...] = ()
    new_supplier_dkk: Amount = Field(Decimal(100_000), description="above it a first purchase is told")
    new_supplier_history_days: int = Field(365, ge=0, description="of ledger before a supplier can be called new")
    closed_after_months: int = Field(3, ge=0, le=12, description="after its end a year is closed")
    missing_text_dkk: Amount = Field(Decimal(10_000), description="above it a posting needs a text")
    system_users: tuple[Code, ...] = ()
    weights: dict[str, Annotated[Decimal, Field(ge=0, le=100)]] = {}


class Staff(BaseModel):
    """How staff figures are counted, and how few employees a figure may be about (metrics: staff)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fewest: int = Field(5, ge=5, le=100, description="employees that a figure must be about")
    absence_of: Literal["scheduled", "worked"] = Field(
        "scheduled",
        description="sickness hours / scheduled hours (Statistics Denmark), or / scheduled less sickness hours (FLIS)",
    )
    long_spell_days: int = Field(30, ge=1, le=366, description="a longer spell of sickness is a long one")


class Keep(BaseModel):
    """Which releases stay: the last of every quarter for ever, and this many of the newest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    newest: int = Field(30, ge=4)


class Analysts(BaseModel):
    """Whether files for analysts are made of each release: a copy of data lies around where somebody wants it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: bool = False


class Retention(BaseModel):
    """How long what is about persons is kept; without a time it stays (docs/operations.md, `pejling purge`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sessions_days: int | None = Field(None, ge=2, description="logins, after they were used last")
    people_months: int | None = Field(None, ge=1, description="people without a right, after their last login")
    reminders_months: int | None = Field(None, ge=6, description="to which address which letter was sent")
    visits_months: int | None = Field(None, ge=3, description="which page somebody opened first on a day")
    audit_years: int | None = Field(None, ge=1, description="lines of the audit log")
    deliveries_months: int | None = Field(None, ge=1, description="files about employees that newer ones have replaced")


class Serving(BaseModel):
    """What the server may use of its machine; read when it starts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    memory_mb: int = Field(1_000, ge=200, description="for the questions of one release; what needs more goes to disk")
    threads: int = Field(2, ge=1, le=64, description="for the questions of one release")
    seconds: float = Field(20, gt=0, le=600, description="after which a question is given up")
    answers_mb: int = Field(256, ge=8, description="for answers already given")


class Accessibility(BaseModel):
    """The municipality's statement of these pages, and whom readers tell of what shuts them out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: str = Field("", max_length=300, pattern=r"^(https://[^\s<>]+)?$", description="its address in WAS-Tool")
    contact: str = Field("", max_length=300, description="words, an address, a telephone number")


class Demo(BaseModel):
    """Only of a made-up municipality: the day that its calendar stands at in the demo, and what its people said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days_after_data: int = Field(ge=0, le=366, description="today, in days after the last month with postings")
    people: Path = Field(description="what people have entered, for an empty store")


class Municipality(BaseModel):
    """The settings file (`municipality.toml`); folders and files in it are found beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    # What amounts are in, as it is written after them. None given: kroner, which every text has a word for.
    currency: Annotated[str, Field(min_length=1, max_length=12)] | None = None
    time_zone: str = "Europe/Copenhagen"
    specs: Path = Path("specs")
    corrections: Path = Path("corrections.yml")
    carry_over_rules: Path = Path("carry_over_rules.toml")
    allocations: Path = Path("allocations.toml")
    supervision_list: Path = Path("supervision.toml")
    reminders: Path = Path("reminders.toml")
    alerts: Path = Path("alerts.toml")
    thresholds: Thresholds = Thresholds()
    capital: Capital = Capital()
    forecasts: Forecasts = Forecasts()
    staff: Staff = Staff()
    purchases: Purchases = Purchases()
    supervision: Supervision = Supervision()
    keep: Keep = Keep()
    retention: Retention = Retention()
    analysts: Analysts = Analysts()
    serving: Serving = Serving()
    accessibility: Accessibility = Accessibility()
    demo: Demo | None = None

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("there is no time zone of that name; write it like Europe/Copenhagen")
        return name


@dataclass(frozen=True)
class Home:
    """The folders of one installation. Everything but `inbox` belongs to Pejling alone."""

    folder: Path
    settings_file: Path
    municipality: Municipality

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def deliveries(self) -> Path:
        return self.folder / "deliveries"

    @property
    def builds(self) -> Path:
        return self.folder / "builds"

    @property
    def releases(self) -> Path:
        return self.folder / "releases"

    @property
    def analysts(self) -> Path:
        return self.folder / "analysts"

    @property
    def told(self) -> Path:
        return self.folder / "told"

    @property
    def specs(self) -> Path:
        return self.settings_file.parent / self.municipality.specs

    @property
    def corrections(self) -> Path:
        return self.settings_file.parent / self.municipality.corrections

    @property
    def carry_over_rules(self) -> Path:
        return self.settings_file.parent / self.municipality.carry_over_rules

    @property
    def allocations(self) -> Path:
        return self.settings_file.parent / self.municipality.allocations

    @property
    def supervision_list(self) -> Path:
        return self.settings_file.parent / self.municipality.supervision_list

    @property
    def people(self) -> Path:
        """What the people of a made-up municipality have said."""
        demo = self.municipality.demo
        return self.settings_file.parent / (demo.people if demo else "people.toml")

    @property
    def reminders(self) -> Path:
        return self.settings_file.parent / self.municipality.reminders

    @property
    def alerts(self) -> Path:
        return self.settings_file.parent / self.municipality.alerts


def open_home(folder: Path | None = None, settings_file: Path | None = None) -> Home:
    """The installation at `folder` with its settings file.

    Else: the folder PEJLING_HOME or ./var; the file PEJLING_SETTINGS or municipality.toml in the folder.
    Raises WrongUse when the settings file is missing or wrong.
    """
    folder = folder or Path(os.environ.get("PEJLING_HOME", "var"))
    settings_file = settings_file or Path(os.environ.get("PEJLING_SETTINGS", folder / "municipality.toml"))
    try:
        text = settings_file.read_text(encoding="utf-8")
        municipality = Municipality.model_validate(tomllib.loads(text))
    except OSError as error:
        raise WrongUse(
            f"the settings file cannot be read ({error.strerror})",
            where=str(settings_file),
            remedy="write it, or name another with --settings or PEJLING_SETTINGS",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(
            str(error), where=str(settings_file), remedy="mend the line; the file is TOML in UTF-8"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        told = {"extra_forbidden": "there is no such key", "missing": "is missing"}.get(first["type"], first["msg"])
        raise WrongUse(
            f"{key}: {told}", where=str(settings_file), remedy="mend that key; the README shows each"
        ) from error
    return Home(folder.resolve(), settings_file.resolve(), municipality)

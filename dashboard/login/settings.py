"""How people log in: the municipality's own file, beside its settings; what is secret comes from the environment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from dashboard.roles import Role
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.store.sessions import LONGEST, Limits
from pipelines.carry_over_faults import first_fault
from pipelines.environment import value_of
from pipelines.problems import WrongUse

FILE_NAME = "login.toml"
SECRET_SETTING = "PEJLING_LOGIN_SECRET"  # noqa: S105 (its name)
COOKIE_SETTING = "PEJLING_COOKIE_SECRET"
FEWEST_SECRET_LETTERS = 32
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
OF_ONE_UNIT: frozenset[Role] = frozenset({"institution_head", "centre_manager"})
"""Roles that a rule must not give for the whole municipality by saying nothing of a unit."""

_Words = Annotated[str, Field(min_length=1, max_length=300)]


class GroupRule(BaseModel):
    """A claim's value that gives a role; a `*` in it stands for the unit's id, else `unit` names the unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: _Words = "groups"
    value: _Words
    role: Role
    unit: str = Field(default="", max_length=100)

    @property
    def gives_the_whole(self) -> bool:
        """Whether the role is for the whole municipality."""
        return self.unit == WHOLE_MUNICIPALITY or not (self.unit or "*" in self.value)

    @field_validator("value")
    @classmethod
    def _one_star(cls, value: str) -> str:
        if value.count("*") > 1:
            raise ValueError("one * at most stands for the unit's id")
        return value

    @model_validator(mode="after")
    def _names_its_unit(self) -> Self:
        if self.role in OF_ONE_UNIT and not self.unit and "*" not in self.value:
            raise ValueError(f"a {self.role} is of a unit: name it, or let a * in the value stand for it")
        if self.role == "administrator" and not self.gives_the_whole:
            raise ValueError("an administrator of a part gives no rights and reads no log: leave the unit out")
        return self


class LoginSettings(BaseModel):
    """The settings file `login.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str = Field(max_length=300, description="who vouches for people: the `iss` of the provider's tokens")
    metadata: str = Field(default="", description="where the provider tells of itself, if not below the issuer")
    client: _Words
    address: str = Field(
        pattern=r"^https?://[^\s/?#@\"<>]+/?$", description="where people find Pejling: a name of its own"
    )
    identity: _Words = "sub"
    scopes: tuple[_Words, ...] = ("openid", "profile", "email")
    contact: _Words
    longest_hours: int = Field(default=12, ge=1, le=LONGEST // timedelta(hours=1))
    idle_minutes: int = Field(default=60, ge=5, le=12 * 60)
    groups: tuple[GroupRule, ...] = ()

    @field_validator("issuer", "metadata", "address")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        if value and not is_safe_address(value):
            raise ValueError("begins with https://; http:// is for this computer alone")
        return value

    @field_validator("scopes")
    @classmethod
    def _says_who(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "openid" not in value:
            raise ValueError("without openid the login does not say who somebody is")
        return value

    @property
    def metadata_address(self) -> str:
        return self.metadata or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    @property
    def home(self) -> str:
        """Where people find Pejling, without a slash at the end."""
        return self.address.rstrip("/")

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def limits(self) -> Limits:
        return Limits(timedelta(hours=self.longest_hours), timedelta(minutes=self.idle_minutes))


def is_safe_address(address: str) -> bool:
    """Whether what is sent there cannot be read on the way: TLS, or this computer itself."""
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES
    return (parts.scheme == "https" and bool(parts.hostname)) or is_here


@dataclass(frozen=True)
class Secrets:
    """What the provider knows us by, and what our cookies are signed with. Never written anywhere."""

    client: str
    cookies: str

    def __repr__(self) -> str:
        return "Secrets(…)"


def read_login(path: Path) -> LoginSettings | None:
    """The settings in `path`; None where there is no such file: then nobody can log in. Raises WrongUse."""
    if not path.exists():
        return None
    try:
        return LoginSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(str(error), where=str(path), remedy="mend the line; the file is TOML in UTF-8") from error
    except ValidationError as error:
        raise WrongUse(first_fault(error), where=str(path), remedy="mend that key") from error


def read_secrets() -> Secrets:
    """The secrets in the environment, or in the files that `…_FILE` names. Raises WrongUse where one is missing."""
    return Secrets(_secret(SECRET_SETTING, fewest=1), _secret(COOKIE_SETTING, fewest=FEWEST_SECRET_LETTERS))


def _secret(name: str, *, fewest: int) -> str:
    value = value_of(name)
    if len(value) < fewest:
        told = "it is not set" if not value else f"it has fewer than {fewest} characters"
        raise WrongUse(told, where=name, remedy=f"set it, or name a file that holds it with {name}_FILE")
    return value

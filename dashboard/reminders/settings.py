"""Who is reminded of what, and when: the municipality's own file, beside its settings."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dashboard.texts import Language
from pipelines.carry_over_faults import first_fault
from pipelines.problems import WrongUse

Chosen = TypeVar("Chosen", bound=BaseModel)
Kind = Literal["round_opens", "round_closes", "supervision_overdue", "pack_out"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNLESS_CHOSEN: tuple[Kind, ...] = ("round_opens", "round_closes", "supervision_overdue")
"""What is written of where the file names no kinds; a pack that is out only where it asks for it."""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
MailAddress = Annotated[str, Field(pattern=f"^{_LOCAL}@{_DOMAIN}$", max_length=254)]


class Recipient(BaseModel):
    """Who is written to about a unit and all below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str = Field(min_length=1, max_length=64)
    addresses: tuple[MailAddress, ...] = Field(min_length=1, max_length=20)
    language: Language = "da"


class Reminders(BaseModel):
    """The settings file `reminders.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sender: MailAddress
    dashboard: str = Field(pattern=r"^https?://[^\s/?#\"<>]+$", description="the address that links begin with")
    kinds: tuple[Kind, ...] = UNLESS_CHOSEN
    days_before_close: tuple[Annotated[int, Field(ge=0, le=60)], ...] = (1, 7)
    recipients: tuple[Recipient, ...] = Field(min_length=1)

    @field_validator("days_before_close")
    @classmethod
    def _in_order(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days)))


def read_reminders(path: Path) -> Reminders | None:
    """The settings in `path`; None where there is no such file, which is how reminders are off. Raises WrongUse."""
    return read_settings(path, Reminders)


def read_settings(path: Path, model: type[Chosen]) -> Chosen | None:
    """What the municipality has chosen in a file of its own; None where there is none. Raises WrongUse."""
    if not path.exists():
        return None
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(str(error), where=str(path), remedy="mend the line; the file is TOML in UTF-8") from error
    except ValidationError as error:
        raise WrongUse(first_fault(error), where=str(path), remedy="mend that key") from error

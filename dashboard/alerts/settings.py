"""Who is written to when something is wrong: the municipality's own file, beside its settings."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from dashboard.reminders.settings import MailAddress, read_settings
from dashboard.texts import Language


class Alerts(BaseModel):
    """The settings file `alerts.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sender: MailAddress
    dashboard: str = Field(pattern=r"^https?://[^\s/?#\"<>]+$", description="the address that the link begins with")
    addresses: tuple[MailAddress, ...] = Field(min_length=1, max_length=20)
    language: Language = "da"


def read_alerts(path: Path) -> Alerts | None:
    """The settings in `path`; None where there is no such file, which is how alerts are off. Raises WrongUse."""
    return read_settings(path, Alerts)

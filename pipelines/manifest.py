"""The manifest of a release: what it was made from, what is in it, and what its checks said."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.problems import Problem

MANIFEST = "manifest.json"
RELEASE_FILE = "pejling.duckdb"


class TableFacts(BaseModel):
    """One published table: its size, its grain, who may see its rows, and a hash of its content."""

    model_config = ConfigDict(frozen=True)

    rows: int
    columns: dict[str, str]
    scope: str
    grain: str
    key: tuple[str, ...]
    hash: str


class DeliveryFacts(BaseModel):
    """One delivery that the release knows of, with both sides of its reconciliation (DKK)."""

    model_config = ConfigDict(frozen=True)

    delivery_id: str
    source: str
    file: str
    sha256: str
    spec_sha256: str
    lines: int
    accepted: int
    quarantined: int
    left_out: int
    control_total: Decimal | None
    difference: Decimal | None


class CheckFacts(BaseModel):
    """One check and how many rows it found wrong; `sentence` is for people."""

    model_config = ConfigDict(frozen=True)

    name: str
    severity: Literal["error", "warning"]
    sentence: str
    rows: int


class Manifest(BaseModel):
    """Everything that is true of a release; of a candidate too, before it has an id."""

    model_config = ConfigDict(frozen=True)

    release: str
    previous: str | None
    municipality: str
    currency: str | None = None
    time_zone: str = "Europe/Copenhagen"
    data_until: str | None
    built_at: datetime
    published_at: datetime | None
    inputs: str
    rules: str
    pejling: str
    duckdb: str
    storage_version: str
    file_sha256: str
    tables: dict[str, TableFacts]
    deliveries: list[DeliveryFacts]
    checks: list[CheckFacts]

    @property
    def id(self) -> str:
        """What the release is called."""
        return self.release

    @property
    def failed_checks(self) -> list[CheckFacts]:
        """Checks that found something wrong which may not be published."""
        return [check for check in self.checks if check.severity == "error" and check.rows]


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a release's (or a candidate's) folder. Raises Problem when it is missing or damaged."""
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise Problem(
            "the manifest of this release cannot be read",
            where=str(path),
            remedy="put the folder back from a backup, or publish anew with pejling update",
        ) from error

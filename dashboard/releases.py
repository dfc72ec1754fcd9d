"""The reading side of a published release: where the pointer points, and what the manifest says."""

from __future__ import annotations

import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipelines.manifest import MANIFEST, RELEASE_FILE
from pipelines.problems import Problem
from pipelines.releases import POINTER

_RELEASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class DoorProblem(Problem):
    """The door cannot answer, for a `reason` that the page puts into words.

    The reasons: no_release, missing, damaged, too_slow, refused.
    """

    def __init__(self, reason: str, what: str, *, where: str, remedy: str) -> None:
        self.reason = reason
        super().__init__(what, where=where, remedy=remedy)


class PublishedTable(BaseModel):
    """What the door needs to know of a table: who may see it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    scope: str


class Release(BaseModel):
    """A release as its manifest tells it (only what is read here; the manifest holds more)."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    release: str
    built_at: datetime
    published_at: datetime
    municipality: str
    data_until: str | None
    tables: dict[str, PublishedTable]

    @property
    def id(self) -> str:
        return self.release

    @field_validator("municipality", mode="before")
    @classmethod
    def _name_of(cls, value: Any) -> Any:
        return value.get("name") if isinstance(value, dict) else value


def current_release_id(releases: Path) -> str:
    """The id in the pointer file. Raises DoorProblem(no_release, missing)."""
    pointer = releases / POINTER
    try:
        release_id = _read_while_it_is_replaced(pointer)
    except FileNotFoundError:
        raise DoorProblem(
            "no_release", "nothing has been published yet", where=str(releases), remedy="run pejling update"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DoorProblem(
            "damaged", f"the pointer cannot be read ({error})", where=str(pointer), remedy="publish again"
        ) from error
    if not _RELEASE_ID.match(release_id) or not (releases / release_id).is_dir():
        raise DoorProblem(
            "missing",
            f"the pointer names {release_id!r}, which is not there",
            where=str(pointer),
            remedy="publish again",
        )
    return release_id


def read_release(releases: Path, release_id: str) -> Release:
    """The manifest of a release. Raises DoorProblem(missing, damaged)."""
    if not _RELEASE_ID.match(release_id):
        raise DoorProblem(
            "missing", f"no release is called {release_id!r}", where=str(releases), remedy="choose another"
        )
    path = releases / release_id / MANIFEST
    for part in (path, releases / release_id / RELEASE_FILE):
        if not part.is_file():
            raise DoorProblem("missing", "the file is not there", where=str(part), remedy="publish again")
    try:
        return Release.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise DoorProblem(
            "damaged", f"the manifest cannot be read ({first})", where=str(path), remedy="publish again"
        ) from error


def _read_while_it_is_replaced(pointer: Path) -> str:
    """Windows refuses to open a file in the instant in which it is replaced."""
    for _ in range(20):
        try:
            return pointer.read_text(encoding="utf-8").strip()
        except PermissionError:
            time.sleep(0.01)
    return pointer.read_text(encoding="utf-8").strip()

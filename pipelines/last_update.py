"""How the last `pejling update` ended: read by those who are told when something is wrong, and by the metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines import durable
from pipelines.home import Home
from pipelines.lock import Busy
from pipelines.problems import Problem

FILE = "last_update.json"


class LastUpdate(BaseModel):
    """One run: when it ended, the step that stopped it and of what kind that was, and the files that were refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ended_at: datetime
    failed: str = ""
    refused: tuple[str, ...] = ()


def read_last_update(home: Home) -> LastUpdate | None:
    """How the last run ended; None where none has, or what it wrote cannot be read."""
    try:
        return LastUpdate.model_validate_json(_file(home).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return None


@contextmanager
def noted(home: Home) -> Iterator[Callable[[list[str]], None]]:
    """Write down how the run within ends; what is given says which files it refused. What stopped it is raised on."""
    refused: list[str] = []
    try:
        yield refused.extend
    except Busy:
        raise  # the other run tells of itself
    except Problem as problem:
        _write(home, LastUpdate(ended_at=datetime.now(UTC), failed=problem.what, refused=tuple(refused)))
        raise
    except Exception as error:
        _write(home, LastUpdate(ended_at=datetime.now(UTC), failed=type(error).__name__, refused=tuple(refused)))
        raise
    _write(home, LastUpdate(ended_at=datetime.now(UTC), refused=tuple(refused)))


def _write(home: Home, last: LastUpdate) -> None:
    if home.folder.is_dir():
        durable.replace_text(_file(home), last.model_dump_json())


def _file(home: Home) -> Path:
    return home.folder / FILE

"""Packs made from the page: by a process of its own, so that no page waits, which notes how far it has come.

The process (pack_worker.py) holds a lock for as long as it lives: a note without one is of a run that was cut off.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.packs.manifest import DRAFT, make_packs_folder, packs_of
from dashboard.texts import Language
from pipelines.durable import replace_text
from pipelines.home import Home
from pipelines.problems import Problem

_NOTE, LOCK, _LOG = f"{DRAFT}run.json", f"{DRAFT}run.lock", f"{DRAFT}run.log"
_BEGINS_WITHIN_SECONDS = 20.0  # a process that has been started holds its lock by then


@dataclass(frozen=True)
class Progress:
    """How far a run has come: packs done of how many, how many are new, and which were not made and why.

    `has_begun`: its process holds the lock, or has held it.
    """

    span: str
    total: int
    done: int = 0
    new: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    has_begun: bool = False
    has_ended: bool = False
    is_running: bool = False


def start(home: Home, span: str, language: Language, subjects: Sequence[str]) -> bool:
    """Begin to make the packs of the subjects; False where another run is under way. Raises Problem."""
    found = progress(home)
    if found and found.is_running:
        return False
    command = [sys.executable, "-m", "dashboard.pack_worker", str(home.folder), str(home.settings_file), span, language]
    try:
        make_packs_folder(packs_of(home))
        note(home, Progress(span, len(subjects)))
        with (packs_of(home) / _LOG).open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 (our own module; span and subjects are known ones)
                [*command, *subjects],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=Path(__file__).parents[1],
                start_new_session=True,
            )
        threading.Thread(target=process.wait, daemon=True).start()  # so that it does not stay in the system's list
    except OSError as error:
        raise Problem(
            f"packs cannot be made here ({error.strerror})", where=str(packs_of(home)), remedy="see who owns the folder"
        ) from error
    return True


def progress(home: Home) -> Progress | None:
    """What the last run has noted; None before the first."""
    note, is_held = packs_of(home) / _NOTE, _is_held(home)  # in this order: a run notes its end before it lets go
    try:
        age = time.time() - note.stat().st_mtime
        told = json.loads(note.read_text(encoding="utf-8"))
        failed = tuple((str(subject), str(why)) for subject, why in told.pop("failed"))
        found = Progress(**told, failed=failed)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    is_beginning = not found.has_begun and age < _BEGINS_WITHIN_SECONDS
    return replace(found, is_running=not found.has_ended and (is_held or is_beginning))


def _is_held(home: Home) -> bool:
    lock = FileLock(packs_of(home) / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def note(home: Home, so_far: Progress) -> None:
    """Write down how far the run has come."""
    replace_text(packs_of(home) / _NOTE, json.dumps(asdict(so_far)))

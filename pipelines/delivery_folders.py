"""The folders of deliveries on disk: written aside, named at once, turned back where a run was killed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pipelines import durable
from pipelines.home import Home
from pipelines.problems import Problem
from pipelines.receipts import Receipt

_COPY_BYTES = 1 << 20


@dataclass(frozen=True)
class Content:
    """A file's place, size and sha256."""

    path: Path
    bytes: int
    sha256: str


@contextmanager
def aside(home: Home) -> Iterator[Path]:
    """A folder to write a delivery in; gone afterwards unless it was given its name."""
    folder = home.deliveries / f".incoming-{uuid4().hex}"
    try:
        (folder / "original").mkdir(parents=True)
        yield folder
    except OSError as error:
        raise Problem(
            f"the delivery could not be written ({error.strerror or error})",
            where=str(home.deliveries),
            remedy="free some space or give the right to write there, and deliver again; nothing was changed",
        ) from error
    finally:
        # A refused reading's writer may make its file a moment after it was stopped: what came meanwhile goes too.
        for _ in range(3):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break


def clear_leftovers(home: Home) -> None:
    """What a killed run left: half deliveries go, a half swap is turned back."""
    for folder in home.deliveries.glob(".incoming-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in home.deliveries.glob(".outgoing-*"):
        target = home.deliveries / folder.name.removeprefix(".outgoing-")
        if target.exists():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            folder.rename(target)


def swap(fresh: Path, target: Path) -> None:
    outgoing = target.with_name(f".outgoing-{target.name}")
    target.rename(outgoing)
    durable.move_folder(fresh, target)
    shutil.rmtree(outgoing, ignore_errors=True)


def copy_in(source: Path, folder: Path) -> Content:
    """Copy the bytes into the folder, and measure them in the same pass."""
    digest, size, target = hashlib.sha256(), 0, folder / source.name
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            began = os.fstat(reader.fileno())
            while block := reader.read(_COPY_BYTES):
                writer.write(block)
                digest.update(block)
                size += len(block)
            ended = os.fstat(reader.fileno())
    except FileNotFoundError as error:
        raise Problem("the file is not there", where=str(source), remedy="check the path") from error
    except PermissionError as error:
        raise Problem(
            "the file cannot be opened", where=str(error.filename), remedy="give the right to read it"
        ) from error
    if (began.st_size, began.st_mtime_ns) != (ended.st_size, ended.st_mtime_ns):
        raise Problem(
            "somebody wrote to it while it was read",
            where=str(source),
            remedy="deliver it again when it is written to its end",
        )
    return Content(target, size, digest.hexdigest())


def fingerprint(folder: Path) -> Content:
    """A query's answer has no bytes of its own: its rows have, those that could not be read among them."""
    digest, size = hashlib.sha256(), 0
    for name in ("accepted.parquet", "quarantined.parquet", "left_out.parquet"):
        content = (folder / name).read_bytes()
        digest.update(content)
        size += len(content)
    return Content(folder, size, digest.hexdigest())


def note_duplicate(home: Home, twin: Receipt, name: str) -> None:
    """Once per delivery and name, so that the same file delivered again and again changes nothing."""
    folder = home.deliveries / "duplicates"
    folder.mkdir(exist_ok=True)
    note = folder / f"{twin.delivery_id}.{hashlib.sha256(name.encode()).hexdigest()[:12]}.txt"
    if not note.exists():
        durable.write_text(note, f"{twin.delivery_id}\n{datetime.now(UTC).isoformat()}\n{name}\n")

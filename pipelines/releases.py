"""The releases of an installation: which there are, which is served, and which are kept."""

from __future__ import annotations

import re
import shutil
import time
from datetime import date
from pathlib import Path

from pipelines import durable
from pipelines.home import Home
from pipelines.manifest import MANIFEST, Manifest, read_manifest
from pipelines.problems import Problem

POINTER = "current"
SERVED = "served.log"
_RELEASE_ID = re.compile(r"\d{4}-\d\d-\d\d(\.\d+)?")


def release_order(release: str) -> tuple[str, int]:
    """Sort key of an id: its day, then its number on that day ('2026-11-03', '2026-11-03.2')."""
    day, _, number = release.partition(".")
    return day, int(number or 1)


def release_ids(home: Home) -> list[str]:
    """Every release that is whole, oldest first."""
    names = (path.parent.name for path in home.releases.glob(f"*/{MANIFEST}"))
    return sorted(filter(is_release_id, names), key=release_order)


def is_release_id(name: str) -> bool:
    """Whether a release can be called so: `2026-11-03`, or `2026-11-03.2`."""
    return _RELEASE_ID.fullmatch(name) is not None


def current_release(home: Home) -> str | None:
    """The id of the release that is served; None before the first."""
    return served_release(home.releases)


def served_release(releases: Path) -> str | None:
    """What the pointer in the folder of releases says; None before the first. Raises Problem when it cannot be read."""
    try:
        return _read_while_it_is_replaced(releases / POINTER).strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            "the pointer to the served release cannot be read",
            where=str(releases / POINTER),
            remedy="give the right to read it, or write the id of a release into it",
        ) from error


def release_folder(home: Home, release: str) -> Path:
    """The folder of a release. Raises Problem when there is none of that id."""
    if release not in release_ids(home):
        raise Problem(
            f"there is no release {release!r}",
            where=str(home.releases),
            remedy="choose one that pejling release list shows",
        )
    return home.releases / release


def manifest_of(home: Home, release: str) -> Manifest:
    """The manifest of a release by id."""
    return read_manifest(release_folder(home, release))


def serve(home: Home, release: str) -> None:
    """Move the pointer, and note that this release has been served."""
    durable.replace_text(home.releases / POINTER, release)
    with (home.releases / SERVED).open("a", encoding="utf-8", newline="\n") as log:
        log.write(f"{release}\n")


def was_served(home: Home, release: str) -> bool:
    """Whether the pointer has ever been moved to this release."""
    log = home.releases / SERVED
    return log.exists() and release in log.read_text(encoding="utf-8").split()


def new_release_id(home: Home, day: date) -> str:
    """The next free id of a day; that of a release which is not whole any more is not free."""
    names = [path.name for path in home.releases.glob(f"{day.isoformat()}*") if is_release_id(path.name)]
    same_day = [release_order(name)[1] for name in names]
    return f"{day.isoformat()}.{max(same_day) + 1}" if same_day else day.isoformat()


def prune(home: Home) -> list[str]:
    """Remove releases that no rule keeps and return their ids.

    Kept: the served one, the newest by the setting keep.newest, and the last of every quarter for ever.
    """
    ids = release_ids(home)
    last_of_quarter = {_quarter(name): name for name in ids}
    kept = {*ids[-home.municipality.keep.newest :], *last_of_quarter.values(), current_release(home)}
    for leftover in home.releases.glob(".gone-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    return [name for name in ids if name not in kept and _remove(home, name)]


def _remove(home: Home, release: str) -> bool:
    """Take a release away wholly or not at all: where a reader holds its file open, it stays until the next time."""
    aside = home.releases / f".gone-{release}"
    try:
        (home.releases / release).rename(aside)
    except OSError:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    return True


def _read_while_it_is_replaced(pointer: Path) -> str:
    """Windows refuses to open a file in the instant in which it is replaced."""
    for _ in range(20):
        try:
            return pointer.read_text(encoding="utf-8")
        except PermissionError:
            time.sleep(0.01)
    return pointer.read_text(encoding="utf-8")


def _quarter(release: str) -> str:
    year, month = release[:4], int(release[5:7])
    return f"{year}K{(month + 2) // 3}"

"""Backups of a whole installation: its files and its store, as they belong together.

A backup is a folder that gets its name when it is whole: `home/` with the installation's files, `settings/` with the
municipality's own, `store.zip`, and `manifest.json` with the size and the SHA-256 of each file. What has not changed
since the backup before is that one's file under a second name, so a backup a night costs what came that day.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.store.audit_heads import keep_head
from dashboard.store.backup import back_up
from dashboard.store.database import open_store
from pipelines.durable import move_folder, write_text
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.problems import Problem
from pipelines.releases import current_release

FORMAT = 1
MANIFEST = "manifest.json"
STORE = "store.zip"
FILES, SETTINGS = "home", "settings"
KEPT_FOLDERS = ("inbox", "deliveries", "releases", "told", "packs", "analysts", "audit")
"""What is backed up of a home. Not `builds`, which are made anew; not `use`, whose keys die with their quarter; and the
store in a form that any of its databases is restored from."""
WAIT_SECONDS = 3_600.0
"""How long to wait for an update to end: what is delivered and what is published must belong together."""
_UNFINISHED = ".unfinished"
_AT_ONCE = 1 << 20
_SETTING_ENDINGS = frozenset({".toml", ".yml", ".yaml"})


class KeptFile(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    sha256: str
    changed_ns: int


class Backup(BaseModel):
    """What a backup holds, by the path of each file in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    taken_at: datetime
    release: str
    files: dict[str, KeptFile]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


def take_backup(home: Home, backups: Path, *, keep: int | None = None, now: datetime | None = None) -> Path:
    """Write a backup below `backups` while the pages are served; the oldest above `keep` go. Returns its folder.

    Waits for an update that is at work. Raises Problem where it cannot be written, or the store does not answer.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    target = backups / f"{moment:%Y-%m-%dT%H-%M-%SZ}"
    draft = target.with_name(f".{target.name}{_UNFINISHED}")
    try:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists():
            raise Problem("there is such a backup already", where=str(target), remedy="try again in a second")
        with writing(home, wait_seconds=WAIT_SECONDS):
            for left in backups.glob(f".*{_UNFINISHED}"):
                shutil.rmtree(left)
            draft.mkdir(mode=0o700)
            before = next(iter(reversed(whole_backups(backups))), None)
            keep_head(home, open_store(home), "backup", now=moment)
            files = dict(_copied(home, draft, before))
            # The store last: what it says of a pack or of the audit log's newest line is never behind the files.
            back_up(open_store(home), draft / STORE, now=moment)
            files[STORE] = _facts(draft / STORE)
            made = Backup(format=FORMAT, taken_at=moment, release=current_release(home) or "", files=files)
            write_text(draft / MANIFEST, made.model_dump_json(indent=1))
        move_folder(draft, target)
        for old in whole_backups(backups)[: -keep if keep else 0]:
            shutil.rmtree(old)
    except OSError as error:
        raise _not_done("the backup could not be written", error, backups) from error
    return target


def whole_backups(backups: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(folder.parent for folder in backups.glob(f"[0-9]*/{MANIFEST}"))


def read_backup(folder: Path) -> Backup:
    """What a backup holds, once every byte of it has been read. Raises Problem where it is not whole."""
    backup = _manifest_of(folder)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    for path in sorted(there ^ backup.files.keys()):
        raise _not_whole(folder, f"{path} {'was put in' if path in there else 'is missing'}")
    for path, kept in backup.files.items():
        try:
            found = _facts(folder / path)
        except OSError as error:
            raise _not_done(f"{path} cannot be read", error, folder) from error
        if (found.bytes, found.sha256) != (kept.bytes, kept.sha256):
            raise _not_whole(folder, f"{path} is not as it was written")
    return backup


def _manifest_of(folder: Path) -> Backup:
    try:
        backup = Backup.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise _not_whole(folder, "its manifest cannot be read") from error
    if backup.format != FORMAT:
        raise _not_whole(folder, f"its format is {backup.format}, this program reads {FORMAT}")
    if any(Path(path).is_absolute() or ".." in Path(path).parts for path in backup.files):
        raise _not_whole(folder, "it names a file that lies outside it")
    return backup


def _copied(home: Home, draft: Path, before: Path | None) -> Iterator[tuple[str, KeptFile]]:
    held = _manifest_of(before).files if before else {}
    for path, file in _files(home):
        target = draft / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            seen, kept = file.stat(), held.get(path)
            if before and kept and (kept.bytes, kept.changed_ns) == (seen.st_size, seen.st_mtime_ns):
                _second_name(before / path, target)
            else:
                kept = _copy(file, target)
        except FileNotFoundError:  # taken out of the inbox, or a pack's draft that has got its name
            continue
        yield path, kept


def _files(home: Home) -> Iterator[tuple[str, Path]]:
    """Every file that is backed up, by its path in the backup."""
    for name in KEPT_FOLDERS:
        for file in sorted((home.folder / name).rglob("*")):
            # A link may lead to what is not ours, also to whole other disks.
            if file.is_file() and not file.is_symlink():
                yield f"{FILES}/{file.relative_to(home.folder).as_posix()}", file
    beside = home.settings_file.parent
    own = [file for file in beside.glob("*") if file.is_file() and file.suffix in _SETTING_ENDINGS]
    for file in sorted({*own, home.settings_file}):
        yield f"{SETTINGS}/{file.name}", file
    for file in sorted(home.specs.rglob("*.toml")):
        yield f"{SETTINGS}/specs/{file.relative_to(home.specs).as_posix()}", file


def _copy(file: Path, target: Path) -> KeptFile:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source, target.open("xb") as copy:
        changed = os.fstat(source.fileno()).st_mtime_ns
        for part in _parts(source):
            copy.write(part)
            digest.update(part)
            size += len(part)
    os.utime(target, ns=(changed, changed))
    target.chmod(0o600)
    return KeptFile(bytes=size, sha256=digest.hexdigest(), changed_ns=changed)


def _second_name(kept: Path, target: Path) -> None:
    try:
        target.hardlink_to(kept)
    except OSError:  # a disk that knows no second names
        shutil.copy2(kept, target)


def _facts(file: Path) -> KeptFile:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        for part in _parts(opened):
            digest.update(part)
        seen = os.fstat(opened.fileno())
    return KeptFile(bytes=seen.st_size, sha256=digest.hexdigest(), changed_ns=seen.st_mtime_ns)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(_AT_ONCE):
        yield part


def _not_done(what: str, error: OSError, where: Path) -> Problem:
    return Problem(
        f"{what} ({error.strerror or type(error).__name__})",
        where=str(where),
        remedy="see that the disk is there, has room and can be written, and run it again",
    )


def _not_whole(folder: Path, what: str) -> Problem:
    return Problem(what, where=str(folder), remedy="use another backup")

"""The way back from a backup: every byte of it looked at first, and what came out looked at again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from dashboard.keeping.backup import FILES, KEPT_FOLDERS, STORE, Backup, read_backup
from dashboard.store.audit_heads import FILE as HEADS
from dashboard.store.audit_heads import FOLDER as AUDIT
from dashboard.store.audit_heads import record_restore
from dashboard.store.backup import restore as restore_store
from dashboard.store.check import findings, is_there
from dashboard.store.database import close_stores, open_store, store_to_restore
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.problems import Problem
from pipelines.releases import current_release, release_folder
from pipelines.verify import differences

_DRAFT = ".restoring"


def restore_backup(home: Home, folder: Path, *, is_replacing: bool = False, now: datetime | None = None) -> Backup:
    """Put a backup in the place of an installation that is empty, or `is_replacing`: then what was there is set aside.

    The municipality's settings are not touched: they lie in the backup's `settings/`. Raises Problem for a backup that
    is not whole, an installation that holds something, and a result that does not hold.
    """
    backup = read_backup(folder)
    with writing(home):
        _refuse_full(home, is_replacing=is_replacing)
        draft = home.folder / _DRAFT
        try:
            shutil.rmtree(draft, ignore_errors=True)
            if (folder / FILES).is_dir():
                shutil.copytree(folder / FILES, draft)
            else:
                draft.mkdir()
            aside = home.folder / f"replaced-{(now or datetime.now(UTC)):%Y-%m-%dT%H-%M-%SZ}"
            for name in KEPT_FOLDERS:
                if name == AUDIT and _goes_on(home.folder / name / HEADS, draft / name / HEADS):
                    shutil.rmtree(draft / name, ignore_errors=True)
                    continue
                _put(draft / name, home.folder / name, aside if is_replacing else None)
            draft.rmdir()
        except OSError as error:
            raise Problem(
                f"the backup could not be put in place ({error.strerror})",
                where=str(home.folder),
                remedy="make room and run it again with --replace",
            ) from error
        restore_store(store_to_restore(home), folder / STORE, is_replacing=is_replacing)
        close_stores()
        record_restore(home, open_store(home), backup.taken_at, now=now)
    for found in wrong(home):
        raise Problem(f"what was restored does not hold: {found}", where=str(home.folder), remedy="use another backup")
    return backup


def wrong(home: Home) -> list[str]:
    """What does not hold of an installation's served release and its store, a sentence each."""
    release = current_release(home)
    found = [f"release {release}: {one}" for one in differences(release_folder(home, release))] if release else []
    store = open_store(home)
    return found + (findings(store) if is_there(store) else ["there is no store"])


def _refuse_full(home: Home, *, is_replacing: bool) -> None:
    held = [name for name in KEPT_FOLDERS if any((home.folder / name).glob("[!.]*"))]
    if held and not is_replacing:
        raise Problem(
            f"there is an installation already ({', '.join(held)})",
            where=str(home.folder),
            remedy="name an empty folder with --home, or say --replace, which sets it aside",
        )


def _goes_on(heads: Path, of_the_backup: Path) -> bool:
    """Whether the heads of the audit log that are here are the backup's and later ones: then these stay.

    They have seen lines that the backup has not: without them nobody would be told that those are gone.
    """
    before = of_the_backup.read_bytes() if of_the_backup.exists() else b""
    return heads.exists() and heads.read_bytes().startswith(before)


def _put(source: Path, target: Path, aside: Path | None) -> None:
    if target.exists():
        if aside is None:
            shutil.rmtree(target)
        else:
            aside.mkdir(mode=0o700, exist_ok=True)
            target.rename(aside / target.name)
    if source.is_dir():
        source.rename(target)

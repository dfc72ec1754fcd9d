"""Files for analysts, of each scope, made when a release is published: `<home>/analysts/<release>/<scope>/`.

They are made after the pointer has moved, so that a release is served at once; who looks for them finds those of a
scope when they are whole. Only those of the release that is served lie there: no copy of data stays that nobody can
fetch, and what an earlier release's were can be made of it again.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import duckdb
from pydantic import ValidationError

from pipelines import durable
from pipelines.analyst_file import FACTS, AnalystScope, ScopeFacts, cut_release, scopes_of, write_scope
from pipelines.build import rules_version
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.manifest import Manifest
from pipelines.problems import Problem
from pipelines.releases import current_release, is_release_id, manifest_of, release_folder
from pipelines.side_by_side import in_order

_DRAFT = ".making-"


def keep_analyst_files(home: Home) -> list[ScopeFacts]:
    """Make what is missing of the served release's files, remove other releases'; what was made.

    Nothing where the municipality has not asked for them, and none of a release that other rules made. Raises Problem
    where the disk refuses: what was there before stays.
    """
    with writing(home):
        release = current_release(home)
        _remove_unkept(home, release)
        if release is None or not home.municipality.analysts.files:
            return []
        manifest = manifest_of(home, release)
        if manifest.rules != rules_version():
            return []
        try:
            return _make_missing(home, manifest)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            _remove_drafts(home.analysts / release)
            raise Problem(
                f"the files for analysts could not be made ({_reason(error)})",
                where=str(home.analysts),
                remedy="free some space or give the right to write there, and run pejling publish again; release "
                f"{release} is served",
            ) from error


def facts_of(analysts: Path, release: str) -> dict[str, ScopeFacts]:
    """The scopes whose files of a release are there, by the unit's id. `release` may be any text."""
    if not is_release_id(release):
        return {}
    found = [_read(path) for path in sorted((analysts / release).glob(f"[!.]*/{FACTS}"))]
    return {facts.scope: facts for facts in found if facts and facts.release == release}


def folder_of(analysts: Path, release: str, scope: str) -> Path:
    """Where the files of a scope lie; whatever a unit is called, its folder lies in the release's."""
    return analysts / release / ("_" + quote(scope, safe="").replace(".", "%2E"))


def _make_missing(home: Home, manifest: Manifest) -> list[ScopeFacts]:
    there = facts_of(home.analysts, manifest.release)
    made: list[ScopeFacts] = []
    spill = home.analysts / manifest.release / f"{_DRAFT}spill"
    with cut_release(release_folder(home, manifest.release), manifest, spill) as (con, views):
        missing = {scope.id: scope for scope in scopes_of(con, manifest) if scope.id not in there}
        if missing:
            _prepare(home, manifest.release)

        def make(cursor: duckdb.DuckDBPyConnection, scope: str) -> None:
            views.enter(cursor, [scope])
            made.append(_make(home, manifest, cursor, missing[scope]))

        in_order(con, {scope: [] for scope in missing}, make)
    shutil.rmtree(spill, ignore_errors=True)
    return sorted(made, key=lambda facts: facts.scope)


def _make(home: Home, manifest: Manifest, con: duckdb.DuckDBPyConnection, scope: AnalystScope) -> ScopeFacts:
    target = folder_of(home.analysts, manifest.release, scope.id)
    draft = target.with_name(f"{_DRAFT}{target.name}")
    facts = write_scope(con, manifest, scope, draft)
    shutil.rmtree(target, ignore_errors=True)  # one without its facts, or with damaged ones
    durable.move_folder(draft, target)
    return facts


def _prepare(home: Home, release: str) -> None:
    folder = home.analysts / release
    folder.mkdir(parents=True, exist_ok=True)
    home.analysts.chmod(0o700)
    _remove_drafts(folder)


def _remove_drafts(folder: Path) -> None:
    for draft in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _remove_unkept(home: Home, served: str | None) -> None:
    """Files of the release that is served stay; all go where nobody asks for any."""
    kept = served if home.municipality.analysts.files else None
    for folder in home.analysts.glob("[0-9]*"):
        if is_release_id(folder.name) and folder.name != kept:
            shutil.rmtree(folder, ignore_errors=True)


def _read(path: Path) -> ScopeFacts | None:
    with suppress(OSError, UnicodeDecodeError, ValidationError):
        return ScopeFacts.model_validate_json(path.read_text(encoding="utf-8"))
    return None


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]

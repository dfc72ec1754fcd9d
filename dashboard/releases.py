"""The door's reading of published releases: the pipelines' own, with a reason that a page can put into words."""

from __future__ import annotations

from pathlib import Path

from pipelines.manifest import MANIFEST, RELEASE_FILE, Manifest, read_manifest
from pipelines.problems import Problem
from pipelines.releases import POINTER, is_release_id, served_release

Release = Manifest


class DoorProblem(Problem):
    """The door cannot answer, for a `reason` that the page puts into words.

    The reasons: no_release, missing, damaged, too_slow, refused.
    """

    def __init__(self, reason: str, what: str, *, where: str, remedy: str) -> None:
        self.reason = reason
        super().__init__(what, where=where, remedy=remedy)


def current_release_id(releases: Path) -> str:
    """The id in the pointer file. Raises DoorProblem(no_release, missing, damaged)."""
    try:
        release_id = served_release(releases)
    except Problem as problem:
        raise _damaged(problem) from problem
    if release_id is None:
        raise DoorProblem(
            "no_release", "nothing has been published yet", where=str(releases), remedy="run pejling update"
        )
    if not is_release_id(release_id) or not (releases / release_id).is_dir():
        raise DoorProblem(
            "missing",
            f"the pointer names {release_id!r}, which is not there",
            where=str(releases / POINTER),
            remedy="publish again",
        )
    return release_id


def read_release(releases: Path, release_id: str) -> Release:
    """The manifest of a release. Raises DoorProblem(missing, damaged)."""
    if not is_release_id(release_id):
        raise DoorProblem(
            "missing", f"no release is called {release_id!r}", where=str(releases), remedy="choose another"
        )
    folder = releases / release_id
    for part in (MANIFEST, RELEASE_FILE):
        if not (folder / part).is_file():
            raise DoorProblem("missing", "the file is not there", where=str(folder / part), remedy="publish again")
    try:
        return read_manifest(folder)
    except Problem as problem:
        raise _damaged(problem) from problem


def _damaged(problem: Problem) -> DoorProblem:
    return DoorProblem("damaged", problem.what, where=problem.where, remedy=problem.remedy)

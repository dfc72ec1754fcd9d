"""Publishing: a finished candidate becomes an immutable release, then one atomic switch of the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines import durable
from pipelines.candidates import finished_candidate, refuse_failed
from pipelines.home import Home
from pipelines.lock import writing
from pipelines.manifest import MANIFEST, RELEASE_FILE, Manifest, read_manifest
from pipelines.problems import Problem
from pipelines.releases import (
    POINTER,
    current_release,
    manifest_of,
    new_release_id,
    prune,
    release_ids,
    serve,
    was_served,
)
from pipelines.told import keep_told
from pipelines.verify import is_as_written, verify_in_new_process


@dataclass(frozen=True)
class Published:
    """What publishing did: the release served now, whether it is new, and the releases that were removed."""

    manifest: Manifest
    is_new: bool
    removed: list[str]


def publish(home: Home) -> Published:
    """Publish the waiting candidate; without one, make sure that the newest release is the one served.

    Raises Problem when there is nothing to publish, a check forbids it, or the file does not read back as built.
    """
    with writing(home):
        candidate = finished_candidate(home)
        if candidate is None or candidate.folder is None:
            return _serve_newest(home)
        refuse_failed(candidate.manifest, candidate.folder)
        verify_in_new_process(candidate.folder)
        now = datetime.now(UTC)
        release = new_release_id(home, now.date())
        manifest = candidate.manifest.model_copy(update={"release": release, "published_at": now})
        try:
            keep_told(home, candidate.folder)
            durable.replace_text(candidate.folder / MANIFEST, manifest.model_dump_json(indent=1))
            durable.move_folder(candidate.folder, home.releases / release)
            serve(home, release)
        except OSError as error:
            raise Problem(
                f"the release could not be published ({error.strerror})",
                where=str(home.releases),
                remedy="free some space or give the right to write there, and run pejling publish again; the last "
                "release is served on",
            ) from error
        return Published(manifest, is_new=True, removed=prune(home))


def _serve_newest(home: Home) -> Published:
    """A run that was killed between naming the release and moving the pointer is brought to its end.

    A newest release that has been served before was left on purpose: somebody pointed back to an earlier one.
    """
    ids = release_ids(home)
    if not ids:
        raise Problem("there is no build to publish", where=str(home.builds), remedy="run pejling build first")
    if not was_served(home, ids[-1]):
        serve(home, ids[-1])
        return Published(read_manifest(home.releases / ids[-1]), is_new=True, removed=[])
    served = manifest_of(home, current_release(home) or ids[-1])
    if not is_as_written(home.releases / served.release, served):
        raise Problem(
            "the release that is served no longer has the bytes that were written",
            where=str(home.releases / served.release / RELEASE_FILE),
            remedy="put the file back from a backup, or write the id of a whole release (pejling release check) into "
            f"{home.releases / POINTER}",
        )
    return Published(served, is_new=False, removed=[])

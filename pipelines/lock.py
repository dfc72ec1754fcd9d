"""One writer at a time: deliver, build and publish take this lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipelines.home import Home
from pipelines.problems import Problem


class Busy(Problem):
    """Another run is at work. Its exit code is what systems call a temporary failure: a timetable tries again."""

    exit_code = 75


@contextmanager
def writing(home: Home, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the installation's write lock; raise Busy when another run holds it, and has not let go in `wait_seconds`.

    The operating system lets go of it when a process dies, so a killed run blocks nobody.
    """
    prepare_folders(home)
    # One lock per process: a run that holds it for all its steps takes it again in each.
    lock = FileLock(home.folder / "pejling.lock", is_singleton=True)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise Busy(
            "another deliver, build or publish is at work",
            where=str(home.folder),
            remedy="wait until it has ended and run the command again",
        ) from error
    try:
        yield
    finally:
        lock.release()


def prepare_folders(home: Home) -> None:
    """Make the installation's folders; raise Problem where that is not allowed."""
    for folder in (home.inbox, home.deliveries, home.builds, home.told, home.releases):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if folder in {home.deliveries, home.builds, home.told}:
                # Originals and working files hold what may not be published.
                folder.chmod(0o700)
            probe = folder / ".writable"
            probe.touch()
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise Problem(
                f"the folder cannot be written ({error.strerror})",
                where=str(folder),
                remedy="give the user that runs pejling the right to write there, or free some space",
            ) from error

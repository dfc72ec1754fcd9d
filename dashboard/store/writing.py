"""Writing to the store: one transaction, on the disk when it is over.

SQLite lets one write at a time. Its own waiting is a sleep that grows, so threads of this process take turns before
they ask. Nor does each commit wait for the disk alone (`synchronous = normal`): the write-ahead log is flushed once for
all that were committed meanwhile, and nobody is told that their word is kept before that flush is over.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from dashboard.store.sqlite_file import sqlite_file

IS_WRITING = "pejling_is_writing"
WAIT_SECONDS = 10.0


@contextmanager
def writing(store: Engine) -> Iterator[Connection]:
    """A transaction that is committed and on the disk when the block ends, and undone when the block raises."""
    engine = store.execution_options(**{IS_WRITING: True})
    if store.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    turns = _turns_of(store)
    with turns.taken(), engine.begin() as connection:
        yield connection
    turns.flush.wait()


class Flush:
    """One flush for all who wait: a caller comes back when a flush that began after its call is over."""

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush
        self._changed = threading.Condition()
        self._begun = self._over = self._failed = 0
        self._is_running = False
        self._failure: OSError | None = None

    def wait(self) -> None:
        """Flush, or wait for another's flush that began later than now. Raises OSError where it failed."""
        with self._changed:
            mine = self._begun + 1
            while self._over < mine and self._is_running:
                self._changed.wait()
            if self._over >= mine:
                self._raise_failure(mine)
                return
            self._begun += 1
            self._is_running = True
        failure = None
        try:
            self._flush()
        except OSError as error:
            failure = error
        with self._changed:
            self._is_running = False
            self._over = self._begun
            if failure:
                self._failed, self._failure = self._over, failure
            self._changed.notify_all()
            self._raise_failure(mine)

    def _raise_failure(self, mine: int) -> None:
        if self._failure and mine <= self._failed:
            raise self._failure


class Queue:
    """A lock that goes to those who wait in the order that they came; Python's own may leave one waiting for long."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Whether it is one's own turn within so many seconds."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # the turn came in the moment that the waiting was over

    def release(self) -> None:
        """Give the turn to who has waited longest."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class _Turns:
    """Who of this process may write to one SQLite file."""

    def __init__(self, file: Path) -> None:
        self._turn = Queue()
        self._log = file.with_name(f"{file.name}-wal")
        self.flush = Flush(self._flush_log)

    @contextmanager
    def taken(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise WaitedTooLong("others have been writing for too long")
        try:
            yield
        finally:
            self._turn.release()

    def _flush_log(self) -> None:
        try:
            with self._log.open("rb+") as log:
                os.fsync(log.fileno())
        except FileNotFoundError:
            # Whoever closed the database last has written the log into it, and flushed both.
            return


_every_turns: dict[str, _Turns] = {}


def _turns_of(store: Engine) -> _Turns:
    key = store.url.database or ""
    # SQLite names its log after the file that a link leads to.
    return _every_turns.get(key) or _every_turns.setdefault(key, _Turns((sqlite_file(store.url) or Path()).resolve()))

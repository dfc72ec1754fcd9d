"""Processes that begin in a moment: one that has loaded the product forks each, real ones to be killed at will.

Where the platform cannot fork (Windows) each loads the product by itself, and everything takes longer.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

# What the commands and the server load, also what they load late; nothing that is loaded waits for a thread of its own,
# which a fork would not bring along.
_LOADED = [
    "dashboard.cli",
    "dashboard.closed_rounds",
    "dashboard.pages",
    "dashboard.server",
    "dashboard.store.backup",
    "docx",
    "pandas",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
]
_IS_FORKING = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _IS_FORKING else "spawn")
if _IS_FORKING:
    _CONTEXT.set_forkserver_preload(_LOADED)


@dataclass(frozen=True)
class Running:
    """A process at work, and what it sends of it."""

    process: BaseProcess
    heard: Connection

    def told(self) -> Iterator[Any]:
        """What it has sent and nobody has read yet, until it ends."""
        while True:
            try:
                yield self.heard.recv()
            except (EOFError, OSError):  # the second where it died in the middle of a word
                return

    def kill(self) -> None:
        """SIGKILL, and wait until it is dead."""
        self.process.kill()
        self.process.join()


@contextmanager
def running(work: Callable[..., None], *arguments: object, **variables: str) -> Iterator[Running]:
    """Run `work(send, *arguments)` in a process with these environment variables; it has begun when this returns.

    It is dead when the block ends.
    """
    heard, sent = _CONTEXT.Pipe(duplex=False)
    # The environment as it is now: the server's is the one that it was started with.
    arguments = (sent, {**os.environ, **variables}, work, arguments)
    process = _CONTEXT.Process(target=_begin, args=arguments, daemon=True)
    process.start()
    sent.close()  # the process has the only end now: when it dies, nothing more is to be heard
    try:
        assert heard.recv() in ([], None), "modules that cannot be loaded before"
        yield Running(process, heard)
    finally:
        process.kill()
        process.join()
        heard.close()


def _begin(
    sent: Connection, variables: dict[str, str], work: Callable[..., None], arguments: tuple[object, ...]
) -> None:
    os.environ.clear()
    os.environ.update(variables)
    sent.send([name for name in _LOADED if name not in sys.modules] if _IS_FORKING else None)
    work(sent.send, *arguments)


@dataclass(frozen=True)
class Done:
    """A command that has ended, as `subprocess.CompletedProcess` tells it."""

    returncode: int
    stdout: str
    stderr: str


@contextmanager
def pejling_at_work(*arguments: str, **variables: str) -> Iterator[Running]:
    """The command at work."""
    with running(_command, os.devnull, os.devnull, arguments, **variables) as command:
        yield command


def pejling(*arguments: str, **variables: str) -> Done:
    """The command in a process of its own, to its end."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("stdout", "stderr")]
        with running(_command, *map(str, files), arguments, **variables) as command:
            command.process.join()
            code = command.process.exitcode
        assert code is not None
        return Done(code, *(file.read_text(encoding="utf-8") for file in files))


def _command(_: Callable[[object], None], output: str, errors: str, arguments: tuple[str, ...]) -> None:
    for number, name in ((1, output), (2, errors)):
        with open(name, "wb") as file:  # noqa: PTH123 -- the null device is no path everywhere
            os.dup2(file.fileno(), number)
    from dashboard.cli import main  # noqa: PLC0415 -- the server has loaded it; who asks need not

    sys.argv = ["pejling", *arguments]
    main()

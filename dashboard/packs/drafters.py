"""Several packs drafted at once, each by a process of its own (drafting_process.py), handed out in the order asked for.

Begun anew and not forked: a process in which DuckDB or Typst has run does not survive being forked. The processes only
ever write drafts. One that dies is told with the pack that it was at, and another takes its place.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from dashboard.packs.wanted import Drafted, NotMade, Wanted
from dashboard.texts import Texts

MOST_AT_ONCE = 4
"""Each holds libraries and a release of its own, some 200 MB."""
FEWEST_PACKS = 4
"""Fewer are made sooner by one process than others have begun."""
_ENDS_WITHIN_SECONDS = 10.0


def at_once(packs: int) -> int:
    """How many processes so many packs are drafted by; 1: by the one that asks."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores, MOST_AT_ONCE, packs) if packs >= FEWEST_PACKS else 1


class Drafters:
    """So many processes, for as long as a block. `made_from` is what each is told first."""

    def __init__(self, count: int, made_from: dict[str, Any], texts: Texts) -> None:
        self._every = [_Process(made_from, texts) for _ in range(count)]
        self._idle: SimpleQueue[_Process] = SimpleQueue()

    def __enter__(self) -> Drafters:
        for process in self._every:
            process.begin()
            self._idle.put(process)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._every:
            process.end()

    def drafts(self, jobs: Iterable[tuple[Wanted, Path]]) -> Iterator[Drafted]:
        """Each draft, in the order asked for, as soon as it and all before it are done."""
        with ThreadPoolExecutor(len(self._every)) as pool:
            yield from pool.map(self._draft, jobs)

    def _draft(self, job: tuple[Wanted, Path]) -> Drafted:
        process = self._idle.get()
        try:
            return process.draft(*job)
        finally:
            self._idle.put(process)


class _Process:
    """A process that drafts one pack after another; begun again where it has died."""

    def __init__(self, made_from: dict[str, Any], texts: Texts) -> None:
        self._made_from, self._texts = made_from, texts
        self._running: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it, where that can be done; `draft` says where it cannot."""
        with suppress(OSError):
            self._running = subprocess.Popen(
                [sys.executable, "-m", "dashboard.packs.drafting_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            self._say(self._made_from)

    def draft(self, wanted: Wanted, draft: Path) -> Drafted:
        if self._running is None:
            self.begin()
        answer = b""
        if self._running is not None and self._running.stdout is not None:
            with suppress(OSError):
                self._say({**asdict(wanted), "draft": str(draft)})
                answer = self._running.stdout.readline()
        if not answer.endswith(b"\n"):
            return Drafted(draft, None, problem=self._gone(wanted))
        told = json.loads(answer)
        if told["problem"]:
            return Drafted(draft, None, problem=NotMade(**told["problem"]))
        return Drafted(draft, Path(told["target"]), is_new=told["is_new"])

    def end(self) -> None:
        """Let it go: it ends where nothing more is to be heard."""
        running, self._running = self._running, None
        if running is None:
            return
        for pipe in (running.stdin, running.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        try:
            running.wait(_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()

    def _say(self, told: dict[str, Any]) -> None:
        if self._running and self._running.stdin:
            self._running.stdin.write(json.dumps(told).encode() + b"\n")
            self._running.stdin.flush()

    def _gone(self, wanted: Wanted) -> NotMade:
        running = self._running
        self.end()
        code = running.returncode if running else None
        how = "it could not be begun" if code is None else f"signal {-code}" if code < 0 else f"exit code {code}"
        return NotMade(
            f"the process that made it ended before it was done ({how})",
            where=f"pack {wanted.span}",
            remedy="run it again; where it ends again, see whether the machine has too little memory",
            sentence=self._texts.say("What made it was ended before it was done. Make it again."),
        )

"""A real disk that is small, to be filled; or the system's own limit of what a file may hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[bool]:
    """A disk of that size (`4m`) at `folder`; False where this user may not make one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    is_made = sys.platform == "linux" and os.getuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    try:
        yield is_made
    finally:
        if is_made:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def no_room(folder: Path, size: str, bytes_of_a_file: int) -> Iterator[bool]:
    """A small disk at `folder`, else a limit of every file of this process; False where the system has neither."""
    with small_disk(folder, size) as is_made:
        if is_made or sys.platform == "win32":
            yield is_made
            return
        import resource  # noqa: PLC0415 -- there is none on Windows

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_of_a_file, before[1]))
        try:
            yield True
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

"""Writing that survives a power cut: the bytes are on the disk before the name says so."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def flush_file(path: Path) -> None:
    """Have the file's bytes on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the folder's names on the disk, where the system can do that (Windows cannot open a folder)."""
    with suppress(OSError, PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Write a new file and have it on the disk."""
    path.write_text(text, encoding="utf-8", newline="\n")
    flush_file(path)


def replace_text(path: Path, text: str) -> None:
    """Replace a file's text at once: a reader sees the old text or the new, never a part, also after a kill."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_text(draft, text)
    draft.replace(path)
    flush_folder(path.parent)


def move_folder(source: Path, target: Path) -> None:
    """Give a finished folder its name at once; both lie on the same disk."""
    for file in source.rglob("*"):
        if file.is_file():
            flush_file(file)
    source.rename(target)
    flush_folder(target.parent)

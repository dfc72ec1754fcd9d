"""The pointer and every other small file change at once: whoever reads meanwhile sees the old text or the new."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipelines import durable

OLD, NEW = "2026-11-03\n", "2026-11-04." + "9" * 20_000 + "\n"


def test_a_reader_never_sees_a_part_of_a_file_that_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "current"
    durable.write_text(path, OLD)
    done = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_text(encoding="utf-8"))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(100):
        durable.replace_text(path, NEW if turn % 2 else OLD)
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= {OLD, NEW}
    assert path.read_text(encoding="utf-8") == NEW


def test_what_cannot_be_written_leaves_what_was(tmp_path: Path) -> None:
    """The draft is a file beside it, so a write that fails has not touched the file itself."""
    path = tmp_path / "current"
    durable.write_text(path, OLD)
    with pytest.raises(UnicodeEncodeError):
        durable.replace_text(path, "2026-11-04\udcff")
    assert path.read_text(encoding="utf-8") == OLD

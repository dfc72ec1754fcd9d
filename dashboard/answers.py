"""Answers already given: a small, bounded memory of frames, shared by all sessions of the process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import polars as pl

LARGEST_PART = 8  # one answer may fill at most this part of the memory: a long list must not push out the pages


class Answers:
    """Frames by key, least recently used first to go.

    The key must name everything that the answer depends on: release, scope, question and its parameters.
    """

    def __init__(self, *, entries: int = 4_000, megabytes: int = 256) -> None:
        self._entries, self._bytes = entries, megabytes * 1_000_000
        self._held: OrderedDict[Hashable, tuple[pl.DataFrame, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> pl.DataFrame | None:
        """The frame kept under `key`; the caller's own handle, so that nothing done to it reaches the next reader."""
        with self._lock:
            held = self._held.get(key)
            if held is None:
                return None
            self._held.move_to_end(key)
        return held[0].clone()

    def put(self, key: Hashable, frame: pl.DataFrame) -> None:
        size = int(frame.estimated_size()) + 1_000
        if size > self._bytes // LARGEST_PART:
            return
        with self._lock:
            self._drop(key)
            self._held[key] = (frame.clone(), size)
            self._size += size
            while self._size > self._bytes or len(self._held) > self._entries:
                self._drop(next(iter(self._held)))

    def __len__(self) -> int:
        return len(self._held)

    def _drop(self, key: Hashable) -> None:
        _, size = self._held.pop(key, (None, 0))
        self._size -= size

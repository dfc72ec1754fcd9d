"""What is asynchronous, asked from a test: a browser that another test has opened has the loop of this thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from anyio.from_thread import start_blocking_portal


def done(work: Callable[..., Awaitable[Any]], *arguments: object) -> Any:
    """What it gives, from a loop in a thread of its own."""
    with start_blocking_portal() as portal:
        return portal.call(work, *arguments)

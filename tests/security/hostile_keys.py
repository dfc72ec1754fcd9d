"""Keys that open nothing, and browsers that come again and again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from starlette.types import ASGIApp, Message

from tests.login.installation import Installation

Make = Callable[[Installation], str]


def text(key: str) -> Make:
    return lambda _: key


def changed(change: Callable[[str], str]) -> Make:
    """From a key that is good."""
    return lambda installation: change(_good(installation))


def its_sum(installation: Installation) -> str:
    return hashlib.sha256(_good(installation).encode()).hexdigest()


def of_before_the_log_out(installation: Installation) -> str:
    visitor = installation.visitor()
    visitor.log_in("mallory")
    key = visitor.key
    visitor.get("/auth/logout", **{"Sec-Fetch-Site": "same-origin"})
    assert not visitor.key
    return key


def too_old(installation: Installation) -> str:
    key = _good(installation)
    installation.let_pass(timedelta(hours=13), "begun_at")
    return key


def idle(installation: Installation) -> str:
    key = _good(installation)
    installation.let_pass(timedelta(hours=2), "seen_at")
    return key


def _good(installation: Installation) -> str:
    visitor = installation.visitor()
    assert visitor.log_in("mallory").status_code == 303
    return visitor.key


async def come_back(app: ASGIApp, *, times: int) -> None:
    """From a way that was never begun, as fast as one can; each is refused."""
    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/auth/callback",
        "raw_path": b"/auth/callback", "root_path": "", "query_string": b"code=x&state=y",
        "headers": [(b"host", b"localhost:8501"), (b"accept", b"text/html")], "client": ("127.0.0.1", 1),
        "server": ("localhost", 8501),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        assert message.get("status", 403) == 403

    for _ in range(times):
        await app(dict(scope), receive, send)

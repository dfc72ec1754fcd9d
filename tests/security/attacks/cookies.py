"""5. The browser's own cookie: keys that open nothing, and browsers that come again and again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Message

from dashboard import deeds
from tests.login.installation import Installation
from tests.loops import done
from tests.security.attacks.ways_back import refusal
from tests.security.ground import TO_LOG_IN, Attack, Ground, Strike

KEY = "pejling_session"
Make = Callable[[Installation], str]


def shown(make: Make) -> Attack:
    """A browser that shows this as its key is sent to log in."""

    def attack(ground: Ground) -> Strike:
        key = make(ground["installation"])
        return lambda: _opened(ground, f"{KEY}={key}")

    return attack


def _opened(ground: Ground, cookie: str) -> str:
    answer = ground["visitor"].get("/", Cookie=cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login?next=%2F")
    return TO_LOG_IN


def planted(ground: Ground) -> Strike:
    """Session fixation: whoever gave a browser its key beforehand is not let in with it afterwards."""
    somebody = ground["installation"].visitor()
    somebody.client.cookies.set(KEY, "planted")
    assert somebody.log_in("mallory").status_code == 303
    assert somebody.looks_as() == [("director", "municipality")]
    return lambda: _opened(ground, f"{KEY}=planted")


def ten_thousand_bad_logins(ground: Ground) -> Strike:
    """They leave two lines in the log, and who means well is let in among them."""

    def strike() -> str:
        visitor, answers = ground["visitor"], set[int]()
        told = refusal(visitor.get("/auth/callback?code=x&state=y"), visitor)
        for turn in range(10):
            done(partial(come_back, visitor.client.app, times=1_000, answers=answers))
            if turn == 5:
                assert ground["installation"].visitor().log_in("mallory").status_code == 303
        deeds.end()
        assert answers == {403}
        return told

    return strike


def key(shown: str) -> Make:
    return lambda _: shown


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


async def come_back(app: ASGIApp, *, times: int, answers: set[int]) -> None:
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
        answers.add(message.get("status", 403))

    for _ in range(times):
        await app(dict(scope), receive, send)

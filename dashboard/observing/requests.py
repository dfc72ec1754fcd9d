"""What is written down of a request: its name at the proxy, its place, its answer and how long that took."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.observing.counted import requests, sessions
from dashboard.observing.logs import request_id

NAME = "X-Request-ID"
_GOOD_NAME = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
_PARTS = re.compile(r"^/(static|assets|download|auth|_stcore|_pejling|analyst|healthz|readyz)\b")
_OUTCOMES = ("well", "refused")
_log = logging.getLogger("pejling.requests")


class RequestNames:
    """Names each request, so that what is logged of it can be found again; logs it where that is wanted; counts pages.

    The place is the page's or the route's alone: what stands after it, and what is asked, is somebody's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(NAME, "")
        name = given if _GOOD_NAME.match(given) else uuid4().hex
        began, status = time.perf_counter(), 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[NAME] = name
            await send(message)

        token = request_id.set(name)
        try:
            if scope["type"] == "websocket":
                with sessions.track_inprogress():
                    await self.app(scope, receive, send)
            else:
                await self.app(scope, receive, send_named)
        finally:
            if scope["type"] == "http":
                took = (time.perf_counter() - began) * 1_000
                place = _place(scope["path"])
                requests.labels(place, "failed" if not status or status >= 500 else _OUTCOMES[status >= 400]).inc()
                _log.info("%s %s %d %.0f ms", scope["method"], place, status, took)
            request_id.reset(token)


def _place(path: str) -> str:
    found = _PARTS.match(path)
    return found[0] if found else "page"

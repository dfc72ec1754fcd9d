"""What a browser gets before it is known: the way to log in, or a page that says why it was not let in.

The pages behind ask anew on every drawing; this is so that somebody who opens an address lands there after the login,
and that who comes without one gets no page at all.
"""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.accessibility import OPEN_PATHS
from dashboard.login.on_the_way import PATH
from dashboard.login.people import NoRights, NotLoggedIn, people_of_browser
from dashboard.login.routes import NEXT
from dashboard.login.said import told
from dashboard.login.settings import LoginSettings
from dashboard.page_requests import asks_for_a_page
from dashboard.texts import Texts, language_of
from pipelines.problems import Problem

_OPEN = frozenset({"/healthz", "/readyz", *OPEN_PATHS})
_log = logging.getLogger("pejling.login")


class LoginGate:
    """Sends who is not logged in to log in. Whatever is not a page passes: it asks for itself, or holds nothing."""

    def __init__(self, app: ASGIApp, settings: LoginSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What is no request has no path: the server's own beginning and end come by here too.
        is_closed = asks_for_a_page(scope) and scope["path"] not in _OPEN and not scope["path"].startswith(f"{PATH}/")
        if not is_closed:
            await self.app(scope, receive, send)
            return
        answer = await run_sync(self._stopped, Request(scope))
        await (answer or self.app)(scope, receive, send)

    def _stopped(self, request: Request) -> Response | None:
        """What somebody gets instead of the page; None for who may come in."""
        texts = Texts(language_of(request.query_params.get("lang")))
        try:
            people_of_browser(self.settings, request.cookies)
        except NotLoggedIn:
            there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            to_log_in = f"{PATH}/login?{urlencode({NEXT: there})}"
            return RedirectResponse(to_log_in, status_code=303, headers={"Cache-Control": "no-store"})
        except NoRights as nobody:
            return told(texts, "no_rights", name=nobody.name, contact=nobody.contact)
        except Problem as problem:
            _log.warning("who is logged in cannot be asked: %s", problem)
            return told(texts, "store", contact=self.settings.contact)
        return None

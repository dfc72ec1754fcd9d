"""What a browser gets before it is known: the way to log in, or a page that says why it was not let in.

The pages behind ask anew on every drawing; this is so that somebody who opens an address lands there after the login,
and that who comes without one gets no page at all.
"""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.accessibility import OPEN_PATHS
from dashboard.login.on_the_way import PATH
from dashboard.login.people import NoRights, NotLoggedIn, people_of_browser
from dashboard.login.routes import NEXT
from dashboard.login.said import told
from dashboard.login.settings import LoginSettings
from dashboard.page_requests import asks_for_a_page
from dashboard.texts import Language, Texts, language_of
from pipelines.problems import Problem

_OPEN = frozenset({"/healthz", "/readyz", *OPEN_PATHS})
_log = logging.getLogger("pejling.login")


class LoginGate:
    """Sends who is not logged in to log in, and refuses a program that comes for a page without being a browser.

    Whatever is answered with anything but a page passes: it asks for itself, or holds nothing.
    """

    def __init__(self, app: ASGIApp, settings: LoginSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What is no request has no path: the server's own beginning and end come by here too.
        if scope["type"] != "http" or scope["path"] in _OPEN or scope["path"].startswith(f"{PATH}/"):
            await self.app(scope, receive, send)
        elif asks_for_a_page(scope):
            answer = await run_sync(self._stopped, Request(scope))
            await (answer or self.app)(scope, receive, send)
        else:
            await self._unless_a_page(scope, receive, send)

    async def _unless_a_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit answers whatever address it does not know with its page."""
        is_refused = False

        async def send_unless_a_page(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and _is_page(message):
                is_refused = await run_sync(self._stopped, Request(scope)) is not None
                if is_refused:
                    said = Texts(_language_of(Request(scope))).say("Load the page again to log in.")
                    refusal = PlainTextResponse(said, status_code=403, headers={"Cache-Control": "no-store"})
                    await refusal(scope, receive, send)
            if not is_refused:
                await send(message)

        await self.app(scope, receive, send_unless_a_page)

    def _stopped(self, request: Request) -> Response | None:
        """What somebody gets instead of the page; None for who may come in."""
        texts = Texts(_language_of(request))
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


def _language_of(request: Request) -> Language:
    return language_of(request.query_params.get("lang"))


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")

"""What a browser gets before it is known: the way to log in, or a page that says why it was not let in.

The pages behind ask anew on every drawing; this is so that somebody who opens an address lands there after the login,
and that who comes without one gets no page at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.accessibility import OPEN_PATHS
from dashboard.login.on_the_way import PATH
from dashboard.login.people import NoRights, NotLoggedIn, people_of_browser
from dashboard.login.routes import NEXT
from dashboard.login.said import said_plainly, told, told_plainly
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
                refusal = await run_sync(self._refused, Request(scope))
                if refusal:
                    is_refused = True
                    await refusal(scope, receive, send)
            if not is_refused:
                await send(message)

        await self.app(scope, receive, send_unless_a_page)

    def _stopped(self, request: Request) -> Response | None:
        """What a person gets instead of the page; None for who may come in."""
        there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to_log_in = f"{PATH}/login?{urlencode({NEXT: there})}"
        way = RedirectResponse(to_log_in, status_code=303, headers={"Cache-Control": "no-store"})
        return self._unless_let_in(request, way, told)

    def _refused(self, request: Request) -> Response | None:
        """What a program gets instead of it."""
        again = Texts(_language_of(request)).say("Load the page again to log in.")
        return self._unless_let_in(request, said_plainly(again, 403), told_plainly)

    def _unless_let_in(self, request: Request, way: Response, tell: Callable[..., Response]) -> Response | None:
        """None for who may come in; `way` for who is not logged in, and what `tell` makes of any other reason."""
        texts = Texts(_language_of(request))
        try:
            people_of_browser(self.settings, request.cookies)
        except NotLoggedIn:
            return way
        except NoRights as nobody:
            return tell(texts, "no_rights", name=nobody.name, contact=nobody.contact)
        except Problem as problem:
            _log.warning("who is logged in cannot be asked: %s", problem)
            return tell(texts, "store", contact=self.settings.contact)
        return None


def _language_of(request: Request) -> Language:
    return language_of(request.query_params.get("lang"))


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")

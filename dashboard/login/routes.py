"""The way in and out: /auth/login, /auth/callback, /auth/logout, /auth/out.

The browser goes to the provider and comes back with a code; what it gets from us is a random key, and who it stands for
is in the store. State, nonce and the page to go back to lie in a signed cookie of these addresses alone, for minutes.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import deeds
from dashboard.login.browser_key import give_key, key_of, take_key
from dashboard.login.claims import Claimed, NoIdentity, claimed
from dashboard.login.provider import NotVouchedFor, Provider
from dashboard.login.said import Why, told
from dashboard.login.settings import LoginSettings, Secrets
from dashboard.observing.counted import login_let_in, login_refused
from dashboard.store.at_hand import at_hand
from dashboard.store.audit import Deed, record_deed
from dashboard.store.sessions import Session, begin_session, end_session, session_of
from dashboard.texts import Texts, language_of
from pipelines.problems import Problem

PATH = "/auth"
NEXT = "next"
ON_THE_WAY_SECONDS = 600
_LONGEST_NEXT = 2_000
_log = logging.getLogger("pejling.login")


def login_routes(settings: LoginSettings, secrets: Secrets) -> Sequence[BaseRoute]:
    """The routes, with the cookie of the way there and back."""
    ways = _Ways(settings, Provider(settings, secrets))
    on_the_way = Middleware(
        SessionMiddleware,
        secret_key=secrets.cookies,
        session_cookie="pejling_login",
        max_age=ON_THE_WAY_SECONDS,
        path=PATH,
        same_site="lax",
        https_only=settings.is_https,
    )
    routes = [
        Route("/login", ways.there, methods=["GET"]),
        Route("/callback", ways.back, methods=["GET"]),
        Route("/logout", ways.out, methods=["GET"]),
        Route("/out", ways.left, methods=["GET"]),
    ]
    return [Mount(PATH, routes=routes, middleware=[Middleware(_OfItsOwn), on_the_way])]


def own_place(wanted: str | None) -> str:
    """Where to go after the login: an address of ours, else the first page. Nobody is sent to another site."""
    place = wanted or "/"
    parts = urlsplit(place) if len(place) <= _LONGEST_NEXT and place.isprintable() else None
    is_ours = parts and not parts.scheme and not parts.netloc and place.startswith("/") and "\\" not in place
    is_way = place.startswith(("//", f"{PATH}/"))
    return place if is_ours and not is_way else "/"


class _OfItsOwn:
    """Keeps what is on the way from Streamlit's session, which would write it into a cookie for two weeks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "session": {}}, receive, send)


class _Ways:
    def __init__(self, settings: LoginSettings, provider: Provider) -> None:
        self._settings, self._provider = settings, provider

    async def there(self, request: Request) -> Response:
        """To the provider."""
        request.session[NEXT] = own_place(request.query_params.get(NEXT))
        try:
            return await self._provider.send_there(request)
        except NotVouchedFor as error:
            _log.warning("nobody can log in: %s", error)
            return self._told(request.session.pop(NEXT, ""), "provider")

    async def back(self, request: Request) -> Response:
        """From the provider: a session, or a sentence."""
        place = own_place(request.session.pop(NEXT, None))
        try:
            claims, id_token = await self._provider.claims_of(request)
            person = claimed(claims, self._settings)
        except (NotVouchedFor, NoIdentity) as error:
            login_refused.inc()
            await run_in_threadpool(deeds.note_login_refused, str(error))
            return self._told(place, "refused")
        try:
            key = await run_in_threadpool(_begin, person, id_token)
        except Problem as problem:
            _log.warning("a login could not be kept: %s", problem)
            return self._told(place, "store")
        answer = RedirectResponse(f"{self._settings.home}{place}", status_code=303)
        answer.headers["Cache-Control"] = "no-store"
        give_key(answer, self._settings, key)
        return answer

    async def out(self, request: Request) -> Response:
        """Out of here, and of the provider."""
        ended = await run_in_threadpool(_end, key_of(self._settings, request.cookies), self._settings)
        request.session.clear()
        answer = RedirectResponse(await self._provider.way_out(ended.id_token if ended else ""), status_code=303)
        answer.headers["Cache-Control"] = "no-store"
        take_key(answer, self._settings)
        return answer

    async def left(self, request: Request) -> Response:
        """Where the provider sends somebody who has logged out there too."""
        return self._told(request.url.query, "out")

    def _told(self, place: str, why: Why) -> Response:
        asked = parse_qs(urlsplit(place).query).get("lang", [None])
        return told(Texts(language_of(asked[0])), why, contact=self._settings.contact)


def _begin(person: Claimed, id_token: str) -> str:
    at = at_hand()
    key = at.save(
        begin_session, person.identity, name=person.name, email=person.email, roles=person.roles, id_token=id_token
    )
    at.save(record_deed, Deed(kind="login", person=person.identity.subject))
    login_let_in.inc()
    return key


def _end(key: str, settings: LoginSettings) -> Session | None:
    at = at_hand()
    session = at.read(None, session_of, key, settings.limits) if key else None
    if session:
        at.save(end_session, key)
        at.save(record_deed, Deed(kind="logout", person=session.identity.subject))
    return session

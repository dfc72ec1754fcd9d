"""The way in and out: /auth/login, /auth/callback, /auth/logout, /auth/out; and how long one may stay: /auth/stay.

The browser goes to the provider and comes back with a code; what it gets from us is a random key, and who it stands for
is in the store. What must not be forgotten meanwhile lies in a signed cookie of these addresses alone, for minutes.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from dashboard import deeds
from dashboard.login.browser_key import give_key, key_of, take_key
from dashboard.login.claims import Claimed, NoIdentity, claimed
from dashboard.login.on_the_way import PATH, OnTheWay, Ways
from dashboard.login.people import NotLoggedIn, session_of_browser
from dashboard.login.provider import NotVouchedFor, Provider
from dashboard.login.said import Why, told
from dashboard.login.settings import LoginSettings, Secrets
from dashboard.observing.counted import login_let_in, login_refused
from dashboard.store.at_hand import at_hand
from dashboard.store.audit import Deed, record_deed
from dashboard.store.sessions import Session, begin_session, end_session, know, renew_session, session_of
from dashboard.texts import Texts, language_of
from pipelines.problems import Problem

NEXT = "next"
_LONGEST_NEXT = 2_000
_log = logging.getLogger("pejling.login")


def login_routes(settings: LoginSettings, secrets: Secrets) -> Sequence[BaseRoute]:
    """The routes, each for GET alone but `/auth/stay`: POST to it says that somebody is still there."""
    door = _Door(settings, secrets)
    ways = {"/login": door.there, "/callback": door.back, "/logout": door.out, "/out": door.left}
    stay = Route("/stay", door.stay, methods=["GET", "POST"])
    return [Mount(PATH, routes=[*(Route(path, way, methods=["GET"]) for path, way in ways.items()), stay])]


def own_place(wanted: str | None) -> str:
    """Where to go after the login: an address of ours, else the first page. Nobody is sent to another site."""
    place = wanted or "/"
    is_path = place.startswith("/") and not place.startswith("//")
    if not is_path or len(place) > _LONGEST_NEXT or not place.isprintable() or "\\" in place:
        return "/"
    steps = unquote(urlsplit(place).path).split("/")
    is_ours = not {".", ".."} & set(steps) and steps[1] != PATH.strip("/")
    return place if is_ours else "/"


class _Door:
    def __init__(self, settings: LoginSettings, secrets: Secrets) -> None:
        self._settings, self._provider, self._ways = settings, Provider(settings, secrets), Ways(settings, secrets)

    async def there(self, request: Request) -> Response:
        """To the provider."""
        place = own_place(request.query_params.get(NEXT))
        try:
            address, way = await self._provider.way_there(place)
        except NotVouchedFor as error:
            _log.warning("nobody can log in: %s", error)
            return self._told("provider", _language_at(place))
        answer = _redirect(address)
        self._ways.begin(request, answer, way)
        return answer

    async def back(self, request: Request) -> Response:
        """From the provider: a session, or a sentence."""
        way = self._ways.of(request)
        answer = await self._let_in(request, way)
        if way:
            self._ways.end(answer, way)
        return answer

    async def _let_in(self, request: Request, way: OnTheWay | None) -> Response:
        language = _language_at(way.place if way else "")
        try:
            person, id_token = await self._who(request, way)
        except (NotVouchedFor, NoIdentity) as error:
            login_refused.inc()
            await run_in_threadpool(deeds.note_login_refused, str(error))
            return self._told("refused", language)
        try:
            key = await run_in_threadpool(_begin, person, id_token, self._settings, request.cookies)
        except Problem as problem:
            _log.warning("a login could not be kept: %s", problem)
            return self._told("store", language)
        answer = _redirect(f"{self._settings.home}{way.place if way else '/'}")
        give_key(answer, self._settings, key)
        return answer

    async def _who(self, request: Request, way: OnTheWay | None) -> tuple[Claimed, str]:
        if way is None:
            raise NotVouchedFor("the browser comes back from a way that it has not begun, or too long ago")
        if "code" not in request.query_params:
            raise NotVouchedFor("the provider let nobody in")
        claims, id_token = await self._provider.claims_of(way, request.query_params["code"])
        return claimed(claims, self._settings), id_token

    async def out(self, request: Request) -> Response:
        """Out of here, and of the provider; where another site sent the browser here, only if the reader says so."""
        language = language_of(request.query_params.get("lang"))
        if not self._is_from_here(request):
            return self._told("ask", language)
        try:
            ended = await run_in_threadpool(_end, key_of(self._settings, request.cookies), self._settings)
        except Problem as problem:
            _log.warning("a login could not be ended: %s", problem)
            return self._told("store", language)
        answer = _redirect(await self._provider.way_out(ended.id_token if ended else "", language))
        take_key(answer, self._settings)
        return answer

    async def left(self, request: Request) -> Response:
        """Where the provider sends somebody who has logged out there too."""
        return self._told("out", language_of(request.query_params.get("state")))

    async def stay(self, request: Request) -> Response:
        """For how long the browser is logged in still. To ask makes it no longer; to say that one is there does."""
        is_there = request.method == "POST"
        if is_there and not self._is_from_here(request, "empty"):
            return Response(status_code=403)
        try:
            left = await run_in_threadpool(_left, self._settings, request.cookies, is_there=is_there)
        except Problem as problem:
            _log.warning("how long a login lasts cannot be asked: %s", problem)
            return Response(status_code=503)
        return JSONResponse(left, headers={"Cache-Control": "no-store"})

    def _is_from_here(self, request: Request, asked_for: str = "document") -> bool:
        """Whether the reader asked for it: by a link of ours or by hand. Older browsers tell the page alone."""
        site = request.headers.get("sec-fetch-site")
        if site is None:
            return request.headers.get("referer", "").startswith(f"{self._settings.home}/")
        return site in {"same-origin", "none"} and request.headers.get("sec-fetch-dest", asked_for) == asked_for

    def _told(self, why: Why, language: str) -> Response:
        return told(Texts(language_of(language)), why, contact=self._settings.contact)


def _redirect(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _language_at(place: str) -> str:
    return parse_qs(urlsplit(place).query).get("lang", [""])[0]


def _begin(person: Claimed, id_token: str, settings: LoginSettings, cookies: Mapping[str, str]) -> str:
    """The key for the browser. Somebody else's login in it ends first; one's own goes on, in each tab that has it."""
    at, words = at_hand(), ""
    if person.left_out:
        words = (
            f"the login left out {', '.join(person.left_out)}: too many for it to name; the rights in the store hold"
        )
        _log.warning("%s", words)
    who, key = person.identity, _own_key(person, settings, cookies)
    if key and at.save(renew_session, key, who, roles=person.roles, id_token=id_token):
        at.save(know, who, name=person.name, email=person.email)
    else:
        key = at.save(begin_session, who, name=person.name, email=person.email, roles=person.roles, id_token=id_token)
    at.save(record_deed, Deed(kind="login", person=who.subject, words=words))
    login_let_in.inc()
    return key


def _own_key(person: Claimed, settings: LoginSettings, cookies: Mapping[str, str]) -> str:
    """The key by which the browser is logged in as this very person; empty where it is not, and ends what it was."""
    key = key_of(settings, cookies)
    try:
        session = session_of_browser(settings, cookies)
    except NotLoggedIn:
        return ""
    if session.identity == person.identity:
        return key
    _end(key, settings)
    return ""


def _left(settings: LoginSettings, cookies: Mapping[str, str], *, is_there: bool) -> dict[str, object]:
    """Seconds until the login ends (0: there is none), how many before it one is asked, and whether one can stay."""
    try:
        session = session_of_browser(settings, cookies, is_there=is_there)
    except NotLoggedIn:
        return {"seconds": 0, "asked": 0, "can_stay": False}
    return {
        "seconds": int((session.ends_at - datetime.now(UTC)).total_seconds()),
        "asked": int(settings.limits.asked.total_seconds()),
        "can_stay": not session.is_last,
    }


def _end(key: str, settings: LoginSettings) -> Session | None:
    at = at_hand()
    session = at.read(None, session_of, key, settings.limits) if key else None
    if session:
        at.save(end_session, key)
        at.save(record_deed, Deed(kind="logout", person=session.identity.subject))
    return session

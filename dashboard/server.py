"""The server: Streamlit's pages with our routes, headers and start-up checks round them."""

from __future__ import annotations

import gc
import gzip
import importlib
import logging
import mimetypes
import os
import secrets
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from anyio.to_thread import run_sync
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope as AsgiScope
from streamlit.web import bootstrap

from dashboard import accessibility, analyst_downloads, closed_rounds, deeds, downloads, published_focus, use_counting
from dashboard.access import LOOPBACK, demo_people, is_demo
from dashboard.calendar_day import DEMO_SETTING
from dashboard.components.plotly_figure import SCRIPT_PATH, script_file
from dashboard.listening import believe_proxies, listening_address
from dashboard.login.gate import LoginGate
from dashboard.login.people import login_settings
from dashboard.login.routes import login_routes
from dashboard.login.settings import FILE_NAME, LoginSettings, Secrets, read_secrets
from dashboard.middleware import ClosedPaths, PageShell, SecurityHeaders
from dashboard.observing.counted import incidents
from dashboard.observing.logs import begin_logging, take_over
from dashboard.observing.metrics import serve_metrics
from dashboard.observing.requests import RequestNames
from dashboard.page_messages import PageMessages
from dashboard.queries import budget_followup
from dashboard.required_settings import REQUIRED, flat_settings, refuse_unsafe_settings
from dashboard.store.at_hand import at_hand
from dashboard.texts import LANGUAGES, Texts, language_of
from dashboard.warehouse import Scope, Warehouse, open_warehouse
from pipelines.home import Home
from pipelines.problems import Problem, WrongUse

SCRIPT = Path(__file__).with_name("app.py")
ASSETS = Path(__file__).with_name("assets")
# Whatever a page imports late is imported here, in one thread: two sessions that import the same module at the same
# moment can find it half made.
HEAVY_IMPORTS = (
    "pandas",
    "numpy",
    "pyarrow",
    "polars",
    "babel.dates",
    "babel.numbers",
    "xlsxwriter",
    "dashboard.pages",
    "docx",
)
KEPT_FOR_LONG = "public, max-age=2592000, immutable"
_log = logging.getLogger("pejling.server")
_loaded = threading.Event()


def serve(home: Home, *, port: int = 8501, demo: bool = False, open_browser: bool = False) -> None:
    """Serve the dashboard of `home` until interrupted.

    Raises WrongUse when a setting is unsafe or there is neither login nor demo, Problem when the port is taken or no
    release can be read.
    """
    os.environ["PEJLING_HOME"], os.environ["PEJLING_SETTINGS"] = str(home.folder), str(home.settings_file)
    begin_logging(served_release)
    believe_proxies()
    if demo:
        os.environ[DEMO_SETTING] = "1"
    is_demo = os.environ.get(DEMO_SETTING) == "1"
    login = way_in(is_demo=is_demo)
    settings = {
        **flat_settings(),
        "server.address": listening_address(),
        "server.port": port,
        **({"server.allowedHosts": _hosts(login[0])} if login else {}),
    }
    if login:
        # Links are signed with it; Streamlit takes a secret from the environment alone.
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = login[1].cookies
    bootstrap.load_config_options(settings)
    refuse_unsafe_settings({option: st.get_option(option) for option in REQUIRED})
    address = str(st.get_option("server.address"))
    refuse_open_demo(address, is_demo=is_demo)
    refuse_taken_port(address, port)
    serve_metrics(home)
    look_at_release(open_warehouse())
    at_hand(home)  # a store that is gone is told in the log: what is published can be read without it
    # What a kill between closing a round or publishing and writing its file left undone.
    closed_rounds.try_to_deliver()
    published_focus.try_to_deliver()
    use_counting.begin(home)
    where = f"http://localhost:{port}" if address in LOOPBACK else f"http://{address}:{port}"
    app(login, opened=where if open_browser else None).run(config=settings)


def app(login: Login | None = None, opened: str | None = None) -> st.App:
    """The ASGI application; `login` is how people log in (None: the demo), `opened` the address to open when ready."""
    mimetypes.add_type("font/woff2", ".woff2")
    hosts = [str(host) for host in st.get_option("server.allowedHosts")]
    return st.App(
        SCRIPT,
        lifespan=_lifespan(opened),
        routes=[*(login_routes(*login) if login else ()), *routes()],
        middleware=[
            Middleware(RequestNames),
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts or ["*"]),
            Middleware(ClosedPaths),
            Middleware(PageMessages),
            *([Middleware(LoginGate, settings=login[0])] if login else ()),
            Middleware(PageShell),
        ],
        on_script_error=tell_incident,
    )


def routes() -> list[BaseRoute]:
    return [
        Route("/healthz", healthy, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
        *downloads.routes(),
        *analyst_downloads.routes(),
        *accessibility.routes(),
        Route(SCRIPT_PATH, plotly_script, methods=["GET"]),
        Mount("/assets", _Assets(directory=ASSETS)),
    ]


def healthy(request: Request) -> Response:  # noqa: ARG001
    """The process answers."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def ready(request: Request) -> Response:  # noqa: ARG001
    """A release can be read, and what sessions need is loaded: 200; else 503. No data and no reason for anybody.

    The web server goes on where the loading fails, and without a word; so it is asked here.
    """
    why = "" if _loaded.is_set() else "what sessions need is not loaded"
    try:
        look_at_release(open_warehouse())
    except Problem as problem:
        why = str(problem)
    if why:
        _log.warning("not ready: %s", why)
        return PlainTextResponse("not ready", status_code=503, headers={"Cache-Control": "no-store"})
    return PlainTextResponse("ready", headers={"Cache-Control": "no-store"})


def plotly_script(request: Request) -> Response:
    """The chart library's script, as it lies in the installed library; packed once, not for every browser anew."""
    headers = {"Cache-Control": KEPT_FOR_LONG}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return FileResponse(script_file(), media_type="text/javascript", headers=headers)
    headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(_packed_script(), media_type="text/javascript", headers=headers)


@lru_cache
def _packed_script() -> bytes:
    return gzip.compress(script_file().read_bytes(), mtime=0)


def look_at_release(warehouse: Warehouse) -> None:
    """Ask the release something. Raises DoorProblem when it cannot be read."""
    budget_followup.periods(warehouse.door(Scope()))


def served_release() -> str:
    """The release that is served; empty where none is."""
    try:
        return open_warehouse().current()
    except Problem:
        return ""


Login = tuple[LoginSettings, Secrets]


def way_in(*, is_demo: bool) -> Login | None:
    """How people log in; None in the demo. Raises WrongUse where there is neither, or both, and for what is missing."""
    settings = login_settings()
    if is_demo and settings:
        raise WrongUse(
            "this installation has a login, and the demo would go round it",
            where=FILE_NAME,
            remedy="start without --demo, or run the demo in a folder of its own",
        )
    if is_demo:
        return None
    if settings is None:
        raise WrongUse(
            "nobody can log in yet, so nothing is served",
            where="pejling serve",
            remedy=f"write how people log in in {FILE_NAME} beside the settings, or start the demo with --demo",
        )
    return settings, read_secrets()


def _hosts(settings: LoginSettings) -> list[str]:
    """The names by which people may ask for the pages."""
    return sorted({*flat_settings()["server.allowedHosts"], str(urlsplit(settings.address).hostname)})


def refuse_open_demo(address: str, *, is_demo: bool) -> None:
    """Raises WrongUse where others could reach the demo, in which nobody logs in."""
    if is_demo and address not in LOOPBACK:
        raise WrongUse(
            f"the demo would be open to everybody who can reach {address or 'this computer'}",
            where="server.address",
            remedy="set it to 127.0.0.1",
        )


def refuse_taken_port(address: str, port: int) -> None:
    """Raises Problem when another program listens there."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as tried:
        if os.name != "nt":  # as the server itself does: a port that was left a moment ago is free
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except OSError as error:
            raise Problem(
                f"the port cannot be used ({error.strerror})",
                where=f"{address}:{port}",
                remedy="stop what listens there, or choose another with --port",
            ) from error


def tell_incident(error: Exception) -> bool:
    """Show one sentence with a number instead of the error; the log has the rest under that number."""
    number = secrets.token_hex(4)
    incidents.inc()
    _log.error("incident %s", number, exc_info=error)
    texts = Texts(language_of(st.query_params.get("lang")))
    st.error(
        texts.say("Something went wrong here. It has been written down as number {number}.", number=number)
        + " "
        + texts.say("Load the page again, and tell us the number if it happens again.")
    )
    return True


class _Assets(StaticFiles):
    """Fonts and pictures of the product: only files that exist, kept by browsers for long."""

    def file_response(
        self, full_path: Any, stat_result: os.stat_result, scope: AsgiScope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = KEPT_FOR_LONG
        return response


def _lifespan(opened: str | None) -> Callable[[st.App], AbstractAsyncContextManager[dict[str, Any] | None]]:
    @asynccontextmanager
    async def life(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
        await run_sync(warm_up)
        _loaded.set()
        if opened:
            threading.Timer(0.2, webbrowser.open, [opened]).start()
        yield None
        await run_sync(use_counting.end)
        await run_sync(deeds.end)

    return life


def warm_up() -> None:
    """Load what the first page needs, and take it all out of the garbage collector's rounds."""
    for module in HEAVY_IMPORTS:
        importlib.import_module(module)
    for language in LANGUAGES:
        Texts(language).say("")
    if is_demo():
        demo_people(open_warehouse())
    take_over()
    gc.collect()
    gc.freeze()

"""An installation that people log in to, as its own routes with a page that says who looks, or as the real server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx2
from sqlalchemy import Engine, text
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard import access
from dashboard.login.browser_key import cookie_name
from dashboard.login.gate import LoginGate
from dashboard.login.people import NoRights, NotLoggedIn
from dashboard.login.routes import login_routes
from dashboard.login.settings import FILE_NAME, LoginSettings, Secrets, read_login
from dashboard.roles import Role
from dashboard.store.database import open_store
from dashboard.store.grants import Grant, GrantWish, give
from dashboard.store.journal import Author
from dashboard.store.models import LoginSession
from dashboard.store.models.base import table_of
from pipelines.home import Home, open_home
from tests.login.oidc_provider import OidcProvider

ROOT = Path(__file__).parents[2]
SECRETS = Secrets("the client's secret", "a secret that the tests know, long enough to sign with")
ADMINISTRATOR = Author("boss", "administrator", "")
PAGE = {"Accept": "text/html"}
RULES = """
[[groups]]
value = "Pejling-Data"
role = "data_unit"
[[groups]]
value = "Pejling-Center-*"
role = "centre_manager"
"""


def login_toml(provider: OidcProvider, address: str, *, more: str = "", groups: str = RULES) -> str:
    """The file that says how people log in; `more` are further keys of it."""
    return (
        f'issuer = "{provider.address}"\nclient = "pejling"\naddress = "{address}"\n'
        f'contact = "it@pejleby.example"\n{more}\n{groups}'
    )


@dataclass(frozen=True)
class Installation:
    """A home with the hand-made release, a store, and people who log in at a provider."""

    home: Home
    settings: LoginSettings
    provider: OidcProvider

    @property
    def store(self) -> Engine:
        return open_store(self.home)

    def give(self, subject: str, role: Role, unit: str = "municipality", **more: object) -> Grant:
        """A right from yesterday on, given as an administrator gives it."""
        yesterday = date.today() - timedelta(days=1)
        wish = {"issuer": self.settings.issuer, "subject": subject, "role": role, "unit_id": unit} | more
        return give(self.store, GrantWish(**{"valid_from": yesterday, **wish}), ADMINISTRATOR)  # type: ignore[arg-type]

    def let_pass(self, passed: timedelta, *columns: str) -> None:
        """Let every session be so much older: since it began and since somebody was there, or one of the two."""
        table = table_of(LoginSession)
        with self.store.begin() as connection:
            for row in connection.execute(table.select()).mappings().all():
                older = {name: row[name] - passed for name in columns or ("begun_at", "seen_at")}
                connection.execute(table.update().where(table.c.key_sum == row["key_sum"]).values(older))

    def audit(self) -> list[tuple[str, str, str]]:
        """What the log holds, the oldest first: kind, person, words."""
        with self.store.connect() as connection:
            rows = connection.execute(text("select kind, person, words from audit_entry order by number"))
            return [(row.kind, row.person, row.words) for row in rows]

    def visitor(self, *more: Route, settings: LoginSettings | None = None) -> Visitor:
        """A browser at routes of its own, and `more`: what they know of the provider, no other visitor's know."""
        chosen = settings or self.settings
        routes = [*login_routes(chosen, SECRETS), *more, Route("/{place:path}", _who_looks)]
        app = Starlette(routes=routes, middleware=[Middleware(LoginGate, settings=chosen)])
        return Visitor(TestClient(app, base_url=chosen.home, follow_redirects=False), chosen, self.provider)


@dataclass(frozen=True)
class Visitor:
    """A browser without a screen: it keeps cookies, and follows no redirect by itself."""

    client: httpx2.Client
    settings: LoginSettings
    provider: OidcProvider

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return self.client.get(path, headers={**PAGE, **headers})

    def way_there(self, place: str = "/") -> str:
        """Where the browser is sent to log in."""
        answer = self.client.get("/auth/login", params={"next": place}, headers=PAGE)
        assert answer.is_redirect, answer.text
        return answer.headers["location"]

    def way_back(self, subject: str, place: str = "/") -> str:
        """The address that the provider sends the browser back to, not followed yet."""
        return self.provider.log_in(self.way_there(place), subject)

    def log_in(self, subject: str, place: str = "/", **claims: object) -> httpx2.Response:
        """All the way: the answer that brings the browser back to its page, or says why not."""
        if claims:
            self.provider.knows(subject, **claims)
        return self.get(self.way_back(subject, place))

    @property
    def key(self) -> str:
        return self.client.cookies.get(cookie_name(self.settings)) or ""

    def looks_as(self) -> list[tuple[str, str]]:
        """Role and units of each hat, as the page has them; [] for who is not let in."""
        answer = self.get("/")
        if answer.status_code != 200:
            return []
        return [(one["role"], " ".join(one["units"])) for one in answer.json()]


def _who_looks(request: Request) -> Response:
    """A page that asks as each page of the product asks."""
    try:
        people = access.people_of(request.cookies)
    except (NotLoggedIn, NoRights) as refused:
        return JSONResponse(type(refused).__name__, status_code=403)
    said = [{"key": one.key, "role": one.role, "units": one.units, "name": one.name, "who": one.who} for one in people]
    return JSONResponse(said)


def install(folder: Path, provider: OidcProvider, address: str, **more: str) -> Installation:
    """Write how people log in into a home that has a release."""
    (folder / FILE_NAME).write_text(login_toml(provider, address, **more), encoding="utf-8")
    home = open_home(folder, folder / "municipality.toml")
    settings = read_login(folder / FILE_NAME)
    assert settings
    open_store(home)
    return Installation(home, settings, provider)


@contextmanager
def really_served(installation: Installation, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """The real server of an installation, ready; its log is `server.log` in the home."""
    log = installation.home.folder / f"server-{port}.log"
    known = {
        "PEJLING_HOME": str(installation.home.folder),
        "PEJLING_SETTINGS": str(installation.home.settings_file),
        "PEJLING_LOGIN_SECRET": SECRETS.client,
        "PEJLING_COOKIE_SECRET": SECRETS.cookies,
        "PYTHONPATH": str(ROOT),
        **environment,
    }
    left_out = {"PEJLING_DEMO", "STREAMLIT_SERVER_COOKIE_SECRET"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "serve", "--port", str(port)]
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=inherited | known, stdout=written, stderr=subprocess.STDOUT)
    try:
        _wait_until_ready(process, port, log)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def real_visitor(installation: Installation) -> Visitor:
    """A browser without a screen at the real server."""
    client = httpx2.Client(base_url=installation.settings.home, follow_redirects=False, timeout=60)
    return Visitor(client, installation.settings, installation.provider)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(1200):
        assert process.poll() is None, f"the server ended: {log.read_text(encoding='utf-8')}"
        try:
            if httpx2.get(f"http://localhost:{port}/readyz", timeout=2).status_code == 200:
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server was not ready within two minutes: {log.read_text(encoding='utf-8')}")

"""A real provider on loopback, and an installation that people log in to there: its routes alone, or the real server.

`visitor` is a browser without a screen at the routes in this process (cheap, and what it does to the provider or the
store is its own); `login_server` is `pejling serve` with the hand-made release, once for all.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import deeds
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from pipelines.home import open_home
from tests.login.installation import Installation, Visitor, install, real_visitor, really_served
from tests.login.oidc_provider import OidcProvider
from tests.pages.page_release import publish_page_release
from tests.server.conftest import free_port


@pytest.fixture(scope="session")
def _one_provider() -> Iterator[OidcProvider]:
    with OidcProvider().running() as provider:
        yield provider


@pytest.fixture
def provider(_one_provider: OidcProvider) -> Iterator[OidcProvider]:
    """The provider, as it should be at the beginning of each test."""
    _one_provider.asked.clear()
    yield _one_provider
    _one_provider.changes.clear()


@pytest.fixture(scope="session")
def login_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the hand-made release; nobody can log in to it yet."""
    home = tmp_path_factory.mktemp("login")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(home / "releases")
    open_store(open_home(home, home / "municipality.toml"))
    close_stores()  # its tables are made once, and copied
    return home


@pytest.fixture
def installation(
    tmp_path: Path, login_home: Path, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """An installation of the test's own, in this process."""
    shutil.copytree(login_home, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    monkeypatch.delenv("PEJLING_DEMO", raising=False)
    forget()
    deeds.forget()
    yield install(tmp_path, provider, "http://localhost:8501")
    close_stores()
    forget()
    deeds.forget()


@pytest.fixture
def visitor(installation: Installation) -> Visitor:
    return installation.visitor()


@pytest.fixture(scope="session")
def login_server(
    login_home: Path, _one_provider: OidcProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The real server of an installation, once for all; rights and people are given in its store while it runs."""
    home, port = tmp_path_factory.mktemp("served-login"), free_port()
    shutil.copytree(login_home, home, dirs_exist_ok=True)
    installed = install(home, _one_provider, f"http://localhost:{port}")
    with really_served(installed, port):
        yield installed


@pytest.fixture
def real_browser(login_server: Installation, provider: OidcProvider) -> Iterator[Visitor]:
    """A browser without a screen at the real server."""
    visitor = real_visitor(login_server)
    with visitor.client:
        yield visitor

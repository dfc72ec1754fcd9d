"""Each test of the store runs on SQLite and on a real PostgreSQL, in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from pipelines.home import Home, open_home
from tests.store import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """One server for all tests of a worker."""
    given = postgresql.given_server()
    if given:
        yield given
        return
    with postgresql.server() as running:
        yield running.url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with the store's tables, which each test has a copy of."""
    with postgresql.database(postgresql_server) as url:
        with pytest.MonkeyPatch.context() as patch:  # no longer than here: other tests have stores of their own
            patch.setenv("PEJLING_STORE_URL", url.render_as_string(hide_password=False))
            open_store(home_in(tmp_path_factory.mktemp("template")))
            close_stores()
        yield str(url.database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Which database the test runs on; the store's address is set to one of the test's own."""
    if request.param == "sqlite":
        monkeypatch.delenv("PEJLING_STORE_URL", raising=False)
        yield "sqlite"
    else:
        server = request.getfixturevalue("postgresql_server")
        with postgresql.database(server, like=request.getfixturevalue("postgresql_template")) as url:
            monkeypatch.setenv("PEJLING_STORE_URL", url.render_as_string(hide_password=False))
            yield "postgresql"
            close_stores()
    close_stores()
    forget()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


@pytest.fixture
def store(home: Home, database: str) -> Engine:
    return open_store(home)


def home_in(folder: Path) -> Home:
    (folder / "municipality.toml").write_text('name = "Pejleby"', encoding="utf-8")
    return open_home(folder, folder / "municipality.toml")

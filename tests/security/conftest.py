from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import deeds
from dashboard.store.at_hand import forget
from dashboard.store.database import close_stores, open_store
from pipelines.home import open_home
from tests.login.conftest import _one_provider, login_home, login_server, provider, real_browser
from tests.login.installation import Installation, Visitor, install
from tests.login.oidc_provider import OidcProvider
from tests.pages.conftest import open_page, page_home
from tests.pages.page_supervision_rows import LIST
from tests.security.attacks.extract import publish_hostile_extract
from tests.security.attacks.files import SPECS
from tests.security.attacks.release import publish_hostile_release
from tests.security.ground import Ground
from tests.spine.small_municipality import MARCH, SmallMunicipality, make_municipality, update

# What logs people in, the server that they log in to, and what draws a page.
__all__ = ["_one_provider", "login_home", "login_server", "open_page", "page_home", "provider", "real_browser"]


@pytest.fixture(autouse=True)
def _nothing_was_refused_before() -> None:
    """The first refusal of a kind is written down at once, what is like it within a minute is counted."""
    deeds.forget()


# ------------------------------------------------------------------------------- What is attacked, a name of the table


@pytest.fixture
def inbox(request: pytest.FixtureRequest, inbox_owner: SmallMunicipality) -> Ground:
    return Ground(request, inbox_owner.home.folder)


@pytest.fixture
def login(request: pytest.FixtureRequest, installation: Installation) -> Ground:
    return Ground(request, installation.home.folder, installation.store)


@pytest.fixture
def server(request: pytest.FixtureRequest, login_server: Installation) -> Ground:
    (log,) = login_server.home.folder.glob("server-*.log")
    return Ground(request, login_server.home.folder, login_server.store, log)


@pytest.fixture
def hostile_pages(request: pytest.FixtureRequest, hostile_home: Path) -> Ground:
    return _with_pages(request, hostile_home)


@pytest.fixture
def hostile_extract_pages(request: pytest.FixtureRequest, hostile_extract: SmallMunicipality) -> Ground:
    return _with_pages(request, hostile_extract.home.folder)


@pytest.fixture
def own_pages(
    request: pytest.FixtureRequest, tmp_path: Path, page_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ground]:
    """An installation of the row's own: what is typed is kept."""
    home = tmp_path / "home"
    shutil.copytree(page_home, home)
    (home / "supervision.toml").write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("PEJLING_HOME", str(home))
    forget()
    yield _with_pages(request, home)
    close_stores()
    forget()


def _with_pages(request: pytest.FixtureRequest, home: Path) -> Ground:
    return Ground(request, home, open_store(open_home(home, home / "municipality.toml")))


# ---------------------------------------------------------------------------------- Made once: no row changes anything


@pytest.fixture(scope="session")
def inbox_owner(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """March is delivered and published."""
    small = make_municipality(tmp_path_factory.mktemp("attacked"))
    for name, spec in SPECS.items():
        small.write_spec(name, spec)
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    update(small)
    return small


@pytest.fixture(scope="session")
def _one_installation(
    tmp_path_factory: pytest.TempPathFactory, login_home: Path, _one_provider: OidcProvider
) -> Installation:
    """People log in to it, and one of them may see everything."""
    home = tmp_path_factory.mktemp("logged-in")
    shutil.copytree(login_home, home, dirs_exist_ok=True)
    installed = install(home, _one_provider, "http://localhost:8501")
    installed.give("mallory", "director")
    return installed


@pytest.fixture
def installation(
    _one_installation: Installation, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    monkeypatch.setenv("PEJLING_HOME", str(_one_installation.home.folder))
    monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
    monkeypatch.delenv("PEJLING_DEMO", raising=False)
    forget()
    yield _one_installation
    forget()


@pytest.fixture
def visitor(installation: Installation) -> Visitor:
    return installation.visitor()


@pytest.fixture(scope="session")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in whose release every text means harm."""
    home = tmp_path_factory.mktemp("hostile")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_hostile_release(home)
    return home


@pytest.fixture(scope="session")
def hostile_extract(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """An installation whose extracts mean harm, and were delivered, built and published."""
    return publish_hostile_extract(tmp_path_factory.mktemp("hostile-extract"))

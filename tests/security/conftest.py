from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import deeds
from dashboard.store.at_hand import forget
from tests.login.conftest import _one_provider, login_home, login_server, provider, real_browser
from tests.login.installation import Installation, Visitor, install
from tests.login.oidc_provider import OidcProvider
from tests.pages.conftest import open_page, page_home
from tests.security.hostile_files import SPECS
from tests.security.hostile_release import publish_hostile_release
from tests.spine.small_municipality import MARCH, SmallMunicipality, make_municipality, update

# What logs people in, the server that they log in to, and what draws a page.
__all__ = ["_one_provider", "login_home", "login_server", "open_page", "page_home", "provider", "real_browser"]


@pytest.fixture(scope="session")
def inbox_owner(tmp_path_factory: pytest.TempPathFactory) -> SmallMunicipality:
    """March is delivered and published, once for all rows: none of them changes anything."""
    small = make_municipality(tmp_path_factory.mktemp("attacked"))
    for name, spec in SPECS.items():
        small.write_spec(name, spec)
    small.put_masters()
    small.put("posteringer_2026_03.csv", MARCH)
    update(small)
    return small


@pytest.fixture(autouse=True)
def _nothing_was_refused_before() -> None:
    """The first refusal of a kind is written down at once, what is like it within a minute is counted."""
    deeds.forget()


@pytest.fixture(scope="session")
def _one_installation(
    tmp_path_factory: pytest.TempPathFactory, login_home: Path, _one_provider: OidcProvider
) -> Installation:
    """People log in to it, and one of them may see everything; once for all rows: none of them changes anything."""
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

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from dashboard import deeds
from dashboard.store.at_hand import forget
from tests.pages.living_a_round import an_open_round
from tests.pages.page_release import publish_page_release
from tests.pages.screen import Screen

APP = Path(__file__).parents[2] / "dashboard" / "app.py"

OpenPage = Callable[..., Screen]


@pytest.fixture(scope="session")
def page_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the hand-made release."""
    home = tmp_path_factory.mktemp("home")
    (home / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(home / "releases")
    return home


@pytest.fixture
def home(tmp_path: Path, page_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own: what one test enters, no other sees."""
    # Whoever looked at staff figures there is written down there: its store and log are no part of what is copied.
    ours = shutil.ignore_patterns("store", "audit")
    shutil.copytree(page_home, tmp_path, ignore=ours, dirs_exist_ok=True)
    monkeypatch.setenv("PEJLING_HOME", str(tmp_path))
    forget()
    deeds.forget()
    return tmp_path


@pytest.fixture
def store(home: Path) -> Engine:
    """The installation's store, with a forecast round that is open."""
    return an_open_round(home)


@pytest.fixture
def open_page(page_home: Path, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Draw a page at an address: `open_page(unit="north", lang="en")`; `page="data_quality"` for another page."""

    def opened(page: str | None = None, home: Path = page_home, **query: str | list[str]) -> Screen:
        monkeypatch.setenv("PEJLING_HOME", str(home))
        monkeypatch.delenv("PEJLING_SETTINGS", raising=False)
        monkeypatch.setenv("PEJLING_DEMO", "1")
        app = AppTest.from_file(str(APP), default_timeout=120)  # a busy machine is no fault of the page
        for name, value in query.items():
            app.query_params[name] = value
        if page:
            app.session_state["page"] = page
            app.run()
            for name, value in query.items():  # another page keeps only who looks and the language
                app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception[0].message
        return Screen(app)

    return opened

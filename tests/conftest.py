"""What tests of several rooms share: one real browser, what is found out once; and which of them begin first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

# What is expected is waited for; a slow machine is no fault of the page.
expect.set_options(timeout=60_000)

# A slow machine is no fault of what is tried either.
hypothesis.settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shared machine")

# What takes longest begins first: at the end no worker is left with it.
_FIRST = ("tests/spine/test_kills", "tests/browser/", "tests/oracle/test_sample", "tests/store/test_kills")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that script/test found or installed; one for all rooms, since Playwright runs once in a process."""
    chosen = os.environ.get("PEJLING_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        path = chosen or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.fail("no Chromium was found: run script/test, which finds or installs one")
        opened = playwright.chromium.launch(executable_path=path)
        yield opened
        opened.close()


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """A drawn page asks every installed package for components of its own: nine tenths of the time of tests of pages.

    No package is installed while tests run, so the answer is kept.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def _the_end_of_a_drawing_is_waited_for() -> Iterator[None]:
    """A page that is drawn without a browser is asked a thousand times a second whether it is drawn: that slows it."""
    ask = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread:
            runner._script_thread.join(timeout)
        ask(runner, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest."""
    items.sort(key=lambda item: next((i for i, name in enumerate(_FIRST) if item.nodeid.startswith(name)), len(_FIRST)))

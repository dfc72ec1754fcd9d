"""What tests of several rooms share: one real browser, what is found out once; and which of them begin first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from streamlit.components.v2 import manifest_scanner

# What is expected is waited for; a slow machine is no fault of the page.
expect.set_options(timeout=60_000)

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest."""
    items.sort(key=lambda item: next((i for i, name in enumerate(_FIRST) if item.nodeid.startswith(name)), len(_FIRST)))

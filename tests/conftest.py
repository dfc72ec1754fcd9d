"""What tests of several rooms share: one real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

# What is expected is waited for; a slow machine is no fault of the page.
expect.set_options(timeout=30_000)

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

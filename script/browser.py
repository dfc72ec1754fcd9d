"""A Chromium for the browser tests: found on the path, else installed. Standard library only."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from environment import step, stop, tool

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def find_or_install() -> str:
    """The path of a Chromium; ends with the remedy when none can be had."""
    if chosen := os.environ.get("PEJLING_CHROMIUM"):
        return chosen
    if found := _on_path():
        return found
    with step("A browser for the browser tests"):
        for install in (_by_apt, _by_playwright):
            if found := install():
                return found
    return stop(
        "The browser tests need Chromium and none could be found or installed: install Chromium or Chrome, "
        "or name one with PEJLING_CHROMIUM, then run script/test again."
    )


def _on_path() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def _by_apt() -> str | None:
    is_root = platform.system() == "Linux" and os.getuid() == 0
    if not is_root or not shutil.which("apt-get"):
        return None
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *arguments], env=unattended, check=False, stdout=subprocess.DEVNULL)
    return _on_path()


def _by_playwright() -> str | None:
    subprocess.run([tool("playwright"), "install", "chromium"], check=False)
    asked = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([tool("python"), "-c", asked], capture_output=True, text=True, check=False).stdout.strip()
    return answer if answer and Path(answer).exists() else None

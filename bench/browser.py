"""What a person waits for in the browser: first view and clicks, beside an empty Streamlit page in the same run.

    PEJLING_HOME=FOLDER PEJLING_SETTINGS=FILE python bench/browser.py [--rounds 5]

Needs a published release and a Chromium. A first view is cold: a new browser context, nothing cached, until the table
stands. Clicks are also measured on a second server that collects garbage after every rerun and freezes nothing, as
Streamlit does by default; the two take turns, so that the ratio shows what leaving it out is still worth.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

OURS = "import sys; from dashboard.server import serve; from pipelines.home import open_home; "
OURS += "serve(open_home(), port=int(sys.argv[1]), demo=True)"
CHART = ".canvas[role=img] .main-svg"
EMPTY = "import streamlit as st\nst.title('empty')\n"
# `serve` refuses this setting, so the refusal is left out too.
COLLECTING = """
import gc, sys
import dashboard.server as server
from pipelines.home import open_home
ours = server.flat_settings()
server.flat_settings = lambda: {**ours, "runner.postScriptGC": True}
server.refuse_unsafe_settings = lambda values: None
gc.freeze = lambda: None
server.serve(open_home(), port=int(sys.argv[1]), demo=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        executable = os.environ.get("PEJLING_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        options = ["--server.headless=true", "--browser.gatherUsageStats=false"]
        empty = [sys.executable, "-m", "streamlit", "run", str(script), *options, "--server.port"]
        code = [sys.executable, "-c"]
        with (
            served(empty, Path(folder)) as plain,
            served([*code, OURS], Path.cwd()) as ours,
            served([*code, COLLECTING], Path.cwd()) as collecting,
        ):
            bare = median(chosen.rounds, lambda: first_view(browser, plain, "h1"))
            view = median(chosen.rounds, lambda: first_view(browser, ours, "tr[aria-expanded]"))
            print(f"first view: {view:.2f} s, an empty page {bare:.2f} s, ratio {view / bare:.2f}")
            capital = f"{ours}/anlaeg?person=controller"
            words, charts = (median(chosen.rounds, partial(first_view, browser, capital, one)) for one in ("h1", CHART))
            after = median(chosen.rounds, lambda: first_view(browser, capital, CHART, after=ours))
            print(f"first view of a page with Plotly: words {words:.2f} s, charts {charts:.2f} s; "
                  f"charts after the first page, {after:.2f} s")  # fmt: skip
            measure_clicks(browser, ours, collecting, chosen.rounds)


def measure_clicks(browser: Browser, ours: str, collecting: str, rounds: int) -> None:
    turns = [row_opener(browser, address) for address in (ours, collecting)]
    seconds = [[turn() for turn in turns] for _ in range(rounds)]
    plain, collected = (statistics.median(column) for column in zip(*seconds, strict=True))
    print(f"open a row: {plain:.2f} s; with a collection after every rerun {collected:.2f} s, "
          f"ratio {collected / plain:.2f}")  # fmt: skip


def row_opener(browser: Browser, address: str) -> Callable[[], float]:
    """What opens the first row of a page and closes it again; the seconds that opening took."""
    page = browser.new_page()
    page.goto(f"{address}/?person=controller")
    page.locator("tr[aria-expanded]").first.wait_for()
    rows = page.locator("tr[aria-expanded]")

    def turn(expanded: str) -> float:
        start = time.perf_counter()
        rows.first.locator(".open").click()
        page.locator(f"tr[aria-expanded='{expanded}']").first.wait_for()
        page.locator("tr[aria-busy='true']").wait_for(state="detached")
        return time.perf_counter() - start

    def opened() -> float:
        seconds = turn("true")
        turn("false")
        return seconds

    opened()
    return opened


def first_view(browser: Browser, address: str, waited_for: str, *, after: str = "") -> float:
    """The seconds until it stands, in a browser that has seen nothing, or only the page `after` in peace."""
    context = browser.new_context()
    page: Page = context.new_page()
    if after:
        page.goto(after, wait_until="networkidle")
        page.locator("tr[aria-expanded]").first.wait_for()
    start = time.perf_counter()
    page.goto(address)
    page.locator(waited_for).first.wait_for()
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def median(rounds: int, measured: Callable[[], float]) -> float:
    measured()
    return statistics.median(measured() for _ in range(rounds))


@contextmanager
def served(command: list[str], folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*command, str(port)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2):
                break
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()

"""The dashboard served to a browser by a process of its own, which begins in a moment: starting anew takes seconds."""

from __future__ import annotations

import os
import socket
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.processes import running

ROOT = Path(__file__).parents[2]


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The dashboard of `home` on a free port, in a process of its own that begins in a moment; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {"PEJLING_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with (
        tempfile.TemporaryDirectory() as logs,
        running(_serve, str(home), port, f"{logs}/server.log", **variables) as server,
    ):
        _wait_until_ready(server.process, f"http://127.0.0.1:{port}", Path(logs, "server.log"))
        yield f"http://127.0.0.1:{port}"
        server.process.terminate()
        server.process.join(60)


def _serve(_: Callable[[object], None], home: str, port: int, log: str) -> None:
    with Path(log).open("wb") as file:
        for number in (1, 2):
            os.dup2(file.fileno(), number)
    os.environ.pop("PEJLING_SETTINGS", None)
    os.chdir(home)
    from dashboard.server import serve  # noqa: PLC0415 -- loaded where the process comes from; who looks on need not
    from pipelines.home import open_home  # noqa: PLC0415

    serve(open_home(), port=port, demo=True)


def _wait_until_ready(server: BaseProcess, address: str, log: Path) -> None:
    for _ in range(1200):
        if not server.is_alive():
            pytest.fail(f"the server stopped: {log.read_text(encoding='utf-8')}")
        with suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=2):
            return
        time.sleep(0.1)
    pytest.fail("the server was not ready within two minutes")

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from tests.door.small_release import publish_small_release

ROOT = Path(__file__).parents[2]
SECRET = "a secret that the tests know, long enough to sign with"
PAGE = {"Accept": "text/html"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Served:
    """A running server: its address, its home and its log."""

    address: str
    home: Path
    log: Path

    def get(self, path: str, **headers: str) -> Answer:
        request = urllib.request.Request(
            self.address + path, headers={name.replace("_", "-"): v for name, v in headers.items()}
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_home(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "municipality.toml").write_text('name = "Prøve Kommune"\n', encoding="utf-8")
    return folder


def start(home: Path, port: int, log: Path, *, demo: bool = True, folder: Path = ROOT) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "STREAMLIT_SERVER_COOKIE_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
    environment.pop("PEJLING_DEMO", None)
    command = [sys.executable, "-m", "tests.server.run_server", str(home), str(port), *(["demo"] if demo else [])]
    with log.open("wb") as written:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=written, stderr=subprocess.STDOUT)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = make_home(tmp_path_factory.mktemp("served") / "home")
    publish_small_release(home / "releases")
    port, log = free_port(), home / "server.log"
    process = start(home, port, log)
    server = Served(f"http://localhost:{port}", home, log)
    try:
        wait_until_ready(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(60)


def wait_until_ready(server: Served, process: subprocess.Popen[bytes]) -> None:
    for _ in range(480):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {server.log.read_text(encoding='utf-8')}")
        try:
            if server.get("/readyz").status == 200:
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.25)
    pytest.fail(f"the server did not get ready in two minutes: {server.log.read_text(encoding='utf-8')}")

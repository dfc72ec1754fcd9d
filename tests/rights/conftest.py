"""The sample municipality with everybody logged in, made once; and the real server for it, with or without a guard."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from tests.packs.conftest import sample
from tests.packs.sample import Sample, analyst_files_of
from tests.rights.personas import SECRET, TownHall, settle, town_hall
from tests.rights.truth import Truth, whole_truth
from tests.server.conftest import Served, free_port, wait_until_ready

__all__ = ["sample"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def hall(sample: Sample, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> TownHall:
    """What all tests only look at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "town-hall"
    with FileLock(f"{folder}.lock"), pytest.MonkeyPatch.context() as patch:
        patch.delenv("PEJLING_STORE_URL", raising=False)
        if not (folder / "keys.toml").exists():
            settle(folder, sample.home.releases, analyst_files_of(sample.home))
    return town_hall(folder)


@pytest.fixture(scope="session")
def truth(hall: TownHall) -> Truth:
    """The whole truth, with amounts as they are shown too."""
    return whole_truth().with_amounts_as_shown(hall.release_file)


@contextmanager
def serving(hall: TownHall, log: Path, *without: str) -> Iterator[Served]:
    """The server of the town hall on a free port, without the guards that are named."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PEJLING_")},
        "PEJLING_LOGIN_SECRET": "what the provider knows us by",
        "PEJLING_COOKIE_SECRET": SECRET,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.rights.run_server", str(hall.home.folder), str(port), *without]
    with log.open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT)
    served = Served(f"http://localhost:{port}", hall.home.folder, log)
    try:
        wait_until_ready(served, process)
        yield served
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def served(hall: TownHall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server, with every guard."""
    with serving(hall, tmp_path_factory.mktemp("served") / "server.log") as server:
        yield server

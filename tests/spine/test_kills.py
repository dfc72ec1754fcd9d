"""kill -9 at any moment: the served release stays whole, and a second run ends where an unkilled one does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.releases import current_release, release_ids
from pipelines.verify import differences
from tests.spine.small_municipality import SmallMunicipality, make_municipality, postings

KILLS = 100
# Two tests of half the kills each, so that two processes share them.
SEEDS = (11, 12)


def command(small: SmallMunicipality, *arguments: str) -> list[str]:
    options = ["--home", str(small.home.folder), "--settings", str(small.home.settings_file)]
    return [sys.executable, "-c", "from dashboard.cli import main; main()", *arguments, *options]


def month(number: int, round_number: int) -> str:
    return postings(
        (f"A{number}", "10000001", f"{1000 + number},{round_number % 100:02}"),
        (f"B{number}", "20000002", f"{round_number},50"),
        month=f"{number:02}",
    )


def put_round(small: SmallMunicipality, round_number: int) -> None:
    """Deliver two months anew in each round, so that every run has something to take in."""
    for number in (1 + round_number % 10, 2 + round_number % 10):
        small.put(f"posteringer_2026_{number:02}_{round_number:03}.csv", month(number, round_number))


def run(small: SmallMunicipality, *arguments: str) -> None:
    done = subprocess.run(command(small, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def seconds_of_an_update(folder: Path) -> float:
    small = make_municipality(folder)
    small.put_masters()
    put_round(small, 0)
    start = time.perf_counter()
    run(small, "update")
    return time.perf_counter() - start


def content(small: SmallMunicipality) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every figure; in which delivery a line came is another story each time."""
    tables = [name for name in small.current.tables if name.startswith(("budget_followup", "organisation", "chart"))]
    told = {
        name: "* exclude (delivery_id)" if "delivery_id" in small.current.tables[name].columns else "*"
        for name in tables
    }
    return {name: small.ask(f"select {told[name]} from {name} order by all") for name in tables}


@pytest.mark.parametrize("seed", SEEDS)
def test_kills_at_random_moments_lose_and_tear_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole_run = seconds_of_an_update(tmp_path / "measured")
    small, unkilled = make_municipality(tmp_path / "killed"), make_municipality(tmp_path / "unkilled")
    small.put_masters()
    run(small, "update")
    killed = 0
    for round_number in range(1, KILLS // len(SEEDS) + 1):
        put_round(small, round_number)
        served = current_release(small.home)
        process = subprocess.Popen(command(small, "update"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.25, 1.05) * whole_run)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            killed += 1
        process.wait()
        now = current_release(small.home)
        assert now in release_ids(small.home)
        assert now is not None
        assert served is not None
        if now != served:
            assert differences(small.home.releases / now) == []
        if round_number % 10 == 0:
            run(small, "update")
            assert differences(small.home.releases / small.current.release) == []
    run(small, "update")
    assert killed >= KILLS // len(SEEDS) * 0.6, "the moments are chosen badly: too few runs were killed at work"
    unkilled.put_masters()
    for round_number in range(1, KILLS // len(SEEDS) + 1):
        put_round(unkilled, round_number)
        run(unkilled, "deliver") if round_number % 10 == 0 else None
    run(unkilled, "update")
    assert content(small) == content(unkilled)
    assert not list(small.home.deliveries.glob(".incoming-*"))
    assert not list(small.home.inbox.iterdir())

"""kill -9 at any moment: the served release stays whole, and a second run ends where an unkilled one does."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pipelines.releases import current_release, release_ids
from pipelines.verify import differences
from tests.spine.small_municipality import SmallMunicipality, make_municipality, postings

KILLS = 100
# Two tests of half the kills each, so that two processes share them.
SEEDS = (11, 12)
STAGES = ("deliver", "build", "publish")


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


def seconds_of(small: SmallMunicipality, *arguments: str) -> float:
    start = time.perf_counter()
    run(small, *arguments)
    return time.perf_counter() - start


def measure(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """How long each stage takes, and which share of it goes before it has begun its work."""
    small = make_municipality(folder)
    small.put_masters()
    put_round(small, 0)
    seconds = {stage: seconds_of(small, stage) for stage in STAGES}
    startup = seconds_of(small, "release", "list")
    return seconds, {stage: startup / seconds[stage] for stage in STAGES}


def content(small: SmallMunicipality) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every figure; in which delivery a line came is another story each time."""
    tables = [name for name in small.current.tables if name.startswith(("budget_followup", "organisation", "chart"))]
    told = {
        name: "* exclude (delivery_id)" if "delivery_id" in small.current.tables[name].columns else "*"
        for name in tables
    }
    return {name: small.ask(f"select {told[name]} from {name} order by all") for name in tables}


def kill_at_work(small: SmallMunicipality, stage: str, after: float) -> float | None:
    """Start the stage and kill it after so many seconds; how long it took where it had ended by itself before."""
    start = time.perf_counter()
    process = subprocess.Popen(command(small, stage), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return None
    return time.perf_counter() - start


@pytest.mark.timeout(1200)  # some 150 commands, each a process of its own: minutes where the machine is busy
@pytest.mark.parametrize("seed", SEEDS)
def test_kills_at_random_moments_lose_and_tear_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    seconds, startup_share = measure(tmp_path / "measured")
    small, unkilled = make_municipality(tmp_path / "killed"), make_municipality(tmp_path / "unkilled")
    small.put_masters()
    run(small, "update")
    killed: Counter[str] = Counter()
    for round_number in range(1, KILLS // len(SEEDS) + 1):
        put_round(small, round_number)
        stage = STAGES[round_number % len(STAGES)]
        for earlier in STAGES[: STAGES.index(stage)]:
            seconds[earlier] = seconds_of(small, earlier)
        served = current_release(small.home)
        # From the moment in which the command has started, to a little after it would have ended. How long it takes is
        # what it took last: the machine has other work at some times than at others.
        ended = kill_at_work(small, stage, seconds[stage] * chance.uniform(0.9 * startup_share[stage], 1.02))
        killed[stage] += ended is None
        seconds[stage] = ended or seconds[stage]
        now = current_release(small.home)
        assert now is not None
        assert now in release_ids(small.home)
        if now != served:
            assert differences(small.home.releases / now) == []
    run(small, "update")
    assert all(killed[stage] >= 5 for stage in STAGES), f"the moments are chosen badly: {killed}"
    unkilled.put_masters()
    for round_number in range(1, KILLS // len(SEEDS) + 1):
        put_round(unkilled, round_number)
        if round_number % 10 == 0:
            run(unkilled, "deliver")
    run(unkilled, "update")
    assert content(small) == content(unkilled)
    assert not list(small.home.deliveries.glob(".incoming-*"))
    assert not list(small.home.inbox.iterdir())

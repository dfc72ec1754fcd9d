"""kill -9 at any moment: the served release stays whole, and a second run ends where an unkilled one does."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from pipelines.candidates import finished_candidate
from pipelines.releases import current_release, release_ids
from pipelines.verify import differences
from tests.processes import pejling, pejling_at_work
from tests.spine.small_municipality import SmallMunicipality, make_municipality, postings

SEEDS = (11, 12)
STAGES = ("deliver", "build", "publish")
# So many kills of one stage in a row: a candidate that waits is built once for all of them, and the one that is killed
# while it is built is the dearest to come by.
IN_A_ROW = [*["deliver"] * 5, *["build"] * 3, *["publish"] * 5]
ROUNDS = 2 * len(IN_A_ROW)


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


def command(small: SmallMunicipality, stage: str) -> tuple[str, ...]:
    return (stage, "--home", str(small.home.folder), "--settings", str(small.home.settings_file))


def seconds_of(small: SmallMunicipality, stage: str) -> float:
    """Run a stage to its end; how long it took."""
    start = time.perf_counter()
    done = pejling(*command(small, stage))
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - start


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
    with pejling_at_work(*command(small, stage)) as at_work:
        start = time.perf_counter()
        at_work.process.join(after)
        if at_work.process.is_alive():
            at_work.kill()
            return None
        return time.perf_counter() - start


def put_rounds(small: SmallMunicipality) -> None:
    """All that is delivered between the kills."""
    small.put_masters()
    for round_number in range(ROUNDS + 1):
        put_round(small, round_number)


@pytest.mark.timeout(900)  # some fifteen builds: minutes where the machine is busy
@pytest.mark.parametrize("seed", SEEDS)
def test_kills_at_random_moments_lose_and_tear_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    small, unkilled = make_municipality(tmp_path / "killed"), make_municipality(tmp_path / "unkilled")
    small.put_masters()
    put_round(small, 0)
    seconds = {stage: seconds_of(small, stage) for stage in STAGES}
    killed: Counter[str] = Counter()
    for round_number in range(1, ROUNDS + 1):
        put_round(small, round_number)
        stage = IN_A_ROW[round_number % len(IN_A_ROW)]
        is_waiting = stage == "publish" and finished_candidate(small.home)
        for earlier in STAGES[: 0 if is_waiting else STAGES.index(stage)]:
            seconds[earlier] = seconds_of(small, earlier)
        served = current_release(small.home)
        # How long it takes is what it took last: the machine has other work at some times than at others.
        ended = kill_at_work(small, stage, seconds[stage] * chance.uniform(0, 1.02))
        killed[stage] += ended is None
        seconds[stage] = ended or seconds[stage]
        now = current_release(small.home)
        assert now is not None
        assert now in release_ids(small.home)
        if now != served:
            assert differences(small.home.releases / now) == []
    seconds_of(small, "update")
    assert all(killed[stage] >= 2 for stage in STAGES), f"the moments are chosen badly: {killed}"
    put_rounds(unkilled)
    seconds_of(unkilled, "update")
    assert content(small) == content(unkilled)
    assert not list(small.home.deliveries.glob(".incoming-*"))
    assert not list(small.home.inbox.iterdir())

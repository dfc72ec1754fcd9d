"""Two people at once, in one process and in two, on every database: the second is told, nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from dashboard.store.explanations import explanation_history, record_explanation, standing_explanations
from dashboard.store.forecast_rounds import (
    entry_history,
    record_entries,
    record_entry,
    record_round,
    standing_entries,
)
from dashboard.store.forecast_steps import RoundClosed
from dashboard.store.journal import Author, Outdated
from dashboard.store.writing import Flush
from pipelines.home import Home
from tests.store.said import ANN, BO, ENTRY, EXPLANATION, NOW, ROUND

THREADS, SAVES, PEOPLE = 50, 500, 25

# Waits for a sign, then explains the same deviation as somebody else; says whether it was kept or whose stands.
SECOND_PROCESS = """
import sys
from dataclasses import replace
from pathlib import Path
from dashboard.store.database import open_store
from dashboard.store.explanations import record_explanation
from dashboard.store.journal import Author, Outdated
from pipelines.home import open_home
from tests.store.said import EXPLANATION

home, name = Path(sys.argv[1]), sys.argv[2]
store = open_store(open_home(home, home / "municipality.toml"))
print("ready", flush=True)
sys.stdin.readline()
for seen in range(20):
    try:
        record_explanation(store, replace(EXPLANATION, words=name), Author(name, "controller", "r"), seen_version=seen)
        print("kept", flush=True)
    except Outdated as outdated:
        print(outdated.theirs.person, flush=True)
"""


def test_the_second_is_shown_what_the_first_said_and_may_say_it_over(store: Engine) -> None:
    first = record_explanation(store, EXPLANATION, ANN, seen_version=0)
    mine = replace(EXPLANATION, cause="price", words="Dyrere mad")
    with pytest.raises(Outdated) as told:
        record_explanation(store, mine, BO, seen_version=0)
    assert told.value.theirs == first
    assert mine.words == "Dyrere mad", "what the second wanted is still theirs to show beside it"
    second = record_explanation(store, mine, BO, seen_version=told.value.theirs.version)
    assert explanation_history(store, 2026, 4, "school", "løn") == [second, first]
    assert standing_explanations(store, 2026, 4) == standing_explanations(store, 2026) == {(4, "school", "løn"): second}


def test_a_second_click_is_no_second_word(store: Engine) -> None:
    first = record_explanation(store, EXPLANATION, ANN, seen_version=0, now=NOW)
    again = record_explanation(store, EXPLANATION, ANN, seen_version=0, now=NOW + timedelta(seconds=1))
    assert again == first
    assert len(explanation_history(store, 2026, 4, "school", "løn")) == 1


def test_of_several_that_belong_together_all_are_saved_or_none(store: Engine) -> None:
    record_round(store, ROUND, BO, seen_version=0)
    theirs = record_entry(store, replace(ENTRY, account_group="varer"), BO, seen_version=0)
    wishes = [(replace(ENTRY, account_group=group), 0) for group in ("varer", "løn", "andet")]
    with pytest.raises(Outdated) as told:
        record_entries(store, wishes, ANN)
    assert told.value.theirs == theirs
    assert standing_entries(store, 2026, "FO1") == {("school", "varer"): theirs}
    kept = record_entries(store, [(wishes[0][0], 1), *wishes[1:]], ANN)
    assert [(entry.account_group, entry.version) for entry in kept] == [("varer", 2), ("løn", 1), ("andet", 1)]


def test_two_processes_at_once(store: Engine, home: Home) -> None:
    command = [sys.executable, "-c", SECOND_PROCESS, str(home.folder)]
    both = {
        name: subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        for name in ("ann", "bo")
    }
    for process in both.values():
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in both.values():
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {name: process.communicate()[0].split() for name, process in both.items()}
    history = explanation_history(store, 2026, 4, "school", "løn")
    assert [word.version for word in history] == list(range(len(history), 0, -1))
    for name, outcomes in said.items():
        assert outcomes.count("kept") == sum(word.person == name for word in history)
        assert set(outcomes) <= {"kept", "ann", "bo"}


def test_500_saves_from_50_threads_over_25_people(store: Engine) -> None:
    """Everybody saves in turn on what they last saw, and again when they are told; each amount is kept once."""
    record_round(store, ROUND, BO, seen_version=0)
    start = threading.Barrier(THREADS)

    def save(thread: int) -> int:
        start.wait()
        author, told, seen = Author(f"person {thread % PEOPLE}", "centre_manager", "r"), 0, 0
        for number in range(SAVES // THREADS):
            wish = replace(ENTRY, unit_id=f"unit {thread % PEOPLE}", amount_dkk=Decimal(thread * 1000 + number))
            while True:
                try:
                    seen = record_entry(store, wish, author, seen_version=seen).version
                    break
                except Outdated as outdated:
                    seen = outdated.theirs.version
                    told += 1
        return told

    with ThreadPoolExecutor(THREADS) as threads:
        told = sum(threads.map(save, range(THREADS)))
    assert told > 0, "two at once each: somebody must have been second"
    amounts: list[Decimal] = []
    for person in range(PEOPLE):
        history = entry_history(store, 2026, "FO1", f"unit {person}")
        assert [entry.version for entry in history] == list(range(2 * SAVES // THREADS, 0, -1))
        amounts += [entry.amount_dkk for entry in history]
    assert sorted(amounts) == sorted(
        Decimal(thread * 1000 + number) for thread in range(THREADS) for number in range(SAVES // THREADS)
    )


def test_nothing_gets_into_a_round_once_it_is_closed(store: Engine) -> None:
    """Somebody closes the round in the middle of many answers: all that was kept was kept before."""
    record_round(store, ROUND, BO, seen_version=0)
    start = threading.Barrier(6)

    def answer(thread: int) -> tuple[int, bool]:
        start.wait()
        for number in range(200):
            try:
                record_entry(store, replace(ENTRY, unit_id=f"unit {thread}"), ANN, seen_version=number)
            except RoundClosed:
                return number, True
        return 200, False

    with ThreadPoolExecutor(5) as threads:
        answers = [threads.submit(answer, thread) for thread in range(5)]
        start.wait()
        record_round(store, replace(ROUND, state="closed"), BO, seen_version=1)
        frozen = standing_entries(store, 2026, "FO1")
        outcomes = [answer.result() for answer in answers]
    assert all(was_refused for _, was_refused in outcomes)
    assert standing_entries(store, 2026, "FO1") == frozen
    assert sum(kept for kept, _ in outcomes) == sum(entry.version for entry in frozen.values())


def test_nobody_is_told_before_a_flush_that_began_after_their_word() -> None:
    begun, over, seen = 0, 0, []

    def flush() -> None:
        nonlocal begun, over
        begun += 1
        over = begun

    shared = Flush(flush)

    def save(_: int) -> None:
        before = begun
        shared.wait()
        seen.append(over > before)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(save, range(200)))
    assert all(seen)
    assert begun <= 200


def test_a_flush_that_fails_is_told_to_all_who_waited_for_it() -> None:
    is_waiting, may_end = threading.Event(), threading.Event()

    def flush() -> None:
        is_waiting.set()
        may_end.wait()
        raise OSError(5, "the disk is gone")

    shared = Flush(flush)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(shared.wait)
        is_waiting.wait()
        later = [threads.submit(shared.wait) for _ in range(2)]
        may_end.set()
        for waiting in (first, *later):
            with pytest.raises(OSError, match="the disk is gone"):
                waiting.result()

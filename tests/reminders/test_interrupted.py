"""A run that is killed at each step, a server that is slow, silent or gone: no letter is lost, none is sent twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.reminders import post
from dashboard.reminders.command import remind
from dashboard.store.attention import HELD_FOR
from pipelines.home import Home
from pipelines.problems import Problem
from tests.reminders.conftest import NOW, Mailbox, Running

ROOT = Path(__file__).parents[2]
LATER = NOW + HELD_FOR + timedelta(minutes=5)
RUN = """
import sys
from datetime import datetime
from pathlib import Path
from dashboard.reminders.command import remind
from pipelines.home import open_home
folder = Path(sys.argv[1])
remind(open_home(folder, folder / "municipality.toml"), now=datetime.fromisoformat(sys.argv[2]))
"""


def killed_at(step: str, of_letter: int, home: Home, mailbox: Mailbox) -> None:
    """A run of its own process, killed when the server is at the step of that letter."""
    seen: Counter[str] = Counter()

    async def kill(at: str, _server: Any) -> None:
        seen[at] += 1
        if at == step and seen[at] == of_letter:
            running.kill()
            running.wait()

    mailbox.meanwhile = kill
    with subprocess.Popen([sys.executable, "-c", RUN, str(home.folder), NOW.isoformat()], cwd=ROOT) as running:
        assert running.wait(120) != 0, "it was killed"
    mailbox.meanwhile = None


@pytest.mark.parametrize(
    ("step", "of_letter", "before", "held"),
    [
        ("MAIL", 1, 0, 0),
        ("RCPT", 2, 1, 0),  # nothing is claimed yet
        ("DATA", 2, 1, 1),  # claimed, and not given
        ("taken", 2, 2, 1),  # given, and the server could not say so
        ("MAIL", 3, 2, 0),  # noted
    ],
)
def test_what_a_killed_run_has_not_sent_is_sent_by_a_later_one(
    home: Home, server: Running, step: str, of_letter: int, before: int, held: int,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    mailbox = server.mailbox
    killed_at(step, of_letter, home, mailbox)
    assert len(mailbox.letters) == before
    remind(home, now=NOW + timedelta(minutes=1))
    in_doubt = held == 1 and step == "taken"
    assert len(mailbox.letters) == 6 - held + in_doubt, "what a living run may be sending is let be"
    assert ("a run in 30 minutes" in capsys.readouterr().err) == bool(held)
    remind(home, now=LATER)
    counts = Counter(mailbox.subjects)
    assert len(counts) == 6
    assert sorted(counts.values()) == [1] * 5 + [2 if in_doubt else 1]
    letters = {(str(one["To"]), str(one["Subject"]), str(one["Message-ID"])) for one in mailbox.letters}
    assert len(letters) == len({message_id for *_, message_id in letters}) == 6, "what came twice is known for one"
    remind(home, now=LATER + timedelta(days=1))
    assert Counter(mailbox.subjects) == counts


def test_a_slow_server_is_waited_for(home: Home, server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "SECONDS", 0.6)

    async def think(step: str, _server: Any) -> None:
        if step == "taken":
            await asyncio.sleep(0.9)

    server.mailbox.meanwhile = think
    remind(home, now=NOW)
    assert len(server.mailbox.letters) == len(set(server.mailbox.subjects)) == 6


@contextmanager
def one_letter_goes_wrong(mailbox: Mailbox, at: str, wrong: Any) -> Iterator[None]:
    """The second letter's conversation takes another turn at a step."""
    seen: Counter[str] = Counter()

    async def happen(step: str, server: Any) -> str | None:
        seen[step] += 1
        if step == at and seen[step] == 2:
            return await wrong(server)  # type: ignore[no-any-return]
        return None

    mailbox.meanwhile = happen
    yield
    mailbox.meanwhile = None


async def _drop(server: Any) -> None:
    server.transport.abort()


async def _keep_silent(server: Any) -> None:
    await asyncio.sleep(2)


async def _go_away(server: Any) -> str:
    return "421 closing for the night"


@pytest.mark.parametrize(
    ("step", "wrong", "held", "doubled"),
    [
        ("RCPT", _drop, 0, 0),
        ("MAIL", _go_away, 0, 0),
        ("DATA", _drop, 1, 0),
        ("taken", _drop, 1, 1),
        ("taken", _keep_silent, 1, 1),
    ],
)
def test_a_server_that_goes_silent_or_away_holds_up_no_other_letter(
    home: Home, server: Running, monkeypatch: pytest.MonkeyPatch, step: str, wrong: Any, held: int, doubled: int
) -> None:
    monkeypatch.setattr(post, "ANSWER_SECONDS", 1.0)
    mailbox = server.mailbox
    with (
        one_letter_goes_wrong(mailbox, step, wrong),
        pytest.raises(Problem, match="1 of 6 reminders could not be sent"),
    ):
        remind(home, now=NOW)
    assert len(mailbox.letters) == 5 + doubled
    remind(home, now=NOW + timedelta(minutes=1))
    assert len(mailbox.letters) == 6 - held + doubled
    remind(home, now=LATER)
    assert len(mailbox.letters) == 6 + doubled
    assert len({str(one["Message-ID"]) for one in mailbox.letters}) == len(set(mailbox.subjects)) == 6


def test_a_server_that_always_goes_away_is_let_be_after_some_times(home: Home, server: Running) -> None:
    asked: list[datetime] = []

    async def drop(step: str, running: Any) -> None:
        if step == "MAIL":
            asked.append(NOW)
            running.transport.abort()

    server.mailbox.meanwhile = drop
    with pytest.raises(Problem, match="6 of 6 reminders could not be sent"):
        remind(home, now=NOW)
    assert len(asked) == 3
    server.mailbox.meanwhile = None
    remind(home, now=NOW + timedelta(minutes=1))
    assert len(server.mailbox.letters) == 6


def test_a_letter_that_never_gets_through_comes_last(home: Home, server: Running) -> None:
    with one_letter_goes_wrong(server.mailbox, "DATA", _drop), pytest.raises(Problem):
        remind(home, now=NOW)
    lost = set(server.mailbox.subjects)
    server.mailbox.letters.clear()
    home.reminders.write_text(
        home.reminders.read_text(encoding="utf-8").replace('"unge@', '"alle@pejleby.example", "unge@'), encoding="utf-8"
    )
    remind(home, now=LATER)
    assert len(server.mailbox.subjects) == 3
    assert [subject in lost for subject in server.mailbox.subjects] == [False] * 3
    assert server.mailbox.subjects[-1][0] != "alle@pejleby.example", "who was never tried comes first"

"""Sending what is due, each letter once.

A reminder is claimed in the store when the server has said that it takes mail for that address, given to the server
after that, and noted as sent when the server has said that it has it. A claim keeps every other run away; one that is
older than any run waits belongs to a run that was cut off, and is taken up. So no letter is lost. One is sent twice
only where nobody can know better: the server had it and could not say so, or the run was killed in that moment. Both
have the same Message-ID, by which mail servers and readers know them for one.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dashboard.reminders.due import Reminder
from dashboard.reminders.letters import letter, new_message_id
from dashboard.reminders.post import CutOff, NotReached, Post, Refused, Server, opened
from dashboard.reminders.settings import KINDS, Reminders
from dashboard.store.at_hand import AtHand
from dashboard.store.attention import (
    begun_reminders,
    claim_reminder,
    let_go_reminder,
    note_reminder_sent,
    sent_reminders,
)

MOST_CUTS = 3


@dataclass
class Outcome:
    """What came of a run. `refused` and `unheard`: address and why; all but the sent are for later runs.

    `held` are claimed by another run. `stopped` says why the rest was not tried, where it was not.
    """

    sent: list[Reminder] = field(default_factory=list)
    held: list[Reminder] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unheard: list[tuple[str, str]] = field(default_factory=list)
    untried: int = 0
    stopped: NotReached | None = None


def unsent(store: AtHand, reminders: Iterable[Reminder]) -> list[Reminder]:
    """Those that were not sent before; what failed before comes last, so that it holds up nothing else.

    Of a store that does not answer all: sending will say so.
    """
    no_sent: dict[tuple[str, str], datetime] = {}
    no_begun: set[tuple[str, str]] = set()
    sent = {kind: store.read(no_sent, sent_reminders, kind) for kind in KINDS}
    begun = {kind: store.read(no_begun, begun_reminders, kind) for kind in KINDS}
    new = [one for one in reminders if (one.subject, one.address) not in sent[one.kind]]
    return sorted(new, key=lambda one: (one.subject, one.address) in begun[one.kind])


def send(store: AtHand, server: Server, settings: Reminders, reminders: list[Reminder], now: datetime) -> Outcome:
    """Send them. A server that goes away is asked again, some times.

    Raises NotReached where it cannot be reached at all, NotKept where the store cannot note what is sent.
    """
    run, waiting = _Run(store, settings, now), deque(reminders)
    while waiting and len(run.outcome.unheard) < MOST_CUTS:
        try:
            with opened(server) as post:
                while waiting:
                    run.send(post, waiting.popleft())
        except CutOff:
            continue  # it is noted; a new connection for the others
        except NotReached as problem:
            if not run.outcome.unheard:
                raise
            run.outcome.stopped = problem
            break
    run.outcome.untried = len(waiting)
    return run.outcome


class _Run:
    """One run: a clock that began at `now`, and what has come of it so far."""

    def __init__(self, store: AtHand, settings: Reminders, now: datetime) -> None:
        self._store, self._settings = store, settings
        self._began_at, self._began = now, time.monotonic()
        self.outcome = Outcome()

    def send(self, post: Post, one: Reminder) -> None:
        """Send one, where it is this run's. Raises CutOff, NotKept."""
        try:
            self._send(post, one)
        except CutOff as cut:
            self.outcome.unheard.append((one.address, str(cut)))
            raise
        except Refused as error:
            self.outcome.refused.append((one.address, str(error)))

    def _send(self, post: Post, one: Reminder) -> None:
        post.offer(self._settings.sender, one.address)
        claim = self._store.save(
            claim_reminder, one.kind, one.subject, one.address, new_message_id(self._settings.sender), now=self._now
        )
        if claim is None:
            self.outcome.held.append(one)
            post.take_back()
            return
        try:
            post.give(letter(one, self._settings, self._now, claim.message_id))
        except Refused:
            self._store.save(let_go_reminder, claim, now=self._now)
            raise
        self._store.save(note_reminder_sent, claim, now=self._now)
        self.outcome.sent.append(one)

    @property
    def _now(self) -> datetime:
        return self._began_at + timedelta(seconds=time.monotonic() - self._began)

"""Sending what is due, each letter once.

A reminder is claimed in the store when the server has said that it takes mail for that address, and given to the server
after that. So nothing is ever sent twice, be it two at once or a kill in between: killed between the two, a run leaves
that one reminder unsent for good, and all others to the next run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboard.reminders.due import Reminder
from dashboard.reminders.letters import letter
from dashboard.reminders.post import Post, Refused, Server, opened
from dashboard.reminders.settings import KINDS, Reminders
from dashboard.store.at_hand import AtHand
from dashboard.store.attention import claim_reminder, sent_reminders


@dataclass(frozen=True)
class Outcome:
    """What came of a run. `refused`: address and the server's words; the next run tries again. `lost`: it will not."""

    sent: tuple[Reminder, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


def unsent(store: AtHand, reminders: Iterable[Reminder]) -> list[Reminder]:
    """Those that were not sent before; of a store that does not answer all, and sending will say so."""
    nothing: dict[tuple[str, str], datetime] = {}
    sent = {kind: store.read(nothing, sent_reminders, kind) for kind in KINDS}
    return [one for one in reminders if (one.subject, one.address) not in sent[one.kind]]


def send(store: AtHand, server: Server, settings: Reminders, reminders: list[Reminder], now: datetime) -> Outcome:
    """Send them. Raises Problem where the server cannot be reached, NotKept where the store cannot note it."""
    sent: list[Reminder] = []
    refused: list[tuple[str, str]] = []
    lost: list[tuple[str, str]] = []
    if not reminders:
        return Outcome()
    with opened(server) as post:
        for one in reminders:
            is_claimed = False
            message = letter(one, settings, now)
            try:
                post.offer(message)
                is_claimed = _claim(store, post, one)
                if is_claimed:
                    post.give(message)
                    sent.append(one)
            except Refused as error:
                (lost if is_claimed else refused).append((one.address, str(error)))
    return Outcome(tuple(sent), tuple(refused), tuple(lost))


def _claim(store: AtHand, post: Post, one: Reminder) -> bool:
    """Whether it is this run that sends it."""
    if store.save(claim_reminder, one.kind, one.subject, one.address):
        return True
    post.take_back()
    return False

"""Sending what is wrong: one letter to each address, with what it has not been told of yet.

What somebody was told of is noted in the home and not in the store, which may be what is wrong. A cause that is gone is
forgotten, so that it is told of when it comes again. A run that is killed between the letter and the note sends the
letter again: better twice than never.
"""

from __future__ import annotations

import json
from datetime import datetime

from filelock import FileLock, Timeout

from dashboard.alerts.causes import Cause
from dashboard.alerts.settings import Alerts
from dashboard.reminders.letters import Words, as_message, new_message_id
from dashboard.reminders.post import CutOff, Refused, Server, opened
from dashboard.texts import Texts
from pipelines import durable
from pipelines.home import Home
from pipelines.lock import Busy

FILE = "alerts_told.json"


def send(
    home: Home, server: Server, settings: Alerts, found: list[Cause], now: datetime
) -> tuple[int, list[tuple[str, str]]]:
    """Send what is new to each address: how many letters, and the address and answer of those that were not sent.

    Raises NotReached where the server cannot be reached, Busy where another run is sending.
    """
    try:
        with FileLock(home.folder / "alerts.lock", timeout=0):
            return _send(home, server, settings, found, now)
    except Timeout as error:
        raise Busy("another alert is at work", where=str(home.folder), remedy="wait until it has ended") from error


def _send(
    home: Home, server: Server, settings: Alerts, found: list[Cause], now: datetime
) -> tuple[int, list[tuple[str, str]]]:
    standing = {cause.name for cause in found}
    told = {address: names & standing for address, names in _told(home).items() if address in settings.addresses}
    new = {
        address: causes
        for address in settings.addresses
        if (causes := [cause for cause in found if cause.name not in told.get(address, set())])
    }
    refused = []
    _note(home, told)
    if new:
        with opened(server) as post:
            for address, causes in new.items():
                message = as_message(words_of(settings, causes), settings.language, now)
                message["From"], message["To"] = settings.sender, address
                message["Message-ID"] = new_message_id(settings.sender)
                try:
                    post.offer(settings.sender, address)
                    post.give(message)
                except Refused as error:
                    refused.append((address, str(error)))
                    continue
                except CutOff as error:
                    refused += [(late, str(error)) for late in list(new)[list(new).index(address) :]]
                    break
                told[address] = told.get(address, set()) | {cause.name for cause in causes}
                _note(home, told)
    return len(new) - len(refused), refused


def words_of(settings: Alerts, causes: list[Cause]) -> Words:
    """What the letter says."""
    texts = Texts(settings.language)
    return Words(
        subject="Pejling: " + texts.say_many("{count} thing is wrong", "{count} things are wrong", len(causes)),
        lead=texts.say("Somebody has to look at this:"),
        units=tuple(cause.words for cause in causes),
        link_text=texts.say("See the data quality in Pejling"),
        link=f"{settings.dashboard}/datakvalitet",
        foot=texts.say("You are written to because your address is set down for alerts. Each cause is told once."),
    )


def _told(home: Home) -> dict[str, set[str]]:
    """Which causes each address has been told of; none where the note is gone or cannot be read."""
    try:
        told = json.loads((home.folder / FILE).read_text(encoding="utf-8"))
        return {str(address): {str(name) for name in names} for address, names in told.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _note(home: Home, told: dict[str, set[str]]) -> None:
    noted = {address: sorted(names) for address, names in sorted(told.items()) if names}
    durable.replace_text(home.folder / FILE, json.dumps(noted, ensure_ascii=False, indent=1))

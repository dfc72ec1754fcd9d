"""A question before a login ends because nobody seems to be there, and a word when it has ended."""

from __future__ import annotations

from dashboard.components.browser import mount
from dashboard.texts import Texts

ADDRESS = "/auth/stay"


def time_left(texts: Texts) -> None:
    """Draw what stands by until it is needed. It asks the server itself: no drawing of the page takes part in it."""
    say = texts.say
    words = {
        "stay": [
            say("Are you still here?"),
            say(
                "Nothing has happened here for a while: you will be logged out at {moment}. What you typed stays.",
                moment="{moment}",
            ),
            say("Continue"),
        ],
        "last": [
            say("You will soon be logged out"),
            say(
                "This login ends at {moment} and cannot be made longer. Save what you have typed, and log in again.",
                moment="{moment}",
            ),
            say("Close"),
        ],
        "out": [
            say("You are logged out"),
            say(
                "What you have typed and not saved still stands here. Copy it before you load the page again to log in."
            ),
            say("Close"),
        ],
    }
    mount("time_left", {"address": ADDRESS, "language": texts.language, "words": words}, key="time_left")

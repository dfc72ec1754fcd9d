"""What is said when the store cannot be used: what a reader cannot do just now, and what still holds."""

from __future__ import annotations

from dashboard.store.at_hand import AtHand
from dashboard.store.troubles import Trouble
from dashboard.texts import Texts, mark

_BANNERS: dict[Trouble, str] = {
    "gone": mark("What you enter cannot be saved now: the database for it does not answer."),
    "read_only": mark("What you enter cannot be saved now: the database for it can only be read."),
    "full": mark("What you enter cannot be saved now: the disk for it is full."),
    "busy": mark("What you enter cannot be saved now: too many are saving. Try again in a moment."),
    "damaged": mark("What you enter cannot be saved now: the database for it is damaged."),
}
_UNREAD = mark("What people have entered before is not shown either.")
_REFUSED = mark("It was not saved. What you typed is still here: try again in a moment.")


def banner(texts: Texts, store: AtHand) -> str:
    """Why nothing can be saved now, and whether what was entered before is shown; empty where all is well."""
    if store.trouble is None:
        return ""
    lead = texts.say(_BANNERS[store.trouble])
    return lead if store.engine else f"{lead} {texts.say(_UNREAD)}"


def refused(texts: Texts, trouble: Trouble) -> str:
    """What is said beside a form whose words could not be saved."""
    return f"{texts.say(_BANNERS[trouble])} {texts.say(_REFUSED)}"

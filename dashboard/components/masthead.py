"""The top of every page: whose it is, which pages there are, who looks (in the demo) and in which language."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import OnAct, mount
from dashboard.texts import Texts, mark

LANGUAGE_NAMES = {"da": mark("Dansk"), "en": mark("English")}


@dataclass(frozen=True)
class PageLink:
    """A page in the navigation: its key, name, address, and whether it is the one shown."""

    key: str
    label: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class Choice:
    """One of several: the value that comes back and the words that are read."""

    value: str
    label: str


def masthead(
    texts: Texts,
    *,
    municipality: str,
    pages: list[PageLink],
    people: list[Choice],
    person: str | None,
    on_act: OnAct,
) -> None:
    """Draw it. Acts: `{"page": key}`, `{"language": "da"|"en"}`, `{"person": key}`. No people, no switch."""
    data = {
        "language": texts.language,
        "municipality": municipality,
        "pages": [asdict(page) for page in pages],
        "pages_label": texts.say("Pages"),
        "people": [asdict(one) for one in people],
        "person": person,
        "person_label": texts.say("Seen as"),
        "languages": [{"value": value, "label": label} for value, label in LANGUAGE_NAMES.items()],
        "language_label": texts.say("Language"),
        "skip": texts.say("Skip to the content"),
    }
    mount("masthead", data, key="masthead", on_act=on_act)

"""The top of every page: whose it is, which pages there are, who looks (in the demo) and in which language."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dashboard.components.browser import OnAct, mount
from dashboard.login.said import WAY_OUT
from dashboard.texts import LANGUAGES, Texts, mark

LANGUAGE_NAMES = {"da": mark("Dansk"), "en": mark("English")}


@dataclass(frozen=True)
class PageLink:
    """A page in the menu: its key, name, question, address, and whether it is the one shown."""

    key: str
    label: str
    question: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class PageGroup:
    """Pages that belong together, under one word of the menu. A page alone stands in the menu by its own name."""

    label: str
    pages: tuple[PageLink, ...]


@dataclass(frozen=True)
class Choice:
    """One of several: the value that comes back and the words that are read."""

    value: str
    label: str


def masthead(
    texts: Texts,
    *,
    municipality: str,
    groups: list[PageGroup],
    people: list[Choice],
    person: str | None,
    name: str = "",
    on_act: OnAct,
) -> None:
    """Draw it. Acts: `{"page": key}`, `{"language": "da"|"en"}`, `{"person": key}`.

    In the demo `people` is a switch. Of who is logged in there is a menu instead: their roles, and the way out.
    """
    data = {
        "language": texts.language,
        "municipality": municipality,
        "groups": [asdict(group) for group in groups],
        "pages_label": texts.say("Pages"),
        "menu_label": texts.say("Menu"),
        "people": [asdict(one) for one in people],
        "person": person,
        "name": name,
        "log_out": texts.say("Log out"),
        "way_out": f"{WAY_OUT}?lang={texts.language}",
        "person_label": texts.say("Seen as"),
        "languages": [{"value": one, "label": LANGUAGE_NAMES[one]} for one in LANGUAGES],
        "language_label": texts.say("Language"),
        "skip": texts.say("Skip to the content"),
    }
    mount("masthead", data, key="masthead", on_act=on_act)

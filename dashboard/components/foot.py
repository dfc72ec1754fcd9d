"""The foot of every page: where the accessibility statement is, as the law asks."""

from __future__ import annotations

from dashboard.components.browser import mount
from dashboard.plain_pages import STATEMENT, STATEMENT_PATH
from dashboard.texts import Texts


def foot(texts: Texts) -> None:
    """Draw it."""
    link = {"label": texts.say(STATEMENT), "address": f"{STATEMENT_PATH}?lang={texts.language}"}
    mount("foot", {"links": [link]}, key="foot")

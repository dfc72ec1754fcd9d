"""The head of a page: its question, the answer in a sentence, the key figures, and what to know about the data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from dashboard.components.browser import OnAct, mount
from dashboard.components.masthead import Choice
from dashboard.meanings import meaning_of
from dashboard.texts import Texts, mark

SEE_CARD = mark("See the whole card in the data catalogue")

Tone = Literal["", "over", "under", "watch", "quiet"]
Mark = Literal["", "act", "watch", "on_track", "up", "down", "good", "bad"]


@dataclass(frozen=True)
class Note:
    """A line under a figure; `mark` draws a shape before it, so that colour is never alone."""

    text: str
    tone: Tone = ""
    mark: Mark = ""


@dataclass(frozen=True)
class KeyFigure:
    """A figure with its name, unit and what to hold it against. All texts are ready to read.

    `trend`: how it came to be, the oldest first, drawn as a small line; whoever needs it in words has a note.
    `card`: the id of its card in the catalogue, so that the name can tell what it means.
    """

    label: str
    value: str
    unit: str = ""
    tone: Tone = ""
    notes: tuple[Note, ...] = ()
    trend: tuple[float, ...] = ()
    card: str = ""


@dataclass(frozen=True)
class Sentence:
    """The answer in words: the lead in its colour, then the rest; `more` is a quieter line below."""

    lead: str
    rest: str = ""
    tone: Tone = ""
    mark: Mark = ""
    more: str = ""


@dataclass(frozen=True)
class Headline:
    """Everything above the charts.

    `onward` are other pages where the answer goes on. `address` is what the browser's address is put right to, when it
    asked for what is not there to be seen.
    """

    title: str
    path: tuple[Choice, ...] = ()
    context: tuple[str, ...] = ()
    sentence: Sentence | None = None
    figures: tuple[KeyFigure, ...] = ()
    notices: tuple[Note, ...] = field(default=())
    onward: tuple[Choice, ...] = ()
    address: str = ""


def headline(texts: Texts, head: Headline, on_act: OnAct | None = None) -> None:
    """Draw it. Acts: `{"at": unit id}` for a step of the path, `{"page": key}` for another page (`onward`)."""
    data = {
        "path": [asdict(step) for step in head.path],
        "path_label": texts.say("Where in the organisation"),
        "title": head.title,
        "context": list(head.context),
        "lead": head.sentence.lead if head.sentence else "",
        "sentence": (head.sentence.rest or " ") if head.sentence else "",
        "tone": head.sentence.tone if head.sentence else "",
        "mark": head.sentence.mark if head.sentence else "",
        "more": head.sentence.more if head.sentence else "",
        "figures": [_figure(texts, figure) for figure in head.figures],
        "words": {"card": texts.say(SEE_CARD)},
        "address": head.address,
        "notices": [asdict(notice) for notice in head.notices],
        "onward": [asdict(choice) for choice in head.onward],
    }
    mount("headline", data, key="headline", on_act=on_act)


def _figure(texts: Texts, figure: KeyFigure) -> dict[str, Any]:
    return {**asdict(figure), "help": asdict(meaning_of(texts, figure.card)) if figure.card else None}

"""A page's answers, key figures and notes as a pack's running text."""

from __future__ import annotations

from dashboard.components.headline import KeyFigure, Sentence
from dashboard.packs.content import Said
from dashboard.texts import Texts


def told(sentence: Sentence) -> str:
    """A page's answer as running text."""
    return " ".join(filter(None, (sentence.lead, sentence.rest)))


def said(figure: KeyFigure) -> Said:
    """A key figure with its notes as a text."""
    value = " ".join(filter(None, (figure.value, figure.unit)))
    return Said(figure.label, "; ".join(filter(None, (value, *(note.text for note in figure.notes)))))


def of_many(texts: Texts, text: str, shown: int, total: int) -> str:
    """What stands below a table that does not hold all: `text` with {count} of {total}; empty where it does."""
    return "" if shown == total else texts.say(text, count=texts.count(shown), total=texts.count(total))

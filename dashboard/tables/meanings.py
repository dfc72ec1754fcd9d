"""What a column means, from its card: the same words as in the published file and the catalogue."""

from __future__ import annotations

from dashboard.texts import Texts
from pipelines import figures as figure_cards


def meaning(texts: Texts, mart: str, column: str) -> str:
    """The help of a column's card in the reader's language. Raises Problem where there is no card."""
    words = figure_cards.meaning(mart, column).help
    return words.da if texts.language == "da" else words.en

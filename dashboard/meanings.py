"""What a figure means, from its card: the same words as in the published file and the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.texts import Texts
from pipelines import figures as cards
from pipelines.catalogue import catalogued_figures


@dataclass(frozen=True)
class Meaning:
    """What a figure or a column means, ready to read; `card` is its id in the catalogue, empty where it has none."""

    text: str = ""
    card: str = ""


def meaning(texts: Texts, mart: str, column: str) -> Meaning:
    """The help of a column's card in the reader's language. Raises Problem where there is no card."""
    card = cards.meaning(mart, column)
    figure = next((figure.id for figure in catalogued_figures() if figure.card is card), "")
    return Meaning(card.help.in_language(texts.language), figure)


def meaning_of(texts: Texts, figure_id: str) -> Meaning:
    """The help of a figure's card, found by its id (`view.column`). Raises KeyError for a figure that has no card."""
    figures = {figure.id: figure for figure in catalogued_figures()}
    return Meaning(figures[figure_id].card.help.in_language(texts.language), figure_id)

"""A focus area's score, piece by piece: each number, and how it comes about from the figure."""

from __future__ import annotations

from dashboard.components.focus_card import Piece, Score
from dashboard.decisions.published_areas import AreaFigure
from dashboard.sentences import pack_words
from dashboard.sentences.focus_words import REFERENCES, difference, figure
from dashboard.texts import Texts
from pipelines.figures import meaning

MART = "focus_areas__candidate"
PIECES = ("severity", "materiality", "persistence", "freshness", "confidence")


def score(texts: Texts, found: AreaFigure | None) -> Score | None:
    """The calculation; None for an area that was added by hand."""
    if found is None:
        return None
    against = texts.say(REFERENCES.get(found.reference_kind, found.reference_kind))
    figures = (
        Piece(texts.say("Figure"), figure(texts, found.value, found.unit), ""),
        Piece(texts.say("Held against"), figure(texts, found.reference, found.unit), against),
        Piece(
            texts.say("Threshold"),
            difference(texts, found.threshold, found.unit),
            texts.say("A deviation smaller than this is not worth a talk."),
        ),
    )
    pieces = tuple(
        Piece(name_of(texts, name), texts.number(getattr(found, name), 2), _how(texts, found, name)) for name in PIECES
    )
    total = Piece(name_of(texts, "score"), texts.number(found.score, 2), help_of(texts, "score"))
    summary = pack_words.score(texts, found)
    return Score(summary, texts.say("Piece"), texts.say("Number"), texts.say("How"), (*figures, *pieces, total))


def name_of(texts: Texts, column: str) -> str:
    """A piece's name, as its card says it."""
    said = meaning(MART, column).name
    return said.da if texts.language == "da" else said.en


def help_of(texts: Texts, column: str) -> str:
    """How a piece is computed, as its card says it."""
    said = meaning(MART, column).help
    return said.da if texts.language == "da" else said.en


def _how(texts: Texts, found: AreaFigure, name: str) -> str:
    told = help_of(texts, name)
    if name == "severity":
        apart = difference(texts, found.deviation, found.unit)
        against = texts.say(REFERENCES.get(found.reference_kind, found.reference_kind))
        return texts.say("{deviation} from {reference}. {help}", deviation=apart, reference=against, help=told)
    if name == "materiality" and found.money_dkk:
        return texts.say("{amount}. {help}", amount=pack_words.at_stake(texts, found).rstrip("."), help=told)
    if name == "persistence":
        return texts.say("{count} in a row. {help}", count=found.spans_in_a_row, help=told)
    return told

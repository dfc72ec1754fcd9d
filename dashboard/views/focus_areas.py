"""Fokusområder: what a centre should look at this quarter, and what came of the last."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.table import Table, table
from dashboard.decisions.focus_progress import progress
from dashboard.looks import focus_areas as looks
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_centre import sentence_of
from dashboard.looks.focus_opened import open_entry
from dashboard.looks.look import Look
from dashboard.sentences import focus_areas as sentences
from dashboard.sentences.focus_words import span_name
from dashboard.sentences.words import data_of
from dashboard.tables import focus_areas as tables
from dashboard.views.focus_centre import show_centre


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    title = texts.say(sentences.TITLE)
    if chosen is None or not chosen.centres:
        nothing = sentences.nothing_yet(texts) if chosen is None else sentences.not_yours(texts)
        headline(texts, Headline(title, sentence=nothing))
        return
    entry = open_entry(look, chosen)
    found = progress(look.door, chosen.store, chosen.span, chosen.centres) if chosen.centre is None else []
    centre = (chosen.centre.name,) if chosen.centre else ()
    headline(
        texts,
        Headline(
            title,
            context=(*centre, span_name(texts, chosen.span["span"]), *data_of(texts, look.door.release)),
            sentence=sentence_of(look, chosen) or sentences.overview(texts, found, chosen.span["span"]),
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen, entry)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), lambda done: looks.act(look, chosen, done))
    if chosen.centre:
        show_centre(look, chosen, entry)
    elif chosen.is_known:
        show_overview(look, chosen, tables.overview(texts, found, looks.workbook(look, chosen, "published_areas")))


def show_overview(look: Look, chosen: Chosen, content: Table) -> None:
    """Every centre in a row."""
    table(look.texts, content, key="overview", on_act=lambda done: looks.act(look, chosen, done))

"""Revisionslog: who did what, filtered and page by page, and whether the log is whole."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.entry_form import entry_form
from dashboard.components.headline import Headline, headline
from dashboard.components.search_field import search_field
from dashboard.components.table import table
from dashboard.looks import audit_log as looks
from dashboard.looks.look import Look
from dashboard.sentences import audit_log as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import audit_log as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    headline(
        texts,
        Headline(
            texts.say(sentences.TITLE),
            context=data_of(texts, look.door.release),
            sentence=looks.sentence(look, chosen),
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
    )
    if not chosen.is_known:
        return
    choices(texts, looks.fields(look, chosen), lambda done: looks.choose(look, done))
    search_field(
        texts.say("Look for a person"),
        look.address.search or "",
        key="audit_search",
        help_text=texts.say("Name, e-mail or identity"),
        on_search=lambda words: looks.search(look, words),
    )
    table(
        texts,
        tables.lines(texts, chosen.lines, chosen.names, chosen.unit_names, looks.workbook(look, chosen)),
        key="lines",
    )
    entry_form(
        looks.steps(look, chosen),
        key="steps",
        on_entry=lambda button, typed, seen: looks.step(look, chosen, button, typed, seen),
    )

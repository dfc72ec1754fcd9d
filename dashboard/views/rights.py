"""Adgange: who may see what from when to when, who waits for it, and the forms to give and take it."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.entry_form import EntryForm, entry_form
from dashboard.components.headline import Headline, headline
from dashboard.components.masthead import Choice
from dashboard.components.search_field import search_field
from dashboard.components.table import table
from dashboard.looks import rights as looks
from dashboard.looks.look import Look
from dashboard.looks.rights_entry import open_entry
from dashboard.sentences import rights as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import rights as tables
from dashboard.views.opened_entry import show_entry


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    entry = open_entry(look, chosen)
    headline(
        texts,
        Headline(
            texts.say(sentences.TITLE),
            context=data_of(texts, look.door.release),
            sentence=looks.sentence(look, chosen),
            figures=looks.key_figures(look, chosen),
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen, entry)),
        ),
    )
    if entry:
        show_entry(entry, lambda done: looks.act(look, done))
    else:
        new = EntryForm((), (Choice(looks.NEW, texts.say("Give a right")),))
        entry_form(new, key="new", on_entry=lambda button, _typed, seen: looks.open_form(look, button, seen))
    if not chosen.is_known:
        return
    if chosen.asking:
        table(texts, tables.asking(texts, chosen.asking), key="asking", on_act=lambda done: looks.act(look, done))
    choices(texts, looks.fields(look, chosen), look.act)
    search_field(
        texts.say("Look for a person"),
        look.address.search or "",
        key="rights_search",
        help_text=texts.say("Name, e-mail or identity"),
        on_search=lambda words: looks.search(look, words),
    )
    content = tables.rights(texts, chosen.shown, chosen.names, looks.workbook(look), has_any=bool(chosen.every))
    table(texts, content, key="rights", on_act=lambda done: looks.act(look, done))
    if chosen.claimed:
        table(texts, tables.by_login(texts, chosen.claimed, chosen.unit_names), key="claimed")

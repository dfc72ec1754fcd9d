"""Bestil data: which data is needed for which decision, who owns and checks it, and how far each order has come."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.entry_form import EntryForm, entry_form
from dashboard.components.headline import Headline, headline
from dashboard.components.masthead import Choice
from dashboard.components.table import table
from dashboard.looks import data_orders as looks
from dashboard.looks.data_order_entry import open_entry
from dashboard.looks.look import Look
from dashboard.sentences import data_orders as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import data_orders as tables
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
        new = EntryForm((), (Choice(looks.NEW, texts.say("Order data")),))
        entry_form(new, key="new", on_entry=lambda button, _typed, seen: looks.open_form(look, button, seen))
    choices(texts, looks.fields(look, chosen), look.act)
    if chosen.is_known:
        content = tables.orders(
            texts, chosen.shown, chosen.today, looks.workbook(look), has_any=bool(chosen.every)
        )  # fmt: skip
        table(texts, content, key="orders", on_act=lambda done: looks.act(look, done))

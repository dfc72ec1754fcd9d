"""Datakatalog: what a figure is, whose it is, what it is made of, and whether it can be trusted."""

from __future__ import annotations

from functools import partial

from dashboard import analyst_library, clock, downloads
from dashboard.analyst_downloads import address_of
from dashboard.components.headline import Headline, headline
from dashboard.components.search_field import search_field
from dashboard.components.table import table
from dashboard.looks import catalogue as looks
from dashboard.looks.look import Look
from dashboard.queries import catalogue as queries
from dashboard.queries import data_quality
from dashboard.sentences import catalogue as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import catalogue as tables
from dashboard.tables.analyst_files import analyst_files
from dashboard.views.catalogue_card import show_card


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, address = look.texts, look.door, look.address
    today, shown = clock.today(door.release.time_zone), looks.read_shown(look)
    every, known, sources = queries.figures(None), queries.tables(door), data_quality.sources(door)
    headline(
        texts,
        Headline(
            title=texts.say(sentences.TITLE),
            context=data_of(texts, door.release),
            sentence=sentences.sentence(texts, every, sources, today),
            figures=sentences.key_figures(texts, every, len(known), sources, today),
            address=look.put_right(looks.shown_address(look, shown)),
        ),
    )
    search_field(
        texts.say("Search the figures"),
        address.search or "",
        key="catalogue_search",
        help_text=texts.say("Words of the name, the question, the explanation or the owner, in Danish or English."),
        on_search=lambda words: looks.search(look, words),
    )
    if shown.figure or shown.table:
        show_card(look, shown)
    excel = downloads.link(look.person, door, "catalogue", texts.language)
    found = queries.figures(address.search)
    contents = {
        "figures": tables.figures(texts, found, address, today, excel),
        "analyst_files": analyst_files(texts, analyst_library.offered(look.person, door), partial(_address, look)),
        "tables": tables.published(texts, list(known.values()), queries.columns(door), address),
    }
    for key, content in contents.items():
        if content:
            table(texts, content, key=key, on_act=lambda done: looks.act(look, done))


def _address(look: Look, scope: str, name: str) -> str:
    return address_of(look.person, scope, name, look.texts.language)

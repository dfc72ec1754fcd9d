"""Datakatalog: what a figure is, whose it is, what it is made of, and whether it can be trusted."""

from __future__ import annotations

from dataclasses import replace

from dashboard import clock, downloads
from dashboard.charts.lineage import lineage as draw
from dashboard.components.headline import Headline, headline
from dashboard.components.lineage import lineage
from dashboard.components.panel import panel
from dashboard.components.search_field import search_field
from dashboard.components.table import table
from dashboard.looks import catalogue as looks
from dashboard.looks.look import Look
from dashboard.queries import catalogue as queries
from dashboard.queries import data_quality
from dashboard.queries.catalogue import Shown
from dashboard.sentences import catalogue as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import catalogue as tables
from dashboard.tables.data_quality import checks


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
        _show_one(look, shown)
    excel = downloads.link(look.person, door, "catalogue", texts.language)
    found = queries.figures(address.search)
    for key, content in {
        "figures": tables.figures(texts, found, address, today, excel),
        "tables": tables.published(texts, list(known.values()), queries.columns(door), address),
    }.items():
        table(texts, content, key=key, on_act=lambda done: looks.act(look, done))


def _show_one(look: Look, shown: Shown) -> None:
    """The figure or the table that is looked at, with its way from the sources and what guards it."""
    texts, door, figure, one = look.texts, look.door, shown.figure, shown.table
    today, known = clock.today(door.release.time_zone), queries.tables(door)

    def act(done: dict[str, str]) -> None:
        looks.act(look, done)

    if figure:
        panel(sentences.figure_panel(texts, figure, today, looks.pages_of(look, shown)), key="card", on_act=act)
        table(texts, tables.where(texts, figure, shown.tables, known, look.address), key="where", on_act=act)
    elif one:
        panel(sentences.table_panel(texts, one), key="card", on_act=act)
    if one is None:
        return
    made, sources = queries.made_of(one), queries.sources_of(door, one)
    titles = {raw: tuple(sources.filter(table_name=raw)["title"]) for raw in made.raw}
    lineage(draw(texts, made, titles), key="lineage")
    for key, content in {
        "made_of": tables.sources(texts, sources),
        "guards": replace(
            checks(texts, queries.checks_of(door, one), look.address), empty=texts.say("No check looks at it.")
        ),
        "steps": tables.steps(texts, made, known),
    }.items():
        table(texts, content, key=key, on_act=act)

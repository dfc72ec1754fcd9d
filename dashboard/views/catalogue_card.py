"""The figure or the table that is looked at in Datakatalog, with its way from the sources and what guards it."""

from __future__ import annotations

from dataclasses import replace

from dashboard import clock
from dashboard.charts.lineage import lineage as draw
from dashboard.components.lineage import lineage
from dashboard.components.panel import panel
from dashboard.components.table import table
from dashboard.looks import catalogue as looks
from dashboard.looks.look import Look
from dashboard.queries import catalogue as queries
from dashboard.queries.catalogue import Shown
from dashboard.sentences import catalogue as sentences
from dashboard.tables import catalogue as tables
from dashboard.tables.data_quality import checks


def show_card(look: Look, shown: Shown) -> None:
    """Draw it below the search."""
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

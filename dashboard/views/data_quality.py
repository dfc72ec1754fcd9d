"""Datakvalitet: what was delivered, does it reconcile, what is held back, and what changed."""

from __future__ import annotations

from dashboard import downloads
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks.look import Look
from dashboard.queries import data_quality as queries
from dashboard.sentences import data_quality as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import changed_figures as changes
from dashboard.tables import data_quality as tables

TITLE = sentences.TITLE


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door = look.texts, look.door
    sources, checks, changed = queries.sources(door), queries.checks(door), queries.changed_figures(door)
    units = queries.changed_units(door)
    headline(
        texts,
        Headline(
            title=texts.say(TITLE),
            context=data_of(texts, door.release),
            sentence=sentences.sentence(texts, sources),
            figures=sentences.key_figures(texts, sources, checks, changed, units),
            notices=() if look.person.sees_everything else (tables.scope_note(texts),),
        ),
    )
    excel = downloads.link(look.person, door, "data_quality", texts.language)
    table(texts, tables.sources(texts, door, look.address, excel), key="sources", on_act=look.act)
    if look.person.sees_everything:
        table(texts, tables.held_back(texts, queries.quarantined_lines(door)), key="held_back")
        table(texts, tables.corrected(texts, queries.corrections(door)), key="corrected")
    table(texts, changes.changed(texts, door, changed, units, look.address), key="changed", on_act=look.act)
    table(texts, tables.checks(texts, checks, look.address), key="checks", on_act=look.act)

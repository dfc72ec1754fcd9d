"""Måltal: how many of the places that were shared out are filled, department by department."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.charts import targets as charts
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks import targets as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import targets as queries
from dashboard.sentences import targets as sentences
from dashboard.tables import targets as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_targets(look)
    title = texts.say(sentences.TITLE)
    if chosen is None:
        headline(texts, Headline(title, sentence=sentences.nothing_yet(texts)))
        return
    unit, rows = chosen.unit, chosen.rows
    headline(
        texts,
        Headline(
            title,
            path=unit_path(rows, chosen.unit_id),
            context=sentences.context(texts, unit, door.release),
            sentence=sentences.sentence(texts, unit, rows, chosen.others),
            figures=sentences.key_figures(texts, unit),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    counts = queries.counts(door, chosen.subject, chosen.year, chosen.unit_id)
    below = rows.filter(pl.col("unit_path").list.contains(chosen.unit_id) & pl.col("has_own_target"))
    left, right = st.columns(2, gap="medium")
    with left:
        figure(charts.through_the_year(texts, unit, counts), key="places")
    with right:
        figure(charts.missing(texts, unit, below), key="missing", on_act=look.act)
    units = tables.Units(texts, look.address, rows, counts)
    table(texts, units.table(unit, looks.workbook_link(look, chosen)), key="units", on_act=look.act)

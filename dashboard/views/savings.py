"""Besparelser: what is saved of what was promised, measure by measure, and what of the pools is not found."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import savings as charts
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks import savings as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import savings as queries
from dashboard.sentences import savings as sentences
from dashboard.tables import savings as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_savings(look)
    title = texts.say(sentences.TITLE)
    if chosen is None:
        headline(texts, Headline(title, sentence=sentences.nothing_yet(texts)))
        return
    unit, below = chosen.unit, chosen.below
    headline(
        texts,
        Headline(
            title,
            path=unit_path(chosen.units, chosen.unit_id),
            context=sentences.context(texts, unit, door.release),
            sentence=sentences.sentence(texts, unit),
            figures=sentences.key_figures(texts, unit),
            notices=sentences.notices(texts, unit),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    about = (chosen.year, chosen.programme_id, chosen.unit_id)
    measures, excel = queries.measures(door, *about), looks.workbook_link(look, chosen)
    left, right = st.columns(2, gap="medium")
    with left:
        figure(charts.units(texts, below), key="missing", on_act=look.act)
    with right:
        figure(charts.measures(texts, measures), key="slipping")
    if len(below):
        table(texts, tables.units(texts, below, unit, excel), key="units", on_act=look.act)
    years = queries.measure_years(door, chosen.programme_id, chosen.unit_id)
    opened = tables.Measures(texts, look.address, queries.statements(door, *about), years)
    table(texts, opened.table(measures, "" if len(below) else excel), key="measures", on_act=look.act)
    table(texts, tables.pools(texts, queries.pool_parts(door, *about)), key="pools")
    table(texts, tables.programmes(texts, chosen.programmes), key="programmes")

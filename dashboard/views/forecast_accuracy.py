"""Prognosepræcision: how near the forecasts came, who forecasts well, and what that says about this year."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import forecast_accuracy as charts
from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.plotly_figure import plotly_figure
from dashboard.components.table import table
from dashboard.looks import forecast_accuracy as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import forecast_accuracy as queries
from dashboard.sentences import forecast_accuracy as sentences
from dashboard.tables import forecast_accuracy as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_accuracy(look)
    title = texts.say(sentences.TITLE)
    if chosen is None:
        headline(texts, Headline(title, sentence=sentences.nothing_yet(texts)))
        return
    unit, ledger, year = chosen.unit, chosen.ledger, chosen.year
    outlook = queries.outlook(door, ledger, chosen.unit_id)
    headline(
        texts,
        Headline(
            title,
            path=unit_path(chosen.rows, chosen.unit_id),
            context=sentences.context(texts, unit, door.release),
            sentence=sentences.sentence(texts, unit, outlook),
            figures=sentences.key_figures(texts, unit, outlook),
            notices=sentences.notices(texts, unit),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    own, excel = chosen.record.filter(fiscal_year=year), looks.workbook_link(look, chosen)
    if chosen.below:
        below = queries.of_units(door, ledger, year, chosen.below)
        table(texts, tables.units(texts, below, unit, own, excel), key="units", on_act=look.act)
    left, right = st.columns(2, gap="medium")
    with left:
        plotly_figure(texts, charts.convergence(texts, chosen.record, year), key="convergence")
        plotly_figure(texts, charts.outlook(texts, outlook), key="outlook")
    with right:
        plotly_figure(texts, charts.errors(texts, chosen.record), key="errors")
        table(texts, tables.pefa(texts, queries.years(door, ledger, chosen.unit_id), unit), key="pefa")
    groups = queries.of_groups(door, ledger, year, chosen.unit_id)
    table(texts, tables.groups(texts, groups, unit, own, "" if chosen.below else excel, outlook), key="groups")

"""Anlægsoverførsler: how much is pushed ahead, since when, and does the chain of it close."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import capital_carry_overs as charts
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.plotly_figure import plotly_figure
from dashboard.components.table import table
from dashboard.looks import capital_carry_overs as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import capital_carry_overs as queries
from dashboard.queries import capital_projects
from dashboard.sentences import capital_carry_overs as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import capital_carry_overs as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_carry_overs(look)
    title = texts.say(sentences.TITLE)
    if chosen is None:
        there = not capital_projects.totals(door).is_empty()
        said, onward = sentences.nothing_yet(texts, has_projects=there), sentences.to_projects(texts) if there else ()
        headline(texts, Headline(title, sentence=said, onward=onward), look.act)
        return
    unit, unit_id, year = chosen.unit, chosen.unit_id, chosen.year
    headline(
        texts,
        Headline(
            title,
            path=unit_path(chosen.rows, unit_id),
            context=(str(year), *data_of(texts, door.release)),
            sentence=sentences.sentence(texts, unit),
            figures=sentences.key_figures(texts, unit, looks.whole_year(look, chosen)),
            notices=sentences.notices(texts, unit),
            onward=sentences.onward(texts, year),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    years, projects = queries.years(door, unit_id), capital_projects.projects_in_year(door, unit_id, year)
    open_project = looks.opener(look)
    left, right = st.columns([5, 4], gap="medium")
    with left:
        plotly_figure(texts, charts.waterfall(texts, unit), key="waterfall")
        figure(charts.repeaters(texts, projects), key="repeaters", on_act=open_project)
    with right:
        plotly_figure(texts, charts.rates(texts, years, looks.whole(look, chosen)), key="rates")
        plotly_figure(texts, charts.ages(texts, years), key="ages")
    below = queries.children(door, unit_id, year)
    table(texts, tables.units(texts, below, unit, looks.workbook_link(look, chosen)), key="units", on_act=look.act)
    table(texts, tables.projects(texts, projects), key="projects", on_act=open_project)
    table(texts, tables.chain(texts, queries.chain(door, unit_id, year)), key="chain", on_act=open_project)

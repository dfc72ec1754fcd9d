"""Anlæg, portefølje: do the projects keep money, time and appropriation, and which one does not."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.charts import capital_projects as charts
from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.plotly_figure import plotly_figure
from dashboard.components.table import table
from dashboard.looks import capital_projects as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import capital_projects as queries
from dashboard.sentences import capital_projects as sentences
from dashboard.sentences.capital_words import has_grants
from dashboard.sentences.words import data_of
from dashboard.tables.capital_projects import projects_table
from dashboard.views import capital_project


def show(look: Look) -> None:
    """Draw the page for one look: one project where the address names one that is there to be seen, else all."""
    texts, door, address = look.texts, look.door, look.address
    project = queries.project(door, address.project) if address.project else None
    if project:
        capital_project.show(look, project)
        return
    title, chosen = texts.say(sentences.TITLE), looks.read_portfolio(look)
    if chosen is None:
        headline(texts, Headline(title, sentence=sentences.nothing_yet(texts)))
        return
    ongoing, projects = looks.projects(look, chosen)
    headline(
        texts,
        Headline(
            title,
            path=unit_path(chosen.units, chosen.unit_id),
            context=data_of(texts, door.release),
            sentence=sentences.sentence(texts, ongoing, chosen.total),
            figures=sentences.key_figures(texts, chosen.total),
            notices=(*sentences.not_there(texts, address), *sentences.notices(texts, projects, chosen.total)),
            onward=sentences.onward(texts),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    act = partial(looks.act_on, look)
    beside = iter(st.columns([5, 4] if has_grants(chosen.total) else 1, gap="medium"))
    with next(beside):
        plotly_figure(texts, charts.timeline(texts, ongoing, door.release), key="timeline", on_act=act)
    for column in beside:
        with column:
            plotly_figure(texts, charts.money_and_time(texts, ongoing), key="money_and_time", on_act=act)
    excel, is_summed = looks.workbook_link(look, chosen), not address.status
    table(texts, projects_table(texts, projects, chosen.total, excel, is_summed=is_summed), key="projects", on_act=act)

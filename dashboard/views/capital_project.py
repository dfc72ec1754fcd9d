"""One capital project: its grant, its course, every version of its plan, and its years down to the posting."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.addresses import EVERY
from dashboard.charts import capital_project as charts
from dashboard.components.headline import Headline, headline
from dashboard.components.masthead import Choice
from dashboard.components.plotly_figure import plotly_figure
from dashboard.components.table import table
from dashboard.looks.capital_projects import act_on, project_link
from dashboard.looks.look import Look
from dashboard.queries import capital_projects as queries
from dashboard.sentences import capital_project as sentences
from dashboard.sentences.capital_words import Project, warnings
from dashboard.sentences.words import data_of
from dashboard.tables import capital_project as tables


def show(look: Look, project: Project) -> None:
    """Draw the page for one look at `project`."""
    texts, door, project_id = look.texts, look.door, project["project_id"]
    headline(
        texts,
        Headline(
            title=texts.say(sentences.TITLE, name=project["project_name"]),
            path=(Choice(EVERY, texts.say("All projects")), Choice(project_id, project["project_name"])),
            context=(*sentences.context(texts, project), *data_of(texts, door.release)),
            sentence=sentences.sentence(texts, project),
            figures=sentences.key_figures(texts, project),
            notices=tuple(warnings(texts, project)),
        ),
        partial(act_on, look),
    )
    versions = queries.plan_versions(door, project_id)
    left, right = st.columns([5, 4], gap="medium")
    with left:
        plotly_figure(texts, charts.s_curve(texts, project, queries.months(door, project_id)), key="course")
    with right:
        plotly_figure(texts, charts.plans(texts, versions), key="plans")
    table(texts, tables.appropriations(texts, queries.appropriations(door, project_id)), key="appropriations")
    table(texts, tables.plan_versions(texts, versions), key="versions")
    years = tables.Years(texts, door, look.address, project_id)
    table(
        texts,
        years.table(queries.years(door, project_id), project_link(look, project_id)),
        key="years",
        on_act=look.act,
    )

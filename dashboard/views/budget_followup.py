"""Budgetopfølgning: do we keep the budget, where does it slip, why, and which posting is it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.charts.budget_followup import cumulative, origin_of
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.decisions.explanation import explained
from dashboard.looks import budget_followup as looks
from dashboard.looks import explanation
from dashboard.looks.look import Look
from dashboard.queries import budget_followup as queries
from dashboard.sentences import budget_followup as sentences
from dashboard.store.at_hand import at_hand
from dashboard.tables.budget_followup import Tree
from dashboard.tables.explanation import Explanations
from dashboard.views.explanation import show_open

TITLE = sentences.TITLE


def show(look: Look) -> None:
    """Draw the page for one look."""
    chosen, texts, door = looks.read_choice(look), look.texts, look.door
    if chosen is None:
        headline(texts, Headline(texts.say(TITLE), sentence=sentences.nothing_yet(texts)))
        return
    unit, cut, store = chosen.unit, chosen.cut, at_hand()
    found = explained(door, store, cut)
    headline(texts, looks.head_of(look, chosen, found, explanation.banner(look, at_hand())), look.act)
    choices(texts, looks.fields(look, chosen), look.act)
    act = partial(explanation.act, look, found, unit["unit_id"])
    show_open(look, found, store, act)
    below = queries.accounts if unit["is_leaf"] else queries.children
    left, right = st.columns([5, 4], gap="medium")
    with left:
        figure(cumulative(texts, unit, queries.months(door, cut, unit["unit_id"])), key="year")
    with right:
        figure(origin_of(texts, unit, below(door, cut, unit["unit_id"])), key="origin", on_act=look.act)
    postings = partial(looks.postings_link, look, chosen)
    explanations = Explanations(texts, found, explanation.may_explain(look))
    tree = Tree(texts, door, cut, chosen.last_day, look.address, postings, explanations)
    table(texts, tree.table(unit, looks.workbook_link(look, chosen)), key="tree", on_act=act)

"""Budgetopfølgning: do we keep the budget, where does it slip, and which posting is it."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.budget_followup import cumulative, origin_of
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks.budget_followup import fields, postings_link, read_choice, shown_address, workbook_link
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import budget_followup as queries
from dashboard.queries import data_quality
from dashboard.sentences import budget_followup as sentences
from dashboard.sentences import data_quality as trust
from dashboard.tables.budget_followup import Tree

TITLE = sentences.TITLE


def show(look: Look) -> None:
    """Draw the page for one look."""
    chosen = read_choice(look)
    if chosen is None:
        headline(look.texts, Headline(look.texts.say(TITLE), sentence=sentences.nothing_yet(look.texts)))
        return
    unit, cut, texts, door = chosen.unit, chosen.cut, look.texts, look.door
    headline(
        texts,
        Headline(
            title=texts.say(TITLE),
            path=unit_path(chosen.units, unit["unit_id"]),
            context=sentences.context(texts, unit, door.release, is_posted=chosen.is_posted),
            sentence=sentences.sentence(
                texts, unit, queries.drivers(door, cut, unit["unit_id"]), is_posted=chosen.is_posted
            ),
            figures=sentences.key_figures(texts, unit),
            notices=(
                *sentences.not_there(texts, unit, look.address, has_period=chosen.has_period, has_unit=chosen.has_unit),
                *sentences.notices(texts, unit),
                *trust.warnings(texts, data_quality.sources(door), data_quality.source_amounts(door)),
            ),
            address=look.put_right(shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, fields(look, chosen), look.act)
    below = queries.accounts if unit["is_leaf"] else queries.children
    left, right = st.columns([5, 4], gap="medium")
    with left:
        figure(cumulative(texts, unit, queries.months(door, cut, unit["unit_id"])), key="year")
    with right:
        figure(origin_of(texts, unit, below(door, cut, unit["unit_id"])), key="origin", on_act=look.act)
    tree = Tree(texts, door, cut, chosen.last_day, look.address, lambda opened: postings_link(look, chosen, opened))
    table(texts, tree.table(unit, workbook_link(look, chosen)), key="tree", on_act=look.act)

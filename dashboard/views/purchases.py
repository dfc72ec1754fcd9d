"""Bilag og indkøb: do invoices flow by themselves, do we buy on our agreements, and what do consultants cost."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import purchases as charts
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks import purchases as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import purchases as queries
from dashboard.sentences import purchases as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import purchases as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_purchases(look)
    if chosen is None:
        headline(texts, Headline(texts.say(sentences.TITLE), sentence=sentences.nothing_yet(texts)))
        return
    unit, unit_id, year, period = chosen.unit, chosen.unit_id, chosen.fiscal_year, chosen.period
    headline(
        texts,
        Headline(
            title=texts.say(sentences.TITLE),
            path=unit_path(chosen.units, unit_id),
            context=(texts.month(year, period), *data_of(texts, door.release)),
            sentence=sentences.sentence(texts, unit),
            figures=sentences.key_figures(texts, unit, looks.whole_period(look, chosen)),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    now, before, whole = looks.until(look, chosen)
    for name, column in zip((charts.AUTOMATED, charts.COVERAGE), st.columns(2, gap="medium"), strict=True):
        with column:
            figure(charts.share(texts, name, now, before, whole), key=name)
    figure(charts.consultants(texts, now, before), key="consultants")
    accounts = queries.accounts(door, year)
    below, excel = queries.children(door, unit_id, year, period), looks.workbook_link(look, chosen)
    notes = sentences.categories(texts, accounts)
    table(texts, tables.units(texts, below, unit, excel, notes), key="units", on_act=look.act)
    for which, total in tables.LISTS:
        listed = tables.Suppliers(texts, which, look.address, looks.postings(look, chosen, which, accounts))
        rows = queries.suppliers(door, which, unit_id, year, period)
        table(texts, listed.table(rows, unit[total]), key=which, on_act=look.act)

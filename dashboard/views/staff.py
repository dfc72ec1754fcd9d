"""Personale: how many are we, how much are we sick, and which positions stand vacant."""

from __future__ import annotations

from dashboard import deeds
from dashboard.charts import staff as charts
from dashboard.components.choices import choices
from dashboard.components.figure import figure
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks import staff as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import staff as queries
from dashboard.sentences import staff as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import staff as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_choice(look)
    title = texts.say(sentences.TITLE)
    if chosen is None:
        headline(texts, Headline(title, sentence=sentences.nothing_yet(texts)))
        return
    deeds.note_view(look.person, door, "staff", chosen.unit_id)
    unit, whole = chosen.unit, chosen.whole
    headline(
        texts,
        Headline(
            title,
            path=unit_path(chosen.units, chosen.unit_id),
            context=(texts.month(unit["fiscal_year"], unit["period"]), *data_of(texts, door.release)),
            sentence=sentences.sentence(texts, unit, whole),
            figures=sentences.key_figures(texts, unit, chosen.years.get(chosen.unit_id, {}), whole),
            notices=sentences.notices(texts, unit),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    course = queries.course(door, chosen.unit_id)
    figure(charts.sickness(texts, unit, course, chosen.months), key="sickness")
    tree = tables.Tree(texts, unit, chosen.units, whole, chosen.years, look.address)
    table(texts, tree.table(looks.workbook_link(look, chosen)), key="tree", on_act=look.act)
    table(texts, tables.positions(texts, queries.positions(door, chosen.unit_id)), key="positions")

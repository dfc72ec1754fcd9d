"""Ledelsestilsyn: who has signed, what is overdue, what is atypical, and which units somebody looks into."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.table import table
from dashboard.looks import supervision as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.looks.supervision_opened import open_entry
from dashboard.queries import supervision as queries
from dashboard.sentences import supervision as sentences
from dashboard.sentences.words import data_of
from dashboard.tables import supervision as tables
from dashboard.tables import supervision_postings as postings_tables
from dashboard.views.supervision_entry import show_entry


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    if chosen is None:
        headline(texts, Headline(texts.say(sentences.TITLE), sentence=sentences.nothing_yet(texts)))
        return
    today, now, late = chosen.today, chosen.now, chosen.late
    month, entry = texts.month(chosen.fiscal_year, chosen.period), open_entry(look, chosen)
    headline(
        texts,
        Headline(
            title=texts.say(sentences.TITLE),
            path=unit_path(chosen.units, chosen.unit_id),
            context=(month, *data_of(texts, look.door.release)),
            sentence=looks.sentence(look, chosen),
            figures=looks.key_figures(look, chosen),
            notices=looks.notices(look, chosen),
            address=look.put_right(looks.shown_address(look, chosen, entry)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    if entry:
        show_entry(look, entry)
    signed, postings = (looks.workbook(look, chosen, kind) for kind in ("supervision", "atypical_postings"))
    counts = queries.atypical_counts(look.door, chosen.unit_id, chosen.fiscal_year, chosen.last_month)
    for key, content in {
        "covered": tables.covered(
            texts, now, chosen.owed, looks.opened(look), today, signed, sentences.how_to_open(texts, look.person)
        ),
        "overdue": tables.overdue(texts, late, today),
        "risks": tables.risks(texts, chosen.risks, may_change=chosen.may_change),
        "rules": postings_tables.rules(texts, counts.iter_rows(named=True), chosen.atypical),
        "atypical": postings_tables.atypical(
            texts, chosen.atypical, chosen.unit_names, postings, may_change=chosen.may_change
        ),
    }.items():
        if key == "atypical" or (chosen.is_known and (key != "risks" or chosen.picks_units)):
            table(texts, content, key=key, on_act=lambda done: looks.act(look, done))

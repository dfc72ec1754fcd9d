"""Prognoserunde: what each unit expects the year to end at, who has answered, and who has approved it."""

from __future__ import annotations

from dashboard.calendar_day import today
from dashboard.components.choices import choices
from dashboard.components.headline import Headline, headline
from dashboard.components.notes import notes
from dashboard.components.table import table
from dashboard.looks import forecast_answers as acts
from dashboard.looks import forecast_round as looks
from dashboard.looks.forecast_round import Chosen
from dashboard.looks.look import Look
from dashboard.sentences import forecast_round as sentences
from dashboard.store.at_hand import at_hand
from dashboard.tables import forecast_round as tables
from dashboard.views.forecast_entry import answering, steering


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, store = look.texts, at_hand()
    chosen, may_open = looks.read_choice(look, store), looks.may_steer(look)
    if chosen is None or chosen.answers is None:
        said = sentences.no_figures(texts, chosen.round) if chosen else looks.nothing_yet(look, store)
        headline(texts, Headline(texts.say(sentences.TITLE), sentence=said, notices=looks.banner(look, store)))
        notes(acts.told(), key="told", answers=True)
    else:
        _round(look, chosen)
    if may_open:
        steering(look, store, chosen)


def _round(look: Look, chosen: Chosen) -> None:
    texts, answers, total, unit, day = look.texts, chosen.shown, chosen.total, chosen.unit, today(look.door)
    head = Headline(
        texts.say(sentences.TITLE),
        path=looks.path(chosen),
        context=sentences.context(texts, chosen.round, look.door.release),
        sentence=sentences.sentence(
            texts, answers, total, unit, day, may_answer=unit is not None and looks.may_answer(look.person, unit)
        ),
        figures=sentences.key_figures(texts, total),
        notices=looks.notices(look, chosen),
        address=look.put_right(looks.shown_address(look, chosen)),
    )
    headline(texts, head, look.act)
    choices(texts, looks.fields(look, chosen), look.act)
    notes(acts.told(), key="told", answers=True)
    if unit:
        answering(look, chosen, unit)
        return
    late, tree = answers.late(chosen.unit_id, day), tables.Units(texts, look.address, answers, day)
    table(texts, tree.table(chosen.row, looks.workbook_link(look, chosen)), key="tree", on_act=look.act)
    if late:
        table(texts, tables.late(texts, answers, late, day), key="late", on_act=look.act)
    table(texts, tables.words(texts, total), key="words")

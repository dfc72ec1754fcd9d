"""Mit center: am I on track, what needs me, and what do I do now."""

from __future__ import annotations

from dashboard.components.agenda import agenda
from dashboard.components.headline import Headline, Note, headline
from dashboard.components.table import table
from dashboard.looks import my_centre as looks
from dashboard.looks.filters import unit_path
from dashboard.looks.look import Look
from dashboard.queries import budget_followup as queries
from dashboard.sentences import budget_followup as followup_sentences
from dashboard.sentences import my_centre as sentences
from dashboard.tables import my_centre as tables


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, door, chosen = look.texts, look.door, looks.read_choice(look)
    title = texts.say(sentences.TITLE)
    if chosen is None:
        headline(texts, Headline(title, sentence=followup_sentences.nothing_yet(texts)))
        return
    unit, cut = chosen.unit, chosen.cut
    banner = looks.notice(look, chosen)
    headline(
        texts,
        Headline(
            title,
            path=unit_path(chosen.units, unit["unit_id"]),
            context=followup_sentences.context(texts, unit, door.release),
            sentence=sentences.sentence(
                texts,
                unit,
                queries.drivers(door, cut, unit["unit_id"]),
                looks.outlook(look, chosen),
                is_own=looks.is_own(look, chosen),
            ),
            figures=looks.key_figures(look, chosen),
            notices=(*((Note(banner, "over"),) if banner else ()), *followup_sentences.notices(texts, unit)),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    agenda(looks.sections(look, chosen), key="agenda", on_act=lambda done: looks.act(look, chosen, done))
    below = queries.children(door, cut, unit["unit_id"])
    if len(below):
        table(
            texts,
            tables.units(texts, below, unit, chosen.everything if chosen.is_known else None),
            key="units",
            on_act=look.act,
        )

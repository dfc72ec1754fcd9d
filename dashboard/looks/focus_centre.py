"""A centre's page of Fokusområder: the answer in words, what came of the last areas, and the tables below the cards."""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.agenda import Section
from dashboard.components.headline import Sentence
from dashboard.components.table import Table
from dashboard.decisions.focus_progress import what_came
from dashboard.looks import focus_areas as looks
from dashboard.looks.focus_areas import Chosen
from dashboard.looks.focus_entry import CAME
from dashboard.looks.look import Look
from dashboard.sentences import focus_areas as sentences
from dashboard.sentences.focus_words import span_name
from dashboard.tables import focus_areas as tables


def sentence_of(look: Look, chosen: Chosen) -> Sentence | None:
    """The answer in words; None where the page is about all centres."""
    texts, found, out = look.texts, chosen.desk, chosen.published
    if not chosen.is_known:
        return sentences.not_known(texts)
    if found is None:
        return None
    if chosen.shows_desk:
        return sentences.desk(texts, found) if chosen.may_edit else sentences.to_validate(texts, found)
    if out is None or chosen.edition is None:
        return sentences.not_out(texts, chosen.span["span"])
    answered = sum((out.span, out.centre_id, area.area) in found.decisions for area in out.areas)
    return sentences.cards(texts, chosen.edition, answered, len(out.areas))


def what_came_of(look: Look, chosen: Chosen) -> tuple[Section, ...]:
    """The areas of the span before; whoever decides goes from each to the form where it is said what came of it."""
    came = what_came(chosen.desk) if chosen.desk else []
    if not came:
        return ()
    entries = tuple(
        replace(sentences.came(look.texts, one), id=f"{CAME}{one.span}:{one.area.area}" if chosen.may_decide else "")
        for one in came
    )
    title = look.texts.say("What came of it: {span}", span=span_name(look.texts, came[0].span))
    return (Section(title, entries, ""),)


def tables_below(look: Look, chosen: Chosen) -> dict[str, Table]:
    """By name: candidates and what was left out, for the desk; the editions, where there are any."""
    texts, found, shown = look.texts, chosen.desk, dict[str, Table]()
    if found and chosen.shows_desk and chosen.may_edit:
        excel = looks.workbook(look, chosen, "focus_candidates")
        shown["candidates"] = tables.candidates(texts, found, excel, may_edit=True)
        if found.dropped:
            shown["dropped"] = tables.dropped(texts, found, may_edit=True)
    if chosen.publications:
        excel = looks.workbook(look, chosen, "published_areas")
        shown["editions"] = tables.editions(texts, chosen.publications, excel)
    return shown

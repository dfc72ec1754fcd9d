"""Overførselssag: what goes on into next year, by which rule, and what people have changed."""

from __future__ import annotations

from dashboard.components.choices import choices
from dashboard.components.entry_form import entry_form
from dashboard.components.headline import Headline, headline
from dashboard.components.panel import panel
from dashboard.components.table import table
from dashboard.decisions.carry_over_case import PARTS
from dashboard.looks import carry_over_case as looks
from dashboard.looks.look import Look
from dashboard.queries import carry_over_case as queries
from dashboard.sentences import carry_over_case as sentences
from dashboard.tables import carry_over_case as tables

TITLE = sentences.TITLE


def show(look: Look) -> None:
    """Draw the page for one look."""
    texts, chosen = look.texts, looks.read_choice(look)
    if chosen is None:
        headline(texts, Headline(texts.say(TITLE), sentence=sentences.nothing_yet(texts)))
        return
    case, rules = chosen.case, queries.rules(look.door)
    headline(
        texts,
        Headline(
            title=texts.say(TITLE),
            path=looks.path(chosen),
            context=sentences.context(texts, case, look.door.release),
            sentence=sentences.sentence(texts, case),
            figures=sentences.key_figures(texts, case),
            notices=(
                *looks.banner(look, chosen),
                *sentences.notices(texts, case, len(rules), queries.set_aside(look.door).to_dicts()),
            ),
            address=look.put_right(looks.shown_address(look, chosen)),
        ),
        look.act,
    )
    choices(texts, looks.fields(look, chosen), look.act)
    line = chosen.line(look.address)
    if line:
        panel(looks.panel_of(look, line), key="line", on_act=lambda done: looks.act(look, done))
        entry_form(
            looks.form_of(look, line),
            key=line.line_id,
            on_entry=lambda act, typed, seen: None if looks.enter(look, line, act, typed) else seen,
        )
    offered = looks.files(look, chosen)
    for part in PARTS:
        content = tables.part(texts, case, part, offered, looks.opened(look), may_change=chosen.may_change)
        table(texts, content, key=part, on_act=lambda done: looks.act(look, done))
    if case.frames:
        table(texts, tables.frames(texts, case), key="frames")
    table(texts, tables.rules(texts, rules), key="rules")

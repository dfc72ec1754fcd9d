"""Lines of the audit log as a table."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components.masthead import Choice
from dashboard.components.table import Cell, Column, Row, Table
from dashboard.decisions.audit_log import Lines
from dashboard.sentences import audit_log as sentences
from dashboard.sentences import audit_words
from dashboard.store.audit import Entry
from dashboard.texts import Texts


def lines(texts: Texts, found: Lines, names: Mapping[str, str], units: Mapping[str, str], excel: str) -> Table:
    """The lines in the order given."""
    say = texts.say
    return Table(
        title=say("Lines"),
        columns=(
            Column(say("When"), say("line no.")),
            Column(say("Who"), say("role"), left=True),
            Column(say("What"), left=True),
            Column(say("With what"), say("unit"), left=True),
            Column(say("What else is known"), left=True),
        ),
        rows=tuple(_line(texts, one, names, units) for one in found.lines),
        empty=say("No line is like that. Choose otherwise above."),
        notes=(say(sentences.NOTE),),
        link=Choice(excel, say("Download to Excel")) if excel and found.lines else None,
    )


def _line(texts: Texts, one: Entry, names: Mapping[str, str], units: Mapping[str, str]) -> Row:
    tone, shape = sentences.look_of(one)
    name, role = sentences.who(texts, one, names)
    return Row(
        id=str(one.number),
        label=texts.moment(one.at),
        note=texts.count(one.number),
        cells=(
            Cell(name, role, wrap=True),
            Cell(sentences.kind(texts, one.kind), tone=tone, mark=shape, wrap=True),
            Cell(audit_words.thing(texts, one.thing), units.get(one.unit_id, one.unit_id), wrap=True),
            Cell(audit_words.known(texts, one.words, names), wrap=True),
        ),
        narrow=sentences.kind(texts, one.kind),
    )

"""The file of the audit log: the lines that the page's filters let through, the newest first."""

from __future__ import annotations

from dataclasses import asdict

import polars as pl

from dashboard.decisions import audit_log as decisions
from dashboard.decisions.audit_log import Asked
from dashboard.decisions.data_orders import units_today
from dashboard.decisions.rights import unit_names
from dashboard.files.content import Filters, Made, Nothing, NotNow, sheet
from dashboard.sentences import audit_log as sentences
from dashboard.sentences import audit_words
from dashboard.sentences.focus_words import span_name
from dashboard.store.at_hand import at_hand
from dashboard.store.audit import Entry, entries
from dashboard.store.sessions import Known, known_people
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

MOST = 100_000
COLUMNS = (
    Column("number", mark("No."), "number"),
    Column("at", mark("When"), "moment"),
    Column("name", mark("Who"), width=30),
    Column("person", mark("Identity"), width=34),
    Column("role", mark("Role"), width=22),
    Column("what", mark("What"), width=26),
    Column("thing", mark("With what"), width=36),
    Column("unit_name", mark("Unit"), width=36),
    Column("release", mark("Release"), width=16),
    Column("words", mark("What else is known"), width=80),
    Column("seal", mark("Seal"), width=20),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:
    """The newest lines of those. Raises Nothing, NotNow."""
    store, units = at_hand(), units_today(door)
    asked = Asked(
        kind=str(filters.get("deed") or "") or None,
        unit_id=str(filters.get("unit") or "") or None,
        span=str(filters.get("span") or "") or None,
        search=str(filters.get("search") or ""),
    )
    people = store.read(list[Known](), known_people)
    wanted = decisions.only(asked, units, people, door.release.time_zone)
    found = store.read(list[Entry](), entries, wanted, most=MOST + 1)
    if at_hand().engine is None:
        raise NotNow
    if not found:
        raise Nothing
    names, known_units = decisions.names_of(people), unit_names(units, door.release.municipality)
    rows = [
        {
            **{name: value for name, value in asdict(one).items() if name not in ("kind", "before", "person_role")},
            "name": sentences.who(texts, one, names)[0],
            "role": sentences.who(texts, one, names)[1],
            "what": sentences.kind(texts, one.kind),
            "thing": audit_words.thing(texts, one.thing),
            "unit_name": known_units.get(one.unit_id, one.unit_id),
        }
        for one in found[:MOST]
    ]
    lines = [
        (texts.say("What was done"), sentences.kind(texts, asked.kind) if asked.kind else texts.say("Everything")),
        (texts.say("Period"), span_name(texts, asked.span) if asked.span else texts.say("All the time")),
        (texts.say("Unit"), known_units.get(asked.unit_id or "", texts.say("All units"))),
    ]
    if len(found) > MOST:
        lines.append(
            (
                texts.say("Lines"),
                texts.say("Only the newest {count}; `pejling audit export` writes all.", count=texts.count(MOST)),
            )
        )
    table = sheet(door, texts, mark("Audit log"), "", pl.DataFrame(rows, infer_schema_length=None), COLUMNS)
    return Made(f"{texts.say('Audit log')} {door.release.id}", [table], lines)

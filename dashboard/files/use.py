"""The file of the page on use: all that may be told, quarter by quarter."""

from __future__ import annotations

import polars as pl

from dashboard.decisions.focus_progress import centres
from dashboard.decisions.use import Use, use_of_quarter
from dashboard.files.content import Filters, Made, Nothing, NotNow, sheet
from dashboard.scoped_views import WHOLE_MUNICIPALITY
from dashboard.sentences import use as sentences
from dashboard.sentences.focus_words import span_name
from dashboard.store.at_hand import at_hand
from dashboard.store.telling import EVERY
from dashboard.store.use import counted_quarters, told_use
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

COLUMNS = (
    Column("quarter", mark("Quarter"), width=18),
    Column("name", mark("Page or pack"), width=40),
    Column("role", mark("Role"), width=22),
    Column("centre", mark("Centre"), width=36),
    Column("at_least", mark("At least so many people"), "count", width=24),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:  # noqa: ARG001 (every kind is called alike)
    """Everything that is told: what is not there cannot be told. Raises Nothing, NotNow."""
    store = at_hand()
    quarters, told = store.read(list[str](), counted_quarters), store.read([], told_use)
    if at_hand().engine is None:
        raise NotNow
    names = {one.unit_id: one.name for one in centres(door)}
    rows = []
    for quarter in quarters:
        found = use_of_quarter(told, quarters, quarter, ())
        for use in (*found.pages, *found.packs):
            rows += _rows(texts, quarter, use, names)
    if not rows:
        raise Nothing
    found_rows = pl.DataFrame(rows, infer_schema_length=None)
    table = sheet(door, texts, mark("Use"), "", found_rows, COLUMNS, frozen=2)
    why, how = sentences.notes(texts)
    return Made(texts.say("Use of Pejling"), [table], [(texts.say("The numbers"), why), (texts.say("Counted"), how)])


def _rows(texts: Texts, quarter: str, use: Use, centres: dict[str, str]) -> list[dict[str, object]]:
    roles: dict[str, str] = {EVERY: texts.say("Everybody")}
    roles |= {role: texts.say(word) for role, word in sentences.ROLES.items()}
    every_centre = texts.say("All centres")
    return [
        {
            "quarter": span_name(texts, quarter),
            "name": sentences.name(texts, use),
            "role": roles.get(role, role),
            "centre": every_centre if centre == EVERY else centres.get(centre, centre),
            "at_least": at_least,
        }
        for (role, centre), at_least in sorted(use.floors.items())
        if centre != WHOLE_MUNICIPALITY  # the role itself
    ]

"""The file of Adgange: every right as it stands, and all that was said of each."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.calendar_day import today
from dashboard.decisions import rights as decisions
from dashboard.decisions.data_orders import units_today
from dashboard.decisions.rights import Held
from dashboard.files.content import Filters, Made, Nothing, NotNow, sheet
from dashboard.sentences import rights as sentences
from dashboard.store.at_hand import at_hand
from dashboard.store.grants import Grant, everything_said, standing_grants
from dashboard.store.sessions import Known, known_people
from dashboard.texts import Texts, mark
from dashboard.warehouse import Door
from dashboard.workbooks import Column

RIGHTS = (
    Column("number", mark("No."), "number"),
    Column("name", mark("Who"), width=30),
    Column("email", mark("E-mail"), width=34),
    Column("subject", mark("Identity"), width=34),
    Column("role", mark("Role"), width=22),
    Column("unit_code", mark("Unit no.")),
    Column("unit_name", mark("Unit"), width=36),
    Column("valid_from", mark("From"), "day"),
    Column("valid_to", mark("To and including"), "day"),
    Column("deputy_for", mark("Stands in for"), width=28),
    Column("stands", mark("How it stands"), width=16),
    Column("is_own", mark("Given by the one who has it"), "yes_no"),
)
SAID = (
    Column("number", mark("No."), "number"),
    Column("subject", mark("Identity"), width=34),
    Column("at", mark("When"), "moment"),
    Column("said", mark("What was said"), width=80),
)


def page(door: Door, texts: Texts, filters: Filters) -> Made:  # noqa: ARG001 (every kind is called alike)
    """Every right and its history. Raises Nothing, NotNow."""
    store = at_hand()
    people = store.read(list[Known](), known_people)
    grants, said = store.read(list[Grant](), standing_grants), store.read(list[Grant](), everything_said)
    if at_hand().engine is None:
        raise NotNow
    if not grants:
        raise Nothing
    names = {one.identity.subject: one.name for one in people}
    units = decisions.unit_names(units_today(door), door.release.municipality)
    rows = [_right(texts, one) for one in decisions.held(grants, people, units, today(door))]
    history = [
        {"number": one.number, "subject": one.subject, "at": one.entered_at, "said": sentences.said(texts, one, names)}
        for one in said
    ]
    sheets = [
        sheet(door, texts, mark("Rights"), "", pl.DataFrame(rows, schema_overrides={"valid_to": pl.Date}), RIGHTS),
        sheet(door, texts, mark("What was said"), "", pl.DataFrame(history), SAID),
    ]
    return Made(f"{texts.say('Access')} {door.release.id}", sheets, [])


def _right(texts: Texts, one: Held) -> dict[str, Any]:
    grant = one.grant
    return {
        "number": grant.number,
        "name": one.name,
        "email": one.email,
        "subject": grant.subject,
        "role": sentences.role(texts, grant.role),
        "unit_code": grant.unit_id,
        "unit_name": one.unit_name,
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
        "deputy_for": grant.deputy_for,
        "stands": texts.say(sentences.STANDS[one.standing]),
        "is_own": one.is_own,
    }

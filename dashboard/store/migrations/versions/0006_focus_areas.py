"""Focus areas: texts, validation, publication, decision and what came of it; and orders for data."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.store.migrations.tables import PERSON, UNIT, Key, add_versioned

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CENTRE: Key = (("span", sa.String(10)), ("centre_id", UNIT))
AREA: Key = (*CENTRE, ("area", sa.String(400)))


def upgrade() -> None:
    add_versioned(
        "focus_text",
        AREA,
        sa.Column("place", sa.Integer),
        *(
            sa.Column(f"{part}_{language}", sa.String(200) if part == "title" else sa.Text, nullable=False)
            for language in ("da", "en")
            for part in ("title", "sees", "why", "silent")
        ),
        sa.Column("owner", PERSON, nullable=False),
        sa.Column("drop_reason", sa.Text, nullable=False),
    )
    add_versioned(
        "focus_validation",
        CENTRE,
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("representative", PERSON, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("texts", sa.String(64), nullable=False),
    )
    add_versioned(
        "focus_publication",
        CENTRE,
        sa.Column("areas", sa.Text, nullable=False),
        sa.Column("what_changed", sa.Text, nullable=False),
    )
    add_versioned(
        "focus_decision",
        AREA,
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("responsible", PERSON, nullable=False),
        sa.Column("deadline", sa.Date),
    )
    add_versioned(
        "focus_outcome",
        AREA,
        sa.Column("is_done", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    add_versioned(
        "data_order",
        (("number", sa.Integer),),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("unit_id", UNIT, nullable=False),
        sa.Column("asked_by", PERSON, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("needed_by", sa.Date, nullable=False),
        sa.Column("owner", PERSON, nullable=False),
        sa.Column("validator", PERSON, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("what people have said is not thrown away")

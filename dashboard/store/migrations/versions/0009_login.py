"""Who may see what, who is logged in, and what was done that somebody may have to answer for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dashboard.store.migrations.tables import PERSON, UNIT, add_versioned, refuse_overwriting

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ISSUER = sa.String(300)


def upgrade() -> None:
    add_versioned(
        "access_grant",
        (("number", sa.Integer),),
        sa.Column("issuer", ISSUER, nullable=False),
        sa.Column("subject", PERSON, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("unit_id", UNIT, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("deputy_for", PERSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_table(
        "login_session",
        sa.Column("key_sum", sa.String(64), primary_key=True),
        sa.Column("issuer", ISSUER, nullable=False),
        sa.Column("subject", PERSON, nullable=False),
        sa.Column("begun_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("id_token", sa.Text, nullable=False),
    )
    op.create_table(
        "known_person",
        sa.Column("issuer", ISSUER, primary_key=True),
        sa.Column("subject", PERSON, primary_key=True),
        sa.Column("name", PERSON, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("first_at", sa.DateTime, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("person", PERSON, nullable=False),
        sa.Column("person_role", sa.String(40), nullable=False),
        sa.Column("thing", sa.String(300), nullable=False),
        sa.Column("unit_id", UNIT, nullable=False),
        sa.Column("release", sa.String(80), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    refuse_overwriting("audit_entry")


def downgrade() -> None:
    raise NotImplementedError("what people have said is not thrown away")

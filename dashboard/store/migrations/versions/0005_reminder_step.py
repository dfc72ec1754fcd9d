"""A reminder is claimed, and noted as sent when the mail server has it: a killed run's claim can be taken up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dashboard.store.migrations.tables import refuse_overwriting

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_step",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("subject", sa.String(300), primary_key=True),
        sa.Column("address", sa.String(320), primary_key=True),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("message_id", sa.String(400), nullable=False),
    )
    refuse_overwriting("reminder_step")


def downgrade() -> None:
    raise NotImplementedError("what people have been told is not thrown away")

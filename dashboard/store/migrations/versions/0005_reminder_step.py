"""A reminder is claimed, and noted as sent when the mail server has it: a killed run's claim can be taken up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE, TOLD = "reminder_step", "a row of reminder_step is superseded, never overwritten"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("subject", sa.String(300), primary_key=True),
        sa.Column("address", sa.String(320), primary_key=True),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("message_id", sa.String(400), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(
                f"create trigger {TABLE}_no_{what} before {what} on {TABLE} begin select raise(abort, '{TOLD}'); end"
            )
        return
    op.execute(
        f"create function {TABLE}_refuse() returns trigger language plpgsql as "
        f"$$ begin raise exception '{TOLD}'; end $$"
    )
    op.execute(
        f"create trigger {TABLE}_no_overwriting before update or delete or truncate on {TABLE} "
        f"for each statement execute function {TABLE}_refuse()"
    )


def downgrade() -> None:
    raise NotImplementedError("what people have been told is not thrown away")

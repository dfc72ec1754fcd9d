"""Use: marks of the quarter that runs, the quarters that were counted, and what may be told of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dashboard.store.migrations.tables import UNIT

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

QUARTER, THING, ROLE = sa.String(6), sa.String(100), sa.String(40)


def upgrade() -> None:
    # Its rows lie in the order of the marks: the order in which they were written would tell which belong together.
    op.create_table(
        "use_mark",
        sa.Column("quarter", QUARTER, primary_key=True),
        sa.Column("made_with", sa.String(16), primary_key=True),
        sa.Column("thing", THING, primary_key=True),
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("centre_id", UNIT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "use_quarter",
        sa.Column("quarter", QUARTER, primary_key=True),
        sa.Column("counted_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "use_floor",
        sa.Column("quarter", QUARTER, primary_key=True),
        sa.Column("thing", THING, primary_key=True),
        sa.Column("role", ROLE, primary_key=True),
        sa.Column("centre_id", UNIT, primary_key=True),
        sa.Column("at_least", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("what was counted cannot be counted again")

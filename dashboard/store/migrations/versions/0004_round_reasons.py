"""A forecast keeps the budget that it was held against; a round that is opened again says why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was said before knows none of them: it stands as it was said.
    op.add_column("forecast_entry", sa.Column("revised_dkk", sa.BigInteger))  # whole øre
    op.add_column("forecast_round_event", sa.Column("words", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("what people have said is not thrown away")

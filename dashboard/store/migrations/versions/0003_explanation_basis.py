"""An explanation keeps the variance that it was about, and whether what it promised was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was said before knows none of them: it stands as it was said.
    op.add_column("explanation", sa.Column("is_done", sa.Boolean))
    op.add_column("explanation", sa.Column("forecast_variance_dkk", sa.BigInteger))  # whole øre
    op.add_column("explanation", sa.Column("variance_to_date_dkk", sa.BigInteger))


def downgrade() -> None:
    raise NotImplementedError("what people have said is not thrown away")

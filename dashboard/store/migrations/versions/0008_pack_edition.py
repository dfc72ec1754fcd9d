"""The sums of packs that are out, kept elsewhere than beside their files."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.store.migrations.tables import UNIT, add_versioned

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_versioned(
        "pack_edition",
        (
            ("sort", sa.String(20)),
            ("span", sa.String(10)),
            ("subject_id", UNIT),
            ("edition", sa.Integer),
            ("language", sa.String(2)),
        ),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("what came out is not forgotten")

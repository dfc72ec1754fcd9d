"""Changes that people make to the amounts of the carry-over case."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carry_over_change",
        sa.Column("change_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("line_id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("supersedes", sa.Integer, sa.ForeignKey("carry_over_change.change_id"), unique=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("person_role", sa.String(40), nullable=False),
        sa.Column("entered_at", sa.DateTime, nullable=False),
        sa.Column("release", sa.String(80), nullable=False),
        # Amounts are whole øre.
        sa.Column("old_amount_dkk", sa.BigInteger, nullable=False),
        sa.Column("new_amount_dkk", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("revised_dkk", sa.BigInteger, nullable=False),
        sa.Column("outturn_dkk", sa.BigInteger, nullable=False),
        sa.Column("proposed_dkk", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("fiscal_year", "line_id", "version", name="one_change_a_version"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(
                f"create trigger carry_over_change_no_{what} before {what} on carry_over_change "
                "begin select raise(abort, 'a change is superseded, never overwritten'); end"
            )


def downgrade() -> None:
    raise NotImplementedError("what people have said is not thrown away")

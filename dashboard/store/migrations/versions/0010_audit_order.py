"""Lines of the audit log are found by whose they are and of what kind, the newest first."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ORDERS = {"audit_entry_of_person": "person", "audit_entry_of_kind": "kind"}


def upgrade() -> None:
    for name, column in ORDERS.items():
        op.create_index(name, "audit_entry", [column, "number"])


def downgrade() -> None:
    # No word of anybody's is in them.
    for name in ORDERS:
        op.drop_index(name, "audit_entry")

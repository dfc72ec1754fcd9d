"""What a migration needs to add tables in which nothing is ever overwritten."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

PERSON, UNIT = sa.String(200), sa.String(100)

Key = tuple[tuple[str, Any], ...]


def add_versioned(table: str, key: Key, *content: Any) -> None:
    """A table of words: one row for each time that something was said anew of what the key names."""
    columns: Any = (
        sa.Column(name, kind, primary_key=True, autoincrement=False) for name, kind in (*key, ("version", sa.Integer))
    )
    op.create_table(
        table,
        *columns,
        *content,
        sa.Column("person", PERSON, nullable=False),
        sa.Column("person_role", sa.String(40), nullable=False),
        sa.Column("entered_at", sa.DateTime, nullable=False),
        sa.Column("release", sa.String(80), nullable=False),
    )
    refuse_overwriting(table)


def refuse_overwriting(table: str) -> None:
    """The database itself refuses to change or delete a row, whoever asks."""
    told = f"a row of {table} is superseded, never overwritten"
    if op.get_bind().dialect.name == "sqlite":
        for what in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{what} before {what} on {table} begin select raise(abort, '{told}'); end"
            )
        return
    op.execute(
        f"create function {table}_refuse() returns trigger language plpgsql as "
        f"$$ begin raise exception '{told}'; end $$"
    )
    op.execute(
        f"create trigger {table}_no_overwriting before update or delete or truncate on {table} "
        f"for each statement execute function {table}_refuse()"
    )

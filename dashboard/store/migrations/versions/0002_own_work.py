"""The managers' own work: forecast rounds, explanations, supervision; and no database overwrites what was said."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store.migrations.tables import refuse_overwriting

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNIT, ROUND, ACCOUNT_GROUP, PERSON = sa.String(100), sa.String(100), sa.String(100), sa.String(200)
OERE = sa.BigInteger  # amounts are whole øre

Key = tuple[tuple[str, Any], ...]
YEAR: Key = (("fiscal_year", sa.Integer),)
UNIT_PERIOD: Key = (*YEAR, ("period", sa.Integer), ("unit_id", UNIT))
POSTING: Key = (("delivery_id", sa.String(100)), ("file", sa.String(500)), ("line", sa.BigInteger))


def upgrade() -> None:
    _versioned(
        "forecast_round_event",
        (*YEAR, ("round", ROUND)),
        sa.Column("round_date", sa.Date, nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
    )
    _versioned(
        "forecast_entry",
        (*YEAR, ("round", ROUND), ("unit_id", UNIT), ("account_group", ACCOUNT_GROUP)),
        sa.Column("amount_dkk", OERE, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("run_rate_dkk", OERE),
        sa.Column("statistical_dkk", OERE),
        sa.Column("last_round_dkk", OERE),
    )
    _versioned(
        "forecast_sign",
        (*YEAR, ("round", ROUND), ("unit_id", UNIT)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    _versioned(
        "explanation",
        (*UNIT_PERIOD, ("account_group", ACCOUNT_GROUP)),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("responsible", PERSON, nullable=False),
        sa.Column("deadline", sa.Date),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean, nullable=False),
    )
    _supervision()
    _attention()
    for table in TABLES:
        refuse_overwriting(table)
    if not _is_sqlite():
        refuse_overwriting("carry_over_change")


def downgrade() -> None:
    raise NotImplementedError("what people have said is not thrown away")


def _supervision() -> None:
    _versioned("supervision_sample", UNIT_PERIOD, sa.Column("seed", sa.String(200), nullable=False))
    drawn, line = [name for name, _ in UNIT_PERIOD], [name for name, _ in POSTING]
    _table(
        "supervision_sample_line",
        (*UNIT_PERIOD, ("version", sa.Integer), *POSTING),
        sa.Column("voucher", sa.String(200), nullable=False),
        sa.Column("amount_dkk", OERE, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        _reference("drawn_in", [*drawn, "version"], "supervision_sample", [*drawn, "version"]),
    )
    _versioned(
        "supervision_mark",
        (*UNIT_PERIOD, *POSTING),
        sa.Column("sample_version", sa.Integer, nullable=False),
        sa.Column("mark", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        _reference(
            "of_a_drawn_line", [*drawn, "sample_version", *line], "supervision_sample_line", [*drawn, "version", *line]
        ),
    )
    _versioned(
        "supervision_sign",
        UNIT_PERIOD,
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
    )
    _versioned(
        "atypical_dismissal",
        (*POSTING, ("rule", sa.String(100))),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("is_dismissed", sa.Boolean, nullable=False),
    )
    _versioned(
        "follow_up",
        UNIT_PERIOD,
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("who", PERSON, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
    )


def _attention() -> None:
    _table(
        "reminder_sent",
        (("kind", sa.String(40)), ("subject", sa.String(300)), ("address", sa.String(320))),
        sa.Column("sent_at", sa.DateTime, nullable=False),
    )
    _table(
        "visit",
        (("person", PERSON), ("page", sa.String(60)), ("day", sa.Date)),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("release", sa.String(80), nullable=False),
    )


TABLES: list[str] = []


def _versioned(table: str, key: Key, *content: Any) -> None:
    """A table of words: one row for each time that something was said anew of what the key names."""
    _table(
        table,
        (*key, ("version", sa.Integer)),
        *content,
        sa.Column("person", PERSON, nullable=False),
        sa.Column("person_role", sa.String(40), nullable=False),
        sa.Column("entered_at", sa.DateTime, nullable=False),
        sa.Column("release", sa.String(80), nullable=False),
    )


def _table(table: str, key: Key, *content: Any) -> None:
    columns: Any = (sa.Column(name, kind, primary_key=True, autoincrement=False) for name, kind in key)
    op.create_table(table, *columns, *content)
    TABLES.append(table)


def _reference(name: str, columns: list[str], table: str, there: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, [f"{table}.{column}" for column in there], name=name)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"

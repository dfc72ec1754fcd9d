"""Schema raw: what the SQL finds before it starts. One table per canonical table, and what is known of deliveries."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from pipelines.canonical import canonical_tables
from pipelines.load_allocations import TABLES as ALLOCATION_TABLES
from pipelines.load_carry_over_rules import TABLES as CARRY_OVER_TABLES
from pipelines.told import TABLES as TOLD_TABLES

# Every row of a canonical table says where it came from.
ORIGIN = {"delivery_id": "varchar", "source": "varchar", "file": "varchar", "line": "bigint"}

# Columns that say whose a line is, also of one that is held back.
PLACES = ("cost_centre", "unit_id", "project_id")

_DELIVERY = {
    "delivery_id": "varchar",
    "source": "varchar",
    "table_name": "varchar",
    "title": "varchar",
    "owner": "varchar",
    "file": "varchar",
    "received_at": "timestamp",
    "run_date": "date",
    "mode": "varchar",
    "periods": "varchar[]",
    "sha256": "varchar",
    "bytes": "bigint",
    "lines": "bigint",
    "header_lines": "bigint",
    "accepted": "bigint",
    "quarantined": "bigint",
    "left_out": "bigint",
    "in_effect": "bigint",
    "superseded": "bigint",
    "superseded_amount_dkk": "decimal(18, 2)",
    "accepted_amount_dkk": "decimal(18, 2)",
    "quarantined_amount_dkk": "decimal(18, 2)",
    "left_out_amount_dkk": "decimal(18, 2)",
    "control_total_dkk": "decimal(18, 2)",
    "difference_dkk": "decimal(18, 2)",
    "control_source": "varchar",
    "unreadable_amounts": "bigint",
    "masked_cpr": "bigint",
    "warnings": "varchar[]",
    "is_in_force": "boolean",
    "replaced_by": "varchar",
    "every": "varchar",
    "due_days": "integer",
}
_LINE = {"delivery_id": "varchar", "source": "varchar", "table_name": "varchar", "file": "varchar", "line": "bigint"}


def raw_columns() -> dict[str, dict[str, str]]:
    """Every table of schema raw: its columns in order, with their DuckDB types."""
    tables = {name: ORIGIN | dict.fromkeys(table.columns, "varchar") for name, table in canonical_tables().items()}
    return tables | {
        "delivery": _DELIVERY,
        "source": {
            "source": "varchar",
            "table_name": "varchar",
            "title": "varchar",
            "owner": "varchar",
            "mode": "varchar",
            "every": "varchar",
            "due_days": "integer",
            "has_spec": "boolean",
        },
        "quarantine": _LINE
        | {"record": "varchar", "column_name": "varchar", "value": "varchar", "reason": "varchar"}
        | {"amount_dkk": "varchar", **dict.fromkeys(PLACES, "varchar")},
        "left_out": _LINE | {"record": "varchar", "rule": "varchar", "amount_dkk": "varchar"},
        "correction": {
            "source": "varchar",
            "delivery_id": "varchar",
            "file": "varchar",
            "line": "bigint",
            "action": "varchar",
            "column_name": "varchar",
            "before_value": "varchar",
            "after_value": "varchar",
            "amount_change_dkk": "decimal(18, 2)",
            "reason": "varchar",
            "reported_to": "varchar",
            "corrected_on": "date",
        },
        # What the release that is served now says of the organisation of its time: of units, and (with an account)
        # of the accounts where money lands.
        "published_figure": {
            "budget_basis": "varchar",
            "fiscal_year": "integer",
            "period": "integer",
            "unit_id": "varchar",
            "unit_name": "varchar",
            "account": "varchar",
            "function_code": "varchar",
            "revised_dkk": "decimal(18, 2)",
            "phased_dkk": "decimal(18, 2)",
            "actual_dkk": "decimal(18, 2)",
            "forecast_dkk": "decimal(18, 2)",
            "run_rate_forecast_dkk": "decimal(18, 2)",
            "status": "varchar",
        },
        "setting": {"name": "varchar", "value": "varchar"},
        "duplicate_delivery": {"delivery_id": "varchar", "file": "varchar", "received_at": "timestamp"},
        **CARRY_OVER_TABLES,
        **ALLOCATION_TABLES,
        **TOLD_TABLES,
    }


def create_raw_tables(con: DuckDBPyConnection) -> None:
    """Schema raw with every table, empty. Replace a table or a view of the same name and columns to fill one."""
    con.execute("create schema if not exists raw")
    for name, columns in raw_columns().items():
        listed = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
        con.execute(f'create table raw."{name}" ({listed})')

"""What has been told of people, kept beside the releases: who each figure was made of when it was told first.

A release holds no row per employee, so it cannot say which people a change is about. This file can. It belongs to the
builds alone, as the deliveries do: it is never served, and lies in a folder that no release is handed out from.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines import durable
from pipelines.home import Home
from pipelines.problems import Problem
from pipelines.row_inserts import insert_rows

TOLD_FILE = "staff.duckdb"

# Tables of schema raw with their types, and the mart that each is kept from.
TABLES: dict[str, dict[str, str]] = {
    "told_staff_month": {
        "day": "date",
        "unit_id": "varchar",
        "unit_path": "varchar[]",
        "employee_key": "varchar",
        "paid_hundredths": "bigint",
        "scheduled_hundredths": "bigint",
        "sickness_seconds": "bigint",
        "wage_dkk": "decimal(18, 2)",
    },
    "told_staff_year": {
        "fiscal_year": "integer",
        "measure": "varchar",
        "unit_id": "varchar",
        "unit_path": "varchar[]",
        "employee_key": "varchar",
        "times": "bigint",
        "seconds": "bigint",
    },
    "told_staff_hidden": {"domain": "varchar", "unit_id": "varchar", "least_people": "bigint"},
    "told_staff_part": {"day": "date", "unit_id": "varchar", "part_path": "varchar[]"},
    "told_staff_unit": {
        "day": "date",
        "unit_id": "varchar",
        "unit_name": "varchar",
        "unit_kind": "varchar",
        "parent_unit_id": "varchar",
        "level": "integer",
        "centre_id": "varchar",
        "unit_path": "varchar[]",
        "sort_order": "bigint",
    },
}
# As a release's: any client from 1.4 on opens it, and a build that is killed is made anew.
_OPTIONS = "storage_version 'v1.4.0', recovery_mode no_wal_writes"
KEPT_FROM = {
    "told_staff_month": "staff__told_month",
    "told_staff_year": "staff__told_year",
    "told_staff_hidden": "staff__hidden",
    "told_staff_part": "staff__part",
    "told_staff_unit": "staff__unit",
}


def load_told(connection: duckdb.DuckDBPyConnection, home: Home, previous: str | None) -> None:
    """View schema raw's tables of what was told over the file. Raises Problem where it cannot be read.

    Without the file nothing is held against anything; where a release is served, setting told_missing says so.
    """
    file = home.told / TOLD_FILE
    if not file.exists():
        insert_rows(connection, "raw.setting", [{"name": "told_missing", "value": previous or ""}])
        return
    try:
        connection.execute("attach ? as told (read_only)", [str(file)])
        for table, columns in TABLES.items():
            listed = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f"drop table raw.{table}")
            connection.execute(f"create view raw.{table} as select {listed} from told.main.{table}")  # noqa: S608
    except duckdb.Error as error:
        raise Problem(
            f"what staff figures have told before cannot be read ({str(error).splitlines()[0]})",
            where=str(file),
            remedy="put the file back from a backup; without it, whoever kept an older release could work people out",
        ) from error


def write_told(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what a build tells of people into a new file in the folder of the candidate."""
    quoted = str(folder / TOLD_FILE).replace("'", "''")
    connection.execute(f"attach '{quoted}' as telling ({_OPTIONS})")
    for table, columns in TABLES.items():
        listed = ", ".join(f'"{column}"::{type_} as "{column}"' for column, type_ in columns.items())
        connection.execute(f"create table telling.main.{table} as select {listed} from marts.{KEPT_FROM[table]}")  # noqa: S608
    connection.execute("checkpoint telling")
    connection.execute("detach telling")


def keep_told(home: Home, folder: Path) -> None:
    """Take a candidate's file over, before the candidate is served: nothing is told that is not kept.

    A run that is killed in between has kept what nobody was told, which only makes the next build more careful.
    """
    written = folder / TOLD_FILE
    if written.exists():
        durable.flush_file(written)
        written.replace(home.told / TOLD_FILE)
        durable.flush_folder(home.told)

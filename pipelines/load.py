"""Raw: the rows of all deliveries in force, as text, in the schema `raw` of the database that is being built.

Nothing is copied: the canonical tables are views over the deliveries' files, less the lines that a later delivery
replaced or a correction took out, plus the corrected lines.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.canonical import MASKED, canonical_tables
from pipelines.home import Home
from pipelines.raw import PLACES
from pipelines.receipts import PartState, Receipt

_ROWS, _QUARANTINED, _LEFT_OUT = "accepted.parquet", "quarantined.parquet", "left_out.parquet"


@dataclass(frozen=True)
class InForce:
    """The deliveries that the figures stand on: `receipts` in order of arrival, `parts` with what replaced each."""

    receipts: list[Receipt]
    parts: list[PartState]

    def of_table(self, table: str) -> list[Receipt]:
        """Deliveries into a canonical table of which at least one part is in force."""
        held = {part.receipt.delivery_id for part in self.parts if part.replaced_by is None}
        return [receipt for receipt in self.receipts if receipt.table == table and receipt.delivery_id in held]


def load_rows(connection: duckdb.DuckDBPyConnection, home: Home, in_force: InForce) -> None:
    """Put a view over the rows in force in the place of each empty canonical table of schema raw."""
    connection.execute("create table raw.excluded_line (delivery_id varchar, file varchar, line bigint)")
    _exclude_replaced_parts(connection, in_force)
    for table in canonical_tables():
        receipts = in_force.of_table(table)
        connection.execute(f'alter table raw."{table}" rename to "corrected_{table}"')
        _view_rows(connection, home, table, receipts)
        _exclude_superseded_lines(connection, table, receipts)
    _load_quarantine(connection, home, in_force)
    _load_left_out(connection, home, in_force)


def _exclude_replaced_parts(connection: duckdb.DuckDBPyConnection, in_force: InForce) -> None:
    """A year's file of which one month was delivered anew: that month's member stands aside (line is null: all)."""
    rows = [(part.receipt.delivery_id, part.file) for part in in_force.parts if part.replaced_by is not None]
    connection.execute("create table raw.replaced_part (delivery_id varchar, file varchar)")
    if rows:
        connection.executemany("insert into raw.replaced_part values (?, ?)", rows)


def _view_rows(connection: duckdb.DuckDBPyConnection, home: Home, table: str, receipts: list[Receipt]) -> None:
    """raw.<table> = delivered lines that nothing excludes + corrected lines."""
    columns = canonical_tables()[table].columns
    names = ", ".join(f'"{column}"' for column in columns)
    corrected = f'select delivery_id, source, file, line, {names} from raw."corrected_{table}"'
    if not receipts:
        connection.execute(f'create view raw."{table}" as {corrected}')
        return
    found = _view_files(connection, f"delivered_{table}", [_file(home, receipt, _ROWS) for receipt in receipts])
    read = ", ".join(f'"{name}"' if name in found else f'null::varchar as "{name}"' for name in columns)
    connection.execute(
        f"""create view main."read_{table}" as
            select {_DELIVERY} as delivery_id, {_SOURCE} as source, file, line, {read} from main."delivered_{table}";
            create view raw."delivered_{table}" as
            select * from main."read_{table}" anti join raw.replaced_part using (delivery_id, file);
            create view raw."{table}" as
            select * from raw."delivered_{table}" anti join raw.excluded_line using (delivery_id, file, line)
            union all {corrected}"""
    )


def settle_rows(connection: duckdb.DuckDBPyConnection, in_force: InForce) -> None:
    """Ask line by line only in files that have something excluded, once all that is excluded is known.

    The rows stay the same. Of a million lines it takes from a half to two thirds of the time to read them, and every
    build reads them several times.
    """
    asked = [file for (file,) in connection.execute(_ASKED_FILES).fetchall()]
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in asked) or "''"
    for table in canonical_tables():
        if in_force.of_table(table):
            connection.execute(
                f"""create or replace view raw."{table}" as
                    select * from raw."corrected_{table}"
                    union all
                    select * from main."read_{table}" where file not in ({listed})
                    union all
                    select * from raw."delivered_{table}" anti join raw.excluded_line using (delivery_id, file, line)
                    where file in ({listed})"""
            )


_ASKED_FILES = "select file from raw.replaced_part union select file from raw.excluded_line order by file"


# A delivery's folder carries its id, and the id its source: constant per file, so it costs nothing per row.
_DELIVERY = "parse_filename(parse_dirpath(filename))"
_SOURCE = f"substr({_DELIVERY}, 8)"


def _file(home: Home, receipt: Receipt, name: str) -> Path:
    return home.deliveries / receipt.delivery_id / name


def _view_files(connection: duckdb.DuckDBPyConnection, view: str, files: list[Path]) -> set[str]:
    """A view over parquet files with DuckDB's own quoting of their paths; returns its columns."""
    relation = connection.from_parquet([str(file) for file in files], union_by_name=True, filename=True)
    relation.create_view(view)
    return set(relation.columns)


def _exclude_superseded_lines(connection: duckdb.DuckDBPyConnection, table: str, receipts: list[Receipt]) -> None:
    """Of lines with the same key, in a source and the deltas added to it, those of the latest delivery stay.

    Lines of one delivery never exclude each other: a key that stands twice there is for a check to tell.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for receipt in receipts:
        if receipt.mode == "delta":
            groups[receipt.adds_to or receipt.source, receipt.key].append(receipt.source)
    for (base, key), deltas in groups.items():
        same_key = " and ".join(f'mine."{column}" is not distinct from other."{column}"' for column in key)
        connection.execute(
            f"""insert into raw.excluded_line
                with delta as (select * from raw."delivered_{table}" where list_contains($deltas, source)),
                grouped as (select * from raw."delivered_{table}" where list_contains($sources, source)),
                older_than_delta as (
                    select mine.* from grouped as mine semi join delta as other
                    on {same_key} and mine.delivery_id < other.delivery_id
                ),
                delta_older_than_other as (
                    select mine.* from delta as mine semi join grouped as other
                    on {same_key} and mine.delivery_id < other.delivery_id
                )
                select delivery_id, file, line from older_than_delta
                union select delivery_id, file, line from delta_older_than_other""",
            {"deltas": deltas, "sources": [base, *deltas]},
        )


def _load_quarantine(connection: duckdb.DuckDBPyConnection, home: Home, in_force: InForce) -> None:
    """Fill raw.quarantine, and view the refused lines' readable cells so that a correction can complete them."""
    for table, canonical in canonical_tables().items():
        receipts = [receipt for receipt in in_force.of_table(table) if receipt.reading.quarantined]
        if not receipts:
            continue
        found = _view_files(connection, f"refused_{table}", [_file(home, one, _QUARANTINED) for one in receipts])
        cells = ", ".join(f'"{cell}"' if cell in found else f'null::varchar as "{cell}"' for cell in canonical.columns)
        connection.execute(
            f"""create view raw."refused_{table}" as
                select {_DELIVERY} as delivery_id, file, line, {cells} from main."refused_{table}" as lines"""
        )
        places = "".join(f', "{place}"' for place in PLACES if place in found and place in canonical.columns)
        as_it_came = f"record, column_name, value, reason{places}"
        what = _MASKED_RECORD + _MASKED_CELL if canonical.private else as_it_came
        _insert_lines(connection, "quarantine", f"refused_{table}", table, what)


def _load_left_out(connection: duckdb.DuckDBPyConnection, home: Home, in_force: InForce) -> None:
    for table, canonical in canonical_tables().items():
        receipts = [receipt for receipt in in_force.of_table(table) if receipt.reading.left_out]
        if receipts:
            _view_files(connection, f"left_out_{table}", [_file(home, one, _LEFT_OUT) for one in receipts])
            what = (_MASKED_RECORD if canonical.private else "record, ") + "rule"
            _insert_lines(connection, "left_out", f"left_out_{table}", table, what)


# What a line about an employee says is for those who deliver it: others are told that there is one, and why.
_MASKED_RECORD = f"'{MASKED}' as record, "
_MASKED_CELL = f"column_name, if(value is null, null, '{MASKED}') as value, reason"


def _insert_lines(connection: duckdb.DuckDBPyConnection, target: str, view: str, table: str, what: str) -> None:
    """Insert the lines of the parts in force that a view over files holds."""
    connection.execute(
        f"""insert into raw."{target}" by name
            select {_DELIVERY} as delivery_id, {_SOURCE} as source, ? as table_name, file, line, {what},
                amount as amount_dkk
            from main."{view}" as lines
            where not exists (
                select 1 from raw.replaced_part as part
                where part.delivery_id = {_DELIVERY} and part.file = lines.file
            )""",
        [table],
    )

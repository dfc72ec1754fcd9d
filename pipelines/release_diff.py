"""What differs between two releases: table by table, and the figures that a person has seen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from pipelines.home import Home
from pipelines.manifest import RELEASE_FILE, Manifest
from pipelines.releases import manifest_of, release_folder


@dataclass(frozen=True)
class TableDifference:
    """Rows that stand in one release only; a changed row counts on both sides. None where the table is missing."""

    table: str
    only_before: int | None
    only_after: int | None


@dataclass(frozen=True)
class FigureDifference:
    """A figure of a centre or the municipality that reads differently; amounts in DKK, None where it has no value."""

    fiscal_year: int
    period: int
    unit_name: str
    figure: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class ReleaseDifference:
    """All that differs between release `before` and release `after`."""

    before: Manifest
    after: Manifest
    tables: list[TableDifference]
    figures: list[FigureDifference]


_FIGURES = """
    with before as (
        unpivot (select fiscal_year, period, unit_id, unit_name, revised_dkk, revised_without_carry_over_dkk,
                     phased_dkk, actual_dkk, forecast_dkk
                 from before.main.budget_followup__unit_period
                 where organisation_view = 'then' and budget_basis = 'with_carry_over'
                     and unit_kind in ('municipality', 'directorate', 'centre'))
        on revised_dkk, revised_without_carry_over_dkk, phased_dkk, actual_dkk, forecast_dkk
        into name figure value amount_dkk
    ),
    after as (
        unpivot (select fiscal_year, period, unit_id, unit_name, revised_dkk, revised_without_carry_over_dkk,
                     phased_dkk, actual_dkk, forecast_dkk
                 from after.main.budget_followup__unit_period
                 where organisation_view = 'then' and budget_basis = 'with_carry_over'
                     and unit_kind in ('municipality', 'directorate', 'centre'))
        on revised_dkk, revised_without_carry_over_dkk, phased_dkk, actual_dkk, forecast_dkk
        into name figure value amount_dkk
    )
    select fiscal_year, period, coalesce(after.unit_name, before.unit_name),
        replace(replace(figure, '_dkk', ''), '_', ' '), before.amount_dkk, after.amount_dkk
    from before full join after using (fiscal_year, period, unit_id, figure)
    where before.amount_dkk is distinct from after.amount_dkk
    order by all
"""


def compare(home: Home, before: str, after: str) -> ReleaseDifference:
    """What differs between two releases. Raises Problem when one of them is not there."""
    manifests = manifest_of(home, before), manifest_of(home, after)
    with duckdb.connect() as connection:
        for name, release in (("before", before), ("after", after)):
            file = release_folder(home, release) / RELEASE_FILE
            connection.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
        names = sorted({*manifests[0].tables, *manifests[1].tables})
        tables = [_compare_table(connection, name, *manifests) for name in names]
        figures = [FigureDifference(*row) for row in connection.execute(_FIGURES).fetchall()]
    changed = [difference for difference in tables if difference.only_before != 0 or difference.only_after != 0]
    return ReleaseDifference(*manifests, changed, figures)


def _compare_table(
    connection: duckdb.DuckDBPyConnection, name: str, before: Manifest, after: Manifest
) -> TableDifference:
    if name not in before.tables or name not in after.tables:
        there = before.tables.get(name) or after.tables[name]
        return TableDifference(name, *((there.rows, None) if name in before.tables else (None, there.rows)))
    if before.tables[name].hash == after.tables[name].hash:
        return TableDifference(name, 0, 0)
    # Columns that both have: a column that came with an upgrade is no change of the rows.
    shared = ", ".join(f'"{column}"' for column in before.tables[name].columns if column in after.tables[name].columns)

    def only(in_one: str, not_in_other: str) -> int:
        rows = connection.execute(
            f'select count(*) from (select {shared} from {in_one}.main."{name}" '
            f'except all select {shared} from {not_in_other}.main."{name}")'
        ).fetchone()
        return int(rows[0]) if rows else 0

    return TableDifference(name, only("before", "after"), only("after", "before"))

"""Raw facts beside the rows: deliveries with their counts, sources, settings, and the figures published before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.canonical import canonical_tables
from pipelines.extracts.spec import Spec
from pipelines.home import Capital, Home
from pipelines.load import InForce
from pipelines.manifest import RELEASE_FILE
from pipelines.purchase_settings import purchase_settings
from pipelines.receipts import PartState
from pipelines.row_inserts import insert_rows


def load_facts(
    connection: duckdb.DuckDBPyConnection, home: Home, parts: list[PartState], specs: list[Spec], built_on: date
) -> None:
    """Fill raw.delivery, .source, .setting and .duplicate_delivery."""
    by_source = {spec.source: spec for spec in specs}
    insert_rows(connection, "raw.delivery", [_delivery(part, by_source.get(part.receipt.source)) for part in parts])
    insert_rows(connection, "raw.source", [*map(_source, specs), *_sources_without_spec(parts, by_source)])
    insert_rows(connection, "raw.duplicate_delivery", list(_duplicates(home)))
    limits = home.municipality.thresholds
    settings = {
        "municipality_name": home.municipality.name,
        "act_share": limits.act_share,
        "act_dkk": limits.act_dkk,
        "watch_factor": limits.watch_factor,
        "built_on": built_on.isoformat(),
        **_capital_settings(home.municipality.capital),
        "band_minimum_years": home.municipality.forecasts.band_minimum_years,
        **{f"staff_{name}": value for name, value in home.municipality.staff.model_dump().items()},
        **purchase_settings(home),
    }
    insert_rows(connection, "raw.setting", [{"name": name, "value": str(value)} for name, value in settings.items()])


def _capital_settings(capital: Capital) -> dict[str, object]:
    chosen = {f"capital_{name}": value for name, value in capital.model_dump(exclude={"price_index"}).items()}
    return chosen | {f"price_index_{year}": index for year, index in capital.price_index.items()}


def load_published_figures(connection: duckdb.DuckDBPyConnection, releases: Path, release: str | None) -> None:
    """View raw.published_figure over the release that is served now, so that the build can say what has changed.

    The release stays attached as `previous`. One whose file is gone, damaged or of another shape holds no build back:
    setting previous_fault says what is wrong with it, and a check tells it.
    """
    fault = _view_published_figures(connection, releases / release / RELEASE_FILE) if release else ""
    settings = {"previous_release": release or "", "previous_fault": fault}
    insert_rows(connection, "raw.setting", [{"name": name, "value": value} for name, value in settings.items()])


def _view_published_figures(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    """Nothing where every figure of the release file can be read, else what is wrong with it."""
    try:
        connection.execute("attach ? as previous (read_only)", [str(file)])
        connection.execute(f"select sum(hash(figure)::hugeint) from ({_PUBLISHED_FIGURES}) as figure").fetchone()
    except duckdb.Error as error:
        connection.execute("detach database if exists previous")
        return f"{file}: {str(error).splitlines()[0]}; put the file back from a backup, or let it go: the next is whole"
    connection.execute("drop table raw.published_figure")
    connection.execute(f"create view raw.published_figure as {_PUBLISHED_FIGURES}")
    return ""


_PUBLISHED_FIGURES = """
    select budget_basis, fiscal_year, period, unit_id, unit_name,
        null::varchar as account, null::varchar as function_code,
        revised_dkk, phased_dkk, actual_dkk, forecast_dkk, run_rate_forecast_dkk, status
    from previous.main.budget_followup__unit_period
    where organisation_view = 'then'
    union all by name
    select budget_basis, fiscal_year, period, unit_id, account, function_code,
        revised_dkk, phased_dkk, actual_dkk, run_rate_forecast_dkk
    from previous.main.budget_followup__unit_account_period
"""


def _delivery(part: PartState, spec: Spec | None) -> dict[str, Any]:
    receipt = part.receipt
    read = next(read for read in receipt.reading.parts if read.file == part.file)
    return {
        "delivery_id": receipt.delivery_id,
        "source": receipt.source,
        "table_name": receipt.table,
        "title": receipt.title,
        "owner": receipt.owner,
        "file": part.file,
        "received_at": receipt.received_at.replace(tzinfo=None),
        "run_date": read.run_date,
        "mode": receipt.mode,
        "periods": [read.period] if read.period else [],
        "sha256": receipt.sha256,
        "bytes": receipt.bytes,
        "lines": read.lines,
        "header_lines": read.header_lines,
        "accepted": read.accepted,
        "quarantined": read.quarantined,
        "left_out": read.left_out,
        "accepted_amount_dkk": read.accepted_amount,
        "quarantined_amount_dkk": read.quarantined_amount,
        "left_out_amount_dkk": read.left_out_amount,
        "control_total_dkk": read.control_total,
        "difference_dkk": read.difference,
        "control_source": read.control_source,
        "unreadable_amounts": read.unreadable_amounts,
        "masked_cpr": read.masked_cpr,
        "warnings": receipt.reading.warnings,
        "is_in_force": part.replaced_by is None,
        "replaced_by": part.replaced_by,
        "every": spec.delivery.every if spec else None,
        "due_days": spec.delivery.due_days if spec else None,
    }


def _source(spec: Spec) -> dict[str, Any]:
    return {
        "source": spec.source,
        "table_name": spec.table,
        "title": spec.title,
        "owner": spec.owner,
        "mode": spec.delivery.mode,
        "every": spec.delivery.every,
        "due_days": spec.delivery.due_days,
        "has_spec": True,
    }


def _sources_without_spec(parts: list[PartState], by_source: dict[str, Spec]) -> Iterable[dict[str, Any]]:
    """Sources whose deliveries the figures stand on though their spec was taken away: as their newest one has it."""
    newest = {part.receipt.source: part.receipt for part in parts if part.replaced_by is None}
    for source, receipt in newest.items():
        if source not in by_source:
            yield {
                "source": source,
                "table_name": receipt.table,
                "title": receipt.title,
                "owner": receipt.owner,
                "mode": receipt.mode,
                "every": None,
                "due_days": None,
                "has_spec": False,
            }


def _duplicates(home: Home) -> Iterable[dict[str, Any]]:
    for note in sorted((home.deliveries / "duplicates").glob("*.txt")):
        delivery_id, received_at, file = note.read_text(encoding="utf-8").splitlines()
        yield {"delivery_id": delivery_id, "file": file, "received_at": received_at}


def count_lines_in_effect(connection: duckdb.DuckDBPyConnection, in_force: InForce) -> None:
    """Split each delivery's accepted lines and amount into what the figures use and what was replaced since.

    What was replaced: all of a delivery that is not in force, and single lines that a delta replaced (or a later
    delivery of a delta).
    """
    connection.execute(
        """update raw.delivery
           set in_effect = accepted, superseded = 0,
               superseded_amount_dkk = if(accepted_amount_dkk is null, null, 0);
           update raw.delivery
           set in_effect = 0, superseded = accepted, superseded_amount_dkk = accepted_amount_dkk
           where not is_in_force"""
    )
    for name, table in canonical_tables().items():
        if any(receipt.mode == "delta" for receipt in in_force.of_table(name)):
            amount = f'sum("{table.amount}"::decimal(38, 2))' if table.amount else "null"
            connection.execute(
                f"""update raw.delivery
                    set in_effect = accepted - replaced.lines,
                        superseded = replaced.lines, superseded_amount_dkk = replaced.amount_dkk
                    from (
                        select delivery_id, file, count(*) as lines, {amount} as amount_dkk
                        from raw."delivered_{name}" semi join raw.excluded_line using (delivery_id, file, line)
                        group by all
                    ) as replaced
                    where (delivery.delivery_id, delivery.file) = (replaced.delivery_id, replaced.file)"""
            )

"""Trying a spec on a file: what it understood, what it refused, whether it adds up. Nothing is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.canonical import canonical_tables
from pipelines.extracts.account import Counts, Reading
from pipelines.extracts.reading import Progress, read_extract
from pipelines.extracts.spec import Spec
from pipelines.problems import Problem, printable

FIRST_ROWS = 3
REJECTED_ROWS = 20


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class ColumnTrial(_Shown):
    """One canonical column: where it comes from, how many rows fill it, some of its values."""

    name: str
    type: str
    source: str
    filled: int
    examples: tuple[str, ...]


class Rejected(_Shown):
    """One row in quarantine."""

    file: str
    line: int
    column: str | None
    value: str | None
    reason: str
    record: str


class LeftOut(_Shown):
    """What one rule left out."""

    rule: str
    rows: int
    first_line: int


class SpecTrial(_Shown):
    """What a spec made of a file; `problem` says why it was refused as a whole, and nothing else is there then."""

    spec: str
    file: str
    problem: str | None = None
    reading: Reading | None = None
    columns: tuple[ColumnTrial, ...] = ()
    first_rows: tuple[dict[str, str | None], ...] = ()
    rejected: tuple[Rejected, ...] = ()
    reasons: dict[str, int] = {}
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Read whole, nothing in quarantine, and the control total met where there is one."""
        return self.reading is not None and not self.reading.quarantined and not self.reading.difference


def try_spec(spec: Spec, file: Path | None, on_progress: Progress | None = None) -> SpecTrial:
    """Read `file` (None for a query) by `spec` into a folder that is thrown away."""
    name = file.name if file else f"sql:{spec.source}"
    with tempfile.TemporaryDirectory(prefix="pejling-") as folder:
        try:
            reading = read_extract(spec, file, Path(folder), on_progress)
        except Problem as problem:
            return SpecTrial(spec=spec.path.name, file=name, problem=str(problem))
        accepted = pl.read_parquet(Path(folder) / "accepted.parquet")
        quarantined = pl.read_parquet(Path(folder) / "quarantined.parquet")
        left_out = pl.read_parquet(Path(folder) / "left_out.parquet")
    return SpecTrial(
        spec=spec.path.name,
        file=name,
        reading=reading,
        columns=tuple(_column(spec, column, accepted) for column in spec.columns),
        first_rows=tuple(accepted.head(FIRST_ROWS).drop("file").cast(pl.String).to_dicts()),
        rejected=tuple(_rejected(row) for row in quarantined.head(REJECTED_ROWS).to_dicts()),
        reasons=dict(quarantined.group_by("reason").len().sort("len", "reason", descending=[True, False]).rows()),
        left_out=tuple(
            LeftOut(rule=rule, rows=rows, first_line=line)
            for rule, rows, line in left_out.group_by("rule", maintain_order=True)
            .agg(pl.len(), pl.col("line").min().alias("first"))
            .rows()
        ),
    )


def _column(spec: Spec, name: str, accepted: pl.DataFrame) -> ColumnTrial:
    column = spec.columns[name]
    filled = accepted.get_column(name).drop_nulls()
    headers = " + ".join(" / ".join(spellings) for spellings in column.headers())
    return ColumnTrial(
        name=name,
        type=canonical_tables()[spec.table].columns[name].type,
        source=headers or repr(column.value or column.from_period),
        filled=filled.len(),
        examples=tuple(filled.unique(maintain_order=True).head(3).to_list()),
    )


def _rejected(row: dict[str, object]) -> Rejected:
    return Rejected.model_validate({**row, "column": row["column_name"]}, extra="ignore")


def show_trial(trial: SpecTrial, console: Console) -> None:
    """Print a trial for a person."""
    console.print(f"[bold]{_shown(trial.file)}[/] by {_shown(trial.spec)}")
    if trial.reading is None:
        console.print(f"[red]Refused.[/] {_shown(trial.problem or '')}")
        return
    console.print(_columns_table(trial, trial.reading.accepted))
    console.print(_rows_table(trial))
    if trial.rejected:
        console.print(_rejected_table(trial))
    for one in trial.left_out:
        rows = "1 row" if one.rows == 1 else f"{one.rows} rows"
        console.print(f"Left out, {rows} from line {one.first_line}: {_shown(one.rule)}")
    console.print(_account_table(trial.reading))
    for warning in trial.reading.warnings:
        console.print(f"[yellow]Note:[/] {_shown(warning)}")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        right = column in ("filled", "line", "rows")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    return table


def _columns_table(trial: SpecTrial, rows: int) -> Table:
    table = _table("Columns", "column", "type", "from", "filled", "for example")
    for column in trial.columns:
        filled = f"{column.filled} of {rows}"
        table.add_row(column.name, column.type, _shown(column.source), filled, _shown(" · ".join(column.examples)))
    return table


def _rows_table(trial: SpecTrial) -> Table:
    """Rows stand upright: a ledger's twenty columns do not fit side by side on any screen."""
    table = _table("First rows", "column", *(f"line {row['line']}" for row in trial.first_rows))
    for column in trial.columns:
        table.add_row(column.name, *(_shown(row[column.name] or "") for row in trial.first_rows))
    return table


def _rejected_table(trial: SpecTrial) -> Table:
    reasons = ", ".join(f"{reason} {rows}" for reason, rows in trial.reasons.items())
    table = _table(f"In quarantine: {reasons}", "line", "column", "value", "reason", "record")
    for row in trial.rejected:
        table.add_row(str(row.line), row.column or "", _shown(row.value or ""), row.reason, _shown(row.record[:120]))
    return table


def _account_table(reading: Reading) -> Table:
    table = _table("Account", "", "rows", "amount")
    table.columns[2].justify = "right"
    counts: Counts = reading
    for name in ("accepted", "quarantined", "left_out"):
        amount = getattr(counts, f"{name}_amount")
        table.add_row(name.replace("_", " "), str(getattr(counts, name)), "" if amount is None else f"{amount:,.2f}")
    table.add_row("header and blank lines", str(reading.header_lines), "")
    table.add_row("[bold]lines in the file[/]", str(reading.lines), "")
    if reading.control_total is not None:
        table.add_row(f"control total ({reading.control_source})", "", f"{reading.control_total:,.2f}")
        colour = "green" if not reading.difference else "red"
        table.add_row("difference", "", f"[{colour}]{reading.difference:,.2f}[/]")
    else:
        table.add_row("control total", "", "none")
    return table


def _shown(text: str) -> str:
    """What stands in the file, as it stands: it is no markup, and steers no terminal."""
    return escape(printable(text))

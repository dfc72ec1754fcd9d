"""The three Parquet files of a reading: rows taken, rows in quarantine, rows left out by a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import polars as pl
from polars.io.plugins import register_io_source
from pyarrow import parquet

from pipelines.extracts.rows import LINE
from pipelines.problems import Problem

ACCEPTED, QUARANTINED, LEFT_OUT = "accepted.parquet", "quarantined.parquet", "left_out.parquet"
_TOLD = ("column_name", "value", "reason", "problems")


class FlaggedFile:
    """A Parquet file that grows by small frames."""

    def __init__(self, path: Path, columns: list[str]) -> None:
        self._schema = pl.Schema({name: pl.Int64 if name == LINE else pl.String for name in columns})
        self._empty = pl.DataFrame(schema=self._schema).to_arrow(compat_level=pl.CompatLevel.oldest())
        self._writer = parquet.ParquetWriter(path, self._empty.schema, compression="zstd")

    def add(self, rows: pl.DataFrame) -> None:
        if rows.height:
            table = rows.select(self._schema.names()).cast(self._schema)
            self._writer.write_table(table.to_arrow(compat_level=pl.CompatLevel.oldest()))

    def close(self) -> None:
        self._writer.close()


class Output:
    """The folder that a reading is written into. Leaves nothing behind when the reading fails."""

    def __init__(self, into: Path, columns: list[str]) -> None:
        self._into, self._columns = into, columns
        canonical = [name for name in columns if name != "amount"]
        self._quarantined = FlaggedFile(into / QUARANTINED, ["file", LINE, "record", *_TOLD, "amount", *canonical])
        self._left_out = FlaggedFile(into / LEFT_OUT, ["file", LINE, "record", "rule", "amount"])

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._quarantined.close()
        self._left_out.close()
        if error is not None:
            for name in (ACCEPTED, QUARANTINED, LEFT_OUT):
                (self._into / name).unlink(missing_ok=True)

    def flag(self, file: str, flagged: pl.DataFrame) -> None:
        """Write flagged rows (see normalise.FLAGS) to the quarantine or to the rows left out."""
        if not flagged.height:
            return
        rows = flagged.drop("amount", strict=False).rename({"row_amount": "amount"})
        rows = rows.with_columns(pl.lit(file).alias("file"))
        self._quarantined.add(rows.filter(pl.col("reason").is_not_null()))
        self._left_out.add(rows.filter(pl.col("reason").is_null()))

    def accept(self, frames: Callable[[], Iterator[pl.DataFrame]]) -> None:
        """Write the frames of accepted rows as they come. What `frames` raises is raised here."""
        schema = pl.Schema({"file": pl.String, LINE: pl.Int64} | dict.fromkeys(self._columns, pl.String))
        failure: list[Exception] = []

        def source(
            with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
        ) -> Iterator[pl.DataFrame]:
            del with_columns, predicate, n_rows, batch_size  # a sink asks for all of it
            try:
                for frame in frames():
                    yield frame.select(schema.names())
            except Exception as error:
                failure.append(error)
                raise

        target = self._into / ACCEPTED
        try:
            register_io_source(io_source=source, schema=schema).sink_parquet(
                target, compression="lz4", statistics=False
            )
        except Exception as error:
            raise (failure[0] if failure else _unwritable(error, target)) from None


def _unwritable(error: Exception, target: Path) -> Exception:
    if isinstance(error, OSError | pl.exceptions.PolarsError):
        return Problem(
            f"the rows cannot be written ({error})", where=str(target.parent), remedy="make room there and try again"
        )
    return error

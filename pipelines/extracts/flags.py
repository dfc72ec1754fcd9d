"""What is told of rows that are not taken: the rule, or column, value and reason of each fault."""

from __future__ import annotations

import polars as pl

from pipelines.extracts import personal
from pipelines.extracts.cells import Cells
from pipelines.extracts.columns import ColumnReader, Converted
from pipelines.extracts.rows import LINE, Batch, written

FLAGS = {
    "record": pl.String, "rule": pl.String, "is_total": pl.Boolean, "column_name": pl.String, "value": pl.String,
    "reason": pl.String, "problems": pl.String, "row_amount": pl.String, "is_unreadable": pl.Boolean,
}  # fmt: skip


class Flags:
    """What is wrong with the rows of a batch; rows that a rule leaves out are not asked."""

    def __init__(self, cells: Cells, columns: list[ColumnReader], converted: list[Converted], rule: pl.Series) -> None:
        self.rule = rule
        self._nothing = cells.nothing()
        self.faulty = self._nothing
        self._faults: list[tuple[ColumnReader, pl.Series, pl.Series, str]] = []
        for column, one in zip(columns, converted, strict=True):
            for mask, reason in one.faults:
                here = mask & rule.is_null()
                if here.any():
                    self._faults.append((column, one.shown, here, reason))
                    self.faulty = self.faulty | here

    def told(self, mask: pl.Series, exempt: set[str]) -> dict[str, pl.Series]:
        """Column, value and reason of the first fault of each row of `mask`, and all of them in words."""
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, int(mask.sum() or 0))
        names, values, reasons, problems = nothing, nothing, nothing, nothing
        for column, shown, here, reason in reversed(self._faults):
            chosen = here.filter(mask)
            cells = shown.filter(mask)
            cells = cells if column.name in exempt else personal.masked(cells)[0]
            cells = cells.str.slice(0, 1000)
            told = f"{column.name}: {reason}"
            names, values, reasons, problems = pl.select(
                names=pl.when(chosen).then(pl.lit(column.name)).otherwise(names),
                values=pl.when(chosen).then(cells).otherwise(values),
                reasons=pl.when(chosen).then(pl.lit(reason)).otherwise(reasons),
                problems=pl.when(chosen)
                .then(pl.concat_str(pl.lit(told), problems, separator=", ", ignore_nulls=True))
                .otherwise(problems),
            ).get_columns()
        return {"column_name": names, "value": values, "reason": reasons, "problems": problems}

    def unreadable(self, amount: str | None) -> pl.Series:
        """Rows whose amount is there but cannot be read."""
        found = self._nothing
        for column, shown, here, _ in self._faults:
            if column.name == amount:
                found = found | (here & shown.is_not_null())
        return found


def records(raw: pl.DataFrame, batch: Batch, exempt: set[int], separator: str) -> pl.Series:
    """The rows as they came, but for CPR numbers masked in columns that are not exempt."""
    cells = raw.drop(LINE).select(pl.all().fill_null(""))
    open_places = [name for name in cells.columns if int(name) not in exempt]
    touched = pl.Series([False]).new_from_index(0, raw.height)
    for held in cells.select(pl.col(open_places).str.contains(personal.PATTERN)):
        if held.any():
            cells = cells.with_columns(personal.masked(cells.get_column(held.name))[0])
            touched |= held
    quote, raws = batch.quote, batch.raws
    needs_quotes, text = cells.select(
        needs_quotes=pl.any_horizontal(pl.all().str.contains_any([separator, '"', "\n"])) & pl.lit(not quote),
        text=pl.lit(quote) + pl.concat_str(pl.all(), separator=f"{quote}{separator}{quote}") + pl.lit(quote),
    )
    if not needs_quotes.any() and not raws:
        return text
    told = text.to_list()
    for index, line in enumerate(raw.get_column(LINE)):
        if line in raws and not touched[index]:
            told[index] = raws[line]
        elif needs_quotes[index] or line in raws:
            told[index] = written(cells.row(index), separator, raws.get(line, ""))
    return pl.Series(told, dtype=pl.String)

"""The cells of a batch, trimmed; each column made once."""

from __future__ import annotations

import polars as pl

from pipelines.extracts.rows import LINE, Batch

_EMPTY = pl.Series([None], dtype=pl.String)


class Cells:
    """The columns of a batch, trimmed, empty text as NULL; each made once."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._clean: dict[int, pl.Series] = {}
        self.height = batch.frame.height

    def __getitem__(self, index: int) -> pl.Series:
        if index not in self._clean:
            cells = self.batch.frame.get_column(str(index)).cast(pl.String)
            self._clean[index] = cleaned(cells, may_be_wrapped=self.batch.has_marks)
        return self._clean[index]

    def codes(self, index: int) -> pl.Series | None:
        """The place of each cell's text in `distinct`; None for a column that is kept as text."""
        column = self.batch.frame.get_column(str(index))
        return column.to_physical() if isinstance(column.dtype, pl.Categorical) else None

    def distinct(self, index: int) -> tuple[pl.Categories, pl.Series]:
        """The texts of a column of categories, which batches share, by their code; an empty cell after the last."""
        categories = self.batch.frame.get_column(str(index)).dtype.categories  # type: ignore[attr-defined]
        return categories, categories.to_series().append(_EMPTY)

    def constant(self, text: str | None) -> pl.Series:
        return pl.Series([text], dtype=pl.String).new_from_index(0, self.height)

    def nothing(self) -> pl.Series:
        """A mask that is true nowhere."""
        return pl.Series([False]).new_from_index(0, self.height)

    @property
    def lines(self) -> pl.Series:
        return self.batch.frame.get_column(LINE)


def cleaned(cells: pl.Series, *, may_be_wrapped: bool = True) -> pl.Series:
    """Trimmed, unwrapped from ="…", empty as NULL."""
    trimmed = cells.str.strip_chars()
    if may_be_wrapped and trimmed.str.starts_with('="').any():
        trimmed = trimmed.str.replace(r'^="(.*)"$', "${1}").str.strip_chars()
    return without(trimmed, trimmed == "")


def without(cells: pl.Series, mask: pl.Series) -> pl.Series:
    """The cells, those of the mask as NULL."""
    return cells.set(mask.fill_null(value=False), None) if mask.any() else cells


def negated(amounts: pl.Series, mask: pl.Series) -> pl.Series:
    """The amounts, those of the mask times -1."""
    return (-amounts).zip_with(mask.fill_null(value=False), amounts)


def pasted(parts: list[pl.Series], mark: str) -> pl.Series:
    """Several cells as one text; NULL where all are empty."""
    text = pl.concat_str([part.fill_null("") for part in parts], separator=mark)
    return pl.select(
        pl.when(pl.all_horizontal([part.is_null() for part in parts])).then(None).otherwise(text)
    ).to_series()

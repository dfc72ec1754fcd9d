"""A list of postings, read a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Postings:
    """One page of a list of postings, and whether more follow."""

    rows: pl.DataFrame
    has_more: bool

    @classmethod
    def of(cls, rows: pl.DataFrame, page_size: int) -> Postings:
        """The page of `rows` that were asked for one more than it holds."""
        return cls(rows.head(page_size), len(rows) > page_size)

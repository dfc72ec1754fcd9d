"""Which rows a rule means: the same condition on a batch of rows, and on one record that fits no header."""

from __future__ import annotations

import re

import polars as pl

from pipelines.extracts.cells import Cells
from pipelines.extracts.layout import Layout
from pipelines.extracts.spec_tables import Condition


def mask_of(conditions: tuple[Condition, ...], cells: Cells, layout: Layout, where: str) -> pl.Series:
    """The rows that every condition holds for."""
    mask = _mask(conditions[0], cells, layout, where)
    for condition in conditions[1:]:
        mask &= _mask(condition, cells, layout, where)
    return mask


def _mask(condition: Condition, cells: Cells, layout: Layout, where: str) -> pl.Series:
    if "*" in condition.column:
        mask = cells.nothing()
        for index in range(len(layout.names)):
            mask |= _test(condition, cells[index])
        return mask
    place = layout.single_index(condition.column, where)
    return cells.nothing() if place is None else _test(condition, cells[place])


def _test(condition: Condition, column: pl.Series) -> pl.Series:
    if condition.is_ is not None:
        mask = column.is_in(list(condition.is_))
    elif condition.is_not is not None:
        return ~column.is_in(list(condition.is_not)).fill_null(value=False)
    elif condition.matches is not None:
        pattern = re.compile(condition.matches)
        fitting = [text for text in column.unique().to_list() if text is not None and pattern.search(text)]
        mask = column.is_in(fitting)
    else:
        return column.is_null() if condition.empty else column.is_not_null()
    return mask.fill_null(value=False)


def holds(conditions: tuple[Condition, ...], fields: list[str], layout: Layout) -> bool:
    """Whether every condition holds for the fields of one record."""
    return all(_holds(condition, fields, layout) for condition in conditions)


def _holds(condition: Condition, fields: list[str], layout: Layout) -> bool:
    if "*" in condition.column:
        return any(_fits(condition, field.strip()) for field in fields)
    place = layout.index(condition.column)
    return place is not None and place < len(fields) and _fits(condition, fields[place].strip())


def _fits(condition: Condition, text: str) -> bool:
    if condition.is_ is not None:
        return text in condition.is_
    if condition.is_not is not None:
        return text not in condition.is_not
    if condition.matches is not None:
        return bool(text) and re.search(condition.matches, text) is not None
    return (not text) == condition.empty

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
            mask |= fits(condition, cells[index])
        return mask
    place = layout.single_index(condition.column, where)
    return cells.nothing() if place is None else fits(condition, cells[place])


def fits(condition: Condition, column: pl.Series) -> pl.Series:
    """The cells of a column that one condition holds for."""
    if condition.is_ is not None:
        mask = column.is_in(list(condition.is_))
    elif condition.is_not is not None:
        return ~column.is_in(list(condition.is_not)).fill_null(value=False)
    elif condition.matches is not None:
        pattern = re.compile(condition.matches)
        likely = column.filter(column.str.starts_with(beginning(condition.matches))).unique().to_list()
        mask = column.is_in([text for text in likely if pattern.search(text)])
    else:
        return column.is_null() if condition.empty else column.is_not_null()
    return mask.fill_null(value=False)


def beginning(pattern: str) -> str:
    """Letters and blanks that every match of a regular expression begins with, so that few texts need it."""
    found = re.match(r"\^([\w ]+)(?![*?{])", pattern)
    return found.group(1) if found and "|" not in pattern else ""


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

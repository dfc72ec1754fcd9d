"""Rules that must see the whole file: rows taken once, sums of other rows, running totals."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from pipelines.extracts.flags import FLAGS
from pipelines.extracts.layout import Layout
from pipelines.extracts.normalise import KEPT, Normaliser, Rows
from pipelines.extracts.rows import LINE
from pipelines.extracts.spec import Spec
from pipelines.extracts.spec_tables import Cumulative, Subtotals

REPEATED_ROW = "repeats an earlier row"
UNCHANGED = "unchanged since the period before"
_MONEY = pl.Decimal(38, 2)


def flagged_as(rows: pl.DataFrame, amount: str | None, **flags: str | bool) -> pl.DataFrame:
    """Rows that were taken and have a record, with FLAGS; their amount counts unless they are totals."""
    given: dict[str, str | bool] = {"is_total": False, "is_unreadable": False, **flags}
    counted = pl.col(amount) if amount and not given["is_total"] else pl.lit(None, dtype=pl.String)
    return rows.with_columns(
        *(
            pl.lit(given.get(name), dtype=kind).alias(name)
            for name, kind in FLAGS.items()
            if name not in ("record", "row_amount")
        ),
        counted.alias("row_amount"),
    )


class Distinct:
    """Lets the first of each set of equal rows through."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._seen: pl.DataFrame | None = None

    def first_of_each(self, rows: Rows) -> Rows:
        taken = rows.taken
        first = taken.unique(self._names, keep="first", maintain_order=True)
        if self._seen is not None:
            first = first.join(self._seen, on=self._names, how="anti", nulls_equal=True)
        new = first.select(self._names)
        self._seen = new if self._seen is None else pl.concat([self._seen, new])
        again = taken.filter(~pl.col(LINE).is_in(first.get_column(LINE).implode()))
        flagged = flagged_as(again, None, rule=REPEATED_ROW).select(rows.flagged.columns)
        rows.taken, rows.flagged = first, pl.concat([rows.flagged, flagged])
        return rows


def settle(spec: Spec, layout: Layout, normaliser: Normaliser, gathered: list[Rows], warnings: list[str]) -> Rows:
    """All rows of a file as one, with sub-totals left out and running totals turned into differences."""
    rows = Rows(
        pl.concat([one.taken for one in gathered]), pl.concat([one.flagged for one in gathered], how="diagonal")
    )
    for rule in spec.subtotals:
        _leave_out_sums(rule, layout, normaliser.amount or "", rows)
    if spec.cumulative is not None:
        _difference(spec.cumulative, normaliser.amount or "", rows, warnings)
    for name, column in spec.columns.items():
        if column.parent_in is not None:
            _nearest_listed(name, column.parent_in, column.parent_by_length or (), rows)
    rows.taken = rows.taken.select(LINE, *normaliser.names)
    rows.flagged = rows.flagged.select(LINE, *normaliser.names, *FLAGS)
    return rows


def _nearest_listed(name: str, listing: str, lengths: tuple[int, ...], rows: Rows) -> None:
    """Parents that the list itself lacks become the next level up that it has."""
    listed = set(rows.taken.get_column(listing).to_list())

    def nearest(parent: str) -> str | None:
        levels = [parent, *(parent[:length] for length in sorted(lengths, reverse=True) if length < len(parent))]
        return next((level for level in levels if level in listed), None)

    parents = rows.taken.get_column(name).unique().drop_nulls()
    found = pl.Series([nearest(parent) for parent in parents], dtype=pl.String)
    if parents.len():
        rows.taken = rows.taken.with_columns(pl.col(name).replace_strict(parents, found, default=None))


def _leave_out_sums(rule: Subtotals, layout: Layout, amount: str, rows: Rows) -> None:
    """Take out rows that are the sum of others; where the sum does not agree, into quarantine."""
    within = [f"{KEPT}{layout.index(names)}" for names in rule.within]
    numbered = rows.taken.with_columns(pl.col(amount).cast(_MONEY).alias("own"))
    judged = _by_mark(rule, layout, within, numbered) if rule.column else _by_code(rule, layout, within, numbered)
    agrees = (pl.col("own") - pl.col("parts")).abs() <= pl.lit(rule.tolerance, dtype=_MONEY)
    sums = judged.filter(agrees.fill_null(value=False)).drop("own", "parts")
    wrong = judged.filter(~agrees.fill_null(value=False)).drop("own", "parts")
    gone = pl.concat([sums, wrong]).get_column(LINE)
    left = flagged_as(sums, amount, rule=f"sum of other rows ({_name(rule)})", is_total=True)
    bad = flagged_as(
        wrong, amount, column_name=amount, reason="sum_does_not_agree", problems=f"{amount}: sum_does_not_agree"
    )
    bad = bad.with_columns(pl.col(amount).alias("value"))
    rows.taken = rows.taken.filter(~pl.col(LINE).is_in(gone.implode()))
    rows.flagged = pl.concat([rows.flagged, left, bad], how="diagonal")


def _name(rule: Subtotals) -> str:
    if rule.column:
        return f"{rule.column[0]}: {rule.is_} = {' + '.join(rule.of)}"
    return f"{rule.code[0] if rule.code else ''}: a code that others begin with"


def _by_mark(rule: Subtotals, layout: Layout, within: list[str], numbered: pl.DataFrame) -> pl.DataFrame:
    """Rows marked as sums, with `parts`: the sum of the rows of their group that they claim to sum."""
    mark = f"{KEPT}{layout.index(rule.column or ())}"
    claimed = numbered.filter(pl.col(mark) == rule.is_)
    parts = numbered.filter(pl.col(mark).is_in(list(rule.of)))
    if not within:
        return claimed.with_columns(pl.lit(parts.get_column("own").sum(), dtype=_MONEY).alias("parts"))
    sums = parts.group_by(within).agg(pl.col("own").sum().alias("parts"))
    twice = claimed.group_by(within).len().filter(pl.col("len") > 1).drop("len")
    judged = claimed.join(sums, on=within, how="left", nulls_equal=True)
    is_twice = claimed.join(twice, on=within, how="semi", nulls_equal=True).get_column(LINE)
    return judged.with_columns(pl.when(~pl.col(LINE).is_in(is_twice.implode())).then("parts").alias("parts"))


def _by_code(rule: Subtotals, layout: Layout, within: list[str], numbered: pl.DataFrame) -> pl.DataFrame:
    """Rows whose code others begin with, with `parts`: the sum of the rows directly below."""
    code = f"{KEPT}{layout.index(rule.code or ())}"
    groups: dict[tuple[object, ...], dict[str, Decimal]] = {}
    for row in numbered.select(*within, code, "own").iter_rows():
        codes = groups.setdefault(row[:-2], {})
        if row[-2] is not None:
            codes[row[-2]] = codes.get(row[-2], Decimal(0)) + (row[-1] or Decimal(0))
    sums: list[tuple[object, ...]] = []
    for group, codes in groups.items():
        below: dict[str, Decimal] = {}
        for own, value in codes.items():
            parent = next((own[:end] for end in range(len(own) - 1, 0, -1) if own[:end] in codes), None)
            if parent is not None:
                below[parent] = below.get(parent, Decimal(0)) + value
        sums += [(*group, parent, total) for parent, total in below.items()]
    schema = dict.fromkeys((*within, code), pl.String) | {"parts": _MONEY}
    found = pl.DataFrame(sums, schema=schema, orient="row")
    return numbered.join(found, on=[*within, code], how="inner", nulls_equal=True)


def _difference(rule: Cumulative, amount: str, rows: Rows, warnings: list[str]) -> None:
    """Each running total less the one of the same key before it in the same year."""
    year = "fiscal_year" if "fiscal_year" in rows.taken.columns and rule.order != "fiscal_year" else None
    frame = rows.taken.with_columns(pl.col(amount).cast(_MONEY).alias("running"))
    frame = frame.with_columns((pl.col(year) if year else pl.col(rule.order).str.slice(0, 4)).alias("year"))
    order = pl.col(rule.order).str.zfill(10)
    group = [*rule.key, "year"]
    frame = frame.sort([*group, order, LINE])
    frame = _withdrawn(frame, rule, group, warnings)
    before = pl.col("running").shift(1).over(group)
    steps = frame.with_columns(before.alias("before")).with_columns(
        (pl.col("stands") - pl.col("before").fill_null(0)).cast(pl.Decimal(18, 2)).cast(pl.String).alias(amount),
        pl.col("before").is_null().alias("is_first"),
    )
    for name in {*rule.first, *rule.later}:
        first = pl.lit(rule.first[name]) if name in rule.first else pl.col(name)
        later = pl.lit(rule.later[name]) if name in rule.later else pl.col(name)
        steps = steps.with_columns(pl.when("is_first").then(first).otherwise(later).alias(name))
    steps = steps.drop("running", "stands", "before", "is_first", "year").sort(LINE)
    same = pl.col(amount).cast(_MONEY) == 0
    rows.flagged = pl.concat([rows.flagged, flagged_as(steps.filter(same), amount, rule=UNCHANGED)], how="diagonal")
    rows.taken = steps.filter(~same)


def _withdrawn(frame: pl.DataFrame, rule: Cumulative, group: list[str], warnings: list[str]) -> pl.DataFrame:
    """`stands`: the running total; 0 in the last row of one that later lists of its year lack, if the spec says so."""
    end = pl.col(rule.order).max().over("year")
    is_last = pl.int_range(pl.len()).over(group) == pl.len().over(group) - 1
    frame = frame.with_columns((is_last & (pl.col(rule.order) < end) & (pl.col("running") != 0)).alias("ended"))
    ended = frame.filter("ended")
    if ended.height:
        what = "counted as withdrawn" if rule.absent == "zero" else "kept with their last amount"
        amount = ended.get_column("running").sum()
        warnings.append(f"{ended.height} running totals ({amount} in all) end before their year does and were {what}")
    stands = pl.when("ended").then(0).otherwise("running") if rule.absent == "zero" else pl.col("running")
    return frame.with_columns(stands.cast(_MONEY).alias("stands")).drop("ended")

"""What a centre's file may not hold, told from the whole release in plain Python, without the door's rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

LARGE = Decimal(10_000_000)  # amounts so large, with øre, are no two alike by chance
# The rule of a shared pool names who stands outside, for everybody who has a part; a unit says whose it was.
TOLD_TO_OTHERS = {"left_out_names", "former_centre_name"}


@dataclass(frozen=True)
class Foreign:
    """What is not a centre's: ids and names, and amounts of its units of some size."""

    words: frozenset[str]
    amounts: frozenset[Decimal]


def foreign_to(release: duckdb.DuckDBPyConnection, centre: str) -> Foreign:
    """What of a release is not the centre's and not for everybody."""
    units = release.execute("select distinct unit_id, unit_name, unit_path from organisation__unit_period").fetchall()
    projects = release.execute("select project_id, project_name, unit_path from capital_projects__project").fetchall()
    mine = {key for key, _, path in (*units, *projects) if centre in path}
    # Whoever has seen a unit may know where it lies now, and where it lay.
    above = {unit for key, _, path in (*units, *projects) if key in mine for unit in path}
    own = {word for key, name, _ in (*units, *projects) if key in mine | above for word in (key, name)}
    words = {word for key, name, _ in (*units, *projects) for word in (key, name)} - own - _public(release)
    moneys = release.execute(
        "select unit_id, actual_dkk, revised_dkk from budget_followup__unit_period where unit_id is not null"
    ).fetchall()
    amounts = {money for unit, *found in moneys if unit not in mine for money in found if _is_large(money)}
    return Foreign(
        frozenset(words),
        frozenset(amounts - {money for unit, *found in moneys if unit in mine for money in found}),
    )


def found_in_cells(file: Path, foreign: Foreign) -> Iterator[str]:
    """Each cell of a file, as `table.column: cell`, that is another's."""
    with duckdb.connect(str(file), read_only=True) as con:
        for (table,) in con.execute(
            "select table_name from duckdb_tables() where table_name <> 'dictionary'"
        ).fetchall():
            for cells in con.sql(f'select * from "{table}"').pl().iter_columns():
                if cells.name not in TOLD_TO_OTHERS:
                    yield from (f"{table}.{cells.name}: {cell}" for cell in _others(cells, foreign))


def found_in_bytes(files: Iterable[Path], foreign: Foreign, said: str) -> Iterator[str]:
    """Each foreign word that lies in the bytes of a file and in no cell's text (`said`): what a deletion left there."""
    words = [word for word in foreign.words if len(word) >= 10 and not word.isdigit() and word not in said]
    for file in files:
        content = file.read_bytes()
        yield from (f"{file.name}: {word}" for word in words if word.encode() in content)


def text_of(file: Path) -> str:
    """Every different text in the cells and comments of a file."""
    with duckdb.connect(str(file), read_only=True) as con:
        texts = {str(row) for row in con.execute("select comment from duckdb_columns() where not internal").fetchall()}
        for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
            for cells in con.sql(f'select * from "{table}"').pl().iter_columns():
                if cells.dtype in (pl.String, pl.List(pl.String)):
                    texts.update(map(str, cells.unique().to_list()))
    return "\n".join(texts)


def _others(cells: pl.Series, foreign: Foreign) -> set[object]:
    if cells.dtype == pl.List(pl.String):
        cells = cells.explode()
    if cells.dtype == pl.String:
        return {cell for cell in cells.unique().to_list() if cell in foreign.words}
    if isinstance(cells.dtype, pl.Decimal):
        return {cell for cell in cells.filter(cells.abs() >= LARGE).unique().to_list() if cell in foreign.amounts}
    return set()


def _is_large(money: Decimal | None) -> bool:
    return money is not None and abs(money) >= LARGE and money % 1 != 0


def _public(release: duckdb.DuckDBPyConnection) -> set[str]:
    """Accounts and functions are called as units are."""
    public = release.execute(
        "select account_name from chart__account union select function_name from chart__function"
    ).fetchall()
    return {name for (name,) in public}

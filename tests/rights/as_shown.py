"""Amounts as the screen says them: whole thousands (`12.345`), and millions with one decimal (`612,3 mio. kr.`).

So few digits are many things by chance. A needle is therefore what a unit had spent by a month, in five digits or more
of thousands that are no round number, or in four or more of millions; it is found where it is written so, with what
parts its thousands and without “kr.” after it, or with its “mio.”. And it stands for each unit of which the release
tells any amount that is written the same, whatever that amount is: what is left to be somebody else's alone is written
like nothing that is one's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb

_LEAST_THOUSANDS, _LEAST_MILLIONS = Decimal(10_000_000), Decimal(100_000_000)
_IN_THOUSANDS = re.compile(r"(?<![\w.,:])(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?![\d.,]*\d|[ \u00a0]?(?:kr|DKK))")
_IN_MILLIONS = re.compile(r"(?<![\w.,])(\d[\d.,]*)[ \u00a0](?:mio|million)")
# What people expect for a unit stands in no release; this is written like what another had spent.
_EXPECTED = {"28030 thousand": "420000"}
_TABLES = """
    select
        table_name,
        list(column_name) filter (data_type like 'DECIMAL%') as amounts,
        bool_or(column_name = 'unit_path') as has_path
    from duckdb_columns()
    where database_name = 'release'
    group by all
    having len(amounts) > 0 and bool_or(column_name in ('unit_path', 'unit_id'))
"""


def written_in(text: str) -> Iterator[str]:
    """The amounts of a text that are written so, whichever language it is in."""
    for written in _IN_THOUSANDS.findall(text):
        yield f"{re.sub('[.,]', '', written)} thousand"
    for written in _IN_MILLIONS.findall(text):
        whole, _, tenth = written.replace(",", ".").rpartition(".")
        yield f"{whole.replace('.', '')}.{tenth} million"


def needles_of(spent: Iterable[tuple[str, Decimal]], release: Path) -> dict[str, set[str]]:
    """Each way in which what units have spent is written, with the units that it stands for."""
    needles: dict[str, set[str]] = defaultdict(set)
    for unit, value in spent:
        for one in _written(value):
            needles[one].add(unit)
    for unit, value in _amounts_of(release):
        for one in _written(value):
            if one in needles:
                needles[one].add(unit)
    for one, unit in _EXPECTED.items():
        needles[one].add(unit)
    return needles


def _written(value: Decimal) -> Iterator[str]:
    whole = abs(value)
    thousands = (whole / 1_000).quantize(Decimal(1), ROUND_HALF_UP)
    if whole >= _LEAST_THOUSANDS and thousands % 1_000:
        yield f"{thousands} thousand"
    if whole >= _LEAST_MILLIONS:
        yield f"{(whole / 1_000_000).quantize(Decimal('0.1'), ROUND_HALF_UP)} million"


def _amounts_of(release: Path) -> Iterator[tuple[str, Decimal]]:
    """Whatever the release says in kroner of a unit; each once."""
    with duckdb.connect() as con:
        con.execute(f"attach '{release}' as release (read_only)")
        for table, amounts, has_path in con.execute(_TABLES).fetchall():
            unit = "unit_path[-1]" if has_path else "unit_id"
            for amount in amounts:
                yield from con.execute(
                    f"select distinct {unit}, {amount} from release.{table} "
                    f"where abs({amount}) >= {_LEAST_THOUSANDS} and {unit} is not null"
                ).fetchall()

"""The carry-over proposal for many projects and units, against a bare sum over the same lines.

    python bench/carry_over.py [--lines 1000]

Half the lines are units, half are projects. Prints seconds for the reader's interest, and how much of a whole build of
the same municipality the case takes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import duckdb

from pipelines.build import build_warehouse
from pipelines.carry_over_rules import read_carry_over_rules
from pipelines.lineage import build_order, sql_files
from pipelines.load_carry_over_rules import load_carry_over_rules
from pipelines.raw import create_raw_tables

RULES = Path(__file__).parents[1] / "sample_data" / "carry_over_rules.toml"
YEARS = (2022, 2023, 2024, 2025)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    with duckdb.connect() as con:
        _municipality(con, chosen.lines // 2)
        began = time.perf_counter()
        build_warehouse(con)
        whole = time.perf_counter() - began
        case = statistics.median(_propose(con) for _ in range(chosen.rounds))
        bare = statistics.median(_bare(con) for _ in range(chosen.rounds))
        (lines,) = con.execute("select count(*) from marts.carry_over_case__line where fiscal_year = 2025").fetchone()
    print(
        f"{lines:,} lines a year, {len(YEARS)} years: the case {case:.3f} s, of a whole build of {whole:.2f} s "
        f"({case / whole:.0%}); a bare sum {bare:.4f} s"
    )


def _propose(con: duckdb.DuckDBPyConnection) -> float:
    """Make every table of the case anew from what the rest of the build has left."""
    case = [file for file in build_order(sql_files("staging", "marts")) if file.stem.startswith("carry_over_")]
    began = time.perf_counter()
    for file in case:
        con.execute(f"create or replace table {file.schema}.{file.stem} as\n{file.select}")
    return time.perf_counter() - began


def _bare(con: duckdb.DuckDBPyConnection) -> float:
    began = time.perf_counter()
    con.execute(
        "select fiscal_year, unit_id, sum(revised_dkk - actual_dkk) from marts.carry_over_case__item group by all"
    )
    con.fetchall()
    return time.perf_counter() - began


def _municipality(con: duckdb.DuckDBPyConnection, units: int) -> None:
    """Twenty centres, `units` institutions below them, as many projects, each with money in every year."""
    create_raw_tables(con)
    load_carry_over_rules(con, read_carry_over_rules(RULES))
    con.execute(
        f"""
        insert into raw.organisation (unit_id, name, kind)
            select 'c' || n, 'Center ' || n, 'centre' from range(20) as t(n);
        insert into raw.organisation (unit_id, name, parent_id, kind)
            select 'u' || n, 'Enhed ' || n, 'c' || n % 20, 'institution' from range({units}) as t(n);
        insert into raw.function (function_code, name, expenditure_class) values ('032201', 'Skoler', 'service');
        insert into raw.project (project_id, name, unit_id, kind)
            select 'p' || n, 'Projekt ' || n, 'u' || n, case when n % 5 = 0 then 'pool' end from range({units}) as t(n);
        """
    )
    for year in YEARS:
        con.execute(
            f"""
            insert into raw.budget_line (fiscal_year, kind, cost_centre, account, function_code, amount)
                select {year}, 'adopted', 'u' || n, '4100', '032201', 1000000 + n from range({units}) as t(n);
            insert into raw.posting (fiscal_year, period, posting_date, cost_centre, account, function_code, amount)
                select {year}, 12, '{year}-12-15', 'u' || n, '4100', '032201', 950000 + 200 * (n % 700)
                from range({units}) as t(n);
            insert into raw.project_year (project_id, fiscal_year, adopted_allotment, actual)
                select 'p' || n, {year}, 2000000 + n, 900000 + 3000 * (n % 500) from range({units}) as t(n)
            """
        )


if __name__ == "__main__":
    main()

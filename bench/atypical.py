"""The rules of atypical postings over a large sample, against a bare scan of the same postings in the same run.

    PEJLING_HOME=FOLDER PEJLING_SETTINGS=FILE python bench/atypical.py [--rounds 3]

Builds from what the installation has delivered (`pejling sample --scale` makes a large one), then makes the rules and
what is published of them anew. The bare scan sums the amounts of all postings by unit.
"""

from __future__ import annotations

import argparse
import statistics
import time

import duckdb

from pipelines.candidates import working_tables
from pipelines.home import open_home
from pipelines.lineage import build_order, sql_files

PARTS = ("supervision__hit", "supervision__atypical")
BARE = "select cost_centre, account, sum(amount_dkk), count(*) from staging.posting group by all"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    seconds: dict[str, list[float]] = {}
    with working_tables(open_home(), "marts.supervision__atypical_unit") as connection:
        (count,) = connection.execute("select count(*) from staging.posting").fetchone() or (0,)
        print(f"{count:,} postings")
        parts = [file for file in build_order(sql_files("staging", "marts")) if file.stem.startswith(PARTS)]
        for _ in range(chosen.rounds):
            _timed(seconds, "bare scan", connection, BARE)
            for file in parts:
                if not file.is_view:
                    made = f"create or replace table {file.name} as\n{file.select}"
                    _timed(seconds, file.name, connection, made)
    median = {name: statistics.median(found) for name, found in seconds.items()}
    bare = median.pop("bare scan")
    print(f"bare scan {bare:.2f} s")
    for name, found in (*median.items(), ("together", sum(median.values()))):
        print(f"{name} {found:.2f} s, {found / bare:.1f} x")


def _timed(seconds: dict[str, list[float]], name: str, connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    began = time.perf_counter()
    connection.execute(statement).fetchall()
    seconds.setdefault(name, []).append(time.perf_counter() - began)


if __name__ == "__main__":
    main()

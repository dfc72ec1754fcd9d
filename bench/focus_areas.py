"""The candidates for focus areas of fourteen centres over three years, as a part of the whole build.

    PEJLING_HOME=FOLDER PEJLING_SETTINGS=FILE python bench/focus_areas.py [--rounds 5]

Builds from what the installation has delivered, with so many of its departments made centres that there are fourteen:
tables, checks and the release file, one statement at a time. Processor seconds, each the least of the rounds.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import duckdb

from pipelines.build import build_release
from pipelines.candidates import working_tables
from pipelines.home import open_home

CENTRES = 14
_SPLIT = f"""
create table main.organisation as
    select * replace (
        case when is_split then 'centre' else kind end as kind,
        case when not is_split then parent_id end as parent_id
    )
    from (
        select
            *,
            kind = 'department' and dense_rank() over (partition by kind order by reverse(unit_id)) <= {CENTRES} - (
                select count(distinct unit_id)
                from raw.organisation
                where kind = 'centre' and coalesce(valid_to, '9999') >= '9999'
            ) as is_split
        from raw.organisation
    );
alter table main.organisation drop column is_split;
create or replace view raw.organisation as from main.organisation
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with (
        working_tables(open_home(), "staging.organisation") as connection,
        tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder,
    ):
        connection.execute(_SPLIT)
        rounds = [_build(connection, Path(folder) / f"{number}.duckdb") for number in range(chosen.rounds)]
        connection.execute(f"attach '{Path(folder) / '0.duckdb'}' as told (read_only)")
        ask = "select count(*), count(distinct centre_id), count(distinct span) from told.focus_areas__candidate"
        rows, centres, spans = connection.execute(ask).fetchone() or (0, 0, 0)
    least = {step: min(times[step] for times in rounds) for step in rounds[0]}
    ours = {step: seconds for step, seconds in least.items() if "focus_areas__" in step}
    print(f"{rows:,} candidates of {centres} centres in {spans} quarters, half-years and years")
    for kind in ("marts.", "check ", "write "):
        print(f"  {kind.strip(' .')}: {_sum(ours, kind):.2f} of {_sum(least, kind):.2f} CPU s")
    whole = sum(least.values())
    print(f"{sum(ours.values()):.2f} of {whole:.2f} CPU s: {sum(ours.values()) / whole:.0%}; the dearest:")
    for step in sorted(ours, key=lambda one: -ours[one])[:5]:
        print(f"  {ours[step]:.3f} {step}")


def _build(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, float]:
    """What each step of a build took."""
    began: list[tuple[str, float]] = []
    build_release(connection, path, lambda name, _number, _of: began.append((name, time.process_time())), at_once=1)
    began.append(("", time.process_time()))
    return {name: after - at for (name, at), (_, after) in pairwise(began)}


def _sum(seconds: dict[str, float], kind: str) -> float:
    return sum(each for step, each in seconds.items() if step.startswith(kind))


if __name__ == "__main__":
    main()

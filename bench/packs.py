"""Packs of every centre of the sample: all four files of each, in wall-clock and CPU seconds.

    python bench/packs.py HOME [--span 2026K3] [--centres 14]

HOME is an installation in which the span's focus areas are published. The limit is 20 s for 14 centres on two cores:
centres are taken again from the first where there are fewer. Each writer's part stands beside the whole.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard.packs.assemble import centre, published_centres
from dashboard.packs.writing import WRITERS
from dashboard.store.database import open_store
from dashboard.texts import Texts
from dashboard.warehouse import Warehouse
from pipelines.home import open_home

LIMIT_SECONDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--settings", type=Path, default=Path(__file__).parents[1] / "sample_data/municipality.toml")
    parser.add_argument("--span", default="2026K3")
    parser.add_argument("--centres", type=int, default=14)
    chosen = parser.parse_args()
    home = open_home(chosen.home, chosen.settings)
    warehouse, store = Warehouse(home.releases), open_store(home)
    spent: dict[str, float] = defaultdict(float)
    begun, cpu = time.perf_counter(), time.process_time()
    for number, centre_id in enumerate(islice(cycle(sorted(published_centres(store, chosen.span))), chosen.centres)):
        before = time.process_time()
        # In turn in both languages, so that a centre that comes again is not the same pack.
        texts = Texts("en" if number >= chosen.centres / 2 else "da")
        pack = centre(warehouse, store, texts, chosen.span, centre_id)
        spent["assemble"] += time.process_time() - before
        for ending, write in WRITERS.items():
            before = time.process_time()
            write(pack)
            spent[ending] += time.process_time() - before
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    for name, seconds in spent.items():
        print(f"{name:10} {seconds:6.2f} s CPU")
    print(f"{chosen.centres} packs: {wall:.1f} s, {cpu:.1f} s CPU (limit {LIMIT_SECONDS} s on two cores that are free)")
    warehouse.close()


if __name__ == "__main__":
    main()

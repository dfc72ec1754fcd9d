"""Packs of every centre of the sample: all four files of each, in wall-clock and CPU seconds.

    python bench/packs.py HOME [--span 2026K3] [--centres 14]

HOME is an installation in which the span's focus areas are published; its own packs are not touched. The limit is 20 s
for 14 centres on two cores: where there are fewer, those that lack are made of other spans. First one pack by itself
with each writer's part, then all of them by one process and by as many as the product takes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard.packs.assemble import centre
from dashboard.packs.drafters import at_once
from dashboard.packs.drafting import WRITERS
from dashboard.packs.writing import Maker, Wanted
from dashboard.store.backup import back_up, restore
from dashboard.store.database import open_store, store_to_restore
from dashboard.store.focus_areas import standing_publications
from dashboard.texts import Texts
from dashboard.warehouse import Warehouse
from pipelines.home import Home, open_home

LIMIT_SECONDS, PDF_SECONDS = 20, 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--settings", type=Path, default=Path(__file__).parents[1] / "sample_data/municipality.toml")
    parser.add_argument("--span", default="2026K3")
    parser.add_argument("--centres", type=int, default=14)
    chosen = parser.parse_args()
    home = open_home(chosen.home, chosen.settings)
    published = standing_publications(open_store(home))
    every = sorted(published, key=lambda key: (key[0] != chosen.span, key))
    wanted = [Wanted(span, "centre", centre_id) for span, centre_id in every][: chosen.centres]
    one_by_itself(home, wanted[:2])
    for processes in (1, at_once(chosen.centres)):
        with tempfile.TemporaryDirectory() as folder:
            all_of_them(home, Path(folder), wanted, processes)


def one_by_itself(home: Home, two: list[Wanted]) -> None:
    """The second pack, when the libraries are loaded and the release is open."""
    warehouse, store = Warehouse(home.releases), open_store(home)
    spent: dict[str, float] = {}
    for wanted in two:
        begun, before = time.perf_counter(), time.process_time()
        pack = centre(warehouse, store, Texts("da"), wanted.span, wanted.subject_id)
        spent["assemble"] = time.process_time() - before
        for ending, write in WRITERS.items():
            before = time.process_time()
            write(pack)
            spent[ending] = time.process_time() - before
            if ending == "pdf":
                seconds = time.perf_counter() - begun
    warehouse.close()
    print("one pack: " + ", ".join(f"{name} {cpu:.2f} s CPU" for name, cpu in spent.items()))
    told = spent["assemble"] + spent["pdf"]
    print(f"one centre's PDF: {seconds:.2f} s, {told:.2f} s CPU (limit {PDF_SECONDS} s on a free machine)")


def all_of_them(home: Home, folder: Path, wanted: list[Wanted], processes: int) -> None:
    """Every file of the packs, written into a folder of its own with a store of its own."""
    backup = folder / "store.zip"
    back_up(open_store(home), backup)
    own = replace(home, folder=folder)
    store = store_to_restore(own)
    restore(store, backup, is_replacing=True)
    warehouse = Warehouse(home.releases)
    begun, cpu = time.perf_counter(), os.times()
    assert all(one.is_new for one in Maker(own, warehouse, store, Texts("da"), processes=processes).make(wanted))
    seconds, after = time.perf_counter() - begun, os.times()
    spent = sum(after[:4]) - sum(cpu[:4])
    print(f"{len(wanted)} packs by {processes}: {seconds:.1f} s, {spent:.1f} s CPU (limit {LIMIT_SECONDS} s on two)")
    warehouse.close()
    store.dispose()


if __name__ == "__main__":
    main()

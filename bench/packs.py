"""Packs of every centre of the sample: all four files of each, in wall-clock and CPU seconds.

    python bench/packs.py HOME [--span 2026K3] [--centres 14]

HOME is an installation in which the span's focus areas are published; its own packs are not touched. The limit is 20 s
for 14 centres on two cores: where there are fewer, those that lack are made once more in English. First one pack by
itself with each writer's part, then all of them by one process and by as many as the product takes.
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

from dashboard.packs.assemble import centre, published_centres
from dashboard.packs.drafters import at_once
from dashboard.packs.drafting import WRITERS
from dashboard.packs.writing import Maker, Wanted
from dashboard.store.backup import back_up, restore
from dashboard.store.database import open_store, store_to_restore
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
    centres = sorted(published_centres(open_store(home), chosen.span))
    one_by_itself(home, chosen.span, centres[:2])
    for processes in (1, at_once(chosen.centres)):
        with tempfile.TemporaryDirectory() as folder:
            all_of_them(home, Path(folder), chosen.span, centres, chosen.centres, processes)


def one_by_itself(home: Home, span: str, centres: list[str]) -> None:
    """The second centre's pack, when the libraries are loaded and the release is open."""
    warehouse, store = Warehouse(home.releases), open_store(home)
    spent: dict[str, float] = {}
    for centre_id in centres:
        before = time.perf_counter()
        pack = centre(warehouse, store, Texts("da"), span, centre_id)
        spent["assemble"] = time.perf_counter() - before
        for ending, write in WRITERS.items():
            before = time.perf_counter()
            write(pack)
            spent[ending] = time.perf_counter() - before
    warehouse.close()
    print("one pack: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in spent.items()))
    print(f"one centre's PDF: {spent['assemble'] + spent['pdf']:.2f} s (limit {PDF_SECONDS} s)")


def all_of_them(home: Home, folder: Path, span: str, centres: list[str], count: int, processes: int) -> None:
    """Every file of so many packs, written into a folder of its own with a store of its own."""
    backup = folder / "store.zip"
    back_up(open_store(home), backup)
    own = replace(home, folder=folder)
    store = store_to_restore(own)
    restore(store, backup, is_replacing=True)
    warehouse = Warehouse(home.releases)
    lots = {"da": centres[:count], "en": centres[: max(0, count - len(centres))]}
    begun, cpu = time.perf_counter(), os.times()
    for language, lot in lots.items():
        wanted = [Wanted(span, "centre", one) for one in lot]
        maker = Maker(own, warehouse, store, Texts("en" if language == "en" else "da"), processes=processes)
        assert all(outcome.is_new for outcome in maker.make(wanted))
    seconds, after = time.perf_counter() - begun, os.times()
    spent = sum(after[:4]) - sum(cpu[:4])
    print(
        f"{count} packs by {processes}: {seconds:.1f} s, {spent:.1f} s CPU (limit {LIMIT_SECONDS} s on two free cores)"
    )
    warehouse.close()
    store.dispose()


if __name__ == "__main__":
    main()

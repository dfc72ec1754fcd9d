"""Read the real files by their specs and print the table of docs/sources.md.

    python bench/real_sources.py DIRECTORY

DIRECTORY holds the sets, one folder each, named as the folders of specs; else PEJLING_REAL_DATA names it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from pipelines.extracts.reading import read_extract
from pipelines.extracts.spec import Spec, load_specs
from pipelines.problems import Problem

SPECS = Path(__file__).resolve().parents[1] / "sample_data" / "specs" / "real"
HEADER = (
    "source", "file", "lines", "header, blank", "accepted", "quarantined", "left out", "accepted amount",
    "control total", "difference", "seconds",
)  # fmt: skip


def main() -> None:
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PEJLING_REAL_DATA")
    if not named:
        sys.exit(__doc__)
    print(f"| {' | '.join(HEADER)} |")
    print(f"|---|---|{'---:|' * (len(HEADER) - 2)}")
    refused: list[str] = []
    for folder in sorted(path for path in SPECS.iterdir() if path.is_dir()):
        for spec in load_specs(folder):
            for path in sorted((Path(named) / folder.name).iterdir()):
                if spec.match(path.name):
                    print(_row(spec, path, refused), flush=True)
    for sentence in refused:
        print(f"\nRefused: {sentence}")


def _row(spec: Spec, path: Path, refused: list[str]) -> str:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as into:
        try:
            found = read_extract(spec, path, Path(into))
        except Problem as problem:
            refused.append(str(problem))
            return f"| {spec.source} | {path.name} |{' |' * (len(HEADER) - 3)} refused |"
    seconds = time.perf_counter() - start
    counts = (found.lines, found.header_lines, found.accepted, found.quarantined, found.left_out)
    amounts = (found.accepted_amount, found.control_total, found.difference)
    cells = [*(_whole(count) for count in counts), *(_amount(amount) for amount in amounts), f"{seconds:.2f}"]
    return f"| {spec.source} | {path.name} | {' | '.join(cells)} |"


def _whole(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}".replace(",", " ").replace(".", ",")


if __name__ == "__main__":
    main()

"""Deliver + build of a large sample, against a bare DuckDB that reads the same postings as text and adds them up.

    python bench/build.py [--postings 1000000]

Prints seconds for the reader's interest and the ratios, which are what counts: both run here, one after the other. The
ratio of CPU seconds says the same where the machine is shared and the clock is not to be trusted.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import duckdb

from pipelines.sample import write_sample

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds on the clock, CPU seconds, and peak memory in MB."""

    seconds: float
    cpu: float
    memory: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as name:
        folder = Path(name)
        write_sample(folder / "extracts", postings=chosen.postings)
        plain = _postings_in_utf8(folder / "extracts", folder / "plain.csv")
        rounds = [(_bare(plain), _deliver_and_build(folder)) for _ in range(chosen.rounds)]
        print(f"{chosen.postings:,} postings ({plain.stat().st_size / 1_000_000:,.0f} MB)")
        for what, of in (("wall", attrgetter("seconds")), ("CPU", attrgetter("cpu"))):
            ours, bare = [of(ours) for _, ours in rounds], [of(bare) for bare, _ in rounds]
            ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
            print(
                f"{what}: deliver + build {statistics.median(ours):.2f} s, "
                f"bare read and sum {statistics.median(bare):.2f} s, ratio {ratio:.1f}"
            )
        print(f"peak memory {max(ours.memory for _, ours in rounds):,} MB")


def _postings_in_utf8(extracts: Path, target: Path) -> Path:
    """Every posting line of the sample as one clean UTF-8 file: the easiest thing to ask a database to read."""
    import zipfile  # noqa: PLC0415

    with target.open("w", encoding="utf-8", newline="") as out:
        for path in sorted(extracts.iterdir()):
            if not path.name.startswith("posteringer_"):
                continue
            if path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    for member in archive.namelist():
                        out.writelines(_lines(archive.read(member)))
            else:
                out.writelines(_lines(path.read_bytes()))
    return target


def _lines(content: bytes) -> list[str]:
    return [
        line for line in content.decode("cp1252").splitlines(keepends=True) if line.count(";") > 10 and '"' not in line
    ]


def _bare(plain: Path) -> Cost:
    start, cpu = time.perf_counter(), time.process_time()
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute(
            """select column05, column07, sum(try_cast(
                   case when column10 like '%-' then '-' else '' end
                   || replace(replace(rtrim(column10, '- '), '.', ''), ',', '.') as decimal(18, 2)))
               from read_csv(?, all_varchar = true, header = false, delim = ';', quote = '"', null_padding = true,
                   ignore_errors = true)
               group by all""",
            [str(plain)],
        ).fetchall()
    return Cost(time.perf_counter() - start, time.process_time() - cpu)


def _deliver_and_build(folder: Path) -> Cost:
    """The two commands as a user runs them."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    options = ["--home", str(home), "--settings", str(ROOT / "sample_data" / "municipality.toml")]
    start, cpu, peak = time.perf_counter(), 0.0, 0
    for command in (["deliver", str(folder / "extracts")], ["build"]):
        code = f"from dashboard.cli import app; app({[*command, *options]!r}, standalone_mode=False); "
        code += "import resource; used = resource.getrusage(resource.RUSAGE_SELF); "
        code += "print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)"
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        used, memory = result.stdout.split()[-2:]
        cpu, peak = cpu + float(used), max(peak, int(memory))
    return Cost(time.perf_counter() - start, cpu, peak)


if __name__ == "__main__":
    main()

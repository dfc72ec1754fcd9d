"""Small specs and files, read for real."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipelines.canonical import canonical_tables
from pipelines.extracts.account import Reading
from pipelines.extracts.reading import read_extract
from pipelines.extracts.reasons import REASONS
from pipelines.extracts.spec import Spec, load_spec
from tests.extracts.real_sets import VARIABLE, real_data

POSTING = """
source = "ledger"
table = "posting"
[file]
kind = "csv"
pattern = "*.csv"
[delivery]
mode = "full"
[columns]
voucher = { from = "Bilag", may_hold_cpr = false }
posting_date = { from = "Dato", date = "dd.MM.yyyy" }
cost_centre = { from = "Sted" }
account = { from = "Konto" }
amount = { from = "Beløb", decimal = ",", thousands = ".", negative = ["leading", "trailing"] }
text = { from = "Tekst" }
"""
HEADER = "Bilag;Dato;Sted;Konto;Beløb;Tekst"
ROWS = [
    "B1;05.01.2026;1001;22000001;1.234,56;Papir",
    "B2;06.01.2026;1001;22000002;250,00;Løn",
    "B3;07.02.2026;1002;22000001;34,50-;Kreditnota",
    "B4;08.02.2026;1003;22000003;10.000,00;Husleje",
]
SUM = Decimal("11450.06")


@dataclass(frozen=True)
class Read:
    """What came out of a file."""

    reading: Reading
    accepted: pl.DataFrame
    quarantined: pl.DataFrame
    left_out: pl.DataFrame

    @property
    def reasons(self) -> list[tuple[int, str | None, str]]:
        """Line, column and reason of each row in quarantine."""
        return self.quarantined.select("line", "column_name", "reason").sort("line").rows()

    @property
    def rules(self) -> list[tuple[int, str]]:
        return self.left_out.select("line", "rule").sort("line").rows()


@pytest.fixture
def spec_of(tmp_path: Path) -> Callable[[str], Spec]:
    """A spec from its TOML."""

    def make(toml: str) -> Spec:
        path = tmp_path / "spec.toml"
        path.write_text(toml, encoding="utf-8")
        return load_spec(path)

    return make


@pytest.fixture
def read(tmp_path: Path, spec_of: Callable[[str], Spec]) -> Callable[..., Read]:
    """Read bytes or lines of text by a spec's TOML."""

    def run(content: bytes | list[str], toml: str = POSTING, name: str = "posteringer.csv") -> Read:
        data = content if isinstance(content, bytes) else ("\r\n".join(content) + "\r\n").encode("cp1252")
        path = tmp_path / name
        path.write_bytes(data)
        return read_file(spec_of(toml), path, tmp_path / "out")

    return run


def read_file(spec: Spec, path: Path | None, into: Path) -> Read:
    reading = read_extract(spec, path, into)
    frames = [pl.read_parquet(into / f"{name}.parquet") for name in ("accepted", "quarantined", "left_out")]
    check_account(reading, canonical_tables()[spec.table].amount, *frames)
    return Read(reading, *frames)


def check_account(
    reading: Reading, amount: str | None, accepted: pl.DataFrame, quarantined: pl.DataFrame, left_out: pl.DataFrame
) -> None:
    """What holds of every reading: lines and amounts are all somewhere, and the files say what the account says."""
    counts = (reading.accepted, reading.quarantined, reading.left_out)
    assert reading.lines == reading.header_lines + sum(counts)
    assert counts == (accepted.height, quarantined.height, left_out.height)
    if reading.accepted_amount is not None:
        found = [
            sum((Decimal(one) for one in frame[name] if one is not None), Decimal(0))
            for frame, name in ((accepted, amount or ""), (quarantined, "amount"), (left_out, "amount"))
        ]
        assert found == [reading.accepted_amount, reading.quarantined_amount, reading.left_out_amount]
    places = [
        (file, line)
        for frame in (accepted, quarantined, left_out)
        for file, line in frame.select("file", "line").rows()
    ]
    assert len(places) == len(set(places))
    assert quarantined["reason"].null_count() == 0
    assert set(quarantined["reason"]) <= set(REASONS)
    assert left_out["rule"].null_count() == 0


collect_ignore = [] if real_data() else ["test_real.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of the run that the real files were not tried."""
    if not real_data():
        terminalreporter.write_line(
            f"Not collected: tests/extracts/test_real.py. Set {VARIABLE} to the directory of the real files to run it."
        )

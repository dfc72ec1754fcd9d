"""What the generator says of its files is so, read a second time in plain Python."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipelines.sample import Truth, kroner, mess
from tests.sample.conftest import SAMPLE_DATA
from tests.sample.plain_reading import amount, table, texts

POSTING_FILES = [
    *(f"posteringer_{year}.zip" for year in (2023, 2024, 2025)),
    *(f"posteringer_2026_{month:02}.csv" for month in range(1, 11)),
    "posteringer_2026_05_rettet.csv",
    *mess.LATE,
]
AMOUNT_HEADERS = {"Beløb i DKK", "Beløb"}
IN_FORCE = [name for name in POSTING_FILES if name != mess.REDELIVERED[0]]


def rows_of(text: str) -> tuple[dict[str, int], list[list[str]]]:
    """Places by header, and the rows that are no page line, no header once more and no total."""
    header, *rows = table(text, "Bilagsnr.")
    places = {name: place for place, name in enumerate(header)}
    kept = [row for row in rows if not row[0].startswith("Side ") and row[0] != "Bilagsnr."]
    return places, kept[:-1]


def amount_place(places: dict[str, int]) -> int:
    return next(place for name, place in places.items() if name in AMOUNT_HEADERS)


@pytest.mark.parametrize("name", POSTING_FILES)
def test_lines_rows_and_amounts_of_a_file(folder: Path, truth: Truth, name: str) -> None:
    said = truth.files[name]
    lines, rows, total, stated = 0, 0, Decimal(0), Decimal(0)
    for _, text in texts(folder / name):
        places, kept = rows_of(text)
        at = amount_place(places)
        lines += text.count("\r\n")
        rows += len(kept)
        total += sum((amount(row[at]) or Decimal(0) for row in kept), Decimal(0))
        stated += amount(table(text, "Bilagsnr.")[-1][at]) or Decimal(0)
    assert lines == said.lines
    assert rows == said.accepted + said.quarantined
    assert total == kroner(said.accepted_amount + said.quarantined_amount)
    assert stated == kroner(said.total or 0)
    assert stated == total + kroner(said.unreadable_amount)


def test_what_counts_of_the_ledger(folder: Path, truth: Truth) -> None:
    found: Counter[tuple[int, int, str, str]] = Counter()
    for name in IN_FORCE:
        for _, text in texts(folder / name):
            places, kept = rows_of(text)
            at, day = amount_place(places), next(p for n, p in places.items() if n in ("Bogf.dato", "Bogføringsdato"))
            for row in kept:
                said, cost_centre = amount(row[at]), row[places["Omkostningssted"]]
                is_refused = said is None or len(cost_centre) != 10 or "#" in row[places["Artskonto"]]
                is_late = (name, row[0]) in (mess.REPLACED_LATE, mess.DROPPED_LATE)
                if is_refused or is_late or row[day] == "31.09.2026" or said is None:
                    continue
                key = int(row[places["Regnskabsår"]]), int(row[places["Periode"]]), row[places["Dranst"]]
                found[*key, f"{cost_centre[4:9]}0"] += int(said * 100)
    assert found == truth.posted


def test_the_duplicate_is_one(folder: Path, truth: Truth) -> None:
    original, copy = mess.DUPLICATE
    assert (folder / original).read_bytes() == (folder / copy).read_bytes()
    assert truth.files[copy].status == "duplicate"


def test_budget_changes_add_up(folder: Path, truth: Truth) -> None:
    kinds = {"TB": "supplementary", "OMPL": "virement", "OVF": "carry_over", "TEKN": "technical_correction"}
    found: Counter[tuple[int, str, str, str]] = Counter()
    for year in (2023, 2024, 2025, 2026):
        header, *rows = table(next(texts(folder / f"budgetaendringer_{year}.csv"))[1], "Budgetår")
        at = header.index("Beløb")
        for row in rows[:-1]:
            said = amount(row[at])
            assert said is not None
            found[int(row[0]), kinds[row[1]], row[5], f"{row[2][4:9]}0"] += int(said * 100)
        assert amount(rows[-1][at]) == sum(amount(row[at]) or 0 for row in rows[:-1])
    assert found == Counter({key: value for key, value in truth.budgeted.items() if key[1] != "adopted"})


def test_corrections_still_find_what_they_expect(folder: Path) -> None:
    entries = yaml.safe_load((SAMPLE_DATA / "corrections.yml").read_text(encoding="utf-8"))
    lines = {
        entry["file"]: next(texts(folder / entry["file"]))[1].split("\r\n")[entry["line"] - 1] for entry in entries
    }
    late, forecast = mess.DROPPED_LATE, mess.FORECAST_IN_THOUSANDS
    assert lines[late[0]].startswith(f"{late[1]};1;")
    typed, right = Decimal(entries[1]["expect"]["amount"]), Decimal(entries[1]["value"])
    assert f"{forecast[0]};{forecast[1]};2026-09-30;{forecast[2]};" in lines["prognoser_2026.csv"]
    assert f";{typed:,.2f};".replace(",", " ").replace(".", ",") in lines["prognoser_2026.csv"]
    assert right == typed * 1000


def test_the_forecast_is_true_after_the_correction(truth: Truth) -> None:
    assert kroner(truth.forecast[mess.FORECAST_IN_THOUSANDS]) == Decimal("9326000.00")

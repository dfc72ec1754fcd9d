"""The savings programmes as files: a workbook of measures by year, and what their owners state through the years."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.sample import mess
from pipelines.sample.books import Value, write_book
from pipelines.sample.opus import Report, danish
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, Plan
from pipelines.sample.truth import FileTruth, Truth

_THOUSAND = 100_000  # øre
_LAST_YEAR_OF_PLAN = 2027
_DAYS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 31))
_STATUS = {"planned": "Planlagt", "underway": "I gang", "done": "Gennemført", "dropped": "Opgivet"}
_MEASURES = (
    "Tiltag nr.", "Tiltag", "Program nr.", "Program", "Enhedsnr.", "Ansvarlig", "Virker fra", "Frist", "År", "Beløb",
)  # fmt: skip
_STATEMENTS = (
    "Tiltag nr.", "Opgjort pr.", "År", "Status", "Realiseret", "Forventet rest", "Bemærkning", "Opgjort af",
)  # fmt: skip

Measure = dict[str, Any]


def write_savings(out: Path, plan: Plan, truth: Truth) -> None:
    """Both files into `out`; what they hold goes into `truth`."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    programmes = {one["id"]: one for one in told["programme"]}
    _write_measures(out, told["measure"], programmes, truth)
    path = out / f"besparelser_status_{LAST_YEAR}_{LAST_MONTH}.csv"
    counted = truth.files[path.name] = FileTruth(path.name, "saving_statements")
    with path.open("wb") as stream:
        report = Report(stream, counted, _STATEMENTS, "utf-8-sig")
        report.header()
        for measure in told["measure"]:
            clerk = f"HAV{plan.draws.below(8_000, 'users', measure['unit']):04}"
            for year, day, status, realised, rest, words in _statements(measure, programmes[measure["programme"]]):
                report.rows([[
                    measure["id"], day.isoformat(), str(year), _STATUS[status], danish(realised), danish(rest), words,
                    clerk,
                ]])  # fmt: skip
                counted.count(1, realised)
                truth.saved[measure["id"], year] = realised
        report.total("Realiseret", "I alt")


def _write_measures(out: Path, measures: list[Measure], programmes: dict[str, Measure], truth: Truth) -> None:
    """One row a measure and year; one amount is a word, and the workbook ends with a total."""
    rows: list[list[Value]] = []
    total = 0
    for measure in measures:
        programme = programmes[measure["programme"]]
        for year in range(programme["first_year"], _LAST_YEAR_OF_PLAN + 1):
            amount = _amount(measure, programme, year)
            truth.to_save[measure["id"], year] = amount
            total += amount
            rows.append([*_row(measure, programme), year, amount // 100])
    accepted = len(rows)
    rows.append([*mess.SAVING_WITHOUT_AN_AMOUNT])
    rows.append(["I alt", *[None] * 8, total // 100])
    path = out / f"besparelser_{LAST_YEAR}_{LAST_MONTH}.xlsx"
    counted = write_book(path, "saving_measures", "Besparelser", _MEASURES, rows)
    counted.count(accepted, total)
    counted.quarantined, counted.left_out, counted.total = 1, 1, total
    counted.unreadable = 1
    truth.files[path.name] = counted


def _row(measure: Measure, programme: Measure) -> list[Value]:
    return [
        measure["id"], measure["name"], programme["id"], programme["name"], int(measure["unit"]),
        measure.get("responsible"), measure.get("starts_on"), measure["deadline"],
    ]  # fmt: skip


def _amount(measure: Measure, programme: Measure, year: int) -> int:
    """What the measure is to save in the year, in øre: in the programme's first year a part of it."""
    per_mille = programme["first_year_per_mille"] if year == programme["first_year"] else 1000
    return int(measure["thousand"]) * _THOUSAND * int(per_mille) // 1000


def _statements(measure: Measure, programme: Measure) -> Iterator[tuple[int, date, str, int, int, str]]:
    """(year, day, status, realised, expected rest, words): the first year's outturn, then this year's, in øre."""
    if not measure["pace"]:
        return
    *paces, of_year = measure["pace"]
    if programme["first_year"] < LAST_YEAR:
        amount = _amount(measure, programme, programme["first_year"]) * paces[0] // 1000
        yield programme["first_year"], date(LAST_YEAR - 1, 12, 31), "underway", amount, 0, "Årets første tal."
    target = _amount(measure, programme, LAST_YEAR)
    first = measure["starts_on"].month if "starts_on" in measure else 1
    for place, (day, pace) in enumerate(zip(_DAYS, paces, strict=True)):
        due = target * max(0, day.month - first + 1) // (13 - first)
        realised = due * pace // 1000 // 100_000 * 100_000  # whole thousands of kroner
        rest = max(0, target * of_year // 1000 // 100_000 * 100_000 - realised)
        status = measure["status"][min(place, len(measure["status"]) - 1)]
        yield LAST_YEAR, day, status, realised, rest, measure["words"][min(place, len(measure["words"]) - 1)]

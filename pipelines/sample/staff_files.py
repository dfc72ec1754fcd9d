"""Payroll's extracts: a zip a year with a report a month of what was paid, another of absence; a list of positions."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from pipelines.sample import mess
from pipelines.sample.books import Value, write_book
from pipelines.sample.opus import Report, danish, danish_day
from pipelines.sample.organisation import OPEN_END
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, Plan
from pipelines.sample.staff import Month, Staff, months, story, title_of
from pipelines.sample.truth import FileTruth, Truth

PAY_HEADERS = (
    "Medarbejdernr.", "Omkostningssted", "Lønmåned", "Betalte timer", "Normtimer", "Stilling", "Status", "Lønudgift",
)  # fmt: skip
RowsOf = Callable[[Month], Iterable[Sequence[str]]]
ABSENCE_HEADERS = ("Medarbejdernr.", "Omkostningssted", "Fra dato", "Til dato", "Fraværstimer", "Fraværsårsag")
_POSITION_HEADERS = ("Stillingsnr.", "Enhedsnr.", "Stilling", "Status", "Dato", "Dispensation")
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)  # no clock in the bytes


def write_staff(out: Path, plan: Plan, truth: Truth) -> None:
    """All files of this module into `out`; what they hold goes into `truth`."""
    staff = Staff(plan)
    for year in sorted({month[0] for month in months()}):
        of_year = [month for month in months() if month[0] == year]
        _write_archive(out / f"loen_{year}.zip", "opus_employment", of_year, lambda month: _pay_rows(staff, month),
                       "Lønudgifter pr. ansættelse", PAY_HEADERS, truth)  # fmt: skip
        _write_archive(out / f"fravaer_{year}.zip", "opus_absence", of_year, lambda month: _absence_rows(staff, month),
                       "Fravær, påbegyndt i måneden", ABSENCE_HEADERS, truth)  # fmt: skip
    _write_positions(out, truth)


def _pay_rows(staff: Staff, month: Month) -> Iterator[Sequence[str]]:
    for one in staff.pay(month):
        unit = one.employee.unit
        yield [
            one.employee.key, unit.cost_centres()[0][0], f"{month[1]:02}.{month[0]}", danish(one.paid),
            danish(one.scheduled), title_of(unit), "Aktiv", danish(one.wage),
        ]  # fmt: skip
    yield from mess.ODD_PAY.get(month, ())


def _absence_rows(staff: Staff, month: Month) -> Iterator[Sequence[str]]:
    for one in staff.spells(month):
        yield [
            one.employee.key, one.employee.unit.cost_centres()[0][0], danish_day(one.first),
            danish_day(one.last or OPEN_END), danish(one.hours), one.cause,
        ]  # fmt: skip


def _write_archive(
    path: Path, source: str, of_year: list[Month], rows_of: RowsOf, title: str, headers: Sequence[str], truth: Truth
) -> None:
    """A member a month, with a letterhead each."""
    whole = truth.files[path.name] = FileTruth(path.name, source)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for year, number in of_year:
            info = zipfile.ZipInfo(f"{path.name.split('_')[0]}_{year}_{number:02}.csv", _ZIP_TIME)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            member = FileTruth(info.filename, source)
            rows = list(rows_of((year, number)))
            refused = sum(mess.OVERFLOW in row for row in rows)  # a number that did not fit its column
            with archive.open(info, "w") as stream:
                report = Report(stream, member, headers)  # type: ignore[arg-type]
                drawn = date(year + number // 12, number % 12 + 1, 4)
                report.letterhead(title, f"{number:02}.{year}", drawn, "Fortroligt: personoplysninger")
                report.header()
                report.rows(rows)
            member.count(len(rows) - refused, 0)
            member.quarantined = refused
            whole.add(member)


def _write_positions(out: Path, truth: Truth) -> None:
    """Every change of every position, the oldest first."""
    rows: list[list[Value]] = []
    for kind in story()["position"]:
        for place, first in enumerate(kind["frozen"], start=1):
            number = f"S{kind['unit']}-{place:02}"
            of_one = [(number, "Frosset", first, None)]
            for status, name, why in (("Frigivet", "released", kind.get("why")), ("Besat", "filled", None)):
                days = kind.get(name, [])
                if place <= len(days):
                    of_one.append((number, status, days[place - 1], why))
            rows += [
                [code, int(kind["unit"]), kind["title"], status, date.fromisoformat(day), why]
                for code, status, day, why in of_one
            ]
    rows.sort(key=lambda row: (str(row[4]), str(row[0])))
    path = out / f"stillinger_{LAST_YEAR}_{LAST_MONTH}.xlsx"
    counted = write_book(path, "hr_position", "Stillinger under ansættelsesstop", _POSITION_HEADERS, rows)
    counted.count(len(rows), 0)
    truth.files[path.name] = counted

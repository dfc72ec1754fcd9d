"""Units, cost centres, accounts, functions, budgets, forecasts and commitments as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pipelines.sample import mess
from pipelines.sample.books import Value, write_book
from pipelines.sample.budget_lines import BudgetLine
from pipelines.sample.budgets import adopted, changes
from pipelines.sample.chart import dotted
from pipelines.sample.forecasts import GROUPS, commitments, forecasts
from pipelines.sample.opus import END, Report, danish, danish_day
from pipelines.sample.organisation import OPEN_END
from pipelines.sample.plan import LAST_MONTH, LAST_YEAR, YEARS, Plan
from pipelines.sample.truth import FileTruth, Truth

_RUN_DATE = date(2026, 11, 2)
_KINDS = {"directorate": "Direktørområde", "centre": "Center", "department": "Afdeling", "institution": "Institution"}
_CHANGES = {"supplementary": "TB", "virement": "OMPL", "carry_over": "OVF", "technical_correction": "TEKN"}
_CHANGE_HEADERS = (
    "Budgetår", "Type", "Omkostningssted", "Artskonto", "Funktion", "Dranst", "Beløb", "Beslutningsdato", "Udvalg",
    "Sagsnr.", "Finansiering", "Bemærkning",
)  # fmt: skip
_BUDGET_HEADERS = ("År", "Omkostningssted", "Artskonto", "Funktion", "Dranst", "Måned", "Beløb", "Bemærkning")
_FORECAST_HEADERS = (
    "År", "Runde", "Rundedato", "Enhed", "Enhedsnavn", "Kontogruppe", "Forventet regnskab", "Indtastet af",
    "Indtastet den",
)  # fmt: skip
_NO_BREAK, _MINUS = " ", "−"


def write_registers(out: Path, plan: Plan, truth: Truth) -> None:
    """All files of this module into `out`; what they hold goes into `truth`."""
    _write_organisation(out, plan, truth)
    _write_chart(out, plan, truth)
    _write_budgets(out, plan, truth)
    _write_changes(out, plan, truth)
    _write_forecasts(out, plan, truth)
    _write_commitments(out, plan, truth)


def _write_report(
    path: Path, source: str, title: str, headers: Sequence[str], rows: Iterable[Sequence[str]], truth: Truth,
    period: str = "",
) -> FileTruth:  # fmt: skip
    """A report without amounts; its truth."""
    rows, counted = list(rows), FileTruth(path.name, source)
    with path.open("wb") as stream:
        report = Report(stream, counted, headers)
        report.letterhead(title, period, _RUN_DATE)
        report.header()
        report.rows(rows)
    counted.count(len(rows), 0)
    truth.files[path.name] = counted
    return counted


def _write_organisation(out: Path, plan: Plan, truth: Truth) -> None:
    headers = ("Enhedsnr.", "Enhedsnavn", "Overordnet enhed", "Enhedstype", "Gyldig fra", "Gyldig til")
    rows = [
        [row.unit_id, row.name, row.parent_id, _KINDS[row.kind], danish_day(row.valid_from), danish_day(row.valid_to)]
        for row in plan.organisation.rows
    ]
    path = out / f"organisation_{LAST_YEAR}_{LAST_MONTH}.csv"
    _write_report(path, "opus_organisation", "Organisationsplan", headers, rows, truth)
    # Codes are numbers in the workbook: their leading zeros are gone.
    cost_centres: list[list[Value]] = [
        [int(code), name, int(unit.unit_id), unit.opens, None if unit.closes == OPEN_END else unit.closes]
        for unit in plan.organisation.institutions.values()
        for code, name in unit.cost_centres()
    ]
    book_headers = ("Omkostningssted", "Betegnelse", "Enhedsnr.", "Gyldig fra", "Gyldig til")
    path = out / f"omkostningssteder_{LAST_YEAR}_{LAST_MONTH}.xlsx"
    counted = write_book(path, "opus_cost_centre", "Omkostningssteder", book_headers, cost_centres)
    counted.count(len(cost_centres), 0)
    truth.files[path.name] = counted


def _write_chart(out: Path, plan: Plan, truth: Truth) -> None:
    accounts = [[one.code, one.name, one.code[0], one.group] for one in plan.chart.accounts.values()]
    headers: tuple[str, ...] = ("Artskonto", "Betegnelse", "Hovedart", "Kontogruppe")
    _write_report(out / "kontoplan.csv", "opus_account", "Artskontoplan", headers, accounts, truth)
    functions = [[dotted(one.code), one.name, one.expenditure_class] for one in plan.chart.functions.values()]
    headers = ("Funktion", "Funktionsnavn", "Udgiftstype")
    _write_report(out / "funktioner.csv", "opus_function", "Funktioner", headers, functions, truth)


def _write_budgets(out: Path, plan: Plan, truth: Truth) -> None:
    """One workbook a year."""
    lines = adopted(plan)
    for year in YEARS:
        path = out / f"budget_{year}.xlsx"
        rows = [_budget_row(line) for line in lines if line.year == year]
        amount = sum(line.amount for line in lines if line.year == year)
        odd_year, odd_centre, odd_amount, remark = mess.BUDGET_WITHOUT_ACCOUNT
        is_odd = year == odd_year
        odd: list[list[Value]] = [[year, int(odd_centre), None, "06.45.51", 1, None, odd_amount // 100, remark]]
        total: list[Value] = ["I alt", None, None, None, None, None, (amount + odd_amount * is_odd) // 100, None]
        counted = write_book(
            path, "opus_budget", f"Vedtaget budget {year}", _BUDGET_HEADERS, [*rows, *odd[: int(is_odd)], total]
        )
        counted.count(len(rows), amount)
        counted.total = amount + odd_amount * is_odd
        counted.left_out, counted.quarantined = 1, int(is_odd)
        counted.quarantined_amount = odd_amount * is_odd
        truth.files[path.name] = counted
    _remember(truth, lines)


def _budget_row(line: BudgetLine) -> list[Value]:
    cell = line.cell
    return [
        line.year, int(cell.cost_centre), int(cell.account.code), dotted(cell.function), int(cell.budget_type),
        line.month, line.amount // 100, line.comment or None,
    ]  # fmt: skip


def _write_changes(out: Path, plan: Plan, truth: Truth) -> None:
    lines = changes(plan)
    for year in YEARS:
        path = out / f"budgetaendringer_{year}.csv"
        counted = truth.files[path.name] = FileTruth(path.name, "opus_budget_change")
        of_year = [line for line in lines if line.year == year]
        with path.open("wb") as stream:
            report = Report(stream, counted, _CHANGE_HEADERS)
            report.letterhead("Budgetændringer", str(year), min(_RUN_DATE, date(year + 1, 1, 15)))
            report.header()
            report.rows(_change_row(line) for line in of_year)
            counted.count(len(of_year), sum(line.amount for line in of_year))
            report.total("Beløb", "I alt")
    _remember(truth, lines)


def _change_row(line: BudgetLine) -> list[str]:
    cell, day = line.cell, danish_day(line.day) if line.day else ""
    return [
        str(line.year), _CHANGES[line.kind], cell.cost_centre, cell.account.code, dotted(cell.function),
        cell.budget_type, danish(line.amount), day, line.body, line.case, line.cover, line.comment,
    ]  # fmt: skip


def _remember(truth: Truth, lines: list[BudgetLine]) -> None:
    for line in lines:
        truth.budgeted[line.year, line.kind, line.cell.budget_type, line.cell.unit.unit_id] += line.amount


def _write_forecasts(out: Path, plan: Plan, truth: Truth) -> None:
    """From a portal of its own: UTF-8, days as 2026-09-30, unbreakable blanks and a true minus sign."""
    every = forecasts(plan)
    for year in YEARS:
        path = out / f"prognoser_{year}.csv"
        of_year = [one for one in every if one.year == year]
        rows = [
            [
                str(year), one.round, one.day.isoformat(), one.unit.unit_id, one.unit.name, one.group,
                (_MINUS if one.written < 0 else "") + danish(abs(one.written), thousands=_NO_BREAK),
                one.entered_by, f"{one.entered_on.isoformat()} {8 + one.written % 9:02}:{one.written // 7 % 60:02}",
            ]
            for one in of_year
        ]  # fmt: skip
        counted = truth.files[path.name] = FileTruth(path.name, "forecast_portal")
        with path.open("wb") as stream:
            report = Report(stream, counted, _FORECAST_HEADERS, "utf-8-sig")
            report.header()
            report.rows(rows)
        counted.count(len(rows), sum(one.written for one in of_year))
    for one in every:
        truth.forecast[one.year, one.round, one.unit.unit_id, GROUPS[one.group]] += one.amount


def _write_commitments(out: Path, plan: Plan, truth: Truth) -> None:
    """The newest list replaces the one of the month before. Codes stand in cells such as ="0000111011"."""
    for month in (LAST_MONTH - 1, LAST_MONTH):
        path = out / f"dispositioner_{LAST_YEAR}_{month:02}.csv"
        headers = ("Regnskabsår", "Omkostningssted", "Artskonto", "Funktion", "Disponeret", "Forventet måned")
        counted = truth.files[path.name] = FileTruth(path.name, "opus_commitment")
        counted.status = "in_force" if month == LAST_MONTH else "replaced"
        found = commitments(plan, month)
        with path.open("wb") as stream:
            report = Report(stream, counted, headers)
            report.letterhead("Dispositioner", f"{month:02}.{LAST_YEAR}", date(LAST_YEAR, month + 1, 2))
            report.header()
            for one in found:
                cells = [f'="{one.cell.cost_centre}"', f'="{one.cell.account.code}"', dotted(one.cell.function)]
                report.text(";".join([str(LAST_YEAR), *cells, danish(one.amount), str(one.month)]) + END)
            counted.count(len(found), sum(one.amount for one in found))
            report.total("Disponeret", "I alt")
        if counted.status == "in_force":
            for one in found:
                truth.committed[one.cell.unit.unit_id] += one.amount

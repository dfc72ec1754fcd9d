"""The ledger's extracts: one report a month, finished years in a zip each, a duplicate, a correction and two deltas."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import polars as pl

from pipelines.sample import mess
from pipelines.sample.lines import Ledger, Month
from pipelines.sample.opus import END, Report, danish
from pipelines.sample.plan import LAST_YEAR, Plan
from pipelines.sample.truth import FileTruth, Status, Truth

OnProgress = Callable[[int, int], None]
"""Called with postings written and postings in all."""

HEADERS = {
    "voucher": "Bilagsnr.",
    "voucher_line": "Linje",
    "date": "Bogf.dato",
    "fiscal_year": "Regnskabsår",
    "period": "Periode",
    "cost_centre": "Omkostningssted",
    "wbs": "PSP-element",
    "account": "Artskonto",
    "function": "Funktion",
    "budget_type": "Dranst",
    "amount": "Beløb i DKK",
    "debit_credit": "D/K",
    "text": "Bilagstekst",
    "supplier_id": "Leverandørnr.",
    "supplier": "Leverandør",
    "invoice_no": "Fakturanr.",
    "registered_by": "Registreret af",
    "approved_by": "Godkendt af",
    "kind": "Bilagsart",
    "automated": "Autom.",
    "agreement": "Aftale",
}
_KINDS = {"invoice": "KR", "payroll": "LØ", "transfer": "FI", "journal": "FI", "internal": "IN"}
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)  # no clock in the bytes


def write_postings(out: Path, plan: Plan, postings: int, truth: Truth, on_progress: OnProgress | None) -> None:
    """Every extract of the ledger into `out`; what they hold goes into `truth`."""
    archive: zipfile.ZipFile | None = None
    for month, frame in Ledger(plan, postings).months():
        _remember(truth, month, frame)
        if month.year == LAST_YEAR:
            _write_month(out, month, frame, truth)
        else:
            if month.period == 1:
                archive = zipfile.ZipFile(out / f"posteringer_{month.year}.zip", "w", zipfile.ZIP_DEFLATED)
                truth.files[f"posteringer_{month.year}.zip"] = FileTruth(
                    f"posteringer_{month.year}.zip", "opus_posting_history"
                )
            if archive is not None:
                _write_member(archive, month, frame, truth)
                if month.period == 13:
                    archive.close()
        truth.postings += frame.height
        if on_progress:
            on_progress(truth.postings, postings)
    _write_late(out, truth)


def _remember(truth: Truth, month: Month, frame: pl.DataFrame) -> None:
    sums = frame.group_by("budget_type", "unit_id").agg(pl.col("amount").sum())
    for budget_type, unit_id, amount in sums.iter_rows():
        truth.posted[month.year, month.period, budget_type, unit_id] += amount
    of_projects = frame.filter(pl.col("budget_type") == "3")
    by_project = of_projects.group_by(pl.col("wbs").str.slice(0, len("XA-0000000000"))).agg(pl.col("amount").sum())
    for project_id, amount in by_project.iter_rows():
        truth.project_posted[project_id, month.year] += amount


def _write_member(archive: zipfile.ZipFile, month: Month, frame: pl.DataFrame, truth: Truth) -> None:
    info = zipfile.ZipInfo(f"posteringer_{month}.csv", _ZIP_TIME)
    info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    member = FileTruth(info.filename, "opus_posting_history")
    with archive.open(info, "w", force_zip64=True) as stream:
        _write_report(stream, member, month, frame)  # type: ignore[arg-type]
    truth.files[f"posteringer_{month.year}.zip"].add(member)


def _write_month(out: Path, month: Month, frame: pl.DataFrame, truth: Truth) -> None:
    name = f"posteringer_{month}.csv"
    replaced, corrected = mess.REDELIVERED
    _write_file(out / name, month, frame, truth, status="replaced" if name == replaced else "in_force")
    if name == replaced:
        _write_file(out / corrected, month, frame, truth, note="Rettet udtræk – erstatter tidligere leverance")
    original, copy = mess.DUPLICATE
    if name == original:
        (out / copy).write_bytes((out / name).read_bytes())
        truth.files[copy] = FileTruth(**{**vars(truth.files[name]), "file": copy, "status": "duplicate"})


def _write_file(
    path: Path, month: Month, frame: pl.DataFrame, truth: Truth, *, status: Status = "in_force", note: str = ""
) -> None:
    member = FileTruth(path.name, "opus_posting", status)
    with path.open("wb") as stream:
        _write_report(stream, member, month, frame, note)
    truth.files[path.name] = member
    for odd in mess.ODD_ROWS.get(path.name, ()):
        if odd.is_accepted and status == "in_force":
            unit_id = odd.cells["cost_centre"][4:9] + "0"
            year, period = int(odd.cells.get("fiscal_year", month.year)), int(odd.cells.get("period", month.period))
            truth.posted[year, period, "1", unit_id] += odd.amount


def _write_report(stream: BinaryIO, member: FileTruth, month: Month, frame: pl.DataFrame, note: str = "") -> None:
    form = mess.form_of(month.year, month.period)
    names = [form.spelling.get(header, header) for header in HEADERS.values()]
    report = Report(stream, member, names + [""] * form.has_empty_last_column, form.encoding)
    period = f"{month.period:02}.{month.year}"
    report.letterhead("Posteringer pr. omkostningssted", period, _run_date(month, note), note)
    report.header()
    _write_odd(report, month, mess.ODD_ROWS.get(member.file, ()))
    size = -(-frame.height // form.pages)
    for page in range(form.pages):
        if page:
            report.page_break(page + 1, form.pages)
        part = frame.slice(page * size, size)
        report.text(_as_text(part, month, form))
        member.count(part.height, int(part["amount"].sum()))
    report.total(form.spelling.get("Beløb i DKK", "Beløb i DKK"), form.total_label)


def _run_date(month: Month, note: str) -> date:
    """The third of the month after; closing entries in March, a correction three weeks later."""
    if month.period == 13:
        return date(month.year + 1, 3, 12)
    following = date(month.year + month.period // 12, month.period % 12 + 1, 3)
    return following.replace(day=24) if note else following


def _as_text(frame: pl.DataFrame, month: Month, form: mess.Form) -> str:
    """Rows in the ERP's form."""
    amount = pl.col("amount")
    columns = {
        "voucher": pl.col("voucher"),
        "voucher_line": pl.col("voucher_line").cast(pl.String),
        "date": pl.format("{}.{}.{}", pl.col("day").cast(pl.String).str.zfill(2), *_month_and_year(month)),
        "fiscal_year": pl.lit(str(month.year)),
        "period": pl.col("period").cast(pl.String),
        "debit_credit": pl.when(amount < 0).then(pl.lit("K")).otherwise(pl.lit("D")),
        "amount": _danish_amounts(form.minus),
        "kind": pl.col("booked").replace_strict(_KINDS),
        "automated": pl.when(pl.col("booked") != "invoice").then(pl.lit("")).otherwise(_yes_no("is_automated")),
        "agreement": pl.when(pl.col("booked") != "invoice").then(pl.lit("")).otherwise(_yes_no("is_on_agreement")),
    }
    ordered = frame.select(columns.get(name, pl.col(name)).alias(name) for name in HEADERS)
    if form.has_empty_last_column:
        ordered = ordered.with_columns(nothing=pl.lit(None, pl.String))
    ordered = ordered.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))
    return ordered.write_csv(separator=";", include_header=False, line_terminator=END, quote_style="necessary")


def _month_and_year(month: Month) -> tuple[pl.Expr, pl.Expr]:
    return pl.lit(f"{min(month.period, 12):02}"), pl.lit(str(month.year))


def _yes_no(column: str) -> pl.Expr:
    return pl.when(column).then(pl.lit("J")).otherwise(pl.lit("N"))


def _danish_amounts(minus: str) -> pl.Expr:
    """The column `amount` as `opus.danish` writes one number, for whole columns."""
    kroner, rest = pl.col("amount").abs() // 100, pl.col("amount").abs() % 100

    def three(part: pl.Expr) -> pl.Expr:
        return part.cast(pl.String).str.zfill(3)

    million, thousand, one = kroner // 1_000_000, kroner // 1000 % 1000, kroner % 1000
    whole = (
        pl.when(kroner < 1000)
        .then(one.cast(pl.String))
        .when(kroner < 1_000_000)
        .then(pl.format("{}.{}", thousand, three(one)))
        .otherwise(pl.format("{}.{}.{}", million, three(thousand), three(one)))
    )
    sign = pl.when(pl.col("amount") < 0).then(pl.lit(minus)).otherwise(pl.lit(""))
    return pl.format("{},{}{}", whole, rest.cast(pl.String).str.zfill(2), sign)


def _write_odd(report: Report, month: Month, rows: tuple[mess.OddRow, ...]) -> None:
    for place, odd in enumerate(rows, start=1):
        cells = _ordinary(month, place) | odd.cells
        cells["amount"] = odd.written or danish(odd.amount)
        cells["debit_credit"] = "K" if odd.amount < 0 else "D"
        report.rows([[cells[name] for name in HEADERS]])
        truth = report.truth
        truth.masked_cpr += odd.masked_cpr
        truth.header_lines += odd.lines - 1
        if odd.is_accepted:
            truth.count(1, odd.amount)
            continue
        truth.quarantined += 1
        if odd.is_amount_readable:
            truth.quarantined_amount += odd.amount
        else:
            truth.unreadable += 1
            truth.unreadable_amount += odd.amount


def _ordinary(month: Month, place: int) -> dict[str, str]:
    """A row like any other, for an odd one to differ from."""
    return {
        "voucher": f"58{month.year % 100}{month.period:02}{place:04}",
        "voucher_line": "1",
        "date": f"12.{month.period:02}.{month.year}",
        "fiscal_year": str(month.year),
        "period": str(month.period),
        "cost_centre": "0000421011",
        "wbs": "",
        "account": "49050000",
        "function": "06.45.51",
        "budget_type": "1",
        "text": "Faktura",
        "supplier_id": "",
        "supplier": "",
        "invoice_no": "",
        "registered_by": "HAV2041",
        "approved_by": "HAV2178",
        "kind": "KR",
        "automated": "N",
        "agreement": "N",
    }


def _write_late(out: Path, truth: Truth) -> None:
    """The deltas: vouchers of earlier months that came late."""
    for name, rows in mess.LATE.items():
        year, period = int(name[-11:-7]), int(name[-6:-4])
        report_truth = truth.files[name] = FileTruth(name, "opus_posting_late")
        with (out / name).open("wb") as stream:
            report = Report(stream, report_truth, list(HEADERS.values()))
            title = "Efterposteringer siden sidste udtræk"
            report.letterhead(title, f"{period:02}.{year}", date(year, period + 1, 4))
            report.header()
            for cells, amount in _late_rows(rows):
                report.rows([[cells[header] for header in HEADERS]])
                report_truth.count(1, amount)
                if (name, cells["voucher"]) not in (mess.REPLACED_LATE, mess.DROPPED_LATE):
                    unit_id = cells["cost_centre"][4:9] + "0"
                    truth.posted[year, int(cells["period"]), "1", unit_id] += amount
            report.total("Beløb i DKK", "I alt")


def _late_rows(rows: tuple[tuple[str, str, str, str, str, int, str], ...]) -> Iterator[tuple[dict[str, str], int]]:
    for place, (voucher, day, cost_centre, account, function, amount, text) in enumerate(rows, start=1):
        period = int(day[3:5])
        cells = _ordinary(Month(LAST_YEAR, period), place)
        cells |= {"voucher": voucher, "date": day, "cost_centre": cost_centre, "account": account, "text": text}
        cells |= {"function": function, "amount": danish(amount), "debit_credit": "K" if amount < 0 else "D"}
        yield cells, amount

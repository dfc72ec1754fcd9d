"""Opening what was delivered: a text, a workbook, an archive of those, a query. Each table is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.extracts.csv_rows import CsvRows
from pipelines.extracts.encodings import Opener, TextSource
from pipelines.extracts.layout import has_header
from pipelines.extracts.periods import Period
from pipelines.extracts.rows import RowSource
from pipelines.extracts.spec import Spec
from pipelines.problems import Problem


@dataclass(frozen=True)
class Table:
    """One table to read: what its rows call their file, the period in its name, its rows, its size in bytes."""

    file: str
    period: Period | None
    rows: RowSource
    size: int
    encoding: str = ""


def open_tables(spec: Spec, path: Path | None) -> Iterator[Table]:
    """The tables of a delivery, one after the other. Raises Problem when it is not what the spec says."""
    if spec.file.kind == "sql":
        from pipelines.extracts.sql_rows import SqlRows  # noqa: PLC0415 -- SQLAlchemy is slow to import

        yield Table(f"sql:{spec.source}", None, SqlRows(spec), 0)
        return
    if path is None:
        raise Problem("no file was named", where=spec.source, remedy="name the file that was delivered")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", where=str(path), remedy="check that it is there") from error
    match = spec.match(path.name)
    period = match.period if match else None
    if spec.file.kind == "zip":
        from pipelines.extracts.archives import members  # noqa: PLC0415 -- seldom needed

        for member in members(path, spec):
            yield _table(spec, member.open, f"{path.name}/{member.name}", member.period or period, member.size)
        return
    yield _table(spec, lambda: path.open("rb"), path.name, period, size)


def _table(spec: Spec, open_file: Opener, file: str, period: Period | None, size: int) -> Table:
    if spec.file.cells == "xlsx":
        from pipelines.extracts.xlsx_rows import open_sheet  # noqa: PLC0415 -- seldom needed

        sheet = open_sheet(open_file, spec, file)
        return Table(f"{file}#{sheet.name}", period, sheet, size)
    source = TextSource(open_file, spec.file.encoding, file, marks_broken=spec.file.broken_letters == "mark")
    rows = CsvRows(source, spec.file.separator[0], spec.file.quote, allow_short_rows=spec.file.allow_short_rows)
    for separator in spec.file.separator[1:]:
        if has_header(rows.head(), spec):
            break
        rows.separator = separator
    return Table(file, period, rows, size, source.encoding)

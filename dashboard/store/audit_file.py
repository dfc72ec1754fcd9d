"""Lines of the audit log in a file: CSV for a spreadsheet, JSON lines with the seals for whoever checks them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from dashboard.store.audit import Entry
from dashboard.workbooks import FORMULA_BEGINNINGS
from pipelines.problems import Problem, WrongUse

_NAMES = ("number", "at", *(name for field in fields(Entry) if (name := field.name) not in ("number", "at")))


def write_entries(file: Path, lines: Iterable[Entry]) -> int:
    """Write the lines into a new file; how many they were. Raises WrongUse, Problem."""
    if file.suffix not in (".csv", ".jsonl"):
        raise WrongUse("the file is neither .csv nor .jsonl", where=str(file), remedy="name one that is")
    written = 0
    try:
        # Excel reads CSV as UTF-8 where it begins with a mark.
        with file.open("x", encoding="utf-8-sig" if file.suffix == ".csv" else "utf-8", newline="") as opened:
            table = csv.writer(opened, delimiter=";")
            if file.suffix == ".csv":
                table.writerow(_NAMES)
            for line in lines:
                written += 1
                said = {**asdict(line), "at": line.at.isoformat(timespec="microseconds")}
                if file.suffix == ".csv":
                    table.writerow([_as_text(said[name]) for name in _NAMES])
                else:
                    opened.write(json.dumps(said, ensure_ascii=False) + "\n")
    except OSError as error:
        raise Problem(
            f"the file cannot be written ({error.strerror})", where=str(file), remedy="name a new one elsewhere"
        ) from error
    return written


def _as_text(value: Any) -> Any:
    """What a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_BEGINNINGS) else value

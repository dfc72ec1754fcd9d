"""The questions of docs/analysts.md with their SQL and the head of the sample's answers, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.analyst_words import examples

PAGE = Path(__file__).parents[2] / "docs" / "analysts.md"
BEGIN, END = "<!-- answers -->\n", "<!-- end of answers -->"
ROWS = 3


def answers(con: duckdb.DuckDBPyConnection) -> str:
    """Every example with its answer's head, in Markdown."""
    return "\n".join(line for example in examples() for line in _answer(con, example))


def _answer(con: duckdb.DuckDBPyConnection, example: str) -> Iterator[str]:
    heading, _, query = example.partition("\n")
    number, _, question = heading.removeprefix("-- ").partition(" ")
    danish, _, english = question.partition(" | ")
    asked = con.execute(query)
    columns = [column[0] for column in asked.description or ()]
    rows = asked.fetchall()
    yield from (f"### {number} {english}", "", f"{danish}", "", "```sql", query, "```", "")
    yield f"| {' | '.join(columns)} |"
    yield f"|{'|'.join('---:' if _is_number(cell) else '---' for cell in rows[0])}|"
    yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows[:ROWS])
    yield from ("", f"{len(rows)} rows." if len(rows) > ROWS else "All rows.", "")


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}"
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float | Decimal)

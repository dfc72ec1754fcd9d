"""docs/analysts.md never shows an answer that the sample does not give, nor a way that does not lead there."""

from __future__ import annotations

import re

import duckdb
import polars as pl

from pipelines.analyst_file import DATABASE, TAKEN_HOME
from pipelines.analyst_tables import analyst_tables
from tests.analysts.documented import BEGIN, END, PAGE, answers
from tests.packs.sample import Sample


def test_the_page_shows_the_questions_and_what_the_sample_answers(whole: duckdb.DuckDBPyConnection) -> None:
    shown = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert shown == answers(whole)
    assert shown.count("```sql") == 10


def test_python_as_the_page_shows_it_reads_the_file(files: dict[str, object], monkeypatch, sample: Sample) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(files["municipality"])
    known: dict[str, object] = {}
    exec(block, known)
    assert isinstance(known["units"], pl.DataFrame)
    assert len(known["units"]) == 11


def test_the_page_names_every_file_and_what_is_left_out() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in TAKEN_HOME)
    assert all(f"`{view}`" in text for view in analyst_tables().left_out)
    for table, columns in analyst_tables().tables.items():
        assert all(f"`{column}`" in text for column in columns), table


def test_the_page_s_question_to_a_driver_finds_keys(whole: duckdb.DuckDBPyConnection) -> None:
    text = PAGE.read_text(encoding="utf-8")
    asked = [block for block in re.findall(r"```sql\n(.*?)```", text, re.DOTALL) if "information_schema" in block]
    assert asked
    assert all(whole.execute(block).fetchall() for block in asked)
    assert DATABASE in text

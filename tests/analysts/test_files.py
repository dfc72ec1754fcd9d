"""What stands in the files for analysts, and how clients of all kinds find their way in them."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from dashboard.rules import RULES, may
from pipelines.analyst_file import DATABASE, DICTIONARY, EXAMPLES, PARQUET_ZIP, README
from pipelines.analyst_tables import analyst_tables
from pipelines.analyst_words import DICTIONARY_COLUMNS, examples
from pipelines.lineage import sql_files
from pipelines.release_file import published_marts
from tests.packs.sample import SMALL, Sample
from tests.warehouse.other_duckdb import answer_of, python_with_duckdb

TEXTS = Path(__file__).with_name("texts_in_the_files.txt")
OWN = {"dictionary", "about"}

# What ODBC and JDBC clients ask a database before they show it.
JDBC = {
    "tables": "select table_name from information_schema.tables where table_schema = 'main' order by 1",
    "columns": "select count(*) from information_schema.columns where table_schema = 'main' and data_type is not null",
    "uncommented": "select table_name, column_name from duckdb_columns() where not internal and comment is null",
    "silent_tables": "select table_name from duckdb_tables() where not internal and comment is null",
    "keys": "select table_name, column_name from information_schema.table_constraints "
    "join information_schema.key_column_usage using (constraint_name, table_name) "
    "where constraint_type = 'PRIMARY KEY' order by table_name, ordinal_position",
    "constraints": "select table_name, constraint_column_names from duckdb_constraints() "
    "where constraint_type = 'PRIMARY KEY' order by 1",
}
ASK = f"""
import json
queries = {JDBC!r}
con = duckdb.connect(sys.argv[1], read_only=True)
found = {{name: con.execute(query).fetchall() for name, query in queries.items()}}
examples = open(sys.argv[2], encoding="utf-8").read().split(";\\n")
found["examples"] = [len(con.execute(one).fetchall()) for one in examples if one.strip()]
parquet = f"select count(*), sum(actual_dkk)::varchar from read_parquet('{{sys.argv[3]}}')"
found["parquet"] = con.execute(parquet).fetchall()
print(json.dumps(found))
"""


def test_every_published_table_stands_in_the_list_or_is_left_out_with_a_reason() -> None:
    listed, published = analyst_tables(), {file.stem for file in published_marts()}
    out = {table for table in published if table.partition("__")[0] in listed.left_out}
    assert set(listed.tables) == published - out
    assert all(reason.strip() for reason in listed.left_out.values())


def test_no_table_of_a_page_that_an_analyst_may_not_open_stands_in_the_list() -> None:
    pages = {thing for kind, thing in RULES if kind == "page" and not may("analyst", "page", thing)}
    assert {"staff", "supervision"} <= pages
    assert not {table for table in analyst_tables().tables if table.partition("__")[0] in pages}
    candidates_are_open = may("analyst", "file", "focus_candidates")
    assert not candidates_are_open
    assert "focus_areas" in analyst_tables().left_out


def test_the_columns_of_words_are_those_that_somebody_has_looked_at(whole: duckdb.DuckDBPyConnection) -> None:
    """A new column of text waits until somebody has thought of who may be named in it, and has written it down."""
    found = whole.execute("""
        select table_name || '.' || column_name from duckdb_columns()
        where not internal and data_type like 'VARCHAR%' and table_name not in ('dictionary', 'about')
        order by 1
    """).fetchall()
    assert [name for (name,) in found] == TEXTS.read_text(encoding="utf-8").split()


def test_what_only_the_whole_sees_stands_in_the_whole_s_file_alone(files: dict[str, Path]) -> None:
    def tables(scope: str) -> set[str]:
        with duckdb.connect(str(files[scope] / DATABASE), read_only=True) as con:
            return {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}

    alone = {file.stem for file in published_marts() if file.header["scope"] == "municipality"}
    assert tables("municipality") - tables(SMALL) == alone & set(analyst_tables().tables)
    assert tables("municipality") == set(analyst_tables().tables) | OWN


def test_each_row_is_the_release_s_own(files: dict[str, Path], sample: Sample) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{files['municipality'] / DATABASE}' as mine (read_only)")
        con.execute(f"attach '{sample.home.releases / sample.release / 'pejling.duckdb'}' as release (read_only)")
        for table, without in analyst_tables().tables.items():
            left = f"exclude ({', '.join(without)})" if without else ""
            assert con.execute(f"""
                select count(*) from (select * {left} from release.{table} except all select * from mine.{table})
            """).fetchone() == (0,), table


@pytest.mark.parametrize("version", ["2", "1.4"])
def test_clients_find_tables_columns_keys_and_words_and_the_examples_run(
    version: str, files: dict[str, Path], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    assert request.config.cache is not None
    folder = files["municipality"]
    with zipfile.ZipFile(folder / PARQUET_ZIP) as packed:
        parquet = packed.extract("parquet/budget_followup__unit_period.parquet", tmp_path)
    arguments = (str(folder / DATABASE), str(folder / EXAMPLES), parquet)
    if version == "2":
        found = answer_of(Path(sys.executable), version, ASK, *arguments)
    else:
        python = python_with_duckdb(version, request.config.cache.mkdir("environments"))
        found = answer_of(python, version, ASK, *arguments)
    assert {name for (name,) in found["tables"]} == set(analyst_tables().tables) | OWN
    assert found["columns"][0][0] > 700
    assert found["silent_tables"] == []
    assert {table for table, _ in found["uncommented"]} <= OWN
    expected = {
        file.stem: file.columns_of("primary key") or file.columns_of("key")
        for file in sql_files("marts")
        if file.stem in analyst_tables().tables and (file.columns_of("primary key") or file.columns_of("key"))
    }
    keys: dict[str, list[str]] = {}
    for table, column in found["keys"]:
        keys.setdefault(table, []).append(column)
    assert keys == expected | {"dictionary": ["table_name", "column_name"]}
    assert dict(found["constraints"]) == keys
    assert len(found["examples"]) == 10
    assert all(count > 0 for count in found["examples"])
    with duckdb.connect(str(folder / DATABASE), read_only=True) as con:
        rows = con.execute("select count(*), sum(actual_dkk)::varchar from budget_followup__unit_period").fetchall()
    assert [tuple(row) for row in found["parquet"]] == rows


def test_the_dictionary_tells_every_column_in_the_file_and_beside_it(files: dict[str, Path]) -> None:
    folder = files[SMALL]
    with duckdb.connect(str(folder / DATABASE), read_only=True) as con:
        columns = con.execute("""
            select table_name, column_name, data_type from duckdb_columns()
            where not internal and table_name not in ('dictionary', 'about') order by 1, column_index
        """).fetchall()
        told = con.execute("""
            select table_name, column_name, data_type from dictionary order by table_name, position
        """).fetchall()
        (english,) = con.execute("""
            select comment from duckdb_columns()
            where table_name = 'budget_followup__unit_period' and column_name = 'actual_dkk'
        """).fetchone() or ("",)
    assert told == columns
    assert english.startswith("Forbrug")
    assert " | Actual" in english
    written = (folder / DICTIONARY).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == list(DICTIONARY_COLUMNS)
    assert len(rows) == 1 + len(columns)
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t"}]


def test_a_centre_s_examples_ask_for_nothing_that_its_file_has_not(files: dict[str, Path]) -> None:
    text = (files[SMALL] / EXAMPLES).read_text(encoding="utf-8")
    assert "data_quality__quarantined_line" not in text
    with duckdb.connect(str(files[SMALL] / DATABASE), read_only=True) as con:
        for query in text.split(";\n"):
            con.execute(query)
    assert len(examples()) == 10


def test_the_first_page_says_whose_and_of_what_day_the_files_are(files: dict[str, Path], sample: Sample) -> None:
    said = (files[SMALL] / README).read_text(encoding="utf-8")
    assert f"Havrevig Kommune · Center for HR og Politik · udgivelse {sample.release} · data til og med" in said
    assert "{" not in said

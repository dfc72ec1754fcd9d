"""What every file of sql/ keeps to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from pipelines.canonical import SQL
from pipelines.lineage import KEYS, SCOPES, SqlFile, build_order, sql_files, tables_read
from pipelines.release_file import published_marts
from tests.warehouse.drawn import warehouse

FILES = sql_files("staging", "marts", "checks")
MADE = sql_files("staging", "marts")
each = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.schema}/{file.stem}")
each_mart = pytest.mark.parametrize("file", sql_files("marts"), ids=lambda file: file.stem)


@each
def test_one_select_that_an_analyst_can_paste(file: SqlFile) -> None:
    code = "".join(line for line in file.text.splitlines(keepends=True) if not line.lstrip().startswith("--"))
    assert code.lstrip().startswith("with")
    assert re.search(r"\)\n\nselect \* from [a-z_]+\n$", code), "it ends with select * from its last thought"
    assert ";" not in code
    assert "{{" not in code, "no templates"


@each
def test_layers_read_only_what_is_below(file: SqlFile) -> None:
    below = {"staging": {"raw"}, "marts": {"staging", "marts"}, "checks": {"raw", "staging", "marts"}}[file.schema]
    assert {table.partition(".")[0] for table in tables_read(file)} <= below


@each
def test_the_tables_found_by_their_words_are_those_that_a_parser_finds(file: SqlFile) -> None:
    """So a table of another schema, or of none, is found here as well: the build would ask for it in vain."""
    tree = sqlglot.parse_one(file.text, dialect="duckdb")
    defined = {cte.alias for cte in tree.find_all(exp.CTE)}
    parsed = {f"{table.db}.{table.name}" if table.db else table.name for table in tree.find_all(exp.Table)}
    assert tables_read(file) == parsed - defined - {""}


@each
def test_tables_are_imported_before_they_are_joined(file: SqlFile) -> None:
    """The head of a file says what it is made of."""
    assert not re.search(r"join (raw|staging|marts)\.", file.text)


@pytest.mark.parametrize("file", MADE, ids=lambda file: f"{file.schema}/{file.stem}")
def test_every_table_states_its_grain_first(file: SqlFile) -> None:
    assert file.text.startswith("-- grain: one row")


@each_mart
def test_every_mart_states_who_may_see_it(file: SqlFile) -> None:
    assert file.header.get("scope") in {*SCOPES, "build"}
    assert not file.is_published or file.columns_of("order"), "a published table has an order"
    assert not file.is_published or file.key, "a published table says what makes a row its own"


@each_mart
def test_a_mart_is_named_after_its_view_and_grain(file: SqlFile) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*__[a-z]+(_[a-z]+)*", file.stem)


def test_a_check_is_named_after_what_it_is_about() -> None:
    stems = {file.stem for file in MADE} | {"data_quality__check"}
    for file in sql_files("checks"):
        about, _, must_hold = file.stem.rpartition("__")
        assert about in stems, file.stem
        assert must_hold


def test_header_columns_exist() -> None:
    with warehouse("organisation\nunit_id | name | kind") as con:
        for file in MADE:
            columns = {row[0] for row in con.execute(f'describe {file.schema}."{file.stem}"').fetchall()}
            for key in ("order", *KEYS):
                assert set(file.columns_of(key)) <= columns, f"{file.stem}: {key}"


def test_the_scope_s_columns_are_there() -> None:
    """The door cuts rows by these."""
    needs = {
        "unit_period": {"fiscal_year", "period", "unit_id"},
        "unit": {"fiscal_year", "unit_id"},
        "unit_today": {"unit_path"},
        "project": {"project_id"},
        "municipality": set(),
        "everybody": set(),
    }
    with warehouse("organisation\nunit_id | name | kind") as con:
        for file in published_marts():
            if file.stem != "data_quality__check":
                columns = {row[0] for row in con.execute(f'describe marts."{file.stem}"').fetchall()}
                assert needs[file.header["scope"]] <= columns, file.stem


def test_what_everybody_sees_names_no_person_and_no_line() -> None:
    with warehouse("organisation\nunit_id | name | kind") as con:
        for file in published_marts():
            if file.header["scope"] == "everybody" and file.stem != "data_quality__check":
                columns = {row[0] for row in con.execute(f'describe marts."{file.stem}"').fetchall()}
                assert not columns & {"text", "supplier_name", "record", "value", "registered_by", "approved_by"}


def test_what_everybody_sees_of_deliveries_has_no_amounts() -> None:
    """A source can be one small delivery: its sum would be that delivery's."""
    with warehouse("organisation\nunit_id | name | kind") as con:
        columns = {row[0] for row in con.execute('describe marts."data_quality__source"').fetchall()}
    assert not {column for column in columns if column.endswith("_dkk")}


def test_every_staging_table_is_used() -> None:
    read = set().union(*(tables_read(file) for file in FILES))
    assert {file.name for file in sql_files("staging")} - read == {"staging.left_out"}


def test_the_order_comes_from_the_sql() -> None:
    order = [file.name for file in build_order(MADE)]
    assert sorted(order) == sorted(file.name for file in MADE)
    for file in MADE:
        for table in tables_read(file):
            assert table.startswith("raw.") or order.index(table) < order.index(file.name)


def test_no_folder_but_those_that_are_known() -> None:
    assert {path.name for path in SQL.iterdir() if path.is_dir()} == {
        "staging",
        "marts",
        "checks",
        "figures",
        "analysts",
    }
    assert all(path.suffix in {".sql", ".yml", ".toml", ".md"} for path in Path(SQL).rglob("*") if path.is_file())

"""The release file: nothing but published marts, sorted, keyed, explained, and readable by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from pipelines.build import build_release
from pipelines.manifest import TableFacts
from pipelines.problems import Problem
from pipelines.release_file import published_marts
from pipelines.table_content import content_hash
from tests.oracle.small_worlds import draw_world
from tests.warehouse.drawn import raw_database


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("release")


@pytest.fixture(scope="module")
def facts(folder: Path) -> dict[str, TableFacts]:
    with raw_database(draw_world(5)) as con:
        return build_release(con, folder / "pejling.duckdb").tables


@pytest.fixture(scope="module")
def release(facts: dict[str, TableFacts], folder: Path) -> Iterator[DuckDBPyConnection]:
    with duckdb.connect(folder / "pejling.duckdb", read_only=True) as con:
        yield con


def test_the_file_stands_alone(facts: dict[str, TableFacts], folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["pejling.duckdb"]


def test_nothing_but_the_published_marts_is_inside(facts: dict[str, TableFacts], release: DuckDBPyConnection) -> None:
    tables = release.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    assert sorted(tables) == sorted(("main", file.stem) for file in published_marts())
    assert {name for _, name in tables} == set(facts)
    assert release.execute("select view_name from duckdb_views() where not internal").fetchall() == []
    assert not {name for name in facts if "weight" in name or "cell" in name}


def test_storage_version(folder: Path, facts: dict[str, TableFacts]) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{folder / 'pejling.duckdb'}' as release (read_only)")
        (tags,) = con.execute("select tags from duckdb_databases() where database_name = 'release'").fetchone() or ({},)
    assert tags["storage_version"].startswith("v1.4")


def test_every_table_and_column_says_what_it_means(release: DuckDBPyConnection) -> None:
    silent = release.execute(
        "select table_name, column_name from duckdb_columns() where not internal and coalesce(comment, '') = '' "
        "union all select table_name, '' from duckdb_tables() where coalesce(comment, '') = ''"
    ).fetchall()
    assert silent == []
    (comment,) = release.execute(
        "select comment from duckdb_columns() "
        "where table_name = 'budget_followup__unit_period' and column_name = 'revised_dkk'"
    ).fetchone() or ("",)
    assert comment.startswith("Revised budget (Korrigeret budget): The adopted budget with every change decided")


def test_dimensions_have_keys(release: DuckDBPyConnection) -> None:
    keys = release.execute(
        "select table_name, constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    declared = {file.stem: file.columns_of("primary key") for file in published_marts()}
    assert dict(keys) == {name: key for name, key in declared.items() if key}
    assert dict(keys)["organisation__unit_period"] == ["organisation_view", "fiscal_year", "period", "unit_id"]
    assert dict(keys)["data_quality__check"] == ["check_name"]


@pytest.mark.parametrize("file", published_marts(), ids=lambda file: file.stem)
def test_rows_lie_in_the_stated_order(file, release: DuckDBPyConnection) -> None:
    order = ", ".join(file.columns_of("order"))
    lying = release.execute(f"select {order} from {file.stem}").fetchall()
    assert lying == release.execute(f"select {order} from {file.stem} order by {order}").fetchall()


@pytest.mark.parametrize("file", published_marts(), ids=lambda file: file.stem)
def test_no_two_rows_have_the_same_key(file, release: DuckDBPyConnection) -> None:
    """Also where reading gives the key, and no build counts its rows again."""
    twice = f"select {', '.join(file.key)} from {file.stem} group by all having count(*) > 1"
    assert release.execute(twice).fetchall() == []


def test_what_is_said_of_each_table(facts: dict[str, TableFacts], release: DuckDBPyConnection) -> None:
    unit_period = facts["budget_followup__unit_period"]
    assert unit_period.scope == "unit_period"
    assert unit_period.columns["actual_dkk"] == "DECIMAL(18,2)"
    assert unit_period.columns["spent_share"] == "DOUBLE"
    assert unit_period.columns["fiscal_year"] == "INTEGER"
    assert unit_period.key == ("organisation_view", "budget_basis", "fiscal_year", "period", "unit_id")
    for name, table in facts.items():
        assert release.execute(f"select count(*) from {name}").fetchone() == (table.rows,)


def test_amounts_are_decimals_and_shares_are_doubles(facts: dict[str, TableFacts]) -> None:
    for name, table in facts.items():
        for column, type_ in table.columns.items():
            if column.endswith("_dkk"):
                assert type_ == "DECIMAL(18,2)", f"{name}.{column}"
            if column.endswith("_share"):
                assert type_ == "DOUBLE", f"{name}.{column}"


def test_the_hash_is_of_the_content(facts: dict[str, TableFacts], release: DuckDBPyConnection, tmp_path: Path) -> None:
    for name, table in facts.items():
        assert content_hash(release, name) == table.hash
    with duckdb.connect(tmp_path / "other.duckdb") as con:
        con.execute(
            f"attach '{release.execute('select path from duckdb_databases()').fetchall()[0][0]}' as r (read_only)"
        )
        con.execute("create table posting as select * from r.main.budget_followup__posting order by amount_dkk desc")
        assert content_hash(con, "posting") == facts["budget_followup__posting"].hash, "another order, the same rows"
        con.execute("update posting set amount_dkk = amount_dkk + 0.01 where rowid = 3")
        assert content_hash(con, "posting") != facts["budget_followup__posting"].hash
        con.execute("update posting set amount_dkk = amount_dkk - 0.01 where rowid = 3")
        assert content_hash(con, "posting") == facts["budget_followup__posting"].hash
        con.execute("insert into posting select * from posting limit 2; delete from posting where rowid in (0, 1)")
        con.execute("insert into posting select * from posting limit 1")
        assert content_hash(con, "posting") != facts["budget_followup__posting"].hash


def test_the_same_rows_give_the_same_hashes(facts: dict[str, TableFacts], tmp_path: Path) -> None:
    with raw_database(draw_world(5)) as con:
        con.execute("set threads = 1")
        again = build_release(con, tmp_path / "again.duckdb").tables
    assert {name: table.hash for name, table in again.items()} == {name: table.hash for name, table in facts.items()}


def test_a_failure_is_told_as_it_is(tmp_path: Path) -> None:
    with raw_database("organisation\nunit_id | name | kind") as con:
        con.execute("drop table raw.source")
        with pytest.raises(Problem, match=r"staging\.source cannot be made"):
            build_release(con, tmp_path / "half.duckdb")
        assert con.execute("select 1").fetchone() == (1,), "the working connection is still of use"

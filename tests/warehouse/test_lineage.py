"""Order and lineage are read from the SQL; what cannot be is refused with the file and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.build import build_warehouse, make, rules_version
from pipelines.canonical import SQL
from pipelines.lineage import build_order, column_sources, lineage, sql_files, tables_in, tables_read
from pipelines.problems import Problem
from tests.warehouse.drawn import raw_database, warehouse

EMPTY = "organisation\nunit_id | name | kind"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        schema, _, stem = name.partition("_")
        (folder / schema).mkdir(exist_ok=True)
        (folder / schema / f"{stem}.sql").write_text(text, encoding="utf-8")
    return folder


def order_of(folder: Path) -> list[str]:
    return [file.name for file in build_order(sql_files("staging", "marts", folder=folder))]


def test_the_tables_of_a_statement_are_read_from_its_words() -> None:
    statement = """
        select 'raw.text', 'it''s marts.text', "marts.column", posting.amount  -- staging.comment
        /* raw.comment
           marts.comment */
        from raw.posting inner join staging."unit" on marts_b.x = xmarts.y
        left join "marts"."a__b" using (unit_id), marts . c__d
    """
    assert tables_in(statement) == {"raw.posting", "staging.unit", "marts.a__b", "marts.c__d"}


def test_a_table_comes_after_what_it_reads(tmp_path: Path) -> None:
    write(
        tmp_path,
        marts_a__b="with x as (select * from marts.z__y) select * from x",
        marts_z__y="with posting as (select * from staging.q) select * from posting",
        staging_q="select * from raw.posting",
    )
    assert order_of(tmp_path) == ["staging.q", "marts.z__y", "marts.a__b"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"marts_a__b": "select * from marts.c__d", "marts_c__d": "select * from marts.a__b"}, "break the circle"),
        ({"marts_a__b": "select * from staging.nothing"}, r"a__b\.sql: reads staging\.nothing, which no file makes"),
        ({"marts_a__b": "select * from raw.posting"}, "marts must not read raw"),
        ({"staging_a": "select * from marts.b__c", "marts_b__c": "select 1 as one"}, "staging must not read marts"),
        ({"staging_a": "select 1 as one", "marts_a": "select 2 as two"}, "rename one of them"),
        ({"marts_a__b": "select 'without an end"}, r"a__b\.sql: cannot be read as SQL"),
    ],
)
def test_what_cannot_be_built_is_refused(tmp_path: Path, files: dict[str, str], told: str) -> None:
    write(tmp_path, **files)
    with pytest.raises(Problem, match=told):
        order_of(tmp_path)


@pytest.mark.parametrize(
    "statement",
    ["select cast(name as integer) as number from raw.account", "select * from nothing", "select from where"],
)
def test_a_statement_that_fails_names_its_file(tmp_path: Path, statement: str) -> None:
    write(tmp_path, staging_a=statement)
    with (
        raw_database("account\naccount | name\n1 | Løn") as con,
        pytest.raises(Problem, match=r"a\.sql: staging\.a cannot"),
    ):
        build_warehouse(con, folder=tmp_path)


def test_one_more_member_of_a_union_is_one_more_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        marts_a__b="-- member of: a__whole\nselect 1 as one",
        marts_a__c="-- member of: a__whole\nselect 2 as one",
        marts_z__y="select sum(one) as one from marts.a__whole",
    )
    assert order_of(tmp_path) == ["marts.a__b", "marts.a__c", "marts.a__whole", "marts.z__y"]
    with raw_database(EMPTY) as con:
        build_warehouse(con, folder=tmp_path)
        assert con.execute("select one from marts.z__y").fetchall() == [(3,)]


def test_a_union_that_fails_names_the_member(tmp_path: Path) -> None:
    write(
        tmp_path,
        marts_a__b="-- member of: a__whole\nselect 1 as one",
        marts_a__c="-- member of: a__whole\nselect 2 as one, 3 as two",
        marts_a__d="-- member of: a__whole\nselect missing as one",
    )
    union = next(file for file in sql_files("marts", folder=tmp_path) if file.members)
    with raw_database(EMPTY) as con:
        con.execute("create schema marts")
        with pytest.raises(Problem, match=r"a__d\.sql: marts\.a__whole cannot"):
            make(con, union)


def test_a_member_is_read_by_its_union_alone() -> None:
    """A release makes no table of a member: its statement stands in the union's."""
    files = sql_files("staging", "marts", "checks")
    members = {file.name: file.header["member of"] for file in files if file.is_member}
    assert members
    for file in files:
        assert {members[name] for name in tables_read(file) & members.keys()} <= {file.stem}, file.stem


def test_lineage_goes_all_the_way_to_the_extracts() -> None:
    found = lineage("budget_followup__budget_line")
    assert found.reads == (
        "marts.budget_followup__period",
        "marts.chart__account",
        "marts.organisation__cost_centre_year",
        "staging.budget_line",
    )
    assert {"raw.budget_line", "raw.organisation", "raw.account", "raw.posting"} <= set(found.raw)
    assert lineage("staging.setting").raw == ("raw.setting",)


def test_the_columns_behind_a_column() -> None:
    with warehouse(EMPTY) as con:
        columns: dict[str, dict[str, dict[str, str]]] = {}
        for schema, table, column, type_ in con.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall():
            columns.setdefault(schema, {}).setdefault(table, {})[column] = type_
    found = column_sources("budget_followup__unit_group_period", columns, "spent_share")
    assert found == [
        "marts.budget_followup__unit_group_sum.actual_dkk",
        "marts.budget_followup__unit_group_sum.revised_dkk",
    ]


def test_building_again_gives_the_same() -> None:
    with warehouse(EMPTY) as con:
        build_warehouse(con)


def test_progress_names_each_table_in_turn() -> None:
    heard: list[tuple[str, int, int]] = []
    with raw_database(EMPTY) as con:
        build_warehouse(con, on_table=lambda *told: heard.append(told))
    assert [number for _, number, _ in heard] == list(range(1, len(heard) + 1))
    assert {of for _, _, of in heard} == {len(heard)}
    assert heard[-1][0].startswith(("marts.", "staging."))


def test_the_rules_version_changes_with_every_rule(tmp_path: Path) -> None:
    write(tmp_path, staging_a="select 1 as one")
    first = rules_version(tmp_path)
    write(tmp_path, staging_a="select 1 as one\n")
    second = rules_version(tmp_path)
    (tmp_path / "staging" / "a.sql").rename(tmp_path / "staging" / "b.sql")
    third = rules_version(tmp_path)
    (tmp_path / "staging" / "b.sql").write_bytes(b"select 1 as one\r\n")
    assert len({first, second, third}) == 3
    assert rules_version(tmp_path) == third, "the line ends of a checkout are no rule"
    assert len(rules_version(SQL)) == 64

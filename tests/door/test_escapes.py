"""Nothing but one SELECT over the served names gets through, and the DuckDB behind it is locked besides."""

import duckdb
import pytest

from dashboard.warehouse import DoorProblem, Scope, Warehouse

ESCAPES = [
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from read_parquet('x.parquet')",
    "select * from read_json_auto('x.json')",
    "select * from glob('/*')",
    "select * from '/etc/passwd'",
    "from '/etc/passwd'",
    "copy budget_followup__posting to '/tmp/out.csv'",
    "copy (select 1) to '/tmp/out.parquet'",
    "export database '/tmp/out'",
    "attach '/tmp/other.duckdb' as other",
    "detach release",
    "use release",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set variable scope = ['municipality']",
    "reset variable scope",
    "pragma database_list",
    "call duckdb_settings()",
    "create table t as select 1",
    "create macro m() as 1",
    "insert into budget_followup__posting default values",
    "update budget_followup__posting set text = ''",
    "delete from budget_followup__posting",
    "drop view budget_followup__posting",
    "checkpoint release",
    "select 1; select 2",
    "select 1; set variable scope = ['municipality']; select * from budget_followup__posting",
    "select * from release.main.budget_followup__posting",
    "select * from release.budget_followup__posting",
    "select (select count(*) from release.main.budget_followup__posting)",
    "with seen as (from release.main.budget_followup__posting) select * from seen",
    "select * from budget_followup__period union all select * from release.main.budget_followup__period",
    "select 1 where exists (select 1 from release.main.secret__salary)",
    "select * from budget_followup__period order by (select count(*) from release.main.budget_followup__posting)",
    "select * from duckdb_tables()",
    "select * from duckdb_secrets()",
    "select * from information_schema.tables",
    "select * from sqlite_master",
    "select * from query('select * from release.main.budget_followup__posting')",
    "select * from query_table('budget_followup__posting')",
    "select * from opened.organisation__unit_period",
    "select * from whole.budget_followup__posting",
    "select * from memory.whole.budget_followup__posting",
    "use whole",
    "select getvariable('scope')",
    "select current_setting('temp_directory')",
    "describe budget_followup__posting",
    "show tables",
    "explain select 1",
    "values (",
    "",
]


@pytest.mark.parametrize("sql", ESCAPES)
def test_an_escape_is_refused(warehouse, sql):
    with pytest.raises(DoorProblem) as refused:
        warehouse.door(Scope.of(["municipality"])).rows(sql)
    assert refused.value.reason == "refused"


@pytest.mark.parametrize(
    "sql",
    [
        "select text from read_text('/etc/passwd')",
        "copy (select 1) to '/tmp/pejling-escape.csv'",
        "attach '/tmp/pejling-escape.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '100GB'",
        "update release.main.budget_followup__posting set text = ''",
        "select * from frame_of_the_caller",
    ],
)
def test_the_lock_holds_behind_the_parser_too(warehouse: Warehouse, sql):
    """The second wall, tried from inside it: on a cursor of the door's own connection."""
    frame_of_the_caller = duckdb.sql("select 1")  # noqa: F841 (DuckDB would find it by its name)
    with (
        warehouse._using(warehouse.current()) as opened,
        opened.connection.cursor() as cursor,
        pytest.raises(duckdb.Error),
    ):
        cursor.execute(sql)


def test_a_cursor_without_a_scope_sees_nothing(warehouse: Warehouse):
    with warehouse._using(warehouse.current()) as opened, opened.connection.cursor() as cursor:
        for table in ("budget_followup__posting", "budget_followup__unit_period", "data_quality__quarantined_line"):
            assert cursor.execute(f"select count(*) from {table}").fetchall() == [(0,)]


def test_what_pages_ask_is_not_refused(warehouse):
    door = warehouse.door(Scope.of(["municipality"]))
    assert door.rows("select 1 as one")["one"].to_list() == [1]
    assert len(door.rows("with a as (select * from budget_followup__period) select * from a")) == 6


def test_values_are_bound_never_glued(warehouse):
    door = warehouse.door(Scope.of(["municipality"]))
    hostile = "x' or unit_id <> '"
    assert len(door.rows("select * from budget_followup__posting where unit_id = $unit", unit=hostile)) == 0

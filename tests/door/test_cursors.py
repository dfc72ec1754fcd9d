"""A cursor that has entered a scope is lent again for that scope alone, and not where anything went wrong on it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from dashboard.cursors import Cursors
from dashboard.scoped_views import ScopedViews

TABLES = {
    "told": ("unit_period", ["unit_id", "fiscal_year", "period"]),
    "capital_projects__project": ("project", ["project_id"]),
}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two centres with an institution each, told of once, and a project each."""
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as release")
        con.execute("""
            create table release.organisation__unit_period as
            select 'today' as organisation_view, 2026 as fiscal_year, 1 as period, unit_id,
                [centre, unit_id] as unit_path
            from (values ('a1', 'a'), ('b1', 'b')) as known(unit_id, centre)
        """)
        con.execute(
            "create table release.told as from release.organisation__unit_period select unit_id, fiscal_year, period"
        )
        con.execute("""
            create table release.capital_projects__project as
            from release.organisation__unit_period select 'p' || unit_id as project_id, unit_path
        """)
        yield con


@pytest.fixture
def views(con: duckdb.DuckDBPyConnection) -> ScopedViews:
    views = ScopedViews(con, "release", ["organisation__unit_period", *TABLES])
    assert all(views.add(table, *kind) for table, kind in TABLES.items())
    return views


def seen(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    told = "select unit_id from told union all select project_id from capital_projects__project order by 1"
    return [value for (value,) in cursor.execute(told).fetchall()]


OF_SCOPE = {("a",): ["a1", "pa1"], ("b1",): ["b1", "pb1"], ("a", "b"): ["a1", "b1", "pa1", "pb1"], (): [], ("",): []}


def test_those_who_ask_in_turn_see_each_their_own(con: duckdb.DuckDBPyConnection, views: ScopedViews) -> None:
    cursors = Cursors(con, views, most_idle=3)
    for _ in range(3):
        for units, theirs in (OF_SCOPE | {("municipality", "a"): ["a1", "b1", "pa1", "pb1"]}).items():
            with cursors.entered(units) as cursor:
                assert seen(cursor) == theirs


def test_one_cursor_that_enters_one_scope_after_another_sees_the_last(
    con: duckdb.DuckDBPyConnection, views: ScopedViews
) -> None:
    for units, theirs in OF_SCOPE.items():
        views.enter(con, ["municipality"])
        assert len(seen(con)) == 4
        views.enter(con, units)
        assert seen(con) == theirs


def test_a_cursor_that_has_entered_nothing_sees_nothing(con: duckdb.DuckDBPyConnection, views: ScopedViews) -> None:
    views.enter(con.cursor(), ["a"])
    assert seen(con.cursor()) == []


def test_one_that_is_in_use_is_nobody_else_s(con: duckdb.DuckDBPyConnection, views: ScopedViews) -> None:
    cursors = Cursors(con, views)
    with cursors.entered(("a",)) as first, cursors.entered(("a",)) as second:
        assert first is not second
    with cursors.entered(("a",)) as again:
        assert again is second or again is first


def test_one_on_which_something_went_wrong_is_not_lent_again(
    con: duckdb.DuckDBPyConnection, views: ScopedViews
) -> None:
    cursors = Cursors(con, views)
    with pytest.raises(duckdb.ConversionException), cursors.entered(("a",)) as broken:
        broken.execute("select unit_id::integer from told").fetchall()
    with cursors.entered(("a",)) as another:
        assert another is not broken
        assert seen(another) == ["a1", "pa1"]


def test_what_a_look_up_leaves_behind_when_it_fails_is_nobody_s(
    con: duckdb.DuckDBPyConnection, views: ScopedViews
) -> None:
    """Of a's units the periods are found, and then the projects cannot be read."""
    con.execute("alter table release.capital_projects__project rename column unit_path to path")
    with pytest.raises(duckdb.BinderException):
        views.enter(con.cursor(), ["a"])
    assert con.execute("select count(*) from opened.organisation__unit_period").fetchall() == [(1,)]
    con.execute("alter table release.capital_projects__project rename column path to unit_path")
    for units, theirs in OF_SCOPE.items():
        views.enter(con, units)
        assert seen(con) == theirs


@pytest.mark.parametrize("missing", [["told"], ["told", "organisation__unit_period"]])
def test_what_cannot_be_looked_up_is_not_served(con: duckdb.DuckDBPyConnection, missing: list[str]) -> None:
    views = ScopedViews(con, "release", missing)
    assert not views.add("capital_projects__project", *TABLES["capital_projects__project"])
    assert views.add("told", *TABLES["told"]) == ("organisation__unit_period" in missing)

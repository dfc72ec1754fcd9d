"""What the catalogue tells of the rules: read from the cards and the SQL themselves."""

from __future__ import annotations

import pytest

from pipelines.catalogue import (
    behind,
    catalogued_figures,
    catalogued_tables,
    guards_of,
    made_of_columns,
    stands_in,
)
from pipelines.figures import load_cards, meaning
from pipelines.lineage import lineage, sql_files


def test_every_figure_and_every_published_table_is_in_the_catalogue() -> None:
    assert len({figure.id for figure in catalogued_figures()}) == sum(
        len(card.figures) for card in load_cards().values()
    )
    published = {file.stem for file in sql_files("staging", "marts") if file.is_published}
    assert {table.name for table in catalogued_tables()} == published


def test_every_table_says_what_makes_a_row_its_own() -> None:
    keys = {table.name: table.key for table in catalogued_tables()}
    assert [name for name, key in keys.items() if not key] == []
    assert keys["staff__unit_month"] == ("fiscal_year", "period", "unit_id"), "a primary key"
    assert keys["budget_followup__unit_period_month"][0] == "organisation_view", "a key that is no index"
    assert keys["budget_followup__posting"] == ("delivery_id", "file", "line"), "one that is given by reading"


def test_a_figure_stands_where_its_own_card_is_told() -> None:
    figure = next(one for one in catalogued_figures() if one.id == "staff.sickness_share")
    columns = {
        "staff__unit_month": {"sickness_share": "double"},
        "staff__position": {"position_id": "varchar"},
        "savings__year": {"sickness_share": "double"},  # another view: a column of the same name is another figure
    }
    assert stands_in(figure, columns) == ["staff__unit_month"]
    assert meaning("staff__unit_month", "sickness_share") is figure.card


@pytest.mark.parametrize("table", ["staff__unit_month", "carry_over_case__line", "chart__account"])
def test_the_way_ends_at_the_raw_tables(table: str) -> None:
    made = behind(table)
    assert made.raw == tuple(name.removeprefix("raw.") for name in lineage(table).raw)
    assert made.reads[made.table] == lineage(table).reads
    assert {f"raw.{name}" for name in made.raw} < made.all_of(made.table)


def test_checks_of_all_that_a_table_is_made_of_guard_it() -> None:
    guards = guards_of("staff__unit_month")
    assert {"absence__has_an_employment", "organisation__has_no_cycle", "staff__month__can_be_looked_at"} <= guards
    assert "saving__is_given_once" not in guards
    assert "budget_followup__unit_period__key_is_unique" in guards_of("budget_followup__unit_period")


def test_columns_are_followed_one_step_and_what_is_no_column_is_not() -> None:
    assert made_of_columns("staff__unit_month", "sickness_share") == (
        "marts.staff__unit_sum.scheduled_hundredths",
        "marts.staff__unit_sum.sickness_seconds",
        "staging.staff_setting.absence_of",
    )
    assert made_of_columns("staff__unit_month", "no_such_column") is None

"""Figure cards: complete, about something that exists, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.figures import SHARED, Figure, load_cards, meaning, table_comment
from pipelines.problems import Problem, WrongUse
from pipelines.release_file import published_marts
from tests.warehouse.drawn import warehouse


@pytest.fixture(scope="module")
def columns() -> dict[str, set[str]]:
    """Every published table with its columns."""
    with warehouse("organisation\nunit_id | name | kind") as con:
        found = {
            file.stem: {row[0] for row in con.execute(f'describe marts."{file.stem}"').fetchall()}
            for file in published_marts()
            if file.stem != "data_quality__check"
        }
    return found | {"data_quality__check": {"check_name", "severity", "sentence", "row_count"}}


def test_every_published_column_has_a_card(columns: dict[str, set[str]]) -> None:
    for table, names in columns.items():
        assert table_comment(table)
        for column in names:
            assert meaning(table, column)


def test_every_card_is_about_something_published(columns: dict[str, set[str]]) -> None:
    for view, card in load_cards().items():
        tables = [name for name in columns if name.startswith(f"{view}__") or view == SHARED]
        known = set().union(*(columns[name] for name in tables))
        assert (card.figures.keys() | card.columns.keys()) - known == set(), view
        assert card.tables.keys() <= columns.keys(), view
        for name, table in card.tables.items():
            assert table.columns.keys() <= columns[name], name


def test_every_amount_and_share_of_the_follow_up_is_a_figure(columns: dict[str, set[str]]) -> None:
    for table in ("budget_followup__unit_period", "budget_followup__unit_group_period"):
        for column in columns[table]:
            if column.endswith(("_dkk", "_share", "_count")) or column == "status":
                card = meaning(table, column)
                assert isinstance(card, Figure), column
                assert card.question.da.endswith("?")
                assert card.question.en.endswith("?")
                assert (card.denominator is None) or card.unit in {"share", "DKK"}


def test_both_languages_say_something_of_their_own() -> None:
    for card in load_cards().values():
        for column in [*card.figures.values(), *card.columns.values()]:
            assert column.help.da != column.help.en


def test_a_column_without_a_card_is_refused_with_the_file() -> None:
    with pytest.raises(Problem, match=r"sql/figures/budget_followup\.yml"):
        meaning("budget_followup__unit_period", "weather")
    with pytest.raises(Problem, match=r"sql/figures/weather\.yml"):
        table_comment("weather__day")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "title: {da: Vejr, en: Weather}\nfigures:\n  rain:\n    name: {da: Regn}\n",
            r"weather\.yml: figures\.rain\.name\.en",
        ),
        ("title: {da: Vejr, en: Weather}\ncolour: blue\n", r"weather\.yml: colour"),
        ("title: [\n", r"weather\.yml: .*mend the line"),
    ],
)
def test_a_wrong_card_names_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "weather.yml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=told):
        load_cards(tmp_path)

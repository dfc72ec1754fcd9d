"""The capital pages of a municipality that has delivered its projects' plans and nothing about money."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.pages.conftest import OpenPage
from tests.pages.page_release import publish_page_release
from tests.pages.test_capital_projects import figures

NOT_DELIVERED = {
    "capital_projects__unit_total": ("total_appropriation_dkk", "revised_allotment_dkk", "actual_dkk"),
    "capital_projects__project": ("total_appropriation_dkk", "appropriation_variance_dkk", "revised_allotment_dkk"),
}


@pytest.fixture
def plans_alone(tmp_path: Path) -> Path:
    """An installation with the hand-made release, without what is granted, allotted and posted."""
    (tmp_path / "municipality.toml").write_text('name = "Pejleby Kommune"\n', encoding="utf-8")
    publish_page_release(tmp_path / "releases")
    release = next((tmp_path / "releases").glob("*/pejling.duckdb"))
    with duckdb.connect(release) as connection:
        for table, columns in NOT_DELIVERED.items():
            connection.execute(f"update {table} set {', '.join(f'{column} = null' for column in columns)}")
        connection.execute("delete from capital_projects__year")
    return tmp_path


def test_the_portfolio_says_what_cannot_be_judged_and_shows_the_rest(open_page: OpenPage, plans_alone: Path) -> None:
    screen = open_page("capital_projects", plans_alone, person="controller")
    told = [notice["text"] for notice in screen.components["headline"]["notices"]]
    assert told[0] == "Der er hverken leveret bevillinger eller rådighedsbeløb: kun tiden kan bedømmes."
    assert list(figures(screen)) == [
        "Igangværende projekter",
        "Ventet slutudgift",
        "Forsinkelse, det midterste projekt",
    ]
    assert "timeline" in screen.components
    assert "money_and_time" not in screen.components
    table = screen.components["projects"]
    labels = [column["label"] for column in table["columns"]]
    assert labels == [
        "Projekt",
        "Slutudgift",
        "Færdig",
        "Holdt?",
        "Mod typen",
    ]
    assert {len(row["cells"]) for row in [*table["rows"], table["total"]]} == {4}
    assert sum(group["span"] for group in table["groups"]) == 5


def test_the_units_of_projects_are_named_where_they_are_several(open_page: OpenPage) -> None:
    def notes(unit: str) -> list[str]:
        screen = open_page("capital_projects", person="controller", unit=unit)
        return [row["note"] for row in screen.components["projects"]["rows"]]

    assert "Skole · udførelse · Egeskolen" in notes("north")
    assert notes("oak_school")[0] == "Skole · udførelse"


def test_the_carry_overs_lead_to_the_projects_where_no_year_is_delivered(
    open_page: OpenPage, plans_alone: Path
) -> None:
    answer = open_page("capital_carry_overs", plans_alone, person="controller").components["headline"]
    assert answer["lead"] == "Projekterne har endnu ingen årsbeløb."
    assert [page["value"] for page in answer["onward"]] == ["capital_projects"]
